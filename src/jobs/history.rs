//! Tasks that read the history, preview and compute a revert, and check out an earlier version.

use std::sync::Arc;

use crate::{
    jobs::task::{Task, TaskRunner},
    merge::{
        Side,
        revert::{RevertPlan, StepDiff},
    },
    model::Day,
    register::{Register, Step, StepKind, StepSubject},
    session::{Session, loaded_register::LoadedRegister},
    store::{
        RegisterFile,
        app_dirs::AppDirs,
        fs::process_identity::ProcessIdentity,
        history::{
            checkout,
            entry::HistoryEntry,
            error::HistoryError,
            history_reference::{HistoryReference, HistorySource},
            index::{EntryHeader, HistoryIndex},
        },
        paths::RegisterPaths,
        signature::known_keys::{KnownKeys, LineSigner},
    },
};

/// A register as it was after an entry of its history.
pub struct HistoricalRegister {
    /// The entry, without its records.
    pub header: Arc<EntryHeader>,
    /// The register with its analysis.
    pub loaded: LoadedRegister,
}

/// The preview of reverting an entry of the history.
pub struct RevertPreview {
    /// The entry.
    pub entry: HistoryEntry,
    /// The changes that the entry made.
    pub step_diff: StepDiff,
    /// The changes that the revert would make.
    pub plan: Arc<RevertPlan>,
    /// The register that the preview starts from.
    pub register: Arc<Register>,
}

/// An entry of the history, as it is shown.
pub struct HistoryEntryResult {
    /// The index of the entry.
    pub index: usize,
    /// The signer of the entry.
    pub signer: LineSigner,
    /// The entry with what it changed, or why it could not be read.
    pub entry: Result<(HistoryEntry, StepDiff), HistoryError>,
}

impl TaskRunner {
    /// Reads the history of the open register, or what was added since it was last read.
    pub fn read_history(
        &self,
        session: &Session,
        known: Option<Arc<HistoryIndex>>,
    ) -> Task<(u64, Result<HistoryIndex, HistoryError>)> {
        let (path, revision) = (session.path().clone(), session.saved_revision());
        let known_histories = self.known_histories.clone();
        self.spawn_labelled("read history", "history.loading", move |progress| {
            let known = known.as_deref();
            let index = match known_histories {
                Some(known_histories) => known_histories.load_index(&path, known, progress),
                None => HistoryIndex::load(&path, known, progress),
            };
            (revision, index)
        })
    }

    /// Reads the line of the history that records what is shown.
    pub fn read_history_reference(
        &self,
        source: HistorySource,
    ) -> Task<(HistorySource, HistoryReference)> {
        self.spawn("read history reference", move |_| {
            let reference = source.read();
            (source, reference)
        })
    }

    /// Reads the entry at an index of the history, and verifies its signature by the known keys.
    pub fn read_history_entry(
        &self,
        session: &Session,
        past: Arc<HistoryIndex>,
        (at, mark): (usize, Arc<EntryHeader>),
        app_dirs: Option<AppDirs>,
    ) -> Task<HistoryEntryResult> {
        let (path, register) = (session.path().clone(), session.snapshot());
        self.spawn("read history entry", move |_| {
            let read_entry = past.read_entry(&path, &mark).map(|line| {
                let step_diff = StepDiff::new(&register, line.event.edits());
                (line, step_diff)
            });
            let loaded = app_dirs.map(|app_dirs| KnownKeys::load(&app_dirs));
            let (known, errors) = loaded.unwrap_or_default();
            for error in errors {
                tracing::warn!("a file of keys could not be read: {error:?}");
            }
            let signer = known.identify(&mark.signature);
            HistoryEntryResult { index: at, signer, entry: read_entry }
        })
    }

    /// Computes what reverting an entry would change in the present register.
    pub fn preview_revert(
        &self,
        session: &Session,
        past: Arc<HistoryIndex>,
        mark: Arc<EntryHeader>,
    ) -> Task<Result<RevertPreview, HistoryError>> {
        let (path, register) = (session.path().clone(), session.snapshot());
        self.spawn("preview revert", move |_| {
            past.read_entry(&path, &mark).map(|line| {
                let edits = line.event.edits().to_vec();
                let outside = || Step::new(StepKind::Revert, StepSubject::Register, edits);
                let step = line.event.step().cloned().unwrap_or_else(outside);
                let step_diff = StepDiff::new(&register, &step.edits);
                let reversal = Arc::new(RevertPlan::new(&register, &step));
                RevertPreview { entry: line, step_diff, plan: reversal, register }
            })
        })
    }

    /// Computes the step that reverts an entry, with the side chosen in each conflict; none if
    /// nothing would change.
    pub fn compute_revert_step(
        &self,
        reversal: Arc<RevertPlan>,
        choices: Vec<Side>,
        why: String,
    ) -> Task<Option<Step>> {
        self.spawn("compute revert step", move |_| {
            reversal.to_step(&choices).map(|step| Step { reason: why, ..step })
        })
    }

    /// Computes the register as it was after the entry at an index of the history, with its
    /// analysis as of a day, and its checks as of today.
    pub fn checkout(
        &self,
        session: &Session,
        past: Arc<HistoryIndex>,
        at: usize,
        (as_of, today): (Day, Day),
    ) -> Task<Result<HistoricalRegister, HistoryError>> {
        let (path, register) = (session.path().clone(), session.snapshot());
        let fingerprint = session.fingerprint();
        self.spawn_labelled("check out", "history.as_recorded.loading", move |progress| {
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
                    unrecorded_change: None,
                };
                let loaded = LoadedRegister::as_of(path, opened, as_of, today);
                Ok(HistoricalRegister { header: Arc::clone(mark), loaded })
            };
            then()
        })
    }

    /// Asks the operating system for the user's name.
    pub fn find_user_name(&self) -> Task<String> {
        self.spawn("find user name", move |_| ProcessIdentity::user_display_name())
    }
}
