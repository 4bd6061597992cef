//! Opens and saves registers, and stores drafts, backups, histories and settings.
//!
//! A register that cannot be read is an error that says what to do, never a silent default. A save
//! replaces a file atomically, only if no other program has changed it, and keeps the version
//! before as a backup.

pub mod fs;
pub mod paths;
pub mod ron;
pub mod source_text;
pub mod register_text;
pub mod error;
pub mod open_warning;
pub mod saved_version;
mod register_reader;
pub mod app_dirs;
pub mod startup;
pub mod settings;
mod register_key;
pub mod drafts;
pub mod backups;
pub mod lock;
pub mod file_watcher;
pub mod history;

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    Progress,
    register::{Register, UndoHistory},
    store::{
        error::{LoadError, SaveError, WriteError},
        fs::{
            files::is_same_file,
            precondition::{BackupMode, Precondition},
            replace::{replace_after, write_file},
        },
        history::{
            commit::{Commit, append_before_commit},
            recovery,
        },
        open_warning::OpenWarning,
        register_reader::{FileContent, read_records, read_register_file},
        register_text::{ProgressWriter, WriteRegister, ensure_round_trip},
        saved_version::SavedVersion,
        source_text::{SourceText, broken_record::BrokenRecord},
    },
};

/// A register that was read from its file.
#[derive(Debug)]
pub struct RegisterFile {
    /// The records.
    pub register: Register,
    /// The version in the file.
    pub version: SavedVersion,
    /// The layout of the text, and the records that cannot be read.
    pub source_text: SourceText,
    /// The warnings about the file.
    pub warnings: Vec<OpenWarning>,
    /// The steps that can be undone; empty where the history was not read.
    pub undo_history: UndoHistory,
}

/// Opens a register for reading. Records that cannot be read are kept as they stand.
///
/// # Errors
/// When the file cannot be read or is not a register, or the work was cancelled. The file is never
/// changed.
pub fn open(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    let FileContent { parsed, version, is_read_only } = read_register_file(path, progress)?;
    let warnings = [
        (!parsed.is_lossless).then_some(OpenWarning::LayoutWillBeReplaced),
        is_read_only.then_some(OpenWarning::ReadOnly),
    ];
    Ok(RegisterFile {
        register: parsed.register,
        version,
        source_text: parsed.source_text,
        warnings: warnings.into_iter().flatten().collect(),
        undo_history: UndoHistory::default(),
    })
}

/// Opens a register for reading, if all of its records can be read.
///
/// # Errors
/// The errors of [`open`], and one when a record cannot be read.
pub fn load_strict(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    let opened = open(path, progress)?;
    let Some(broken) = opened.source_text.broken_records().next() else { return Ok(opened) };
    Err(broken_record_error(path, broken))
}

/// Reads the records of a register that is not going to be saved, and the records that cannot be
/// read. Takes less time and memory than [`open`].
///
/// # Errors
/// The errors of [`open`].
pub fn load_records(
    path: &Path,
    progress: &Progress,
) -> Result<(Register, Vec<BrokenRecord>), LoadError> {
    read_records(path, progress)
}

/// Reads the records of a register that is not going to be saved, if all of them can be read.
///
/// # Errors
/// The errors of [`load_strict`].
pub fn load_records_strict(path: &Path, progress: &Progress) -> Result<Register, LoadError> {
    let (register, broken_records) = read_records(path, progress)?;
    match broken_records.first() {
        Some(broken) => Err(broken_record_error(path, broken)),
        None => Ok(register),
    }
}

/// Returns the error of a register of which a record cannot be read.
fn broken_record_error(path: &Path, broken: &BrokenRecord) -> LoadError {
    let BrokenRecord { error, position, field_path, .. } = broken.clone();
    LoadError::Syntax { path: path.to_owned(), error, position, field_path }
}

/// Opens a register for writing, as [`open`] does for reading. An interrupted save is completed
/// first, and the steps that can be undone are read from the history. The caller holds the lock of
/// the register.
///
/// # Errors
/// The errors of [`open`]. Nothing is changed but by the completion of the save.
pub fn open_writable(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    let recovery_warning = recovery::recover(path);
    recovery::remove_stale_temp_files(path);
    let mut opened = open(path, progress)?;
    let digest = opened.version.fingerprint().digest();
    let (undo_history, history_warning) = recovery::load_undo_history(path, digest);
    opened.undo_history = undo_history;
    opened.warnings.extend(recovery_warning.into_iter().chain(history_warning));
    Ok(opened)
}

/// The options of a save: its precondition, backup and history.
#[derive(Clone, Copy, Debug)]
pub struct SaveOptions<'a> {
    /// The state of the old file that the save requires.
    pub precondition: Precondition<'a>,
    /// The mode of the backup of the old file.
    pub backup: BackupMode,
    /// The changes that are appended to the history before the file is replaced.
    pub history: Option<Commit<'a>>,
}

impl<'a> SaveOptions<'a> {
    /// Returns the options of a save that creates a file.
    pub fn create() -> Self {
        Self { precondition: Precondition::Absent, ..Self::copy() }
    }

    /// Returns the options of a save that replaces the version that was last read or written.
    pub fn update(version: &'a SavedVersion) -> Self {
        let precondition = Precondition::Unchanged(&version.file);
        match version.needs_numbered_backup {
            true => Self { precondition, ..Self::overwrite() },
            false => Self { precondition, ..Self::copy() },
        }
    }

    /// Returns the options of a save that replaces whatever the file holds. This may be the work
    /// of someone else, so it is kept as a numbered backup.
    pub fn overwrite() -> Self {
        Self { backup: BackupMode::LatestAndNumbered, ..Self::copy() }
    }

    /// Returns the options of a save to a file that the user has chosen to replace.
    pub fn copy() -> Self {
        Self { precondition: Precondition::Any, backup: BackupMode::Latest, history: None }
    }
}

/// Saves a register: checks that its text can be read back, writes it to a temporary file, appends
/// to the history, makes the backup and replaces the file. Where the text is that of the file, the
/// file stays as it is.
///
/// # Errors
/// When the text cannot be read back, the precondition is not fulfilled, the file or its history
/// cannot be written, or the work was cancelled. The file and the history are then unchanged.
pub fn save(
    path: &Path,
    text: &dyn WriteRegister,
    options: &SaveOptions,
    progress: &Progress,
) -> Result<SavedVersion, SaveError> {
    let SaveOptions { precondition, backup, history } = options;
    ensure_round_trip(path, text)?;
    let (old_file, expected_bytes) = match precondition {
        Precondition::Unchanged(state) => (Some(path), state.fingerprint().length() as usize),
        Precondition::Absent | Precondition::Any => (None, 0),
    };
    let mut case_spans = None;
    let print = |out: &mut dyn std::io::Write| {
        let mut out = ProgressWriter { out, progress, bytes_written: 0, expected_bytes };
        case_spans = text.print_incrementally(old_file, &mut out)?;
        Ok(())
    };
    let fingerprint = replace_after(path, precondition, *backup, print, |target, fingerprint| {
        let Some(commit) = history else { return Ok(None) };
        let append_guard = append_before_commit(target, precondition, commit, fingerprint)?;
        Ok(append_guard.map(|guard| -> Box<dyn FnOnce()> { Box::new(|| guard.roll_back()) }))
    })?;
    Ok(SavedVersion { case_spans, ..fingerprint.into() })
}

/// Writes the output of `print` to a file, atomically and without a backup. A device or a pipe is
/// written to directly.
///
/// # Errors
/// When `print` fails, or the file cannot be written. The old file is then unchanged.
pub fn export_file(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    write_file(path, print)
}

/// Checks that an export or a copy does not replace the open register.
///
/// # Errors
/// [`WriteError::OpenRegister`] when both paths lead to the same file.
pub fn ensure_distinct_files(path: &Path, register: &Path) -> Result<(), WriteError> {
    let is_distinct = !is_same_file(path, register);
    is_distinct.then_some(()).ok_or_else(|| WriteError::OpenRegister(path.to_owned()))
}
