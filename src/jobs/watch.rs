//! A thread that watches the file of the open register and its lock.

use std::{
    path::PathBuf,
    sync::{
        Arc, Weak,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use crate::{
    jobs::task::TaskRunner,
    store::{
        file_watcher::{FileEvent, FileWatcher},
        fs::file_state::FileState,
        lock::{self, LockHolder, LockState, RegisterAccess, RegisterLock},
    },
};

/// The time between two looks at the file.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// A change of the file or of the lock by someone else.
#[derive(Debug)]
pub enum WatchEvent {
    /// The file was changed, is gone, or is back.
    FileChanged(FileEvent),
    /// The lock is no longer ours.
    LockLost(LockState),
    /// The holder of the lock changed; none if nobody holds it.
    LockHolderChanged(Option<LockHolder>),
}

/// A command to the thread.
enum WatchCommand {
    /// The state of the file as this program wrote it.
    SetFileState(FileState),
    /// The owner of the lock.
    SetLockOwner(LockOwner),
    /// Look at the file at once.
    Poll,
}

/// The owner of the lock, as the thread knows it.
enum LockOwner {
    /// Held weakly, so that the window alone releases it.
    Ours(Weak<RegisterLock>),
    Nobody,
    Theirs(Option<LockHolder>),
}

/// The watcher of a register. Its thread ends when this is dropped.
pub struct RegisterWatcher {
    commands: Sender<WatchCommand>,
    events: Receiver<WatchEvent>,
}

impl TaskRunner {
    /// Starts to watch a register that was just read.
    pub fn watch(
        &self,
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
    /// Returns the events since the last call.
    pub fn take_events(&self) -> Vec<WatchEvent> {
        self.events.try_iter().collect()
    }

    /// Sets the state of the file as this program wrote it.
    pub fn set_file_state(&self, state: FileState) {
        self.send(WatchCommand::SetFileState(state));
    }

    /// Sets the owner of the lock.
    pub fn set_access(&self, access: &RegisterAccess) {
        self.send(WatchCommand::SetLockOwner(LockOwner::from_access(access)));
    }

    /// Looks at the file at once.
    pub fn poll_now(&self) {
        self.send(WatchCommand::Poll);
    }

    fn send(&self, word: WatchCommand) {
        // If the thread could not be started, nobody receives it.
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

    /// Reads the lock; each change is returned once.
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
