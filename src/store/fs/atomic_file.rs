//! A file's place on the disk: what is there, what may take its place, and what becomes of it.

use std::{
    ffi::OsString,
    fs::{self, File, Metadata},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    thread,
};

use tempfile::{NamedTempFile, TempPath};

use crate::store::{
    error::{SaveError, WriteError},
    fs::{
        files,
        fingerprint::Fingerprint,
        replace::{BackupMode, Precondition},
        write_and_hash,
    },
};

/// A file's true place, behind symbolic links, and what is there.
pub(crate) struct AtomicFile {
    pub target_path: PathBuf,
    pub folder: PathBuf,
    pub old_metadata: Option<Metadata>,
}

impl AtomicFile {
    pub fn new(path: &Path) -> Result<Self, WriteError> {
        let file = resolve_symlinks(path).map_err(|error| WriteError::io(path, error))?;
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
                Err(WriteError::WriteProtected(path.to_owned()))
            }
            _ => Ok(Self { target_path: file, folder, old_metadata: old }),
        }
    }

    /// Writes the new file beside the old one and flushes it to the disk; meanwhile, something
    /// else is done.
    pub fn write_temporary(
        &self,
        print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        meanwhile: impl FnOnce() + Send,
    ) -> io::Result<(NamedTempFile, Fingerprint)> {
        let temporary = self.create_temporary()?;
        let second_handle = files::open(temporary.path())?;
        let fingerprint =
            write_and_hash::write_and_hash(temporary.as_file(), second_handle, print, meanwhile)?;
        Ok((temporary, fingerprint))
    }

    /// An empty file beside the old one, with its permissions.
    pub fn create_temporary(&self) -> io::Result<NamedTempFile> {
        files::create_temporary(&self.folder, self.old_metadata.as_ref())
    }

    /// Looks ahead at what is on the disk, where that is to be made sure of.
    pub fn hash_target(&self, precondition: &Precondition) {
        if let Precondition::Unchanged(fingerprint) = precondition
            && self.old_metadata.as_ref().is_some_and(|old| old.len() == fingerprint.length())
        {
            // Whatever is wrong with it shows when it is made sure of.
            let _ = files::open(&self.target_path)
                .and_then(|mut file| fingerprint.matches_file(&mut file));
        }
    }

    /// Makes sure that what is on the disk may be replaced. It is read, unless nothing tells that
    /// it was touched since it last was.
    pub fn verify_precondition(
        &self,
        path: &Path,
        precondition: &Precondition,
    ) -> Result<(), SaveError> {
        let Precondition::Unchanged(fingerprint) = precondition else {
            return match (&self.old_metadata, precondition) {
                (Some(_), Precondition::Absent) => Err(SaveError::Exists(path.to_owned())),
                _ => Ok(()),
            };
        };
        let comparison = files::open(&self.target_path).and_then(|mut file| {
            let modified = file.metadata()?.modified().ok();
            Ok((fingerprint.matches_file(&mut file)?, modified))
        });
        match comparison {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(SaveError::Deleted(path.to_owned()))
            }
            Err(error) => Err(WriteError::io(path, error).into()),
            Ok((true, _)) => Ok(()),
            Ok((false, modified)) => Err(SaveError::Changed { path: path.to_owned(), modified }),
        }
    }

    /// Puts the new file in the place of the old one, which is kept.
    pub fn commit(
        &self,
        path: &Path,
        precondition: &Precondition,
        backup_mode: BackupMode,
        temporary: NamedTempFile,
    ) -> Result<(), SaveError> {
        let failed = |error| SaveError::from(WriteError::io(path, error));
        if self.old_metadata.is_some() {
            self.back_up(backup_mode).map_err(failed)?;
        }
        match precondition {
            Precondition::Absent => match temporary.persist_noclobber(&self.target_path) {
                Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
                    return Err(SaveError::Exists(path.to_owned()));
                }
                persisted => persisted.map(drop),
            },
            Precondition::Unchanged(_) | Precondition::Any => {
                temporary.persist(&self.target_path).map(drop)
            }
        }
        .map_err(|refused| failed(refused.error))
    }

    pub fn back_up(&self, keep: BackupMode) -> io::Result<()> {
        match keep {
            BackupMode::None => return Ok(()),
            BackupMode::Latest => {}
            BackupMode::LatestAndNumbered => drop(self.create_numbered_backup()?),
        }
        let backup = self.with_suffix(".bak");
        let second_link = self.link_or_copy()?;
        let name = second_link.to_path_buf();
        let replaced_backup = hold_open(&backup);
        second_link.persist(&backup).map_err(|refused| refused.error)?;
        // The room of a large file is given back in its own time, which nobody need wait for.
        let _ = thread::Builder::new().spawn(move || drop(replaced_backup));
        // Where the backup was this very file already, renaming has done nothing.
        match fs::remove_file(name) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Keeps the old file under the first number that is free as well.
    pub fn create_numbered_backup(&self) -> io::Result<PathBuf> {
        self.persist_numbered(self.link_or_copy()?)
    }

    /// Gives a file the first number that is free.
    pub fn persist_numbered(&self, mut temporary: TempPath) -> io::Result<PathBuf> {
        for number in 1_u32.. {
            let name = self.with_suffix(&format!(".{number}.bak"));
            match temporary.persist_noclobber(&name) {
                Ok(()) => return Ok(name),
                Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
                    temporary = refused.path;
                }
                Err(refused) => return Err(refused.error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// A second name for the old file; a copy, where the disk knows no second names.
    fn link_or_copy(&self) -> io::Result<TempPath> {
        let linked = files::temp_builder()
            .make_in(&self.folder, |name| fs::hard_link(&self.target_path, name));
        linked.map(NamedTempFile::into_temp_path).or_else(|_| {
            let mut copy = self.create_temporary()?;
            io::copy(&mut files::open(&self.target_path)?, &mut copy)?;
            copy.as_file().sync_all()?;
            Ok(copy.into_temp_path())
        })
    }

    /// The file's name with something after it.
    pub fn with_suffix(&self, suffix: &str) -> PathBuf {
        let mut name = self.target_path.file_name().map(OsString::from).unwrap_or_default();
        name.push(suffix);
        self.folder.join(name)
    }

    /// Flushes the folder, so that the new name lasts. The file itself is safe by then: where a
    /// system cannot do this, nothing is lost.
    pub fn sync_folder(&self) {
        #[cfg(unix)]
        if let Err(error) = files::open(&self.folder).and_then(|folder| folder.sync_all()) {
            tracing::warn!("{} could not be flushed: {error}", self.folder.display());
        }
    }
}

/// A file that is about to be replaced, whose room is not given back while this is held.
fn hold_open(path: &Path) -> Option<File> {
    if cfg!(unix) { files::open(path).ok() } else { None }
}

/// The path behind symbolic links, whether or not there is a file at its end.
pub(crate) fn resolve_symlinks(path: &Path) -> io::Result<PathBuf> {
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
