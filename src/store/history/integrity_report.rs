//! The result of verifying a history.

use jiff::Timestamp;

use crate::store::history::entry::HistoryEntry;

/// The result of verifying a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityReport {
    /// The number of lines.
    pub entry_count: u64,
    /// The times of the first and the last entry.
    pub time_span: Option<(Timestamp, Timestamp)>,
    /// The issues, in the order of the lines.
    pub issues: Vec<IntegrityIssue>,
    /// The numbers of the lines whose time is before that of a line that they follow, as programs
    /// before the rule wrote them. This is not an issue.
    pub clock_regressions: Vec<u64>,
    /// The lines that begin a history, record a change by another program, or follow a gap.
    pub noted_lines: Vec<NotedLine>,
}

impl IntegrityReport {
    /// Returns whether a line records that lines before it were lost or could not be read.
    pub fn has_lost_lines(&self) -> bool {
        let mut gaps = self.noted_lines.iter().map(|noted| &noted.entry.gap);
        gaps.any(|gap| gap.lost.is_some() || gap.aside.is_some())
    }
}

/// A line to know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedLine {
    /// The number of the line in the file; the first is 1.
    pub line: u64,
    /// The entry without its edits.
    pub entry: HistoryEntry,
}

/// An issue of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntegrityIssue {
    /// The number of the line in the file; the first is 1.
    pub line: u64,
    /// The kind of the issue.
    pub kind: IntegrityIssueKind,
}

/// The kinds of issues of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegrityIssueKind {
    /// The line cannot be parsed.
    Unreadable,
    /// The line was changed after it was written: it does not have the digest that it holds.
    DigestMismatch,
    /// This number of lines is missing before the line.
    MissingBefore(u64),
    /// The line does not hold the digest of the line before, and does not begin the lines of a
    /// history that a later line merges: one of the two lines was replaced or moved.
    OutOfSequence,
    /// The line ends with a carriage return, and later ones may: another program has changed the
    /// ends of the lines, and nothing else of this one.
    LineEndChanged,
    /// The line has no newline: the file was cut off.
    Truncated,
    /// The last line does not end a save: lines are missing after it.
    IncompleteCommit,
    /// The last line merges two histories, and the register after it is not recorded yet: it had
    /// conflicts. The next save records it.
    UnrecordedMerge,
    /// The last line does not hold the digest of the register: another program has changed the
    /// register, or lines are missing at the end.
    RegisterMismatch,
}
