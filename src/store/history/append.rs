//! Appends entries to a history.

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{
    register::HistoryEvent,
    store::{
        error::{SaveError, WriteError},
        fs::{
            atomic_file::AtomicFile,
            companion_file::CompanionFile,
            file_access::FileAccess,
            files::{self, File},
            hash::Hash,
        },
        history::{
            commit_info::{CommitInfo, PendingEntry},
            entry::HistoryEntry,
            history_gap::{HistoryGap, LostLine, SetAsideBytes},
            reverse_lines::{HistoryTail, HistoryTailError},
        },
    },
};

/// Entries that were appended, and can be removed while their register is not yet in place.
pub(crate) struct AppendGuard {
    file: File,
    path: PathBuf,
    /// The length of the history before, in bytes; `None` where it was created for the entries.
    previous_length: Option<u64>,
    /// The length of the history with the entries, in bytes.
    length: u64,
    /// The bytes that were moved from the end of the history.
    set_aside: Vec<u8>,
    /// The entries as text.
    pub text: String,
    /// The number of the last entry and its digest.
    pub last_line: Option<(u64, Hash)>,
}

impl AppendGuard {
    /// Removes the entries of a save that failed, and restores what was set aside for them, unless
    /// another save has appended to them.
    pub fn roll_back(self) {
        if files::length(&self.file).is_ok_and(|length| length > self.length) {
            return;
        }
        let rolled_back = match self.previous_length {
            Some(length) => files::truncate(&self.file, length)
                .and_then(|()| files::append_bytes(&self.file, &self.set_aside)),
            None => files::remove(&self.path),
        };
        if let Err(error) = rolled_back {
            // Nothing is lost: the next save records that the register was found without them.
            tracing::warn!("{} could not be shortened: {error}", self.path.display());
        }
    }
}

/// The digests of the register before and after a save.
pub(crate) struct StateChange {
    /// The version that the save replaces; `None` where there is no file.
    pub on_disk: Option<Hash>,
    /// The version that the program had last read or written, where the save overwrites whatever
    /// version is on the disk.
    pub known: Option<Hash>,
    /// The version that the save writes.
    pub new: Hash,
}

impl CommitInfo {
    /// Appends the pending entries to a history and flushes it to the disk: all of them or none.
    /// Bytes after the last readable line are moved to a numbered file first; no readable line ever
    /// is. The first entry names them, and the line that is `lost`. A new history gets the group
    /// and the permissions of the register, so that whoever may change the one may append to the
    /// other.
    ///
    /// Returns `None`, and writes nothing, where no entries are pending.
    pub(crate) fn append_to_history(
        &self,
        path: &Path,
        register: Option<&FileAccess>,
        state_change: &StateChange,
        lost: Option<LostLine>,
    ) -> Result<Option<AppendGuard>, SaveError> {
        let failed = |error| WriteError::io(path, error);
        if self.pending_entries.is_empty() {
            return Ok(None);
        }
        if files::metadata(path).is_ok_and(|old| old.permissions().readonly()) {
            return Err(WriteError::WriteProtected(path.to_owned()).into());
        }
        let is_new = files::metadata(path).is_err();
        let file = CompanionFile::History.open_to_append(path, register).map_err(failed)?;
        let tail = match HistoryTail::read(&file) {
            Ok(end) => end,
            Err(HistoryTailError::Io(error)) => return Err(failed(error).into()),
            Err(HistoryTailError::NewerFormat(found)) => {
                return Err(SaveError::NewerHistoryFormat { path: path.to_owned(), found });
            }
        };
        let current = state_change.on_disk.or(state_change.known);
        let back = match current {
            Some(current) => tail.find_earlier_state(&file, current).map_err(failed)?,
            None => None,
        };
        let (set_aside, aside) = set_unreadable_end_aside(path, &file, &tail)?;
        let mut writer = EntryWriter::new(self, &tail, HistoryGap { lost, aside, back: None });
        self.print_entries(&mut writer, &tail, state_change, back)
            .map_err(|error| failed(io::Error::other(error)))?;
        let EntryWriter { text, last_number, previous_digest, .. } = writer;
        let guard = AppendGuard {
            file,
            path: path.to_owned(),
            previous_length: (!is_new).then_some(tail.readable_end),
            length: tail.readable_end + text.len() as u64,
            set_aside,
            text,
            last_line: previous_digest.map(|digest| (last_number, digest)),
        };
        match files::append(&guard.file, &guard.text) {
            Ok(()) => Ok(Some(guard)),
            Err(error) => {
                guard.roll_back();
                Err(failed(error).into())
            }
        }
    }

    /// Writes the pending entries. Before them there is an entry for a register that is not the one
    /// that the history ends with: another program changed it, or it is as it was after the entry
    /// `back`, since a save broke off or an earlier version was put back.
    fn print_entries(
        &self,
        writer: &mut EntryWriter,
        tail: &HistoryTail,
        state_change: &StateChange,
        back: Option<u64>,
    ) -> Result<(), ron::Error> {
        let StateChange { on_disk, known, new } = *state_change;
        let is_external =
            |entry: &PendingEntry| matches!(entry.event, HistoryEvent::ExternalChange { .. });
        let first_own = self.pending_entries.iter().find(|entry| !is_external(entry));
        // The register was found so before it was changed here.
        let now = Timestamp::now();
        let found_at = first_own.map_or(now, |entry| entry.time.min(now));
        let last_commit = tail.last_commit.as_ref().map(|(entry, _)| entry);
        let mut last_digest = last_commit.and_then(|entry| entry.register_digest);
        if tail.has_incomplete_commit() {
            let back = last_commit.map(|entry| entry.number);
            writer.push_return(found_at, back, last_digest)?;
        }
        let mut pending = &self.pending_entries[..];
        if let Some(current) = on_disk.or(known)
            && last_digest != Some(current)
        {
            match (&tail.last_line, pending) {
                (None, _) => writer.push_entry(found_at, HistoryEvent::Started, Some(current))?,
                (
                    Some(_),
                    [
                        PendingEntry { event: event @ HistoryEvent::ExternalChange { .. }, .. },
                        rest @ ..,
                    ],
                ) => {
                    pending = rest;
                    writer.push_entry(found_at, event.clone(), Some(current))?;
                }
                (Some(_), _) => writer.push_return(found_at, back, Some(current))?,
            }
            last_digest = Some(current);
        }
        // Changes by other programs are recorded above, or by an earlier save.
        let own: Vec<&PendingEntry> = pending.iter().filter(|entry| !is_external(entry)).collect();
        if let Some(known) = known
            && last_digest != Some(known)
        {
            writer.push_entry(found_at, HistoryEvent::Overwritten, Some(known))?;
        }
        for (index, PendingEntry { time, event }) in own.iter().enumerate() {
            let is_last = index + 1 == own.len();
            writer.push_entry(*time, event.clone(), is_last.then_some(new))?;
        }
        Ok(())
    }
}

/// The text of entries, each with the digest of the one before.
struct EntryWriter<'a> {
    text: String,
    last_number: u64,
    last_time: Option<Timestamp>,
    previous_digest: Option<Hash>,
    /// The gap before the next entry.
    gap: HistoryGap,
    commit_info: &'a CommitInfo,
}

impl<'a> EntryWriter<'a> {
    /// Returns a writer of entries that follow the last readable line of a history.
    fn new(commit_info: &'a CommitInfo, tail: &HistoryTail, gap: HistoryGap) -> Self {
        let last = tail.last_line.as_ref();
        Self {
            text: if tail.lacks_newline { "\n".to_owned() } else { String::new() },
            last_number: last.map_or(0, |(entry, _)| entry.number),
            last_time: last.map(|(entry, _)| entry.time),
            previous_digest: last.map(|(_, digest)| *digest),
            gap,
            commit_info,
        }
    }

    /// Writes an entry for a register that was found as it was after the entry `back`, or with
    /// unknown changes.
    fn push_return(
        &mut self,
        time: Timestamp,
        back: Option<u64>,
        register_digest: Option<Hash>,
    ) -> Result<(), ron::Error> {
        self.gap.back = back;
        self.push_entry(time, HistoryEvent::ExternalChange { edits: Vec::new() }, register_digest)
    }

    fn push_entry(
        &mut self,
        time: Timestamp,
        event: HistoryEvent,
        register_digest: Option<Hash>,
    ) -> Result<(), ron::Error> {
        self.last_number += 1;
        let CommitInfo { author_name, process, signing_key, .. } = self.commit_info;
        let mut entry = HistoryEntry {
            author_name: author_name.clone(),
            user: process.user.clone(),
            machine: process.machine.clone(),
            register_digest,
            gap: std::mem::take(&mut self.gap),
            ..HistoryEntry::new(self.last_number, time, event, self.previous_digest)
        };
        entry.set_time(time, self.last_time.into_iter());
        let (text, digest) = entry.print(signing_key.as_ref())?;
        self.text.push_str(&text);
        self.text.push('\n');
        (self.last_time, self.previous_digest) = (Some(entry.time), Some(digest));
        Ok(())
    }
}

/// Moves the bytes after the last readable line of a history to a numbered file, and returns them
/// with what the next entry says of them.
fn set_unreadable_end_aside(
    path: &Path,
    file: &File,
    tail: &HistoryTail,
) -> Result<(Vec<u8>, Option<SetAsideBytes>), WriteError> {
    if tail.readable_end == tail.file_length {
        return Ok((Vec::new(), None));
    }
    let failed = |error| WriteError::io(path, error);
    let rest = files::read_from(file, tail.readable_end).map_err(failed)?;
    let backup = AtomicFile::new(path)?.write_numbered_backup(&rest).map_err(failed)?;
    files::truncate(file, tail.readable_end).map_err(failed)?;
    let name = backup.file_name().unwrap_or_default().to_string_lossy();
    let aside = SetAsideBytes {
        file_name: name.into_owned(),
        length: rest.len() as u64,
        digest: Hash::of_bytes(&rest),
    };
    Ok((rest, Some(aside)))
}
