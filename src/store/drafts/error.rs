//! Errors of the files of drafts.

use std::path::PathBuf;

use crate::store::error::WriteError;

/// An error of reading or writing the file of a draft.
#[derive(Debug)]
pub enum DraftError {
    /// The draft could not be written.
    NotSaved(WriteError),
    /// The draft could not be deleted.
    NotRemoved {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        error: String,
    },
    /// The draft has a format that this program does not read.
    UnsupportedFormat {
        /// The path of the file.
        path: PathBuf,
        /// The format number of the draft.
        found: u32,
    },
    /// The draft cannot be read.
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system or of the parser.
        error: String,
    },
}

impl From<WriteError> for DraftError {
    fn from(error: WriteError) -> Self {
        Self::NotSaved(error)
    }
}
