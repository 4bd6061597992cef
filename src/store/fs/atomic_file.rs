//! The steps of replacing a file atomically.

use std::{
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    thread,
};

use tempfile::{NamedTempFile, PathPersistError, TempPath};

use crate::store::{
    error::{SaveError, WriteError},
    fs::{
        companion_file::CompanionFile,
        file_access::{AccessLoss, FileAccess},
        files::{self, File},
        fingerprint::ContentHash,
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
    /// The access to the old file, if there is one.
    pub old_access: Option<FileAccess>,
}

/// A new file that has no name of its own yet.
pub(crate) struct WrittenTempFile {
    /// The file, flushed to the disk.
    pub temp_file: NamedTempFile,
    /// The hash of its content.
    pub content_hash: ContentHash,
    /// The access to the old file that it could not be given.
    pub access_loss: AccessLoss,
}

impl AtomicFile {
    /// Looks up the file behind a path.
    ///
    /// # Errors
    /// When the path is that of a folder, a device, a pipe or a file that may not be written.
    pub fn new(path: &Path) -> Result<Self, WriteError> {
        let failed = |error| WriteError::io(path, error);
        let target_path = files::resolve_symlinks(path).map_err(failed)?;
        let folder = match target_path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let old_access = match FileAccess::of_path(&target_path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        match old_access.as_ref().map(|old| &old.metadata) {
            Some(old) if old.is_dir() => Err(WriteError::Folder(path.to_owned())),
            Some(old) if !old.is_file() => Err(WriteError::NotAFile(path.to_owned())),
            // Renaming would get around the protection.
            Some(old) if old.permissions().readonly() => {
                Err(WriteError::WriteProtected(path.to_owned()))
            }
            Some(_) if !files::may_write(&target_path) => {
                Err(WriteError::ForbiddenFile(path.to_owned()))
            }
            _ => Ok(Self { target_path, folder, old_access }),
        }
    }

    /// Writes the output of `print` to a temporary file in the folder, flushes it to the disk, and
    /// returns it. `meanwhile` runs on another thread during the flush.
    pub fn write_temp_file(
        &self,
        print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        meanwhile: impl FnOnce() + Send,
    ) -> io::Result<WrittenTempFile> {
        let (temp_file, access_loss) = self.create_temp_file()?;
        let second_handle = CompanionFile::TempFile.open(temp_file.path())?;
        let content_hash =
            write_and_hash::write_and_hash(temp_file.as_file(), &second_handle, print, meanwhile)?;
        Ok(WrittenTempFile { temp_file, content_hash, access_loss })
    }

    /// Waits for the lock on the folder.
    ///
    /// # Errors
    /// [`ErrorKind::WouldBlock`] when another process holds the lock for long.
    pub fn lock_folder(&self) -> io::Result<FolderLock> {
        FolderLock::acquire(&self.folder)
    }

    /// Waits for the lock on the folder, and goes on without it when another process holds it for
    /// long.
    pub fn lock_folder_or_go_on(&self) -> FolderLock {
        FolderLock::acquire_or_go_on(&self.folder)
    }

    /// Reads the old file ahead of [`verify_precondition`](Self::verify_precondition), which then
    /// need not read it while the folder is locked.
    pub fn prefetch_precondition(&self, precondition: &Precondition) {
        if let Precondition::Unchanged(state) = precondition
            && self
                .old_access
                .as_ref()
                .is_some_and(|old| old.metadata.len() == state.fingerprint().length())
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
            return match (&self.old_access, precondition) {
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

    /// Renames the file to its next numbered backup, and returns the path of that.
    pub fn move_to_numbered_backup(&self) -> io::Result<PathBuf> {
        let backup = self.create_numbered_backup()?;
        files::remove(&self.target_path)?;
        Ok(backup)
    }

    /// Writes bytes to the next numbered backup of the file, which stays as it is, and returns the
    /// path of the backup.
    pub fn write_numbered_backup(&self, bytes: &[u8]) -> io::Result<PathBuf> {
        let (mut temp_file, _) = self.create_temp_file()?;
        temp_file.write_all(bytes)?;
        temp_file.as_file().sync_all()?;
        let backup = self.persist_numbered(temp_file.into_temp_path(), numbered_backup_path)?;
        self.sync_folder()?;
        Ok(backup)
    }

    /// Flushes the folder to the disk, so that a new name in it is durable.
    ///
    /// # Errors
    /// When the folder cannot be opened, or the disk fails.
    pub fn sync_folder(&self) -> io::Result<()> {
        files::sync_folder(&self.folder)
    }

    fn create_temp_file(&self) -> io::Result<(NamedTempFile, AccessLoss)> {
        temp_files::create_temp_file(&self.folder, self.old_access.as_ref())
    }

    /// Makes the file the backup `r.ron.bak` under a second name, and a numbered backup besides where
    /// the mode says so. A backup that another program has written to since it was made becomes a
    /// numbered backup first, whose path is returned.
    pub(super) fn back_up(&self, backup_mode: BackupMode) -> io::Result<Option<PathBuf>> {
        match backup_mode {
            BackupMode::None => return Ok(None),
            BackupMode::Latest => {}
            BackupMode::LatestAndNumbered => drop(self.create_numbered_backup()?),
        }
        let backup = backup_path(&self.target_path);
        let kept = self.keep_written_backup(&backup)?;
        let second_link = self.link_or_copy()?;
        let name = second_link.to_path_buf();
        let replaced_backup = hold_open(&backup);
        second_link.persist(&backup).map_err(|refused| refused.error)?;
        // The file system takes its time to free the blocks of a large file.
        let _ = thread::Builder::new().spawn(move || drop(replaced_backup));
        // Renaming did nothing where the backup was a link to the same file before.
        files::remove_if_exists(&name)?;
        Ok(kept)
    }

    /// Gives the backup a number where another program had opened that file before it became the
    /// backup, and wrote to it later: it is older than the file that replaced it, and was modified
    /// after that was written. A backup that git or a copy has made anew is younger.
    fn keep_written_backup(&self, backup: &Path) -> io::Result<Option<PathBuf>> {
        let is_written = files::metadata(backup).is_ok_and(|backup| {
            backup.is_file()
                && self.old_access.as_ref().is_some_and(|old| {
                    let is_later = old.metadata.modified().ok() < backup.modified().ok();
                    let [created, replaced] =
                        [&backup, &old.metadata].map(|metadata| metadata.created());
                    // Where the system keeps no time of creation, what might be lost is kept.
                    is_later && created.ok().zip(replaced.ok()).is_none_or(|(a, b)| a < b)
                })
        });
        if !is_written {
            return Ok(None);
        }
        let link = temp_files::create_temp_link(&self.folder, backup)?;
        Ok(Some(self.persist_numbered(link, numbered_backup_path)?))
    }

    fn create_numbered_backup(&self) -> io::Result<PathBuf> {
        Ok(self.persist_numbered(self.link_or_copy()?, numbered_backup_path)?)
    }

    /// Renames a temporary file to the first numbered name that does not exist.
    ///
    /// # Errors
    /// The error of the operating system, with the temporary file.
    pub(super) fn persist_numbered(
        &self,
        mut temp_file: TempPath,
        numbered_path: impl Fn(&Path, u32) -> PathBuf,
    ) -> Result<PathBuf, PathPersistError> {
        let mut number = 1;
        loop {
            let name = numbered_path(&self.target_path, number);
            match temp_file.persist_noclobber(&name) {
                Ok(()) => return Ok(name),
                Err(refused)
                    if refused.error.kind() == ErrorKind::AlreadyExists && number < u32::MAX =>
                {
                    (temp_file, number) = (refused.path, number + 1);
                }
                Err(refused) => return Err(refused),
            }
        }
    }

    /// Gives the old file a second name; copies it where the file system knows no hard links.
    fn link_or_copy(&self) -> io::Result<TempPath> {
        temp_files::create_temp_link(&self.folder, &self.target_path).or_else(|_| {
            let (mut copy, _) = self.create_temp_file()?;
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

/// Returns the path of a file that is being exchanged with another: `.r.ron.1.exchange` beside
/// `r.ron`.
pub(crate) fn exchange_path(path: &Path, number: u32) -> PathBuf {
    files::sibling_path(path, ".", &format!(".{number}{}", temp_files::EXCHANGE_ENDING))
}

/// Opens a file that is about to be replaced, so that its blocks are not freed before it is closed.
fn hold_open(path: &Path) -> Option<File> {
    if cfg!(unix) { CompanionFile::Backup.open(path).ok() } else { None }
}
