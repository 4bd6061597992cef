//! The version of a register that its file holds.

use crate::store::{
    fs::{file_state::FileState, fingerprint::Fingerprint},
    ron::incremental_writer::CaseSpans,
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
}

impl SavedVersion {
    /// Returns the fingerprint of the file.
    pub fn fingerprint(&self) -> Fingerprint {
        self.file.fingerprint()
    }
}

impl From<Fingerprint> for SavedVersion {
    /// Returns a version of which the fingerprint alone is known.
    fn from(fingerprint: Fingerprint) -> Self {
        Self { file: fingerprint.into(), case_spans: None, needs_numbered_backup: false }
    }
}
