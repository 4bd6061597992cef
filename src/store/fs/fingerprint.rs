//! What tells whether a file still holds what was read from it or written to it.

use std::{
    fs::{File, Metadata},
    io::{self, Read, Write},
    sync::{Arc, Mutex, PoisonError},
};

use sha2::{Digest as _, Sha256};

use crate::store::{
    fs::{
        file_snapshot::{HAS_CHANGE_TIME, StatSnapshot},
        hash::Hash,
    },
    ron::incremental_writer::CaseSpans,
};

/// The length of a file and the SHA-256 of its bytes, by which its history names it.
///
/// Two stamps are equal where the bytes are; the time of the file plays no part.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    length: u64,
    digest: Hash,
    /// The bytes hold more than their register, so they are kept when they are overwritten.
    needs_numbered_backup: bool,
    /// Where the cases stand, where that is known.
    case_spans: Option<CaseSpans>,
    /// When the file was last looked at and held these bytes; known to all copies.
    snapshot: Arc<Mutex<Option<StatSnapshot>>>,
}

impl PartialEq for Fingerprint {
    fn eq(&self, other: &Self) -> bool {
        (self.length, self.digest) == (other.length, other.digest)
    }
}

impl Eq for Fingerprint {}

impl Fingerprint {
    /// The stamp of these bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::new(bytes.len() as u64, Hash::of_bytes(bytes))
    }

    fn new(length: u64, digest: Hash) -> Self {
        Self {
            length,
            digest,
            needs_numbered_backup: false,
            case_spans: None,
            snapshot: Arc::default(),
        }
    }

    /// The stamp of what can be read.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub(crate) fn of_reader(text: &mut impl Read) -> io::Result<Self> {
        let mut out = FingerprintWriter::default();
        out.read_to_end(text)?;
        Ok(out.finish())
    }

    /// The stamp of what a file holds.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub(crate) fn of_file(file: &mut File) -> io::Result<Self> {
        let snapshot = StatSnapshot::take(file)?;
        let fingerprint = Self::of_reader(file)?;
        fingerprint.set_snapshot(snapshot);
        Ok(fingerprint)
    }

    /// Takes note of a look at the file before it was read, and held these bytes.
    pub(crate) fn set_snapshot(&self, snapshot: StatSnapshot) {
        *self.snapshot.lock().unwrap_or_else(PoisonError::into_inner) = Some(snapshot);
    }

    /// When the file was last looked at and held these bytes.
    pub(crate) fn snapshot(&self) -> Option<StatSnapshot> {
        self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a file of which the system tells this is known to hold these bytes, without reading
    /// it.
    pub(super) fn matches_metadata(&self, metadata: &Metadata) -> bool {
        HAS_CHANGE_TIME && self.snapshot().is_some_and(|look| look.matches(metadata))
    }

    /// Whether a file holds these bytes, which is read only where that is not known.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub(super) fn matches_file(&self, file: &mut File) -> io::Result<bool> {
        if self.matches_metadata(&file.metadata()?) {
            return Ok(true);
        }
        let now = Self::of_file(file)?;
        let is_same = now == *self;
        if let Some(look) = now.snapshot().filter(|_| is_same) {
            self.set_snapshot(look);
        }
        Ok(is_same)
    }

    /// Marks what holds someone's words that are about to be overwritten: it is then kept for
    /// good.
    pub fn with_numbered_backup(self) -> Self {
        Self { needs_numbered_backup: true, ..self }
    }

    /// Whether what is overwritten is to be kept under a number, which no later backup takes.
    pub(crate) fn needs_numbered_backup(&self) -> bool {
        self.needs_numbered_backup
    }

    /// The same, with where the cases stand.
    pub(crate) fn with_case_spans(self, spans: Option<CaseSpans>) -> Self {
        Self { case_spans: spans, ..self }
    }

    /// Where the cases stand, where that is known.
    pub(crate) fn case_spans(&self) -> Option<&CaseSpans> {
        self.case_spans.as_ref()
    }

    /// The SHA-256 of the bytes.
    pub fn digest(&self) -> Hash {
        self.digest
    }

    /// How many bytes there are.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }
}

/// How much is read or written at once.
pub(crate) const IO_CHUNK_SIZE: usize = 1 << 18;

/// Works out the stamp of what is written to it.
#[derive(Default)]
pub(crate) struct FingerprintWriter {
    length: u64,
    hasher: Sha256,
}

impl FingerprintWriter {
    /// Takes all that can be read.
    pub fn read_to_end(&mut self, text: &mut impl Read) -> io::Result<()> {
        io::copy(&mut io::BufReader::with_capacity(IO_CHUNK_SIZE, text), self).map(drop)
    }

    /// The stamp of all that was written.
    pub fn finish(self) -> Fingerprint {
        let digest = Hash::from(self.hasher);
        Fingerprint::new(self.length, digest)
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
