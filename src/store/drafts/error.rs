//! What is wrong with the file of a draft, in words that say what to do.

use std::path::PathBuf;

use crate::{
    Locale,
    store::{drafts::draft_file::DRAFT_FORMAT, error::WriteError},
};

/// What is wrong with the file of a draft.
#[derive(Debug)]
pub enum DraftError {
    /// It could not be written.
    NotSaved(WriteError),
    /// It could not be deleted.
    NotRemoved {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: String,
    },
    /// It is of a format that this program does not read.
    UnsupportedFormat {
        /// The file.
        path: PathBuf,
        /// Its format number.
        found: u32,
    },
    /// It cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: String,
    },
}

impl DraftError {
    /// What happened, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::NotSaved(error) => {
                locale.t_with("recovered_draft.save_error", &[("reason", &error.describe(locale))])
            }
            Self::NotRemoved { path, error } => {
                let path = path.display().to_string();
                locale.t_with("recovered_draft.delete_error", &[("error", error), ("path", &path)])
            }
            Self::UnsupportedFormat { path, found } => {
                let (path, found) = (path.display().to_string(), found.to_string());
                let known = DRAFT_FORMAT.to_string();
                let values = [("found", &*found), ("known", &*known), ("path", &*path)];
                locale.t_with("recovered_draft.newer_format", &values)
            }
            Self::Unreadable { path, error } => {
                let path = path.display().to_string();
                locale.t_with("recovered_draft.read_error", &[("error", error), ("path", &path)])
            }
        }
    }
}

impl From<WriteError> for DraftError {
    fn from(error: WriteError) -> Self {
        Self::NotSaved(error)
    }
}
