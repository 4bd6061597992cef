//! Writes files so that there is always a whole one: the old, or the new.
//!
//! The new file is written under another name in the same folder and flushed to the disk; only
//! then does it take the place of the old one, which is kept as the backup. On any failure the old
//! file is as it was and nothing is left behind.

mod recorded;
mod pipe;
mod place;
mod turn;

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

pub(super) use place::behind_links;
pub(super) use recorded::{Record, number_aside, put_ready, ready, record, sweep, turn};

use place::Place;
use tempfile::{NamedTempFile, PersistError};
use turn::Turn;

use super::{
    error::{SaveError, WriteError},
    history::Appended,
    stamp::Stamp,
};

/// What may be on the disk for a file to be replaced.
pub(super) enum Expected<'a> {
    /// Nothing: the file is new.
    Nothing,
    /// What was read from it or written to it, byte for byte.
    Same(&'a Stamp),
    /// Whatever there is.
    Anything,
}

/// What becomes of a file that is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// It is not kept.
    Nothing,
    /// It is the backup until the next one.
    Backup,
    /// It is the backup, and kept under a number besides, which no later backup takes.
    ForGood,
}

/// Puts what `print` writes in the place of a file.
pub(super) fn replace(
    path: &Path,
    expected: &Expected,
    keep: Keep,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Stamp, SaveError> {
    replace_recorded(path, expected, keep, None, print)
}

/// Puts what `print` writes in the place of a file, once its history tells of it.
pub(super) fn replace_recorded(
    path: &Path,
    expected: &Expected,
    keep: Keep,
    record: Option<&Record>,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Stamp, SaveError> {
    let failed = |error| WriteError::io(path, error);
    let place = Place::of(path)?;
    let (temporary, stamp) = match place.write(print, || place.look(expected)) {
        // What was to be copied from the old file may be gone with it.
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            place.check(path, expected)?;
            return Err(failed(error).into());
        }
        written => written.map_err(failed)?,
    };
    let _turn = Turn::wait(&place.folder).map_err(failed)?;
    place.check(path, expected)?;
    let recorded = record.map(|record| place.record(expected, record, &stamp)).transpose()?;
    if let Expected::Same(old) = expected
        && **old == stamp
    {
        return Ok(stamp);
    }
    if let Err(error) = place.put(path, expected, keep, temporary) {
        // What did not come about is not told.
        recorded.flatten().into_iter().for_each(Appended::take_back);
        return Err(error);
    }
    place.flush_folder();
    Ok(stamp)
}

/// Puts what `print` writes in the place of a file that nobody but its owner may read.
pub(super) fn replace_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    write_private(path, print, |temporary, file| temporary.persist(file))
}

/// Puts what `print` writes in a new file that nobody but its owner may read.
///
/// # Errors
/// When it cannot be written, or a file of this name is there already.
pub(super) fn add_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    write_private(path, print, |temporary, file| temporary.persist_noclobber(file))
}

fn write_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    put: impl FnOnce(NamedTempFile, &Path) -> Result<File, PersistError>,
) -> Result<(), WriteError> {
    let failed = |error| WriteError::io(path, error);
    // Whatever was there, its permissions are not kept.
    let place = Place { old: None, ..Place::of(path)? };
    let (temporary, _) = place.write(print, || ()).map_err(failed)?;
    put(temporary, &place.file).map_err(|refused| failed(refused.error))?;
    place.flush_folder();
    Ok(())
}

/// Moves a file out of the way, to a name of its own.
///
/// # Errors
/// When there is no such file, or its folder cannot be written to.
pub(super) fn set_aside(path: &Path) -> Result<PathBuf, WriteError> {
    let place = Place::of(path)?;
    let kept = place.number().map_err(|error| WriteError::io(path, error))?;
    fs::remove_file(&place.file).map_err(|error| WriteError::io(path, error))?;
    Ok(kept)
}

#[cfg(test)]
mod tests;
