//! A thread that looks at the file of the open register, and at its lock, every other second.

use std::{
    path::PathBuf,
    sync::{
        Arc, Weak,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use super::Jobs;
use crate::store::{self, Access, Held, Holder, Lock, Sight, Stamp, Watch};

/// How often it looks.
const PACE: Duration = Duration::from_secs(2);

/// What became of the open register, through someone else.
#[derive(Debug)]
pub enum Seen {
    /// Its file is another, or gone, or back.
    File(Sight),
    /// Its lock is no longer ours.
    Lost(Held),
    /// Someone else has its lock, or nobody any more.
    Held(Option<Holder>),
}

/// What the thread is told.
enum Word {
    /// What the file holds by our doing.
    Known(Stamp),
    /// Whose its lock is.
    Access(Whose),
    /// Look at once.
    Look,
}

/// Whose the lock is, as the thread knows it.
enum Whose {
    /// Held weakly, so that the window alone gives it back.
    Ours(Weak<Lock>),
    Nobodys,
    Theirs(Option<Holder>),
}

/// The thread, which ends when this is dropped.
pub struct Watcher {
    words: Sender<Word>,
    seen: Receiver<Seen>,
}

impl Jobs {
    /// Begins to watch a register that was just read.
    pub fn watch(&mut self, path: PathBuf, known: Stamp, access: &Access) -> Watcher {
        let (words, told) = channel();
        let (sender, seen) = channel();
        let wake = Arc::clone(&self.wake);
        let (mut whose, mut file) = (Whose::of(access), Watch::new(path.clone(), known));
        let look = move || {
            loop {
                match told.recv_timeout(PACE) {
                    Ok(Word::Known(stamp)) => {
                        file.know(stamp);
                        continue;
                    }
                    Ok(Word::Access(is)) => {
                        whose = is;
                        continue;
                    }
                    Ok(Word::Look) | Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                let news = file.look().map(Seen::File).into_iter().chain(whose.look(&path));
                for seen in news {
                    if sender.send(seen).is_err() {
                        return;
                    }
                    wake();
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("Watching".to_owned()).spawn(look) {
            tracing::error!("no thread to watch the register: {error}");
        }
        Watcher { words, seen }
    }
}

impl Watcher {
    /// What was seen since the last time.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.try_iter().collect()
    }

    /// Tells it what the file holds by our doing.
    pub fn know(&self, stamp: Stamp) {
        self.tell(Word::Known(stamp));
    }

    /// Tells it whose the lock is.
    pub fn access(&self, access: &Access) {
        self.tell(Word::Access(Whose::of(access)));
    }

    /// Lets it look at once.
    pub fn look(&self) {
        self.tell(Word::Look);
    }

    fn tell(&self, word: Word) {
        // Where there was no thread to be had, nobody listens.
        let _ = self.words.send(word);
    }
}

impl Whose {
    fn of(access: &Access) -> Self {
        match access {
            Access::Ours { lock, .. } => Self::Ours(Arc::downgrade(lock)),
            Access::Unlocked => Self::Nobodys,
            Access::Theirs(holder) => Self::Theirs(holder.clone()),
        }
    }

    /// Looks at the lock; each change is said once.
    fn look(&mut self, register: &std::path::Path) -> Option<Seen> {
        match self {
            Self::Nobodys => None,
            Self::Ours(lock) => match lock.upgrade()?.state() {
                Held::Ours => None,
                lost => {
                    *self = Self::Nobodys;
                    Some(Seen::Lost(lost))
                }
            },
            Self::Theirs(known) => {
                let now = store::holder(register);
                (now != *known).then(|| {
                    known.clone_from(&now);
                    Seen::Held(now)
                })
            }
        }
    }
}
