//! Drafts of what is typed, kept for the case that the program ends before it is saved.
//!
//! A draft has a file of its own in the data folder, named after its register and readable by its
//! owner alone. Beside it is an empty file that the window which writes the draft holds locked:
//! the system lets go of the lock when the program ends, however it ends, so that a draft whose
//! lock is free was left behind. A window keeps away from the files of others and takes the next
//! number.

pub mod error;
pub mod draft_file;

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::store::{
    app_dirs::{AppDirs, create_folder},
    drafts::{
        draft_file::{DraftContent, DraftFile},
        error::DraftError,
    },
    error::WriteError,
    fs::{files, replace},
    path_exists,
    register_key::RegisterKey,
};

/// How many drafts of one register there can be: of windows open on it, and left by others.
const MAX_DRAFTS: u32 = 99;

/// Where the drafts of one register are kept.
pub struct Drafts {
    folder: PathBuf,
    name: String,
    register: String,
}

/// A draft that was left behind by a window that is no more.
#[derive(Debug)]
pub struct OrphanedDraft {
    /// The draft.
    pub draft: DraftFile,
    /// Where it is kept; no other window takes it meanwhile.
    pub slot: DraftSlot,
}

/// The file of a draft, which no other window touches while this is held.
#[derive(Debug)]
pub struct DraftSlot {
    file: PathBuf,
    register: String,
    /// None where the folder cannot be written to, so that nobody else can begin there either.
    _lock: Option<File>,
}

impl Drafts {
    /// Where the drafts of the register in a file are kept, by whatever way that file is reached.
    pub fn for_register(places: &AppDirs, register: &Path) -> Self {
        let RegisterKey { canonical_path: path, key: name } = RegisterKey::from_path(register);
        Self { folder: places.drafts_folder(), name, register: path.to_string_lossy().into_owned() }
    }

    /// The drafts that were left behind, and what was found that cannot be read. Drafts of windows
    /// that are still open are passed over.
    pub fn load_orphaned(&self) -> (Vec<OrphanedDraft>, Vec<DraftError>) {
        let (mut all, mut errors) = (Vec::new(), Vec::new());
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
                Ok(Some(kept)) if kept.register == self.register => {
                    all.push(OrphanedDraft { draft: kept, slot: self.slot(file, lock) });
                }
                // Removed meanwhile, or of a register whose path has the same hash.
                Ok(_) => {}
                Err(error) => errors.push(error),
            }
        }
        (all, errors)
    }

    /// A place for a draft where there is none yet, and which is no other window's.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn reserve_slot(&self) -> Result<DraftSlot, DraftError> {
        create_folder(&self.folder)?;
        for number in 1..=MAX_DRAFTS {
            let file = self.file_path(number, "ron");
            if path_exists(&file) {
                continue;
            }
            let lock = self.try_lock(number).map_err(|error| WriteError::io(&file, error))?;
            // Another window may have come and gone since.
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

    /// The lock of a number; none where another window has it.
    fn try_lock(&self, number: u32) -> io::Result<Option<File>> {
        let path = self.file_path(number, "lock");
        let file = files::open_in_place(&path, None)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => {
                // A disk that knows no locks: better kept without than not at all.
                tracing::warn!("{} cannot be locked: {error}", path.display());
                Ok(Some(file))
            }
        }
    }
}

impl DraftSlot {
    /// Writes a draft in the place of the one that is there: whole or not at all, and flushed.
    ///
    /// # Errors
    /// When it cannot be written. What was there is then still there.
    pub fn save(&self, typed_at: Timestamp, content: DraftContent) -> Result<(), DraftError> {
        let draft = DraftFile::new(self.register.clone(), typed_at, content);
        let text = draft.print().map_err(|error| WriteError::Io {
            path: self.file.clone(),
            error: io::Error::other(error),
        })?;
        Ok(replace::replace_private(&self.file, |out| out.write_all(text.as_bytes()))?)
    }

    /// Deletes the draft that is there, if one is.
    ///
    /// # Errors
    /// When it is there and cannot be deleted.
    pub fn remove(&self) -> Result<(), DraftError> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                let error = error.to_string();
                Err(DraftError::NotRemoved { path: self.file.clone(), error })
            }
            _ => Ok(()),
        }
    }
}

/// The draft in a file; none where it is gone.
fn load_draft_file(path: &Path) -> Result<Option<DraftFile>, DraftError> {
    match files::read_text(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(DraftError::Unreadable { path: path.to_owned(), error: error.to_string() })
        }
        Ok(text) => DraftFile::parse(&text, path).map(Some),
    }
}
