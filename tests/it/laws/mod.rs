//! What holds for every register, not only for the bundled one.

mod backups;
mod changes;
pub mod checks;
mod contradictions;
mod course;
mod dates;
mod edits;
mod incoming;
mod history;
mod kept;
mod map;
mod merge;
mod reconciliation;
mod splice;
mod support;
mod timeline;
mod view;
