//! The state of merging what another program wrote to the file of the open register.

use std::{collections::VecDeque, sync::Arc};

use crate::{
    jobs::external_merge::{ChangeSummary, ConflictedMerge, KeptVersion, MergeOutcome},
    store::fs::fingerprint::Fingerprint,
    ui::panels::notices::NoticesPanel,
};

/// The state of merging what another program wrote.
#[derive(Default)]
pub(super) struct ExternalChangesState {
    /// The fingerprint that the watcher reported last.
    pub seen_fingerprint: Option<Fingerprint>,
    /// The file is to be read and merged.
    pub needs_merge: bool,
    /// The fingerprint of the file that was merged last: it is not merged again, whatever the
    /// outcome was.
    pub merged_fingerprint: Option<Fingerprint>,
    /// The versions of other programs that saves have replaced and kept, and that are to be merged.
    pub kept_versions: VecDeque<KeptVersion>,
    /// The revision and outcome of a merge that waits until other modals are closed.
    pub pending_outcome: Option<(u64, MergeOutcome)>,
    /// The merge whose conflicts the user is asked about.
    pub asked_merge: Option<Arc<ConflictedMerge>>,
    /// The conflicts were postponed: nothing is saved until they are resolved.
    pub is_deferred: bool,
    /// The changes merged since the user last looked at them, and the text of their notice.
    pub unseen_changes: (ChangeSummary, String),
    /// The text of the notice that the file is gone or cannot be read.
    pub shown_warning: Option<String>,
}

impl ExternalChangesState {
    /// Sets the fingerprint that the watcher reported.
    pub fn set_seen(&mut self, fingerprint: Fingerprint) {
        self.seen_fingerprint = Some(fingerprint);
    }

    /// Asks for a merge, since the file has changed.
    pub fn request_merge(&mut self) {
        self.needs_merge = true;
    }

    /// Takes the next version that a save has kept, unless the user has postponed one.
    pub fn take_kept_version(&mut self) -> Option<KeptVersion> {
        if self.is_deferred { None } else { self.kept_versions.pop_front() }
    }

    /// Merges a version that a save has kept once more: before the others.
    pub fn return_kept_version(&mut self, version: KeptVersion) {
        self.kept_versions.push_front(version);
    }

    /// Returns true while a version that a save has kept waits to be merged.
    pub fn has_kept_version(&self) -> bool {
        let is_kept = |outcome: &MergeOutcome| outcome.kept_version().is_some();
        let is_pending = self.pending_outcome.as_ref().is_some_and(|(_, outcome)| is_kept(outcome));
        !self.is_deferred && (!self.kept_versions.is_empty() || is_pending)
    }

    /// Returns true while saving waits for a merge.
    pub fn blocks_saving(&self) -> bool {
        self.has_kept_version()
            || self.needs_merge
            || self.pending_outcome.is_some()
            || self.is_asking()
            || self.is_deferred
    }

    /// Returns true while the user is asked about conflicts.
    pub fn is_asking(&self) -> bool {
        self.asked_merge.is_some()
    }

    /// Asks again about conflicts that were postponed.
    pub fn resume(&mut self) {
        let is_resumed = std::mem::take(&mut self.is_deferred);
        self.needs_merge |= is_resumed && self.kept_versions.is_empty();
    }

    /// Gives up the merge, whatever its state: the file is about to be written over.
    pub fn discard_merge(&mut self) {
        (self.needs_merge, self.is_deferred) = (false, false);
        (self.pending_outcome, self.asked_merge) = (None, None);
    }

    /// Removes the notice that the file cannot be read.
    pub fn withdraw_warning(&mut self, notices: &mut NoticesPanel) {
        if let Some(said) = self.shown_warning.take() {
            notices.remove(&said);
        }
    }
}
