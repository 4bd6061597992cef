//! Adding lines.

use std::{
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{
    register::HistoryEvent,
    store::{
        error::{SaveError, WriteError},
        fs::{files, hash::Hash},
        history::{
            CommitInfo, PendingEntry,
            commit::save_numbered_copy,
            entry::HistoryEntry,
            reverse_lines::{HistoryTail, HistoryTailError},
        },
    },
};

/// Lines that were added, and can be taken back while their register is not in place.
pub(crate) struct AppendGuard {
    file: File,
    path: PathBuf,
    /// How long the history was before; none where it was made for them.
    previous_length: Option<u64>,
}

impl AppendGuard {
    /// Takes the lines back: what they tell of did not come about.
    pub fn roll_back(self) {
        let rolled_back = match self.previous_length {
            Some(length) => self.file.set_len(length).and_then(|()| self.file.sync_all()),
            None => fs::remove_file(&self.path),
        };
        if let Err(error) = rolled_back {
            // Not lost: the next save notes that the register was found without them.
            tracing::warn!("{} could not be shortened: {error}", self.path.display());
        }
    }
}

/// The texts of a register that a save is between.
pub(crate) struct StateChange {
    /// What is on the disk; none where nothing is.
    pub on_disk: Option<Hash>,
    /// What the program knew, where that is written over whatever is found.
    pub known: Option<Hash>,
    /// What will be on the disk.
    pub new: Hash,
}

impl CommitInfo {
    /// Adds what was done to a history and flushes it to the disk: all lines, or none. Nothing is
    /// written where nothing was done.
    pub(crate) fn append_to_history(
        &self,
        path: &Path,
        register: Option<&fs::Metadata>,
        state_change: &StateChange,
    ) -> Result<Option<AppendGuard>, SaveError> {
        let failed = |error| WriteError::io(path, error);
        if self.pending_entries.is_empty() {
            return Ok(None);
        }
        if fs::metadata(path).is_ok_and(|old| old.permissions().readonly()) {
            return Err(WriteError::WriteProtected(path.to_owned()).into());
        }
        let is_new = !path.exists();
        // Who may change the register must be able to add to its history.
        let mut file = files::open_to_append(path, register).map_err(failed)?;
        let tail = match HistoryTail::read(&file) {
            Ok(end) => end,
            Err(HistoryTailError::Io(error)) => return Err(failed(error).into()),
            Err(HistoryTailError::NewerFormat(found)) => {
                return Err(SaveError::NewerHistoryFormat { path: path.to_owned(), found });
            }
        };
        move_incomplete_tail_aside(path, &mut file, &tail)?;
        let text = self
            .print_entries(&tail, state_change)
            .map_err(|error| failed(io::Error::other(error)))?;
        let previous_length = (!is_new).then_some(tail.end_offset);
        let guard = AppendGuard { file, path: path.to_owned(), previous_length };
        let mut file = &guard.file;
        match file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
            Ok(()) => Ok(Some(guard)),
            Err(error) => {
                guard.roll_back();
                Err(failed(error).into())
            }
        }
    }

    /// The lines, each with its end.
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
        if let Some((line, seal)) = &tail.last_commit {
            (writer.last_number, writer.previous_digest) = (line.number, Some(*seal));
        }
        let now = truncate_to_second(Timestamp::now());
        let StateChange { on_disk: found, known, new } = *state_change;
        let mut last_digest = tail.last_commit.as_ref().and_then(|(line, _)| line.register_digest);
        let mut pending = &self.pending_entries[..];
        if let Some(found) = found.or(known)
            && last_digest != Some(found)
        {
            let entry = match (last_digest, pending) {
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
            writer.push_entry(now, entry, Some(found))?;
            last_digest = Some(found);
        }
        // What was seen to change outside is told above, or was told already.
        let is_own =
            |made: &&PendingEntry| !matches!(made.event, HistoryEvent::ExternalChange { .. });
        let made: Vec<&PendingEntry> = pending.iter().filter(is_own).collect();
        if let Some(known) = known
            && last_digest != Some(known)
        {
            writer.push_entry(now, HistoryEvent::Overwritten, Some(known))?;
        }
        for (at, PendingEntry { time: when, event: entry }) in made.iter().enumerate() {
            let is_last = at + 1 == made.len();
            writer.push_entry(truncate_to_second(*when), entry.clone(), is_last.then_some(new))?;
        }
        Ok(writer.text)
    }
}

/// Lines to be added, each holding the seal of the one before.
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
        let CommitInfo { author_name: who, process: here, .. } = self.commit_info;
        let line = HistoryEntry {
            author_name: who.clone(),
            user: here.user.clone(),
            machine: here.machine.clone(),
            register_digest,
            ..HistoryEntry::new(self.last_number, time, event, self.previous_digest)
        };
        let (text, seal) = line.print()?;
        self.text.push_str(&text);
        self.text.push('\n');
        self.previous_digest = Some(seal);
        Ok(())
    }
}

/// Sets aside what lies behind the last line that ends a save, in a file with a number of its own,
/// and cuts it off.
fn move_incomplete_tail_aside(
    path: &Path,
    file: &mut File,
    tail: &HistoryTail,
) -> Result<(), WriteError> {
    if tail.end_offset == tail.file_length {
        return Ok(());
    }
    let failed = |error| WriteError::io(path, error);
    let mut rest = Vec::new();
    file.seek(SeekFrom::Start(tail.end_offset)).map_err(failed)?;
    file.read_to_end(&mut rest).map_err(failed)?;
    save_numbered_copy(path, &rest)?;
    file.set_len(tail.end_offset).map_err(failed)
}

fn truncate_to_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
