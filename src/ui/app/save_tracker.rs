//! Saving the open register: the save that is running, and the outcome of the last one.

use crate::{
    jobs::{
        SaveAuthor, SaveOutcome, SaveRequest,
        backups::RegisterSnapshot,
        task::{TakeResult as _, TaskFailure, TaskGroup, TaskRunner},
    },
    session::Session,
    store::{fs::observed_file::ObservedFile, history::history_problem::HistoryProblem},
    ui::{app::backup_schedule::take_snapshot, panels::notices::NoticesPanel},
};

/// The state of saving and checking the open register. It owns the save that is running, so that
/// there is at most one.
#[derive(Default)]
pub(super) struct SaveTracker {
    running: Option<RunningSave>,
    /// The file that the next save writes over, as the user was asked about it.
    next_overwritten: Option<ObservedFile>,
    /// The problem of the history in spite of which the next save goes on.
    accepted_problem: Option<HistoryProblem>,
    /// The time at which it was last saved, as text.
    pub saved_at: Option<String>,
    /// Why the last attempt to save failed; the next one waits for a change or a request.
    pub failure: Option<String>,
    /// The notice that the last changes are recorded and not signed.
    pub unsigned_notice: Option<String>,
    /// The revision of the last attempt to save.
    pub tried_revision: u64,
    /// The revision that was checked last.
    pub checked_revision: u64,
}

/// A save that is running, with the version that it writes.
struct RunningSave {
    task: TaskGroup<SaveOutcome>,
    version: RegisterSnapshot,
    is_overwriting: bool,
}

/// A save that is done.
pub(super) struct FinishedSave {
    /// The outcome of the task.
    pub outcome: Result<SaveOutcome, TaskFailure>,
    /// The version that it was to write.
    pub version: RegisterSnapshot,
    /// The user was asked about the file before, and decided to write over it.
    pub is_overwriting: bool,
}

impl SaveTracker {
    /// Returns true until the result of the save was taken.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Makes the next save write over the file, if that still is what the user was asked about. It
    /// starts once no save is running.
    pub fn request_overwrite(&mut self, observed: ObservedFile, notices: &mut NoticesPanel) {
        self.next_overwritten = Some(observed);
        self.clear_failure(notices);
    }

    /// Makes the next save go on in spite of a problem of the history.
    pub fn accept_history(&mut self, problem: HistoryProblem, notices: &mut NoticesPanel) {
        self.accepted_problem = Some(problem);
        self.clear_failure(notices);
    }

    /// Returns true if the user has decided that the register is saved over its file.
    pub fn overwrites_next(&self) -> bool {
        self.next_overwritten.is_some()
    }

    /// Starts to save the register as an author, unless a save is running.
    pub fn start(&mut self, session: &Session, runner: &TaskRunner, author: SaveAuthor) {
        if self.is_running() {
            return;
        }
        self.tried_revision = session.revision();
        let job = session.begin_save();
        let overwritten = self.next_overwritten.take();
        let is_overwriting = overwritten.is_some();
        let request =
            SaveRequest { author, overwritten, accepted_problem: self.accepted_problem.clone() };
        let mut task = TaskGroup::default();
        task.add(runner.save(job, request));
        self.running =
            Some(RunningSave { task, version: take_snapshot(session, None), is_overwriting });
    }

    /// Returns the save once it is done. One that succeeds leaves nothing to write over.
    pub fn take_result(&mut self) -> Option<FinishedSave> {
        let outcome = self.running.as_mut()?.task.take_result()?;
        if matches!(outcome, Ok(SaveOutcome { result: Ok(_), .. })) {
            (self.next_overwritten, self.accepted_problem) = (None, None);
        }
        let RunningSave { version, is_overwriting, .. } = self.running.take()?;
        Some(FinishedSave { outcome, version, is_overwriting })
    }

    /// Removes the failure of the last attempt and its notice.
    pub fn clear_failure(&mut self, notices: &mut NoticesPanel) {
        if let Some(text) = self.failure.take() {
            notices.remove(&text);
        }
    }
}
