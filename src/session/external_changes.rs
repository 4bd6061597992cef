//! Changes that another program wrote to the file of the open register.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    register::{ApplyError, Edit, HistoryEvent, Register, Step, StepKind, StepSubject},
    session::{Session, save_state::MergedVersion},
    store::{
        history::commit_info::PendingEntry, saved_version::SavedVersion, source_text::SourceText,
    },
};

/// Changes that another program wrote to the file, merged with the open register.
pub struct ExternalChanges {
    /// The edits that lead from the open register to the merged one.
    pub edits: Vec<Edit>,
    /// The edits by the other program: from the previous content of the file to the present one.
    pub their_edits: Vec<Edit>,
    /// The edits that lead from the content of the file to the merged register; none if they agree.
    pub our_edits: Vec<Edit>,
    /// The records of the file.
    pub base: Arc<Register>,
    /// The version in the file.
    pub version: SavedVersion,
    /// The comments and broken records of the file.
    pub source_text: SourceText,
}

impl Session {
    /// Applies changes by another program whose version is kept beside the file, which does not have
    /// them: one step, which the next save writes and the history records with the time.
    ///
    /// # Errors
    /// If the register is read-only, or no longer what the edits start from; nothing is changed then.
    pub fn apply_kept_version(
        &mut self,
        edits: Vec<Edit>,
        time: Timestamp,
    ) -> Result<(), ApplyError> {
        if self.is_read_only {
            return Err(ApplyError::ReadOnly);
        }
        if edits.is_empty() {
            return Ok(());
        }
        let step = Step::new(StepKind::ApplyExternal, StepSubject::Register, edits);
        self.apply_step(step.clone())?;
        self.update_analysis(&step.edits);
        self.refresh_selection();
        self.save_state.record(PendingEntry { time, event: HistoryEvent::Performed(step) });
        Ok(())
    }

    /// Applies changes by another program as one step; steps before it can be undone only after
    /// it. A read-only register follows the file in the same way. The history records them with
    /// the time.
    ///
    /// # Errors
    /// If the register is no longer what the edits start from; nothing is changed then.
    pub fn apply_external_changes(
        &mut self,
        external_changes: ExternalChanges,
        time: Timestamp,
    ) -> Result<(), ApplyError> {
        let ExternalChanges { edits, their_edits, our_edits, base, version, mut source_text } =
            external_changes;
        let is_register_changed = !edits.is_empty();
        if is_register_changed {
            self.apply_step(Step::new(
                StepKind::ApplyExternal,
                StepSubject::Register,
                edits.clone(),
            ))?;
            self.update_analysis(&edits);
            self.refresh_selection();
        }
        // A record that was repaired here and is not saved yet stays repaired.
        source_text.copy_repairs_from(&self.source_text);
        self.source_text = Arc::new(source_text);
        let merged = MergedVersion { base, version, is_register_changed, their_edits, our_edits };
        self.save_state.set_merged_version(merged, self.is_read_only, time);
        Ok(())
    }
}
