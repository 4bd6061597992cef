//! Drafts: records as they stand in an open form, field by field as typed.
//!
//! A draft becomes a record only when every field can be read; until then it says which cannot,
//! and why, in words.

mod case;
mod claim;
mod records;
mod merge;
mod problem;

pub use case::{CaseDraft, VariantDraft, slug};
pub use claim::{ClaimDraft, Kind};
pub use merge::{SourceField, SourceMerge};
pub use problem::{Problem, Wrong};
pub use records::{AboutDraft, EventDraft, SourceDraft, TotalDraft};

use crate::{
    register::{Register, Step},
    view::Finding,
};

/// A record in an open form.
#[derive(Clone, Debug, PartialEq, Eq)]
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
