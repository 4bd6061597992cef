//! A claim in an open form.

use serde::{Deserialize, Serialize};

use crate::{
    analysis::finding::{ClaimField, RecordField},
    draft::validation::{Validator, dedup_sources},
    model::{Claim, PartyId, SourceId, Statement},
};

/// The kind of a statement, without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClaimKind {
    /// Lists or recognises the person.
    Abducted,
    /// Alive.
    Alive,
    /// Dead.
    Dead,
    /// Never entered.
    NeverEntered,
    /// Disputes another's claim.
    Disputes,
    /// Withdraws an earlier claim.
    Withdrawn,
}

impl ClaimKind {
    /// Every kind, in the order it is offered.
    pub const ALL: [Self; 6] = [
        Self::Abducted,
        Self::Alive,
        Self::Dead,
        Self::NeverEntered,
        Self::Disputes,
        Self::Withdrawn,
    ];

    /// Returns the locale key of the name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Abducted => "statement.abducted",
            Self::Alive => "statement.alive",
            Self::Dead => "statement.dead",
            Self::NeverEntered => "statement.never_entered",
            Self::Disputes => "statement.disputes",
            Self::Withdrawn => "statement.withdrawn",
        }
    }
}

/// A claim as typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimDraft {
    /// The party.
    pub by: PartyId,
    /// The date.
    pub on: String,
    /// The kind of statement.
    pub kind: ClaimKind,
    /// The claimed date of death.
    pub death: String,
    /// The claimed place of death.
    pub place: String,
    /// The claimed cause of death.
    pub cause: String,
    /// The disputed point.
    pub disputes: String,
    /// True if the claim is only reported by others.
    pub reported: bool,
    /// The cited sources.
    pub sources: Vec<SourceId>,
    /// Note.
    pub note: String,
}

impl ClaimDraft {
    /// Creates an empty claim of a party.
    pub fn new(by: PartyId) -> Self {
        Self {
            by,
            on: String::new(),
            kind: ClaimKind::Abducted,
            death: String::new(),
            place: String::new(),
            cause: String::new(),
            disputes: String::new(),
            reported: false,
            sources: Vec::new(),
            note: String::new(),
        }
    }

    /// Creates the draft of a claim.
    pub fn from_claim(claim: &Claim) -> Self {
        let mut this = Self {
            on: claim.on.to_string(),
            reported: claim.reported,
            sources: claim.sources.clone(),
            note: claim.note.clone(),
            ..Self::new(claim.by.clone())
        };
        this.kind = match &claim.says {
            Statement::Abducted => ClaimKind::Abducted,
            Statement::Alive => ClaimKind::Alive,
            Statement::NeverEntered => ClaimKind::NeverEntered,
            Statement::Withdrawn => ClaimKind::Withdrawn,
            Statement::Disputes(what) => {
                this.disputes.clone_from(what);
                ClaimKind::Disputes
            }
            Statement::Dead { on, place, cause } => {
                this.death = on.as_ref().map(ToString::to_string).unwrap_or_default();
                this.place.clone_from(place);
                this.cause.clone_from(cause);
                ClaimKind::Dead
            }
        };
        this
    }

    pub(super) fn to_claim(&self, at: usize, validator: &mut Validator) -> Option<Claim> {
        let field = |field| RecordField::Claim(at, field);
        let on = validator.require_date(field(ClaimField::Date), &self.on);
        let says = match self.kind {
            ClaimKind::Abducted => Statement::Abducted,
            ClaimKind::Alive => Statement::Alive,
            ClaimKind::NeverEntered => Statement::NeverEntered,
            ClaimKind::Withdrawn => Statement::Withdrawn,
            ClaimKind::Disputes => Statement::Disputes(
                validator.require_text(field(ClaimField::Statement), &self.disputes),
            ),
            ClaimKind::Dead => Statement::Dead {
                on: validator.parse_date(field(ClaimField::Death), &self.death),
                place: self.place.trim().to_owned(),
                cause: self.cause.trim().to_owned(),
            },
        };
        Some(Claim {
            by: self.by.clone(),
            on: on?,
            says,
            reported: self.reported,
            sources: dedup_sources(&self.sources),
            note: self.note.trim().to_owned(),
        })
    }
}
