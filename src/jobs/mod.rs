//! Work off the window's thread: reading, writing, exporting, checking.
//!
//! A worker sends what it has done through a channel and wakes the window; the window takes it in
//! before its next frame.

pub(crate) mod exports;
pub(crate) mod drafts;
pub mod backups;
pub(crate) mod external_merge;
pub(crate) mod watch;
pub(crate) mod history;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    time::{Duration, Instant},
};

use crate::{
    Progress,
    analysis::{
        Analysis, CheckResults,
        changes::Changes,
        chronology::Chronology,
        citation_index::{CitationIndex, SupportedStatements},
        map::{clusters::ClusterIndex, world_map},
    },
    export::ExportKind,
    jobs::{
        backups::BackupJobResult,
        drafts::FoundDrafts,
        exports::ExportJobError,
        external_merge::MergeOutcome,
        history::{HistoricalRegister, RevertPreview},
    },
    merge::revert::StepDiff,
    model::Day,
    register::{HistoryEvent, Register, Step},
    session::{Session, loaded_register::LoadedRegister},
    store::{
        self, SaveOptions,
        app_dirs::AppDirs,
        drafts::{DraftSlot, error::DraftError},
        error::{LoadError, SaveError, WriteError},
        fs::{fingerprint::Fingerprint, process_identity::ProcessIdentity},
        history::{
            commit::{Commit, append_to_history},
            commit_info::{CommitInfo, PendingEntry},
            entry::HistoryEntry,
            error::HistoryError,
            index::HistoryIndex,
        },
        lock::{RegisterAccess, RegisterLock},
        register_text::IncrementalText,
        saved_version::SavedVersion,
        settings::Settings,
        startup,
    },
};

/// How long work may take before its progress is shown.
pub const PROGRESS_DELAY: Duration = Duration::from_millis(333);

/// What a worker has done.
pub enum JobResult {
    /// Read a register, and asked whether it may be changed here.
    Opened(PathBuf, Box<Result<(LoadedRegister, RegisterAccess), LoadError>>),
    /// Asked for the lock of the open register.
    LockRequested(RegisterAccess),
    /// Gave a lock back.
    LockReleased,
    /// Met what someone else wrote, told by its stamp, with a revision of the open register.
    ExternalMerged(u64, Option<Fingerprint>, Box<Result<MergeOutcome, LoadError>>),
    /// Wrote a revision of the open register.
    Saved(u64, Result<SavedVersion, SaveError>),
    /// Wrote a register to another file.
    CopySaved(PathBuf, Result<(), SaveError>),
    /// Wrote an export.
    Exported(ExportKind, PathBuf, Result<(), ExportJobError>),
    /// Made a text of rows.
    ListFormatted(Result<String, ExportJobError>),
    /// Walked over a revision.
    Checked(u64, Arc<CheckResults>),
    /// Worked out what changed between two days in a revision.
    ChangesComputed(u64, Arc<Changes>),
    /// Worked out what the sources support, of the cases of an answer, told by its turn.
    CitationsIndexed(u64, Arc<CitationIndex>, Box<SupportedStatements>),
    /// Put in order of time what is dated of some cases in a revision.
    ChronologyComputed(u64, Box<Chronology>),
    /// Read the land of the map.
    WorldMapLoaded,
    /// Gathered rows on the map, told by their version and that of the view.
    ClustersComputed([u64; 2], Box<ClusterIndex>),
    /// Wrote the settings.
    SettingsSaved(Result<(), WriteError>),
    /// Looked for what was typed in a register and not saved.
    DraftsFound(FoundDrafts),
    /// Kept a draft, and where.
    DraftSaved(Result<Arc<DraftSlot>, DraftError>),
    /// Kept a draft of a register that is closed.
    DraftSavedOnClose(Result<(), DraftError>),
    /// Deleted drafts that are no longer needed.
    DraftsDeleted(Result<(), DraftError>),
    /// Made, listed or read backups.
    Backups(Box<BackupJobResult>),
    /// Read the history, when the register was saved up to a revision.
    HistoryRead(u64, Result<HistoryIndex, HistoryError>),
    /// Found out what the line at a place of the history tells.
    HistoryEntryRead(usize, Box<Result<(HistoryEntry, StepDiff), HistoryError>>),
    /// Found out what taking a line of the history back would do.
    RevertPreviewed(Box<Result<RevertPreview, HistoryError>>),
    /// Worked out the step that takes a line of the history back; none where nothing would change.
    RevertStepComputed(Option<Box<Step>>),
    /// Worked out the register as it stood after a line of its history.
    CheckedOut(Box<Result<HistoricalRegister, HistoryError>>),
    /// Asked the system for the user's name.
    UserNameFound(String),
    /// Broke off by a fault of the program, which the log tells of.
    Panicked(JobKind),
    /// Showed a file in the file manager; the error in words.
    Revealed(Result<(), String>),
}

/// What kind of work is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Reading a register.
    Opening,
    /// Writing the open register.
    Saving,
    /// Asking for the lock of the open register.
    RequestingLock,
    /// Giving a lock back.
    ReleasingLock,
    /// Meeting what someone else wrote.
    MergingExternal,
    /// Writing a copy.
    SavingCopy,
    /// Making and writing a summary, or what changed.
    Exporting,
    /// Making a text of rows.
    FormattingList,
    /// Walking over the register.
    Checking,
    /// Working out what changed between two days.
    ComputingChanges,
    /// Putting what is dated in order of time.
    ComputingChronology,
    /// Reading the land of the map.
    LoadingWorldMap,
    /// Gathering cases on the map.
    Clustering,
    /// Working out what the sources support.
    IndexingCitations,
    /// Writing the settings.
    SavingSettings,
    /// Looking for what was typed and not saved.
    FindingDrafts,
    /// Keeping a draft of what is typed, or deleting drafts no longer needed.
    SavingDraft,
    /// Keeping a version of the register as a backup.
    BackingUp,
    /// Listing backups, or holding one against the register.
    ReadingBackups,
    /// Working out what leads back to a backup.
    Restoring,
    /// Reading the history.
    ReadingHistory,
    /// Finding out what a line of the history tells.
    ReadingHistoryEntry,
    /// Finding out what taking a line of the history back would do, or how that is done.
    PreviewingRevert,
    /// Working out the register as it stood after a line of its history.
    CheckingOut,
    /// Asking the system for the user's name.
    FindingUserName,
    /// Asking the file manager.
    RevealingFile,
}

/// A piece of work under way.
pub struct RunningJob {
    /// What kind.
    pub kind: JobKind,
    /// How far it is.
    pub progress: Arc<Progress>,
    /// When it began.
    pub started_at: Instant,
    id: u64,
}

/// The workers of a window.
pub struct Jobs {
    sender: Sender<(u64, JobResult)>,
    receiver: Receiver<(u64, JobResult)>,
    /// What was waited for and has not been handed out yet.
    received: Option<(u64, JobResult)>,
    wake: Arc<dyn Fn() + Send + Sync>,
    running: Vec<RunningJob>,
    next_id: u64,
    /// The kind of work of which the next is to break off.
    #[cfg(test)]
    pub panic_next: Option<JobKind>,
}

impl Jobs {
    /// No work yet; `wake` is called from a worker whenever it has done something.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, receiver) = channel();
        let wake = Arc::new(wake);
        Self {
            sender,
            receiver,
            received: None,
            wake,
            running: Vec::new(),
            next_id: 0,
            #[cfg(test)]
            panic_next: None,
        }
    }

    /// The work under way.
    pub fn running(&self) -> &[RunningJob] {
        &self.running
    }

    /// Whether work of this kind is under way.
    pub fn is_running(&self, work: JobKind) -> bool {
        self.running.iter().any(|running| running.kind == work)
    }

    /// Waits until something is done, but no longer than this.
    pub fn wait(&mut self, patience: Duration) {
        if self.received.is_none() {
            self.received = self.receiver.recv_timeout(patience).ok();
        }
    }

    /// What has been done since the last time, without what was forgotten meanwhile.
    pub fn take_results(&mut self) -> Vec<JobResult> {
        let mut done: Vec<_> =
            self.received.take().into_iter().chain(self.receiver.try_iter()).collect();
        done.retain(|(number, _)| self.running.iter().any(|running| running.id == *number));
        self.running.retain(|running| done.iter().all(|(number, _)| *number != running.id));
        done.into_iter().map(|(_, done)| done).collect()
    }

    /// Forgets work of a kind that is under way: it is done, but nobody is told.
    pub fn discard(&mut self, work: JobKind) {
        self.running.retain(|running| running.kind != work);
    }

    /// Reads a register and works out what it shows; `own` is a lock that the window has already.
    /// Where the register was open already, `known` is how it was last read or written.
    pub fn open(
        &mut self,
        path: PathBuf,
        own: Option<Arc<RegisterLock>>,
        as_of: Day,
        known: Option<(Arc<Register>, Fingerprint)>,
    ) {
        self.start(JobKind::Opening, move |progress| {
            let opened = load_with_access(&path, own.as_ref(), as_of, progress);
            let opened = opened.map(|(loaded, access)| {
                (known.into_iter().fold(loaded, LoadedRegister::with_changes_since), access)
            });
            JobResult::Opened(path, Box::new(opened))
        });
    }

    /// Reads the user's own register, made from the bundled one at the first start.
    pub fn open_user_register(&mut self, places: AppDirs, as_of: Day) {
        self.start(JobKind::Opening, move |progress| {
            let path = places.user_register_path();
            let opened = match startup::create_user_register(&places) {
                Ok(path) => load_with_access(&path, None, as_of, progress),
                Err(error) => Err(LoadError::NotCreated(error)),
            };
            JobResult::Opened(path, Box::new(opened))
        });
    }

    /// Makes a new register with the bundled one's parties and opens it; what was in the file is
    /// kept as its backup. It must not be the open one.
    pub fn create(&mut self, path: PathBuf, title: String, open: Option<PathBuf>, as_of: Day) {
        self.start(JobKind::Opening, move |progress| {
            let apart = open.map_or(Ok(()), |open| store::ensure_distinct_files(&path, &open));
            let apart = apart.map_err(|error| LoadError::NotCreated(error.into()));
            // What someone has open is not replaced.
            let access = store::fs::files::path_exists(&path)
                .then(|| RegisterAccess::acquire(&path, None, false));
            let free = access.as_ref().is_none_or(RegisterAccess::is_writable);
            let free = free.then_some(()).ok_or_else(|| SaveError::Exists(path.clone()));
            let free = apart.and_then(|()| free.map_err(LoadError::NotCreated));
            let created = free.and_then(|()| startup::sample_register()).and_then(|bundled| {
                store::save(
                    &path,
                    &bundled.with_parties_only(title),
                    &SaveOptions::overwrite(),
                    progress,
                )
                .map_err(LoadError::NotCreated)
            });
            let own = access.as_ref().and_then(RegisterAccess::lock);
            let opened = created.and_then(|_| load_with_access(&path, own, as_of, progress));
            JobResult::Opened(path, Box::new(opened))
        });
    }

    /// Asks for the lock of the open register; that of another machine is taken over where
    /// `anyway` says so.
    pub fn request_lock(&mut self, path: PathBuf, is_forced: bool) {
        self.start(JobKind::RequestingLock, move |_| {
            JobResult::LockRequested(RegisterAccess::acquire(&path, None, is_forced))
        });
    }

    /// Gives a lock back, if nobody else has it any more.
    pub fn release_lock(&mut self, access: RegisterAccess) {
        self.start(JobKind::ReleasingLock, move |_| {
            drop(access);
            JobResult::LockReleased
        });
    }

    /// Writes the open register, if its file is still what it was, and what was done into its
    /// history, under this name.
    pub fn save(&mut self, session: &mut Session, who: String) {
        self.start_save(session, who, false);
    }

    /// Writes the open register over whatever its file now holds, and keeps that as the backup.
    pub fn overwrite(&mut self, session: &mut Session, who: String) {
        self.start_save(session, who, true);
    }

    fn start_save(&mut self, session: &mut Session, who: String, over: bool) {
        let (path, revision) = (session.path().clone(), session.revision());
        let (register, source_text) = (session.begin_saving(), Arc::clone(session.source_text()));
        let (version, base) = (session.version().clone(), session.base());
        let pending_entries = session.pending_history();
        self.start(JobKind::Saving, move |progress| {
            let text = IncrementalText {
                register: &register,
                source_text: &source_text,
                base_register: &base,
                base_case_spans: version.case_spans.as_ref(),
            };
            let recording = CommitInfo {
                author_name: who,
                process: ProcessIdentity::current(),
                pending_entries,
            };
            let is_noted =
                |made: &PendingEntry| matches!(made.event, HistoryEvent::ExternalChange { .. });
            let saved = if recording.pending_entries.iter().all(is_noted) && !over {
                // Nobody asked for it: where it cannot be noted now, the next change does it.
                if let Err(error) = append_to_history(&path, &version.file, &recording) {
                    tracing::warn!("the history could not be written: {error}");
                }
                Ok(version)
            } else {
                let (options, overwritten) = if over {
                    (SaveOptions::overwrite(), Some(version.fingerprint()))
                } else {
                    (SaveOptions::update(&version), None)
                };
                let history = Some(Commit { info: &recording, overwritten });
                store::save(&path, &text, &SaveOptions { history, ..options }, progress)
            };
            JobResult::Saved(revision, saved)
        });
    }

    /// Writes the open register to a file that is not its own; what was there is kept as its
    /// backup.
    pub fn save_copy(&mut self, path: PathBuf, session: &Session) {
        let (register, source_text) = (session.snapshot(), Arc::clone(session.source_text()));
        let own = session.path().clone();
        self.start(JobKind::SavingCopy, move |progress| {
            let apart = store::ensure_distinct_files(&path, &own).map_err(SaveError::from);
            let text = (&*register, &*source_text);
            let written = apart
                .and_then(|()| store::save(&path, &text, &SaveOptions::copy(), progress).map(drop));
            JobResult::CopySaved(path, written)
        });
    }

    /// Works out what changed between two days in a revision.
    pub fn compute_changes(&mut self, session: &Session, (from, to): (Day, Day)) {
        let (register, revision) = (session.snapshot(), session.revision());
        let timelines = Arc::clone(session.analysis().timelines());
        self.start(JobKind::ComputingChanges, move |_| {
            let changes = Changes::between_with_timelines(&register, &timelines, from, to);
            JobResult::ChangesComputed(revision, Arc::new(changes))
        });
    }

    /// Walks over a revision: the checks and the days on which anything changed.
    pub fn run_checks(&mut self, register: Arc<Register>, revision: u64) {
        self.start(JobKind::Checking, move |_| {
            JobResult::Checked(revision, Arc::new(CheckResults::new(&register)))
        });
    }

    /// Puts in order of time what is dated of some cases in a revision.
    pub fn compute_chronology(&mut self, register: Arc<Register>, rows: Vec<u32>, revision: u64) {
        self.start(JobKind::ComputingChronology, move |_| {
            JobResult::ChronologyComputed(revision, Box::new(Chronology::new(&register, rows)))
        });
    }

    /// Reads the land of the map, so that the frame that first draws it need not.
    pub fn load_world_map(&mut self) {
        self.start(JobKind::LoadingWorldMap, |_| {
            world_map::world_map();
            JobResult::WorldMapLoaded
        });
    }

    /// Gathers the rows of a view on the map.
    pub fn compute_clusters(&mut self, view: &Analysis) {
        let versions = [view.rows_version(), view.version()];
        let cases: Vec<_> = view.row_coordinates().collect();
        let standings = view.case_states().to_vec();
        self.start(JobKind::Clustering, move |_| {
            let clusters = ClusterIndex::new(cases, |at| standings[at as usize].status);
            JobResult::ClustersComputed(versions, Box::new(clusters))
        });
    }

    /// Works out what the sources support, of the rows of a view and by its day; `known` is what the
    /// register cites, where that is known already.
    pub fn index_citations(
        &mut self,
        register: Arc<Register>,
        known: Option<Arc<CitationIndex>>,
        view: &Analysis,
    ) {
        let (rows, as_of, turn) = (view.query_result().rows.clone(), view.as_of(), view.version());
        self.start(JobKind::IndexingCitations, move |_| {
            let all = known.unwrap_or_else(|| Arc::new(CitationIndex::new(&register)));
            let support = SupportedStatements::select(&all, &rows, as_of);
            JobResult::CitationsIndexed(turn, all, Box::new(support))
        });
    }

    /// Writes the settings.
    pub fn save_settings(&mut self, places: AppDirs, settings: Settings) {
        self.start(JobKind::SavingSettings, move |_| {
            JobResult::SettingsSaved(settings.save(&places))
        });
    }

    /// Shows a file in the file manager.
    pub fn reveal_file(&mut self, path: PathBuf) {
        self.start(JobKind::RevealingFile, move |_| {
            JobResult::Revealed(opener::reveal(&path).map_err(|error| error.to_string()))
        });
    }

    fn start(&mut self, work: JobKind, run: impl FnOnce(&Progress) -> JobResult + Send + 'static) {
        let number = self.next_id;
        self.next_id += 1;
        let progress = Arc::new(Progress::default());
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        let shared = Arc::clone(&progress);
        #[cfg(test)]
        let breaks = self.panic_next.take_if(|breaks| *breaks == work).is_some();
        let thread = std::thread::Builder::new().name(format!("{work:?}"));
        let started = thread.spawn(move || {
            // A fault of the program is said as well: whoever waits would wait for ever.
            let done = catch_unwind(AssertUnwindSafe(|| {
                #[cfg(test)]
                assert!(!breaks, "a test wants it");
                run(&shared)
            }));
            // Where the window is gone nobody waits for the answer.
            let _ = sender.send((number, done.unwrap_or(JobResult::Panicked(work))));
            wake();
        });
        match started {
            Ok(_) => self.running.push(RunningJob {
                kind: work,
                progress,
                started_at: Instant::now(),
                id: number,
            }),
            Err(error) => tracing::error!("no thread for {work:?}: {error}"),
        }
    }
}

/// Reads a register. Its lock is asked for first, so that nobody writes in between.
fn load_with_access(
    path: &Path,
    own: Option<&Arc<RegisterLock>>,
    as_of: Day,
    progress: &Progress,
) -> Result<(LoadedRegister, RegisterAccess), LoadError> {
    let access = RegisterAccess::acquire(path, own, false);
    let opened = if access.is_writable() {
        store::open_writable(path, progress)?
    } else {
        store::open(path, progress)?
    };
    Ok((LoadedRegister::new(path.to_owned(), opened, as_of), access))
}
