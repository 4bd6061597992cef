//! The results of the background tasks, and the tasks that are due.

use egui::Context;

use crate::{
    commands::Page,
    describe::errors::path_label,
    export::report::ExportKind,
    jobs::task::{TakeResult, TaskFailure},
    session::{Action, Session},
    store::error::LoadError,
    ui::{app::application::App, intent::Intent, panels::notices::NoticeLevel},
};

impl App {
    /// Applies the results of tasks and file dialogs, and the change of the day.
    pub(super) fn poll_background(&mut self, ctx: &Context) {
        self.apply_task_results(ctx);
        self.poll_watcher(ctx);
        if let Some(picked) = self.picker.take_choice() {
            self.handle_file_choice(picked);
        }
        self.update_today();
        self.ask_to_close(ctx);
        // A window that is hidden is not drawn, but what was typed in it is to be kept.
        self.autosave_drafts(ctx);
    }

    fn update_today(&mut self) {
        let today = (self.clock)();
        let was = std::mem::replace(&mut self.today, today);
        let follows =
            self.open.session.as_ref().is_some_and(|session| session.analysis().as_of() == was);
        if today != was && follows {
            self.perform_action(Action::SetDay(today));
        }
    }

    /// Starts the tasks that the changes of this frame call for: saving, checking.
    pub(super) fn start_pending_work(&mut self, ctx: &Context) {
        self.autosave_drafts(ctx);
        self.offer_orphaned_drafts();
        self.update_backups();
        self.start_external_merge();
        self.start_save();
        let Some(session) = &mut self.open.session else { return self.close_when_idle(ctx) };
        let revision = session.revision();
        if self.open.save_tracker.checked_revision != revision {
            let spawn = || self.runner.run_checks(session.snapshot(), revision, self.today);
            self.open.version_tasks.checks.start(revision, spawn);
        }
        self.update_history_reference();
        match self.page {
            Page::Map => self.update_map_clusters(ctx),
            Page::Changes => self.update_changes(ctx),
            Page::Timeline => self.update_chronology(ctx),
            Page::Sources => self.update_citation_index(ctx),
            Page::History => self.update_history(),
            _ => {}
        }
        let is_saved = self.open.session.as_ref().is_some_and(Session::is_saved);
        if is_saved && let Some(next) = self.exit.take_pending_open() {
            self.load_register(next);
        }
        self.close_when_idle(ctx);
    }

    /// Removes a task that is done and returns its result. Says so if the task broke off.
    fn take_result<T: TakeResult>(
        &mut self,
        tasks: impl Fn(&mut Self) -> &mut T,
    ) -> Option<T::Output> {
        loop {
            match tasks(self).take_result()? {
                Ok(result) => return Some(result),
                Err(failure) => self.notify_task_failure(failure),
            }
        }
    }

    /// Applies the results of the tasks that are done.
    fn apply_task_results(&mut self, ctx: &Context) {
        // They are about the register that is replaced next.
        self.apply_save_results();
        while !self.open.save_tracker.is_running()
            && let Some((path, opened)) = self.take_result(|app| &mut app.tasks.open)
        {
            match opened {
                Ok((loaded, access)) => self.set_opened_register(Session::new(loaded), access, ctx),
                Err(LoadError::Cancelled) => {}
                Err(error) => self.notify_load_error(&path, &error),
            }
        }
        while let Some((path, new)) = self.take_result(|app| &mut app.tasks.observe_file) {
            match new {
                // A draft may have been begun meanwhile: it is asked about as before any other step.
                Ok(new) => self.pending_intents.push(Intent::CreateRegisterFile(new)),
                Err(error) => self.notify_load_error(&path, &error),
            }
        }
        while let Some(access) = self.take_result(|app| &mut app.open.tasks.lock_request) {
            self.apply_write_access(access);
        }
        while self.take_result(|app| &mut app.tasks.lock_release).is_some() {}
        self.apply_written_files(ctx);
        self.apply_computed_values();
        self.apply_backup_results();
        self.apply_history_results();
        while let Some(name) = self.take_result(|app| &mut app.tasks.find_user_name) {
            self.system_user_name = name;
        }
        while let Some(found) = self.take_result(|app| &mut app.open.tasks.find_drafts) {
            self.apply_found_drafts(found);
        }
        while let Some(written) = self.take_result(|app| &mut app.tasks.save_draft) {
            self.apply_draft_written(written);
        }
        while let Some(written) = self.take_result(|app| &mut app.tasks.save_draft_on_close) {
            self.notify_result(written.map_err(|error| error.describe(self.locale)));
        }
        while let Some(deleted) = self.take_result(|app| &mut app.tasks.delete_drafts) {
            self.notify_result(deleted.map_err(|error| error.describe(self.locale)));
        }
    }

    /// Applies the results of copies, exports, settings and the file manager.
    fn apply_written_files(&mut self, ctx: &Context) {
        while let Some((path, copied)) = self.take_result(|app| &mut app.tasks.save_copy) {
            match copied {
                Ok(warnings) => {
                    self.notify_written("notice.copy_saved", &path);
                    for warning in warnings {
                        let text = warning.describe(self.locale);
                        self.notices.push(NoticeLevel::Warning, text, Vec::new());
                    }
                }
                Err(error) => self.notify_error(error.describe(self.locale)),
            }
        }
        while let Some((kind, path, exported)) = self.take_result(|app| &mut app.tasks.export) {
            let key = match kind {
                ExportKind::Summary => "notice.summary_written",
                ExportKind::Figure => "notice.figure_saved",
                ExportKind::Changes => "changes.exported_notice",
            };
            match exported {
                Ok(warnings) => {
                    self.notify_exported(key, &path);
                    for sentence in warnings.describe(self.locale) {
                        self.notices.push(NoticeLevel::Warning, sentence, Vec::new());
                    }
                }
                Err(error) if error.is_cancelled() => {}
                Err(error) => self.notify_error(error.describe(self.locale)),
            }
        }
        while let Some(formatted) = self.take_result(|app| &mut app.tasks.format_list) {
            match formatted {
                Ok(text) => ctx.copy_text(text),
                Err(error) if error.is_cancelled() => {}
                Err(error) => self.notify_error(error.describe(self.locale)),
            }
        }
        while let Some(saved) = self.take_result(|app| &mut app.tasks.save_settings) {
            self.notify_result(saved.map_err(|error| error.describe(self.locale)));
        }
        while let Some(revealed) = self.take_result(|app| &mut app.tasks.reveal_file) {
            let describe =
                |reason: String| self.locale.t_with("notice.reveal_failed", &[("reason", &reason)]);
            self.notify_result(revealed.map_err(describe));
        }
    }

    /// Caches the values that were computed for the pages.
    fn apply_computed_values(&mut self) {
        while let Some((revision, results)) =
            self.take_result(|app| &mut app.open.version_tasks.checks)
        {
            self.open.save_tracker.checked_revision = revision;
            if let Some(session) = &mut self.open.session {
                session.set_check_results(revision, results);
            }
        }
        while let Some((revision, changes)) =
            self.take_result(|app| &mut app.open.version_tasks.changes)
        {
            self.open.ui_state.pages.changes.cache_changes(revision, changes);
        }
        while let Some((version, all, support)) =
            self.take_result(|app| &mut app.open.version_tasks.citations)
        {
            self.cache_citation_index(version, all, support);
        }
        while let Some((revision, chronology)) =
            self.take_result(|app| &mut app.open.version_tasks.chronology)
        {
            self.open.ui_state.pages.timeline.table.cache_chronology(revision, chronology);
        }
        while self.take_result(|app| &mut app.tasks.world_map).is_some() {}
        while let Some((versions, clusters)) =
            self.take_result(|app| &mut app.open.version_tasks.clusters)
        {
            self.cache_map_clusters(versions, clusters);
        }
    }

    fn apply_backup_results(&mut self) {
        while let Some(created) = self.take_result(|app| &mut app.tasks.create_backup) {
            self.apply_backup_written(created);
        }
        while let Some(listed) = self.take_result(|app| &mut app.open.version_tasks.backup_list) {
            self.show_backup_list(listed);
        }
        while let Some(compared) =
            self.take_result(|app| &mut app.open.version_tasks.backup_comparison)
        {
            self.show_backup_comparison(compared);
        }
        while let Some(plan) = self.take_result(|app| &mut app.open.version_tasks.restore_plan) {
            self.perform_restore(plan);
        }
    }

    fn apply_history_results(&mut self) {
        while let Some((source, reference)) =
            self.take_result(|app| &mut app.open.version_tasks.history_reference)
        {
            if let Some(session) = &mut self.open.session {
                session.set_history_reference(source, reference);
            }
        }
        while let Some((revision, index)) = self.take_result(|app| &mut app.open.tasks.history) {
            self.open.ui_state.pages.history.cache_history(revision, index);
        }
        while let Some(result) = self.take_result(|app| &mut app.open.version_tasks.history_entry) {
            self.open.ui_state.pages.history.cache_entry_detail(result);
        }
        while let Some(preview) = self.take_result(|app| &mut app.open.version_tasks.revert_preview)
        {
            self.ask_to_revert(preview);
        }
        while let Some(step) = self.take_result(|app| &mut app.open.version_tasks.revert_step) {
            match step {
                Some(step) => self.perform_action(Action::Perform(step)),
                None => {
                    let text = self.locale.t("history.revert_dialog.nothing_to_revert");
                    self.notices.push(NoticeLevel::Info, text, Vec::new());
                }
            }
        }
        while let Some(checked_out) = self.take_result(|app| &mut app.open.version_tasks.checkout) {
            self.show_historical_register(checked_out);
        }
    }

    /// Says why a task has no result.
    pub(super) fn notify_task_failure(&mut self, failure: TaskFailure) {
        self.notify_error(self.describe_task_failure(failure));
    }

    /// Returns the sentence about a task without a result.
    pub(super) fn describe_task_failure(&self, failure: TaskFailure) -> String {
        let key = match failure {
            TaskFailure::Panicked => "notice.job_panicked",
            TaskFailure::NoThread => "notice.no_thread",
        };
        self.locale.t(key).into_owned()
    }

    /// Shows the error of a result, if it is one.
    fn notify_result(&mut self, result: Result<(), String>) {
        if let Err(text) = result {
            self.notify_error(text);
        }
    }

    pub(super) fn notify_error(&mut self, text: String) {
        self.notices.push(NoticeLevel::Error, text, Vec::new());
    }

    /// Shows that an export was written, and how many broken records it lacks.
    fn notify_exported(&mut self, key: &str, path: &std::path::Path) {
        self.notify_written(key, path);
        let manuscript = self.open.session.as_ref().map(Session::source_text);
        let broken = manuscript.map_or(0, |manuscript| manuscript.broken_records().count());
        if broken > 0 {
            let text = self.locale.t_plural("repair.missing_from_export", broken);
            self.notices.push(NoticeLevel::Warning, text, Vec::new());
        }
    }

    fn notify_written(&mut self, key: &str, path: &std::path::Path) {
        let text = self.locale.t_with(key, &[("path", &path_label(path))]);
        self.notices.push(NoticeLevel::Info, text, Vec::new());
    }

    /// Saves language, theme, columns and recent registers in the background.
    pub(super) fn save_settings(&mut self) {
        self.update_column_settings();
        if let Some(places) = &self.app_dirs {
            self.tasks
                .save_settings
                .add(self.runner.save_settings(places.clone(), self.settings.clone()));
        }
    }

    /// Copies the columns of the table to the settings.
    pub(super) fn update_column_settings(&mut self) {
        let table = &self.case_table;
        self.settings.column_widths =
            table.widths.iter().map(|(column, width)| (column.key().to_owned(), *width)).collect();
        self.settings.hidden_columns =
            table.hidden.iter().map(|column| column.key().to_owned()).collect();
    }
}
