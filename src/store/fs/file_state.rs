//! The last known content of a file, and the metadata by which it is recognised.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

use crate::store::fs::{
    file_snapshot::{HAS_CHANGE_TIME, StatSnapshot},
    files::{File, Metadata},
    fingerprint::{ContentHash, Fingerprint, FingerprintWriter},
};

/// The content that a file had when it was last read or written here, with the metadata by which
/// unchanged content is recognised without reading the file.
///
/// The metadata is a cache that all clones share: when the file watcher has read the file again,
/// the next save need not.
#[derive(Clone, Debug)]
pub struct FileState {
    content_hash: ContentHash,
    snapshot: Arc<Mutex<Option<StatSnapshot>>>,
}

impl From<Fingerprint> for FileState {
    /// Returns the state of a file of which the fingerprint alone is known.
    fn from(fingerprint: Fingerprint) -> Self {
        ContentHash::from(fingerprint).into()
    }
}

impl From<ContentHash> for FileState {
    /// Returns the state of a file whose metadata is not known.
    fn from(content_hash: ContentHash) -> Self {
        Self { content_hash, snapshot: Arc::default() }
    }
}

impl FileState {
    /// Returns the state of a file that had this content and, before it was read, this metadata.
    pub(crate) fn with_snapshot(content_hash: ContentHash, snapshot: StatSnapshot) -> Self {
        Self { content_hash, snapshot: Arc::new(Mutex::new(Some(snapshot))) }
    }

    /// Reads the state of an open file.
    ///
    /// # Errors
    /// When the file cannot be read to its end.
    pub(crate) fn read(file: &mut File) -> io::Result<Self> {
        let snapshot = StatSnapshot::take(file)?;
        let mut writer = FingerprintWriter::default();
        writer.read_to_end(file)?;
        Ok(Self::with_snapshot(writer.finish_with_blocks(), snapshot))
    }

    /// Returns the fingerprint of the content.
    pub fn fingerprint(&self) -> Fingerprint {
        self.content_hash.fingerprint()
    }

    /// Returns the hash by which the blocks of the content are compared, where they are known.
    pub(crate) fn content_hash(&self) -> &ContentHash {
        &self.content_hash
    }

    /// Returns the metadata that the file last had with this content.
    pub(crate) fn snapshot(&self) -> Option<StatSnapshot> {
        self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets the metadata that the file had before it was last read with this content.
    pub(crate) fn set_snapshot(&self, snapshot: StatSnapshot) {
        *self.snapshot.lock().unwrap_or_else(PoisonError::into_inner) = Some(snapshot);
    }

    /// Returns whether a file with this metadata is known to have this content.
    pub(super) fn matches_metadata(&self, metadata: &Metadata) -> bool {
        HAS_CHANGE_TIME && self.snapshot().is_some_and(|snapshot| snapshot.matches(metadata))
    }

    /// Returns whether an open file has this content. The file is read only where its metadata
    /// does not tell.
    ///
    /// # Errors
    /// When the file cannot be read to its end.
    pub(super) fn matches_file(&self, file: &mut File) -> io::Result<bool> {
        if self.matches_metadata(&file.metadata()?) {
            return Ok(true);
        }
        let current = Self::read(file)?;
        let is_same = current.fingerprint() == self.fingerprint();
        if let Some(snapshot) = current.snapshot().filter(|_| is_same) {
            self.set_snapshot(snapshot);
        }
        Ok(is_same)
    }
}
