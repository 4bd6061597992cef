//! The state of a file when the user was asked about it.

use std::path::Path;

use crate::store::{
    error::LoadError,
    fs::{file_state::FileState, files, fingerprint::Fingerprint, precondition::Precondition},
};

/// The state of a file when the user was asked whether to write over it, or chose it to be written.
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
    /// Reads what a file holds.
    ///
    /// # Errors
    /// When there is something at the path that cannot be read as a file.
    pub fn of_path(path: &Path) -> Result<Self, LoadError> {
        match files::open(path).and_then(|mut file| FileState::read(&mut file)) {
            Ok(state) => Ok(Self::Present(state)),
            Err(error) => match LoadError::io(path, error) {
                LoadError::NotFound(_) => Ok(Self::Absent),
                error => Err(error),
            },
        }
    }

    /// Returns the precondition of writing over the file: that it is what the user was asked about.
    pub fn precondition(&self) -> Precondition<'_> {
        match self {
            Self::Absent => Precondition::Absent,
            Self::Present(state) => Precondition::Unchanged(state),
        }
    }
}
