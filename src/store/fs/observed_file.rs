//! What a file held when the user was asked about it.

use crate::store::fs::{
    file_state::FileState, fingerprint::Fingerprint, precondition::Precondition,
};

/// What a file held when the user was asked whether to write over it.
#[derive(Clone, Debug)]
pub enum ObservedFile {
    /// There was no file.
    Absent,
    /// The file had this content.
    Present(FileState),
}

impl From<Fingerprint> for ObservedFile {
    /// Returns a file with the content that has this fingerprint.
    fn from(fingerprint: Fingerprint) -> Self {
        Self::Present(fingerprint.into())
    }
}

impl ObservedFile {
    /// Returns the precondition of writing over the file: that it is what the user was asked about.
    pub fn precondition(&self) -> Precondition<'_> {
        match self {
            Self::Absent => Precondition::Absent,
            Self::Present(state) => Precondition::Unchanged(state),
        }
    }
}
