//! The version of a register that its file holds.

use crate::store::{
    error::WriteError,
    fs::{file_state::FileState, fingerprint::Fingerprint, replace::ReplacedFile},
    ron::incremental_writer::CaseSpans,
    save_warning::SaveWarning,
};

/// The version of a register that its file holds, as it was last read or written here.
#[derive(Clone, Debug)]
pub struct SavedVersion {
    /// The content of the file.
    pub file: FileState,
    /// The position of each case in the file, where it is known. With it the next save copies
    /// unchanged cases from the file.
    pub case_spans: Option<CaseSpans>,
    /// True if the file has content that the records do not include, such as the layout of its
    /// text or changes of another program that were undone. The next save keeps it as a numbered
    /// backup.
    pub needs_numbered_backup: bool,
    /// The warnings of the save that wrote the version; none where it was read.
    pub save_warnings: Vec<SaveWarning>,
}

impl SavedVersion {
    /// Returns the fingerprint of the file.
    pub fn fingerprint(&self) -> Fingerprint {
        self.file.fingerprint()
    }

    /// Returns whether the version is known to be on the disk, where a power failure leaves it.
    pub fn is_flushed(&self) -> bool {
        self.flush_error().is_none()
    }

    /// Returns the error of flushing the folder after the version was written to the file.
    pub fn flush_error(&self) -> Option<WriteError> {
        self.save_warnings.iter().find_map(SaveWarning::flush_error)
    }

    /// Returns the version if it is known to be on the disk.
    ///
    /// # Errors
    /// [`WriteError::NotFlushed`] when its folder could not be flushed.
    pub fn ensure_flushed(self) -> Result<Self, WriteError> {
        self.flush_error().map_or(Ok(self), Err)
    }

    /// Takes the warnings that are told once. That the version may not be on the disk remains.
    pub fn take_warnings(&mut self) -> Vec<SaveWarning> {
        let is_told = |warning: &mut SaveWarning| warning.flush_error().is_none();
        self.save_warnings.extract_if(.., is_told).collect()
    }
}

impl From<ReplacedFile> for SavedVersion {
    /// Returns the version that a file was replaced by.
    fn from(ReplacedFile { content_hash, warnings }: ReplacedFile) -> Self {
        let version = Self::from(content_hash.fingerprint());
        Self { file: content_hash.into(), save_warnings: warnings, ..version }
    }
}

impl From<Fingerprint> for SavedVersion {
    /// Returns a version of which the fingerprint alone is known.
    fn from(fingerprint: Fingerprint) -> Self {
        Self {
            file: fingerprint.into(),
            case_spans: None,
            needs_numbered_backup: false,
            save_warnings: Vec::new(),
        }
    }
}
