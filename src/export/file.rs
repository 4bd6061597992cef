//! Exports to files.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    Locale,
    export::error::ExportError,
    store::{self, error::WriteError},
};

/// An error of an export to a file.
#[derive(Debug, thiserror::Error)]
pub enum ExportFileError {
    /// The export could not be made.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ExportFileError {
    /// Returns true if the export was cancelled.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Export(ExportError::Cancelled))
    }

    /// Describes the error and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::Export(error) => error.describe(locale),
            Self::Write(error) => error.describe(locale),
        }
    }
}

/// Writes an export to a file while it is made. The file is replaced whole at the end, or not at
/// all.
///
/// # Errors
/// When the file is one of `registers`, the export fails or is cancelled, or the file cannot be
/// written. The old file is then unchanged.
pub fn export_to_file(
    path: &Path,
    registers: &[&Path],
    export: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(), ExportFileError> {
    for register in registers {
        store::ensure_distinct_files(path, register)?;
    }
    let mut export_error = None;
    let written = store::export_file(path, |out| {
        export(out).map_err(|error| match error {
            ExportError::Write(error) => error,
            error => {
                export_error = Some(error);
                io::Error::other("the export failed")
            }
        })
    });
    match export_error {
        Some(error) => Err(error.into()),
        None => Ok(written?),
    }
}
