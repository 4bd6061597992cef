//! Why a backup was not made or cannot be had back, in words that say what to do.

use std::{fmt, path::PathBuf};

use crate::{
    lang::Lang,
    store::{Fault, LoadError, WriteError},
};

/// Why a backup was not made, or cannot be had back.
#[derive(Debug)]
pub enum BackupError {
    /// It could not be written.
    NotKept(WriteError),
    /// The folder of the backups could not be read.
    NotListed {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: String,
    },
    /// It is no longer there.
    Gone(PathBuf),
    /// It is of a newer format than this program reads.
    TooNew(LoadError),
    /// Its text has a fault.
    Fault {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: Fault,
    },
    /// It cannot be read to its end.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: String,
    },
}

impl BackupError {
    /// What happened, and what to do.
    pub fn words(&self, lang: Lang) -> String {
        let damaged = |path: &PathBuf, error: &str| {
            let path = path.display().to_string();
            lang.with("backups.damaged", &[("error", error), ("path", &path)])
        };
        match self {
            Self::NotKept(error) => lang.with("backups.not_kept", &[("why", &error.words(lang))]),
            Self::NotListed { path, error } => {
                let path = path.display().to_string();
                lang.with("backups.not_listed", &[("error", error), ("path", &path)])
            }
            Self::Gone(path) => lang.with("backups.gone", &[("path", &path.display().to_string())]),
            Self::TooNew(error) => error.words(lang),
            Self::Fault { path, fault } => damaged(path, &fault.words(lang)),
            Self::Damaged { path, error } => damaged(path, error),
        }
    }
}

impl From<WriteError> for BackupError {
    fn from(error: WriteError) -> Self {
        Self::NotKept(error)
    }
}

/// Prints as its English words.
impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::ENGLISH))
    }
}

impl std::error::Error for BackupError {}
