//! Who brought about what the file of a register holds, as far as its history tells.

use std::{fs, io, path::Path};

use jiff::Timestamp;

use super::{backwards::Backwards, history_of, line::Line, open};
use crate::{
    register::{Edit, Entry},
    store::hash::Hash,
};

/// How many lines are looked at, from the end.
const REACH: usize = 1000;

/// How a version of a register came about of an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The lines that lead from the one to the other, the newest first; none where another program
    /// wrote it.
    lines: Vec<Line>,
    /// The time of the file.
    written: Option<Timestamp>,
}

/// Who did something.
#[derive(Clone, Copy, Debug)]
pub enum Author<'a> {
    /// Whoever a line of the history names.
    Line(&'a Line),
    /// Another program, which tells nothing; the time is that of its file, where this is of what
    /// it wrote.
    Other(Option<Timestamp>),
}

impl Origin {
    /// Finds out how what a file holds came about of what it held before, each by its SHA-256.
    pub fn of(register: &Path, before: Hash, now: Hash) -> Self {
        let lines = between(register, before, now).unwrap_or_else(|error| {
            tracing::warn!("who saved the register could not be read: {error}");
            Vec::new()
        });
        let written = fs::metadata(register).and_then(|about| about.modified());
        let written = written.ok().and_then(|time| Timestamp::try_from(time).ok());
        Self { lines, written }
    }

    /// Who did something last to what edits may touch; where no line tells, who wrote the file.
    pub fn author(&self, touches: impl Fn(&Edit) -> bool) -> Author<'_> {
        let at = self.lines.iter().position(|line| {
            // What a line does not tell may be anything.
            let edits = line.what.edits();
            edits.is_empty() || edits.iter().any(&touches)
        });
        self.author_at(at.unwrap_or(0))
    }

    /// Everyone who had a part in it.
    pub fn authors(&self) -> impl Iterator<Item = Author<'_>> {
        (0..self.lines.len().max(1)).map(|at| self.author_at(at))
    }

    /// Who did what the line at a place tells.
    fn author_at(&self, at: usize) -> Author<'_> {
        match self.lines.get(at) {
            Some(Line { what: Entry::Outside { .. }, .. }) if at > 0 => Author::Other(None),
            Some(Line { what: Entry::Outside { .. }, .. }) | None => Author::Other(self.written),
            Some(line) => Author::Line(line),
        }
    }
}

/// The lines from one version to another, the newest first. Where they do not lead back to the
/// first within reach, those of the last save alone; none where the first is the later one, or the
/// other is not known.
fn between(register: &Path, before: Hash, now: Hash) -> io::Result<Vec<Line>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut of_last_save = None;
    let Some(file) = open(&history_of(register))? else { return Ok(lines) };
    let mut way = Backwards::new(&file)?;
    for _ in 0..REACH {
        let Some(raw) = way.next()? else { break };
        let Ok(line) = Line::read(&raw.bytes) else {
            // Behind the last save there may be the beginning of another.
            if lines.is_empty() { continue } else { break }
        };
        if line.file == Some(before) {
            return Ok(lines);
        }
        if lines.is_empty() && line.file != Some(now) {
            continue;
        }
        if line.file.is_some() && !lines.is_empty() {
            of_last_save.get_or_insert(lines.len());
        }
        lines.push(line);
    }
    lines.truncate(of_last_save.unwrap_or(lines.len()));
    Ok(lines)
}
