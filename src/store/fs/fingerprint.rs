//! Fingerprints: length and SHA-256 of the content of a file.

use std::{
    io::{self, Read, Write},
    path::Path,
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

/// A writer that computes the fingerprint of what is written to it.
#[derive(Clone, Default)]
pub(crate) struct FingerprintWriter {
    length: u64,
    hasher: Sha256,
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
}

impl Write for FingerprintWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
