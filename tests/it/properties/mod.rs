//! Properties of every register, not only of the bundled one.

mod backup_retention;
mod changes;
pub mod checks;
mod contradictions;
mod counts_over_time;
mod dates;
mod edits;
mod external_changes;
mod history;
mod merged_histories;
mod drafts;
mod map;
mod merge;
mod merged_text;
mod reconciliation;
mod incremental_writer;
mod citation_index;
mod timeline;
mod analysis;
