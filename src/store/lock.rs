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

use crate::store::fs::{files, process_identity::ProcessIdentity};

/// How often a lock is looked at again that is just being written, and how long in between.
const MAX_ATTEMPTS: u32 = 20;
const RETRY_INTERVAL: Duration = Duration::from_millis(10);

/// Who has a register open for work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockHolder {
    /// Who.
    #[serde(rename = "by")]
    pub process: ProcessIdentity,
    /// Since when.
    pub since: Timestamp,
}

/// Whether a register may be changed here.
#[derive(Clone, Debug)]
pub enum RegisterAccess {
    /// It is open for work here.
    Acquired {
        /// The lock, given back once nobody has this any more.
        lock: Arc<RegisterLock>,
        /// Whose lock was taken over: of a program that ended without giving it back, or of
        /// another machine where that was asked for.
        previous_holder: Option<LockHolder>,
    },
    /// No lock can be had there. It may be changed, as may whoever else has it open.
    LockUnavailable,
    /// Someone else has it; who, where their lock can be read.
    HeldByOther(Option<LockHolder>),
}

impl RegisterAccess {
    /// Takes the lock of a register, or says who has it. `own` is a lock that this window has
    /// already. The lock of another machine is taken over only where `anyway` says so; that of a
    /// program which is known to run, never.
    pub fn acquire(register: &Path, own_lock: Option<&Arc<RegisterLock>>, force: bool) -> Self {
        let access = lock_path(register).and_then(|path| match own_lock {
            Some(lock) if lock.path == path && lock.state() == LockState::HeldByUs => {
                Ok(Self::Acquired { lock: Arc::clone(lock), previous_holder: None })
            }
            _ => acquire_at(&path, &fs::metadata(register)?, force),
        });
        access.unwrap_or_else(|error| {
            tracing::warn!("{} has no lock: {error}", register.display());
            Self::LockUnavailable
        })
    }

    /// Whether the register may be changed here.
    pub fn is_writable(&self) -> bool {
        !matches!(self, Self::HeldByOther(_))
    }

    /// The lock, where it is ours.
    pub fn lock(&self) -> Option<&Arc<RegisterLock>> {
        match self {
            Self::Acquired { lock, .. } => Some(lock),
            Self::LockUnavailable | Self::HeldByOther(_) => None,
        }
    }
}

/// Who the lock of a register names; none where there is no lock, or it cannot be read.
pub fn read_lock_holder(register: &Path) -> Option<LockHolder> {
    match read_lock_state(&lock_path(register).ok()?) {
        LockState::HeldByOther(holder) => holder,
        LockState::HeldByUs | LockState::Released => None,
    }
}

/// Whose a lock is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockState {
    /// This window's.
    HeldByUs,
    /// Someone else's; who, where it can be read.
    HeldByOther(Option<LockHolder>),
    /// Nobody's: the file is gone.
    Released,
}

/// A lock that this window has. It is given back when this is dropped, unless someone else has
/// taken it over meanwhile.
#[derive(Debug)]
pub struct RegisterLock {
    path: PathBuf,
    text: String,
    /// Holds the system's lock while it is open.
    file: Option<File>,
}

impl RegisterLock {
    /// Whose it is by now.
    pub fn state(&self) -> LockState {
        match files::read_text(&self.path) {
            Ok(text) if text == self.text => LockState::HeldByUs,
            Err(error) if error.kind() == ErrorKind::NotFound => LockState::Released,
            // A disk that is away for a moment takes nothing from anyone.
            Err(_) => LockState::HeldByUs,
            Ok(_) => read_lock_state(&self.path),
        }
    }
}

impl Drop for RegisterLock {
    fn drop(&mut self) {
        let is_ours = files::read_text(&self.path).is_ok_and(|text| text == self.text);
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
fn lock_path(register: &Path) -> io::Result<PathBuf> {
    let register = fs::canonicalize(register)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(register.file_name().unwrap_or_default());
    name.push(".lock");
    Ok(register.with_file_name(name))
}

fn acquire_at(path: &Path, register: &Metadata, force: bool) -> io::Result<RegisterAccess> {
    for _ in 0..MAX_ATTEMPTS {
        let Some(mut file) = open_and_lock(path, register)? else {
            match read_lock_state(path) {
                LockState::HeldByOther(holder) => return Ok(RegisterAccess::HeldByOther(holder)),
                // Given back just now.
                LockState::HeldByUs | LockState::Released => continue,
            }
        };
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let by = ProcessIdentity::current();
        let previous_holder: Option<LockHolder> = ron::from_str(&text).ok();
        let is_same_machine =
            previous_holder.as_ref().is_some_and(|left| left.process.is_same_machine(&by));
        if !(text.trim().is_empty() || is_same_machine || force) {
            return Ok(RegisterAccess::HeldByOther(previous_holder));
        }
        let text = print_holder(&LockHolder { process: by, since: Timestamp::now() })?;
        file.rewind()?;
        file.set_len(0)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        let lock = RegisterLock { path: path.to_owned(), text, file: Some(file) };
        // Between opening and locking it, whoever had it may have removed it.
        if lock.state() == LockState::HeldByUs && path.exists() {
            return Ok(RegisterAccess::Acquired { lock: Arc::new(lock), previous_holder });
        }
    }
    Err(ErrorKind::ResourceBusy.into())
}

/// The file, open and locked; none where a program that runs has it. Who may read the register may
/// read whose it is.
#[cfg(not(windows))]
fn open_and_lock(path: &Path, register: &Metadata) -> io::Result<Option<File>> {
    use std::fs::TryLockError;
    let file = match files::open_in_place(path, Some(register)) {
        // That of someone else here may be read at least.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => files::open(path)?,
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
    match files::open_alone(path) {
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        file => file.map(Some),
    }
}

/// Whose the lock in a file is, for whom it is not. One that is just being written is waited for.
fn read_lock_state(path: &Path) -> LockState {
    for _ in 0..MAX_ATTEMPTS {
        match files::read_text(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return LockState::Released,
            Err(_) => return LockState::HeldByOther(None),
            Ok(text) => {
                if let Ok(holder) = ron::from_str(&text) {
                    return LockState::HeldByOther(Some(holder));
                }
            }
        }
        thread::sleep(RETRY_INTERVAL);
    }
    LockState::HeldByOther(None)
}

fn print_holder(holder: &LockHolder) -> io::Result<String> {
    ron::to_string(holder).map(|text| text + "\n").map_err(io::Error::other)
}
