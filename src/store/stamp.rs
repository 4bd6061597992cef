//! What tells whether a file still holds what was read from it or written to it.

use std::{
    fs::{File, Metadata},
    io::{self, Read, Write},
    sync::{Arc, Mutex, PoisonError},
};

use sha2::{Digest as _, Sha256};

use super::{
    hash::Hash,
    look::{IS_TELLING, Look},
    splice::Spans,
};

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
    /// When the file was last looked at and held these bytes; known to all copies.
    look: Arc<Mutex<Option<Look>>>,
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
        Self::new(bytes.len() as u64, Hash::of(bytes))
    }

    fn new(length: u64, digest: Hash) -> Self {
        Self { length, digest, for_good: false, spans: None, look: Arc::default() }
    }

    /// The stamp of what can be read.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub(super) fn of_text(text: &mut impl Read) -> io::Result<Self> {
        let mut out = Stamping::default();
        out.read(text)?;
        Ok(out.finish())
    }

    /// The stamp of what a file holds.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub(super) fn of_file(file: &mut File) -> io::Result<Self> {
        let look = Look::at(file)?;
        let stamp = Self::of_text(file)?;
        stamp.looked(look);
        Ok(stamp)
    }

    /// Takes note of a look at the file before it was read, and held these bytes.
    pub(super) fn looked(&self, look: Look) {
        *self.look.lock().unwrap_or_else(PoisonError::into_inner) = Some(look);
    }

    /// When the file was last looked at and held these bytes.
    pub(super) fn look(&self) -> Option<Look> {
        self.look.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a file of which the system tells this is known to hold these bytes, without reading
    /// it.
    pub(super) fn is_of(&self, about: &Metadata) -> bool {
        IS_TELLING && self.look().is_some_and(|look| look.holds(about))
    }

    /// Whether a file holds these bytes, which is read only where that is not known.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub(super) fn is_of_file(&self, file: &mut File) -> io::Result<bool> {
        if self.is_of(&file.metadata()?) {
            return Ok(true);
        }
        let now = Self::of_file(file)?;
        let is_same = now == *self;
        if let Some(look) = now.look().filter(|_| is_same) {
            self.looked(look);
        }
        Ok(is_same)
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
    /// Takes all that can be read.
    pub fn read(&mut self, text: &mut impl Read) -> io::Result<()> {
        io::copy(&mut io::BufReader::with_capacity(CHUNK, text), self).map(drop)
    }

    /// The stamp of all that was written.
    pub fn finish(self) -> Stamp {
        let digest = Hash::from(self.hasher);
        Stamp::new(self.length, digest)
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
