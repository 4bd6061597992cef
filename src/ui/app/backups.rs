//! Backups of each version that was saved or found, and restoring one.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::{
    commands::Command,
    describe::claims::format_moment,
    jobs::backups::{BackupComparison, RestorePlan},
    register::{Step, StepKind, StepSubject},
    session::{Action, Session},
    store::backups::{Backup, error::BackupError},
    ui::{
        app::application::App, intent::Intent, modals::backups::BackupsDialog,
        panels::notices::NoticeLevel,
    },
};

impl App {
    /// Starts what is due: creating a backup, or comparing those in sight with the register.
    pub(super) fn update_backups(&mut self) {
        let Some(places) = &self.app_dirs else { return self.backup_schedule.queue.clear() };
        if !self.tasks.create_backup.is_running()
            && let Some(version) = self.backup_schedule.queue.pop_front()
        {
            self.tasks.create_backup.add(self.runner.create_backup(places.clone(), version));
        }
        let Some(session) = &self.open.session else { return };
        let revision = session.revision();
        if let Some((_, text)) = self.open.restored_backup.take_if(|(last, _)| *last != revision) {
            self.notices.remove(&text);
        }
        if !self.open.version_tasks.backup_comparison.is_running()
            && let Some(backups) = self.modals.find_mut::<BackupsDialog>()
            && let Some((backup, tells)) = backups.next_comparison(revision)
        {
            let locale = tells.then_some(self.locale);
            self.open.version_tasks.backup_comparison.add(self.runner.compare_backup(
                backup,
                session.snapshot(),
                revision,
                locale,
            ));
        }
    }

    /// Shows the backups of the open register.
    pub(super) fn show_backups(&mut self) {
        let Some(session) = &self.open.session else { return };
        let mut backups = BackupsDialog::default();
        self.open.version_tasks.backup_comparison.cancel();
        match &self.app_dirs {
            Some(places) => self
                .open
                .version_tasks
                .backup_list
                .replace(self.runner.list_backups(places.clone(), session.path().clone())),
            None => backups.set_error(self.locale.t("backups.no_folder").into_owned()),
        }
        self.modals.open(backups);
    }

    /// Starts to compute the edits that restore a backup.
    pub(super) fn restore_backup(&mut self, backup: Backup) {
        let Some(session) = &self.open.session else { return };
        self.modals.close::<BackupsDialog>();
        self.open.version_tasks.restore_plan.replace(self.runner.plan_restore(
            backup,
            session.snapshot(),
            session.revision(),
        ));
    }

    /// Shows the backups that are there.
    pub(super) fn show_backup_list(&mut self, listed: Result<Vec<Backup>, BackupError>) {
        let Some(dialog) = self.modals.find_mut::<BackupsDialog>() else { return };
        match listed {
            Ok(backups) => {
                dialog.set_backups(self.locale, backups, |backup| local_time(backup.time));
            }
            Err(error) => dialog.set_error(error.describe(self.locale)),
        }
    }

    /// Shows what has changed since a backup.
    pub(super) fn show_backup_comparison(&mut self, comparison: BackupComparison) {
        let BackupComparison { backup, revision, result } = comparison;
        if let Some(dialog) = self.modals.find_mut::<BackupsDialog>() {
            let result = result.map_err(|error| error.describe(self.locale));
            dialog.set_diff(&backup, revision, result);
        }
    }

    /// Shows the failure of a backup once, until one succeeds again.
    pub(super) fn apply_backup_written(&mut self, made: Result<(), BackupError>) {
        let has_failed = std::mem::replace(&mut self.backup_schedule.has_failed, made.is_err());
        if let (Err(error), false) = (made, has_failed) {
            let text = error.describe(self.locale);
            self.notices.push(NoticeLevel::Warning, text, Vec::new());
        }
    }

    pub(super) fn perform_restore(&mut self, RestorePlan { backup, revision, edits }: RestorePlan) {
        let Some(session) = &self.open.session else { return };
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
        let Some(now) = self.open.session.as_ref().map(Session::revision) else { return };
        if now != revision {
            let time = format_moment(self.locale, time);
            let text = self.locale.t_with("backups.restored_notice", &[("time", &time)]);
            let undo = Command::Undo;
            let undo = (undo.label(self.locale, None), Intent::Command(undo));
            self.notices.push(NoticeLevel::Info, text.clone(), vec![undo]);
            self.open.restored_backup = Some((now, text));
        }
    }
}

/// Returns a time by the clock of this place.
fn local_time(time: Timestamp) -> DateTime {
    time.to_zoned_datetime(TimeZone::system()).datetime()
}
