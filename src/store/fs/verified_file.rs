//! A file whose bytes are compared, while they are copied, with those that were read from it before.
//!
//! Metadata does not reveal every change: a program that writes through mapped memory, or a failing
//! disk, changes bytes and leaves the times as they were.

use std::{
    fmt,
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write},
    ops::Range,
};

use crate::store::fs::{
    files::File,
    fingerprint::{BLOCK_SIZE, ContentHash},
};

/// An open file of which bytes are copied that must be those of a known content.
pub(crate) struct VerifiedFile {
    file: File,
    content_hash: ContentHash,
    /// The block that was read last, and its index.
    block: Option<(usize, Vec<u8>)>,
}

impl VerifiedFile {
    /// Returns the file. Nothing of it is read yet.
    pub fn new(file: File, content_hash: ContentHash) -> Self {
        Self { file, content_hash, block: None }
    }

    /// Copies a range of bytes. The range begins and ends anywhere; the blocks that it touches are
    /// compared as a whole.
    ///
    /// # Errors
    /// [`ErrorKind::UnexpectedEof`] when the file is shorter than it was; an error with a
    /// [`ContentChanged`] as its source when its bytes are others; the errors of the writer.
    pub fn copy(&mut self, range: &Range<u64>, out: &mut dyn Write) -> io::Result<()> {
        let mut position = range.start;
        while position < range.end {
            let index = usize::try_from(position / BLOCK_SIZE).map_err(io::Error::other)?;
            let block_range = self.content_hash.block_range(index);
            let end = range.end.min(block_range.end);
            if end <= position {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            let bytes = self.read_block(index, &block_range)?;
            let [from, to] = [position, end].map(|at| (at - block_range.start) as usize);
            out.write_all(bytes.get(from..to).unwrap_or_default())?;
            position = end;
        }
        Ok(())
    }

    /// Reads and compares a block, unless it is the one that was read last.
    fn read_block(&mut self, index: usize, range: &Range<u64>) -> io::Result<&[u8]> {
        let (last_index, mut bytes) = self.block.take().unwrap_or((usize::MAX, Vec::new()));
        if last_index != index {
            bytes.resize(range.end.saturating_sub(range.start) as usize, 0);
            self.file.seek(SeekFrom::Start(range.start))?;
            self.file.read_exact(&mut bytes)?;
            if !self.content_hash.matches_block(index, &bytes) {
                return Err(io::Error::other(ContentChanged(range.clone())));
            }
        }
        Ok(&self.block.insert((index, bytes)).1)
    }
}

/// The range of a file, in bytes, that no longer has the content that was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContentChanged(pub Range<u64>);

impl fmt::Display for ContentChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the bytes {} to {} have changed", self.0.start, self.0.end)
    }
}

impl std::error::Error for ContentChanged {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fs::fingerprint::FingerprintWriter;

    /// Opens a file that now holds `now` and held `before` when it was read.
    fn verified_file(before: &[u8], now: &[u8]) -> VerifiedFile {
        let mut writer = FingerprintWriter::default();
        // Pieces that end anywhere give the same blocks.
        before.chunks(1000).for_each(|piece| writer.write_all(piece).unwrap());
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(now).unwrap();
        VerifiedFile::new(file, writer.finish_with_blocks())
    }

    #[test]
    fn any_range_of_the_content_that_was_read_is_copied() {
        let block = BLOCK_SIZE as usize;
        for length in [1, block - 1, block, block + 1, 3 * block, 3 * block + 5] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let mut file = verified_file(&bytes, &bytes);
            for range in [0..length, length - 1..length, length / 3..length / 2, 0..1, 0..0] {
                let mut copy = Vec::new();
                file.copy(&(range.start as u64..range.end as u64), &mut copy).unwrap();
                assert!(copy == bytes[range.clone()], "{length} {range:?}");
            }
            let past_the_end = file.copy(&(0..length as u64 + 1), &mut io::sink());
            assert_eq!(past_the_end.unwrap_err().kind(), ErrorKind::UnexpectedEof);
        }
    }

    #[test]
    fn a_block_with_a_changed_byte_is_not_copied_and_the_others_are() {
        let before = vec![b'a'; 3 * BLOCK_SIZE as usize + 10];
        for (changed_block, at) in
            [BLOCK_SIZE - 1, BLOCK_SIZE, 3 * BLOCK_SIZE - 1, 3 * BLOCK_SIZE + 9]
                .map(|at| (at / BLOCK_SIZE, at as usize))
        {
            let mut now = before.clone();
            now[at] = b'b';
            let mut file = verified_file(&before, &now);
            for block in 0..4 {
                let start = block * BLOCK_SIZE;
                // Bytes beside the changed one prove nothing of the block.
                let copied = file.copy(&(start + 2..start + 3), &mut io::sink());
                let changed = copied
                    .as_ref()
                    .err()
                    .and_then(|error| error.get_ref()?.downcast_ref::<ContentChanged>().cloned());
                let end = (start + BLOCK_SIZE).min(before.len() as u64);
                let expected = (block == changed_block).then_some(ContentChanged(start..end));
                assert_eq!(changed, expected, "{at} {block}");
                assert_eq!(copied.is_ok(), expected.is_none());
            }
        }
    }

    #[test]
    fn a_file_that_was_cut_off_is_not_copied() {
        let before = vec![b'a'; 2 * BLOCK_SIZE as usize];
        let mut file = verified_file(&before, &before[..before.len() - 1]);
        assert!(file.copy(&(0..10), &mut io::sink()).is_ok());
        let error = file.copy(&(BLOCK_SIZE..BLOCK_SIZE + 1), &mut io::sink()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    }
}
