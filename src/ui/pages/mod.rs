//! The pages beside the table of cases.

mod contradictions;
pub mod changes;
pub mod findings;
mod list;
mod records;
mod time;
mod timeline;

pub use changes::{ChangesState, changes_ui};
pub use contradictions::contradictions_ui;
pub use findings::{FindingsState, findings_ui};
pub use list::PageState;
pub use records::{events_ui, sources_ui, totals_ui};
pub use time::{TimeState, time_chart, time_ui};
pub use timeline::{TimelineState, timeline_chart, timeline_ui};
