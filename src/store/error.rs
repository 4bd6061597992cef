//! Why a file could not be read or written, in words that say what to do.

use std::{
    fmt,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    Cancelled, Locale,
    register::FORMAT_VERSION,
    store::{
        drafts::error::DraftError,
        ron::{
            syntax_error::{LineColumn, SyntaxError},
            truncate::truncate_for_message,
        },
    },
};

/// Why a register could not be opened. [`words`](Self::words) says what to do; the path comes
/// last.
#[derive(Debug)]
pub enum LoadError {
    /// There is no such file.
    NotFound(PathBuf),
    /// A folder, not a file.
    Folder(PathBuf),
    /// Neither a file nor a folder: a device or a pipe.
    NotAFile(PathBuf),
    /// The file may not be read.
    Forbidden(PathBuf),
    /// There is nothing in it.
    Empty(PathBuf),
    /// Its bytes are not text in UTF-8.
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The first byte that is not.
        position: LineColumn,
    },
    /// It is of a newer format than this program reads.
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format number, as it is written.
        found: String,
    },
    /// Its text has a fault.
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: SyntaxError,
        /// Where.
        position: LineColumn,
        /// The way to the field: fields, ids, and numbers of items without an id.
        field_path: Vec<String>,
    },
    /// It could not be read for another reason.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It was to be made first, and that failed.
    NotCreated(SaveError),
    /// The work was cancelled.
    Cancelled,
}

impl LoadError {
    /// What the system says of a file that could not be read.
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NotFound(path),
            ErrorKind::PermissionDenied => Self::Forbidden(path),
            ErrorKind::IsADirectory => Self::Folder(path),
            _ => Self::Io { path, error },
        }
    }

    /// What happened, where, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let of = |key: &str, path: &Path| {
            locale.t_with(&format!("store.load.{key}"), &[("path", &path.display().to_string())])
        };
        match self {
            Self::NotFound(path) => of("not_found", path),
            Self::Folder(path) => of("folder", path),
            Self::NotAFile(path) => of("not_a_file", path),
            Self::Forbidden(path) => of("forbidden", path),
            Self::Empty(path) => of("empty", path),
            Self::NotUtf8 { path, position: at } => {
                let [line, column] = [at.line, at.column].map(|n| n.to_string());
                let path = path.display().to_string();
                let values = [("line", &*line), ("column", &*column), ("path", &*path)];
                locale.t_with("store.load.not_utf8", &values)
            }
            Self::NewerFormat { path, found } => {
                let (path, known) = (path.display().to_string(), FORMAT_VERSION.to_string());
                let values = [
                    ("found", &*truncate_for_message(found)),
                    ("known", &*known),
                    ("path", &*path),
                ];
                locale.t_with("store.load.newer_format", &values)
            }
            Self::Syntax { path, error: fault, position: at, field_path: way } => {
                let [line, column] = [at.line, at.column].map(|n| n.to_string());
                let (path, fault) = (path.display().to_string(), fault.describe(locale));
                let way = way.join(" › ");
                let key =
                    if way.is_empty() { "store.load.syntax" } else { "store.load.syntax_in_field" };
                let values = [
                    ("problem", &*fault),
                    ("line", &*line),
                    ("column", &*column),
                    ("field", &*way),
                    ("path", &*path),
                ];
                locale.t_with(key, &values)
            }
            Self::Io { path, error } => {
                let (path, error) = (path.display().to_string(), error.to_string());
                locale.t_with("store.load.io", &[("error", &*error), ("path", &*path)])
            }
            Self::NotCreated(error) => error.describe(locale),
            Self::Cancelled => locale.t("store.cancelled").into_owned(),
        }
    }
}

impl From<Cancelled> for LoadError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Why a register could not be saved. What was on the disk is still there.
#[derive(Debug)]
pub enum SaveError {
    /// The file is no longer what was read from it: someone else has written it.
    Changed {
        /// The file.
        path: PathBuf,
        /// When it was last written, where the system tells.
        modified: Option<SystemTime>,
    },
    /// The file is no longer there.
    Deleted(PathBuf),
    /// There is a file where a new one should be made.
    Exists(PathBuf),
    /// Its history was written by a newer program, which this one must not add to.
    NewerHistoryFormat {
        /// The history.
        path: PathBuf,
        /// The number of its format.
        found: u32,
    },
    /// Beside the records that are damaged it could not be read again.
    DoesNotRoundTrip(PathBuf),
    /// It could not be written.
    Write(WriteError),
    /// The work was cancelled.
    Cancelled,
}

impl SaveError {
    /// What happened, where, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let of = |key: &str, path: &Path| {
            locale.t_with(&format!("store.save.{key}"), &[("path", &path.display().to_string())])
        };
        match self {
            Self::Changed { path, .. } => of("changed", path),
            Self::Deleted(path) => of("deleted", path),
            Self::Exists(path) => of("exists", path),
            Self::DoesNotRoundTrip(path) => of("not_readable_again", path),
            Self::NewerHistoryFormat { path, found } => {
                let (found, path) = (found.to_string(), path.display().to_string());
                locale.t_with("history.error.newer_format", &[("found", &found), ("path", &path)])
            }
            Self::Write(error) => error.describe(locale),
            Self::Cancelled => locale.t("store.cancelled").into_owned(),
        }
    }
}

impl From<WriteError> for SaveError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Io { error, .. }
                if error.get_ref().is_some_and(|e| e.is::<Cancelled>()) =>
            {
                Self::Cancelled
            }
            error => Self::Write(error),
        }
    }
}

/// Why a file could not be written. What was there before is still there.
#[derive(Debug)]
pub enum WriteError {
    /// It is the register that is open: only saving writes that.
    OpenRegister(PathBuf),
    /// There is no room left on the disk.
    DiskFull(PathBuf),
    /// Writing is not allowed in its folder.
    Forbidden(PathBuf),
    /// The file, or the disk it is on, is write-protected.
    WriteProtected(PathBuf),
    /// A folder of this name is there.
    Folder(PathBuf),
    /// Something else of this name is there: a device or a pipe.
    NotAFile(PathBuf),
    /// The folder it should be in is not there.
    FolderMissing(PathBuf),
    /// Another program has been saving in its folder for long.
    Busy(PathBuf),
    /// It could not be written for another reason.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl WriteError {
    /// What the system says of a file that could not be written.
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull(path),
            ErrorKind::PermissionDenied => Self::Forbidden(path),
            ErrorKind::ReadOnlyFilesystem => Self::WriteProtected(path),
            ErrorKind::IsADirectory => Self::Folder(path),
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::FolderMissing(path),
            ErrorKind::WouldBlock => Self::Busy(path),
            _ => Self::Io { path, error },
        }
    }

    /// What happened, where, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let of = |key: &str, path: &Path| {
            locale.t_with(&format!("store.write.{key}"), &[("path", &path.display().to_string())])
        };
        match self {
            Self::OpenRegister(path) => of("open_register", path),
            Self::DiskFull(path) => of("disk_full", path),
            Self::Forbidden(path) => of("forbidden", path),
            Self::WriteProtected(path) => of("write_protected", path),
            Self::Folder(path) => of("folder", path),
            Self::NotAFile(path) => of("not_a_file", path),
            Self::FolderMissing(path) => of("folder_missing", path),
            Self::Busy(path) => of("folder_busy", path),
            Self::Io { path, error } => {
                let (path, error) = (path.display().to_string(), error.to_string());
                locale.t_with("store.write.io", &[("error", &*error), ("path", &*path)])
            }
        }
    }
}

/// Errors print as their English words, which hold what the system says.
macro_rules! in_english {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.describe(Locale::ENGLISH))
            }
        }

        impl std::error::Error for $name {}
    )*};
}

in_english!(LoadError, SaveError, WriteError, DraftError);
