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
        history_check::{HistoryExpectation, check_history},
        history_gap::LostLine,
        known_history::KnownHistory,
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
/// When the register's file was changed or deleted by another program, the history is not the one
/// that is known, or it cannot be written.
pub fn append_to_history(
    path: &Path,
    version: &FileState,
    info: &CommitInfo,
    expectation: Option<HistoryExpectation>,
) -> Result<(), SaveError> {
    let (target, precondition) = (AtomicFile::new(path)?, Precondition::Unchanged(version));
    let _folder_lock = target.lock_folder().map_err(|error| WriteError::io(path, error))?;
    target.verify_precondition(path, &precondition)?;
    let commit = Commit { info, overwritten: None };
    let new = version.fingerprint();
    let appended = append_before_commit(&target, &precondition, &commit, new, expectation)?;
    if let (Some(appended), Some(expectation)) = (appended, expectation)
        && let Err(error) = expectation.remember(path, appended.end)
    {
        tracing::warn!("the end of a history could not be stored: {error}");
    }
    Ok(())
}

/// Entries that were appended to a history, and the end that it then has.
pub(crate) struct AppendedEntries {
    /// Removes the entries of a save that failed.
    pub guard: AppendGuard,
    /// The end of the history; `None` where it was not compared with a known one.
    pub end: Option<KnownHistory>,
}

/// Appends to the history of a register that is about to be replaced by a new version. The history
/// is compared with the end that is known of it first.
pub(crate) fn append_before_commit(
    target: &AtomicFile,
    precondition: &Precondition,
    commit: &Commit,
    new: Fingerprint,
    expectation: Option<HistoryExpectation>,
) -> Result<Option<AppendedEntries>, SaveError> {
    if commit.info.pending_entries.is_empty() {
        return Ok(None);
    }
    let on_disk = match (precondition, &target.old_access) {
        (Precondition::Unchanged(state), _) => Some(state.fingerprint().digest()),
        (_, None) => None,
        (_, Some(_)) => {
            let found = Fingerprint::of_path(&target.target_path);
            Some(found.map_err(|error| WriteError::io(&target.target_path, error))?.digest())
        }
    };
    let history = RegisterPaths::of(&target.target_path).history();
    let checked = match expectation {
        Some(expectation) => expectation.known_histories.check(&target.target_path),
        None => check_history(&target.target_path, None, false),
    };
    let checked = checked.map_err(|error| WriteError::io(&history, error))?;
    if let Some(found) = checked.newer_format {
        return Err(SaveError::NewerHistoryFormat { path: history, found });
    }
    let accepted = expectation.and_then(|expectation| expectation.accepted);
    let lost = match checked.problem {
        Some(problem) if accepted != Some(&problem) => {
            return Err(SaveError::HistoryProblem(Box::new(problem)));
        }
        Some(problem) => problem.lost,
        None => None,
    };
    let lost = lost.map(|known| LostLine { number: known.number, seal: known.seal });
    let known = commit.overwritten.map(|version| version.digest());
    let state_change = StateChange { on_disk, known, new: new.digest() };
    let access = target.old_access.as_ref();
    let guard = commit.info.append_to_history(&history, access, &state_change, lost)?;
    // The history may be new.
    if let Err(error) = target.sync_folder() {
        tracing::warn!("{} could not be flushed: {error}", target.folder.display());
    }
    Ok(guard.map(|guard| {
        let content = checked.content.extended_by(guard.text.as_bytes());
        let end = guard.last_line.filter(|_| expectation.is_some());
        let end = end.map(|(number, seal)| KnownHistory::new(number, seal, content));
        AppendedEntries { guard, end }
    }))
}

impl HistoryExpectation<'_> {
    /// Makes the end of a history the known one. Where that fails, an earlier end stays known.
    ///
    /// # Errors
    /// When the end cannot be written.
    pub(crate) fn remember(
        &self,
        register: &Path,
        end: Option<KnownHistory>,
    ) -> Result<(), WriteError> {
        end.map_or(Ok(()), |end| self.known_histories.save(register, &end))
    }
}
