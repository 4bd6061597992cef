//! The lock of a register: a hidden file beside it that names who has it open for work.
//!
//! The program that has it also holds the system's lock on that file, which the system frees
//! however the program ends. So a lock of this machine that nobody holds was left behind and is
//! taken over; of another machine only its people know whether its window is still open.

use std::{
    fs::{self, File, Metadata},
    io::{self, ErrorKind, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{door, here::Here};

/// How often a lock is looked at again that is just being written, and how long in between.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(10);

/// Who has a register open for work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Who.
    pub by: Here,
    /// Since when.
    pub since: Timestamp,
}

/// Whether a register may be changed here.
#[derive(Clone, Debug)]
pub enum Access {
    /// It is open for work here.
    Ours {
        /// The lock, given back once nobody has this any more.
        lock: Arc<Lock>,
        /// Whose lock was taken over: of a program that ended without giving it back, or of
        /// another machine where that was asked for.
        left: Option<Holder>,
    },
    /// No lock can be had there. It may be changed, as may whoever else has it open.
    Unlocked,
    /// Someone else has it; who, where their lock can be read.
    Theirs(Option<Holder>),
}

impl Access {
    /// Takes the lock of a register, or says who has it. `own` is a lock that this window has
    /// already. The lock of another machine is taken over only where `anyway` says so; that of a
    /// program which is known to run, never.
    pub fn to(register: &Path, own: Option<&Arc<Lock>>, anyway: bool) -> Self {
        let taken = beside(register).and_then(|path| match own {
            Some(lock) if lock.path == path && lock.state() == Held::Ours => {
                Ok(Self::Ours { lock: Arc::clone(lock), left: None })
            }
            _ => take(&path, &fs::metadata(register)?, anyway),
        });
        taken.unwrap_or_else(|error| {
            tracing::warn!("{} has no lock: {error}", register.display());
            Self::Unlocked
        })
    }

    /// Whether the register may be changed here.
    pub fn is_for_work(&self) -> bool {
        !matches!(self, Self::Theirs(_))
    }

    /// The lock, where it is ours.
    pub fn lock(&self) -> Option<&Arc<Lock>> {
        match self {
            Self::Ours { lock, .. } => Some(lock),
            Self::Unlocked | Self::Theirs(_) => None,
        }
    }
}

/// Who the lock of a register names; none where there is no lock, or it cannot be read.
pub fn holder(register: &Path) -> Option<Holder> {
    match state(&beside(register).ok()?) {
        Held::By(holder) => holder,
        Held::Ours | Held::Free => None,
    }
}

/// Whose a lock is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// This window's.
    Ours,
    /// Someone else's; who, where it can be read.
    By(Option<Holder>),
    /// Nobody's: the file is gone.
    Free,
}

/// A lock that this window has. It is given back when this is dropped, unless someone else has
/// taken it over meanwhile.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    text: String,
    /// Holds the system's lock while it is open.
    file: Option<File>,
}

impl Lock {
    /// Whose it is by now.
    pub fn state(&self) -> Held {
        match door::read_text(&self.path) {
            Ok(text) if text == self.text => Held::Ours,
            Err(error) if error.kind() == ErrorKind::NotFound => Held::Free,
            // A disk that is away for a moment takes nothing from anyone.
            Err(_) => Held::Ours,
            Ok(_) => state(&self.path),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let is_ours = door::read_text(&self.path).is_ok_and(|text| text == self.text);
        if cfg!(windows) {
            // What is open cannot be deleted there.
            self.file = None;
        }
        if is_ours && let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!("{} was not removed: {error}", self.path.display());
        }
    }
}

/// The file of a register's lock, beside the register itself and not beside a link to it.
fn beside(register: &Path) -> io::Result<PathBuf> {
    let register = fs::canonicalize(register)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(register.file_name().unwrap_or_default());
    name.push(".lock");
    Ok(register.with_file_name(name))
}

fn take(path: &Path, register: &Metadata, anyway: bool) -> io::Result<Access> {
    for _ in 0..TRIES {
        let Some(mut file) = hold(path, register)? else {
            match state(path) {
                Held::By(holder) => return Ok(Access::Theirs(holder)),
                // Given back just now.
                Held::Ours | Held::Free => continue,
            }
        };
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let by = Here::now();
        let left: Option<Holder> = ron::from_str(&text).ok();
        let is_of_here = left.as_ref().is_some_and(|left| left.by.is_on_machine_of(&by));
        if !(text.trim().is_empty() || is_of_here || anyway) {
            return Ok(Access::Theirs(left));
        }
        let text = print(&Holder { by, since: Timestamp::now() })?;
        file.rewind()?;
        file.set_len(0)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        let lock = Lock { path: path.to_owned(), text, file: Some(file) };
        // Between opening and locking it, whoever had it may have removed it.
        if lock.state() == Held::Ours && path.exists() {
            return Ok(Access::Ours { lock: Arc::new(lock), left });
        }
    }
    Err(ErrorKind::ResourceBusy.into())
}

/// The file, open and locked; none where a program that runs has it. Who may read the register may
/// read whose it is.
#[cfg(not(windows))]
fn hold(path: &Path, register: &Metadata) -> io::Result<Option<File>> {
    use std::fs::TryLockError;
    let file = match door::open_in_place(path, Some(register)) {
        // That of someone else here may be read at least.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => door::open(path)?,
        file => file?,
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The same on Windows, where a locked file cannot be read: nobody else may write to one that
/// is open.
#[cfg(windows)]
fn hold(path: &Path, _: &Metadata) -> io::Result<Option<File>> {
    const SHARING_VIOLATION: i32 = 32;
    match door::open_alone(path) {
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        file => file.map(Some),
    }
}

/// Whose the lock in a file is, for whom it is not. One that is just being written is waited for.
fn state(path: &Path) -> Held {
    for _ in 0..TRIES {
        match door::read_text(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Held::Free,
            Err(_) => return Held::By(None),
            Ok(text) => {
                if let Ok(holder) = ron::from_str(&text) {
                    return Held::By(Some(holder));
                }
            }
        }
        thread::sleep(PAUSE);
    }
    Held::By(None)
}

fn print(holder: &Holder) -> io::Result<String> {
    ron::to_string(holder).map(|text| text + "\n").map_err(io::Error::other)
}
