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
pub mod save_warning;
pub mod saved_version;
mod register_reader;
pub mod merge_input;
mod reserved_files;
pub mod app_dirs;
pub mod startup;
pub mod settings;
pub mod signature;
mod register_key;
pub mod drafts;
pub mod backups;
pub mod lock;
pub mod file_watcher;
pub mod history;
pub mod git_repository;
pub mod git_attributes;

use std::{
    io::{self, Write},
    iter,
    path::Path,
};

use crate::{
    Progress,
    register::{Register, UndoHistory},
    store::{
        error::{LoadError, SaveError, WriteError},
        fs::{
            atomic_file::AtomicFile,
            files::{self, File, Metadata, is_same_file},
            observed_file::ObservedFile,
            precondition::{BackupMode, Precondition},
            replace::{replace_after, write_file},
            unusable_file::UnusableFile,
        },
        history::{
            commit::{Commit, append_before_commit},
            commit_info::PendingEntry,
            has_history,
            history_check::{CheckedHistory, HistoryExpectation},
            history_reference::HistoryReference,
            known_history::KnownHistories,
            merge_resolution::find_merge_resolution,
            recovery,
        },
        merge_input::first_broken_record_error,
        open_warning::OpenWarning,
        paths::RegisterPaths,
        register_reader::{
            FileContent, RecordsContent, open_file, open_input, read_records, read_register_file,
        },
        register_text::{ProgressWriter, WriteRegister, ensure_round_trip},
        reserved_files::{is_reserved, is_reserved_name},
        ron::truncate::truncate_for_message,
        save_warning::SaveWarning,
        saved_version::SavedVersion,
        source_text::SourceText,
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
    /// The change that resolved the conflicts of two merged histories, where the history does not
    /// have it yet.
    pub unrecorded_change: Option<PendingEntry>,
}

/// Returns whether a path stands for standard input (`-`), or leads to a pipe or a device, which is
/// read once and has no history, no lock and no backups.
pub fn is_stream(path: &Path) -> bool {
    files::is_stream(path)
}

/// Returns whether a path leads to the device that holds nothing (`/dev/null`), by which programs
/// name a version that does not exist.
pub fn is_null_device(path: &Path) -> bool {
    files::is_null_device(path)
}

/// Checks that a register can be saved where it was read.
///
/// # Errors
/// [`LoadError::NotAFile`] when the path is that of a [stream](is_stream).
pub fn ensure_not_stream(path: &Path) -> Result<(), LoadError> {
    (!is_stream(path)).then_some(()).ok_or_else(|| LoadError::NotAFile(path.to_owned()))
}

/// Opens a register for reading. Records that cannot be read are kept as they stand. A
/// [stream](is_stream) is not read, since that could wait for ever.
///
/// # Errors
/// When the file cannot be read or is not a register, or the work was cancelled. The file is never
/// changed.
pub fn open(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    open_input_file(path, open_file(path)?, progress)
}

fn open_input_file(
    path: &Path,
    input: (File, Metadata),
    progress: &Progress,
) -> Result<RegisterFile, LoadError> {
    let content = read_register_file(path, input, progress)?;
    let FileContent { parsed, version, is_read_only } = content;
    let warnings = [
        (!parsed.is_lossless).then_some(OpenWarning::LayoutWillBeReplaced),
        is_read_only.then_some(OpenWarning::ReadOnly),
        is_hard_linked(path).then_some(OpenWarning::HardLinked),
    ];
    Ok(RegisterFile {
        register: parsed.register,
        version,
        source_text: parsed.source_text,
        warnings: warnings.into_iter().flatten().collect(),
        undo_history: UndoHistory::default(),
        unrecorded_change: None,
    })
}

/// Returns whether a register has a second name other than those of its backups, which an
/// interrupted save leaves linked to it.
pub(crate) fn is_hard_linked(path: &Path) -> bool {
    let Some(link_count) = files::link_count(path).filter(|count| *count > 1) else { return false };
    let paths = RegisterPaths::of(path);
    let numbered = (1..).map(|number| paths.numbered_backup(number));
    let numbered = numbered.take_while(|backup| files::path_exists(backup));
    let backups = iter::once(paths.backup()).chain(numbered);
    let linked_backups = backups.filter(|backup| is_same_file(backup, path)).count() as u64;
    link_count > 1 + linked_backups
}

/// Opens a register for reading, if all of its records can be read.
///
/// # Errors
/// The errors of [`open`], and one when a record cannot be read.
pub fn load_strict(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    ensure_every_record_readable(path, open(path, progress)?)
}

/// Opens a register like [`load_strict`], also from a [stream](is_stream), which is read to its end.
///
/// # Errors
/// The errors of [`load_strict`].
pub fn load_strict_input(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    let opened = open_input_file(path, open_input(path)?, progress)?;
    ensure_every_record_readable(path, opened)
}

fn ensure_every_record_readable(
    path: &Path,
    opened: RegisterFile,
) -> Result<RegisterFile, LoadError> {
    let broken_records: Vec<_> = opened.source_text.broken_records().cloned().collect();
    match first_broken_record_error(path, &broken_records) {
        Some(error) => Err(error),
        None => Ok(opened),
    }
}

/// Reads the records of a register that is not going to be saved, and the records that cannot be
/// read. Takes less time and memory than [`open`].
///
/// # Errors
/// The errors of [`open`].
pub fn load_records(
    path: &Path,
    progress: &Progress,
) -> Result<(Register, Vec<source_text::broken_record::BrokenRecord>), LoadError> {
    let RecordsContent { register, broken_records, .. } = read_records(path, progress)?;
    Ok((register, broken_records))
}

/// Reads the records of a register that is not going to be saved, if all of them can be read.
///
/// # Errors
/// The errors of [`load_strict`].
pub fn load_records_strict(path: &Path, progress: &Progress) -> Result<Register, LoadError> {
    let RecordsContent { register, broken_records, .. } = read_records(path, progress)?;
    match first_broken_record_error(path, &broken_records) {
        Some(error) => Err(error),
        None => Ok(register),
    }
}

/// Reads records as [`load_records_strict`] does, and the line of the history that records them.
///
/// # Errors
/// The errors of [`load_strict`].
pub fn load_records_with_history(
    path: &Path,
    progress: &Progress,
) -> Result<(Register, HistoryReference), LoadError> {
    let mut content = read_records(path, progress)?;
    if let Some(error) = first_broken_record_error(path, &content.broken_records) {
        return Err(error);
    }
    let history = match has_history(path) {
        true => {
            let digest = content.digest().map_err(|error| LoadError::io(path, error))?;
            HistoryReference::read(path, Some(digest))
        }
        false => HistoryReference::NoHistory,
    };
    Ok((content.register, history))
}

/// Opens a register for writing, as [`open`] does for reading. An interrupted save is completed
/// first, and the steps that can be undone are read from the history. The caller holds the lock of
/// the register.
///
/// # Errors
/// The errors of [`open`]. Nothing is changed but by the completion of the save.
pub fn open_writable(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    let recovery_warning = recovery::recover(path);
    let version_warnings = recovery::keep_exchanged_versions(path);
    recovery::remove_stale_temp_files(path);
    let mut opened = open(path, progress)?;
    let digest = opened.version.fingerprint().digest();
    let (undo_history, history_warning) = recovery::load_undo_history(path, digest);
    opened.undo_history = undo_history;
    if matches!(history_warning, Some(OpenWarning::ChangedExternally { .. })) {
        opened.unrecorded_change = find_merge_resolution(path, &opened.register);
    }
    // What is known and recorded by the next save is no reason to warn.
    let history_warning = history_warning.filter(|_| opened.unrecorded_change.is_none());
    let recovery_warnings = recovery_warning.into_iter().chain(version_warnings);
    opened.warnings.extend(recovery_warnings.chain(history_warning));
    Ok(opened)
}

/// Compares the history of a register that was just opened with the end that is known of it. What
/// is wrong becomes a warning of the register, in place of those that follow from it; otherwise the
/// end that the history has becomes the known one, if the register is what it ends with.
pub fn check_known_history(
    path: &Path,
    opened: &mut RegisterFile,
    known_histories: &KnownHistories,
) {
    match known_histories.check(path) {
        Ok(CheckedHistory { problem: Some(problem), .. }) => {
            let is_consequence = |warning: &OpenWarning| {
                matches!(
                    warning,
                    OpenWarning::ChangedExternally { .. }
                        | OpenWarning::RegisterIsEarlier { .. }
                        | OpenWarning::HistoryTruncated
                )
            };
            opened.warnings.retain(|warning| !is_consequence(warning));
            opened.warnings.push(OpenWarning::HistoryProblem(Box::new(problem)));
        }
        // Saving reports the format.
        Ok(CheckedHistory { newer_format: Some(_), .. }) => {}
        Ok(CheckedHistory { kept_by_git, end, register_digest, known_error, .. }) => {
            let other_branch = kept_by_git
                .map(|known| OpenWarning::HistoryOfOtherBranch { entry_number: known.number });
            let unreadable = known_error.map(|error| OpenWarning::KnownHistoryUnreadable {
                path: known_histories.file_path(path),
                error: truncate_for_message(&error.to_string()),
            });
            opened.warnings.extend(other_branch.into_iter().chain(unreadable));
            // A save whose register is not yet in its place may be taken back.
            if register_digest == Some(opened.version.fingerprint().digest()) {
                let expectation = HistoryExpectation { known_histories, accepted: None };
                if let Err(error) = expectation.remember(path, end) {
                    let error = error.to_string();
                    opened.warnings.push(OpenWarning::HistoryEndNotStored { error });
                }
            }
        }
        Err(error) => {
            opened.warnings.push(OpenWarning::HistoryUnreadable {
                path: RegisterPaths::of(path).history(),
                reason: UnusableFile::of_error(&error),
                error: error.to_string(),
            });
        }
    }
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
    /// What is known of the history; `None` where nothing can be, without a data folder.
    pub expectation: Option<HistoryExpectation<'a>>,
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

    /// Returns the options of a save over a file that the user was asked about, if it still is what
    /// it was then. It is kept as a numbered backup.
    pub fn overwrite_observed(observed: &'a ObservedFile) -> Self {
        Self { precondition: observed.precondition(), ..Self::overwrite() }
    }

    /// Returns the options of a save to a file that the user has chosen to replace.
    pub fn copy() -> Self {
        Self {
            precondition: Precondition::Any,
            backup: BackupMode::Latest,
            history: None,
            expectation: None,
        }
    }
}

/// Saves a register: checks that its text can be read back, writes it to a temporary file, appends
/// to the history, makes the backup and replaces the file. Where the text is that of the file, the
/// file stays as it is. A version that another program writes meanwhile is kept as a numbered backup;
/// the warnings of the version that is returned say so.
///
/// # Errors
/// When the text cannot be read back, the precondition is not fulfilled, the history is not the one
/// that is known, the file or its history cannot be written, or the work was cancelled. The file and
/// the history are then unchanged.
pub fn save(
    path: &Path,
    text: &dyn WriteRegister,
    options: &SaveOptions,
    progress: &Progress,
) -> Result<SavedVersion, SaveError> {
    let SaveOptions { precondition, backup, history, expectation } = options;
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
    let mut end = None;
    let mut replaced = replace_after(path, precondition, *backup, print, |target, fingerprint| {
        let Some(commit) = history else { return Ok(None) };
        let appended =
            append_before_commit(target, precondition, commit, fingerprint, *expectation)?;
        Ok(appended.map(|appended| -> Box<dyn FnOnce()> {
            end = appended.end;
            Box::new(|| appended.guard.roll_back())
        }))
    })?;
    if let Some(expectation) = expectation
        && let Err(error) = expectation.remember(path, end)
    {
        let error = error.to_string();
        replaced.warnings.push(SaveWarning::HistoryEndNotStored { error });
    }
    Ok(SavedVersion { case_spans, ..replaced.into() })
}

/// Flushes the folder of a register once more, where that failed after the register was saved.
///
/// # Errors
/// [`WriteError::NotFlushed`] when it fails again.
pub fn flush_saved(path: &Path, version: SavedVersion) -> Result<SavedVersion, WriteError> {
    let flushed = AtomicFile::new(path)?.sync_folder();
    flushed.map_err(|error| WriteError::NotFlushed {
        path: path.to_owned(),
        error: error.to_string(),
    })?;
    Ok(SavedVersion { save_warnings: Vec::new(), ..version })
}

/// Reads the bytes of a file.
///
/// # Errors
/// The errors of the operating system.
pub fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    files::read(path)
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
    write_file(path, BackupMode::None, print)
}

/// Replaces a file as [`export_file`] does; a register, or a file that belongs to one, is kept as
/// its numbered backup.
///
/// # Errors
/// The errors of [`export_file`], and one when the backup cannot be made.
pub fn export_file_by_force(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    let backup = match is_reserved(path) {
        true => BackupMode::LatestAndNumbered,
        false => BackupMode::None,
    };
    write_file(path, backup, print)
}

/// Checks that an export does not take the place of a register, or of a file that belongs to one:
/// its history, lock, backup or draft. The name of such a file is reserved before the file exists.
///
/// # Errors
/// [`WriteError::ReservedFile`] when it does.
pub fn ensure_not_reserved(path: &Path) -> Result<(), WriteError> {
    (!is_reserved(path)).then_some(()).ok_or_else(|| WriteError::ReservedFile(path.to_owned()))
}

/// Checks that a new register, or a copy of one, does not take the place of a file that belongs to a
/// register. It may replace a register, which is kept as its backup.
///
/// # Errors
/// [`WriteError::ReservedFile`] when it does.
pub fn ensure_not_reserved_name(path: &Path) -> Result<(), WriteError> {
    let is_free = !is_reserved_name(path);
    is_free.then_some(()).ok_or_else(|| WriteError::ReservedFile(path.to_owned()))
}

/// Checks that an export or a copy does not replace the open register.
///
/// # Errors
/// [`WriteError::OpenRegister`] when both paths lead to the same file.
pub fn ensure_distinct_files(path: &Path, register: &Path) -> Result<(), WriteError> {
    let is_distinct = !is_same_file(path, register);
    is_distinct.then_some(()).ok_or_else(|| WriteError::OpenRegister(path.to_owned()))
}
