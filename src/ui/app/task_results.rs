//! The start of the application, the results of its tasks, and the tasks that are due.

use std::time::Duration;

use egui::Context;

use crate::{
    Locale,
    analysis::query::Column,
    commands::Page,
    export::report::ExportKind,
    jobs::task::{TaskGroup, TaskPanicked, TaskRunner},
    session::{Action, Session},
    store::{
        error::{LoadError, SaveError},
        lock,
        saved_version::SavedVersion,
    },
    ui::{
        app::{
            application::{App, Setup},
            intents::set_theme,
            state::{
                backup_schedule::BackupSchedule, draft_autosave::DraftAutosave,
                draft_recovery::DraftRecovery, external_changes::ExternalChangesState,
                save_tracker::SaveTracker, ui_state::UiState,
            },
            tasks::{RegisterTasks, WindowTasks},
        },
        appearance,
        intent::PendingOpen,
        panels::notices::NoticeLevel,
    },
};

/// The time that the first frame waits for the register. A register that takes longer to read is
/// shown in a later frame.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(50);

impl App {
    /// Returns the application on a register, which is loaded in the background.
    pub fn new(ctx: &Context, setup: Setup) -> Self {
        let Setup {
            register,
            app_dirs: places,
            settings: (settings, unread),
            locale,
            today,
            picker,
        } = setup;
        appearance::set_up(ctx);
        set_theme(ctx, settings.theme);
        if let Some(zoom) = settings.zoom {
            ctx.set_zoom_factor(zoom);
        }
        let chosen = settings.language.as_deref().and_then(Locale::from_tag);
        let wake = ctx.clone();
        let mut this = Self {
            session: None,
            runner: TaskRunner::new(move || wake.request_repaint()),
            tasks: WindowTasks::default(),
            register_tasks: RegisterTasks::default(),
            picker,
            app_dirs: places,
            locale: chosen.unwrap_or(locale),
            today: today(),
            clock: today,
            page: Page::default(),
            ui_state: UiState::default(),
            save_tracker: SaveTracker::default(),
            draft_autosave: DraftAutosave::default(),
            draft_recovery: DraftRecovery::default(),
            backup_schedule: BackupSchedule::default(),
            access: lock::RegisterAccess::LockUnavailable,
            watcher: None,
            external_changes: ExternalChangesState::default(),
            return_point: None,
            system_user_name: String::new(),
            pending_export: None,
            pending_new_title: None,
            pending_open: None,
            pending_intents: Vec::new(),
            is_closing: false,
            has_drawn: false,
            settings,
        };
        this.ui_state.case_table.hidden = columns_by_keys(&this.settings.hidden_columns);
        this.ui_state.case_table.widths = this
            .settings
            .column_widths
            .iter()
            .filter_map(|(key, width)| Some((column_by_key(key)?, *width)))
            .collect();
        if let Some(notice) = unread {
            this.ui_state.notices.push(
                NoticeLevel::Warning,
                notice.describe(this.locale),
                Vec::new(),
            );
        }
        match (register, &this.app_dirs) {
            (Some(path), _) => this.load_register(PendingOpen::File(path)),
            (None, Some(places)) => {
                this.tasks.open.replace(this.runner.open_user_register(places.clone(), this.today));
            }
            (None, None) => {
                let text = this.locale.t("notice.no_app_dirs");
                this.ui_state.notices.push(NoticeLevel::Error, text, Vec::new());
            }
        }
        // What is read at a glance is there in the first frame already.
        this.tasks.open.wait(FIRST_FRAME_WAIT);
        this.tasks.world_map.add(this.runner.load_world_map());
        this
    }

    /// Returns the open register, if there is one.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Returns true if no task is running.
    pub fn is_idle(&self) -> bool {
        self.runner.running().is_empty()
    }

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
            self.session.as_ref().is_some_and(|session| session.analysis().as_of() == was);
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
        let meets = self.external_changes.blocks_saving() || self.register_tasks.merge.is_running();
        let Some(session) = &mut self.session else { return self.close_when_idle(ctx) };
        let revision = session.revision();
        let waits =
            self.save_tracker.failure.is_some() && self.save_tracker.tried_revision == revision;
        if !session.is_saved() && !waits && !meets && !self.tasks.save.is_running() {
            self.save_tracker.tried_revision = revision;
            self.backup_schedule.begin_save(session);
            self.tasks.save.add(
                self.runner.save(session, self.settings.author_name.clone().unwrap_or_default()),
            );
            self.save_tracker.clear_failure(&mut self.ui_state.notices);
        }
        if self.save_tracker.checked_revision != revision
            && !self.register_tasks.checks.is_running()
        {
            self.register_tasks.checks.add(self.runner.run_checks(session.snapshot(), revision));
        }
        match self.page {
            Page::Map => self.update_map_clusters(ctx),
            Page::Changes => self.update_changes(ctx),
            Page::Timeline => self.update_chronology(ctx),
            Page::Sources => self.update_citation_index(ctx),
            Page::History => self.update_history(),
            _ => {}
        }
        let is_saved = self.session.as_ref().is_some_and(Session::is_saved);
        if is_saved && let Some(next) = self.pending_open.take() {
            self.load_register(next);
        }
        self.close_when_idle(ctx);
    }

    /// Removes a task that is done and returns its result. Says so if the task broke off.
    fn take_result<T>(&mut self, tasks: impl Fn(&mut Self) -> &mut TaskGroup<T>) -> Option<T> {
        loop {
            match tasks(self).take_result()? {
                Ok(result) => return Some(result),
                Err(TaskPanicked) => self.notify_panicked_task(),
            }
        }
    }

    /// Applies the results of the tasks that are done.
    fn apply_task_results(&mut self, ctx: &Context) {
        // They are about the register that is replaced next.
        self.apply_save_results();
        while let Some((path, opened)) = self.take_result(|app| &mut app.tasks.open) {
            match opened {
                Ok((loaded, access)) => self.set_opened_register(Session::new(loaded), access, ctx),
                Err(LoadError::Cancelled) => {}
                Err(error) => self.notify_load_error(&path, &error),
            }
        }
        while let Some(access) = self.take_result(|app| &mut app.register_tasks.lock_request) {
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
        while let Some(found) = self.take_result(|app| &mut app.register_tasks.find_drafts) {
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

    /// Applies the results of saving and of merging what another program wrote. Whoever waits for
    /// saving is told if one of them broke off; it is not tried again by itself.
    fn apply_save_results(&mut self) {
        while let Some(result) = self.tasks.save.take_result() {
            match result {
                Ok((revision, Ok(version))) => self.set_saved(revision, version),
                Ok((_, Err(SaveError::Changed { .. }))) => self.external_changes.request_merge(),
                Ok((_, Err(error))) => self.notify_save_error(&error),
                Err(TaskPanicked) => self.notify_panicked_save(),
            }
        }
        while let Some(result) = self.register_tasks.merge.take_result() {
            match result {
                Ok(result) => self.apply_merge_result(result),
                Err(TaskPanicked) => self.notify_panicked_save(),
            }
        }
    }

    /// Notes that a revision is on the disk.
    fn set_saved(&mut self, revision: u64, version: SavedVersion) {
        self.save_tracker.saved_at = Some(jiff::ZonedDateTime::now().strftime("%H:%M").to_string());
        if let Some(watcher) = &self.watcher {
            watcher.set_file_state(version.file.clone());
        }
        if let Some(session) = &mut self.session {
            session.set_saved(revision, version);
            self.backup_schedule.finish_save(revision);
        }
    }

    /// Applies the results of copies, exports, settings and the file manager.
    fn apply_written_files(&mut self, ctx: &Context) {
        while let Some((path, copied)) = self.take_result(|app| &mut app.tasks.save_copy) {
            match copied {
                Ok(()) => self.notify_written("notice.copy_saved", &path),
                Err(error) => self.notify_error(error.describe(self.locale)),
            }
        }
        while let Some((kind, path, exported)) = self.take_result(|app| &mut app.tasks.export) {
            let key = match kind {
                ExportKind::Summary => "notice.summary_written",
                ExportKind::Figure => "notice.figure_saved",
                ExportKind::Changes => "changes.exported_notice",
            };
            match exported.map_err(|error| error.describe(self.locale)) {
                Ok(()) => self.notify_exported(key, &path),
                Err(Some(text)) => self.notify_error(text),
                Err(None) => {}
            }
        }
        while let Some(formatted) = self.take_result(|app| &mut app.tasks.format_list) {
            match formatted.map_err(|error| error.describe(self.locale)) {
                Ok(text) => ctx.copy_text(text),
                Err(Some(text)) => self.notify_error(text),
                Err(None) => {}
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
        while let Some((revision, results)) = self.take_result(|app| &mut app.register_tasks.checks)
        {
            self.save_tracker.checked_revision = revision;
            if let Some(session) = &mut self.session {
                session.set_check_results(revision, results);
            }
        }
        while let Some((revision, changes)) =
            self.take_result(|app| &mut app.register_tasks.changes)
        {
            self.ui_state.pages.changes.cache_changes(revision, changes);
        }
        while let Some((version, all, support)) =
            self.take_result(|app| &mut app.register_tasks.citations)
        {
            self.cache_citation_index(version, all, support);
        }
        while let Some((revision, chronology)) =
            self.take_result(|app| &mut app.register_tasks.chronology)
        {
            self.ui_state.pages.timeline.table.cache_chronology(revision, chronology);
        }
        while self.take_result(|app| &mut app.tasks.world_map).is_some() {}
        while let Some((versions, clusters)) =
            self.take_result(|app| &mut app.register_tasks.clusters)
        {
            self.cache_map_clusters(versions, clusters);
        }
    }

    fn apply_backup_results(&mut self) {
        while let Some(created) = self.take_result(|app| &mut app.tasks.create_backup) {
            self.apply_backup_written(created);
        }
        while let Some(listed) = self.take_result(|app| &mut app.register_tasks.backup_list) {
            self.show_backup_list(listed);
        }
        while let Some(compared) = self.take_result(|app| &mut app.register_tasks.backup_comparison)
        {
            self.show_backup_comparison(compared);
        }
        while let Some(plan) = self.take_result(|app| &mut app.register_tasks.restore_plan) {
            self.perform_restore(plan);
        }
    }

    fn apply_history_results(&mut self) {
        while let Some((revision, index)) = self.take_result(|app| &mut app.register_tasks.history)
        {
            self.ui_state.pages.history.cache_history(revision, index);
        }
        while let Some((at, entry)) = self.take_result(|app| &mut app.register_tasks.history_entry)
        {
            self.ui_state.pages.history.cache_entry_detail(at, entry);
        }
        while let Some(preview) = self.take_result(|app| &mut app.register_tasks.revert_preview) {
            self.ask_to_revert(preview);
        }
        while let Some(step) = self.take_result(|app| &mut app.register_tasks.revert_step) {
            match step {
                Some(step) => self.perform_action(Action::Perform(step)),
                None => {
                    let text = self.locale.t("history.revert_dialog.nothing_to_revert");
                    self.ui_state.notices.push(NoticeLevel::Info, text, Vec::new());
                }
            }
        }
        while let Some(checked_out) = self.take_result(|app| &mut app.register_tasks.checkout) {
            self.show_historical_register(checked_out);
        }
    }

    /// Says that a task broke off by a fault of the program.
    fn notify_panicked_task(&mut self) {
        self.notify_error(self.locale.t("notice.job_panicked").into_owned());
    }

    /// Says that saving, or merging before it, broke off. It is not tried again by itself.
    fn notify_panicked_save(&mut self) {
        if let Some(session) = self.session.as_ref().filter(|session| !session.is_saved()) {
            self.save_tracker.tried_revision = session.revision();
            self.save_tracker.failure = Some(self.locale.t("notice.job_panicked").into_owned());
            self.cancel_waiting();
        }
        self.notify_panicked_task();
    }

    /// Shows the error of a result, if it is one.
    fn notify_result(&mut self, result: Result<(), String>) {
        if let Err(text) = result {
            self.notify_error(text);
        }
    }

    pub(super) fn notify_error(&mut self, text: String) {
        self.ui_state.notices.push(NoticeLevel::Error, text, Vec::new());
    }

    /// Shows that an export was written, and how many broken records it lacks.
    fn notify_exported(&mut self, key: &str, path: &std::path::Path) {
        self.notify_written(key, path);
        let manuscript = self.session.as_ref().map(Session::source_text);
        let broken = manuscript.map_or(0, |manuscript| manuscript.broken_records().count());
        if broken > 0 {
            let text = self.locale.t_plural("repair.missing_from_export", broken);
            self.ui_state.notices.push(NoticeLevel::Warning, text, Vec::new());
        }
    }

    fn notify_written(&mut self, key: &str, path: &std::path::Path) {
        let text = self.locale.t_with(key, &[("path", &path.display().to_string())]);
        self.ui_state.notices.push(NoticeLevel::Info, text, Vec::new());
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
        let table = &self.ui_state.case_table;
        self.settings.column_widths =
            table.widths.iter().map(|(column, width)| (column.key().to_owned(), *width)).collect();
        self.settings.hidden_columns =
            table.hidden.iter().map(|column| column.key().to_owned()).collect();
    }
}

fn column_by_key(key: &str) -> Option<Column> {
    Column::ALL.into_iter().find(|column| column.key() == key)
}

fn columns_by_keys(keys: &[String]) -> Vec<Column> {
    keys.iter().filter_map(|key| column_by_key(key)).collect()
}
