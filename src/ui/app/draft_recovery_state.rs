//! The drafts of the open register that earlier windows left behind.

use crate::store::drafts::OrphanedDraft;

/// The drafts that earlier windows left behind; their slots are reserved for this window.
#[derive(Default)]
pub(super) struct DraftRecovery {
    /// The drafts that the user was not asked about yet.
    pub found: Vec<OrphanedDraft>,
    /// The drafts that the open question is about.
    pub offered: Vec<OrphanedDraft>,
    /// The drafts that are left for the next start.
    pub deferred: Vec<OrphanedDraft>,
    /// The folder of drafts is to be searched.
    pub needs_search: bool,
}

impl DraftRecovery {
    /// Returns the state for a register that was just opened.
    pub fn for_new_register() -> Self {
        Self { needs_search: true, ..Self::default() }
    }

    /// Searches again for drafts that were left behind.
    pub fn request_search(&mut self) {
        self.needs_search = true;
    }

    /// Leaves the drafts that the question is about for the next start.
    pub fn defer(&mut self) {
        self.deferred.append(&mut self.offered);
    }
}
