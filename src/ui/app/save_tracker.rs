//! Saving the open register: the save that is running, and the outcome of the last one.

use crate::{
    jobs::{
        SaveAuthor, SaveOutcome, SaveRequest,
        backups::RegisterSnapshot,
        task::{TakeResult as _, TaskFailure, TaskGroup, TaskRunner},
    },
    session::Session,
    store::history::history_problem::HistoryProblem,
    ui::{app::backup_schedule::take_snapshot, panels::notices::NoticesPanel},
};

/// The state of saving and checking the open register. It owns the save that is running, so that
/// there is at most one.
#[derive(Default)]
pub(super) struct SaveTracker {
    running: Option<RunningSave>,
    /// The next save writes over whatever the file holds.
    overwrites_next: bool,
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
}

impl SaveTracker {
    /// Returns true until the result of the save was taken.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Makes the next save write over whatever the file holds. It starts once no save is running.
    pub fn request_overwrite(&mut self, notices: &mut NoticesPanel) {
        self.overwrites_next = true;
        self.clear_failure(notices);
    }

    /// Makes the next save go on in spite of a problem of the history.
    pub fn accept_history(&mut self, problem: HistoryProblem, notices: &mut NoticesPanel) {
        self.accepted_problem = Some(problem);
        self.clear_failure(notices);
    }

    /// Returns true if the register is to be saved over whatever its file holds.
    pub fn overwrites_next(&self) -> bool {
        self.overwrites_next
    }

    /// Starts to save the register as an author, unless a save is running.
    pub fn start(&mut self, session: &Session, runner: &TaskRunner, author: SaveAuthor) {
        if self.is_running() {
            return;
        }
        self.tried_revision = session.revision();
        let job = session.begin_save();
        let request = SaveRequest {
            author,
            overwrites: std::mem::take(&mut self.overwrites_next),
            accepted_problem: self.accepted_problem.clone(),
        };
        let mut task = TaskGroup::default();
        task.add(runner.save(job, request));
        self.running = Some(RunningSave { task, version: take_snapshot(session, None) });
    }

    /// Returns the result of the save once it is done, with the version that it was to write. A
    /// save that succeeds leaves nothing to write over.
    pub fn take_result(&mut self) -> Option<(Result<SaveOutcome, TaskFailure>, RegisterSnapshot)> {
        let result = self.running.as_mut()?.task.take_result()?;
        if matches!(result, Ok(SaveOutcome { result: Ok(_), .. })) {
            (self.overwrites_next, self.accepted_problem) = (false, None);
        }
        Some((result, self.running.take()?.version))
    }

    /// Removes the failure of the last attempt and its notice.
    pub fn clear_failure(&mut self, notices: &mut NoticesPanel) {
        if let Some(text) = self.failure.take() {
            notices.remove(&text);
        }
    }
}
