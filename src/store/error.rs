//! Errors of reading and writing registers; their sentences are in `describe/errors.rs`.

use std::{
    io::{self, ErrorKind},
    ops::Range,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    Cancelled,
    store::{
        fs::fingerprint::Fingerprint,
        history::history_problem::HistoryProblem,
        ron::syntax_error::{LineColumn, SyntaxError},
    },
};

/// An error of opening a register.
#[derive(Debug)]
pub enum LoadError {
    /// There is no file at this path.
    NotFound(PathBuf),
    /// The path is that of a folder.
    Folder(PathBuf),
    /// The path is that of a device that cannot be read, or of a pipe where a file is needed.
    NotAFile(PathBuf),
    /// Reading the file is not permitted.
    Forbidden(PathBuf),
    /// The file holds nothing but white space.
    Empty(PathBuf),
    /// The file is not text in UTF-8.
    NotUtf8 {
        /// The path of the file.
        path: PathBuf,
        /// The position of the first invalid byte.
        position: LineColumn,
    },
    /// The register has a newer format than this program reads.
    NewerFormat {
        /// The path of the file.
        path: PathBuf,
        /// The format number as it stands in the file.
        found: String,
    },
    /// The text has a syntax error.
    Syntax {
        /// The path of the file.
        path: PathBuf,
        /// The kind of error.
        error: SyntaxError,
        /// The position of the error.
        position: LineColumn,
        /// The path to the field: names of fields, ids, and numbers of items without an id.
        field_path: Box<[String]>,
        /// The number of records that cannot be read, of which this is the first; 0 where the
        /// error keeps the whole text from being read.
        broken_count: usize,
    },
    /// Reading failed for another reason.
    Io {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        error: io::Error,
    },
    /// The file was to be created first, and that failed.
    NotCreated(SaveError),
    /// The work was cancelled.
    Cancelled,
}

impl LoadError {
    /// Converts an error of the operating system on reading a file.
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NotFound(path),
            ErrorKind::PermissionDenied => Self::Forbidden(path),
            ErrorKind::IsADirectory => Self::Folder(path),
            _ => Self::Io { path, error },
        }
    }
}

impl From<Cancelled> for LoadError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// An error of saving a register. The file on the disk is then unchanged.
#[derive(Debug)]
pub enum SaveError {
    /// Another program has changed the file since it was last read or written here.
    Changed {
        /// The path of the file.
        path: PathBuf,
        /// The modification time of the file, where the system keeps one.
        modified: Option<SystemTime>,
    },
    /// The file was deleted since it was last read or written here.
    Deleted(PathBuf),
    /// Bytes that were to be copied from the file are not those that were read from it, although its
    /// metadata tells of no change.
    ContentChanged {
        /// The path of the file.
        path: PathBuf,
        /// The range of the bytes in the file; the first byte is 0.
        range: Range<u64>,
        /// The fingerprint of the file, read anew.
        found: Fingerprint,
    },
    /// A file exists where a new one was to be created.
    Exists(PathBuf),
    /// The history is not the one that is known, or has no readable line. Saving goes on once the
    /// user was asked.
    HistoryProblem(Box<HistoryProblem>),
    /// The history has a newer format, to which this program must not append.
    NewerHistoryFormat {
        /// The path of the history.
        path: PathBuf,
        /// The format number of the history.
        found: u32,
    },
    /// Parsing the printed text would not give the same register, because of a record that is
    /// not readable.
    DoesNotRoundTrip(PathBuf),
    /// Writing failed.
    Write(WriteError),
    /// The work was cancelled.
    Cancelled,
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

/// An error of writing a file. The old file is then unchanged, but for
/// [`NotFlushed`](Self::NotFlushed).
#[derive(Debug)]
pub enum WriteError {
    /// The file is the open register, which only a save writes.
    OpenRegister(PathBuf),
    /// The file is a register or belongs to one, which an export does not replace.
    ReservedFile(PathBuf),
    /// The disk is full.
    DiskFull(PathBuf),
    /// Writing in the folder of the file is not permitted.
    Forbidden(PathBuf),
    /// The file, or its file system, is read-only.
    WriteProtected(PathBuf),
    /// The user may not write to the file, though to its folder.
    ForbiddenFile(PathBuf),
    /// The path is that of a folder.
    Folder(PathBuf),
    /// The path is that of a device or a pipe.
    NotAFile(PathBuf),
    /// The folder of the file does not exist.
    FolderMissing(PathBuf),
    /// Another program holds the lock on the folder for too long.
    Busy(PathBuf),
    /// The file was written, but its folder could not be flushed: a power failure may bring the old
    /// file back.
    NotFlushed {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        error: String,
    },
    /// Writing failed for another reason.
    Io {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        error: io::Error,
    },
}

impl WriteError {
    /// Converts an error of the operating system on writing a file.
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
}
