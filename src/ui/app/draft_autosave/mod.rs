//! Drafts that outlive the program: the open form, and each text typed in the place of a broken
//! record, are saved as a draft while they hold changes.

mod autosave;
mod leaving;
pub(super) mod snapshot;
pub(super) mod state;
