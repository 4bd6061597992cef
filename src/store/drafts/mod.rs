//! Drafts: unsaved input that is stored in case the program ends before it is saved.
//!
//! Each draft has a file in the data folder, named after its register and readable by its owner
//! only. The window that writes it holds the lock of the operating system on an empty file beside
//! it. That lock is released however the program ends, so a draft whose lock is free was left
//! behind. A window does not touch the drafts of others and takes the next number:
//!
//! ```text
//! register-0f3a9c52d1e07b64.ron      the first draft
//! register-0f3a9c52d1e07b64.lock     its lock
//! register-0f3a9c52d1e07b64.2.ron    the second draft
//! ```

pub mod error;
pub mod draft_file;

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::store::{
    app_dirs::AppDirs,
    drafts::{
        draft_file::{DraftContent, DraftFile},
        error::DraftError,
    },
    error::WriteError,
    fs::{
        companion_file::CompanionFile,
        files::{self, File, path_exists},
        replace,
    },
    register_key::RegisterKey,
};

/// The largest number of a draft of one register, of open windows and left behind.
const MAX_DRAFTS: u32 = 99;

/// The drafts of one register.
pub struct Drafts {
    folder: PathBuf,
    name: String,
    register: String,
}

/// A draft that was left behind by a window that no longer exists.
#[derive(Debug)]
pub struct OrphanedDraft {
    /// The draft.
    pub draft: DraftFile,
    /// The file of the draft, reserved for this window.
    pub slot: DraftSlot,
}

/// The file of a draft, reserved for this window until it is dropped.
#[derive(Debug)]
pub struct DraftSlot {
    file: PathBuf,
    register: String,
    /// The locked file; `None` where the folder is not writable, so that no window can lock there.
    _lock: Option<File>,
}

impl Drafts {
    /// Returns the drafts of a register, the same for every path that leads to its file.
    pub fn for_register(app_dirs: &AppDirs, register: &Path) -> Self {
        let RegisterKey { canonical_path, key } = RegisterKey::from_path(register);
        let register = canonical_path.to_string_lossy().into_owned();
        Self { folder: app_dirs.drafts_folder(), name: key, register }
    }

    /// Reads the drafts that were left behind, and the errors of those that cannot be read. Drafts
    /// of windows that are open are skipped.
    pub fn load_orphaned(&self) -> (Vec<OrphanedDraft>, Vec<DraftError>) {
        let (mut orphaned, mut errors) = (Vec::new(), Vec::new());
        for number in 1..=MAX_DRAFTS {
            let file = self.file_path(number, "ron");
            if !path_exists(&file) {
                continue;
            }
            let lock = match self.try_lock(number) {
                Ok(None) => continue,
                Ok(lock) => lock,
                Err(_) => None,
            };
            match load_draft_file(&file) {
                Ok(Some(draft)) if draft.register == self.register => {
                    orphaned.push(OrphanedDraft { draft, slot: self.slot(file, lock) });
                }
                // Deleted since, or of a register whose path has the same hash.
                Ok(_) => {}
                Err(error) => errors.push(error),
            }
        }
        (orphaned, errors)
    }

    /// Reserves the first file that is neither a draft nor reserved by another window.
    ///
    /// # Errors
    /// When the folder is not writable, or all files are reserved.
    pub fn reserve_slot(&self) -> Result<DraftSlot, DraftError> {
        files::create_folder(&self.folder).map_err(|error| WriteError::io(&self.folder, error))?;
        for number in 1..=MAX_DRAFTS {
            let file = self.file_path(number, "ron");
            if path_exists(&file) {
                continue;
            }
            let lock = self.try_lock(number).map_err(|error| WriteError::io(&file, error))?;
            // Another window may have written a draft and ended since.
            if lock.is_some() && !path_exists(&file) {
                return Ok(self.slot(file, lock));
            }
        }
        let full = io::Error::from(ErrorKind::AlreadyExists);
        Err(WriteError::io(&self.file_path(MAX_DRAFTS, "ron"), full).into())
    }

    fn file_path(&self, number: u32, extension: &str) -> PathBuf {
        let name = &self.name;
        self.folder.join(match number {
            1 => format!("{name}.{extension}"),
            _ => format!("{name}.{number}.{extension}"),
        })
    }

    fn slot(&self, file: PathBuf, lock: Option<File>) -> DraftSlot {
        DraftSlot { file, register: self.register.clone(), _lock: lock }
    }

    /// Locks a number; returns `None` where another window has locked it.
    fn try_lock(&self, number: u32) -> io::Result<Option<File>> {
        let path = self.file_path(number, "lock");
        let file = CompanionFile::Lock.open_in_place(&path, None)?;
        let is_locked = files::try_lock(&file).unwrap_or_else(|error| {
            // The file system knows no locks: a draft without a lock is better than none.
            tracing::warn!("{} cannot be locked: {error}", path.display());
            true
        });
        Ok(is_locked.then_some(file))
    }
}

impl DraftSlot {
    /// Replaces the draft atomically, and flushes it to the disk.
    ///
    /// # Errors
    /// When the draft cannot be written. The old draft is then unchanged.
    pub fn save(&self, typed_at: Timestamp, content: DraftContent) -> Result<(), DraftError> {
        let draft = DraftFile::new(self.register.clone(), typed_at, content);
        let text = draft.print().map_err(|error| WriteError::Io {
            path: self.file.clone(),
            error: io::Error::other(error),
        })?;
        Ok(replace::replace_private(&self.file, |out| out.write_all(text.as_bytes()))?)
    }

    /// Deletes the draft, if there is one.
    ///
    /// # Errors
    /// When the draft exists and cannot be deleted.
    pub fn remove(&self) -> Result<(), DraftError> {
        files::remove_if_exists(&self.file).map_err(|error| DraftError::NotRemoved {
            path: self.file.clone(),
            error: error.to_string(),
        })
    }
}

/// Reads the draft in a file; returns `None` where the file does not exist.
fn load_draft_file(path: &Path) -> Result<Option<DraftFile>, DraftError> {
    match CompanionFile::Draft.read_text(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(DraftError::Unreadable { path: path.to_owned(), error: error.to_string() })
        }
        Ok(text) => DraftFile::parse(&text, path).map(Some),
    }
}
