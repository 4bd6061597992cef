//! Reads the lines of a history from its end.

use std::io::{self, Read as _, Seek as _, SeekFrom};

use crate::store::{
    fs::{
        files::{self, File},
        hash::Hash,
    },
    history::entry::{EntryParseError, HistoryEntry},
};

/// The number of entries, from the end, among which an earlier state is searched.
const MAX_LINES_SEARCHED: usize = 1000;

/// The number of bytes that are read at once.
const READ_CHUNK_SIZE: u64 = 1 << 16;

/// A reader of lines from the last to the first.
pub(super) struct ReverseLines<'a> {
    file: &'a File,
    /// The offset of the buffer in the file.
    buffer_offset: u64,
    /// The bytes that were read and not returned yet.
    buffer: Vec<u8>,
}

/// A line of a history.
pub(super) struct RawLine {
    /// The offset of the line in the file.
    pub offset: u64,
    /// The bytes of the line without the newline.
    pub bytes: Vec<u8>,
    /// True if a newline follows.
    pub has_newline: bool,
}

impl RawLine {
    /// Returns the digest of the line, if the line is whole. A line without a newline is where its
    /// digest belongs to it.
    pub fn digest_if_whole(&self) -> Option<Hash> {
        let (digest, is_valid) = HistoryEntry::read_digest(&self.bytes)?;
        (self.has_newline || is_valid).then_some(digest)
    }
}

impl<'a> ReverseLines<'a> {
    /// Starts at the end of a file.
    pub fn new(file: &'a File) -> io::Result<Self> {
        Ok(Self { file, buffer_offset: files::length(file)?, buffer: Vec::new() })
    }

    /// Returns the next line towards the beginning; `None` before the first.
    pub fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        let mut searched = 0;
        loop {
            let is_whole = self.buffer.last() == Some(&b'\n');
            let text = &self.buffer[..self.buffer.len() - usize::from(is_whole)];
            // The part that was searched before has no newline.
            let fresh = text.len() - searched.min(text.len());
            if let Some(at) = memchr::memrchr(b'\n', &text[..fresh]) {
                let bytes = text[at + 1..].to_vec();
                self.buffer.truncate(at + 1);
                return Ok(Some(RawLine {
                    offset: self.buffer_offset + at as u64 + 1,
                    bytes,
                    has_newline: is_whole,
                }));
            }
            if self.buffer_offset == 0 {
                let bytes = text.to_vec();
                let is_end = self.buffer.is_empty();
                self.buffer.clear();
                return Ok((!is_end).then_some(RawLine {
                    offset: 0,
                    bytes,
                    has_newline: is_whole,
                }));
            }
            searched = text.len();
            let size = READ_CHUNK_SIZE.max(self.buffer.len() as u64).min(self.buffer_offset);
            self.buffer_offset -= size;
            let mut more = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
            (&mut &*self.file).seek(SeekFrom::Start(self.buffer_offset))?;
            (&mut &*self.file).read_exact(&mut more)?;
            more.append(&mut self.buffer);
            self.buffer = more;
        }
    }
}

/// The end of a history: its last line that can be read, and the last complete save or merge,
/// which entries of an interrupted save may follow.
#[derive(Default)]
pub(super) struct HistoryTail {
    /// The last entry that can be read and its digest; `None` where none can.
    pub last_line: Option<(HistoryEntry, Hash)>,
    /// The offset of the end of that entry. What follows cannot be read.
    pub readable_end: u64,
    /// True if that entry has no newline.
    pub lacks_newline: bool,
    /// The last entry of a complete save and its digest; `None` where none is complete.
    pub last_commit: Option<(HistoryEntry, Hash)>,
    /// The offset of the end of that entry.
    pub end_offset: u64,
    /// The length of the history in bytes.
    pub file_length: u64,
}

/// An error of finding the end of the last complete save.
pub(super) enum HistoryTailError {
    /// Reading failed.
    Io(io::Error),
    /// An entry has a newer format, with this number.
    NewerFormat(u32),
}

impl From<io::Error> for HistoryTailError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl HistoryTail {
    /// Reads a history from its end until an entry that ends a save.
    pub fn read(file: &File) -> Result<Self, HistoryTailError> {
        let file_length = files::length(file)?;
        let mut lines = ReverseLines::new(file)?;
        let mut tail = Self { file_length, ..Self::default() };
        while let Some(raw) = lines.next_line()? {
            match HistoryEntry::parse(&raw.bytes) {
                Err(EntryParseError::NewerFormat(format)) => {
                    return Err(HistoryTailError::NewerFormat(format));
                }
                Ok(entry) => {
                    let Some(digest) = raw.digest_if_whole() else { continue };
                    let end = raw.offset + raw.bytes.len() as u64 + u64::from(raw.has_newline);
                    tail.lacks_newline |= !raw.has_newline;
                    if tail.last_line.is_none() {
                        (tail.last_line, tail.readable_end) = (Some((entry.clone(), digest)), end);
                    }
                    if entry.ends_commit() {
                        (tail.last_commit, tail.end_offset) = (Some((entry, digest)), end);
                        break;
                    }
                }
                Err(EntryParseError::Malformed) => {}
            }
        }
        Ok(tail)
    }

    /// Returns whether entries of an interrupted save follow the last complete one.
    pub fn has_incomplete_commit(&self) -> bool {
        self.last_commit.is_some() && self.readable_end > self.end_offset
    }

    /// Returns the number of the last entry, before the last complete save, after which the
    /// register had a digest; `None` where none of the last 1000 entries has it, or the register
    /// after the last save is not recorded.
    pub fn find_earlier_state(&self, file: &File, register: Hash) -> io::Result<Option<u64>> {
        let last = self.last_commit.as_ref().and_then(|(entry, _)| entry.register_digest);
        if last.is_none() {
            return Ok(None);
        }
        let mut lines = ReverseLines::new(file)?;
        for _ in 0..MAX_LINES_SEARCHED {
            let Some(raw) = lines.next_line()? else { break };
            if let Ok(entry) = HistoryEntry::parse(&raw.bytes)
                && raw.digest_if_whole().is_some()
                && entry.register_digest == Some(register)
            {
                return Ok(Some(entry.number));
            }
        }
        Ok(None)
    }
}
