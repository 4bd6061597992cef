//! The text of a register as it is read from its file: in chunks that end between two cases.

use std::{
    io::{self, Read, Write},
    mem,
};

use memchr::memmem;

use crate::{Progress, store::fs::files::IO_CHUNK_SIZE};

/// The minimum size of a chunk, in bytes.
const MIN_CHUNK_SIZE: usize = 1 << 19;

/// The text that starts the list of cases, with the end of the line before it, in canonical text.
pub(super) const CASES_START: &str = "\n    cases: [\n";
/// The text that ends the list of cases, with the end of the line before it.
pub(super) const CASES_END: &str = "\n    ],\n";
/// The text that starts a case, with the end of the line before it.
const CASE_START: &str = "\n        (\n";

/// A text that is read on demand.
pub(super) struct ChunkedInput<'a, R, W> {
    source: R,
    /// The writer that gets every byte that is read.
    copy: W,
    /// The bytes that were read and not yet taken.
    pub buffer: Vec<u8>,
    bytes_read: usize,
    expected_length: usize,
    progress: &'a Progress,
}

impl<'a, R: Read, W: Write> ChunkedInput<'a, R, W> {
    /// Returns the text of a source of about `expected_length` bytes.
    pub fn new(source: R, copy: W, expected_length: usize, progress: &'a Progress) -> Self {
        Self { source, copy, buffer: Vec::new(), bytes_read: 0, expected_length, progress }
    }

    /// Reads a chunk and returns whether there was more.
    fn read_more(&mut self) -> io::Result<bool> {
        self.progress
            .report(self.bytes_read, self.expected_length.max(self.bytes_read))
            .map_err(io::Error::other)?;
        let before = self.buffer.len();
        self.source.by_ref().take(IO_CHUNK_SIZE as u64).read_to_end(&mut self.buffer)?;
        let new = &self.buffer[before..];
        self.copy.write_all(new)?;
        self.bytes_read += new.len();
        Ok(!new.is_empty())
    }

    /// Reads the rest of the text into the buffer.
    pub fn read_to_end(&mut self) -> io::Result<()> {
        while self.read_more()? {}
        Ok(())
    }

    /// Returns the index of a text in the buffer, from an index on; reads until it is found.
    pub fn find(&mut self, what: &str, mut from: usize) -> io::Result<Option<usize>> {
        loop {
            let found =
                self.buffer.get(from..).and_then(|rest| memmem::find(rest, what.as_bytes()));
            if let Some(at) = found {
                return Ok(Some(from + at));
            }
            // The text may span the end of the buffer.
            from = from.max((self.buffer.len() + 1).saturating_sub(what.len()));
            if !self.read_more()? {
                return Ok(None);
            }
        }
    }

    /// Takes bytes from the start of the buffer.
    pub fn take_front(&mut self, length: usize) -> Vec<u8> {
        let rest = self.buffer.split_off(length);
        mem::replace(&mut self.buffer, rest)
    }

    /// Returns the next chunk, and whether it is the last of the list; the end of the list is then
    /// skipped.
    pub fn next_chunk(&mut self) -> Option<(Vec<u8>, bool)> {
        let next = self.find(CASE_START, MIN_CHUNK_SIZE).ok()?;
        let until = next.unwrap_or(self.buffer.len());
        let Some(end) = memmem::find(&self.buffer[..until], CASES_END.as_bytes()) else {
            return Some((self.take_front(next? + 1), false));
        };
        let cases = self.take_front(end + 1);
        self.take_front(CASES_END.len() - 1);
        Some((cases, true))
    }
}
