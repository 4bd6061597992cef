//! The whole of a history, without its records: what the page and the command list.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
    sync::Arc,
};

use super::{
    error::HistoryError,
    history_of,
    line::{Line, Unread},
    open,
};
use crate::{
    model::CaseId,
    progress::Progress,
    register::{Change, Edit},
    store::hash::Hash,
};

/// Every line of a history in order, each without its records.
#[derive(Clone, Debug, Default)]
pub struct Past {
    marks: Vec<Arc<Mark>>,
    /// Lines that cannot be read, by their place in the file.
    unread: Vec<u64>,
    /// Where the last whole line ends.
    end: u64,
    /// How many lines there are.
    lines: u64,
}

/// A line without its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The line; the edits are left out.
    pub line: Line,
    /// The cases that it touches.
    pub cases: Vec<CaseId>,
    /// Whether it has the records before and after.
    pub has_records: bool,
    /// Where its text begins, and how long it is.
    at: (u64, usize),
}

impl Past {
    /// Reads the history of the register in a file, or what was added since it was last read.
    ///
    /// # Errors
    /// When it cannot be read, was written by a newer program, or the work was cancelled.
    pub fn read(
        register: &Path,
        known: Option<&Self>,
        progress: &Progress,
    ) -> Result<Self, HistoryError> {
        let path = history_of(register);
        let failed = |error| HistoryError::io(&path, error);
        let Some(file) = open(&path).map_err(failed)? else { return Ok(Self::default()) };
        let length = file.metadata().map_err(failed)?.len();
        let mut this = known.filter(|known| known.goes_on(&file, length)).cloned();
        let this = this.get_or_insert_default();
        let mut text = BufReader::new(&file);
        text.seek(SeekFrom::Start(this.end)).map_err(failed)?;
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let size = text.read_until(b'\n', &mut bytes).map_err(failed)?;
            if bytes.pop() != Some(b'\n') {
                break;
            }
            this.lines += 1;
            match Line::read(&bytes) {
                Ok(line) => this.marks.push(Arc::new(Mark::of(line, (this.end, bytes.len())))),
                Err(Unread::Newer(found)) => return Err(HistoryError::Newer { path, found }),
                Err(Unread::Damaged) => this.unread.push(this.lines),
            }
            this.end += size as u64;
            progress.report(
                usize::try_from(this.end).unwrap_or(0),
                usize::try_from(length).unwrap_or(0),
            )?;
        }
        Ok(std::mem::take(this))
    }

    /// The lines in order, the oldest first.
    pub fn marks(&self) -> &[Arc<Mark>] {
        &self.marks
    }

    /// The places of lines that cannot be read; the first line is 1.
    pub fn unread(&self) -> &[u64] {
        &self.unread
    }

    /// The SHA-256 of the register that the history ends with.
    pub fn end(&self) -> Option<Hash> {
        self.marks.last().and_then(|mark| mark.line.file)
    }

    /// A line with its records.
    ///
    /// # Errors
    /// When it can no longer be read.
    pub fn line(&self, register: &Path, mark: &Mark) -> Result<Line, HistoryError> {
        let path = history_of(register);
        let failed = |error| HistoryError::io(&path, error);
        let Some(mut file) = open(&path).map_err(failed)? else {
            return Err(HistoryError::None(path));
        };
        let mut bytes = vec![0; mark.at.1];
        file.seek(SeekFrom::Start(mark.at.0)).map_err(failed)?;
        file.read_exact(&mut bytes).map_err(failed)?;
        Line::read(&bytes).map_err(|_| HistoryError::Broken { n: mark.line.n })
    }

    /// Whether the file still has the last line where it was.
    fn goes_on(&self, file: &File, length: u64) -> bool {
        let Some(last) = self.marks.last() else { return false };
        let mut bytes = vec![0; last.at.1];
        let mut file = file;
        self.end <= length
            && file.seek(SeekFrom::Start(last.at.0)).is_ok()
            && file.read_exact(&mut bytes).is_ok()
            && Line::read(&bytes).is_ok_and(|line| Mark::of(line, last.at) == **last)
    }
}

impl Mark {
    fn of(mut line: Line, at: (u64, usize)) -> Self {
        let mut cases = Vec::new();
        let edits = line.what.take_edits();
        let has_records = !edits.is_empty();
        for edit in edits {
            if let Edit::Case(Change { before, after, .. }) = edit {
                for case in [before, after].into_iter().flatten() {
                    if !cases.contains(&case.id) {
                        cases.push(case.id.clone());
                    }
                }
            }
        }
        Self { line, cases, has_records, at }
    }
}
