//! Appending to the history as a part of a save.

use std::path::Path;

use crate::store::{
    error::{SaveError, WriteError},
    fs::{
        atomic_file::AtomicFile, file_state::FileState, fingerprint::Fingerprint,
        precondition::Precondition,
    },
    history::{
        append::{AppendGuard, StateChange},
        commit_info::CommitInfo,
    },
    paths::RegisterPaths,
};

/// The entries that a save appends to the history before it replaces the register.
#[derive(Clone, Copy, Debug)]
pub struct Commit<'a> {
    /// The changes and their author.
    pub info: &'a CommitInfo,
    /// The version that the program had last read or written, where the save overwrites whatever
    /// version is in the file.
    pub overwritten: Option<Fingerprint>,
}

/// Appends to the history of a register without saving the register.
///
/// # Errors
/// When the register's file was changed or deleted by another program, or the history cannot be
/// written.
pub fn append_to_history(
    path: &Path,
    version: &FileState,
    info: &CommitInfo,
) -> Result<(), SaveError> {
    let (target, precondition) = (AtomicFile::new(path)?, Precondition::Unchanged(version));
    let _folder_lock = target.lock_folder().map_err(|error| WriteError::io(path, error))?;
    target.verify_precondition(path, &precondition)?;
    let commit = Commit { info, overwritten: None };
    append_before_commit(&target, &precondition, &commit, version.fingerprint()).map(drop)
}

/// Appends to the history of a register that is about to be replaced by a new version.
pub(crate) fn append_before_commit(
    target: &AtomicFile,
    precondition: &Precondition,
    commit: &Commit,
    new: Fingerprint,
) -> Result<Option<AppendGuard>, SaveError> {
    let on_disk = match (precondition, &target.old_access) {
        (Precondition::Unchanged(state), _) => Some(state.fingerprint().digest()),
        (_, None) => None,
        (_, Some(_)) => {
            let found = Fingerprint::of_path(&target.target_path);
            Some(found.map_err(|error| WriteError::io(&target.target_path, error))?.digest())
        }
    };
    let known = commit.overwritten.map(|version| version.digest());
    let append_guard = commit.info.append_to_history(
        &RegisterPaths::of(&target.target_path).history(),
        target.old_access.as_ref(),
        &StateChange { on_disk, known, new: new.digest() },
    )?;
    // The history may be new.
    if let Err(error) = target.sync_folder() {
        tracing::warn!("{} could not be flushed: {error}", target.folder.display());
    }
    Ok(append_guard)
}
