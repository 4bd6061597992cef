//! Why a backup was not made or cannot be had back, in words that say what to do.

use std::{fmt, path::PathBuf};

use crate::{
    Locale,
    store::{
        error::{LoadError, WriteError},
        ron::syntax_error::SyntaxError,
    },
};

/// Why a backup was not made, or cannot be had back.
#[derive(Debug)]
pub enum BackupError {
    /// It could not be written.
    NotSaved(WriteError),
    /// The folder of the backups could not be read.
    NotListed {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        error: String,
    },
    /// It is no longer there.
    Missing(PathBuf),
    /// It is of a newer format than this program reads.
    NewerFormat(LoadError),
    /// Its text has a fault.
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: SyntaxError,
    },
    /// It cannot be read to its end.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: String,
    },
}

impl BackupError {
    /// What happened, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let unreadable = |path: &PathBuf, error: &str| {
            let path = path.display().to_string();
            locale.t_with("backups.damaged_error", &[("error", error), ("path", &path)])
        };
        match self {
            Self::NotSaved(error) => {
                locale.t_with("backups.write_error", &[("reason", &error.describe(locale))])
            }
            Self::NotListed { path, error } => {
                let path = path.display().to_string();
                locale.t_with("backups.list_error", &[("error", error), ("path", &path)])
            }
            Self::Missing(path) => {
                locale.t_with("backups.missing_error", &[("path", &path.display().to_string())])
            }
            Self::NewerFormat(error) => error.describe(locale),
            Self::Syntax { path, error: fault } => unreadable(path, &fault.describe(locale)),
            Self::Unreadable { path, error } => unreadable(path, error),
        }
    }
}

impl From<WriteError> for BackupError {
    fn from(error: WriteError) -> Self {
        Self::NotSaved(error)
    }
}

/// Prints as its English words.
impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Locale::ENGLISH))
    }
}

impl std::error::Error for BackupError {}
