//! Backups: one of each version that was saved or found, made beside the window; and the way back
//! to one.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};

use crate::{
    commands::Command,
    describe::claims::format_moment,
    jobs::{
        JobKind,
        backups::{BackupComparison, BackupJobResult, RegisterSnapshot, RestorePlan},
    },
    register::{Step, StepKind, StepSubject},
    session::{Action, Session},
    store::{
        backups::{Backup, error::BackupError},
        fs::fingerprint::Fingerprint,
    },
    ui::{app::App, intent::Intent, modals::backups::BackupsDialog, panels::notices::NoticeLevel},
};

/// How long a version must have been the one on the disk to be kept, where the next one is saved
/// before it could be.
const MIN_KEPT_DURATION: Duration = Duration::from_secs(2);

/// The versions that are to be kept, and what is said of backups.
#[derive(Default)]
pub(super) struct BackupSchedule {
    /// What is being saved, with its revision.
    saving: Option<(u64, RegisterSnapshot)>,
    /// The versions that wait for a worker, the oldest first.
    queue: VecDeque<RegisterSnapshot>,
    /// Whether the last attempt failed, which is said but once.
    has_failed: bool,
    /// That a version was restored, as long as that is the last step.
    restored: Option<(u64, String)>,
}

impl BackupSchedule {
    /// Takes note of what is being saved.
    pub fn begin_save(&mut self, session: &Session) {
        self.saving = Some((session.revision(), take_snapshot(session, None)));
    }

    /// Takes note that it is on the disk.
    pub fn finish_save(&mut self, revision: u64) {
        if let Some((_, version)) = self.saving.take_if(|(saving, _)| *saving == revision) {
            self.enqueue(RegisterSnapshot { time: Timestamp::now(), ..version });
        }
    }

    /// Takes note of what was found in a file: it may be someone else's version.
    pub fn add_opened(&mut self, session: &Session) {
        (self.saving, self.restored) = (None, None);
        self.enqueue(take_snapshot(session, Some(session.fingerprint())));
    }

    /// Whether a version is to be kept before the window may close.
    pub fn is_busy(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Puts a version with those that wait. One that was on the disk for a moment only gives way.
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

/// The version that is open now; `found` is what its file held, where it was read from that.
fn take_snapshot(session: &Session, found: Option<Fingerprint>) -> RegisterSnapshot {
    RegisterSnapshot {
        path: session.path().clone(),
        register: session.snapshot(),
        source_text: Arc::clone(session.source_text()),
        time: Timestamp::now(),
        found_fingerprint: found,
    }
}

impl App {
    /// Begins what is to be done about backups: making one, or holding those in sight against the
    /// register.
    pub(super) fn update_backups(&mut self) {
        let Some(places) = &self.app_dirs else { return self.backup_schedule.queue.clear() };
        if !self.jobs.is_running(JobKind::BackingUp)
            && let Some(version) = self.backup_schedule.queue.pop_front()
        {
            self.jobs.create_backup(places.clone(), version);
        }
        let Some(session) = &self.session else { return };
        let revision = session.revision();
        if let Some((_, text)) =
            self.backup_schedule.restored.take_if(|(last, _)| *last != revision)
        {
            self.ui_state.notices.remove(&text);
        }
        if !self.jobs.is_running(JobKind::ReadingBackups)
            && let Some(backups) = self.ui_state.modals.find_mut::<BackupsDialog>()
            && let Some((backup, tells)) = backups.next_comparison(revision)
        {
            let locale = tells.then_some(self.locale);
            self.jobs.compare_backup(backup, session.snapshot(), revision, locale);
        }
    }

    /// Shows the backups of the open register.
    pub(super) fn show_backups(&mut self) {
        let Some(session) = &self.session else { return };
        let mut backups = BackupsDialog::default();
        self.jobs.discard(JobKind::ReadingBackups);
        match &self.app_dirs {
            Some(places) => self.jobs.list_backups(places.clone(), session.path().clone()),
            None => backups.set_error(self.locale.t("backups.no_folder").into_owned()),
        }
        self.ui_state.modals.open(backups);
    }

    /// Goes back to a backup, once it is known how.
    pub(super) fn restore_backup(&mut self, backup: Backup) {
        let Some(session) = &self.session else { return };
        self.ui_state.modals.close::<BackupsDialog>();
        self.jobs.discard(JobKind::Restoring);
        self.jobs.plan_restore(backup, session.snapshot(), session.revision());
    }

    /// Takes in what a worker has done with backups.
    pub(super) fn apply_backups_result(&mut self, done: BackupJobResult) {
        match done {
            BackupJobResult::Created(made) => self.apply_backup_written(made),
            BackupJobResult::Listed(listed) => {
                let Some(backups) = self.ui_state.modals.find_mut::<BackupsDialog>() else {
                    return;
                };
                match listed {
                    Ok(listed) => {
                        backups.set_backups(self.locale, listed, |backup| local_time(backup.time));
                    }
                    Err(error) => backups.set_error(error.describe(self.locale)),
                }
            }
            BackupJobResult::Compared(BackupComparison { backup, revision, result }) => {
                if let Some(backups) = self.ui_state.modals.find_mut::<BackupsDialog>() {
                    let result = result.map_err(|error| error.describe(self.locale));
                    backups.set_diff(&backup, revision, result);
                }
            }
            BackupJobResult::RestorePlanned(restorable) => self.perform_restore(restorable),
        }
    }

    /// A failure is said once, until a backup is made again.
    fn apply_backup_written(&mut self, made: Result<(), BackupError>) {
        let has_failed = std::mem::replace(&mut self.backup_schedule.has_failed, made.is_err());
        if let (Err(error), false) = (made, has_failed) {
            let text = error.describe(self.locale);
            self.ui_state.notices.push(NoticeLevel::Warning, text, Vec::new());
        }
    }

    fn perform_restore(&mut self, RestorePlan { backup, revision, edits }: RestorePlan) {
        let Some(session) = &self.session else { return };
        let edits = match edits {
            Ok(Some(edits)) => edits,
            Ok(None) => return,
            Err(error) => return self.notify_error(error.describe(self.locale)),
        };
        if session.revision() != revision {
            // The register has gone on meanwhile.
            return self.restore_backup(backup);
        }
        let time = local_time(backup.time);
        let step = Step::new(StepKind::Restore, StepSubject::Version(time), edits);
        self.perform_action(Action::Perform(step));
        let Some(now) = self.session.as_ref().map(Session::revision) else { return };
        if now != revision {
            let time = format_moment(self.locale, time);
            let text = self.locale.t_with("backups.restored_notice", &[("time", &time)]);
            let undo = Command::Undo;
            let undo = (undo.label(self.locale, None), Intent::Command(undo));
            self.ui_state.notices.push(NoticeLevel::Info, text.clone(), vec![undo]);
            self.backup_schedule.restored = Some((now, text));
        }
    }
}

/// A time by the clock of this place.
fn local_time(time: Timestamp) -> DateTime {
    time.to_zoned_datetime(TimeZone::system()).datetime()
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
