//! Errors of making and loading backups.

use std::path::PathBuf;

use crate::store::{
    error::{LoadError, WriteError},
    ron::syntax_error::SyntaxError,
};

/// An error of making or loading a backup.
#[derive(Debug)]
pub enum BackupError {
    /// The backup could not be written.
    NotSaved(WriteError),
    /// The folder of the backups could not be read.
    NotListed {
        /// The path of the folder.
        path: PathBuf,
        /// The error of the operating system.
        error: String,
    },
    /// The backup no longer exists.
    Missing(PathBuf),
    /// The backup has a newer format than this program reads.
    NewerFormat(LoadError),
    /// The text of the backup has a syntax error.
    Syntax {
        /// The path of the file.
        path: PathBuf,
        /// The kind of error.
        error: SyntaxError,
    },
    /// The backup cannot be decompressed, or is not text.
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system or of the decoder.
        error: String,
    },
}

impl From<WriteError> for BackupError {
    fn from(error: WriteError) -> Self {
        Self::NotSaved(error)
    }
}
