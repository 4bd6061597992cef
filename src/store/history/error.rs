//! Why a history could not be read, in words that say what to do.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::{Cancelled, Locale};

/// Why a history, or a register as it stood, could not be had.
#[derive(Debug)]
pub enum HistoryError {
    /// There is none.
    NoHistory(PathBuf),
    /// A line is of a newer format than this program reads.
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its number.
        found: u32,
    },
    /// It could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The register is not what its history ends with, so that no earlier one can be told from it.
    OutOfSync(PathBuf),
    /// Before this line another program changed the register, and what it was is not known.
    OutOfReach {
        /// The number of the line.
        entry_number: u64,
    },
    /// A line does not fit those around it.
    InconsistentEntry {
        /// The number of the line.
        entry_number: u64,
    },
    /// Nothing was recorded by the day asked for.
    TooEarly,
    /// The work was cancelled.
    Cancelled,
}

impl HistoryError {
    pub(super) fn io(path: &Path, error: io::Error) -> Self {
        Self::Io { path: path.to_owned(), error }
    }

    /// What happened, where, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let of =
            |key: &str, path: &Path| locale.t_with(key, &[("path", &path.display().to_string())]);
        match self {
            Self::NoHistory(path) => of("history.error.missing", path),
            Self::NewerFormat { path, found } => {
                let (found, path) = (found.to_string(), path.display().to_string());
                locale.t_with("history.error.newer_format", &[("found", &found), ("path", &path)])
            }
            Self::Io { path, error } => {
                let (path, error) = (path.display().to_string(), error.to_string());
                locale.t_with("history.error.io", &[("error", &error), ("path", &path)])
            }
            Self::OutOfSync(path) => of("history.error.out_of_sync", path),
            Self::OutOfReach { entry_number: n } => {
                locale.t_with("history.error.before_external_change", &[("n", &n.to_string())])
            }
            Self::InconsistentEntry { entry_number: n } => {
                locale.t_with("history.error.broken_entry", &[("n", &n.to_string())])
            }
            Self::TooEarly => locale.t("history.error.before_first_entry").into_owned(),
            Self::Cancelled => locale.t("store.cancelled").into_owned(),
        }
    }
}

impl From<Cancelled> for HistoryError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl fmt::Display for HistoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Locale::ENGLISH))
    }
}

impl std::error::Error for HistoryError {}
