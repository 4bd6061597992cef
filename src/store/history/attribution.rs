//! Who brought about what the file of a register holds, as far as its history tells.

use std::{fs, io, path::Path};

use jiff::Timestamp;

use crate::{
    register::{Edit, HistoryEvent},
    store::{
        fs::hash::Hash,
        history::{entry::HistoryEntry, history_path, open_if_exists, reverse_lines::ReverseLines},
    },
};

/// How many lines are looked at, from the end.
const MAX_LINES_READ: usize = 1000;

/// How a version of a register came about of an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Attribution {
    /// The lines that lead from the one to the other, the newest first; none where another program
    /// wrote it.
    entries: Vec<HistoryEntry>,
    /// The time of the file.
    file_modified: Option<Timestamp>,
}

/// Who did something.
#[derive(Clone, Copy, Debug)]
pub enum Author<'a> {
    /// Whoever a line of the history names.
    Entry(&'a HistoryEntry),
    /// Another program, which tells nothing; the time is that of its file, where this is of what
    /// it wrote.
    OtherProgram(Option<Timestamp>),
}

impl Attribution {
    /// Finds out how what a file holds came about of what it held before, each by its SHA-256.
    pub fn between_versions(register: &Path, old: Hash, new: Hash) -> Self {
        let entries = entries_between(register, old, new).unwrap_or_else(|error| {
            tracing::warn!("who saved the register could not be read: {error}");
            Vec::new()
        });
        let written = fs::metadata(register).and_then(|about| about.modified());
        let file_modified = written.ok().and_then(|time| Timestamp::try_from(time).ok());
        Self { entries, file_modified }
    }

    /// Who did something last to what edits may touch; where no line tells, who wrote the file.
    pub fn last_author(&self, touches: impl Fn(&Edit) -> bool) -> Author<'_> {
        let at = self.entries.iter().position(|line| {
            // What a line does not tell may be anything.
            let edits = line.event.edits();
            edits.is_empty() || edits.iter().any(&touches)
        });
        self.author_at(at.unwrap_or(0))
    }

    /// Everyone who had a part in it.
    pub fn authors(&self) -> impl Iterator<Item = Author<'_>> {
        (0..self.entries.len().max(1)).map(|at| self.author_at(at))
    }

    /// Who did what the line at a place tells.
    fn author_at(&self, at: usize) -> Author<'_> {
        match self.entries.get(at) {
            Some(HistoryEntry { event: HistoryEvent::ExternalChange { .. }, .. }) if at > 0 => {
                Author::OtherProgram(None)
            }
            Some(HistoryEntry { event: HistoryEvent::ExternalChange { .. }, .. }) | None => {
                Author::OtherProgram(self.file_modified)
            }
            Some(line) => Author::Entry(line),
        }
    }
}

/// The lines from one version to another, the newest first. Where they do not lead back to the
/// first within reach, those of the last save alone; none where the first is the later one, or the
/// other is not known.
fn entries_between(register: &Path, old: Hash, new: Hash) -> io::Result<Vec<HistoryEntry>> {
    let mut entries: Vec<HistoryEntry> = Vec::new();
    let mut last_commit_length = None;
    let Some(file) = open_if_exists(&history_path(register))? else { return Ok(entries) };
    let mut reverse_lines = ReverseLines::new(&file)?;
    for _ in 0..MAX_LINES_READ {
        let Some(raw) = reverse_lines.next_line()? else { break };
        let Ok(line) = HistoryEntry::parse(&raw.bytes) else {
            // Behind the last save there may be the beginning of another.
            if entries.is_empty() { continue } else { break }
        };
        if line.register_digest == Some(old) {
            return Ok(entries);
        }
        if entries.is_empty() && line.register_digest != Some(new) {
            continue;
        }
        if line.register_digest.is_some() && !entries.is_empty() {
            last_commit_length.get_or_insert(entries.len());
        }
        entries.push(line);
    }
    entries.truncate(last_commit_length.unwrap_or(entries.len()));
    Ok(entries)
}
