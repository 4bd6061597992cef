//! Saving with a history: what is told before a file is replaced, and what a save that broke off
//! left behind.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use crate::store::{
    error::{SaveError, WriteError},
    fs::{
        atomic_file::AtomicFile,
        files::{self, TEMP_PREFIX, TEMP_SUFFIX},
        fingerprint::Fingerprint,
        folder_lock::FolderLock,
        hash::Hash,
        replace::{BackupMode, Precondition},
    },
    history::{
        CommitInfo,
        append::{AppendGuard, StateChange},
    },
};

/// After how long a temporary file was left behind by a program that is no more.
const STALE_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// What is written into the history of a file before it is replaced.
pub(crate) struct Commit<'a> {
    /// What was done.
    pub info: &'a CommitInfo,
    /// What the program knew of the file, where it writes over whatever is there.
    pub overwritten: Option<&'a Fingerprint>,
}

/// Adds to the history of a file that stays as it is.
pub(crate) fn append_history_only(
    path: &Path,
    fingerprint: &Fingerprint,
    commit_info: &CommitInfo,
) -> Result<(), SaveError> {
    let (target, expected) = (AtomicFile::new(path)?, Precondition::Unchanged(fingerprint));
    let _folder_lock =
        FolderLock::acquire(&target.folder).map_err(|error| WriteError::io(path, error))?;
    target.verify_precondition(path, &expected)?;
    target
        .append_history(&expected, &Commit { info: commit_info, overwritten: None }, fingerprint)
        .map(drop)
}

/// The file that a save which broke off left ready: a temporary one that holds these bytes.
pub(crate) fn find_pending(path: &Path, digest: Hash) -> io::Result<Option<PathBuf>> {
    let target = AtomicFile::new(path).map_err(io::Error::other)?;
    for entry in fs::read_dir(&target.folder)? {
        let ready = entry?.path();
        let name = ready.file_name().unwrap_or_default().to_string_lossy();
        let is_temporary = name.starts_with(TEMP_PREFIX) && name.ends_with(TEMP_SUFFIX);
        if is_temporary && Fingerprint::of_file(&mut files::open(&ready)?)?.digest() == digest {
            return Ok(Some(ready));
        }
    }
    Ok(None)
}

/// The turn to put a file in place, so that nobody else is just about to.
pub(crate) fn lock_folder(path: &Path) -> io::Result<FolderLock> {
    FolderLock::acquire(&AtomicFile::new(path).map_err(io::Error::other)?.folder)
}

/// Finishes a save that broke off: the file left ready takes its place, and what is there is kept
/// as the backup and under a number.
pub(crate) fn complete_pending(path: &Path, pending: &Path) -> io::Result<()> {
    let target = AtomicFile::new(path).map_err(io::Error::other)?;
    target.back_up(BackupMode::LatestAndNumbered)?;
    fs::rename(pending, &target.target_path)?;
    target.sync_folder();
    Ok(())
}

/// Removes the temporary files in a file's folder that were left behind long ago: what was to come
/// of them was never called saved, and no save takes so long.
pub(crate) fn remove_stale_temp_files(path: &Path) {
    let remove_if_stale = |entry: io::Result<fs::DirEntry>| -> io::Result<()> {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let modified = entry.metadata()?.modified()?;
        if name.starts_with(TEMP_PREFIX)
            && name.ends_with(TEMP_SUFFIX)
            && modified.elapsed().is_ok_and(|since| since > STALE_AFTER)
        {
            fs::remove_file(entry.path())?;
        }
        Ok(())
    };
    let Ok(target) = AtomicFile::new(path) else { return };
    let all = fs::read_dir(&target.folder).and_then(|mut all| all.try_for_each(remove_if_stale));
    if let Err(error) = all {
        tracing::warn!("what was left behind could not be removed: {error}");
    }
}

/// Keeps bytes under the first free number beside a file.
pub(crate) fn save_numbered_copy(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |error| WriteError::io(path, error);
    let target = AtomicFile::new(path)?;
    let mut temporary = target.create_temporary().map_err(failed)?;
    temporary.write_all(bytes).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    target.persist_numbered(temporary.into_temp_path()).map_err(failed)?;
    target.sync_folder();
    Ok(())
}

impl AtomicFile {
    /// Tells the history what the new file holds; the folder is flushed where that is new, too.
    pub(crate) fn append_history(
        &self,
        precondition: &Precondition,
        Commit { info: recording, overwritten: known }: &Commit,
        new_fingerprint: &Fingerprint,
    ) -> Result<Option<AppendGuard>, SaveError> {
        let failed = |error| SaveError::from(WriteError::io(&self.target_path, error));
        let found = match (precondition, &self.old_metadata) {
            (Precondition::Unchanged(fingerprint), _) => Some(fingerprint.digest()),
            (_, None) => None,
            (_, Some(_)) => {
                let fingerprint = files::open(&self.target_path)
                    .and_then(|mut file| Fingerprint::of_file(&mut file));
                Some(fingerprint.map_err(failed)?.digest())
            }
        };
        let known = known.map(Fingerprint::digest);
        let state_change = StateChange { on_disk: found, known, new: new_fingerprint.digest() };
        let append_guard = recording.append_to_history(
            &self.with_suffix(".history"),
            self.old_metadata.as_ref(),
            &state_change,
        )?;
        self.sync_folder();
        Ok(append_guard)
    }
}
