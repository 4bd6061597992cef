//! Drafts: records in an open form, field by field as typed.
//!
//! A draft becomes a record only if every field is valid; until then it has errors by field.

pub mod case;
pub mod claim;
pub mod source;
pub mod total;
pub mod event;
pub mod register_info;
pub mod merge_sources;
#[cfg_attr(
    not(feature = "window"),
    expect(dead_code, reason = "the window alone shows the differences of a draft")
)]
pub(crate) mod fields;
pub(crate) mod list_merge;
mod record_step;
mod typed_value;
pub mod rebase;
pub mod validation;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::checks::check_edited_date,
    draft::{
        case::CaseDraft, event::EventDraft, register_info::RegisterInfoDraft, source::SourceDraft,
        total::TotalDraft, validation::Validated,
    },
    model::Day,
    register::{Register, Step},
};

/// A record in an open form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Draft {
    /// A case.
    Case(Box<CaseDraft>),
    /// A source.
    Source(SourceDraft),
    /// A total.
    Total(TotalDraft),
    /// An event.
    Event(EventDraft),
    /// The register's title, note and compared parties.
    #[serde(rename = "About")]
    RegisterInfo(RegisterInfoDraft),
}

impl Draft {
    /// Parses and validates every field. With a day, dates after it are among the findings.
    pub fn validate(&self, register: &Register, today: Option<Day>) -> Validated {
        let mut validated = match self {
            Self::Case(draft) => return draft.validate(register, today),
            Self::Source(draft) => draft.validate(register),
            Self::Total(draft) => draft.validate(register),
            Self::Event(draft) => draft.validate(),
            Self::RegisterInfo(draft) => draft.validate(),
        };
        let edits = validated.step.iter().flat_map(|step| &step.edits);
        let dates = edits.filter_map(|edit| check_edited_date(edit, today?));
        validated.findings.extend(dates);
        validated
    }

    /// Returns the step that deletes the record; `None` for a new record, for a case (which is
    /// deleted from the table) and for the register itself.
    pub fn deletion_step(&self) -> Option<Step> {
        match self {
            Self::Source(draft) => draft.deletion_step(),
            Self::Total(draft) => draft.deletion_step(),
            Self::Event(draft) => draft.deletion_step(),
            Self::Case(_) | Self::RegisterInfo(_) => None,
        }
    }

    /// Returns the draft as it was when its form was opened.
    pub fn original(&self, register: &Register) -> Self {
        match self {
            Self::Case(draft) => Self::Case(Box::new(draft.original())),
            Self::Source(draft) => Self::Source(draft.original()),
            Self::Total(draft) => Self::Total(draft.original(register)),
            Self::Event(draft) => Self::Event(draft.original()),
            Self::RegisterInfo(draft) => {
                Self::RegisterInfo(RegisterInfoDraft::from_info(&draft.before))
            }
        }
    }

    /// Returns true if there is a record to compare with: the one that the form was opened on, or
    /// the one that was copied.
    pub fn has_original(&self) -> bool {
        match self {
            Self::Case(draft) => draft.before.is_some() || draft.copied_from.is_some(),
            Self::Source(draft) => draft.before.is_some(),
            Self::Total(draft) => draft.before.is_some(),
            Self::Event(draft) => draft.before.is_some(),
            Self::RegisterInfo(_) => true,
        }
    }

    /// Returns true if any field differs from the record as it was opened.
    pub fn is_changed(&self, register: &Register) -> bool {
        match self {
            Self::Case(draft) => **draft != draft.original(),
            Self::Source(draft) => *draft != draft.original(),
            Self::Total(draft) => *draft != draft.original(register),
            Self::Event(draft) => *draft != draft.original(),
            Self::RegisterInfo(draft) => *draft != RegisterInfoDraft::from_info(&draft.before),
        }
    }
}
