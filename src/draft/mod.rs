//! Drafts: records as they stand in an open form, field by field as typed.
//!
//! A draft becomes a record only when every field can be read; until then it says which cannot,
//! and why, in words.

mod case;
mod claim;
mod records;
mod merge_sources;
mod lists;
mod renewed;
mod words;
mod differences;
mod problem;

pub use case::{CaseDraft, VariantDraft, slug};
pub use claim::{ClaimDraft, Kind};
pub use differences::{Difference, differences};
pub use lists::pairs;
pub use merge_sources::{SourceField, SourceMerge};
pub use problem::{Problem, Wrong};
pub use records::{AboutDraft, EventDraft, SourceDraft, TotalDraft};
pub use renewed::Since;
pub use words::{claim_words, fact_words, in_group, subject_of};

use serde::{Deserialize, Serialize};

use crate::{
    register::{Register, Step},
    view::Finding,
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
    About(AboutDraft),
}

/// What a draft amounts to.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The step that would save it; none while a field is wrong.
    pub step: Option<Step>,
    /// What keeps it from being saved.
    pub problems: Vec<Problem>,
    /// What the checks would find in it once saved.
    pub findings: Vec<Finding>,
}

impl Draft {
    /// Reads every field.
    pub fn check(&self, register: &Register) -> Checked {
        match self {
            Self::Case(draft) => draft.check(register),
            Self::Source(draft) => draft.check(register),
            Self::Total(draft) => draft.check(register),
            Self::Event(draft) => draft.check(),
            Self::About(draft) => draft.check(),
        }
    }

    /// The step that deletes the record; none for a new one, a case (deleted from the table) or the
    /// register itself.
    pub fn deletion(&self) -> Option<Step> {
        match self {
            Self::Source(draft) => draft.deletion(),
            Self::Total(draft) => draft.deletion(),
            Self::Event(draft) => draft.deletion(),
            Self::Case(_) | Self::About(_) => None,
        }
    }

    /// The draft as it was when its form was opened.
    pub fn as_opened(&self, register: &Register) -> Self {
        match self {
            Self::Case(draft) => Self::Case(Box::new(draft.as_opened())),
            Self::Source(draft) => Self::Source(draft.as_opened()),
            Self::Total(draft) => Self::Total(draft.as_opened(register)),
            Self::Event(draft) => Self::Event(draft.as_opened()),
            Self::About(draft) => Self::About(AboutDraft::of(&draft.before)),
        }
    }

    /// Whether there is a record to compare with: one that the register held when the form was
    /// opened, or one that it was copied from.
    pub fn compares(&self) -> bool {
        match self {
            Self::Case(draft) => draft.before.is_some() || draft.copied_from.is_some(),
            Self::Source(draft) => draft.before.is_some(),
            Self::Total(draft) => draft.before.is_some(),
            Self::Event(draft) => draft.before.is_some(),
            Self::About(_) => true,
        }
    }

    /// Whether anything differs from the record as it was opened.
    pub fn is_changed(&self, register: &Register) -> bool {
        match self {
            Self::Case(draft) => **draft != draft.as_opened(),
            Self::Source(draft) => *draft != draft.as_opened(),
            Self::Total(draft) => *draft != draft.as_opened(register),
            Self::Event(draft) => *draft != draft.as_opened(),
            Self::About(draft) => *draft != AboutDraft::of(&draft.before),
        }
    }
}
