//! What holds for every register, not only for the bundled one.

mod changes;
pub mod checks;
mod contradictions;
mod course;
mod dates;
mod edits;
mod history;
mod kept;
mod map;
mod merge;
mod reconciliation;
mod support;
mod timeline;
mod view;
