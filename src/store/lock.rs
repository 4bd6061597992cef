//! The lock of a register: a hidden file beside it that names the window that has it open for
//! writing, such as `.r.ron.lock`:
//!
//! ```text
//! (by:(user:"mori",machine:"ono",process:4711),since:"2026-01-02T03:04:05Z")
//! ```
//!
//! The window also holds the lock of the operating system on that file, which is released however
//! the program ends. A lock file of this machine whose system lock is free was left behind and is
//! taken over. For a lock file of another machine only its users know whether the window is open.

use std::{
    io::{self, ErrorKind, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::{
    fs::{
        companion_file::CompanionFile,
        file_access::FileAccess,
        files::{self, File},
        process_identity::ProcessIdentity,
        unusable_file::UnusableFile,
    },
    paths::RegisterPaths,
};

/// The number of attempts to read a lock that is being written, and the time between two.
const MAX_ATTEMPTS: u32 = 20;
const RETRY_INTERVAL: Duration = Duration::from_millis(10);

/// The holder of a lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockHolder {
    /// The user, machine and process.
    #[serde(rename = "by")]
    pub process: ProcessIdentity,
    /// The time at which the lock was acquired.
    pub since: Timestamp,
}

/// The result of acquiring the lock of a register.
#[derive(Clone, Debug)]
pub enum RegisterAccess {
    /// This window holds the lock.
    Acquired {
        /// The lock, released when the last clone is dropped.
        lock: Arc<RegisterLock>,
        /// The holder whose lock was taken over: a program that ended without releasing it, or, by
        /// force, a program on another machine.
        previous_holder: Option<LockHolder>,
    },
    /// The file system allows no lock. The register is writable here and for everyone else.
    LockUnavailable,
    /// Someone else holds the lock; `None` where the lock cannot be read.
    HeldByOther(Option<LockHolder>),
}

impl RegisterAccess {
    /// Acquires the lock of a register. `own_lock` is a lock that this window holds already, which
    /// is reused where it is that of the register. `force` takes over the lock of another machine;
    /// the lock of a running program of this machine is never taken over.
    pub fn acquire(register: &Path, own_lock: Option<&Arc<RegisterLock>>, force: bool) -> Self {
        let access = lock_path(register).and_then(|path| match own_lock {
            Some(lock) if lock.path == path && lock.state() == LockState::HeldByUs => {
                Ok(Self::Acquired { lock: Arc::clone(lock), previous_holder: None })
            }
            _ => acquire_at(&path, &FileAccess::of_path(register)?, force),
        });
        access.unwrap_or_else(|error| {
            tracing::warn!("{} has no lock: {error}", register.display());
            Self::LockUnavailable
        })
    }

    /// Returns whether the register may be changed here.
    pub fn is_writable(&self) -> bool {
        !matches!(self, Self::HeldByOther(_))
    }

    /// Returns the lock that this window holds.
    pub fn lock(&self) -> Option<&Arc<RegisterLock>> {
        match self {
            Self::Acquired { lock, .. } => Some(lock),
            Self::LockUnavailable | Self::HeldByOther(_) => None,
        }
    }
}

/// Reads the holder of the lock of a register; `None` where there is no lock, or it cannot be
/// read.
pub fn read_lock_holder(register: &Path) -> Option<LockHolder> {
    match read_lock_state(&lock_path(register).ok()?) {
        LockState::HeldByOther(holder) => holder,
        LockState::HeldByUs | LockState::Released => None,
    }
}

/// Returns the path of the lock of a register, if what has that name cannot be used as a file.
pub fn find_unusable_lock(register: &Path) -> Option<PathBuf> {
    let path = lock_path(register).ok()?;
    let error = CompanionFile::Lock.open(&path).err()?;
    let is_unusable =
        UnusableFile::of_error(&error).is_some() || error.kind() == ErrorKind::IsADirectory;
    is_unusable.then_some(path)
}

/// The state of a lock file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockState {
    /// This window holds the lock.
    HeldByUs,
    /// Someone else holds the lock; `None` where the lock cannot be read.
    HeldByOther(Option<LockHolder>),
    /// The lock file does not exist.
    Released,
}

/// A lock that this window holds. Dropping it deletes the lock file, unless someone else has taken
/// it over.
#[derive(Debug)]
pub struct RegisterLock {
    path: PathBuf,
    text: String,
    /// The open lock file, on which the system lock is held.
    file: Option<File>,
}

impl RegisterLock {
    /// Reads the current state of the lock.
    pub fn state(&self) -> LockState {
        match CompanionFile::Lock.read_text(&self.path) {
            Ok(text) if text == self.text => LockState::HeldByUs,
            Err(error) if error.kind() == ErrorKind::NotFound => LockState::Released,
            // A disk that cannot be reached for a moment does not end the lock.
            Err(_) => LockState::HeldByUs,
            Ok(_) => read_lock_state(&self.path),
        }
    }
}

impl Drop for RegisterLock {
    fn drop(&mut self) {
        let is_ours = CompanionFile::Lock.read_text(&self.path).is_ok_and(|text| text == self.text);
        if cfg!(windows) {
            // Windows does not delete an open file.
            self.file = None;
        }
        if is_ours && let Err(error) = files::remove(&self.path) {
            tracing::warn!("{} was not removed: {error}", self.path.display());
        }
    }
}

/// Returns the path of the lock file. It is absolute and without symbolic links, so that every
/// path to the register leads to the same lock.
fn lock_path(register: &Path) -> io::Result<PathBuf> {
    Ok(RegisterPaths::of(&files::canonicalize(register)?).lock())
}

fn acquire_at(path: &Path, register: &FileAccess, force: bool) -> io::Result<RegisterAccess> {
    for _ in 0..MAX_ATTEMPTS {
        let Some(mut file) = open_and_lock(path, register)? else {
            match read_lock_state(path) {
                LockState::HeldByOther(holder) => return Ok(RegisterAccess::HeldByOther(holder)),
                // Released since the attempt.
                LockState::HeldByUs | LockState::Released => continue,
            }
        };
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let process = ProcessIdentity::current();
        let previous_holder: Option<LockHolder> = ron::from_str(&text).ok();
        let is_same_machine =
            previous_holder.as_ref().is_some_and(|left| left.process.is_same_machine(&process));
        if !(text.trim().is_empty() || is_same_machine || force) {
            return Ok(RegisterAccess::HeldByOther(previous_holder));
        }
        let text = print_holder(&LockHolder { process, since: Timestamp::now() })?;
        files::rewrite(&file, &text)?;
        let lock = RegisterLock { path: path.to_owned(), text, file: Some(file) };
        // The previous holder may have deleted the file between its opening and its locking.
        if lock.state() == LockState::HeldByUs && files::path_exists(path) {
            return Ok(RegisterAccess::Acquired { lock: Arc::new(lock), previous_holder });
        }
    }
    Err(ErrorKind::ResourceBusy.into())
}

/// Opens and locks the lock file; returns `None` where a running program has locked it. A new file
/// gets the permissions of the register, so that whoever may read the register may read its lock.
#[cfg(not(windows))]
fn open_and_lock(path: &Path, register: &FileAccess) -> io::Result<Option<File>> {
    let file = match CompanionFile::Lock.open_in_place(path, Some(register)) {
        // The lock file of another user may be readable.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            CompanionFile::Lock.open(path)?
        }
        file => file?,
    };
    Ok(files::try_lock(&file)?.then_some(file))
}

/// Opens the lock file for exclusive writing; returns `None` where a running program has it open.
/// A file that is locked on Windows cannot be read, so the share mode takes the place of the lock.
#[cfg(windows)]
fn open_and_lock(path: &Path, _: &FileAccess) -> io::Result<Option<File>> {
    const SHARING_VIOLATION: i32 = 32;
    match files::open_exclusive(path) {
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        file => file.map(Some),
    }
}

/// Reads the state of a lock file of someone else. One that is being written is read again.
fn read_lock_state(path: &Path) -> LockState {
    for _ in 0..MAX_ATTEMPTS {
        match CompanionFile::Lock.read_text(path) {
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
