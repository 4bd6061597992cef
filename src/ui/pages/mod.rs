//! The pages beside the table of cases.

pub mod changes;
pub mod findings;
mod list;
mod records;

pub use changes::{ChangesState, changes_ui};
pub use findings::{FindingsState, findings_ui};
pub use list::PageState;
pub use records::{events_ui, sources_ui, totals_ui};
