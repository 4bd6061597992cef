//! The state of saving the open register: the content of its file and what is not written yet.
//!
//! A save takes three steps: `SessionSaveState::begin` returns a [`SaveJob`], a worker writes it,
//! and `SessionSaveState::finish` applies the [`CompletedSave`]. A save that fails changes
//! nothing here: its changes stay pending, and the next job contains them.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::{
    register::{Edit, HistoryEvent, Register, Step, StepKind, StepSubject},
    store::{
        history::commit_info::PendingEntry, saved_version::SavedVersion, source_text::SourceText,
    },
};

/// The input of a save, owned by the worker that writes it.
pub struct SaveJob {
    /// The file.
    pub path: PathBuf,
    /// The revision to write.
    pub revision: u64,
    /// The records to write.
    pub register: Arc<Register>,
    /// The comments and broken records of the file.
    pub source_text: Arc<SourceText>,
    /// The version in the file, as it was last read or written.
    pub version: SavedVersion,
    /// The records of that version.
    pub base: Arc<Register>,
    /// The entries to append to the history file, in order.
    pub pending_entries: Vec<PendingEntry>,
}

/// A revision that is on the disk with its history.
pub struct CompletedSave {
    /// The revision.
    pub revision: u64,
    /// The records that were written.
    pub register: Arc<Register>,
    /// The version in the file.
    pub version: SavedVersion,
}

/// A version of the file that another program wrote and that was merged with the open register.
pub(super) struct MergedVersion {
    /// The records of the file.
    pub base: Arc<Register>,
    /// The version in the file.
    pub version: SavedVersion,
    /// The merge changed the open register.
    pub is_register_changed: bool,
    /// The edits by the other program.
    pub their_edits: Vec<Edit>,
    /// The edits that lead from the content of the file to the open register.
    pub our_edits: Vec<Edit>,
}

/// The revision of the open register, the version in its file and the history between them.
pub(super) struct SessionSaveState {
    /// The number of changes since the register was opened.
    revision: u64,
    saved_revision: u64,
    /// The version in the file, as it was last read or written.
    version: SavedVersion,
    /// The records of that version.
    base: Arc<Register>,
    /// The entries that are not in the history file yet, each with the revision it led to.
    pending_history: Vec<(u64, PendingEntry)>,
    /// Changes by another program were undone, and are in the file still.
    undoes_external: bool,
}

impl SessionSaveState {
    /// Returns the state of a register that was just read. An external change since it was last
    /// read is the first revision: the file holds it, its history does not.
    pub fn new(
        register: &Register,
        version: SavedVersion,
        external_change: Option<PendingEntry>,
    ) -> Self {
        let mut state = Self {
            revision: 0,
            saved_revision: 0,
            version,
            base: Arc::new(register.clone_without_indexes()),
            pending_history: Vec::new(),
            undoes_external: false,
        };
        if let Some(entry) = external_change {
            state.record(entry);
        }
        state
    }

    /// Returns the number of changes since the register was opened.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns the revision that is on the disk.
    pub fn saved_revision(&self) -> u64 {
        self.saved_revision
    }

    /// Returns the version in the file, as it was last read or written.
    pub fn version(&self) -> &SavedVersion {
        &self.version
    }

    /// Returns the records of the file, as it was last read or written.
    pub fn base(&self) -> &Arc<Register> {
        &self.base
    }

    /// Returns the entries that are not in the history file yet, in order.
    pub fn pending_entries(&self) -> Vec<PendingEntry> {
        self.pending_history.iter().map(|(_, entry)| entry.clone()).collect()
    }

    /// Adds an entry to the pending history; it leads to a new revision.
    pub fn record(&mut self, entry: PendingEntry) {
        self.revision += 1;
        self.pending_history.push((self.revision, entry));
    }

    /// Makes the next save keep the version in the file as a numbered backup, because changes by
    /// another program were undone: other steps may make it impossible to redo them.
    pub fn set_external_undone(&mut self) {
        self.undoes_external = true;
        self.version.needs_numbered_backup = true;
    }

    /// Returns the job that writes the present revision.
    pub fn begin(
        &self,
        path: PathBuf,
        register: Arc<Register>,
        source_text: Arc<SourceText>,
    ) -> SaveJob {
        SaveJob {
            path,
            revision: self.revision,
            register,
            source_text,
            version: self.version.clone(),
            base: Arc::clone(&self.base),
            pending_entries: self.pending_entries(),
        }
    }

    /// Applies a save that has succeeded. Changes made since it began stay pending.
    pub fn finish(&mut self, CompletedSave { revision, register, version }: CompletedSave) {
        self.base = Arc::new(register.clone_without_indexes());
        self.pending_history.retain(|(led_to, _)| *led_to > revision);
        self.saved_revision = revision;
        self.undoes_external &= revision < self.revision;
        self.version = version;
        self.version.needs_numbered_backup |= self.undoes_external;
    }

    /// Replaces the version in the file by one that another program wrote at `time` or before. A
    /// read-only register records nothing in the history.
    pub fn set_merged_version(
        &mut self,
        merged: MergedVersion,
        is_read_only: bool,
        time: Timestamp,
    ) {
        let MergedVersion { base, version, is_register_changed, their_edits, our_edits } = merged;
        (self.base, self.version) = (base, version);
        let is_file_complete = our_edits.is_empty();
        let has_recordable_edits = !is_read_only && !their_edits.is_empty();
        if is_register_changed || !is_file_complete || has_recordable_edits {
            self.revision += 1;
        }
        if is_file_complete && !has_recordable_edits {
            self.saved_revision = self.revision;
        }
        if !is_read_only {
            self.record_external_changes(their_edits, our_edits, time);
        }
    }

    /// Replaces the pending history by one that starts from the content of the file: first the
    /// changes by the other program, then the unrecorded steps of this one, joined into one step.
    fn record_external_changes(&mut self, theirs: Vec<Edit>, ours: Vec<Edit>, time: Timestamp) {
        let mut external = theirs;
        let mut own: Option<Step> = None;
        for (_, PendingEntry { event, .. }) in self.pending_history.drain(..) {
            match (event, &mut own) {
                (HistoryEvent::ExternalChange { mut edits }, _) => {
                    edits.append(&mut external);
                    external = edits;
                }
                (
                    HistoryEvent::Performed(step)
                    | HistoryEvent::Undone(step)
                    | HistoryEvent::Redone(step),
                    None,
                ) => {
                    own = Some(step);
                }
                (event, Some(own)) => {
                    // Several steps are recorded as one change of the register.
                    (own.kind, own.subject) = (StepKind::Change, StepSubject::Register);
                    let reason = event.step().map_or("", |step| &step.reason);
                    let gap = if own.reason.is_empty() || reason.is_empty() { "" } else { " · " };
                    own.reason = [&*own.reason, gap, reason].concat();
                }
                (
                    HistoryEvent::Started | HistoryEvent::Merged { .. } | HistoryEvent::Overwritten,
                    None,
                ) => {}
            }
        }
        let entry = |event| (self.revision, PendingEntry { time, event });
        if !external.is_empty() {
            self.pending_history.push(entry(HistoryEvent::ExternalChange { edits: external }));
        }
        if !ours.is_empty() {
            let change = || Step::new(StepKind::Change, StepSubject::Register, Vec::new());
            let step = Step { edits: ours, ..own.unwrap_or_else(change) };
            self.pending_history.push(entry(HistoryEvent::Performed(step)));
        }
    }
}
