//! The versions that wait for their backup, of every register that was open in this window.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use crate::{
    jobs::backups::RegisterSnapshot, session::Session, store::fs::fingerprint::Fingerprint,
};

/// The time that a version must have been on the disk to be backed up, if the next one is saved
/// before its backup is made.
const MIN_KEPT_DURATION: Duration = Duration::from_secs(2);

/// The versions that wait for their backup.
#[derive(Default)]
pub(super) struct BackupSchedule {
    /// The versions that wait for their backup, the oldest first.
    pub queue: VecDeque<RegisterSnapshot>,
    /// The last backup failed, which is said once.
    pub has_failed: bool,
}

impl BackupSchedule {
    /// Queues the version that was saved.
    pub fn add_saved(&mut self, version: RegisterSnapshot) {
        self.enqueue(RegisterSnapshot { time: Timestamp::now(), ..version });
    }

    /// Queues the version that was found in a file: it may be someone else's.
    pub fn add_opened(&mut self, session: &Session) {
        self.enqueue(take_snapshot(session, Some(session.fingerprint())));
    }

    /// Returns true if a backup is due before the window may close.
    pub fn is_busy(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Queues a version. One that was on the disk only for a moment is replaced.
    fn enqueue(&mut self, snapshot: RegisterSnapshot) {
        let is_brief = |last: &RegisterSnapshot| {
            let stood = snapshot.time.duration_since(last.time);
            last.found_fingerprint.is_none()
                && last.path == snapshot.path
                && stood >= SignedDuration::ZERO
                && stood.unsigned_abs() < MIN_KEPT_DURATION
        };
        if snapshot.found_fingerprint.is_none() && self.queue.back().is_some_and(is_brief) {
            self.queue.pop_back();
        }
        self.queue.push_back(snapshot);
    }
}

/// Returns the version that is open; `found` is its fingerprint, if it was found in the file.
pub(super) fn take_snapshot(session: &Session, found: Option<Fingerprint>) -> RegisterSnapshot {
    RegisterSnapshot {
        path: session.path().clone(),
        register: session.snapshot(),
        source_text: Arc::clone(session.source_text()),
        time: Timestamp::now(),
        found_fingerprint: found,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::BackupSchedule;
    use crate::{
        jobs::backups::RegisterSnapshot,
        store::{fs::fingerprint::Fingerprint, source_text::SourceText, startup::sample_register},
    };

    #[test]
    fn only_a_version_that_stood_for_a_moment_gives_way_to_the_next() {
        let register = Arc::new(sample_register().unwrap());
        let mut schedule = BackupSchedule::default();
        for (path, milliseconds, is_found) in [
            ("/a", 0, true),
            // Someone else's version is kept, however soon it is replaced.
            ("/a", 100, false),
            ("/a", 1_000, false),
            ("/a", 2_900, false),
            ("/a", 4_900, false),
            // The clock was set back.
            ("/a", 4_000, false),
            ("/b", 4_100, true),
            ("/a", 4_200, false),
        ] {
            schedule.enqueue(RegisterSnapshot {
                path: path.into(),
                register: Arc::clone(&register),
                source_text: Arc::new(SourceText::default()),
                time: Timestamp::from_millisecond(milliseconds).unwrap(),
                found_fingerprint: is_found.then(|| Fingerprint::of_bytes(b"")),
            });
        }
        let times = schedule.queue.iter().map(|version| version.time.as_millisecond());
        assert_eq!(times.collect::<Vec<_>>(), [0, 2_900, 4_900, 4_000, 4_100, 4_200]);
    }
}
