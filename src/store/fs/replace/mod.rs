//! Writes files so that there is always a whole one: the old, or the new.
//!
//! The new file is written under another name in the same folder and flushed to the disk; only
//! then does it take the place of the old one, which is kept as the backup. On any failure the old
//! file is as it was and nothing is left behind.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use tempfile::{NamedTempFile, PersistError};

use crate::store::{
    error::{SaveError, WriteError},
    fs::{atomic_file::AtomicFile, fingerprint::Fingerprint, folder_lock::FolderLock},
    history::{append::AppendGuard, commit::Commit},
};

/// What may be on the disk for a file to be replaced.
pub(crate) enum Precondition<'a> {
    /// Nothing: the file is new.
    Absent,
    /// What was read from it or written to it, byte for byte.
    Unchanged(&'a Fingerprint),
    /// Whatever there is.
    Any,
}

/// What becomes of a file that is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BackupMode {
    /// It is not kept.
    None,
    /// It is the backup until the next one.
    Latest,
    /// It is the backup, and kept under a number besides, which no later backup takes.
    LatestAndNumbered,
}

/// Puts what `print` writes in the place of a file.
pub(crate) fn replace(
    path: &Path,
    precondition: &Precondition,
    backup_mode: BackupMode,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Fingerprint, SaveError> {
    replace_with_history(path, precondition, backup_mode, None, print)
}

/// Puts what `print` writes in the place of a file, once its history tells of it.
pub(crate) fn replace_with_history(
    path: &Path,
    precondition: &Precondition,
    backup_mode: BackupMode,
    commit: Option<&Commit>,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Fingerprint, SaveError> {
    let failed = |error| WriteError::io(path, error);
    let target = AtomicFile::new(path)?;
    let (temporary, fingerprint) =
        match target.write_temporary(print, || target.hash_target(precondition)) {
            // What was to be copied from the old file may be gone with it.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                target.verify_precondition(path, precondition)?;
                return Err(failed(error).into());
            }
            written => written.map_err(failed)?,
        };
    let _folder_lock = FolderLock::acquire(&target.folder).map_err(failed)?;
    target.verify_precondition(path, precondition)?;
    let append_guard = commit
        .map(|record| target.append_history(precondition, record, &fingerprint))
        .transpose()?;
    if let Precondition::Unchanged(old) = precondition
        && **old == fingerprint
    {
        return Ok(fingerprint);
    }
    if let Err(error) = target.commit(path, precondition, backup_mode, temporary) {
        // What did not come about is not told.
        append_guard.flatten().into_iter().for_each(AppendGuard::roll_back);
        return Err(error);
    }
    target.sync_folder();
    Ok(fingerprint)
}

/// Puts what `print` writes in the place of a file that nobody but its owner may read.
pub(crate) fn replace_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    write_private(path, print, |temporary, file| temporary.persist(file))
}

/// Puts what `print` writes in a new file that nobody but its owner may read.
///
/// # Errors
/// When it cannot be written, or a file of this name is there already.
pub(crate) fn create_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    write_private(path, print, |temporary, file| temporary.persist_noclobber(file))
}

fn write_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    persist: impl FnOnce(NamedTempFile, &Path) -> Result<File, PersistError>,
) -> Result<(), WriteError> {
    let failed = |error| WriteError::io(path, error);
    // Whatever was there, its permissions are not kept.
    let target = AtomicFile { old_metadata: None, ..AtomicFile::new(path)? };
    let (temporary, _) = target.write_temporary(print, || ()).map_err(failed)?;
    persist(temporary, &target.target_path).map_err(|refused| failed(refused.error))?;
    target.sync_folder();
    Ok(())
}

/// Moves a file out of the way, to a name of its own.
///
/// # Errors
/// When there is no such file, or its folder cannot be written to.
pub(crate) fn move_to_numbered_backup(path: &Path) -> Result<PathBuf, WriteError> {
    let target = AtomicFile::new(path)?;
    let backup = target.create_numbered_backup().map_err(|error| WriteError::io(path, error))?;
    fs::remove_file(&target.target_path).map_err(|error| WriteError::io(path, error))?;
    Ok(backup)
}

#[cfg(test)]
mod tests;
