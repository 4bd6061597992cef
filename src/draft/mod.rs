//! Drafts: records as they stand in an open form, field by field as typed.
//!
//! A draft becomes a record only when every field can be read; until then it says which cannot,
//! and why, in words.

pub mod case;
pub mod claim;
pub mod records;
pub mod merge_sources;
pub(crate) mod list_merge;
pub mod rebase;
pub mod validation;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::finding::Finding,
    draft::{
        case::CaseDraft,
        records::{EventDraft, RegisterInfoDraft, SourceDraft, TotalDraft},
        validation::FieldProblem,
    },
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
    /// The register's title, remark and compared parties.
    #[serde(rename = "About")]
    RegisterInfo(RegisterInfoDraft),
}

/// What a draft amounts to.
#[derive(Clone, Debug)]
pub struct Validated {
    /// The step that would save it; none while a field is wrong.
    pub step: Option<Step>,
    /// What keeps it from being saved.
    pub problems: Vec<FieldProblem>,
    /// What the checks would find in it once saved.
    pub findings: Vec<Finding>,
}

impl Draft {
    /// Reads every field.
    pub fn validate(&self, register: &Register) -> Validated {
        match self {
            Self::Case(draft) => draft.validate(register),
            Self::Source(draft) => draft.validate(register),
            Self::Total(draft) => draft.validate(register),
            Self::Event(draft) => draft.validate(),
            Self::RegisterInfo(draft) => draft.validate(),
        }
    }

    /// The step that deletes the record; none for a new one, a case (deleted from the table) or the
    /// register itself.
    pub fn deletion_step(&self) -> Option<Step> {
        match self {
            Self::Source(draft) => draft.deletion_step(),
            Self::Total(draft) => draft.deletion_step(),
            Self::Event(draft) => draft.deletion_step(),
            Self::Case(_) | Self::RegisterInfo(_) => None,
        }
    }

    /// The draft as it was when its form was opened.
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

    /// Whether there is a record to compare with: one that the register held when the form was
    /// opened, or one that it was copied from.
    pub fn has_original(&self) -> bool {
        match self {
            Self::Case(draft) => draft.before.is_some() || draft.copied_from.is_some(),
            Self::Source(draft) => draft.before.is_some(),
            Self::Total(draft) => draft.before.is_some(),
            Self::Event(draft) => draft.before.is_some(),
            Self::RegisterInfo(_) => true,
        }
    }

    /// Whether anything differs from the record as it was opened.
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
