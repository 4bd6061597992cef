//! Writes files so that there is always a whole one: the old, or the new.
//!
//! The new file is written under another name in the same folder and flushed to the disk; only
//! then does it take the place of the old one, which is kept as the backup. On any failure the old
//! file is as it was and nothing is left behind.

mod recorded;
mod look;
mod pipe;
mod turn;

use std::{
    ffi::OsString,
    fs::{self, Metadata},
    io::{self, ErrorKind, Write},
    panic::resume_unwind,
    path::{Path, PathBuf},
    thread,
};

pub(super) use recorded::{Record, number_aside, put_ready, ready, record, turn};

use tempfile::{NamedTempFile, TempPath};

use look::Look;
use turn::Turn;

use super::{
    door,
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
    let (written, look) = thread::scope(|scope| {
        let look = scope.spawn(|| place.look(expected));
        (place.write(print), look.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let (temporary, stamp) = written.map_err(failed)?;
    let _turn = Turn::wait(&place.folder).map_err(failed)?;
    place.check(path, expected, look)?;
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
    let failed = |error| WriteError::io(path, error);
    let place = Place { old: None, ..Place::of(path)? };
    let (temporary, _) = place.write(print).map_err(failed)?;
    temporary.persist(&place.file).map_err(|refused| failed(refused.error))?;
    place.flush_folder();
    Ok(())
}

/// Puts what `print` writes in a new file that nobody but its owner may read.
///
/// # Errors
/// When it cannot be written, or a file of this name is there already.
pub(super) fn add_private(
    path: &Path,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), WriteError> {
    let failed = |error| WriteError::io(path, error);
    let place = Place { old: None, ..Place::of(path)? };
    let (temporary, _) = place.write(print).map_err(failed)?;
    temporary.persist_noclobber(&place.file).map_err(|refused| failed(refused.error))?;
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

/// A file's true place, behind symbolic links, and what is there.
struct Place {
    file: PathBuf,
    folder: PathBuf,
    old: Option<Metadata>,
}

impl Place {
    fn of(path: &Path) -> Result<Self, WriteError> {
        let file = behind_links(path).map_err(|error| WriteError::io(path, error))?;
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let old = match fs::metadata(&file) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(WriteError::io(path, error)),
        };
        match &old {
            Some(old) if old.is_dir() => Err(WriteError::Folder(path.to_owned())),
            Some(old) if !old.is_file() => Err(WriteError::NotAFile(path.to_owned())),
            // Renaming would get around the protection.
            Some(old) if old.permissions().readonly() => {
                Err(WriteError::Protected(path.to_owned()))
            }
            _ => Ok(Self { file, folder, old }),
        }
    }

    /// Writes the new file beside the old one and flushes it to the disk.
    fn write(
        &self,
        print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<(NamedTempFile, Stamp)> {
        let (temporary, stamp) = pipe::write(self.temporary()?, print)?;
        temporary.as_file().sync_all()?;
        Ok((temporary, stamp))
    }

    /// An empty file beside the old one, with its permissions.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        door::create(&self.folder, self.old.as_ref())
    }

    /// Looks at what is on the disk, where that is to be made sure of.
    fn look(&self, expected: &Expected) -> Option<Look> {
        let Expected::Same(stamp) = expected else { return None };
        let about = self.old.as_ref().filter(|old| old.len() == stamp.length());
        about.and_then(|_| Look::at(&mut door::open(&self.file).ok()?).ok())
    }

    /// Makes sure that what is on the disk may be replaced; it may have been looked at before.
    fn check(&self, path: &Path, expected: &Expected, look: Option<Look>) -> Result<(), SaveError> {
        let Expected::Same(stamp) = expected else {
            return match (&self.old, expected) {
                (Some(_), Expected::Nothing) => Err(SaveError::Exists(path.to_owned())),
                _ => Ok(()),
            };
        };
        let failed = |error| SaveError::from(WriteError::io(path, error));
        match Look::now(look, &self.file) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(SaveError::Deleted(path.to_owned()))
            }
            Err(error) => Err(failed(error)),
            Ok((now, _)) if now == **stamp => Ok(()),
            Ok((_, about)) => {
                Err(SaveError::Changed { path: path.to_owned(), modified: about.modified().ok() })
            }
        }
    }

    /// Puts the new file in the place of the old one, which is kept.
    fn put(
        &self,
        path: &Path,
        expected: &Expected,
        keep: Keep,
        temporary: NamedTempFile,
    ) -> Result<(), SaveError> {
        let failed = |error| SaveError::from(WriteError::io(path, error));
        if self.old.is_some() {
            self.keep(keep).map_err(failed)?;
        }
        match expected {
            Expected::Nothing => match temporary.persist_noclobber(&self.file) {
                Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
                    return Err(SaveError::Exists(path.to_owned()));
                }
                persisted => persisted.map(drop),
            },
            Expected::Same(_) | Expected::Anything => temporary.persist(&self.file).map(drop),
        }
        .map_err(|refused| failed(refused.error))
    }

    fn keep(&self, keep: Keep) -> io::Result<()> {
        match keep {
            Keep::Nothing => return Ok(()),
            Keep::Backup => {}
            Keep::ForGood => drop(self.number()?),
        }
        let backup = self.beside(".bak");
        let second = self.second()?;
        let name = second.to_path_buf();
        second.persist(&backup).map_err(|refused| refused.error)?;
        // Where the backup was this very file already, renaming has done nothing.
        match fs::remove_file(name) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Keeps the old file under the first number that is free as well.
    fn number(&self) -> io::Result<PathBuf> {
        self.numbered(self.second()?)
    }

    /// Gives a file the first number that is free.
    fn numbered(&self, mut second: TempPath) -> io::Result<PathBuf> {
        for number in 1_u32.. {
            let name = self.beside(&format!(".{number}.bak"));
            match second.persist_noclobber(&name) {
                Ok(()) => return Ok(name),
                Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
                    second = refused.path;
                }
                Err(refused) => return Err(refused.error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// A second name for the old file; a copy, where the disk knows no second names.
    fn second(&self) -> io::Result<TempPath> {
        let linked = door::named().make_in(&self.folder, |name| fs::hard_link(&self.file, name));
        linked.map(NamedTempFile::into_temp_path).or_else(|_| {
            let mut copy = self.temporary()?;
            io::copy(&mut door::open(&self.file)?, &mut copy)?;
            copy.as_file().sync_all()?;
            Ok(copy.into_temp_path())
        })
    }

    /// The file's name with something after it.
    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.file.file_name().map(OsString::from).unwrap_or_default();
        name.push(suffix);
        self.folder.join(name)
    }

    /// Flushes the folder, so that the new name lasts. The file itself is safe by then: where a
    /// system cannot do this, nothing is lost.
    fn flush_folder(&self) {
        #[cfg(unix)]
        if let Err(error) = door::open(&self.folder).and_then(|folder| folder.sync_all()) {
            tracing::warn!("{} could not be flushed: {error}", self.folder.display());
        }
    }
}

/// The path behind symbolic links, whether or not there is a file at its end.
pub(super) fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // As many as Linux follows; more are a loop.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(target) => path = path.parent().unwrap_or(Path::new("")).join(target),
            // Not a link, or nothing at all.
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("the symbolic links go round in a circle"))
}

#[cfg(test)]
mod tests;
