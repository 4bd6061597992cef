//! Recovery of an interrupted save, and of the undo history, when a register is opened.

use std::{io, path::Path};

use crate::{
    register::{HistoryEvent, UndoHistory},
    store::{
        fs::{
            atomic_file::AtomicFile, companion_file::CompanionFile, files::File,
            fingerprint::Fingerprint, hash::Hash, temp_files,
        },
        history::{
            entry::HistoryEntry,
            reverse_lines::{HistoryTail, ReverseLines},
        },
        open_warning::OpenWarning,
        paths::RegisterPaths,
    },
};

/// The number of steps of earlier sessions that can be undone.
const MAX_UNDO_STEPS: usize = 100;

/// Completes a save that was interrupted after it had appended to the history and before it
/// replaced the register: the new version is in a temporary file beside the register, which the
/// digest in the last entry identifies. Nothing is changed where the files are in any other state.
pub(crate) fn recover(path: &Path) -> Option<OpenWarning> {
    let recovered = try_recover(path).unwrap_or_else(|error| {
        tracing::warn!("an interrupted save could not be completed: {error}");
        None
    });
    recovered.map(|entry_number| OpenWarning::SaveRecovered { entry_number })
}

fn try_recover(path: &Path) -> io::Result<Option<u64>> {
    let history_path = RegisterPaths::of(path).history();
    let Some(file) = CompanionFile::History.open_if_exists(&history_path)? else { return Ok(None) };
    let [Some(last), Some(before)] = read_last_two_commits(&file)? else { return Ok(None) };
    let Some(digest) = last.register_digest else { return Ok(None) };
    let find_target = || AtomicFile::new(path).map_err(io::Error::other);
    let target = find_target()?;
    // Before the register is read, which may be large, since there is hardly ever such a file.
    if temp_files::find_temp_file(&target.folder, digest)?.is_none() {
        return Ok(None);
    }
    // Another window may be saving, and about to rename the temporary file itself.
    let _folder_lock = target.lock_folder()?;
    let target = find_target()?;
    let Some(temp_file) = temp_files::find_temp_file(&target.folder, digest)? else {
        return Ok(None);
    };
    let current_digest = Some(Fingerprint::of_path(path)?.digest());
    if current_digest == last.register_digest || current_digest != before.register_digest {
        return Ok(None);
    }
    let is_known = |found: Fingerprint| Some(found.digest()) == before.register_digest;
    target.commit_left_behind(&temp_file, is_known)?;
    Ok(Some(last.number))
}

/// Keeps the versions that interrupted saves have left beside a register while they exchanged them
/// with it, as numbered backups. The version that the last save replaced according to the history
/// had been read, and is removed.
pub(crate) fn keep_exchanged_versions(path: &Path) -> Vec<OpenWarning> {
    let keep = || -> io::Result<_> {
        let find_target = || AtomicFile::new(path).map_err(io::Error::other);
        // Before the folder is locked, since there is hardly ever such a file.
        if find_target()?.exchanged_files()?.is_empty() {
            return Ok(Vec::new());
        }
        let target = find_target()?;
        // Another window may be saving, and about to compare the version itself.
        let _folder_lock = target.lock_folder()?;
        let history = CompanionFile::History.open_if_exists(&RegisterPaths::of(path).history())?;
        let [_, before] = history.as_ref().map_or(Ok([None, None]), read_last_two_commits)?;
        let replaced = before.and_then(|entry| entry.register_digest);
        target.keep_left_behind(|found| replaced == Some(found.digest()))
    };
    let kept = keep().unwrap_or_else(|error| {
        tracing::warn!("the version of an interrupted save could not be kept: {error}");
        Vec::new()
    });
    kept.into_iter().map(|kept| OpenWarning::VersionKept { kept }).collect()
}

/// Removes the temporary files beside a register that interrupted saves have left behind.
pub(crate) fn remove_stale_temp_files(path: &Path) {
    let Ok(target) = AtomicFile::new(path) else { return };
    if let Err(error) = temp_files::remove_stale_temp_files(&target.folder) {
        tracing::warn!("temporary files could not be removed: {error}");
    }
}

/// Returns the last entries of the last two saves, the later first.
fn read_last_two_commits(file: &File) -> io::Result<[Option<HistoryEntry>; 2]> {
    let mut lines = ReverseLines::new(file)?;
    let mut found = [None, None];
    while let Some(raw) = lines.next_line()? {
        if let Ok(entry) = HistoryEntry::parse(&raw.bytes)
            && raw.digest_if_whole().is_some()
            && entry.register_digest.is_some()
        {
            let slot = if found[0].is_none() { 0 } else { 1 };
            found[slot] = Some(entry);
            if slot == 1 {
                break;
            }
        }
    }
    Ok(found)
}

/// Reads the steps that can be undone in a register that was just read, and a warning about its
/// history if there is one. Nothing can be undone where the register differs from the state that
/// its history ends with.
pub(crate) fn load_undo_history(path: &Path, digest: Hash) -> (UndoHistory, Option<OpenWarning>) {
    let read = || -> io::Result<_> {
        let history_path = RegisterPaths::of(path).history();
        let Some(file) = CompanionFile::History.open_if_exists(&history_path)? else {
            return Ok((UndoHistory::default(), None));
        };
        // Saving reports a history of a newer format.
        let Ok(tail) = HistoryTail::read(&file) else { return Ok((UndoHistory::default(), None)) };
        let truncated_warning = match &tail.last_line {
            Some((entry, _)) if tail.has_incomplete_commit() => {
                Some(OpenWarning::SaveBrokenOff { entry_number: entry.number })
            }
            _ => (tail.readable_end < tail.file_length).then_some(OpenWarning::HistoryTruncated),
        };
        let Some((entry, _)) = &tail.last_commit else {
            return Ok((UndoHistory::default(), truncated_warning));
        };
        if entry.register_digest != Some(digest) {
            let entry_number = entry.number;
            let warning = match tail.find_earlier_state(&file, digest)? {
                Some(earlier_number) => {
                    OpenWarning::RegisterIsEarlier { entry_number, earlier_number }
                }
                None => OpenWarning::ChangedExternally { entry_number },
            };
            return Ok((UndoHistory::default(), Some(warning)));
        }
        let events = read_undoable_events(&file, tail.end_offset)?;
        Ok((UndoHistory::from_events(events), truncated_warning))
    };
    read().unwrap_or_else(|error| {
        tracing::warn!("the history could not be read: {error}");
        (UndoHistory::default(), None)
    })
}

/// Reads the last steps before an offset, in order, back to an entry that cannot be read or whose
/// edits are unknown. The lines of a merged history are skipped: what it brought is one step.
fn read_undoable_events(file: &File, end: u64) -> io::Result<Vec<HistoryEvent>> {
    let mut lines = ReverseLines::new(file)?;
    let mut events = Vec::new();
    // From a merge on, the digest of the entry before, since other lines may stand between.
    let mut parent: Option<Hash> = None;
    while let Some(raw) = lines.next_line()? {
        let is_skipped = || {
            let digest = || HistoryEntry::read_digest(&raw.bytes).map(|(digest, _)| digest);
            raw.offset >= end || parent.is_some_and(|parent| digest() != Some(parent))
        };
        if is_skipped() {
            continue;
        }
        let Ok(entry) = HistoryEntry::parse(&raw.bytes) else { break };
        // Edits of another program cannot be undone.
        let is_external = matches!(entry.event, HistoryEvent::ExternalChange { .. });
        if is_external || !entry.has_known_edits() {
            break;
        }
        parent = parent.or(entry.merged_digest).and(entry.previous_digest);
        events.push(entry.event);
        if events.len() == MAX_UNDO_STEPS {
            break;
        }
    }
    events.reverse();
    Ok(events)
}
