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

/// The file that an export is written to.
#[derive(Clone, Copy, Debug)]
pub struct ExportTarget<'a> {
    /// The path of the file.
    pub path: &'a Path,
    /// The registers that the export is made from.
    pub registers: &'a [&'a Path],
    /// True if the file is replaced whatever it is. A register, or a file that belongs to one, is
    /// then kept as a numbered backup.
    pub is_forced: bool,
}

impl<'a> ExportTarget<'a> {
    /// Returns a target that is not written where it is a register or belongs to one.
    pub fn new(path: &'a Path, registers: &'a [&'a Path]) -> Self {
        Self { path, registers, is_forced: false }
    }

    /// Writes an export to the file while it is made, and returns what the export returns. The file is
    /// replaced whole at the end, or not at all.
    ///
    /// # Errors
    /// When the file is a register or belongs to one, unless it is forced; when the export fails or
    /// is cancelled, or the file cannot be written. The old file is then unchanged.
    pub fn write<T: Default>(
        &self,
        export: impl FnOnce(&mut dyn Write) -> Result<T, ExportError>,
    ) -> Result<T, ExportFileError> {
        let Self { path, registers, is_forced } = *self;
        let mut export_error = None;
        let mut made = T::default();
        let print = |out: &mut dyn Write| match export(out) {
            Ok(result) => {
                made = result;
                Ok(())
            }
            Err(ExportError::Write(error)) => Err(error),
            Err(error) => {
                export_error = Some(error);
                Err(io::Error::other("the export failed"))
            }
        };
        let written = if is_forced {
            store::export_file_by_force(path, print)
        } else {
            for register in registers {
                store::ensure_distinct_files(path, register)?;
            }
            store::ensure_not_reserved(path)?;
            store::export_file(path, print)
        };
        match export_error {
            Some(error) => Err(error.into()),
            None => Ok(written.map(|()| made)?),
        }
    }
}
