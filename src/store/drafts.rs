//! Drafts of open forms, kept for the case that the program ends before they are saved.
//!
//! A draft has a file of its own in the data folder, named after its register and readable by its
//! owner alone. Beside it is an empty file that the window which writes the draft holds locked:
//! the system lets go of the lock when the program ends, however it ends, so that a draft whose
//! lock is free was left behind. A window keeps away from the files of others and takes the next
//! number.

mod error;

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

pub use error::DraftError;

use super::{
    Places, WriteError, door, excerpt::excerpt, is_taken, named::Named, places::make_folder, save,
};
use crate::draft::Draft;

/// The number of the shape of a draft's file that this program writes, and the newest it reads.
pub const DRAFT_FORMAT: u32 = 2;

/// How many drafts of one register there can be: of windows open on it, and left by others.
const NUMBERS: u32 = 99;

/// What was typed in an open form and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptDraft {
    format: u32,
    /// The absolute path of the register.
    pub register: String,
    /// When it was typed.
    pub typed: Timestamp,
    /// Every field as typed, with the record as it was opened.
    pub draft: Draft,
    /// Why it is changed, and on what source, as typed; the first format had none.
    #[serde(default)]
    pub why: String,
}

/// The number alone, which every shape of the file has.
#[derive(Deserialize)]
struct Numbered {
    format: u32,
}

impl KeptDraft {
    /// A draft of a register, typed at a time.
    pub fn new(register: String, typed: Timestamp, draft: Draft) -> Self {
        Self { format: DRAFT_FORMAT, register, typed, draft, why: String::new() }
    }

    /// The text of its file.
    ///
    /// # Errors
    /// When a value cannot be written in RON; not reached with the fields of a draft.
    pub fn print(&self) -> Result<String, ron::Error> {
        let layout = PrettyConfig::new().new_line("\n");
        ron::ser::to_string_pretty(self, layout).map(|text| text + "\n")
    }

    /// Reads the text of a draft's file; `path` is named where it cannot be read.
    ///
    /// # Errors
    /// When it is of another format, or damaged.
    pub fn read(text: &str, path: &Path) -> Result<Self, DraftError> {
        let path = path.to_owned();
        match ron::from_str(text) {
            Ok(Numbered { format }) if format > DRAFT_FORMAT => {
                Err(DraftError::Format { path, found: format })
            }
            _ => ron::from_str(text)
                .map_err(|error| DraftError::Unread { path, error: excerpt(&error.to_string()) }),
        }
    }
}

/// Where the drafts of one register are kept.
pub struct Drafts {
    folder: PathBuf,
    name: String,
    register: String,
}

/// A draft that was left behind by a window that is no more.
#[derive(Debug)]
pub struct Left {
    /// The draft.
    pub kept: KeptDraft,
    /// Where it is kept; no other window takes it meanwhile.
    pub place: DraftPlace,
}

/// The file of a draft, which no other window touches while this is held.
#[derive(Debug)]
pub struct DraftPlace {
    file: PathBuf,
    register: String,
    /// None where the folder cannot be written to, so that nobody else can begin there either.
    _lock: Option<File>,
}

impl Drafts {
    /// Where the drafts of the register in a file are kept, by whatever way that file is reached.
    pub fn of(places: &Places, register: &Path) -> Self {
        let Named { path, name } = Named::of(register);
        Self { folder: places.drafts(), name, register: path.to_string_lossy().into_owned() }
    }

    /// The first draft that was left behind, if one was, and what was found that cannot be read.
    /// Drafts of windows that are still open are passed over.
    pub fn left(&self) -> (Option<Left>, Vec<DraftError>) {
        let mut unread = Vec::new();
        for number in 1..=NUMBERS {
            let file = self.file(number, "ron");
            if !is_taken(&file) {
                continue;
            }
            let lock = match self.lock(number) {
                Ok(None) => continue,
                Ok(lock) => lock,
                Err(_) => None,
            };
            match read(&file) {
                Ok(Some(kept)) if kept.register == self.register => {
                    return (Some(Left { kept, place: self.place(file, lock) }), unread);
                }
                // Removed meanwhile, or of a register whose path has the same hash.
                Ok(_) => {}
                Err(error) => unread.push(error),
            }
        }
        (None, unread)
    }

    /// A place for a draft where there is none yet, and which is no other window's.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn claim(&self) -> Result<DraftPlace, DraftError> {
        make_folder(&self.folder)?;
        for number in 1..=NUMBERS {
            let file = self.file(number, "ron");
            if is_taken(&file) {
                continue;
            }
            let lock = self.lock(number).map_err(|error| WriteError::io(&file, error))?;
            // Another window may have come and gone since.
            if lock.is_some() && !is_taken(&file) {
                return Ok(self.place(file, lock));
            }
        }
        let full = io::Error::from(ErrorKind::AlreadyExists);
        Err(WriteError::io(&self.file(NUMBERS, "ron"), full).into())
    }

    fn file(&self, number: u32, ending: &str) -> PathBuf {
        let name = &self.name;
        self.folder.join(match number {
            1 => format!("{name}.{ending}"),
            _ => format!("{name}.{number}.{ending}"),
        })
    }

    fn place(&self, file: PathBuf, lock: Option<File>) -> DraftPlace {
        DraftPlace { file, register: self.register.clone(), _lock: lock }
    }

    /// The lock of a number; none where another window has it.
    fn lock(&self, number: u32) -> io::Result<Option<File>> {
        let path = self.file(number, "lock");
        let file = door::open_in_place(&path, None)?;
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

impl DraftPlace {
    /// Writes a draft in the place of the one that is there: whole or not at all, and flushed.
    ///
    /// # Errors
    /// When it cannot be written. What was there is then still there.
    pub fn keep(&self, typed: Timestamp, draft: Draft, why: String) -> Result<(), DraftError> {
        let kept = KeptDraft { why, ..KeptDraft::new(self.register.clone(), typed, draft) };
        let text = kept.print().map_err(|error| WriteError::Io {
            path: self.file.clone(),
            error: io::Error::other(error),
        })?;
        Ok(save::replace_private(&self.file, |out| out.write_all(text.as_bytes()))?)
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
fn read(path: &Path) -> Result<Option<KeptDraft>, DraftError> {
    match door::read_text(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(DraftError::Unread { path: path.to_owned(), error: error.to_string() }),
        Ok(text) => KeptDraft::read(&text, path).map(Some),
    }
}
