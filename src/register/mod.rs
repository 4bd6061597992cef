//! The only owner of records. Data changes through [`Register::apply`] and nowhere else.

mod edit;
mod history;
mod list;
mod owner;

pub use edit::{ApplyError, Change, Edit, RegisterInfo};
pub use history::{HistoryEvent, RecordedVersion, Step, StepKind, StepSubject, UndoHistory};
pub use owner::{FORMAT_VERSION, Register};
