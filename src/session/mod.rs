//! The open register: its records, undo history, analysis, selection and state of saving.

pub mod selection;
pub mod save_state;
pub mod external_changes;
pub mod loaded_register;

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::{
    analysis::{Analysis, CheckResults, query::Query},
    draft::{Draft, case::CaseDraft, claim::ClaimDraft},
    model::{Case, CaseId, Day, folding::fold},
    register::{
        ApplyError, Change, Edit, HistoryEvent, RecordedVersion, Register, Step, StepKind,
        StepSubject, UndoHistory,
    },
    session::{
        loaded_register::LoadedRegister,
        save_state::{CompletedSave, SaveJob, SessionSaveState},
        selection::{SelectMode, Selection},
    },
    store::{
        RegisterFile,
        fs::fingerprint::Fingerprint,
        history::{
            commit_info::PendingEntry,
            history_reference::{HistoryReference, HistorySource},
        },
        open_warning::OpenWarning,
        saved_version::SavedVersion,
        source_text::SourceText,
    },
};

/// A register opened for work. It reads neither the clock nor the disk.
pub struct Session {
    path: PathBuf,
    register: Arc<Register>,
    history: UndoHistory,
    analysis: Analysis,
    selection: Selection,
    save_state: SessionSaveState,
    /// The comments and broken records of the file.
    source_text: Arc<SourceText>,
    open_warnings: Vec<OpenWarning>,
    /// The register refuses every change.
    is_read_only: bool,
    /// The version that is shown, if it is an earlier one.
    as_recorded: Option<RecordedVersion>,
    /// The line of the history that records what is shown, as it was last read, with the source
    /// that it was read from.
    history_reference: Option<(HistorySource, HistoryReference)>,
}

/// An action on the open register.
#[derive(Clone, Debug)]
pub enum Action {
    /// Show another day.
    SetDay(Day),
    /// Show the next day on which anything changed, or the one before.
    StepDay {
        /// Towards the past.
        is_back: bool,
    },
    /// Set the query.
    SetQuery(Query),
    /// Select a row of the table.
    SelectRow(usize, SelectMode),
    /// Select a case, even if the table does not show it.
    SelectCase(CaseId),
    /// Select every row.
    SelectAll,
    /// Clear the selection.
    SelectNone,
    /// Change the records by one step.
    Perform(Step),
    /// Undo the last step.
    Undo,
    /// Redo the step that was undone last.
    Redo,
}

impl Action {
    /// Returns true for an action that changes the records.
    pub fn is_edit(&self) -> bool {
        matches!(self, Self::Perform(_) | Self::Undo | Self::Redo)
    }
}

impl Session {
    /// Returns a session on a register that was loaded.
    pub fn new(LoadedRegister { path, opened, analysis, external_change }: LoadedRegister) -> Self {
        let RegisterFile { register, version, source_text, warnings, undo_history, .. } = opened;
        Self {
            path,
            save_state: SessionSaveState::new(&register, version, external_change),
            register: Arc::new(register),
            history: undo_history,
            analysis,
            selection: Selection::default(),
            source_text: Arc::new(source_text),
            open_warnings: warnings,
            is_read_only: false,
            as_recorded: None,
            history_reference: None,
        }
    }

    /// Returns a read-only session on an earlier version of a register, which a line of its history
    /// records.
    pub fn historical(
        loaded: LoadedRegister,
        recorded: RecordedVersion,
        reference: HistoryReference,
    ) -> Self {
        Self {
            is_read_only: true,
            as_recorded: Some(recorded),
            history_reference: Some((HistorySource::Known(reference), reference)),
            ..Self::new(loaded)
        }
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// Returns the records.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Returns the present records, for a worker.
    pub fn snapshot(&self) -> Arc<Register> {
        Arc::clone(&self.register)
    }

    /// Returns the analysis that is shown.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// Returns the steps done and undone.
    pub fn history(&self) -> &UndoHistory {
        &self.history
    }

    /// Returns the selection.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Returns the warnings that opening the file gave.
    pub fn open_warnings(&self) -> &[OpenWarning] {
        &self.open_warnings
    }

    /// Discards the warnings that opening the file gave.
    pub fn dismiss_open_warnings(&mut self) {
        self.open_warnings.clear();
    }

    /// Returns true if the register refuses every change.
    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// Allows changes of the register or refuses them.
    pub fn set_read_only(&mut self, is_read_only: bool) {
        self.is_read_only = is_read_only;
    }

    /// Returns the version that is shown, if it is an earlier one.
    pub fn as_recorded(&self) -> Option<RecordedVersion> {
        self.as_recorded
    }

    /// Returns the source of the reference of what is shown to its history.
    pub fn history_source(&self) -> HistorySource {
        match &self.history_reference {
            Some((known @ HistorySource::Known(_), _)) => known.clone(),
            _ => {
                let state = self.is_saved().then(|| self.fingerprint().digest());
                HistorySource::Register(self.path.clone(), state)
            }
        }
    }

    /// Returns the line of the history that records what is shown; `None` where it was not read
    /// since the last change.
    pub fn history_reference(&self) -> Option<HistoryReference> {
        let (source, reference) = self.history_reference.as_ref()?;
        (*source == self.history_source()).then_some(*reference)
    }

    /// Sets the reference that was read from a source. One of another state than the one shown is
    /// not returned until that state is shown again.
    pub fn set_history_reference(&mut self, source: HistorySource, reference: HistoryReference) {
        self.history_reference = Some((source, reference));
    }

    /// Returns the number of changes since the register was opened.
    pub fn revision(&self) -> u64 {
        self.save_state.revision()
    }

    /// Returns true if every change is in the file, and the file is known to be on the disk.
    pub fn is_saved(&self) -> bool {
        self.saved_revision() == self.revision() && self.version().is_flushed()
    }

    /// Returns the revision that is in the file.
    pub fn saved_revision(&self) -> u64 {
        self.save_state.saved_revision()
    }

    /// Returns the version in the file, as it was last read or written.
    pub fn version(&self) -> &SavedVersion {
        self.save_state.version()
    }

    /// Returns the fingerprint of the file as it was last read or written.
    pub fn fingerprint(&self) -> Fingerprint {
        self.version().fingerprint()
    }

    /// Returns the comments and broken records of the file.
    pub fn source_text(&self) -> &Arc<SourceText> {
        &self.source_text
    }

    /// Returns the records that the file held when it was last read or written.
    pub fn base(&self) -> Arc<Register> {
        Arc::clone(self.save_state.base())
    }

    /// Returns the entries that are not in the history file yet, in order.
    pub fn pending_history(&self) -> Vec<PendingEntry> {
        self.save_state.pending_entries()
    }

    /// Returns the job that writes the present revision to the file.
    pub fn begin_save(&self) -> SaveJob {
        self.save_state.begin(self.path.clone(), self.snapshot(), Arc::clone(&self.source_text))
    }

    /// Applies a save that has succeeded. One that fails needs no call: its changes stay pending.
    pub fn finish_save(&mut self, saved: CompletedSave) {
        self.save_state.finish(saved);
    }

    /// Sets the results of the checks of a revision; those of an older revision are ignored.
    pub fn set_check_results(&mut self, revision: u64, digest: Arc<CheckResults>) {
        if revision == self.revision() {
            self.analysis.set_check_results(digest);
            self.refresh_selection();
        }
    }

    /// Returns the current case with its index in the register.
    pub fn current(&self) -> Option<(usize, &Arc<Case>)> {
        let at = self.selection.current_index()?;
        self.register.cases().get(at).map(|case| (at, case))
    }

    /// Returns the selected cases that are shown, in the order shown, with their indexes.
    pub fn selected_cases(&self) -> Vec<(usize, &Arc<Case>)> {
        let rows = self.analysis.query_result().rows.iter().map(|at| *at as usize);
        let cases = rows.map(|at| (at, &self.register.cases()[at]));
        cases.filter(|(_, case)| self.selection.contains(&case.id)).collect()
    }

    /// Returns the first row whose name begins with a text.
    pub fn find_row_by_name(&self, start: &str) -> Option<usize> {
        self.analysis.find_row_by_name_prefix(&fold(start))
    }

    /// Returns true if the query excludes a case.
    pub fn is_hidden(&self, id: &CaseId) -> bool {
        let at = self.register.case_index(id);
        !at.is_some_and(|at| {
            self.analysis.query_result().rows.iter().any(|row| *row as usize == at)
        })
    }

    /// Performs an action; a change of the records is recorded in the history with the time.
    ///
    /// # Errors
    /// If a change of the records is refused; nothing is changed then.
    pub fn perform(&mut self, action: Action, time: Timestamp) -> Result<(), ApplyError> {
        if self.is_read_only && action.is_edit() {
            return Err(ApplyError::ReadOnly);
        }
        match action {
            Action::SetDay(day) => self.analysis.set_as_of(&self.register, day),
            Action::StepDay { is_back: back } => {
                if let Some(day) = self.next_day(back) {
                    self.analysis.set_as_of(&self.register, day);
                }
            }
            Action::SetQuery(query) => self.analysis.set_query(&self.register, query),
            Action::SelectRow(row, mode) => {
                let rows = &self.analysis.query_result().rows;
                self.selection.select_row(self.register.cases(), rows, row, mode);
            }
            Action::SelectCase(id) => self.select_case(id),
            Action::SelectAll => {
                let rows = &self.analysis.query_result().rows;
                self.selection.select_all(self.register.cases(), rows);
            }
            Action::SelectNone => self.selection = Selection::default(),
            Action::Perform(step) => {
                self.apply_step(step.clone())?;
                self.set_record_repaired(Some(step.kind), true);
                self.record_event(HistoryEvent::Performed(step), time);
            }
            Action::Undo => {
                let step = self.history.next_undo().cloned();
                let edits = self.history.undo(Arc::make_mut(&mut self.register))?;
                self.set_record_repaired(step.as_ref().map(|step| step.kind), false);
                if step.as_ref().is_some_and(|step| step.kind == StepKind::ApplyExternal) {
                    self.save_state.set_external_undone();
                }
                // Why the step was done is not why it is taken back.
                let undone =
                    |step| HistoryEvent::Undone(Step { edits, reason: String::new(), ..step });
                step.map(undone).into_iter().for_each(|event| self.record_event(event, time));
            }
            Action::Redo => {
                let step = self.history.next_redo().cloned();
                self.history.redo(Arc::make_mut(&mut self.register))?;
                self.set_record_repaired(step.as_ref().map(|step| step.kind), true);
                step.map(HistoryEvent::Redone)
                    .into_iter()
                    .for_each(|event| self.record_event(event, time));
            }
        }
        self.refresh_selection();
        Ok(())
    }

    /// Selects one case alone, even if the table does not show it.
    pub fn select_case(&mut self, id: CaseId) {
        self.selection = Selection::default();
        self.selection.select_case(id);
        self.refresh_selection();
    }

    /// Returns the next day on which anything changed, or the previous one if `back`.
    pub fn next_day(&self, back: bool) -> Option<Day> {
        let (digest, as_of) = (self.analysis.check_results(), self.analysis.as_of());
        if back { digest.day_before(as_of) } else { digest.day_after(as_of) }
    }

    /// Returns a draft of the current case.
    pub fn current_case_draft(&self) -> Option<Draft> {
        self.current().map(|(at, case)| Draft::Case(Box::new(CaseDraft::from_case_at(at, case))))
    }

    /// Returns a draft of the current case with an added claim by the second compared party.
    pub fn draft_with_new_claim(&self) -> Option<Draft> {
        let (at, case) = self.current()?;
        let mut draft = CaseDraft::from_case_at(at, case);
        draft.claims.push(ClaimDraft::new(self.register.compared_parties()[1].clone()));
        Some(Draft::Case(Box::new(draft)))
    }

    /// Returns the step that deletes the selected cases.
    pub fn deletion_step(&self) -> Option<Step> {
        let mut chosen = self.selected_cases();
        let subject = match chosen.as_slice() {
            [] => return None,
            [(_, case)] => StepSubject::Case(case.name.latin()),
            several => StepSubject::Cases(several.len()),
        };
        // From the last place to the first, so that none of them shifts another.
        chosen.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let edit = |(at, case): (usize, &Arc<Case>)| {
            Edit::Case(Change { at, before: Some(Arc::clone(case)), after: None })
        };
        Some(Step::new(StepKind::Delete, subject, chosen.into_iter().map(edit).collect()))
    }

    /// Marks the broken record that a step repaired as repaired, or as broken again.
    fn set_record_repaired(&mut self, kind: Option<StepKind>, is_repaired: bool) {
        if let Some(StepKind::Repair(mark)) = kind {
            Arc::make_mut(&mut self.source_text).set_repaired(mark, is_repaired);
        }
    }

    /// Performs a step and adds it to the undo history.
    fn apply_step(&mut self, step: Step) -> Result<(), ApplyError> {
        self.history.perform(Arc::make_mut(&mut self.register), step)
    }

    /// Records a change that was made and updates what is shown.
    fn record_event(&mut self, event: HistoryEvent, time: Timestamp) {
        let edits = event.edits().to_vec();
        if edits.is_empty() {
            return;
        }
        self.save_state.record(PendingEntry { time, event });
        self.update_analysis(&edits);
        // The case just made, changed or brought back is the one to look at.
        if let [Edit::Case(Change { after: Some(case), .. })] = edits.as_slice() {
            self.selection.select_case(case.id.clone());
        }
    }

    /// Updates the analysis and the selection after edits.
    fn update_analysis(&mut self, edits: &[Edit]) {
        self.analysis.update(&self.register, edits);
        for edit in edits {
            if let Edit::Case(Change { before: Some(case), after: None, .. }) = edit {
                self.selection.remove(&case.id);
            }
        }
    }

    /// Updates the indexes of the current case after rows or indexes have changed.
    fn refresh_selection(&mut self) {
        self.selection.refresh(&self.register, &self.analysis.query_result().rows);
    }
}
