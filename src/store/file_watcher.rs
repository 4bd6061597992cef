//! Polls the file of an open register for changes by other programs.
//!
//! Network drives and synchronised folders send no notifications, so the file is polled. Its
//! metadata is cheap to query; its content is read only where the metadata differs.

use std::{io, path::PathBuf};

use crate::store::{
    error::LoadError,
    fs::{file_snapshot::StatSnapshot, file_state::FileState, files, fingerprint::Fingerprint},
};

/// A change of the file of an open register.
#[derive(Debug)]
pub enum FileEvent {
    /// Another program has changed the content of the file.
    Changed(Fingerprint),
    /// The file was deleted, or its disk cannot be reached.
    Unreachable(LoadError),
    /// The file can be reached again, with the expected content.
    Restored,
}

/// The state of the polling of one file.
pub struct FileWatcher {
    path: PathBuf,
    expected: FileState,
    /// The metadata that the file had when its content was last read.
    last_snapshot: Option<StatSnapshot>,
    /// The content that was last reported as changed.
    last_reported: Option<Fingerprint>,
    /// The number of successive polls in which the file could not be reached.
    missed_polls: u32,
}

impl FileWatcher {
    /// Starts watching a file that has an expected content.
    pub fn new(path: PathBuf, expected: FileState) -> Self {
        Self {
            path,
            last_snapshot: expected.snapshot(),
            expected,
            last_reported: None,
            missed_polls: 0,
        }
    }

    /// Sets the content that was read or written by this program.
    pub fn set_expected(&mut self, expected: FileState) {
        (self.last_snapshot, self.expected, self.last_reported) =
            (expected.snapshot(), expected, None);
    }

    /// Polls the file, and returns each change once.
    pub fn poll(&mut self) -> Option<FileEvent> {
        let metadata = match files::metadata(&self.path) {
            Ok(metadata) => metadata,
            Err(error) => return self.count_missed_poll(error),
        };
        if self.last_snapshot.as_ref().is_some_and(|last| last.matches(&metadata)) {
            return None;
        }
        let state = files::open(&self.path).and_then(|mut file| FileState::read(&mut file));
        let state = match state {
            Ok(state) => state,
            Err(error) => return self.count_missed_poll(error),
        };
        let fingerprint = state.fingerprint();
        self.last_snapshot = state.snapshot();
        let is_back = std::mem::take(&mut self.missed_polls) > 1;
        if fingerprint == self.expected.fingerprint() {
            // The next save need not read the file.
            self.last_snapshot.iter().for_each(|last| self.expected.set_snapshot(last.clone()));
            self.last_reported = None;
            return is_back.then_some(FileEvent::Restored);
        }
        let is_unreported = self.last_reported != Some(fingerprint);
        self.last_reported = Some(fingerprint);
        is_unreported.then_some(FileEvent::Changed(fingerprint))
    }

    /// Counts a poll that did not reach the file, or found something else in its place. Returns the
    /// event at the second in a row: a program that replaces the file may delete it for a moment.
    fn count_missed_poll(&mut self, error: io::Error) -> Option<FileEvent> {
        self.last_snapshot = None;
        self.missed_polls = self.missed_polls.saturating_add(1);
        (self.missed_polls == 2).then(|| FileEvent::Unreachable(LoadError::io(&self.path, error)))
    }
}
