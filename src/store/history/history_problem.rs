//! Something wrong with a history, about which the user is asked before a line is appended.

use std::path::PathBuf;

use jiff::ZonedDateTime;

use crate::store::{
    fs::{fingerprint::Fingerprint, hash::Hash},
    history::integrity_report::IntegrityIssue,
};

/// A line of a history that this machine has read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLine {
    /// The number of its entry.
    pub number: u64,
    /// Its digest.
    pub seal: Hash,
    /// The time at which it was read or written, in the time zone of the machine.
    pub seen: ZonedDateTime,
}

/// Something wrong with a history, about which the user is asked before a line is appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryProblem {
    /// The path of the history.
    pub path: PathBuf,
    /// What is wrong.
    pub kind: HistoryProblemKind,
    /// The known line that the history does not hold; `None` where none is known, or the history
    /// holds it.
    pub lost: Option<KnownLine>,
    /// The number of bytes after the last readable line, which appending sets aside.
    pub unreadable_length: u64,
    /// True if the history has a readable line, after which appending continues.
    pub has_readable_lines: bool,
    /// The content that was found; `None` where there is no file.
    pub(super) content: Option<Fingerprint>,
}

/// The kinds of problems of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryProblemKind {
    /// There is no file, although a line of it is known.
    Missing,
    /// The file is empty, although a line of it is known.
    Empty,
    /// A line is damaged, or lines are missing before it.
    Damaged(IntegrityIssue),
    /// The lines are intact, but the known line is not among them.
    LineMissing {
        /// The number of the last entry.
        last_number: u64,
    },
}
