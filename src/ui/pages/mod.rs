//! The pages beside the table of cases.

mod contradictions;
pub mod findings;
mod list;
mod records;

pub use contradictions::contradictions_ui;
pub use findings::{FindingsState, findings_ui};
pub use list::PageState;
pub use records::{events_ui, sources_ui, totals_ui};
