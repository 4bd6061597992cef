//! A thread that looks at the file of the open register, and at its lock, every other second.

use std::{
    path::PathBuf,
    sync::{
        Arc, Weak,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use crate::{
    jobs::Jobs,
    store::{
        file_watcher::{FileEvent, FileWatcher},
        fs::file_state::FileState,
        lock::{self, LockHolder, LockState, RegisterAccess, RegisterLock},
    },
};

/// How often it looks.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// What became of the open register, through someone else.
#[derive(Debug)]
pub enum WatchEvent {
    /// Its file is another, or gone, or back.
    FileChanged(FileEvent),
    /// Its lock is no longer ours.
    LockLost(LockState),
    /// Someone else has its lock, or nobody any more.
    LockHolderChanged(Option<LockHolder>),
}

/// What the thread is told.
enum WatchCommand {
    /// What the file holds by our doing.
    SetFileState(FileState),
    /// Whose its lock is.
    SetLockOwner(LockOwner),
    /// Look at once.
    Poll,
}

/// Whose the lock is, as the thread knows it.
enum LockOwner {
    /// Held weakly, so that the window alone gives it back.
    Ours(Weak<RegisterLock>),
    Nobody,
    Theirs(Option<LockHolder>),
}

/// The thread, which ends when this is dropped.
pub struct RegisterWatcher {
    commands: Sender<WatchCommand>,
    events: Receiver<WatchEvent>,
}

impl Jobs {
    /// Begins to watch a register that was just read.
    pub fn watch(
        &mut self,
        path: PathBuf,
        known: FileState,
        access: &RegisterAccess,
    ) -> RegisterWatcher {
        let (commands, command_receiver) = channel();
        let (sender, seen) = channel();
        let wake = Arc::clone(&self.wake);
        let (mut whose, mut file) =
            (LockOwner::from_access(access), FileWatcher::new(path.clone(), known));
        let watch_loop = move || {
            loop {
                match command_receiver.recv_timeout(POLL_INTERVAL) {
                    Ok(WatchCommand::SetFileState(state)) => {
                        file.set_expected(state);
                        continue;
                    }
                    Ok(WatchCommand::SetLockOwner(is)) => {
                        whose = is;
                        continue;
                    }
                    Ok(WatchCommand::Poll) | Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                let news =
                    file.poll().map(WatchEvent::FileChanged).into_iter().chain(whose.poll(&path));
                for seen in news {
                    if sender.send(seen).is_err() {
                        return;
                    }
                    wake();
                }
            }
        };
        if let Err(error) =
            std::thread::Builder::new().name("Watching".to_owned()).spawn(watch_loop)
        {
            tracing::error!("no thread to watch the register: {error}");
        }
        RegisterWatcher { commands, events: seen }
    }
}

impl RegisterWatcher {
    /// What was seen since the last time.
    pub fn take_events(&self) -> Vec<WatchEvent> {
        self.events.try_iter().collect()
    }

    /// Tells it what the file holds by our doing.
    pub fn set_file_state(&self, state: FileState) {
        self.send(WatchCommand::SetFileState(state));
    }

    /// Tells it whose the lock is.
    pub fn set_access(&self, access: &RegisterAccess) {
        self.send(WatchCommand::SetLockOwner(LockOwner::from_access(access)));
    }

    /// Lets it look at once.
    pub fn poll_now(&self) {
        self.send(WatchCommand::Poll);
    }

    fn send(&self, word: WatchCommand) {
        // Where there was no thread to be had, nobody listens.
        let _ = self.commands.send(word);
    }
}

impl LockOwner {
    fn from_access(access: &RegisterAccess) -> Self {
        match access {
            RegisterAccess::Acquired { lock, .. } => Self::Ours(Arc::downgrade(lock)),
            RegisterAccess::LockUnavailable => Self::Nobody,
            RegisterAccess::HeldByOther(holder) => Self::Theirs(holder.clone()),
        }
    }

    /// Looks at the lock; each change is said once.
    fn poll(&mut self, register: &std::path::Path) -> Option<WatchEvent> {
        match self {
            Self::Nobody => None,
            Self::Ours(lock) => match lock.upgrade()?.state() {
                LockState::HeldByUs => None,
                lost => {
                    *self = Self::Nobody;
                    Some(WatchEvent::LockLost(lost))
                }
            },
            Self::Theirs(known) => {
                let now = lock::read_lock_holder(register);
                (now != *known).then(|| {
                    known.clone_from(&now);
                    WatchEvent::LockHolderChanged(now)
                })
            }
        }
    }
}
