//! The index of a history: every entry without its records.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom},
    path::Path,
    sync::Arc,
};

use crate::{
    Progress,
    model::CaseId,
    register::{Change, Edit},
    store::{
        fs::{
            companion_file::CompanionFile,
            files::{self, File},
            hash::Hash,
        },
        history::{
            entry::{EntryParseError, HistoryEntry},
            error::HistoryError,
            history_reference::{HistoryReference, SealedLine},
            line_signature::LineSignature,
        },
        paths::RegisterPaths,
    },
};

/// The entries of a history in order, each without its records.
#[derive(Clone, Debug, Default)]
pub struct HistoryIndex {
    headers: Vec<Arc<EntryHeader>>,
    /// The numbers of the lines that cannot be parsed; the first line is 1.
    unreadable_lines: Vec<u64>,
    /// The offset of the end of the last complete line.
    end_offset: u64,
    /// The number of complete lines.
    line_count: u64,
}

/// An entry without its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryHeader {
    /// The entry with its edits removed.
    pub entry: HistoryEntry,
    /// The number of the line in the file; the first is 1. Unlike the number that the entry holds,
    /// no other entry has it where histories were merged.
    pub line_number: u64,
    /// The digest that the line holds.
    pub digest: Hash,
    /// True if the line has the digest that it holds.
    pub is_intact: bool,
    /// The signature of the line.
    pub signature: LineSignature,
    /// The numbers of the lines that the entry follows: none for the first, two for an entry that
    /// merges two histories, the first that of the history that was merged into.
    pub parent_lines: Vec<u64>,
    /// The ids of the cases that the entry changes.
    pub cases: Vec<CaseId>,
    /// True if the entry has edits.
    pub has_records: bool,
    /// The offset and the length of the line in the file, in bytes.
    byte_span: (u64, usize),
}

impl HistoryIndex {
    /// Reads the history of a register; with the `previous` index, only what was appended since.
    ///
    /// # Errors
    /// When the history cannot be read or has a newer format, or the work was cancelled.
    pub fn load(
        register: &Path,
        previous: Option<&Self>,
        progress: &Progress,
    ) -> Result<Self, HistoryError> {
        let path = RegisterPaths::of(register).history();
        let failed = |error| HistoryError::io(&path, error);
        let Some(file) = CompanionFile::History.open_if_exists(&path).map_err(failed)? else {
            return Ok(Self::default());
        };
        let length = files::length(&file).map_err(failed)?;
        let previous = previous.filter(|previous| previous.is_extended_by(&file, length));
        let mut this = previous.cloned().unwrap_or_default();
        let mut text = BufReader::new(&file);
        text.seek(SeekFrom::Start(this.end_offset)).map_err(failed)?;
        let mut bytes = Vec::new();
        let mut line_numbers: HashMap<Hash, u64> =
            this.headers.iter().map(|header| (header.digest, header.line_number)).collect();
        loop {
            bytes.clear();
            let size = text.read_until(b'\n', &mut bytes).map_err(failed)?;
            if bytes.pop() != Some(b'\n') {
                break;
            }
            this.line_count += 1;
            match HistoryEntry::parse(&bytes) {
                Ok(entry) => {
                    let position = (this.line_count, this.end_offset);
                    let header = EntryHeader::new(entry, &bytes, position, &line_numbers);
                    line_numbers.insert(header.digest, header.line_number);
                    this.headers.push(Arc::new(header));
                }
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
        Ok(this)
    }

    /// Returns the entries in order, the oldest first.
    pub fn headers(&self) -> &[Arc<EntryHeader>] {
        &self.headers
    }

    /// Returns the indexes of the entries from the last back to the first, without those of merged
    /// histories: where an entry merges two, the one that was merged into is followed.
    pub fn own_entries(&self) -> Vec<usize> {
        let mut own = Vec::new();
        let mut next = self.headers.len().checked_sub(1);
        while let Some(at) = next {
            own.push(at);
            // Where lines are missing, the line before is the nearest that there is.
            next = match self.headers[at].parent_lines.first() {
                Some(line) => self.headers[..at].iter().rposition(|it| it.line_number == *line),
                None => at.checked_sub(1),
            };
        }
        own
    }

    /// Returns the numbers of the lines that cannot be parsed; the first line is 1.
    pub fn unreadable_lines(&self) -> &[u64] {
        &self.unreadable_lines
    }

    /// Returns the SHA-256 of the register that the history ends with.
    pub fn last_register_digest(&self) -> Option<Hash> {
        self.headers.last().and_then(|header| header.entry.register_digest)
    }

    /// Returns the SHA-256 of the register that two histories were merged into, where the history
    /// ends with their merge and the register after it is not recorded.
    pub fn unrecorded_merge_digest(&self) -> Option<Hash> {
        let entry = &self.headers.last()?.entry;
        if entry.merged_digest.is_none() || entry.register_digest.is_some() {
            return None;
        }
        let before = self.own_entries().into_iter().nth(1)?;
        self.headers[before].entry.register_digest
    }

    /// Reads an entry with its records.
    ///
    /// # Errors
    /// When the entry can no longer be read, or its line is no longer the one of the header.
    pub fn read_entry(
        &self,
        register: &Path,
        header: &EntryHeader,
    ) -> Result<HistoryEntry, HistoryError> {
        let path = RegisterPaths::of(register).history();
        let failed = |error| HistoryError::io(&path, error);
        let Some(mut file) = CompanionFile::History.open_if_exists(&path).map_err(failed)? else {
            return Err(HistoryError::NoHistory(path));
        };
        let mut bytes = vec![0; header.byte_span.1];
        file.seek(SeekFrom::Start(header.byte_span.0)).map_err(failed)?;
        file.read_exact(&mut bytes).map_err(failed)?;
        let is_same_line = HistoryEntry::read_digest(&bytes)
            == Some((header.digest, header.is_intact))
            && HistoryEntry::read_signature(&bytes) == header.signature;
        let entry = HistoryEntry::parse(&bytes).ok().filter(|_| is_same_line);
        entry.ok_or(HistoryError::InconsistentEntry { entry_number: header.line_number })
    }

    /// Returns whether the file still has the last entry at the same offset.
    fn is_extended_by(&self, file: &File, length: u64) -> bool {
        let Some(last) = self.headers.last() else { return false };
        let mut bytes = vec![0; last.byte_span.1];
        let mut file = file;
        self.end_offset <= length
            && file.seek(SeekFrom::Start(last.byte_span.0)).is_ok()
            && file.read_exact(&mut bytes).is_ok()
            && HistoryEntry::read_digest(&bytes) == Some((last.digest, true))
    }
}

impl EntryHeader {
    /// Returns the reference of the register as it was after the entry.
    pub fn history_reference(&self) -> HistoryReference {
        let line = SealedLine { number: self.line_number, seal: self.digest };
        if self.is_intact { HistoryReference::Recorded(line) } else { HistoryReference::Unreadable }
    }

    /// Returns whether the edits of the entry lead from the state before to the state after.
    pub fn has_known_edits(&self) -> bool {
        self.has_records || self.entry.has_known_edits()
    }

    /// Creates the header of an entry that was parsed from a line, given by its number and its
    /// offset. `line_numbers` has the lines before, by digest.
    fn new(
        mut entry: HistoryEntry,
        line: &[u8],
        (line_number, offset): (u64, u64),
        line_numbers: &HashMap<Hash, u64>,
    ) -> Self {
        let parent_lines =
            entry.parent_digests().filter_map(|digest| line_numbers.get(&digest).copied());
        let parent_lines = parent_lines.collect();
        let sealed = HistoryEntry::read_digest(line);
        let signature = HistoryEntry::read_signature(line);
        let (digest, is_intact) = sealed.unwrap_or_else(|| (Hash::of_bytes(line), false));
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
        let byte_span = (offset, line.len());
        Self {
            entry,
            line_number,
            digest,
            is_intact,
            signature,
            parent_lines,
            cases,
            has_records,
            byte_span,
        }
    }
}
