//! Work off the window's thread: reading, writing, exporting, checking.
//!
//! A worker sends what it has done through a channel and wakes the window; the window takes it in
//! before its next frame.

mod exports;
mod drafts;
mod backups;
mod meeting;
mod watch;
mod past;

pub use backups::{BackupsDone, Compared, Restorable, Since, Version};
pub use drafts::Found;
pub use exports::{Chart, ExportFailed, Rows, Span};
pub use meeting::{Agreed, Meeting, Met, News, Open};
pub use past::{Then, Weighed};
pub use watch::{Seen, Watcher};

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
    export::Product,
    merge::Told,
    model::Day,
    progress::Progress,
    register::{Entry, Register, Step},
    session::{Loaded, Session},
    store::{
        self, Access, DraftError, DraftPlace, Here, HistoryError, Line, LoadError, Lock, Made,
        Past, Places, Recording, Revision, SaveError, Settings, Stamp, WriteError,
    },
    view::{self, Changes, Chronology, Citations, Digest, Gathering, Support, View},
};

/// How long work may take before its progress is shown.
pub const PATIENCE: Duration = Duration::from_millis(333);

/// What a worker has done.
pub enum Done {
    /// Read a register, and asked whether it may be changed here.
    Opened(PathBuf, Box<Result<(Loaded, Access), LoadError>>),
    /// Asked for the lock of the open register.
    Asked(Access),
    /// Gave a lock back.
    Unlocked,
    /// Met what someone else wrote, told by its stamp, with a revision of the open register.
    Met(u64, Option<Stamp>, Box<Result<Meeting, LoadError>>),
    /// Wrote a revision of the open register.
    Saved(u64, Result<Stamp, SaveError>),
    /// Wrote a register to another file.
    Copied(PathBuf, Result<(), SaveError>),
    /// Wrote an export.
    Exported(Product, PathBuf, Result<(), ExportFailed>),
    /// Made a text of rows.
    Listed(Result<String, ExportFailed>),
    /// Walked over a revision.
    Digested(u64, Arc<Digest>),
    /// Worked out what changed between two days in a revision.
    Compared(u64, Arc<Changes>),
    /// Worked out what the sources support, of the cases of an answer, told by its turn.
    Supported(u64, Arc<Citations>, Box<Support>),
    /// Put in order of time what is dated of some cases in a revision.
    Ordered(u64, Box<Chronology>),
    /// Read the land of the map.
    LandRead,
    /// Gathered rows on the map, told by their version and that of the view.
    Gathered([u64; 2], Box<Gathering>),
    /// Wrote the settings.
    Kept(Result<(), WriteError>),
    /// Looked for what was typed in a register and not saved.
    DraftsSought(Found),
    /// Kept a draft, and where.
    DraftKept(Result<Arc<DraftPlace>, DraftError>),
    /// Kept a draft of a register that is closed.
    DraftLeft(Result<(), DraftError>),
    /// Deleted drafts that are no longer needed.
    DraftsDropped(Result<(), DraftError>),
    /// Made, listed or read backups.
    Backups(Box<BackupsDone>),
    /// Read the history, when the register was saved up to a revision.
    Recalled(u64, Result<Past, HistoryError>),
    /// Found out what the line at a place of the history tells.
    LineTold(usize, Box<Result<(Line, Told), HistoryError>>),
    /// Found out what taking a line of the history back would do.
    Weighed(Box<Result<Weighed, HistoryError>>),
    /// Worked out the step that takes a line of the history back; none where nothing would change.
    Reversed(Option<Box<Step>>),
    /// Worked out the register as it stood after a line of its history.
    StoodThen(Box<Result<Then, HistoryError>>),
    /// Asked the system for the user's name.
    Named(String),
    /// Broke off by a fault of the program, which the log tells of.
    Broke(Work),
    /// Showed a file in the file manager; the error in words.
    Revealed(Result<(), String>),
}

/// What kind of work is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Reading a register.
    Opening,
    /// Writing the open register.
    Saving,
    /// Asking for the lock of the open register.
    Asking,
    /// Giving a lock back.
    Unlocking,
    /// Meeting what someone else wrote.
    Meeting,
    /// Writing a copy.
    Copying,
    /// Making and writing a summary, or what changed.
    Exporting,
    /// Making a text of rows.
    Listing,
    /// Walking over the register.
    Digesting,
    /// Working out what changed between two days.
    Comparing,
    /// Putting what is dated in order of time.
    Ordering,
    /// Reading the land of the map.
    ReadingLand,
    /// Gathering cases on the map.
    Gathering,
    /// Working out what the sources support.
    Supporting,
    /// Writing the settings.
    Keeping,
    /// Looking for what was typed and not saved.
    SeekingDrafts,
    /// Keeping a draft of what is typed, or deleting drafts no longer needed.
    KeepingDraft,
    /// Keeping a version of the register as a backup.
    BackingUp,
    /// Listing backups, or holding one against the register.
    ReadingBackups,
    /// Working out what leads back to a backup.
    Restoring,
    /// Reading the history.
    Recalling,
    /// Finding out what a line of the history tells.
    Telling,
    /// Finding out what taking a line of the history back would do, or how that is done.
    Weighing,
    /// Working out the register as it stood after a line of its history.
    GoingBack,
    /// Asking the system for the user's name.
    Naming,
    /// Asking the file manager.
    Revealing,
}

/// A piece of work under way.
pub struct Running {
    /// What kind.
    pub work: Work,
    /// How far it is.
    pub progress: Arc<Progress>,
    /// When it began.
    pub since: Instant,
    number: u64,
}

/// The workers of a window.
pub struct Jobs {
    sender: Sender<(u64, Done)>,
    receiver: Receiver<(u64, Done)>,
    /// What was waited for and has not been handed out yet.
    waited: Option<(u64, Done)>,
    wake: Arc<dyn Fn() + Send + Sync>,
    running: Vec<Running>,
    next: u64,
    /// The kind of work of which the next is to break off.
    #[cfg(test)]
    pub breaks: Option<Work>,
}

impl Jobs {
    /// No work yet; `wake` is called from a worker whenever it has done something.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (sender, receiver) = channel();
        let wake = Arc::new(wake);
        Self {
            sender,
            receiver,
            waited: None,
            wake,
            running: Vec::new(),
            next: 0,
            #[cfg(test)]
            breaks: None,
        }
    }

    /// The work under way.
    pub fn running(&self) -> &[Running] {
        &self.running
    }

    /// Whether work of this kind is under way.
    pub fn is_running(&self, work: Work) -> bool {
        self.running.iter().any(|running| running.work == work)
    }

    /// Waits until something is done, but no longer than this.
    pub fn wait(&mut self, patience: Duration) {
        if self.waited.is_none() {
            self.waited = self.receiver.recv_timeout(patience).ok();
        }
    }

    /// What has been done since the last time, without what was forgotten meanwhile.
    pub fn done(&mut self) -> Vec<Done> {
        let mut done: Vec<_> =
            self.waited.take().into_iter().chain(self.receiver.try_iter()).collect();
        done.retain(|(number, _)| self.running.iter().any(|running| running.number == *number));
        self.running.retain(|running| done.iter().all(|(number, _)| *number != running.number));
        done.into_iter().map(|(_, done)| done).collect()
    }

    /// Forgets work of a kind that is under way: it is done, but nobody is told.
    pub fn forget(&mut self, work: Work) {
        self.running.retain(|running| running.work != work);
    }

    /// Reads a register and works out what it shows; `own` is a lock that the window has already.
    /// Where the register was open already, `known` is how it was last read or written.
    pub fn open(
        &mut self,
        path: PathBuf,
        own: Option<Arc<Lock>>,
        as_of: Day,
        known: Option<(Arc<Register>, Stamp)>,
    ) {
        self.start(Work::Opening, move |progress| {
            let opened = read(&path, own.as_ref(), as_of, progress);
            let opened = opened
                .map(|(loaded, access)| (known.into_iter().fold(loaded, Loaded::since), access));
            Done::Opened(path, Box::new(opened))
        });
    }

    /// Reads the user's own register, made from the bundled one at the first start.
    pub fn open_own(&mut self, places: Places, as_of: Day) {
        self.start(Work::Opening, move |progress| {
            let path = places.own_register();
            let opened = match store::first_start(&places) {
                Ok(path) => read(&path, None, as_of, progress),
                Err(error) => Err(LoadError::NotMade(error)),
            };
            Done::Opened(path, Box::new(opened))
        });
    }

    /// Makes a new register with the bundled one's parties and opens it; what was in the file is
    /// kept as its backup. It must not be the open one.
    pub fn create(&mut self, path: PathBuf, title: String, open: Option<PathBuf>, as_of: Day) {
        self.start(Work::Opening, move |progress| {
            let apart = open.map_or(Ok(()), |open| store::apart(&path, &open));
            let apart = apart.map_err(|error| LoadError::NotMade(error.into()));
            // What someone has open is not replaced.
            let access = store::is_taken(&path).then(|| Access::to(&path, None, false));
            let free = access.as_ref().is_none_or(Access::is_for_work);
            let free = free.then_some(()).ok_or_else(|| SaveError::Exists(path.clone()));
            let free = apart.and_then(|()| free.map_err(LoadError::NotMade));
            let made = free.and_then(|()| store::bundled()).and_then(|bundled| {
                store::overwrite(&path, &bundled.emptied(title)).map_err(LoadError::NotMade)
            });
            let own = access.as_ref().and_then(Access::lock);
            let opened = made.and_then(|_| read(&path, own, as_of, progress));
            Done::Opened(path, Box::new(opened))
        });
    }

    /// Asks for the lock of the open register; that of another machine is taken over where
    /// `anyway` says so.
    pub fn ask_for_work(&mut self, path: PathBuf, anyway: bool) {
        self.start(Work::Asking, move |_| Done::Asked(Access::to(&path, None, anyway)));
    }

    /// Gives a lock back, if nobody else has it any more.
    pub fn unlock(&mut self, access: Access) {
        self.start(Work::Unlocking, move |_| {
            drop(access);
            Done::Unlocked
        });
    }

    /// Writes the open register, if its file is still what it was, and what was done into its
    /// history, under this name.
    pub fn save(&mut self, session: &mut Session, who: String) {
        self.write(session, who, false);
    }

    /// Writes the open register over whatever its file now holds, and keeps that as the backup.
    pub fn overwrite(&mut self, session: &mut Session, who: String) {
        self.write(session, who, true);
    }

    fn write(&mut self, session: &mut Session, who: String, over: bool) {
        let (path, revision) = (session.path().clone(), session.revision());
        let (register, manuscript) = (session.begin_saving(), Arc::clone(session.manuscript()));
        let (stamp, base) = (session.stamp().clone(), session.base());
        let made = session.unrecorded();
        self.start(Work::Saving, move |progress| {
            let text = Revision { register: &register, manuscript: &manuscript, base: &base };
            let recording = Recording { who, here: Here::now(), made };
            let is_noted = |made: &Made| matches!(made.entry, Entry::Outside { .. });
            let saved = if recording.made.iter().all(is_noted) && !over {
                // Nobody asked for it: where it cannot be noted now, the next change does it.
                Ok(store::note(&path, &stamp, &recording).unwrap_or_else(|error| {
                    tracing::warn!("the history could not be told: {error}");
                    stamp
                }))
            } else if over {
                store::overwrite_recorded(&path, &text, &stamp, &recording)
            } else {
                store::save_recorded(&path, &text, &stamp, &recording, progress)
            };
            Done::Saved(revision, saved)
        });
    }

    /// Writes the open register to a file that is not its own; what was there is kept as its
    /// backup.
    pub fn copy(&mut self, path: PathBuf, session: &Session) {
        let (register, manuscript) = (session.snapshot(), Arc::clone(session.manuscript()));
        let own = session.path().clone();
        self.start(Work::Copying, move |_| {
            let apart = store::apart(&path, &own).map_err(SaveError::from);
            let text = (&*register, &*manuscript);
            let written = apart.and_then(|()| store::copy(&path, &text).map(drop));
            Done::Copied(path, written)
        });
    }

    /// Works out what changed between two days in a revision.
    pub fn compare(&mut self, session: &Session, (from, to): (Day, Day)) {
        let (register, revision) = (session.snapshot(), session.revision());
        let timelines = Arc::clone(session.view().timelines());
        self.start(Work::Comparing, move |_| {
            let changes = Changes::along(&register, &timelines, from, to);
            Done::Compared(revision, Arc::new(changes))
        });
    }

    /// Walks over a revision: the checks and the days on which anything changed.
    pub fn digest(&mut self, register: Arc<Register>, revision: u64) {
        self.start(Work::Digesting, move |_| {
            Done::Digested(revision, Arc::new(Digest::new(&register)))
        });
    }

    /// Puts in order of time what is dated of some cases in a revision.
    pub fn order(&mut self, register: Arc<Register>, rows: Vec<u32>, revision: u64) {
        self.start(Work::Ordering, move |_| {
            Done::Ordered(revision, Box::new(Chronology::of(&register, rows)))
        });
    }

    /// Reads the land of the map, so that the frame that first draws it need not.
    pub fn read_land(&mut self) {
        self.start(Work::ReadingLand, |_| {
            view::world();
            Done::LandRead
        });
    }

    /// Gathers the rows of a view on the map.
    pub fn gather(&mut self, view: &View) {
        let versions = [view.rows_version(), view.version()];
        let cases: Vec<_> = view.placed().collect();
        let standings = view.standings().to_vec();
        self.start(Work::Gathering, move |_| {
            let gathering = Gathering::new(cases, |at| standings[at as usize].status);
            Done::Gathered(versions, Box::new(gathering))
        });
    }

    /// Works out what the sources support, of the rows of a view and by its day; `known` is what the
    /// register cites, where that is known already.
    pub fn support(&mut self, register: Arc<Register>, known: Option<Arc<Citations>>, view: &View) {
        let (rows, as_of, turn) = (view.answer().rows.clone(), view.as_of(), view.version());
        self.start(Work::Supporting, move |_| {
            let all = known.unwrap_or_else(|| Arc::new(Citations::new(&register)));
            let support = Support::of(&all, &rows, as_of);
            Done::Supported(turn, all, Box::new(support))
        });
    }

    /// Writes the settings.
    pub fn keep(&mut self, places: Places, settings: Settings) {
        self.start(Work::Keeping, move |_| Done::Kept(settings.save(&places)));
    }

    /// Shows a file in the file manager.
    pub fn reveal(&mut self, path: PathBuf) {
        self.start(Work::Revealing, move |_| {
            Done::Revealed(opener::reveal(&path).map_err(|error| error.to_string()))
        });
    }

    fn start(&mut self, work: Work, run: impl FnOnce(&Progress) -> Done + Send + 'static) {
        let number = self.next;
        self.next += 1;
        let progress = Arc::new(Progress::default());
        let (sender, wake) = (self.sender.clone(), Arc::clone(&self.wake));
        let shared = Arc::clone(&progress);
        #[cfg(test)]
        let breaks = self.breaks.take_if(|breaks| *breaks == work).is_some();
        let thread = std::thread::Builder::new().name(format!("{work:?}"));
        let started = thread.spawn(move || {
            // A fault of the program is said as well: whoever waits would wait for ever.
            let done = catch_unwind(AssertUnwindSafe(|| {
                #[cfg(test)]
                assert!(!breaks, "a test wants it");
                run(&shared)
            }));
            // Where the window is gone nobody waits for the answer.
            let _ = sender.send((number, done.unwrap_or(Done::Broke(work))));
            wake();
        });
        match started {
            Ok(_) => self.running.push(Running { work, progress, since: Instant::now(), number }),
            Err(error) => tracing::error!("no thread for {work:?}: {error}"),
        }
    }
}

/// Reads a register. Its lock is asked for first, so that nobody writes in between.
fn read(
    path: &Path,
    own: Option<&Arc<Lock>>,
    as_of: Day,
    progress: &Progress,
) -> Result<(Loaded, Access), LoadError> {
    let access = Access::to(path, own, false);
    let opened = if access.is_for_work() {
        store::open_for_work(path, progress)?
    } else {
        store::open(path, progress)?
    };
    Ok((Loaded::new(path.to_owned(), opened, as_of), access))
}
