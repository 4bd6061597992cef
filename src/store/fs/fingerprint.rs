//! Fingerprints: length and SHA-256 of the content of a file, and the states of SHA-256 by which its
//! blocks are compared.

use std::{
    io::{self, Read, Write},
    mem,
    ops::Range,
    path::Path,
    sync::Arc,
};

use sha2::{Digest as _, Sha256};

use crate::store::fs::{
    files::{self, IO_CHUNK_SIZE},
    hash::Hash,
};

/// The length and the SHA-256 of the content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    length: u64,
    digest: Hash,
}

impl Fingerprint {
    /// Returns the fingerprint with a length in bytes and a SHA-256.
    pub(crate) fn new(length: u64, digest: Hash) -> Self {
        Self { length, digest }
    }

    /// Computes the fingerprint of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, digest: Hash::of_bytes(bytes) }
    }

    /// Computes the fingerprint of the content of a file.
    ///
    /// # Errors
    /// When the file cannot be read to its end.
    pub fn of_path(path: &Path) -> io::Result<Self> {
        Self::of_reader(&mut files::open(path)?)
    }

    /// Computes the fingerprint of all that a reader gives.
    ///
    /// # Errors
    /// When the reader fails.
    pub(crate) fn of_reader(reader: &mut impl Read) -> io::Result<Self> {
        let mut writer = FingerprintWriter::default();
        writer.read_to_end(reader)?;
        Ok(writer.finish())
    }

    /// Returns the SHA-256 of the content.
    pub fn digest(&self) -> Hash {
        self.digest
    }

    /// Returns the number of bytes.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }
}

/// The number of bytes of a block, which is compared as a whole.
pub(super) const BLOCK_SIZE: u64 = 1 << 16;

/// The fingerprint of a file's content, with what each block of it is compared by.
///
/// That is the state of SHA-256 after each block, 112 bytes for 64 KiB: a block is the one that was
/// read if it leads from the state before it to the state after it. Only the file's own digest is
/// computed, so the blocks cost no time when the file is read.
#[derive(Clone, Debug)]
pub(crate) struct ContentHash {
    fingerprint: Fingerprint,
    /// The state after each block; empty where the blocks are not known.
    states: Arc<[Sha256]>,
}

impl From<Fingerprint> for ContentHash {
    /// Returns the hash of a content whose blocks are not known.
    fn from(fingerprint: Fingerprint) -> Self {
        Self { fingerprint, states: Arc::default() }
    }
}

impl ContentHash {
    /// Returns the fingerprint of the whole content.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Returns whether the blocks are known, so that they can be copied.
    pub fn has_blocks(&self) -> bool {
        !self.states.is_empty()
    }

    /// Returns the range of a block in the file, in bytes.
    pub(super) fn block_range(&self, index: usize) -> Range<u64> {
        let start = index as u64 * BLOCK_SIZE;
        start..(start + BLOCK_SIZE).min(self.fingerprint.length())
    }

    /// Returns whether these are the bytes of a block.
    pub(super) fn matches_block(&self, index: usize, block: &[u8]) -> bool {
        let mut state = match index.checked_sub(1) {
            None => Sha256::new(),
            Some(before) => match self.states.get(before) {
                Some(state) => state.clone(),
                None => return false,
            },
        };
        state.update(block);
        self.states.get(index).is_some_and(|after| state.finalize() == after.clone().finalize())
    }
}

/// A writer that computes the fingerprint of what is written to it.
#[derive(Clone, Default)]
pub(crate) struct FingerprintWriter {
    length: u64,
    hasher: Sha256,
    /// The state after each whole block.
    states: Vec<Sha256>,
}

impl FingerprintWriter {
    /// Adds all that a reader gives.
    pub fn read_to_end(&mut self, reader: &mut impl Read) -> io::Result<()> {
        io::copy(&mut io::BufReader::with_capacity(IO_CHUNK_SIZE, reader), self).map(drop)
    }

    /// Returns the fingerprint of all that was written and some more bytes.
    pub fn extended_by(mut self, bytes: &[u8]) -> Fingerprint {
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        self.finish()
    }

    /// Returns the fingerprint of all that was written.
    pub fn finish(self) -> Fingerprint {
        Fingerprint { length: self.length, digest: Hash::from(self.hasher) }
    }

    /// Returns the fingerprint of all that was written, with what its blocks are compared by.
    pub fn finish_with_blocks(mut self) -> ContentHash {
        let mut states = mem::take(&mut self.states);
        if !self.length.is_multiple_of(BLOCK_SIZE) {
            states.push(self.hasher.clone());
        }
        ContentHash { fingerprint: self.finish(), states: states.into() }
    }
}

impl Write for FingerprintWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let until_end_of_block = BLOCK_SIZE - self.length % BLOCK_SIZE;
            let count = rest.len().min(until_end_of_block as usize);
            let (piece, next) = rest.split_at(count);
            self.hasher.update(piece);
            self.length += count as u64;
            if self.length.is_multiple_of(BLOCK_SIZE) {
                self.states.push(self.hasher.clone());
            }
            rest = next;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
