//! Reading the history: all of it, one line, what taking that back would do and the step that does
//! it, and the register as it stood after it.

use std::sync::Arc;

use crate::{
    jobs::{JobKind, JobResult, Jobs},
    merge::{
        Side,
        revert::{RevertPlan, StepDiff},
    },
    model::Day,
    register::{Register, Step, StepKind, StepSubject},
    session::{Session, loaded_register::LoadedRegister},
    store::{
        RegisterFile,
        fs::process_identity::ProcessIdentity,
        history::{
            checkout,
            entry::HistoryEntry,
            error::HistoryError,
            index::{EntryHeader, HistoryIndex},
        },
        paths::RegisterPaths,
    },
};

/// A register as it stood after a line of its history.
pub struct HistoricalRegister {
    /// The line, without its records.
    pub entry: HistoryEntry,
    /// The register with what it shows.
    pub loaded: LoadedRegister,
}

/// What taking a line back would do.
pub struct RevertPreview {
    /// The line.
    pub entry: HistoryEntry,
    /// What it did.
    pub step_diff: StepDiff,
    /// What taking it back would do.
    pub plan: Arc<RevertPlan>,
    /// The register that this was found out for.
    pub register: Arc<Register>,
}

impl Jobs {
    /// Reads the history of the open register, or what was added since it was last read.
    pub fn read_history(&mut self, session: &Session, known: Option<Arc<HistoryIndex>>) {
        let (path, revision) = (session.path().clone(), session.saved_revision());
        self.start(JobKind::ReadingHistory, move |progress| {
            JobResult::HistoryRead(revision, HistoryIndex::load(&path, known.as_deref(), progress))
        });
    }

    /// Finds out what the line at a place tells.
    pub fn read_history_entry(
        &mut self,
        session: &Session,
        past: Arc<HistoryIndex>,
        (at, mark): (usize, Arc<EntryHeader>),
    ) {
        let (path, register) = (session.path().clone(), session.snapshot());
        self.start(JobKind::ReadingHistoryEntry, move |_| {
            let read_entry = past.read_entry(&path, &mark).map(|line| {
                let step_diff = StepDiff::new(&register, line.event.edits());
                (line, step_diff)
            });
            JobResult::HistoryEntryRead(at, Box::new(read_entry))
        });
    }

    /// Finds out what taking a line back would do to the register as it is now.
    pub fn preview_revert(
        &mut self,
        session: &Session,
        past: Arc<HistoryIndex>,
        mark: Arc<EntryHeader>,
    ) {
        let (path, register) = (session.path().clone(), session.snapshot());
        self.start(JobKind::PreviewingRevert, move |_| {
            let weighed = past.read_entry(&path, &mark).map(|line| {
                let edits = line.event.edits().to_vec();
                let outside = || Step::new(StepKind::Revert, StepSubject::Register, edits);
                let step = line.event.step().cloned().unwrap_or_else(outside);
                let step_diff = StepDiff::new(&register, &step.edits);
                let reversal = Arc::new(RevertPlan::new(&register, &step));
                RevertPreview { entry: line, step_diff, plan: reversal, register }
            });
            JobResult::RevertPreviewed(Box::new(weighed))
        });
    }

    /// Works out the step that takes a line back for a reason, with a side chosen wherever
    /// something was changed again since.
    pub fn compute_revert_step(
        &mut self,
        reversal: Arc<RevertPlan>,
        choices: Vec<Side>,
        why: String,
    ) {
        self.start(JobKind::PreviewingRevert, move |_| {
            JobResult::RevertStepComputed(
                reversal.to_step(&choices).map(|step| Box::new(Step { reason: why, ..step })),
            )
        });
    }

    /// Works out the register as it stood after the line at a place.
    pub fn checkout(&mut self, session: &Session, past: Arc<HistoryIndex>, at: usize, as_of: Day) {
        let (path, register) = (session.path().clone(), session.snapshot());
        let fingerprint = session.fingerprint();
        self.start(JobKind::CheckingOut, move |progress| {
            let then = || -> Result<HistoricalRegister, HistoryError> {
                let mark = past.headers().get(at).ok_or(HistoryError::TooEarly)?;
                if past.last_register_digest() != Some(fingerprint.digest()) {
                    return Err(HistoryError::OutOfSync(RegisterPaths::of(&path).history()));
                }
                let register = Register::clone(&register);
                let register = checkout::checkout_register(&path, &past, at, register, progress)?;
                let (notices, history) = (Vec::new(), Default::default());
                let source_text = Default::default();
                let opened = RegisterFile {
                    register,
                    version: fingerprint.into(),
                    source_text,
                    warnings: notices,
                    undo_history: history,
                };
                let loaded = LoadedRegister::new(path, opened, as_of);
                Ok(HistoricalRegister { entry: mark.entry.clone(), loaded })
            };
            JobResult::CheckedOut(Box::new(then()))
        });
    }

    /// Asks the system for the user's name.
    pub fn find_user_name(&mut self) {
        self.start(JobKind::FindingUserName, move |_| {
            JobResult::UserNameFound(ProcessIdentity::user_display_name())
        });
    }
}
