//! The open register: its records, undo history, analysis, selection and state of saving.

pub mod external_changes;
pub mod loaded_register;

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::{
    analysis::{Analysis, CheckResults, normalize::fold, query::Query},
    draft::{Draft, case::CaseDraft, claim::ClaimDraft},
    model::{Case, CaseId, Day},
    register::{
        ApplyError, Change, Edit, HistoryEvent, RecordedVersion, Register, Step, StepKind,
        StepSubject, UndoHistory,
    },
    session::loaded_register::LoadedRegister,
    store::{
        RegisterFile, fs::fingerprint::Fingerprint, history::commit_info::PendingEntry,
        open_warning::OpenWarning, saved_version::SavedVersion, source_text::SourceText,
    },
};

/// A register opened for work.
pub struct Session {
    path: PathBuf,
    register: Arc<Register>,
    history: UndoHistory,
    /// The entries that are not in the history file yet, each with the revision it led to.
    pending_history: Vec<(u64, PendingEntry)>,
    analysis: Analysis,
    selection: Selection,
    /// The number of changes since the register was opened.
    revision: u64,
    /// The version in the file, as it was last read or written.
    version: SavedVersion,
    /// The comments and broken records of the file.
    source_text: Arc<SourceText>,
    /// The records that the file held when it was last read or written.
    base: Arc<Register>,
    /// The records that are being written.
    saving_register: Option<Arc<Register>>,
    saved_revision: u64,
    /// Changes by another program were undone, and are in the file still.
    undoes_external: bool,
    open_warnings: Vec<OpenWarning>,
    /// The register refuses every change.
    is_read_only: bool,
    /// The version that is shown, if it is an earlier one.
    as_recorded: Option<RecordedVersion>,
}

/// The cases selected in the table.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    current: Option<CaseId>,
    selected: HashSet<CaseId>,
    /// The index of the current case in the register.
    current_index: Option<usize>,
    /// The index of the current case among the rows shown.
    current_row: Option<usize>,
    /// The row a range began at.
    range_anchor: Option<usize>,
}

/// The effect of a click or a key on the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectMode {
    /// Select this row alone.
    Only,
    /// Add this row to the selection, or remove it.
    Toggle,
    /// The rows from the anchor of the selection to this row.
    Range,
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
    pub fn new(
        LoadedRegister { path, opened, analysis, external_edits: outside }: LoadedRegister,
    ) -> Self {
        let RegisterFile {
            register,
            version,
            source_text,
            warnings: open_warnings,
            undo_history: history,
        } = opened;
        // To be noted in the history, though the register is on the disk as it is.
        let noted = outside.map(|edits| {
            (
                1,
                PendingEntry {
                    time: Timestamp::now(),
                    event: HistoryEvent::ExternalChange { edits },
                },
            )
        });
        Self {
            path,
            base: Arc::new(register.clone_without_indexes()),
            saving_register: None,
            register: Arc::new(register),
            history,
            revision: u64::from(noted.is_some()),
            pending_history: noted.into_iter().collect(),
            analysis,
            selection: Selection::default(),
            version,
            source_text: Arc::new(source_text),
            saved_revision: 0,
            undoes_external: false,
            open_warnings,
            is_read_only: false,
            as_recorded: None,
        }
    }

    /// Returns a read-only session on an earlier version of a register.
    pub fn historical(loaded: LoadedRegister, recorded: RecordedVersion) -> Self {
        Self { is_read_only: true, as_recorded: Some(recorded), ..Self::new(loaded) }
    }

    /// The file.
    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// The records.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The records as they are now, for a worker.
    pub fn snapshot(&self) -> Arc<Register> {
        Arc::clone(&self.register)
    }

    /// The analysis that is shown.
    pub fn analysis(&self) -> &Analysis {
        &self.analysis
    }

    /// The steps done and undone.
    pub fn history(&self) -> &UndoHistory {
        &self.history
    }

    /// The selection.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// The warnings that opening the file gave.
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

    /// Returns the number of changes since the register was opened.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns true if every change is on the disk.
    pub fn is_saved(&self) -> bool {
        self.saved_revision == self.revision
    }

    /// Returns the revision that is on the disk.
    pub fn saved_revision(&self) -> u64 {
        self.saved_revision
    }

    /// Returns the version in the file, as it was last read or written.
    pub fn version(&self) -> &SavedVersion {
        &self.version
    }

    /// Returns the fingerprint of the file as it was last read or written.
    pub fn fingerprint(&self) -> Fingerprint {
        self.version.fingerprint()
    }

    /// Returns the comments and broken records of the file.
    pub fn source_text(&self) -> &Arc<SourceText> {
        &self.source_text
    }

    /// The records that the file held when it was last read or written.
    pub fn base(&self) -> Arc<Register> {
        Arc::clone(&self.base)
    }

    /// Returns the entries that are not in the history file yet, in order.
    pub fn pending_history(&self) -> Vec<PendingEntry> {
        self.pending_history.iter().map(|(_, made)| made.clone()).collect()
    }

    /// Returns the records to be saved and remembers them until [`set_saved`](Self::set_saved).
    pub fn begin_saving(&mut self) -> Arc<Register> {
        let register = self.snapshot();
        self.saving_register = Some(Arc::clone(&register));
        register
    }

    /// Notes that a revision is on the disk with its history: the records of the last
    /// [`begin_saving`](Self::begin_saving), or else the present ones.
    pub fn set_saved(&mut self, revision: u64, version: SavedVersion) {
        let saved = self.saving_register.take();
        self.base = Arc::new(saved.as_ref().unwrap_or(&self.register).clone_without_indexes());
        self.pending_history.retain(|(given, _)| *given > revision);
        self.saved_revision = revision;
        self.undoes_external &= revision < self.revision;
        self.version = version;
        self.version.needs_numbered_backup |= self.undoes_external;
    }

    /// Sets the results of the checks of a revision; those of an older revision are ignored.
    pub fn set_check_results(&mut self, revision: u64, digest: Arc<CheckResults>) {
        if revision == self.revision {
            self.analysis.set_check_results(digest);
            self.refresh_selection();
        }
    }

    /// Returns the current case with its index in the register.
    pub fn current(&self) -> Option<(usize, &Arc<Case>)> {
        let at = self.selection.current_index?;
        self.register.cases().get(at).map(|case| (at, case))
    }

    /// Returns the selected cases that are shown, in the order shown, with their indexes.
    pub fn selected_cases(&self) -> Vec<(usize, &Arc<Case>)> {
        let rows = self.analysis.query_result().rows.iter().map(|at| *at as usize);
        let cases = rows.map(|at| (at, &self.register.cases()[at]));
        cases.filter(|(_, case)| self.selection.selected.contains(&case.id)).collect()
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

    /// Performs an action.
    ///
    /// # Errors
    /// If a change of the records is refused; nothing is changed then.
    pub fn perform(&mut self, action: Action) -> Result<(), ApplyError> {
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
            Action::SelectRow(row, reach) => self.select_row(row, reach),
            Action::SelectCase(id) => {
                self.selection = Selection {
                    current: Some(id.clone()),
                    selected: HashSet::from([id]),
                    ..Selection::default()
                };
            }
            Action::SelectAll => {
                let rows = self.analysis.query_result().rows.iter();
                self.selection.selected =
                    rows.map(|at| self.register.cases()[*at as usize].id.clone()).collect();
            }
            Action::SelectNone => self.selection = Selection::default(),
            Action::Perform(step) => {
                self.apply_step(step.clone())?;
                self.set_record_repaired(Some(step.kind), true);
                self.record_event(HistoryEvent::Performed(step));
            }
            Action::Undo => {
                let step = self.history.next_undo().cloned();
                let edits = self.history.undo(Arc::make_mut(&mut self.register))?;
                self.set_record_repaired(step.as_ref().map(|step| step.kind), false);
                if step.as_ref().is_some_and(|step| step.kind == StepKind::ApplyExternal) {
                    // Another step may make it impossible to bring it in again.
                    self.undoes_external = true;
                    self.version.needs_numbered_backup = true;
                }
                // Why the step was done is not why it is taken back.
                let undone =
                    |step| HistoryEvent::Undone(Step { edits, reason: String::new(), ..step });
                step.map(undone).into_iter().for_each(|entry| self.record_event(entry));
            }
            Action::Redo => {
                let step = self.history.next_redo().cloned();
                self.history.redo(Arc::make_mut(&mut self.register))?;
                self.set_record_repaired(step.as_ref().map(|step| step.kind), true);
                step.map(HistoryEvent::Redone)
                    .into_iter()
                    .for_each(|entry| self.record_event(entry));
            }
        }
        self.refresh_selection();
        Ok(())
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

    /// Notes that a step repaired a broken record, or that the repair was undone.
    fn set_record_repaired(&mut self, deed: Option<StepKind>, is_mended: bool) {
        if let Some(StepKind::Repair(mark)) = deed {
            Arc::make_mut(&mut self.source_text).set_repaired(mark, is_mended);
        }
    }

    /// Performs a step and adds it to the undo history.
    fn apply_step(&mut self, step: Step) -> Result<(), ApplyError> {
        self.history.perform(Arc::make_mut(&mut self.register), step)
    }

    fn record_event(&mut self, entry: HistoryEvent) {
        let edits = entry.edits().to_vec();
        if edits.is_empty() {
            return;
        }
        self.revision += 1;
        self.pending_history
            .push((self.revision, PendingEntry { time: Timestamp::now(), event: entry }));
        self.update_analysis(&edits);
        // The case just made, changed or brought back is the one to look at.
        if let [Edit::Case(Change { after: Some(case), .. })] = edits.as_slice() {
            self.selection.current = Some(case.id.clone());
            self.selection.selected = HashSet::from([case.id.clone()]);
        }
    }

    /// Updates the analysis and the selection after edits.
    fn update_analysis(&mut self, edits: &[Edit]) {
        self.analysis.update(&self.register, edits);
        for edit in edits {
            if let Edit::Case(Change { before: Some(case), after: None, .. }) = edit {
                self.selection.selected.remove(&case.id);
            }
        }
    }

    fn select_row(&mut self, row: usize, reach: SelectMode) {
        let rows = &self.analysis.query_result().rows;
        let id =
            |row: usize| rows.get(row).map(|at| self.register.cases()[*at as usize].id.clone());
        let Some(current) = id(row) else { return };
        match reach {
            SelectMode::Only => {
                self.selection.selected = HashSet::from([current.clone()]);
                self.selection.range_anchor = Some(row);
            }
            SelectMode::Toggle => {
                if !self.selection.selected.remove(&current) {
                    self.selection.selected.insert(current.clone());
                }
                self.selection.range_anchor = Some(row);
            }
            SelectMode::Range => {
                let from = self.selection.range_anchor.unwrap_or(row);
                let range = from.min(row)..=from.max(row);
                self.selection.selected = range.filter_map(id).collect();
                self.selection.range_anchor = Some(from);
            }
        }
        self.selection.current = Some(current);
    }

    /// Updates the indexes of the current case after rows or indexes have changed.
    fn refresh_selection(&mut self) {
        let cases = self.register.cases();
        let is_at = |at: &usize, id: &CaseId| cases.get(*at).is_some_and(|case| case.id == *id);
        let place = self.selection.current.as_ref().and_then(|id| {
            // Looked for only where it is no longer where it was.
            self.selection
                .current_index
                .filter(|at| is_at(at, id))
                .or_else(|| self.register.case_index(id))
        });
        self.selection.current_index = place;
        if place.is_none() {
            self.selection.current = None;
        }
        let rows = &self.analysis.query_result().rows;
        self.selection.current_row =
            place.and_then(|at| rows.iter().position(|row| *row as usize == at));
    }
}

impl Selection {
    /// Returns true if a case is selected.
    pub fn contains(&self, id: &CaseId) -> bool {
        self.selected.contains(id)
    }

    /// Returns the index of the current case among the rows shown.
    pub fn current_row(&self) -> Option<usize> {
        self.current_row
    }

    /// Returns the number of selected cases, shown or not.
    pub fn len(&self) -> usize {
        self.selected.len()
    }

    /// Returns true if no case is selected.
    pub fn is_empty(&self) -> bool {
        self.selected.is_empty()
    }
}
