//! Backups: one of each version that was saved or found, made beside the window; and the way back
//! to one.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use super::App;
use crate::{
    command::Command,
    jobs::{BackupsDone, Compared, Restorable, Version, Work},
    register::{Deed, Step, Subject},
    session::{Action, Session},
    store::{Backup, BackupError, Stamp},
    ui::{Intent, backups::Backups, notices::Level},
    view::moment_words,
};

/// How long a version must have been the one on the disk to be kept, where the next one is saved
/// before it could be.
const MOMENT: Duration = Duration::from_secs(2);

/// The versions that are to be kept, and what is said of backups.
#[derive(Default)]
pub(super) struct Backing {
    /// What is being saved, with its revision.
    saving: Option<(u64, Version)>,
    /// The versions that wait for a worker, the oldest first.
    waiting: VecDeque<Version>,
    /// Whether the last attempt failed, which is said but once.
    failed: bool,
    /// That a version was restored, as long as that is the last step.
    restored: Option<(u64, String)>,
}

impl Backing {
    /// Takes note of what is being saved.
    pub fn saving(&mut self, session: &Session) {
        self.saving = Some((session.revision(), version(session, None)));
    }

    /// Takes note that it is on the disk.
    pub fn saved(&mut self, revision: u64) {
        if let Some((_, version)) = self.saving.take_if(|(saving, _)| *saving == revision) {
            self.keep(Version { time: Timestamp::now(), ..version });
        }
    }

    /// Takes note of what was found in a file: it may be someone else's version.
    pub fn opened(&mut self, session: &Session) {
        (self.saving, self.restored) = (None, None);
        self.keep(version(session, Some(session.stamp().clone())));
    }

    /// Whether a version is to be kept before the window may close.
    pub fn is_busy(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Puts a version with those that wait. One that was on the disk for a moment only gives way.
    fn keep(&mut self, version: Version) {
        let is_brief = |last: &Version| {
            let stood = version.time.duration_since(last.time);
            last.found.is_none()
                && last.path == version.path
                && stood >= SignedDuration::ZERO
                && stood.unsigned_abs() < MOMENT
        };
        if version.found.is_none() && self.waiting.back().is_some_and(is_brief) {
            self.waiting.pop_back();
        }
        self.waiting.push_back(version);
    }
}

/// The version that is open now; `found` is what its file held, where it was read from that.
fn version(session: &Session, found: Option<Stamp>) -> Version {
    Version {
        path: session.path().clone(),
        register: session.snapshot(),
        manuscript: Arc::clone(session.manuscript()),
        time: Timestamp::now(),
        found,
    }
}

impl App {
    /// Begins what is to be done about backups: making one, or holding those in sight against the
    /// register.
    pub(super) fn keep_backups(&mut self) {
        let Some(places) = &self.places else { return self.backing.waiting.clear() };
        if !self.jobs.is_running(Work::BackingUp)
            && let Some(version) = self.backing.waiting.pop_front()
        {
            self.jobs.back_up(places.clone(), version);
        }
        let Some(session) = &self.session else { return };
        let revision = session.revision();
        if let Some((_, words)) = self.backing.restored.take_if(|(last, _)| *last != revision) {
            self.surfaces.notices.withdraw(&words);
        }
        if !self.jobs.is_running(Work::ReadingBackups)
            && let Some(backups) = &mut self.surfaces.backups
            && let Some((backup, tells)) = backups.wanted(revision)
        {
            let lang = tells.then_some(self.lang);
            self.jobs.compare_backup(backup, session.snapshot(), revision, lang);
        }
    }

    /// Shows the backups of the open register.
    pub(super) fn show_backups(&mut self) {
        let Some(session) = &self.session else { return };
        let mut backups = Backups::default();
        self.jobs.forget(Work::ReadingBackups);
        match &self.places {
            Some(places) => self.jobs.list_backups(places.clone(), session.path().clone()),
            None => backups.fail(self.lang.t("backups.nowhere").into_owned()),
        }
        self.surfaces.backups = Some(backups);
    }

    /// Goes back to a backup, once it is known how.
    pub(super) fn restore(&mut self, backup: Backup) {
        let Some(session) = &self.session else { return };
        self.surfaces.backups = None;
        self.jobs.forget(Work::Restoring);
        self.jobs.restore(backup, session.snapshot(), session.revision());
    }

    /// Takes in what a worker has done with backups.
    pub(super) fn backups_done(&mut self, done: BackupsDone) {
        match done {
            BackupsDone::Made(made) => self.backup_made(made),
            BackupsDone::Listed(listed) => {
                let Some(backups) = &mut self.surfaces.backups else { return };
                match listed {
                    Ok(listed) => backups.list(self.lang, listed, |backup| local(backup.time)),
                    Err(error) => backups.fail(error.words(self.lang)),
                }
            }
            BackupsDone::Compared(Compared { backup, revision, result }) => {
                if let Some(backups) = &mut self.surfaces.backups {
                    let result = result.map_err(|error| error.words(self.lang));
                    backups.take_in(&backup, revision, result);
                }
            }
            BackupsDone::Restorable(restorable) => self.restorable(restorable),
        }
    }

    /// A failure is said once, until a backup is made again.
    fn backup_made(&mut self, made: Result<(), BackupError>) {
        let has_failed = std::mem::replace(&mut self.backing.failed, made.is_err());
        if let (Err(error), false) = (made, has_failed) {
            let words = error.words(self.lang);
            self.surfaces.notices.push(Level::Warning, words, Vec::new());
        }
    }

    fn restorable(&mut self, Restorable { backup, revision, edits }: Restorable) {
        let Some(session) = &self.session else { return };
        let edits = match edits {
            Ok(Some(edits)) => edits,
            Ok(None) => return,
            Err(error) => return self.say_error(error.words(self.lang)),
        };
        if session.revision() != revision {
            // The register has gone on meanwhile.
            return self.restore(backup);
        }
        let time = local(backup.time);
        let step = Step::new(Deed::Restore, Subject::Version(time), edits);
        self.act(Action::Perform(step));
        let Some(now) = self.session.as_ref().map(Session::revision) else { return };
        if now != revision {
            let time = moment_words(self.lang, time);
            let words = self.lang.with("backups.restored", &[("time", &time)]);
            let undo = Command::Undo;
            let undo = (undo.text(self.lang, None), Intent::Command(undo));
            self.surfaces.notices.push(Level::Info, words.clone(), vec![undo]);
            self.backing.restored = Some((now, words));
        }
    }
}

/// A time by the clock of this place.
fn local(time: Timestamp) -> DateTime {
    time.to_zoned_datetime(TimeZone::system()).datetime()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;

    use super::Backing;
    use crate::{
        jobs::Version,
        store::{Manuscript, Stamp, bundled},
    };

    #[test]
    fn only_a_version_that_stood_for_a_moment_gives_way_to_the_next() {
        let register = Arc::new(bundled().unwrap());
        let mut backing = Backing::default();
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
            backing.keep(Version {
                path: path.into(),
                register: Arc::clone(&register),
                manuscript: Arc::new(Manuscript::default()),
                time: Timestamp::from_millisecond(milliseconds).unwrap(),
                found: is_found.then(|| Stamp::of(b"")),
            });
        }
        let times = backing.waiting.iter().map(|version| version.time.as_millisecond());
        assert_eq!(times.collect::<Vec<_>>(), [0, 2_900, 4_900, 4_000, 4_100, 4_200]);
    }
}
