//! Errors of reading a history.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::Cancelled;

/// An error of reading a history, or of reconstructing an earlier state of a register.
#[derive(Debug)]
pub enum HistoryError {
    /// The register has no history.
    NoHistory(PathBuf),
    /// An entry has a newer format than this program reads.
    NewerFormat {
        /// The path of the history.
        path: PathBuf,
        /// The format number of the entry.
        found: u32,
    },
    /// Reading failed.
    Io {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        error: io::Error,
    },
    /// The register differs from the state that its history ends with, so no earlier state can be
    /// derived from it.
    OutOfSync(PathBuf),
    /// Another program changed the register before this entry, and what it changed is not
    /// recorded.
    OutOfReach {
        /// The number of the entry.
        entry_number: u64,
    },
    /// The records of an entry do not match those of its neighbours.
    InconsistentEntry {
        /// The number of the entry.
        entry_number: u64,
    },
    /// The history begins after the requested day.
    TooEarly,
    /// The work was cancelled.
    Cancelled,
}

impl HistoryError {
    /// Converts an error of the operating system on reading a file.
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io { path: path.to_owned(), error }
    }
}

impl From<Cancelled> for HistoryError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
