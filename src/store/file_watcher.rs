//! Whether the file of an open register still holds what was read from it.
//!
//! It is looked at rather than waited for: a network drive or a synced folder tells nobody of a
//! change. What the system tells of it is cheap to ask for; its bytes are read only where that
//! differs.

use std::{fs, path::PathBuf};

use crate::store::{
    error::LoadError,
    fs::{file_snapshot::StatSnapshot, files, fingerprint::Fingerprint},
};

/// What became of a file.
#[derive(Debug)]
pub enum FileEvent {
    /// It holds something else than what was read from it or written to it here.
    Changed(Fingerprint),
    /// It is no longer there, or can no longer be reached.
    Unreachable(LoadError),
    /// It is back, and holds what it did.
    Restored,
}

/// What is known of a file, and what was last seen of it.
pub struct FileWatcher {
    path: PathBuf,
    expected: Fingerprint,
    /// What was told of it when its bytes were last read.
    last_snapshot: Option<StatSnapshot>,
    /// What was said already.
    last_reported: Option<Fingerprint>,
    /// How often it was looked for in vain.
    missed_polls: u32,
}

impl FileWatcher {
    /// Watches a file that holds this.
    pub fn new(path: PathBuf, expected: Fingerprint) -> Self {
        Self {
            path,
            last_snapshot: expected.snapshot(),
            expected,
            last_reported: None,
            missed_polls: 0,
        }
    }

    /// Takes note of what was read from the file or written to it.
    pub fn set_expected(&mut self, expected: Fingerprint) {
        (self.last_snapshot, self.expected, self.last_reported) =
            (expected.snapshot(), expected, None);
    }

    /// Looks at the file. Each thing is said once.
    pub fn poll(&mut self) -> Option<FileEvent> {
        let metadata = match fs::metadata(&self.path) {
            Ok(about) => about,
            Err(error) => {
                self.last_snapshot = None;
                self.missed_polls = self.missed_polls.saturating_add(1);
                // Whoever writes it anew may take it away for a moment.
                return (self.missed_polls == 2)
                    .then(|| FileEvent::Unreachable(LoadError::io(&self.path, error)));
            }
        };
        if self.last_snapshot.as_ref().is_some_and(|seen| seen.matches(&metadata)) {
            return None;
        }
        let Ok(fingerprint) =
            files::open(&self.path).and_then(|mut file| Fingerprint::of_file(&mut file))
        else {
            return None;
        };
        self.last_snapshot = fingerprint.snapshot();
        let is_back = std::mem::take(&mut self.missed_polls) > 1;
        if fingerprint == self.expected {
            // Saving need not read it again.
            self.last_snapshot.iter().for_each(|look| self.expected.set_snapshot(look.clone()));
            self.last_reported = None;
            return is_back.then_some(FileEvent::Restored);
        }
        let is_unreported = self.last_reported.as_ref() != Some(&fingerprint);
        self.last_reported = Some(fingerprint.clone());
        is_unreported.then_some(FileEvent::Changed(fingerprint))
    }
}
