//! Saving the open register: when a save starts, and what follows from its result.

use crate::{
    commands::Command,
    describe::labels::time_label,
    jobs::{
        SaveAuthor, SaveOutcome,
        backups::RegisterSnapshot,
        external_merge::KeptVersion,
        task::{TakeResult as _, TaskFailure},
    },
    session::save_state::CompletedSave,
    store::{
        error::SaveError, fs::observed_file::ObservedFile, save_warning::SaveWarning,
        signature::key_file::KeyFileError,
    },
    ui::{
        app::{application::App, open_register::OpenRegister, save_tracker::FinishedSave},
        intent::Intent,
        modals::{file_conflict::FileConflictDialog, history_problem::HistoryProblemDialog},
        panels::notices::NoticeLevel,
    },
};

impl App {
    /// Starts to save what is not on the disk, unless the file is in use, or the last attempt failed
    /// and nothing has changed since.
    pub(super) fn start_save(&mut self) {
        let is_file_in_use = self.open.is_file_in_use();
        let OpenRegister { session, save_tracker, external_changes, .. } = &mut self.open;
        let Some(session) = session else { return };
        let has_failed =
            save_tracker.failure.is_some() && save_tracker.tried_revision == session.revision();
        let is_due = save_tracker.overwrites_next()
            || !session.is_saved() && !has_failed && !external_changes.blocks_saving();
        if is_due && !is_file_in_use {
            let author = SaveAuthor {
                name: self.settings.author_name.clone().unwrap_or_default(),
                app_dirs: self.app_dirs.clone(),
            };
            save_tracker.start(session, &self.runner, author);
            save_tracker.clear_failure(&mut self.notices);
        }
    }

    /// Has the open register saved over its file, if that still is what the user was asked about.
    pub(super) fn overwrite_file(&mut self, observed: ObservedFile) {
        self.open.tasks.merge.cancel();
        self.open.external_changes.discard_merge();
        self.open.save_tracker.request_overwrite(observed, &mut self.notices);
    }

    /// Applies the results of saving and of merging what another program wrote. Whoever waits for
    /// saving is told if one of them broke off; it is not tried again by itself.
    pub(super) fn apply_save_results(&mut self) {
        while let Some(finished) = self.open.save_tracker.take_result() {
            let FinishedSave { outcome, version, is_overwriting } = finished;
            let result = outcome.map(|SaveOutcome { result, signing_error }| {
                self.notify_unsigned_save(result.is_ok(), signing_error.as_ref());
                result
            });
            match result {
                Ok(Ok(saved)) => self.set_saved(saved, version),
                // The user has answered already what is to become of the file.
                Ok(Err(_)) if self.open.save_tracker.overwrites_next() => {}
                // Another version, or one where there was none: it is read before anything else.
                Ok(Err(SaveError::Changed { .. } | SaveError::Exists(_))) => {
                    if is_overwriting {
                        let text = self.locale.t("external_changes.not_overwritten").into_owned();
                        self.notices.push(NoticeLevel::Warning, text, Vec::new());
                    }
                    self.open.external_changes.request_merge();
                }
                Ok(Err(error)) => self.notify_save_error(&error),
                Err(failure) => self.notify_failed_save_task(failure),
            }
        }
        while let Some(result) = self.open.tasks.merge.take_result() {
            match result {
                Ok(result) => self.apply_merge_result(result),
                Err(failure) => self.notify_failed_save_task(failure),
            }
        }
    }

    /// Says that changes were recorded and not signed, once for each reason, until a save finds the
    /// key as it is to be.
    fn notify_unsigned_save(&mut self, is_saved: bool, error: Option<&KeyFileError>) {
        if !is_saved {
            return;
        }
        let text = error.map(|error| error.describe_unsigned(self.locale));
        let told = &mut self.open.save_tracker.unsigned_notice;
        if *told == text {
            return;
        }
        if let Some(old) = std::mem::replace(told, text.clone()) {
            self.notices.remove(&old);
        }
        if let Some(text) = text {
            self.notices.push(NoticeLevel::Warning, text, Vec::new());
        }
    }

    /// Notes that a revision, which is this version, is in the file. Its warnings are shown; a version
    /// that another program wrote meanwhile is merged.
    fn set_saved(&mut self, mut saved: CompletedSave, version: RegisterSnapshot) {
        for warning in saved.version.take_warnings() {
            self.notices.push(NoticeLevel::Warning, warning.describe(self.locale), Vec::new());
            if let (SaveWarning::VersionKept { kept, .. }, Some(session)) =
                (warning, &self.open.session)
            {
                self.open.external_changes.kept_versions.push_back(KeptVersion {
                    path: kept,
                    base: session.base(),
                    fingerprint: session.fingerprint(),
                });
            }
        }
        match saved.version.flush_error() {
            None => {
                self.open.save_tracker.saved_at = Some(time_label(&jiff::ZonedDateTime::now()));
            }
            Some(error) => self.notify_save_error(&error.into()),
        }
        if let Some(watcher) = &self.open.watcher {
            watcher.set_file_state(saved.version.file.clone());
        }
        if let Some(session) = &mut self.open.session {
            session.finish_save(saved);
        }
        self.backup_schedule.add_saved(version);
    }

    /// Shows why the register could not be saved, with the ways on.
    pub(super) fn notify_save_error(&mut self, error: &SaveError) {
        let text = error.describe(self.locale);
        self.open.save_tracker.failure = Some(text.clone());
        // Whatever waited for it is to be asked for again.
        self.exit.cancel();
        match error {
            SaveError::Deleted(path) => {
                let (path, observed) = (path.clone(), Some(ObservedFile::Absent));
                self.modals.open(FileConflictDialog { path, text, observed });
            }
            SaveError::HistoryProblem(problem) => {
                self.modals.open(HistoryProblemDialog { problem: (**problem).clone() });
            }
            SaveError::ContentChanged { path, found, .. } => {
                let (path, observed) = (path.clone(), Some((*found).into()));
                self.modals.open(FileConflictDialog { path, text, observed });
            }
            _ => {
                let actions = vec![
                    (self.locale.t("notice.try_again").into_owned(), Intent::RetrySave),
                    (
                        self.locale.t("command.save_copy").into_owned(),
                        Intent::Command(Command::SaveCopy),
                    ),
                ];
                self.notices.push(NoticeLevel::Error, text, actions);
            }
        }
    }

    /// Says that saving, or merging before it, failed. It is not tried again by itself.
    fn notify_failed_save_task(&mut self, failure: TaskFailure) {
        if let Some(session) = self.open.session.as_ref().filter(|session| !session.is_saved()) {
            self.open.save_tracker.tried_revision = session.revision();
            self.open.save_tracker.failure = Some(self.describe_task_failure(failure));
            self.exit.cancel();
        }
        self.notify_task_failure(failure);
    }
}
