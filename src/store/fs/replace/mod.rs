//! Replaces files atomically: at any time the path leads to the whole old or the whole new file.
//!
//! The new content is written to a temporary file in the same folder and flushed to the disk. The
//! folder is then locked, the old file is checked and becomes the backup, and the temporary file is
//! exchanged with it. On any failure the old file is unchanged and nothing is left behind.

use std::{
    io::{self, BufWriter, ErrorKind, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use tempfile::{NamedTempFile, PersistError};

use crate::store::{
    error::{SaveError, WriteError},
    fs::{
        atomic_file::AtomicFile,
        file_access::FileAccess,
        files::{self, File, IO_CHUNK_SIZE},
        fingerprint::{ContentHash, Fingerprint},
        precondition::{BackupMode, Precondition},
        verified_file::ContentChanged,
    },
    save_warning::SaveWarning,
};

/// A function that undoes the effect of `before_commit` when the commit has failed.
pub(crate) type Rollback = Box<dyn FnOnce()>;

/// A file that was replaced.
#[derive(Debug)]
pub(crate) struct ReplacedFile {
    /// The hash of the new content.
    pub content_hash: ContentHash,
    /// The warnings about the replacement.
    pub warnings: Vec<SaveWarning>,
}

/// Replaces a file by the output of `print`.
pub(crate) fn replace(
    path: &Path,
    precondition: &Precondition,
    backup_mode: BackupMode,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<ReplacedFile, SaveError> {
    replace_after(path, precondition, backup_mode, print, |_, _| Ok(None))
}

/// Replaces a file by the output of `print`.
///
/// `before_commit` gets the file and the fingerprint of the new content. It runs while the folder
/// is locked, once the precondition is verified and before the backup is made; an error of it
/// leaves the file unchanged. Its rollback runs when the file could not be replaced then.
pub(crate) fn replace_after(
    path: &Path,
    precondition: &Precondition,
    backup_mode: BackupMode,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    before_commit: impl FnOnce(&AtomicFile, Fingerprint) -> Result<Option<Rollback>, SaveError>,
) -> Result<ReplacedFile, SaveError> {
    let failed = |error| WriteError::io(path, error);
    let target = AtomicFile::new(path)?;
    let new_file =
        match target.write_temp_file(print, || target.prefetch_precondition(precondition)) {
            // The part of the old file that was to be copied may be cut off.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                target.verify_precondition(path, precondition)?;
                return Err(failed(error).into());
            }
            Err(error) => {
                let range = content_changed(&error);
                let Some(range) = range else { return Err(failed(error).into()) };
                target.verify_precondition(path, precondition)?;
                let found = Fingerprint::of_path(&target.target_path).map_err(failed)?;
                return Err(SaveError::ContentChanged { path: path.to_owned(), range, found });
            }
            Ok(written) => written,
        };
    let _folder_lock = target.lock_folder_or_go_on();
    target.verify_precondition(path, precondition)?;
    let content_hash = new_file.content_hash.clone();
    let fingerprint = content_hash.fingerprint();
    let rollback = before_commit(&target, fingerprint)?;
    if let Precondition::Unchanged(old) = precondition
        && old.fingerprint() == fingerprint
    {
        return Ok(ReplacedFile { content_hash, warnings: Vec::new() });
    }
    match target.commit(path, precondition, backup_mode, new_file) {
        Ok(warnings) => Ok(ReplacedFile { content_hash, warnings }),
        Err(error) => {
            rollback.into_iter().for_each(|roll_back| roll_back());
            Err(error)
        }
    }
}

/// Returns the range that was to be copied from the old file and is not what was read there.
fn content_changed(error: &io::Error) -> Option<Range<u64>> {
    let changed = error.get_ref()?.downcast_ref::<ContentChanged>()?;
    Some(changed.0.clone())
}

/// Replaces whatever a file holds by the output of `print`. A device or a pipe is written to
/// directly.
///
/// # Errors
/// When `print` fails, or the file cannot be written. The old file is then unchanged.
pub(crate) fn write_file(
    path: &Path,
    backup_mode: BackupMode,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    if files::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        let written = files::open_device(path).and_then(|device| {
            let mut device = BufWriter::with_capacity(IO_CHUNK_SIZE, device);
            print(&mut device)?;
            device.flush()
        });
        return written.map_err(|error| WriteError::io(path, error));
    }
    match replace(path, &Precondition::Any, backup_mode, print) {
        Ok(ReplacedFile { warnings, .. }) => {
            let (errors, others): (Vec<_>, Vec<_>) =
                warnings.into_iter().partition(|warning| warning.flush_error().is_some());
            others.iter().for_each(|warning| tracing::warn!("{warning:?}"));
            errors.iter().find_map(SaveWarning::flush_error).map_or(Ok(()), Err)
        }
        Err(SaveError::Write(error)) => Err(error),
        Err(SaveError::Exists(path)) => Err(WriteError::io(&path, ErrorKind::AlreadyExists.into())),
        Err(SaveError::Deleted(path)) => Err(WriteError::io(&path, ErrorKind::NotFound.into())),
        // Not reached: the precondition is always fulfilled, and nothing cancels.
        Err(other) => Err(WriteError::Io { path: path.to_owned(), error: io::Error::other(other) }),
    }
}

/// Replaces a file by the output of `print`; only its owner may read the new file.
pub(crate) fn replace_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    write_private(path, print, |temp_file, path| temp_file.persist(path))
}

/// Writes the output of `print` to a new file that only its owner may read.
///
/// # Errors
/// When the file exists already, or cannot be written.
pub(crate) fn create_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    write_private(path, print, |temp_file, path| temp_file.persist_noclobber(path))
}

fn write_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    persist: impl FnOnce(NamedTempFile, &Path) -> Result<File, PersistError>,
) -> Result<(), WriteError> {
    let failed = |error| WriteError::io(path, error);
    let mut target = AtomicFile::new(path)?;
    // The permissions of the old file are not kept.
    let old_access = target.old_access.take();
    let temp_file = target.write_temp_file(print, || ()).map_err(failed)?.temp_file;
    // What an administrator writes in the folder of a user stays the user's.
    old_access
        .map_or_else(|| FileAccess::of_path(&target.folder), Ok)
        .and_then(|like| like.apply_owner_and_group(temp_file.as_file()))
        .map_err(failed)?;
    persist(temp_file, &target.target_path).map_err(|refused| failed(refused.error))?;
    target.sync_folder().map_err(failed)
}

/// Renames a file to its next numbered backup, such as `settings.ron.1.bak`, and returns the path
/// of that.
///
/// # Errors
/// When the file does not exist, or its folder cannot be written to.
pub(crate) fn move_to_numbered_backup(path: &Path) -> Result<PathBuf, WriteError> {
    let moved = AtomicFile::new(path)?.move_to_numbered_backup();
    moved.map_err(|error| WriteError::io(path, error))
}

#[cfg(test)]
mod tests;
