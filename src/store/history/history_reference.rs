//! The reference of a shown register to its history: the line that records it, and its seal.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::store::{
    fs::{companion_file::CompanionFile, files, hash::Hash},
    history::{
        entry::{EntryParseError, HistoryEntry},
        reverse_lines::ReverseLines,
    },
    paths::RegisterPaths,
};

/// A line of a history, named by its number and its seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedLine {
    /// The number of the line; the first is 1.
    pub number: u64,
    /// The seal of the line: its SHA-256, which also covers the seal of the line before.
    pub seal: Hash,
}

/// The reference of a state of a register to its history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistoryReference {
    /// The register has no history.
    #[default]
    NoHistory,
    /// This line records the state.
    Recorded(SealedLine),
    /// The history ends with this line, which records another state.
    EndsWithOtherState(SealedLine),
    /// The history cannot be read, or its end is damaged.
    Unreadable,
}

impl HistoryReference {
    /// Reads the reference of a state of the register at a path, given by the SHA-256 of its file;
    /// `None` stands for a state that no file holds yet. A seal that its line does not have is not
    /// returned.
    pub fn read(register: &Path, state: Option<Hash>) -> Self {
        if files::is_stream(register) {
            return Self::NoHistory;
        }
        match read_last_commit(&RegisterPaths::of(register).history()) {
            Ok(LastCommit::NoFile) => Self::NoHistory,
            Ok(LastCommit::Line { line, register_digest }) => {
                let is_recorded = state.is_some() && state == register_digest;
                if is_recorded { Self::Recorded(line) } else { Self::EndsWithOtherState(line) }
            }
            Ok(LastCommit::Damaged) => Self::Unreadable,
            Err(error) => {
                tracing::warn!("the end of the history could not be read: {error}");
                Self::Unreadable
            }
        }
    }

    /// Returns the line that the reference names.
    pub fn line(&self) -> Option<SealedLine> {
        match self {
            Self::Recorded(line) | Self::EndsWithOtherState(line) => Some(*line),
            Self::NoHistory | Self::Unreadable => None,
        }
    }
}

/// The source of the reference of a register that is shown, for a worker that reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistorySource {
    /// The history of the register at a path, which shows the file with this SHA-256; `None`
    /// stands for a state that no file holds yet.
    Register(PathBuf, Option<Hash>),
    /// A reference that is known already.
    Known(HistoryReference),
}

impl HistorySource {
    /// Reads the reference.
    pub fn read(&self) -> HistoryReference {
        match self {
            Self::Register(path, state) => HistoryReference::read(path, *state),
            Self::Known(reference) => *reference,
        }
    }
}

/// The last line of a history that ends a save.
enum LastCommit {
    /// There is no history.
    NoFile,
    /// The line, and the SHA-256 of the register after it where that is recorded.
    Line { line: SealedLine, register_digest: Option<Hash> },
    /// No line ends a save, or the last one is not what its seal was computed of.
    Damaged,
}

/// Reads the last line that ends a save. The lines of an interrupted save may follow it.
fn read_last_commit(path: &Path) -> io::Result<LastCommit> {
    let Some(file) = CompanionFile::History.open_if_exists(path)? else {
        return Ok(LastCommit::NoFile);
    };
    let mut lines = ReverseLines::new(&file)?;
    while let Some(raw) = lines.next_line()? {
        let entry = match HistoryEntry::parse(&raw.bytes) {
            Ok(entry) if raw.has_newline && entry.ends_commit() => entry,
            Ok(_) | Err(EntryParseError::Malformed) => continue,
            Err(EntryParseError::NewerFormat(_)) => break,
        };
        let Some((seal, true)) = HistoryEntry::read_digest(&raw.bytes) else { break };
        let line = SealedLine { number: entry.number, seal };
        return Ok(LastCommit::Line { line, register_digest: entry.register_digest });
    }
    Ok(LastCommit::Damaged)
}
