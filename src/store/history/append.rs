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
            files::{self, File, Metadata},
            hash::Hash,
        },
        history::{
            commit_info::{CommitInfo, PendingEntry},
            entry::HistoryEntry,
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
}

impl AppendGuard {
    /// Removes the entries of a save that failed.
    pub fn roll_back(self) {
        let rolled_back = match self.previous_length {
            Some(length) => {
                files::truncate(&self.file, length).and_then(|()| files::sync(&self.file))
            }
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
    /// Entries of an interrupted save are moved to a numbered file first. A new history gets the
    /// group and the permissions of the register, so that whoever may change the one may append to
    /// the other.
    ///
    /// Returns `None`, and writes nothing, where no entries are pending.
    pub(crate) fn append_to_history(
        &self,
        path: &Path,
        register: Option<&Metadata>,
        state_change: &StateChange,
    ) -> Result<Option<AppendGuard>, SaveError> {
        let failed = |error| WriteError::io(path, error);
        if self.pending_entries.is_empty() {
            return Ok(None);
        }
        if files::metadata(path).is_ok_and(|old| old.permissions().readonly()) {
            return Err(WriteError::WriteProtected(path.to_owned()).into());
        }
        let is_new = files::metadata(path).is_err();
        let file = files::open_to_append(path, register).map_err(failed)?;
        let tail = match HistoryTail::read(&file) {
            Ok(end) => end,
            Err(HistoryTailError::Io(error)) => return Err(failed(error).into()),
            Err(HistoryTailError::NewerFormat(found)) => {
                return Err(SaveError::NewerHistoryFormat { path: path.to_owned(), found });
            }
        };
        move_incomplete_tail_aside(path, &file, &tail)?;
        let text = self
            .print_entries(&tail, state_change)
            .map_err(|error| failed(io::Error::other(error)))?;
        let previous_length = (!is_new).then_some(tail.end_offset);
        let guard = AppendGuard { file, path: path.to_owned(), previous_length };
        match files::append(&guard.file, &text) {
            Ok(()) => Ok(Some(guard)),
            Err(error) => {
                guard.roll_back();
                Err(failed(error).into())
            }
        }
    }

    /// Returns the text of the entries. Before the pending ones there is an entry for a change by
    /// another program that the history does not know yet.
    fn print_entries(
        &self,
        tail: &HistoryTail,
        state_change: &StateChange,
    ) -> Result<String, ron::Error> {
        let mut writer = EntryWriter {
            text: String::new(),
            last_number: 0,
            previous_digest: None,
            commit_info: self,
        };
        if let Some((entry, digest)) = &tail.last_commit {
            (writer.last_number, writer.previous_digest) = (entry.number, Some(*digest));
        }
        let now = truncate_to_second(Timestamp::now());
        let StateChange { on_disk, known, new } = *state_change;
        let mut last_digest =
            tail.last_commit.as_ref().and_then(|(entry, _)| entry.register_digest);
        let mut pending = &self.pending_entries[..];
        if let Some(current) = on_disk.or(known)
            && last_digest != Some(current)
        {
            let event = match (&tail.last_commit, pending) {
                (None, _) => HistoryEvent::Started,
                (
                    Some(_),
                    [PendingEntry { event: HistoryEvent::ExternalChange { edits }, .. }, rest @ ..],
                ) => {
                    pending = rest;
                    HistoryEvent::ExternalChange { edits: edits.clone() }
                }
                (Some(_), _) => HistoryEvent::ExternalChange { edits: Vec::new() },
            };
            writer.push_entry(now, event, Some(current))?;
            last_digest = Some(current);
        }
        // Changes by other programs are recorded above, or by an earlier save.
        let is_own =
            |entry: &&PendingEntry| !matches!(entry.event, HistoryEvent::ExternalChange { .. });
        let own: Vec<&PendingEntry> = pending.iter().filter(is_own).collect();
        if let Some(known) = known
            && last_digest != Some(known)
        {
            writer.push_entry(now, HistoryEvent::Overwritten, Some(known))?;
        }
        for (index, PendingEntry { time, event }) in own.iter().enumerate() {
            let is_last = index + 1 == own.len();
            writer.push_entry(truncate_to_second(*time), event.clone(), is_last.then_some(new))?;
        }
        Ok(writer.text)
    }
}

/// The text of entries, each with the digest of the one before.
struct EntryWriter<'a> {
    text: String,
    last_number: u64,
    previous_digest: Option<Hash>,
    commit_info: &'a CommitInfo,
}

impl EntryWriter<'_> {
    fn push_entry(
        &mut self,
        time: Timestamp,
        event: HistoryEvent,
        register_digest: Option<Hash>,
    ) -> Result<(), ron::Error> {
        self.last_number += 1;
        let CommitInfo { author_name, process, signing_key, .. } = self.commit_info;
        let entry = HistoryEntry {
            author_name: author_name.clone(),
            user: process.user.clone(),
            machine: process.machine.clone(),
            register_digest,
            ..HistoryEntry::new(self.last_number, time, event, self.previous_digest)
        };
        let (text, digest) = entry.print(signing_key.as_ref())?;
        self.text.push_str(&text);
        self.text.push('\n');
        self.previous_digest = Some(digest);
        Ok(())
    }
}

/// Moves the entries of an interrupted save from the end of a history to a numbered file.
fn move_incomplete_tail_aside(
    path: &Path,
    file: &File,
    tail: &HistoryTail,
) -> Result<(), WriteError> {
    if tail.end_offset == tail.file_length {
        return Ok(());
    }
    let failed = |error| WriteError::io(path, error);
    let rest = files::read_from(file, tail.end_offset).map_err(failed)?;
    AtomicFile::new(path)?.write_numbered_backup(&rest).map_err(failed)?;
    files::truncate(file, tail.end_offset).map_err(failed)
}

fn truncate_to_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
