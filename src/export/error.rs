//! Errors of the exports.

use std::io;

use crate::{Cancelled, Locale};

/// An error of an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The export was cancelled.
    #[error("the export was cancelled")]
    Cancelled,
    /// A row could not be encoded as CSV.
    #[error("the rows could not be written as CSV: {0}")]
    Csv(csv::Error),
    /// A figure could not be drawn.
    #[error("the picture could not be drawn: {0}")]
    Figure(String),
    /// A value could not be encoded as JSON.
    #[error("the export could not be written as JSON: {0}")]
    Json(serde_json::Error),
    /// The output did not accept what was written to it.
    #[error("the export could not be written: {0}")]
    Write(#[from] io::Error),
}

impl ExportError {
    /// Describes the error in a language.
    pub fn describe(&self, locale: Locale) -> String {
        let with_error = |key: &str, error: &str| locale.t_with(key, &[("error", error)]);
        match self {
            Self::Cancelled => locale.t("export.error.cancelled").into_owned(),
            Self::Csv(error) => with_error("export.error.csv", &error.to_string()),
            Self::Figure(error) => with_error("export.error.figure", error),
            Self::Json(error) => with_error("export.error.json", &error.to_string()),
            Self::Write(error) => with_error("export.error.write", &error.to_string()),
        }
    }
}

impl From<Cancelled> for ExportError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        if !error.is_io_error() {
            return Self::Csv(error);
        }
        // The output's own error: its kind tells a reader that went away from a full disk.
        Self::Write(match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            kind => io::Error::other(format!("{kind:?}")),
        })
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() { Self::Write(error.into()) } else { Self::Json(error) }
    }
}
