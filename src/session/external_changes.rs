//! Taking in what someone else wrote to the file of an open register.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    register::{ApplyError, Edit, HistoryEvent, Register, Step, StepKind, StepSubject},
    session::Session,
    store::{
        history::commit_info::PendingEntry, saved_version::SavedVersion, source_text::SourceText,
    },
};

/// What someone else wrote to the file, brought together with what is open.
pub struct ExternalChanges {
    /// The edits that make the merged register of the one that is open.
    pub edits: Vec<Edit>,
    /// The edits that someone else made: from what the file held before to what it holds.
    pub their_edits: Vec<Edit>,
    /// The edits that make the merged register of what the file holds; none where it is that.
    pub our_edits: Vec<Edit>,
    /// The records of the file.
    pub base: Arc<Register>,
    /// The version in the file.
    pub version: SavedVersion,
    /// What of the file's text the records do not tell.
    pub source_text: SourceText,
}

impl Session {
    /// Takes in what someone else wrote to the file, as a step of its own: steps before it can
    /// be taken back only after it. Also where the register is shown only, which then follows.
    ///
    /// # Errors
    /// When the register is no longer what the edits start from; nothing is changed then.
    pub fn apply_external_changes(
        &mut self,
        external_changes: ExternalChanges,
    ) -> Result<(), ApplyError> {
        let ExternalChanges {
            edits,
            their_edits: theirs,
            our_edits: ours,
            base,
            version,
            mut source_text,
        } = external_changes;
        let is_file_complete = ours.is_empty();
        if !edits.is_empty() {
            self.apply_step(Step::new(
                StepKind::ApplyExternal,
                StepSubject::Register,
                edits.clone(),
            ))?;
            self.revision += 1;
            self.update_analysis(&edits);
            self.refresh_selection();
        }
        // What was mended here and not written yet is mended still.
        source_text.copy_repairs_from(&self.source_text);
        (self.base, self.version, self.source_text) = (base, version, Arc::new(source_text));
        let has_recordable_edits = !self.is_read_only && !theirs.is_empty();
        if edits.is_empty() && (!is_file_complete || has_recordable_edits) {
            // Ours has more than the file, which is to be written.
            self.revision += 1;
        }
        if is_file_complete && !has_recordable_edits {
            self.saved_revision = self.revision;
        }
        if !self.is_read_only {
            self.record_external_changes(theirs, ours);
        }
        Ok(())
    }

    /// Makes what is to be recorded follow from what the file holds now: first what someone else
    /// did, then what was done here and is not recorded yet, as one step.
    fn record_external_changes(&mut self, theirs: Vec<Edit>, ours: Vec<Edit>) {
        let at = Timestamp::now();
        let mut outside = theirs;
        let mut own: Option<Step> = None;
        for (_, PendingEntry { event: entry, .. }) in self.pending_history.drain(..) {
            match (entry, &mut own) {
                (HistoryEvent::ExternalChange { mut edits }, _) => {
                    edits.append(&mut outside);
                    outside = edits;
                }
                (
                    HistoryEvent::Performed(step)
                    | HistoryEvent::Undone(step)
                    | HistoryEvent::Redone(step),
                    None,
                ) => {
                    own = Some(step);
                }
                (entry, Some(own)) => {
                    // Several are told as one change of the register.
                    (own.kind, own.subject) = (StepKind::Change, StepSubject::Register);
                    let why = entry.step().map_or("", |step| &step.reason);
                    let gap = if own.reason.is_empty() || why.is_empty() { "" } else { " · " };
                    own.reason = [&*own.reason, gap, why].concat();
                }
                (HistoryEvent::Started | HistoryEvent::Overwritten, None) => {}
            }
        }
        let record = |entry| (self.revision, PendingEntry { time: at, event: entry });
        if !outside.is_empty() {
            self.pending_history.push(record(HistoryEvent::ExternalChange { edits: outside }));
        }
        if !ours.is_empty() {
            let change = || Step::new(StepKind::Change, StepSubject::Register, Vec::new());
            let step = Step { edits: ours, ..own.unwrap_or_else(change) };
            self.pending_history.push(record(HistoryEvent::Performed(step)));
        }
    }
}
