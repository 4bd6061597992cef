//! What opening a register does with its history.

use std::{fs::File, io, path::Path};

use crate::{
    register::{HistoryEvent, UndoHistory},
    store::{
        fs::{files, fingerprint::Fingerprint, hash::Hash},
        history::{
            commit,
            entry::HistoryEntry,
            history_path, open_if_exists,
            reverse_lines::{HistoryTail, ReverseLines},
        },
        open_warning::OpenWarning,
    },
};

/// How many steps can be undone that were done before the program was started.
const MAX_UNDO_STEPS: usize = 100;

/// Finishes a save that broke off when its change was in the history and its register not yet in
/// place: the register lies ready beside it, in a temporary file that the last line names. Nothing
/// else is touched, and nothing at all where anything is not as such a save leaves it.
pub(crate) fn recover(path: &Path) -> Option<OpenWarning> {
    let recovered = try_recover(path).unwrap_or_else(|error| {
        tracing::warn!("a save that broke off could not be finished: {error}");
        None
    });
    recovered.map(|n| OpenWarning::SaveRecovered { entry_number: n })
}

fn try_recover(path: &Path) -> io::Result<Option<u64>> {
    let Some(file) = open_if_exists(&history_path(path))? else { return Ok(None) };
    let [Some(last), Some(before)] = read_last_two_commits(&file)? else { return Ok(None) };
    let Some(digest) = last.register_digest else { return Ok(None) };
    // Looked for first, since there hardly ever is one, and a register may be long.
    if commit::find_pending(path, digest)?.is_none() {
        return Ok(None);
    }
    // Another window may be saving just now, and about to put it in place itself.
    let _folder_lock = commit::lock_folder(path)?;
    let Some(pending) = commit::find_pending(path, digest)? else { return Ok(None) };
    let current_digest = Some(Fingerprint::of_file(&mut files::open(path)?)?.digest());
    if current_digest == last.register_digest || current_digest != before.register_digest {
        return Ok(None);
    }
    commit::complete_pending(path, &pending)?;
    Ok(Some(last.number))
}

/// The last two lines that end a save.
fn read_last_two_commits(file: &File) -> io::Result<[Option<HistoryEntry>; 2]> {
    let mut lines = ReverseLines::new(file)?;
    let mut found = [None, None];
    while let Some(raw) = lines.next_line()? {
        if let Ok(line) = HistoryEntry::parse(&raw.bytes)
            && raw.has_newline
            && line.register_digest.is_some()
        {
            let slot = if found[0].is_none() { 0 } else { 1 };
            found[slot] = Some(line);
            if slot == 1 {
                break;
            }
        }
    }
    Ok(found)
}

/// The steps that can be undone in a register that was just read, and what there is to know of its
/// history. Where the register is not what its history ends with nothing can be undone.
pub(crate) fn load_undo_history(path: &Path, digest: Hash) -> (UndoHistory, Option<OpenWarning>) {
    let read = || -> io::Result<_> {
        let Some(file) = open_if_exists(&history_path(path))? else {
            return Ok((UndoHistory::default(), None));
        };
        // Nothing is known of lines that only a newer program reads; saving says so.
        let Ok(tail) = HistoryTail::read(&file) else { return Ok((UndoHistory::default(), None)) };
        let truncated_warning =
            (tail.end_offset < tail.file_length).then_some(OpenWarning::HistoryTruncated);
        let Some((line, _)) = tail.last_commit else {
            return Ok((UndoHistory::default(), truncated_warning));
        };
        if line.register_digest != Some(digest) {
            return Ok((
                UndoHistory::default(),
                Some(OpenWarning::ChangedExternally { entry_number: line.number }),
            ));
        }
        Ok((
            UndoHistory::from_events(read_undoable_events(&file, tail.end_offset)?),
            truncated_warning,
        ))
    };
    read().unwrap_or_else(|error| {
        tracing::warn!("the history could not be read: {error}");
        (UndoHistory::default(), None)
    })
}

/// The last steps up to a place, in order; what lies before one that cannot be read is left out.
fn read_undoable_events(file: &File, end: u64) -> io::Result<Vec<HistoryEvent>> {
    let mut lines = ReverseLines::new(file)?;
    let mut entries = Vec::new();
    while let Some(raw) = lines.next_line()? {
        if raw.offset >= end {
            continue;
        }
        let Ok(HistoryEntry { event: what, .. }) = HistoryEntry::parse(&raw.bytes) else { break };
        if what.step().is_none() {
            break;
        }
        entries.push(what);
        if entries.len() == MAX_UNDO_STEPS {
            break;
        }
    }
    entries.reverse();
    Ok(entries)
}
