//! The whole of a history, without its records: what the page and the command list.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
    sync::Arc,
};

use crate::{
    Progress,
    model::CaseId,
    register::{Change, Edit},
    store::{
        fs::hash::Hash,
        history::{
            entry::{EntryParseError, HistoryEntry},
            error::HistoryError,
            history_path, open_if_exists,
        },
    },
};

/// Every line of a history in order, each without its records.
#[derive(Clone, Debug, Default)]
pub struct HistoryIndex {
    headers: Vec<Arc<EntryHeader>>,
    /// Lines that cannot be read, by their place in the file.
    unreadable_lines: Vec<u64>,
    /// Where the last whole line ends.
    end_offset: u64,
    /// How many lines there are.
    line_count: u64,
}

/// A line without its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryHeader {
    /// The line; the edits are left out.
    pub entry: HistoryEntry,
    /// The cases that it touches.
    pub cases: Vec<CaseId>,
    /// Whether it has the records before and after.
    pub has_records: bool,
    /// Where its text begins, and how long it is.
    byte_span: (u64, usize),
}

impl HistoryIndex {
    /// Reads the history of the register in a file, or what was added since it was last read.
    ///
    /// # Errors
    /// When it cannot be read, was written by a newer program, or the work was cancelled.
    pub fn load(
        register: &Path,
        previous: Option<&Self>,
        progress: &Progress,
    ) -> Result<Self, HistoryError> {
        let path = history_path(register);
        let failed = |error| HistoryError::io(&path, error);
        let Some(file) = open_if_exists(&path).map_err(failed)? else { return Ok(Self::default()) };
        let length = file.metadata().map_err(failed)?.len();
        let mut this = previous.filter(|known| known.is_extended_by(&file, length)).cloned();
        let this = this.get_or_insert_default();
        let mut text = BufReader::new(&file);
        text.seek(SeekFrom::Start(this.end_offset)).map_err(failed)?;
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let size = text.read_until(b'\n', &mut bytes).map_err(failed)?;
            if bytes.pop() != Some(b'\n') {
                break;
            }
            this.line_count += 1;
            match HistoryEntry::parse(&bytes) {
                Ok(line) => this
                    .headers
                    .push(Arc::new(EntryHeader::from_entry(line, (this.end_offset, bytes.len())))),
                Err(EntryParseError::NewerFormat(found)) => {
                    return Err(HistoryError::NewerFormat { path, found });
                }
                Err(EntryParseError::Malformed) => this.unreadable_lines.push(this.line_count),
            }
            this.end_offset += size as u64;
            progress.report(
                usize::try_from(this.end_offset).unwrap_or(0),
                usize::try_from(length).unwrap_or(0),
            )?;
        }
        Ok(std::mem::take(this))
    }

    /// The lines in order, the oldest first.
    pub fn headers(&self) -> &[Arc<EntryHeader>] {
        &self.headers
    }

    /// The places of lines that cannot be read; the first line is 1.
    pub fn unreadable_lines(&self) -> &[u64] {
        &self.unreadable_lines
    }

    /// The SHA-256 of the register that the history ends with.
    pub fn last_register_digest(&self) -> Option<Hash> {
        self.headers.last().and_then(|mark| mark.entry.register_digest)
    }

    /// A line with its records.
    ///
    /// # Errors
    /// When it can no longer be read.
    pub fn read_entry(
        &self,
        register: &Path,
        mark: &EntryHeader,
    ) -> Result<HistoryEntry, HistoryError> {
        let path = history_path(register);
        let failed = |error| HistoryError::io(&path, error);
        let Some(mut file) = open_if_exists(&path).map_err(failed)? else {
            return Err(HistoryError::NoHistory(path));
        };
        let mut bytes = vec![0; mark.byte_span.1];
        file.seek(SeekFrom::Start(mark.byte_span.0)).map_err(failed)?;
        file.read_exact(&mut bytes).map_err(failed)?;
        HistoryEntry::parse(&bytes)
            .map_err(|_| HistoryError::InconsistentEntry { entry_number: mark.entry.number })
    }

    /// Whether the file still has the last line where it was.
    fn is_extended_by(&self, file: &File, length: u64) -> bool {
        let Some(last) = self.headers.last() else { return false };
        let mut bytes = vec![0; last.byte_span.1];
        let mut file = file;
        self.end_offset <= length
            && file.seek(SeekFrom::Start(last.byte_span.0)).is_ok()
            && file.read_exact(&mut bytes).is_ok()
            && HistoryEntry::parse(&bytes)
                .is_ok_and(|line| EntryHeader::from_entry(line, last.byte_span) == **last)
    }
}

impl EntryHeader {
    fn from_entry(mut entry: HistoryEntry, byte_span: (u64, usize)) -> Self {
        let mut cases = Vec::new();
        let edits = entry.event.take_edits();
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
        Self { entry, cases, has_records, byte_span }
    }
}
