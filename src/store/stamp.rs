//! What tells whether a file still holds what was read from it or written to it.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

use super::{hash::Hash, splice::Spans};

/// The length of a file and the SHA-256 of its bytes, by which its history names it.
///
/// Two stamps are equal where the bytes are; the time of the file plays no part.
#[derive(Clone, Debug)]
pub struct Stamp {
    length: u64,
    digest: Hash,
    /// The bytes hold more than their register, so they are kept when they are overwritten.
    for_good: bool,
    /// Where the cases stand, where that is known.
    spans: Option<Spans>,
}

impl PartialEq for Stamp {
    fn eq(&self, other: &Self) -> bool {
        (self.length, self.digest) == (other.length, other.digest)
    }
}

impl Eq for Stamp {}

impl Stamp {
    /// The stamp of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self { length: bytes.len() as u64, digest: Hash::of(bytes), for_good: false, spans: None }
    }

    /// The stamp of what a file holds.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub(super) fn of_file(file: &mut impl Read) -> io::Result<Self> {
        let mut out = Stamping::default();
        out.read(file)?;
        Ok(out.finish())
    }

    /// Marks what holds someone's words that are about to be overwritten: it is then kept for
    /// good.
    pub fn kept_for_good(self) -> Self {
        Self { for_good: true, ..self }
    }

    /// Whether what is overwritten is to be kept under a number, which no later backup takes.
    pub(super) fn is_kept_for_good(&self) -> bool {
        self.for_good
    }

    /// The same, with where the cases stand.
    pub(super) fn with_spans(self, spans: Option<Spans>) -> Self {
        Self { spans, ..self }
    }

    /// Where the cases stand, where that is known.
    pub(super) fn spans(&self) -> Option<&Spans> {
        self.spans.as_ref()
    }

    /// The SHA-256 of the bytes.
    pub fn digest(&self) -> Hash {
        self.digest
    }

    /// How many bytes there are.
    pub(super) fn length(&self) -> u64 {
        self.length
    }
}

/// How much is read or written at once.
pub(super) const CHUNK: usize = 1 << 18;

/// Works out the stamp of what is written to it.
#[derive(Default)]
pub(super) struct Stamping {
    length: u64,
    hasher: Sha256,
}

impl Stamping {
    /// Takes what is left of a file.
    pub fn read(&mut self, file: &mut impl Read) -> io::Result<()> {
        io::copy(&mut io::BufReader::with_capacity(CHUNK, file), self).map(drop)
    }

    /// The stamp of all that was written.
    pub fn finish(self) -> Stamp {
        let digest = Hash::from(self.hasher);
        Stamp { length: self.length, digest, for_good: false, spans: None }
    }
}

impl Write for Stamping {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        self.length += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
