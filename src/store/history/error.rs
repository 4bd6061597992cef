//! Errors of reading a history.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    Cancelled,
    merge::Side,
    store::{
        error::LoadError,
        history::{history_problem::HistoryProblem, integrity_report::IntegrityIssueKind},
    },
};

/// An error of reading a history, or of reconstructing an earlier state of a register.
#[derive(Debug)]
pub enum HistoryError {
    /// The register has no history.
    NoHistory(PathBuf),
    /// The history has no line, and none is known.
    NoLine(PathBuf),
    /// The history is not the one that is known.
    Problem(Box<HistoryProblem>),
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
    /// The register cannot be read.
    RegisterUnreadable(LoadError),
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

/// An error of merging two histories. Neither is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryMergeError {
    /// An entry of one side has a newer format than this program reads.
    NewerFormat {
        /// The side.
        side: Side,
        /// The format number of the entry.
        found: u32,
    },
    /// A line of one side is damaged, or lines of it are missing.
    Damaged {
        /// The side.
        side: Side,
        /// The number of the line; the first is 1.
        line: u64,
        /// The kind of damage.
        kind: IntegrityIssueKind,
    },
    /// The two histories do not begin with the same register.
    Unrelated,
}
