//! The lines of a history from its end, of which only those asked for are read.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
};

use crate::store::{
    fs::hash::Hash,
    history::entry::{EntryParseError, HistoryEntry},
};

/// How much is read at once.
const READ_CHUNK_SIZE: u64 = 1 << 16;

/// Lines from the last to the first.
pub(super) struct ReverseLines<'a> {
    file: &'a File,
    /// Where what is held begins.
    buffer_offset: u64,
    /// What was read and not given yet.
    buffer: Vec<u8>,
}

/// One of them.
pub(super) struct RawLine {
    /// Where it begins.
    pub offset: u64,
    /// Its bytes without the end of line.
    pub bytes: Vec<u8>,
    /// Whether it has an end of line.
    pub has_newline: bool,
}

impl<'a> ReverseLines<'a> {
    /// From the end of a file.
    pub fn new(file: &'a File) -> io::Result<Self> {
        Ok(Self { file, buffer_offset: file.metadata()?.len(), buffer: Vec::new() })
    }

    /// The next line towards the beginning; none before the first.
    pub fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        let mut searched = 0;
        loop {
            let is_whole = self.buffer.last() == Some(&b'\n');
            let text = &self.buffer[..self.buffer.len() - usize::from(is_whole)];
            // What was looked through already holds no end of line.
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

/// The last line that ends a save, and what lies behind it: lines of a save that broke off.
#[derive(Default)]
pub(super) struct HistoryTail {
    /// The line, with its seal; none where there is none.
    pub last_commit: Option<(HistoryEntry, Hash)>,
    /// Where it ends, in bytes.
    pub end_offset: u64,
    /// How many bytes there are.
    pub file_length: u64,
}

/// Why the end of a history could not be told.
pub(super) enum HistoryTailError {
    /// It could not be read.
    Io(io::Error),
    /// It was written by a newer program.
    NewerFormat(u32),
}

impl From<io::Error> for HistoryTailError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl HistoryTail {
    /// Finds it.
    pub fn read(file: &File) -> Result<Self, HistoryTailError> {
        let length = file.metadata()?.len();
        let mut lines = ReverseLines::new(file)?;
        while let Some(raw) = lines.next_line()? {
            match HistoryEntry::parse(&raw.bytes) {
                Err(EntryParseError::NewerFormat(format)) => {
                    return Err(HistoryTailError::NewerFormat(format));
                }
                Ok(line) if raw.has_newline && line.register_digest.is_some() => {
                    let Some((seal, _)) = HistoryEntry::read_digest(&raw.bytes) else { continue };
                    let at = raw.offset + raw.bytes.len() as u64 + 1;
                    return Ok(Self {
                        last_commit: Some((line, seal)),
                        end_offset: at,
                        file_length: length,
                    });
                }
                Ok(_) | Err(EntryParseError::Malformed) => {}
            }
        }
        Ok(Self { last_commit: None, end_offset: 0, file_length: length })
    }
}
