//! The authors of the changes between two versions of a register, as its history records them.

use std::{io, path::Path};

use jiff::Timestamp;

use crate::{
    register::Edit,
    store::{
        fs::{companion_file::CompanionFile, files, hash::Hash},
        history::{entry::HistoryEntry, reverse_lines::ReverseLines},
        paths::RegisterPaths,
    },
};

/// The number of entries that are read, from the end.
const MAX_LINES_READ: usize = 1000;

/// The history entries between two versions of a register.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    /// The entries from the one version to the other, the newest first; empty where another
    /// program wrote the later version.
    entries: Vec<HistoryEntry>,
    /// The modification time of the file.
    file_modified: Option<Timestamp>,
}

/// The author of a change.
#[derive(Clone, Copy, Debug)]
pub enum Author<'a> {
    /// The author that a history entry names.
    Entry(&'a HistoryEntry),
    /// Another program, which records nothing. The time is that at which it wrote the file, where
    /// this is known.
    OtherProgram(Option<Timestamp>),
}

impl Attribution {
    /// Reads the entries between two versions of a register, given by the SHA-256 of their files.
    pub fn between_versions(register: &Path, old: Hash, new: Hash) -> Self {
        let entries = entries_between(register, old, new).unwrap_or_else(|error| {
            tracing::warn!("the author of a change could not be read: {error}");
            Vec::new()
        });
        let modified = files::metadata(register).and_then(|metadata| metadata.modified());
        let file_modified = modified.ok().and_then(|time| Timestamp::try_from(time).ok());
        Self { entries, file_modified }
    }

    /// Returns the author of the last change with an edit for which `touches` returns true; the
    /// author of the file where no entry has one.
    pub fn last_author(&self, touches: impl Fn(&Edit) -> bool) -> Author<'_> {
        let index = self.entries.iter().position(|entry| {
            // An entry without edits may stand for any change.
            let edits = entry.event.edits();
            edits.is_empty() || edits.iter().any(&touches)
        });
        self.author_at(index.unwrap_or(0))
    }

    /// Returns the author of each change, the newest first.
    pub fn authors(&self) -> impl Iterator<Item = Author<'_>> {
        (0..self.entries.len().max(1)).map(|index| self.author_at(index))
    }

    /// Returns the author of the entry at an index.
    fn author_at(&self, index: usize) -> Author<'_> {
        match self.entries.get(index) {
            Some(entry) if !entry.records_other_program() => Author::Entry(entry),
            Some(_) if index > 0 => Author::OtherProgram(None),
            Some(_) | None => Author::OtherProgram(self.file_modified),
        }
    }
}

/// Reads the entries from one version to another, the newest first: those of the last save only
/// where the old version is not among the last 1000 entries, and none where the new version is
/// not.
fn entries_between(register: &Path, old: Hash, new: Hash) -> io::Result<Vec<HistoryEntry>> {
    let mut entries: Vec<HistoryEntry> = Vec::new();
    let mut last_commit_length = None;
    let history_path = RegisterPaths::of(register).history();
    let Some(file) = CompanionFile::History.open_if_exists(&history_path)? else {
        return Ok(entries);
    };
    let mut reverse_lines = ReverseLines::new(&file)?;
    for _ in 0..MAX_LINES_READ {
        let Some(raw) = reverse_lines.next_line()? else { break };
        let Ok(entry) = HistoryEntry::parse(&raw.bytes) else {
            // A part of an entry of an interrupted save may follow the last complete one.
            if entries.is_empty() { continue } else { break }
        };
        if entry.register_digest == Some(old) {
            return Ok(without_merges(entries));
        }
        if entries.is_empty() && entry.register_digest != Some(new) {
            continue;
        }
        if entry.register_digest.is_some() && !entries.is_empty() {
            last_commit_length.get_or_insert(entries.len());
        }
        entries.push(entry);
    }
    entries.truncate(last_commit_length.unwrap_or(entries.len()));
    Ok(without_merges(entries))
}

/// Removes the entries that merge histories, whose authors changed nothing themselves, where any
/// other entry is left.
fn without_merges(mut entries: Vec<HistoryEntry>) -> Vec<HistoryEntry> {
    if entries.iter().any(|entry| entry.merged_digest.is_none()) {
        entries.retain(|entry| entry.merged_digest.is_none());
    }
    entries
}
