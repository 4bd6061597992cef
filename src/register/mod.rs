//! The register: the only owner of the records, and the edits through which they change.
//!
//! Data changes through [`Register::apply`] and nowhere else.

pub mod record_list;
mod edit;
mod undo_history;
mod indexed_list;
#[expect(clippy::module_inception, reason = "the register is the aggregate of this folder")]
mod register;
pub mod record;

pub(crate) use crate::register::register::RegisterParts;
pub use crate::register::{
    edit::{ApplyError, Change, Edit, RegisterInfo},
    register::{FORMAT_VERSION, Register},
    undo_history::{HistoryEvent, RecordedVersion, Step, StepKind, StepSubject, UndoHistory},
};
