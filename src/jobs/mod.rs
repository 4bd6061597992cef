//! Work in the background: reading, writing, exporting, checking.
//!
//! Each function of the [`TaskRunner`] starts a [`Task`]. Its owner holds it and takes its result
//! before the next frame.

pub mod task;
pub(crate) mod derived_task;
pub(crate) mod exports;
pub(crate) mod drafts;
pub mod backups;
pub(crate) mod external_merge;
pub(crate) mod watch;
pub(crate) mod history;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    Progress,
    analysis::{
        Analysis, CheckResults,
        changes::Changes,
        chronology::Chronology,
        citation_index::{CitationIndex, SupportedStatements},
        map::{clusters::ClusterIndex, world_map},
    },
    jobs::task::{Task, TaskRunner},
    model::Day,
    register::{HistoryEvent, Register},
    session::{
        Session,
        loaded_register::LoadedRegister,
        save_state::{CompletedSave, SaveJob},
    },
    store::{
        self, SaveOptions,
        app_dirs::AppDirs,
        error::{LoadError, SaveError, WriteError},
        fs::{
            fingerprint::Fingerprint, observed_file::ObservedFile,
            process_identity::ProcessIdentity,
        },
        history::{
            commit::{Commit, append_to_history},
            commit_info::{CommitInfo, PendingEntry},
            has_history,
            history_check::HistoryExpectation,
            history_problem::HistoryProblem,
            known_history::KnownHistories,
        },
        lock::{self, RegisterAccess, RegisterLock},
        open_warning::OpenWarning,
        register_text::IncrementalText,
        save_warning::SaveWarning,
        settings::Settings,
        signature::key_file::{KeyFileError, load_signing_key},
        startup,
    },
};

/// The completed save, or why the register could not be saved.
pub type SaveResult = Result<CompletedSave, SaveError>;

/// The outcome of a save.
pub struct SaveOutcome {
    /// The completed save, or why the register could not be saved.
    pub result: SaveResult,
    /// Why the changes of this window are recorded without a signature although there is a file of
    /// a key.
    pub signing_error: Option<KeyFileError>,
}

/// The author of the changes that are saved.
#[derive(Clone, Debug, Default)]
pub struct SaveAuthor {
    /// The name that the author has given; empty where none was given.
    pub name: String,
    /// The folders of the author's key.
    pub app_dirs: Option<AppDirs>,
}

/// The path of a register, and the register with the access to it, or why it could not be opened.
pub type OpenResult = (PathBuf, Result<(LoadedRegister, RegisterAccess), LoadError>);

/// The author of a save, the file that it replaces, and the problem that the user accepted.
pub struct SaveRequest {
    /// The author of the changes.
    pub author: SaveAuthor,
    /// The file that the user decided to write over, which becomes the backup; `None` to save only
    /// over the version that was last read or written.
    pub overwritten: Option<ObservedFile>,
    /// The problem of the history in spite of which the user goes on.
    pub accepted_problem: Option<HistoryProblem>,
}

/// A new register that is to be created in the file that the user has chosen.
#[derive(Clone, Debug)]
pub struct NewRegisterFile {
    /// The path of the file.
    pub path: PathBuf,
    /// The title of the register.
    pub title: String,
    /// The state of the file when it was chosen, the only one that is written over.
    pub observed: ObservedFile,
}

/// The path of a file that was chosen for a new register, and the register that is to be created, or
/// why the file cannot be read.
pub type NewRegisterResult = (PathBuf, Result<NewRegisterFile, LoadError>);

impl TaskRunner {
    /// Reads a register and computes what it shows. `own` is a lock that the window holds already;
    /// `known` is the version that was last read or written, if the register was open already.
    pub fn open(
        &self,
        path: PathBuf,
        own: Option<Arc<RegisterLock>>,
        as_of: Day,
        known: Option<(Arc<Register>, Fingerprint)>,
    ) -> Task<OpenResult> {
        let known_histories = self.known_histories.clone();
        self.spawn_labelled("open", "status_bar.opening", move |progress| {
            let opening = Opening { as_of, known_histories: known_histories.as_ref(), progress };
            let opened = opening.load(&path, own.as_ref());
            let opened = opened.map(|(loaded, access)| {
                // Without a history there is nothing to add to.
                let known = known.filter(|_| has_history(&path));
                let loaded = match known {
                    Some(known) => loaded.with_changes_since(known, Timestamp::now()),
                    None => loaded,
                };
                (loaded, access)
            });
            (path, opened)
        })
    }

    /// Reads the user's own register, made from the bundled one at the first start.
    pub fn open_user_register(&self, places: AppDirs, as_of: Day) -> Task<OpenResult> {
        let known_histories = self.known_histories.clone();
        self.spawn_labelled("open", "status_bar.opening", move |progress| {
            let opening = Opening { as_of, known_histories: known_histories.as_ref(), progress };
            let path = places.user_register_path();
            let opened = match startup::create_user_register(&places) {
                Ok(path) => opening.load(&path, None),
                Err(error) => Err(LoadError::NotCreated(error)),
            };
            (path, opened)
        })
    }

    /// Reads what is in the file that was chosen for a new register with a title.
    pub fn observe_new_register_file(
        &self,
        path: PathBuf,
        title: String,
    ) -> Task<NewRegisterResult> {
        self.spawn_labelled("observe file", "status_bar.opening", move |_| {
            let observed = ObservedFile::of_path(&path).map_err(|error| match error {
                LoadError::Folder(path) => LoadError::NotCreated(WriteError::Folder(path).into()),
                error => error,
            });
            (path.clone(), observed.map(|observed| NewRegisterFile { path, title, observed }))
        })
    }

    /// Makes a new register with the bundled one's parties and opens it, if the file is what it was
    /// when it was chosen; that is kept as its backup. It must not be the open one.
    pub fn create(
        &self,
        new: NewRegisterFile,
        open: Option<PathBuf>,
        as_of: Day,
    ) -> Task<OpenResult> {
        let known_histories = self.known_histories.clone();
        self.spawn_labelled("open", "status_bar.opening", move |progress| {
            let NewRegisterFile { path, title, observed } = new;
            let apart = open.map_or(Ok(()), |open| store::ensure_distinct_files(&path, &open));
            let apart = apart.and_then(|()| store::ensure_not_reserved_name(&path));
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
                    &SaveOptions::overwrite_observed(&observed),
                    progress,
                )
                .and_then(|saved| Ok(saved.ensure_flushed()?))
                .map_err(LoadError::NotCreated)
            });
            let own = access.as_ref().and_then(RegisterAccess::lock);
            if created.is_ok()
                && !has_history(&path)
                && let Some(known_histories) = &known_histories
                && let Err(error) = known_histories.remove(&path)
            {
                // Opening then tells of a history that the new register never had.
                tracing::warn!("the known end of a history could not be removed: {error}");
            }
            let opening = Opening { as_of, known_histories: known_histories.as_ref(), progress };
            let opened = created.and_then(|_| opening.load(&path, own));
            (path, opened)
        })
    }

    /// Asks for the lock of the open register; `is_forced` takes it over from another machine.
    pub fn request_lock(&self, path: PathBuf, is_forced: bool) -> Task<RegisterAccess> {
        self.spawn("request lock", move |_| RegisterAccess::acquire(&path, None, is_forced))
    }

    /// Releases a lock, unless it is still shared.
    pub fn release_lock(&self, access: RegisterAccess) -> Task<()> {
        self.spawn("release lock", move |_| {
            drop(access);
        })
    }

    /// Saves a register and appends to its history as an author.
    pub fn save(&self, job: SaveJob, request: SaveRequest) -> Task<SaveOutcome> {
        let known_histories = self.known_histories.clone();
        self.spawn("save", move |progress| {
            let SaveRequest { author, overwritten, accepted_problem } = request;
            let expectation = known_histories.as_ref().map(|known_histories| HistoryExpectation {
                known_histories,
                accepted: accepted_problem.as_ref(),
            });
            let SaveAuthor { name: author_name, app_dirs } = author;
            let key = app_dirs.map_or(Ok(None), |app_dirs| load_signing_key(&app_dirs));
            let (signing_key, signing_error) = match key {
                Ok(key) => (key, None),
                Err(error) => (None, Some(error)),
            };
            let has_own = job.pending_entries.iter().any(|entry| !is_external(entry));
            let process = ProcessIdentity::current();
            let info =
                |pending_entries| CommitInfo { author_name, process, pending_entries, signing_key };
            let result = write_save(job, info, overwritten.as_ref(), expectation, progress);
            SaveOutcome { result, signing_error: signing_error.filter(|_| has_own) }
        })
    }

    /// Writes the open register to a file that is not its own; what was there is kept as its
    /// numbered backup. Returns the warnings of the save.
    pub fn save_copy(
        &self,
        path: PathBuf,
        session: &Session,
    ) -> Task<(PathBuf, Result<Vec<SaveWarning>, SaveError>)> {
        let (register, source_text) = (session.snapshot(), Arc::clone(session.source_text()));
        let own = session.path().clone();
        self.spawn("save copy", move |progress| {
            let apart = store::ensure_distinct_files(&path, &own)
                .and_then(|()| store::ensure_not_reserved_name(&path))
                .map_err(SaveError::from);
            let text = (&*register, &*source_text);
            let written = apart.and_then(|()| {
                let saved = store::save(&path, &text, &SaveOptions::overwrite(), progress)?;
                Ok(saved.ensure_flushed()?.save_warnings)
            });
            (path, written)
        })
    }

    /// Computes the changes between two days in a revision.
    pub fn compute_changes(
        &self,
        session: &Session,
        (from, to): (Day, Day),
    ) -> Task<(u64, Arc<Changes>)> {
        let (register, revision) = (session.snapshot(), session.revision());
        let timelines = Arc::clone(session.analysis().timelines());
        self.spawn("compute changes", move |_| {
            let changes = Changes::between_with_timelines(&register, &timelines, from, to);
            (revision, Arc::new(changes))
        })
    }

    /// Runs the checks of a revision and collects the days on which anything changed.
    pub fn run_checks(
        &self,
        register: Arc<Register>,
        revision: u64,
        today: Day,
    ) -> Task<(u64, Arc<CheckResults>)> {
        self.spawn("check", move |_| (revision, Arc::new(CheckResults::new(&register, today))))
    }

    /// Computes the chronology of some cases in a revision.
    pub fn compute_chronology(
        &self,
        register: Arc<Register>,
        rows: Vec<u32>,
        revision: u64,
    ) -> Task<(u64, Chronology)> {
        self.spawn("compute chronology", move |_| (revision, Chronology::new(&register, rows)))
    }

    /// Loads the world map, so that the frame that first draws it need not.
    pub fn load_world_map(&self) -> Task<()> {
        self.spawn("load world map", |_| {
            world_map::world_map();
        })
    }

    /// Clusters the rows of an analysis on the map.
    pub fn compute_clusters(&self, view: &Analysis) -> Task<([u64; 2], ClusterIndex)> {
        let versions = [view.rows_version(), view.version()];
        let cases: Vec<_> = view.row_coordinates().collect();
        let standings = view.case_states().to_vec();
        self.spawn("compute clusters", move |_| {
            let clusters = ClusterIndex::new(cases, |at| standings[at as usize].status);
            (versions, clusters)
        })
    }

    /// Computes the statements that the sources support, of the rows of an analysis and by its day;
    /// `known` is the citation index of the register, if there is one already.
    pub fn index_citations(
        &self,
        register: Arc<Register>,
        known: Option<Arc<CitationIndex>>,
        view: &Analysis,
    ) -> Task<(u64, Arc<CitationIndex>, SupportedStatements)> {
        let (rows, as_of, turn) = (view.query_result().rows.clone(), view.as_of(), view.version());
        self.spawn("index citations", move |_| {
            let all = known.unwrap_or_else(|| Arc::new(CitationIndex::new(&register)));
            let support = SupportedStatements::select(&all, &rows, as_of);
            (turn, all, support)
        })
    }

    /// Writes the settings.
    pub fn save_settings(
        &self,
        places: AppDirs,
        settings: Settings,
    ) -> Task<Result<(), WriteError>> {
        self.spawn("save settings", move |_| settings.save(&places))
    }

    /// Shows a file in the file manager.
    pub fn reveal_file(&self, path: PathBuf) -> Task<Result<(), String>> {
        self.spawn("reveal file", move |_| opener::reveal(&path).map_err(|error| error.to_string()))
    }
}

/// The surroundings in which a register is opened.
struct Opening<'a> {
    as_of: Day,
    known_histories: Option<&'a KnownHistories>,
    progress: &'a Progress,
}

impl Opening<'_> {
    /// Loads a register. Its lock is acquired first, so that nobody writes in between.
    fn load(
        &self,
        path: &Path,
        own: Option<&Arc<RegisterLock>>,
    ) -> Result<(LoadedRegister, RegisterAccess), LoadError> {
        store::ensure_not_stream(path)?;
        let access = RegisterAccess::acquire(path, own, false);
        let mut opened = if access.is_writable() {
            store::open_writable(path, self.progress)?
        } else {
            store::open(path, self.progress)?
        };
        opened
            .warnings
            .extend(lock::find_unusable_lock(path).map(|path| OpenWarning::LockUnusable { path }));
        if let Some(known_histories) = self.known_histories {
            store::check_known_history(path, &mut opened, known_histories);
        }
        Ok((LoadedRegister::new(path.to_owned(), opened, self.as_of), access))
    }
}

/// Writes the records of a save and its entries in the history.
fn write_save(
    job: SaveJob,
    commit_info: impl FnOnce(Vec<PendingEntry>) -> CommitInfo,
    observed: Option<&ObservedFile>,
    expectation: Option<HistoryExpectation<'_>>,
    progress: &Progress,
) -> SaveResult {
    let SaveJob { path, revision, register, source_text, mut version, base, pending_entries } = job;
    if observed.is_some() {
        // The file is not the version that cases could be copied from.
        version.case_spans = None;
    }
    let text = IncrementalText {
        register: &register,
        source_text: &source_text,
        base_register: &base,
        base_version: &version,
    };
    let info = commit_info(pending_entries);
    let version = if info.pending_entries.iter().all(is_external) && observed.is_none() {
        // Nobody asked for it: where it cannot be recorded now, the next change does it.
        if let Err(error) = append_to_history(&path, &version.file, &info, expectation) {
            tracing::warn!("the history could not be written: {error}");
        }
        if version.is_flushed() { version } else { store::flush_saved(&path, version)? }
    } else {
        let (options, overwritten) = match observed {
            Some(observed) => {
                (SaveOptions::overwrite_observed(observed), Some(version.fingerprint()))
            }
            None => (SaveOptions::update(&version), None),
        };
        let history = Some(Commit { info: &info, overwritten });
        store::save(&path, &text, &SaveOptions { history, expectation, ..options }, progress)?
    };
    Ok(CompletedSave { revision, register, version })
}

fn is_external(entry: &PendingEntry) -> bool {
    matches!(entry.event, HistoryEvent::ExternalChange { .. })
}
