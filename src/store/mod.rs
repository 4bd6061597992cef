//! The only code that touches files: it opens and saves registers, and knows where files live.
//!
//! Opening gives the register and what was noticed, or an error that says what to do; never a
//! silent default. Saving replaces a file whole or not at all, only if it is still what was read,
//! and keeps the version before.

pub mod fs;
pub mod ron;
pub mod source_text;
pub mod register_text;
pub mod error;
pub mod open_warning;
pub mod app_dirs;
pub mod settings;
mod register_key;
pub mod drafts;
pub mod backups;
pub mod lock;
pub mod file_watcher;
pub mod history;

use std::{
    fs::{File, Metadata},
    io::{self, Read as _, Seek as _},
    path::Path,
    str::Utf8Error,
};

use crate::{
    Progress,
    register::{Register, UndoHistory},
    store::{
        error::{LoadError, SaveError, WriteError},
        fs::{
            file_snapshot::StatSnapshot,
            files,
            fingerprint::{Fingerprint, IO_CHUNK_SIZE},
            replace::{BackupMode, Precondition, replace, replace_with_history},
        },
        history::{
            CommitInfo,
            commit::{self, Commit, append_history_only},
            recovery,
        },
        open_warning::OpenWarning,
        register_text::{ProgressWriter, WriteRegister, ensure_round_trip},
        ron::{
            parallel_reader,
            parse::{ParsedRegister, parse},
            syntax_error::LineColumn,
        },
        source_text::{SourceText, broken_record::BrokenRecord},
    },
};

/// A register as it was read from its file.
#[derive(Debug)]
pub struct RegisterFile {
    /// The records.
    pub register: Register,
    /// What the file held.
    pub fingerprint: Fingerprint,
    /// What of the file's text the records do not tell, with the records that cannot be read.
    pub source_text: SourceText,
    /// What there is to know of the file.
    pub warnings: Vec<OpenWarning>,
    /// The steps that can be undone; none where its history was not read.
    pub undo_history: UndoHistory,
}

/// Opens a register all of whose records can be read.
///
/// # Errors
/// When there is no whole register in the file, or the work was cancelled. The file is never
/// changed.
pub fn load_strict(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    let opened = open(path, progress)?;
    let Some(broken) = opened.source_text.broken_records().next() else { return Ok(opened) };
    let BrokenRecord { error: fault, position: at, field_path: way, .. } = broken.clone();
    Err(LoadError::Syntax { path: path.to_owned(), error: fault, position: at, field_path: way })
}

/// Opens a register as far as its records can be read; those that cannot are kept as they stand.
///
/// # Errors
/// When the file is no register even so, or the work was cancelled. The file is never changed.
pub fn open(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    let (file, metadata) = open_regular_file(path)?;
    let snapshot = StatSnapshot::take(&file).map_err(|error| LoadError::io(path, error))?;
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    let (parsed, stamp) = match parallel_reader::read_parallel(&file, length, progress) {
        Some((register, manuscript, fingerprint)) => {
            (ParsedRegister { register, source_text: manuscript, is_lossless: true }, fingerprint)
        }
        // Another layout, or what is wrong with a text and where, only the whole tells.
        None => read_whole_file(path, &file, length, progress)?,
    };
    let ParsedRegister { register, source_text, is_lossless: is_kept } = parsed;
    let fingerprint = if is_kept { stamp } else { stamp.with_numbered_backup() };
    fingerprint.set_snapshot(snapshot);
    let mut warnings = Vec::new();
    if !is_kept {
        warnings.push(OpenWarning::LayoutWillBeReplaced);
    }
    if metadata.permissions().readonly() {
        warnings.push(OpenWarning::ReadOnly);
    }
    let undo_history = UndoHistory::default();
    Ok(RegisterFile { register, fingerprint, source_text, warnings, undo_history })
}

/// Opens a register for work, as [`open`] does: a save of it that broke off is finished first, and
/// what was done before can be undone. Whoever asks for it has the lock.
///
/// # Errors
/// When the file is no register, or the work was cancelled. But for such a save nothing is
/// changed.
pub fn open_writable(path: &Path, progress: &Progress) -> Result<RegisterFile, LoadError> {
    let recovery_warning = recovery::recover(path);
    commit::remove_stale_temp_files(path);
    let mut opened = open(path, progress)?;
    let (steps, history_warning) = recovery::load_undo_history(path, opened.fingerprint.digest());
    opened.undo_history = steps;
    opened.warnings.extend(recovery_warning.into_iter().chain(history_warning));
    Ok(opened)
}

/// Saves a register in the place of the file it was read from, which is kept as the backup
/// `<name>.bak` beside it. What has not changed is written as it stood there. Where nothing has
/// changed nothing is written.
///
/// Without a stamp the file must be new.
///
/// # Errors
/// When the file is no longer byte for byte what the stamp was made of, or cannot be written, or
/// the work was cancelled. What is on the disk is then as it was.
pub fn save(
    path: &Path,
    register: &dyn WriteRegister,
    fingerprint: Option<&Fingerprint>,
    progress: &Progress,
) -> Result<Fingerprint, SaveError> {
    write_register(path, register, fingerprint, None, progress)
}

/// Saves a register as [`save`] does, once the history beside it tells of what was done.
///
/// # Errors
/// As of saving, and when the history cannot be written. What is on the disk is then as it was.
pub fn save_with_history(
    path: &Path,
    register: &dyn WriteRegister,
    fingerprint: &Fingerprint,
    commit_info: &CommitInfo,
    progress: &Progress,
) -> Result<Fingerprint, SaveError> {
    let record = Commit { info: commit_info, overwritten: None };
    write_register(path, register, Some(fingerprint), Some(&record), progress)
}

fn write_register(
    path: &Path,
    register: &dyn WriteRegister,
    fingerprint: Option<&Fingerprint>,
    commit: Option<&Commit>,
    progress: &Progress,
) -> Result<Fingerprint, SaveError> {
    let precondition = fingerprint.map_or(Precondition::Absent, Precondition::Unchanged);
    ensure_round_trip(path, register)?;
    let needs_numbered_backup = fingerprint.is_some_and(Fingerprint::needs_numbered_backup);
    let backup_mode =
        if needs_numbered_backup { BackupMode::LatestAndNumbered } else { BackupMode::Latest };
    let total = fingerprint.map_or(0, Fingerprint::length) as usize;
    let mut case_spans = None;
    let fingerprint = replace_with_history(path, &precondition, backup_mode, commit, |out| {
        let old = fingerprint.map(|stamp| (path, stamp));
        let out = &mut ProgressWriter { out, progress, bytes_written: 0, expected_bytes: total };
        case_spans = register.print_incrementally(old, out)?;
        Ok(())
    })?;
    Ok(fingerprint.with_case_spans(case_spans))
}

/// Saves a register over whatever its file now holds. That is kept as the backup, and under a
/// number besides, which no later backup takes: it is someone's work.
///
/// # Errors
/// When the file cannot be written. What is on the disk is then as it was.
pub fn overwrite(path: &Path, register: &dyn WriteRegister) -> Result<Fingerprint, SaveError> {
    replace(path, &Precondition::Any, BackupMode::LatestAndNumbered, |out| register.print(out))
}

/// Saves a register over whatever its file now holds, as [`overwrite`] does, and tells its history
/// of that: what was found, what the program knew, and what was done.
///
/// # Errors
/// When the file or its history cannot be written. What is on the disk is then as it was.
pub fn overwrite_with_history(
    path: &Path,
    register: &dyn WriteRegister,
    known: &Fingerprint,
    commit_info: &CommitInfo,
) -> Result<Fingerprint, SaveError> {
    ensure_round_trip(path, register)?;
    let commit = Commit { info: commit_info, overwritten: Some(known) };
    replace_with_history(
        path,
        &Precondition::Any,
        BackupMode::LatestAndNumbered,
        Some(&commit),
        |out| register.print(out),
    )
}

/// Tells the history of a register what was noticed, while its file stays as it is.
///
/// # Errors
/// When the file is no longer byte for byte what the stamp was made of, or the history cannot be
/// written.
pub fn append_to_history(
    path: &Path,
    fingerprint: &Fingerprint,
    recording: &CommitInfo,
) -> Result<Fingerprint, SaveError> {
    append_history_only(path, fingerprint, recording)?;
    Ok(fingerprint.clone())
}

/// Writes a register to another file; one that is there is kept as its backup.
///
/// # Errors
/// When the file cannot be written. What is on the disk is then as it was.
pub fn save_copy(path: &Path, register: &dyn WriteRegister) -> Result<Fingerprint, SaveError> {
    ensure_round_trip(path, register)?;
    replace(path, &Precondition::Any, BackupMode::Latest, |out| register.print(out))
}

/// Writes a file, as safely as a register but without a backup. A device or a pipe is written to
/// straight away.
///
/// # Errors
/// When it cannot be written. What was there before is then still there.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let written = files::write_in_place(path, bytes);
        return written.map_err(|error| WriteError::io(path, error));
    }
    match replace(path, &Precondition::Any, BackupMode::None, |out| out.write_all(bytes)) {
        Ok(_) => Ok(()),
        Err(SaveError::Write(error)) => Err(error),
        // Not reached: whatever is there may be replaced, and nothing cancels.
        Err(other) => Err(WriteError::Io { path: path.to_owned(), error: io::Error::other(other) }),
    }
}

/// Writes the text of a register over a file, which is kept as its backup.
///
/// # Errors
/// When it cannot be written. What is on the disk is then as it was.
pub fn write_register_text(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    replace(path, &Precondition::Any, BackupMode::Latest, |out| out.write_all(bytes)).map(drop)
}

/// The stamp of what a file holds now; none where it cannot be read.
pub fn fingerprint_file(path: &Path) -> Option<Fingerprint> {
    files::open(path).and_then(|mut file| Fingerprint::of_file(&mut file)).ok()
}

/// Whether something of this name is there, so that writing it would replace what is there.
pub fn path_exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Makes sure that writing a file does not take the place of a register that is open.
///
/// # Errors
/// When both paths lead to one file.
pub fn ensure_distinct_files(path: &Path, register: &Path) -> Result<(), WriteError> {
    let leads_to = |path: &Path| std::fs::canonicalize(path).ok();
    if leads_to(path).is_some_and(|file| Some(file) == leads_to(register)) {
        return Err(WriteError::OpenRegister(path.to_owned()));
    }
    Ok(())
}

/// Opens a file for reading.
fn open_regular_file(path: &Path) -> Result<(File, Metadata), LoadError> {
    let failed = |error| LoadError::io(path, error);
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(LoadError::Folder(path.to_owned()));
    }
    if !metadata.is_file() {
        return Err(LoadError::NotAFile(path.to_owned()));
    }
    Ok((files::open(path).map_err(failed)?, metadata))
}

/// Reads a register from its whole text.
fn read_whole_file(
    path: &Path,
    mut file: &File,
    length: usize,
    progress: &Progress,
) -> Result<(ParsedRegister, Fingerprint), LoadError> {
    let failed = |error| LoadError::io(path, error);
    file.rewind().map_err(failed)?;
    let mut bytes = Vec::with_capacity(length + 1);
    loop {
        // Most of the time is left for making records of them.
        progress.report(bytes.len(), 8 * length)?;
        if file.take(IO_CHUNK_SIZE as u64).read_to_end(&mut bytes).map_err(failed)? == 0 {
            break;
        }
    }
    let text = match str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) => return Err(not_utf8_error(path, &bytes, error)),
    };
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(LoadError::Empty(path.to_owned()));
    }
    let parsed = parse(text).map_err(|unread| unread.into_load_error(path))?;
    Ok((parsed, Fingerprint::of_bytes(&bytes)))
}

fn not_utf8_error(path: &Path, bytes: &[u8], error: Utf8Error) -> LoadError {
    let valid = bytes.get(..error.valid_up_to()).map(String::from_utf8_lossy).unwrap_or_default();
    LoadError::NotUtf8 {
        path: path.to_owned(),
        position: LineColumn::from_offset(&valid, valid.len()),
    }
}
