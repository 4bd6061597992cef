//! An open register: its records, their history, and what is shown of them.

mod incoming;
mod loaded;
mod words;

pub use incoming::Incoming;
pub use loaded::Loaded;
pub use words::{author_words, by_words, entry_words, name_words, recorded_words, step_words};

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use jiff::Timestamp;

use crate::{
    draft::{CaseDraft, ClaimDraft, Draft},
    model::{Case, CaseId, Day},
    register::{ApplyError, Change, Deed, Edit, Entry, History, Recorded, Register, Step, Subject},
    store::{Made, Manuscript, Notice, Opened, Stamp},
    view::{Digest, Query, View, fold},
};

/// A register opened for work.
pub struct Session {
    path: PathBuf,
    register: Arc<Register>,
    history: History,
    /// What was done and is not in the history on the disk yet, each with the revision it gave.
    unrecorded: Vec<(u64, Made)>,
    view: View,
    selection: Selection,
    /// Counts every change; tells what has been saved and checked.
    revision: u64,
    stamp: Stamp,
    /// What of the file's text the records do not tell.
    manuscript: Arc<Manuscript>,
    /// The records that the file held when it was last read or written.
    base: Arc<Register>,
    /// The records that are being written.
    being_saved: Option<Arc<Register>>,
    saved: u64,
    /// What someone else wrote was taken back, and is in the file still.
    takes_back: bool,
    notices: Vec<Notice>,
    /// Nothing may be changed here.
    is_read_only: bool,
    /// When the register stood so, where it is an earlier one.
    as_recorded: Option<Recorded>,
}

/// The cases chosen in the table.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    current: Option<CaseId>,
    chosen: HashSet<CaseId>,
    /// The current case's place in the register.
    at: Option<usize>,
    /// The current case's place among the rows shown.
    row: Option<usize>,
    /// The row a range began at.
    anchor: Option<usize>,
}

/// How a click or a key changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This row alone.
    Only,
    /// This row more, or less.
    Toggle,
    /// From where the selection began up to this row.
    Range,
}

/// What can be done to an open register.
#[derive(Clone, Debug)]
pub enum Action {
    /// Show another day.
    AsOf(Day),
    /// Show the next day on which anything changed, or the one before.
    Step {
        /// Towards the past.
        back: bool,
    },
    /// Ask for other rows.
    Query(Query),
    /// Choose a row of the table.
    Row(usize, Reach),
    /// Choose a case, shown or not.
    Case(CaseId),
    /// Choose every row.
    All,
    /// Choose nothing.
    Nothing,
    /// Change the data, by one named step.
    Perform(Step),
    /// Take the last step back.
    Undo,
    /// Do the last undone step again.
    Redo,
}

impl Action {
    /// Whether it changes the data.
    pub fn changes(&self) -> bool {
        matches!(self, Self::Perform(_) | Self::Undo | Self::Redo)
    }
}

impl Session {
    /// Begins work on a register.
    pub fn new(Loaded { path, opened, view, outside }: Loaded) -> Self {
        let Opened { register, stamp, manuscript, notices, history } = opened;
        // To be noted in the history, though the register is on the disk as it is.
        let noted = outside
            .map(|edits| (1, Made { at: Timestamp::now(), entry: Entry::Outside { edits } }));
        Self {
            path,
            base: Arc::new(register.to_compare()),
            being_saved: None,
            register: Arc::new(register),
            history,
            revision: u64::from(noted.is_some()),
            unrecorded: noted.into_iter().collect(),
            view,
            selection: Selection::default(),
            stamp,
            manuscript: Arc::new(manuscript),
            saved: 0,
            takes_back: false,
            notices,
            is_read_only: false,
            as_recorded: None,
        }
    }

    /// Shows a register as it stood earlier, to read only.
    pub fn of_then(loaded: Loaded, recorded: Recorded) -> Self {
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

    /// What is shown.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The steps done and undone.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What is chosen.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// What opening noticed.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Forgets what opening noticed, once it was read.
    pub fn dismiss_notices(&mut self) {
        self.notices.clear();
    }

    /// Whether the register is shown only, and refuses every change.
    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// Lets the register be changed here, or no longer.
    pub fn set_read_only(&mut self, is_read_only: bool) {
        self.is_read_only = is_read_only;
    }

    /// When the register stood so, where it is an earlier one.
    pub fn as_recorded(&self) -> Option<Recorded> {
        self.as_recorded
    }

    /// How often the data has changed since it was opened.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether everything is safely on the disk.
    pub fn is_saved(&self) -> bool {
        self.saved == self.revision
    }

    /// The revision that is safely on the disk.
    pub fn saved_revision(&self) -> u64 {
        self.saved
    }

    /// What the file held when it was last read or written.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// What of the file's text the records do not tell, with the records that cannot be read.
    pub fn manuscript(&self) -> &Arc<Manuscript> {
        &self.manuscript
    }

    /// The records that the file held when it was last read or written.
    pub fn base(&self) -> Arc<Register> {
        Arc::clone(&self.base)
    }

    /// What was done and is not in the history on the disk yet, in order.
    pub fn unrecorded(&self) -> Vec<Made> {
        self.unrecorded.iter().map(|(_, made)| made.clone()).collect()
    }

    /// The records as they are now, for a worker that writes them to the file.
    pub fn begin_saving(&mut self) -> Arc<Register> {
        let register = self.snapshot();
        self.being_saved = Some(Arc::clone(&register));
        register
    }

    /// Takes note that a revision is on the disk, and with it the history up to there: that of
    /// the last [`begin_saving`](Self::begin_saving), or else the one there is.
    pub fn set_saved(&mut self, revision: u64, stamp: Stamp) {
        let saved = self.being_saved.take();
        self.base = Arc::new(saved.as_ref().unwrap_or(&self.register).to_compare());
        self.unrecorded.retain(|(given, _)| *given > revision);
        self.saved = revision;
        self.takes_back &= revision < self.revision;
        self.stamp = if self.takes_back { stamp.kept_for_good() } else { stamp };
    }

    /// Takes in what a worker worked out for a revision; an older one is of no use.
    pub fn set_digest(&mut self, revision: u64, digest: Arc<Digest>) {
        if revision == self.revision {
            self.view.set_digest(digest);
            self.reselect();
        }
    }

    /// The current case, with its place.
    pub fn current(&self) -> Option<(usize, &Arc<Case>)> {
        let at = self.selection.at?;
        self.register.cases().get(at).map(|case| (at, case))
    }

    /// The chosen cases, in the order shown; those not shown are not among them.
    pub fn chosen(&self) -> Vec<(usize, &Arc<Case>)> {
        let rows = self.view.answer().rows.iter().map(|at| *at as usize);
        let cases = rows.map(|at| (at, &self.register.cases()[at]));
        cases.filter(|(_, case)| self.selection.chosen.contains(&case.id)).collect()
    }

    /// The first row whose name begins with this text.
    pub fn row_by_name(&self, start: &str) -> Option<usize> {
        self.view.row_by_name(&fold(start))
    }

    /// Whether the query leaves this case out.
    pub fn is_hidden(&self, id: &CaseId) -> bool {
        let at = self.register.position(id);
        !at.is_some_and(|at| self.view.answer().rows.iter().any(|row| *row as usize == at))
    }

    /// Does it.
    ///
    /// # Errors
    /// When a change of the data is refused; nothing is changed then.
    pub fn perform(&mut self, action: Action) -> Result<(), ApplyError> {
        if self.is_read_only && action.changes() {
            return Err(ApplyError::ReadOnly);
        }
        match action {
            Action::AsOf(day) => self.view.set_as_of(&self.register, day),
            Action::Step { back } => {
                if let Some(day) = self.next_day(back) {
                    self.view.set_as_of(&self.register, day);
                }
            }
            Action::Query(query) => self.view.set_query(&self.register, query),
            Action::Row(row, reach) => self.choose_row(row, reach),
            Action::Case(id) => {
                self.selection = Selection {
                    current: Some(id.clone()),
                    chosen: HashSet::from([id]),
                    ..Selection::default()
                };
            }
            Action::All => {
                let rows = self.view.answer().rows.iter();
                self.selection.chosen =
                    rows.map(|at| self.register.cases()[*at as usize].id.clone()).collect();
            }
            Action::Nothing => self.selection = Selection::default(),
            Action::Perform(step) => {
                self.step(step.clone())?;
                self.mended(Some(step.deed), true);
                self.changed(Entry::Did(step));
            }
            Action::Undo => {
                let step = self.history.next_undo().cloned();
                let edits = self.history.undo(Arc::make_mut(&mut self.register))?;
                self.mended(step.as_ref().map(|step| step.deed), false);
                if step.as_ref().is_some_and(|step| step.deed == Deed::TakeIn) {
                    // Another step may make it impossible to bring it in again.
                    self.takes_back = true;
                    self.stamp = self.stamp.clone().kept_for_good();
                }
                // Why the step was done is not why it is taken back.
                let undone = |step| Entry::Undid(Step { edits, why: String::new(), ..step });
                step.map(undone).into_iter().for_each(|entry| self.changed(entry));
            }
            Action::Redo => {
                let step = self.history.next_redo().cloned();
                self.history.redo(Arc::make_mut(&mut self.register))?;
                self.mended(step.as_ref().map(|step| step.deed), true);
                step.map(Entry::Redid).into_iter().for_each(|entry| self.changed(entry));
            }
        }
        self.reselect();
        Ok(())
    }

    /// The next day on which anything changed, or the one before.
    pub fn next_day(&self, back: bool) -> Option<Day> {
        let (digest, as_of) = (self.view.digest(), self.view.as_of());
        if back { digest.day_before(as_of) } else { digest.day_after(as_of) }
    }

    /// The draft of the current case.
    pub fn draft_of_current(&self) -> Option<Draft> {
        self.current().map(|(at, case)| Draft::Case(Box::new(CaseDraft::of(at, case))))
    }

    /// The draft of the current case with one claim more, by the second compared party.
    pub fn draft_with_claim(&self) -> Option<Draft> {
        let (at, case) = self.current()?;
        let mut draft = CaseDraft::of(at, case);
        draft.claims.push(ClaimDraft::new(self.register.compare()[1].clone()));
        Some(Draft::Case(Box::new(draft)))
    }

    /// The step that deletes the chosen cases.
    pub fn deletion(&self) -> Option<Step> {
        let mut chosen = self.chosen();
        let subject = match chosen.as_slice() {
            [] => return None,
            [(_, case)] => Subject::Case(case.name.latin()),
            several => Subject::Cases(several.len()),
        };
        // From the last place to the first, so that none of them shifts another.
        chosen.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let edit = |(at, case): (usize, &Arc<Case>)| {
            Edit::Case(Change { at, before: Some(Arc::clone(case)), after: None })
        };
        Some(Step::new(Deed::Delete, subject, chosen.into_iter().map(edit).collect()))
    }

    /// Lets the text of a damaged record give way to what it became, or stand again.
    fn mended(&mut self, deed: Option<Deed>, is_mended: bool) {
        if let Some(Deed::Mend(mark)) = deed {
            Arc::make_mut(&mut self.manuscript).set_mended(mark, is_mended);
        }
    }

    /// Does a step and remembers it.
    fn step(&mut self, step: Step) -> Result<(), ApplyError> {
        self.history.perform(Arc::make_mut(&mut self.register), step)
    }

    fn changed(&mut self, entry: Entry) {
        let edits = entry.edits().to_vec();
        if edits.is_empty() {
            return;
        }
        self.revision += 1;
        self.unrecorded.push((self.revision, Made { at: Timestamp::now(), entry }));
        self.follow(&edits);
        // The case just made, changed or brought back is the one to look at.
        if let [Edit::Case(Change { after: Some(case), .. })] = edits.as_slice() {
            self.selection.current = Some(case.id.clone());
            self.selection.chosen = HashSet::from([case.id.clone()]);
        }
    }

    /// Brings what is shown and what is chosen in line with edits just applied.
    fn follow(&mut self, edits: &[Edit]) {
        self.view.update(&self.register, edits);
        for edit in edits {
            if let Edit::Case(Change { before: Some(case), after: None, .. }) = edit {
                self.selection.chosen.remove(&case.id);
            }
        }
    }

    fn choose_row(&mut self, row: usize, reach: Reach) {
        let rows = &self.view.answer().rows;
        let id =
            |row: usize| rows.get(row).map(|at| self.register.cases()[*at as usize].id.clone());
        let Some(current) = id(row) else { return };
        match reach {
            Reach::Only => {
                self.selection.chosen = HashSet::from([current.clone()]);
                self.selection.anchor = Some(row);
            }
            Reach::Toggle => {
                if !self.selection.chosen.remove(&current) {
                    self.selection.chosen.insert(current.clone());
                }
                self.selection.anchor = Some(row);
            }
            Reach::Range => {
                let from = self.selection.anchor.unwrap_or(row);
                let range = from.min(row)..=from.max(row);
                self.selection.chosen = range.filter_map(id).collect();
                self.selection.anchor = Some(from);
            }
        }
        self.selection.current = Some(current);
    }

    /// Finds the current case again after rows or places have changed.
    fn reselect(&mut self) {
        let cases = self.register.cases();
        let is_at = |at: &usize, id: &CaseId| cases.get(*at).is_some_and(|case| case.id == *id);
        let place = self.selection.current.as_ref().and_then(|id| {
            // Looked for only where it is no longer where it was.
            self.selection.at.filter(|at| is_at(at, id)).or_else(|| self.register.position(id))
        });
        self.selection.at = place;
        if place.is_none() {
            self.selection.current = None;
        }
        let rows = &self.view.answer().rows;
        self.selection.row = place.and_then(|at| rows.iter().position(|row| *row as usize == at));
    }
}

impl Selection {
    /// Whether a case is chosen.
    pub fn contains(&self, id: &CaseId) -> bool {
        self.chosen.contains(id)
    }

    /// The current case's place among the rows shown.
    pub fn row(&self) -> Option<usize> {
        self.row
    }

    /// How many cases are chosen, shown or not.
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    /// Whether no case is chosen.
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }
}
