//! The last step of replacing a file: the old file and the new one exchange their names.
//!
//! Another program may write a version of its own between the check of the old file and this step.
//! What comes out of the exchange is therefore compared with the version that was checked, and kept
//! as a numbered backup where it is another one. The file that is exchanged has a name of its own,
//! `.r.ron.1.exchange`, so that the next opening finds a version that the end of the process has kept
//! from being compared.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use tempfile::TempPath;

use crate::store::{
    error::{SaveError, WriteError},
    fs::{
        atomic_file::{
            AtomicFile, WrittenTempFile, backup_path, exchange_path, numbered_backup_path,
        },
        companion_file::CompanionFile,
        files,
        fingerprint::Fingerprint,
        precondition::{BackupMode, Precondition},
        temp_files::EXCHANGE_ENDING,
    },
    save_warning::SaveWarning,
};

impl AtomicFile {
    /// Makes the backup, gives the temporary file the name of the file, and flushes the folder. Any
    /// version that was not known to the precondition, and is not in the backup, is kept.
    ///
    /// # Errors
    /// When the file cannot be replaced, or is not what the precondition requires. It is then
    /// unchanged.
    pub fn commit(
        &self,
        path: &Path,
        precondition: &Precondition,
        backup_mode: BackupMode,
        new_file: WrittenTempFile,
    ) -> Result<Vec<SaveWarning>, SaveError> {
        let WrittenTempFile { temp_file, content_hash, access_loss } = new_file;
        let new = content_hash.fingerprint();
        let failed = |error| SaveError::from(WriteError::io(path, error));
        let losses = [
            (access_loss.is_narrowed, SaveWarning::AccessNarrowed(path.to_owned())),
            (access_loss.lacks_attributes, SaveWarning::AttributesLost(path.to_owned())),
        ];
        let losses = losses.into_iter().filter_map(|(is_lost, loss)| is_lost.then_some(loss));
        let mut warnings: Vec<_> = losses.collect();
        if self.old_access.is_some() {
            let kept =
                self.back_up(backup_mode).map_err(|error| self.to_save_error(path, error))?;
            let warning = |kept| SaveWarning::BackupKept { path: path.to_owned(), kept };
            warnings.extend(kept.map(warning));
        }
        let displaced = match (precondition, backup_mode) {
            _ if self.old_access.is_none() => {
                match temp_file.persist_noclobber(&self.target_path) {
                    Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => {
                        return Err(SaveError::Exists(path.to_owned()));
                    }
                    persisted => persisted.map_err(|refused| failed(refused.error))?,
                };
                None
            }
            // The caller keeps nothing of what it replaces.
            (Precondition::Any, BackupMode::None) => {
                temp_file.persist(&self.target_path).map_err(|refused| failed(refused.error))?;
                None
            }
            _ => {
                let verify = || self.verify_precondition(path, precondition);
                self.exchange(path, temp_file.into_temp_path(), verify)?
            }
        };
        if let Err(error) = self.sync_folder() {
            warnings
                .push(SaveWarning::NotFlushed { path: path.to_owned(), error: error.to_string() });
        }
        let kept = displaced.and_then(|displaced| {
            self.keep_unless(&displaced, |found| match precondition {
                Precondition::Unchanged(state) => found == state.fingerprint() || found == new,
                Precondition::Absent | Precondition::Any => {
                    found == new || self.is_in_backup(&displaced, found)
                }
            })
        });
        let warning = |kept| SaveWarning::VersionKept { path: path.to_owned(), kept };
        warnings.extend(kept.map(warning));
        Ok(warnings)
    }

    /// Replaces the file by a new version that an interrupted save has left behind. The old file is
    /// kept as the backup and as a numbered backup, and any other version that is there meanwhile
    /// as a numbered backup.
    pub fn commit_left_behind(
        &self,
        temp_file: &Path,
        is_known: impl Fn(Fingerprint) -> bool,
    ) -> io::Result<()> {
        self.back_up(BackupMode::LatestAndNumbered)?;
        let temp_file = undeletable(temp_file)?;
        let verify = || match Fingerprint::of_path(&self.target_path) {
            Ok(found) if is_known(found) => Ok(()),
            Ok(_) => Err(SaveError::Changed { path: self.target_path.clone(), modified: None }),
            Err(error) => Err(WriteError::io(&self.target_path, error).into()),
        };
        let displaced =
            self.exchange(&self.target_path, temp_file, verify).map_err(io::Error::other)?;
        self.sync_folder()?;
        displaced.and_then(|displaced| self.keep_unless(&displaced, is_known));
        Ok(())
    }

    /// Keeps the versions that interrupted saves have left under the name of an exchange: the one
    /// that the save replaced, or the one that it was to write. Returns the numbered backups of those
    /// that are neither known nor in the file. The caller holds the lock on the folder.
    ///
    /// That a version is in the backup does not suffice: the next save replaces that.
    pub fn keep_left_behind(
        &self,
        is_known: impl Fn(Fingerprint) -> bool,
    ) -> io::Result<Vec<PathBuf>> {
        let mut kept = Vec::new();
        let current = Fingerprint::of_path(&self.target_path).ok();
        for left_behind in self.exchanged_files()? {
            let is_known = |found| current == Some(found) || is_known(found);
            kept.extend(self.keep_unless(&left_behind, is_known));
        }
        Ok(kept)
    }

    /// Returns the files in the folder that have the name of an exchange of this file.
    pub fn exchanged_files(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in files::read_folder(&self.folder)? {
            // Not the path of the entry, which begins with `./` where the folder is not named.
            let path = self.target_path.with_file_name(entry?.file_name());
            let number = path.file_stem().and_then(|stem| Path::new(stem).extension());
            if path.to_string_lossy().ends_with(EXCHANGE_ENDING)
                && let Some(number) = number.and_then(|number| number.to_str()?.parse().ok())
                && exchange_path(&self.target_path, number) == path
            {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Exchanges the names of a new file and the file, and returns the path that then leads to the
    /// old file. Where the system cannot exchange them, the old file is verified once more and
    /// replaced.
    fn exchange(
        &self,
        path: &Path,
        temp_path: TempPath,
        verify: impl FnOnce() -> Result<(), SaveError>,
    ) -> Result<Option<PathBuf>, SaveError> {
        // From here on nothing deletes the file on its own account: it may be the old one.
        let name = match self.persist_numbered(temp_path, exchange_path) {
            Ok(name) => name,
            // The file system knows neither links nor the flags of renaming.
            Err(refused) => {
                self.replace_verified(path, &refused.path, verify)?;
                return Ok(None);
            }
        };
        let exchanged = match files::exchange(&name, &self.target_path) {
            Ok(true) => return Ok(Some(name)),
            Ok(false) => self.replace_verified(path, &name, verify),
            Err(error) => Err(self.to_save_error(path, error)),
        };
        if let Err(error) = files::remove_if_exists(&name) {
            tracing::warn!("{} could not be removed: {error}", name.display());
        }
        exchanged.map(|()| None)
    }

    /// Renames a new file over the file, where the system cannot exchange the two.
    pub(super) fn replace_verified(
        &self,
        path: &Path,
        new: &Path,
        verify: impl FnOnce() -> Result<(), SaveError>,
    ) -> Result<(), SaveError> {
        verify()?;
        files::rename(new, &self.target_path).map_err(|error| WriteError::io(path, error).into())
    }

    /// Deletes a file that came out of an exchange where its content is known; keeps it as a
    /// numbered backup otherwise, and returns the path of that.
    fn keep_unless(
        &self,
        displaced: &Path,
        is_known: impl FnOnce(Fingerprint) -> bool,
    ) -> Option<PathBuf> {
        // A folder or a pipe in place of the file is not read.
        let found = CompanionFile::TempFile.fingerprint(displaced);
        let is_known = found.is_ok_and(is_known);
        let moved = if is_known {
            files::remove(displaced).map(|()| None)
        } else {
            let numbered = undeletable(displaced).and_then(|path| {
                let numbered = self.persist_numbered(path, numbered_backup_path);
                numbered.map_err(|refused| refused.error)
            });
            numbered.map(Some)
        };
        moved.unwrap_or_else(|error| {
            tracing::warn!("{} could not be moved: {error}", displaced.display());
            // It stays where it is.
            (!is_known).then(|| displaced.to_owned())
        })
    }

    /// Returns whether a file with this content is the backup, or has the same content.
    fn is_in_backup(&self, file: &Path, content: Fingerprint) -> bool {
        let backup = backup_path(&self.target_path);
        files::is_same_file(file, &backup)
            || CompanionFile::Backup.fingerprint(&backup).is_ok_and(|found| found == content)
    }

    /// Converts an error of the last steps, by which the file may be gone.
    fn to_save_error(&self, path: &Path, error: io::Error) -> SaveError {
        match error.kind() {
            ErrorKind::NotFound if !files::path_exists(&self.target_path) => {
                SaveError::Deleted(path.to_owned())
            }
            // A folder has the name of the backup.
            ErrorKind::IsADirectory => WriteError::Folder(backup_path(&self.target_path)).into(),
            _ => WriteError::io(path, error).into(),
        }
    }
}

/// Returns a path that may be renamed as that of a temporary file, but is never deleted.
fn undeletable(path: &Path) -> io::Result<TempPath> {
    let mut path = TempPath::try_from_path(path)?;
    path.disable_cleanup(true);
    Ok(path)
}
