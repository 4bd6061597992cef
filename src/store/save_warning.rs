//! Warnings about a file that was saved.

use std::path::PathBuf;

use crate::store::error::WriteError;

/// Something to know about a file that was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveWarning {
    /// Another program wrote a version of the file while it was being replaced. The file has the
    /// new version, and the other version is kept.
    VersionKept {
        /// The path of the file.
        path: PathBuf,
        /// The path of the numbered backup that has the other version.
        kept: PathBuf,
    },
    /// Another program wrote to the version before, after that had become the backup. The backup is
    /// kept under a number.
    BackupKept {
        /// The path of the file.
        path: PathBuf,
        /// The path of the numbered backup.
        kept: PathBuf,
    },
    /// The new file could not be given the owner, the group or the access list of the old one, so its
    /// permissions are narrower: someone who could read or write it no longer can.
    AccessNarrowed(PathBuf),
    /// The new file lacks attributes that users gave the old one.
    AttributesLost(PathBuf),
    /// The end of the history could not be stored in the data folder, so that lines that go missing
    /// after the last known one are not noticed.
    HistoryEndNotStored {
        /// The description of the error in English.
        error: String,
    },
    /// The folder could not be flushed: the file has the new version, but may have the old one again
    /// after a power failure.
    NotFlushed {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        error: String,
    },
}

impl SaveWarning {
    /// Returns the warning as an error of writing, if it says that the folder was not flushed.
    pub(super) fn flush_error(&self) -> Option<WriteError> {
        match self {
            Self::NotFlushed { path, error } => {
                Some(WriteError::NotFlushed { path: path.clone(), error: error.clone() })
            }
            Self::VersionKept { .. }
            | Self::BackupKept { .. }
            | Self::AccessNarrowed(_)
            | Self::AttributesLost(_)
            | Self::HistoryEndNotStored { .. } => None,
        }
    }
}
