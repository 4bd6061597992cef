//! The steps of replacing a file atomically.

use std::{
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    thread,
};

use tempfile::{NamedTempFile, TempPath};

use crate::store::{
    error::{SaveError, WriteError},
    fs::{
        files::{self, File, Metadata},
        fingerprint::Fingerprint,
        folder_lock::FolderLock,
        precondition::{BackupMode, Precondition},
        temp_files, write_and_hash,
    },
};

/// A file that is about to be created or replaced.
pub(crate) struct AtomicFile {
    /// The path of the file, behind symbolic links.
    pub target_path: PathBuf,
    /// The folder of the file, in which its backups and temporary files are made.
    pub folder: PathBuf,
    /// The metadata of the old file, if there is one.
    pub old_metadata: Option<Metadata>,
}

impl AtomicFile {
    /// Looks up the file behind a path.
    ///
    /// # Errors
    /// When the path is that of a folder, a device, a pipe or a read-only file.
    pub fn new(path: &Path) -> Result<Self, WriteError> {
        let failed = |error| WriteError::io(path, error);
        let target_path = files::resolve_symlinks(path).map_err(failed)?;
        let folder = match target_path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let old_metadata = match files::metadata(&target_path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        match &old_metadata {
            Some(old) if old.is_dir() => Err(WriteError::Folder(path.to_owned())),
            Some(old) if !old.is_file() => Err(WriteError::NotAFile(path.to_owned())),
            // Renaming would get around the protection.
            Some(old) if old.permissions().readonly() => {
                Err(WriteError::WriteProtected(path.to_owned()))
            }
            _ => Ok(Self { target_path, folder, old_metadata }),
        }
    }

    /// Writes the output of `print` to a temporary file in the folder, flushes it to the disk, and
    /// returns it with its fingerprint. `meanwhile` runs on another thread during the flush.
    pub fn write_temp_file(
        &self,
        print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        meanwhile: impl FnOnce() + Send,
    ) -> io::Result<(NamedTempFile, Fingerprint)> {
        let temp_file = self.create_temp_file()?;
        let second_handle = files::open(temp_file.path())?;
        let fingerprint =
            write_and_hash::write_and_hash(temp_file.as_file(), second_handle, print, meanwhile)?;
        Ok((temp_file, fingerprint))
    }

    /// Waits for the lock on the folder.
    ///
    /// # Errors
    /// [`ErrorKind::WouldBlock`] when another process holds the lock for long.
    pub fn lock_folder(&self) -> io::Result<FolderLock> {
        FolderLock::acquire(&self.folder)
    }

    /// Reads the old file ahead of [`verify_precondition`](Self::verify_precondition), which then
    /// need not read it while the folder is locked.
    pub fn prefetch_precondition(&self, precondition: &Precondition) {
        if let Precondition::Unchanged(state) = precondition
            && self
                .old_metadata
                .as_ref()
                .is_some_and(|old| old.len() == state.fingerprint().length())
        {
            // An error is reported when the precondition is verified.
            let _ =
                files::open(&self.target_path).and_then(|mut file| state.matches_file(&mut file));
        }
    }

    /// Checks that the file on the disk may be replaced. Its content is read, unless its metadata
    /// shows that it is unmodified since it was last read.
    ///
    /// # Errors
    /// When the precondition is not fulfilled, or the file cannot be read.
    pub fn verify_precondition(
        &self,
        path: &Path,
        precondition: &Precondition,
    ) -> Result<(), SaveError> {
        let Precondition::Unchanged(state) = precondition else {
            return match (&self.old_metadata, precondition) {
                (Some(_), Precondition::Absent) => Err(SaveError::Exists(path.to_owned())),
                _ => Ok(()),
            };
        };
        let comparison = files::open(&self.target_path).and_then(|mut file| {
            let modified = file.metadata()?.modified().ok();
            Ok((state.matches_file(&mut file)?, modified))
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

    /// Makes the backup, and renames the temporary file to the name of the file.
    pub fn commit(
        &self,
        path: &Path,
        precondition: &Precondition,
        backup_mode: BackupMode,
        temp_file: NamedTempFile,
    ) -> Result<(), SaveError> {
        let failed = |error| SaveError::from(WriteError::io(path, error));
        if self.old_metadata.is_some() {
            self.back_up(backup_mode).map_err(failed)?;
        }
        match precondition {
            Precondition::Absent => match temp_file.persist_noclobber(&self.target_path) {
                Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
                    return Err(SaveError::Exists(path.to_owned()));
                }
                persisted => persisted.map(drop),
            },
            Precondition::Unchanged(_) | Precondition::Any => {
                temp_file.persist(&self.target_path).map(drop)
            }
        }
        .map_err(|refused| failed(refused.error))
    }

    /// Replaces the file by a temporary file that an interrupted save has left behind. The old
    /// file is kept as the backup and as a numbered backup.
    pub fn commit_left_behind(&self, temp_file: &Path) -> io::Result<()> {
        self.back_up(BackupMode::LatestAndNumbered)?;
        files::rename(temp_file, &self.target_path)?;
        self.sync_folder();
        Ok(())
    }

    /// Renames the file to its next numbered backup, and returns the path of that.
    pub fn move_to_numbered_backup(&self) -> io::Result<PathBuf> {
        let backup = self.create_numbered_backup()?;
        files::remove(&self.target_path)?;
        Ok(backup)
    }

    /// Writes bytes to the next numbered backup of the file, which stays as it is, and returns the
    /// path of the backup.
    pub fn write_numbered_backup(&self, bytes: &[u8]) -> io::Result<PathBuf> {
        let mut temp_file = self.create_temp_file()?;
        temp_file.write_all(bytes)?;
        temp_file.as_file().sync_all()?;
        let backup = self.persist_numbered(temp_file.into_temp_path())?;
        self.sync_folder();
        Ok(backup)
    }

    /// Flushes the folder to the disk, so that a new name in it is durable. A failure loses
    /// nothing, since the file itself is flushed before.
    pub fn sync_folder(&self) {
        #[cfg(unix)]
        if let Err(error) = files::open(&self.folder).and_then(|folder| folder.sync_all()) {
            tracing::warn!("{} could not be flushed: {error}", self.folder.display());
        }
    }

    fn create_temp_file(&self) -> io::Result<NamedTempFile> {
        temp_files::create_temp_file(&self.folder, self.old_metadata.as_ref())
    }

    fn back_up(&self, backup_mode: BackupMode) -> io::Result<()> {
        match backup_mode {
            BackupMode::None => return Ok(()),
            BackupMode::Latest => {}
            BackupMode::LatestAndNumbered => drop(self.create_numbered_backup()?),
        }
        let backup = backup_path(&self.target_path);
        let second_link = self.link_or_copy()?;
        let name = second_link.to_path_buf();
        let replaced_backup = hold_open(&backup);
        second_link.persist(&backup).map_err(|refused| refused.error)?;
        // The file system takes its time to free the blocks of a large file.
        let _ = thread::Builder::new().spawn(move || drop(replaced_backup));
        // Renaming did nothing where the backup was a link to the same file before.
        files::remove_if_exists(&name)
    }

    fn create_numbered_backup(&self) -> io::Result<PathBuf> {
        self.persist_numbered(self.link_or_copy()?)
    }

    /// Renames a temporary file to the first numbered backup that does not exist.
    fn persist_numbered(&self, mut temp_file: TempPath) -> io::Result<PathBuf> {
        for number in 1_u32.. {
            let name = numbered_backup_path(&self.target_path, number);
            match temp_file.persist_noclobber(&name) {
                Ok(()) => return Ok(name),
                Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
                    temp_file = refused.path;
                }
                Err(refused) => return Err(refused.error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Gives the old file a second name; copies it where the file system knows no hard links.
    fn link_or_copy(&self) -> io::Result<TempPath> {
        temp_files::create_temp_link(&self.folder, &self.target_path).or_else(|_| {
            let mut copy = self.create_temp_file()?;
            io::copy(&mut files::open(&self.target_path)?, &mut copy)?;
            copy.as_file().sync_all()?;
            Ok(copy.into_temp_path())
        })
    }
}

/// Returns the path of the backup of a file: `r.ron.bak` beside `r.ron`.
pub(crate) fn backup_path(path: &Path) -> PathBuf {
    files::sibling_path(path, "", ".bak")
}

/// Returns the path of a numbered backup of a file: `r.ron.1.bak` beside `r.ron`.
pub(crate) fn numbered_backup_path(path: &Path, number: u32) -> PathBuf {
    files::sibling_path(path, "", &format!(".{number}.bak"))
}

/// Opens a file that is about to be replaced, so that its blocks are not freed before it is closed.
fn hold_open(path: &Path) -> Option<File> {
    if cfg!(unix) { files::open(path).ok() } else { None }
}
