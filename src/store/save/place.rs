//! A file's place on the disk: what is there, what may take its place, and what becomes of it.

use std::{
    ffi::OsString,
    fs::{self, File, Metadata},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    thread,
};

use tempfile::{NamedTempFile, TempPath};

use super::{Expected, Keep, pipe};
use crate::store::{
    door,
    error::{SaveError, WriteError},
    stamp::Stamp,
};

/// A file's true place, behind symbolic links, and what is there.
pub(super) struct Place {
    pub file: PathBuf,
    pub folder: PathBuf,
    pub old: Option<Metadata>,
}

impl Place {
    pub fn of(path: &Path) -> Result<Self, WriteError> {
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

    /// Writes the new file beside the old one and flushes it to the disk; meanwhile, something
    /// else is done.
    pub fn write(
        &self,
        print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        meanwhile: impl FnOnce() + Send,
    ) -> io::Result<(NamedTempFile, Stamp)> {
        let temporary = self.temporary()?;
        let again = door::open(temporary.path())?;
        let stamp = pipe::write(temporary.as_file(), again, print, meanwhile)?;
        Ok((temporary, stamp))
    }

    /// An empty file beside the old one, with its permissions.
    pub fn temporary(&self) -> io::Result<NamedTempFile> {
        door::create(&self.folder, self.old.as_ref())
    }

    /// Looks ahead at what is on the disk, where that is to be made sure of.
    pub fn look(&self, expected: &Expected) {
        if let Expected::Same(stamp) = expected
            && self.old.as_ref().is_some_and(|old| old.len() == stamp.length())
        {
            // Whatever is wrong with it shows when it is made sure of.
            let _ = door::open(&self.file).and_then(|mut file| stamp.is_of_file(&mut file));
        }
    }

    /// Makes sure that what is on the disk may be replaced. It is read, unless nothing tells that
    /// it was touched since it last was.
    pub fn check(&self, path: &Path, expected: &Expected) -> Result<(), SaveError> {
        let Expected::Same(stamp) = expected else {
            return match (&self.old, expected) {
                (Some(_), Expected::Nothing) => Err(SaveError::Exists(path.to_owned())),
                _ => Ok(()),
            };
        };
        let same = door::open(&self.file).and_then(|mut file| {
            let modified = file.metadata()?.modified().ok();
            Ok((stamp.is_of_file(&mut file)?, modified))
        });
        match same {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(SaveError::Deleted(path.to_owned()))
            }
            Err(error) => Err(WriteError::io(path, error).into()),
            Ok((true, _)) => Ok(()),
            Ok((false, modified)) => Err(SaveError::Changed { path: path.to_owned(), modified }),
        }
    }

    /// Puts the new file in the place of the old one, which is kept.
    pub fn put(
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

    pub fn keep(&self, keep: Keep) -> io::Result<()> {
        match keep {
            Keep::Nothing => return Ok(()),
            Keep::Backup => {}
            Keep::ForGood => drop(self.number()?),
        }
        let backup = self.beside(".bak");
        let second = self.second()?;
        let name = second.to_path_buf();
        let last = last(&backup);
        second.persist(&backup).map_err(|refused| refused.error)?;
        // The room of a large file is given back in its own time, which nobody need wait for.
        let _ = thread::Builder::new().spawn(move || drop(last));
        // Where the backup was this very file already, renaming has done nothing.
        match fs::remove_file(name) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Keeps the old file under the first number that is free as well.
    pub fn number(&self) -> io::Result<PathBuf> {
        self.numbered(self.second()?)
    }

    /// Gives a file the first number that is free.
    pub fn numbered(&self, mut second: TempPath) -> io::Result<PathBuf> {
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
    pub fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.file.file_name().map(OsString::from).unwrap_or_default();
        name.push(suffix);
        self.folder.join(name)
    }

    /// Flushes the folder, so that the new name lasts. The file itself is safe by then: where a
    /// system cannot do this, nothing is lost.
    pub fn flush_folder(&self) {
        #[cfg(unix)]
        if let Err(error) = door::open(&self.folder).and_then(|folder| folder.sync_all()) {
            tracing::warn!("{} could not be flushed: {error}", self.folder.display());
        }
    }
}

/// A file that is about to be replaced, whose room is not given back while this is held.
fn last(path: &Path) -> Option<File> {
    if cfg!(unix) { door::open(path).ok() } else { None }
}

/// The path behind symbolic links, whether or not there is a file at its end.
pub(in crate::store) fn behind_links(path: &Path) -> io::Result<PathBuf> {
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
