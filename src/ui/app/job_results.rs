//! What workers have done, and what is to be begun.

use std::time::Duration;

use egui::{Context, ViewportCommand};

use crate::{
    Locale,
    analysis::query::Column,
    commands::{Command, Page},
    export::ExportKind,
    jobs::{JobKind, JobResult, Jobs},
    session::{Action, Session},
    store::{
        error::{LoadError, SaveError},
        lock,
    },
    ui::{
        app::{
            App, SaveTracker, Setup, UiState, backups, draft_autosave, draft_recovery,
            external_changes, intents::set_theme,
        },
        appearance,
        intent::{Intent, PendingOpen},
        modals::unsaved_changes::UnsavedChangesDialog,
        panels::notices::NoticeLevel,
    },
};

/// How long the first frame may wait for the register; what takes longer is read beside it.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(50);

impl App {
    /// A window on the register that the setup names, which is read in the background.
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
            jobs: Jobs::new(move || wake.request_repaint()),
            picker,
            app_dirs: places,
            locale: chosen.unwrap_or(locale),
            today: today(),
            clock: today,
            page: Page::default(),
            ui_state: UiState::default(),
            save_tracker: SaveTracker::default(),
            draft_autosave: draft_autosave::DraftAutosave::default(),
            draft_recovery: draft_recovery::DraftRecovery::default(),
            backup_schedule: backups::BackupSchedule::default(),
            access: lock::RegisterAccess::LockUnavailable,
            watcher: None,
            external_changes: external_changes::ExternalChangesState::default(),
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
            (None, Some(places)) => this.jobs.open_user_register(places.clone(), this.today),
            (None, None) => {
                let text = this.locale.t("notice.no_app_dirs");
                this.ui_state.notices.push(NoticeLevel::Error, text, Vec::new());
            }
        }
        if !this.jobs.running().is_empty() {
            // What is read at a glance is there in the first frame already.
            this.jobs.wait(FIRST_FRAME_WAIT);
        }
        this.jobs.load_world_map();
        this
    }

    /// The open register, if one is.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Whether no work is under way.
    pub fn is_idle(&self) -> bool {
        self.jobs.running().is_empty()
    }

    /// Takes in what workers and file dialogs have done, and the turn of the day.
    pub(super) fn poll_background(&mut self, ctx: &Context) {
        for done in self.jobs.take_results() {
            self.apply_job_result(done, ctx);
        }
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

    /// Keeps the window open until the open draft is asked about and all is on the disk.
    fn ask_to_close(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        let form = self.ui_state.form.as_ref();
        let writes =
            [JobKind::SavingCopy, JobKind::Exporting, JobKind::SavingDraft, JobKind::BackingUp]
                .iter()
                .any(|work| self.jobs.is_running(*work));
        if form.is_some_and(|form| form.is_changed()) {
            self.ask_to_leave_form(Intent::Command(Command::Quit));
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        } else if self.ask_to_lose_texts(&Intent::Command(Command::Quit)) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        } else if self.session.as_ref().is_some_and(|session| !session.is_saved()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            match &self.save_tracker.failure {
                Some(text) => {
                    let text =
                        self.locale.t_with("dialog.close_unsaved_message", &[("reason", text)]);
                    self.ui_state.modals.open(UnsavedChangesDialog { text, pending_open: None });
                }
                // Saving is under way; the window closes once it is done.
                None => self.is_closing = true,
            }
        } else if writes || self.has_unwritten_drafts() || self.backup_schedule.is_busy() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.is_closing = true;
        }
    }

    /// Begins what the changes of this frame call for: saving, checking.
    pub(super) fn start_pending_work(&mut self, ctx: &Context) {
        self.autosave_drafts(ctx);
        self.offer_orphaned_drafts();
        self.update_backups();
        self.start_external_merge();
        let meets =
            self.external_changes.blocks_saving() || self.jobs.is_running(JobKind::MergingExternal);
        let Some(session) = &mut self.session else { return self.close_when_idle(ctx) };
        let revision = session.revision();
        let waits =
            self.save_tracker.failure.is_some() && self.save_tracker.tried_revision == revision;
        if !session.is_saved() && !waits && !meets && !self.jobs.is_running(JobKind::Saving) {
            self.save_tracker.tried_revision = revision;
            self.backup_schedule.begin_save(session);
            self.jobs.save(session, self.settings.author_name.clone().unwrap_or_default());
            self.save_tracker.clear_failure(&mut self.ui_state.notices);
        }
        if self.save_tracker.checked_revision != revision
            && !self.jobs.is_running(JobKind::Checking)
        {
            self.jobs.run_checks(session.snapshot(), revision);
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

    /// Closes the window, where it waits for no more than that nothing is under way.
    fn close_when_idle(&mut self, ctx: &Context) {
        let is_saved = self.session.as_ref().is_none_or(Session::is_saved);
        let is_done =
            self.is_idle() && !self.has_unwritten_drafts() && !self.backup_schedule.is_busy();
        if self.is_closing && is_saved && is_done {
            self.is_closing = false;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Closes the window and gives up what could not be saved.
    pub(super) fn quit_without_saving(&mut self, ctx: &Context) {
        self.is_closing = true;
        self.save_repair_texts();
        if let Some(session) = &self.session {
            self.save_tracker.tried_revision = session.revision();
        }
        self.session = None;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    fn apply_job_result(&mut self, done: JobResult, ctx: &Context) {
        match done {
            JobResult::Opened(path, loaded) => match *loaded {
                Ok((loaded, access)) => self.set_opened_register(Session::new(loaded), access, ctx),
                Err(LoadError::Cancelled) => {}
                Err(error) => self.notify_load_error(&path, &error),
            },
            JobResult::Saved(revision, Ok(version)) => {
                self.save_tracker.saved_at =
                    Some(jiff::ZonedDateTime::now().strftime("%H:%M").to_string());
                if let Some(watcher) = &self.watcher {
                    watcher.set_file_state(version.file.clone());
                }
                if let Some(session) = &mut self.session {
                    session.set_saved(revision, version);
                    self.backup_schedule.finish_save(revision);
                }
            }
            JobResult::Saved(_, Err(SaveError::Changed { .. })) => {
                self.external_changes.request_merge();
            }
            JobResult::Saved(_, Err(error)) => self.notify_save_error(&error),
            JobResult::LockRequested(access) => self.apply_write_access(access),
            JobResult::ExternalMerged(revision, fingerprint, merge_result) => {
                self.apply_merge_result(revision, fingerprint, *merge_result);
            }
            JobResult::CopySaved(path, Ok(())) => self.notify_written("notice.copy_saved", &path),
            JobResult::CopySaved(_, Err(error)) => self.notify_error(error.describe(self.locale)),
            JobResult::Exported(ExportKind::Summary, path, Ok(())) => {
                self.notify_exported("notice.summary_written", &path);
            }
            JobResult::Exported(ExportKind::Figure, path, Ok(())) => {
                self.notify_exported("notice.figure_saved", &path);
            }
            JobResult::Exported(ExportKind::Changes, path, Ok(())) => {
                self.notify_exported("changes.exported_notice", &path);
            }
            JobResult::Exported(_, _, Err(error)) => {
                if let Some(text) = error.describe(self.locale) {
                    self.notify_error(text);
                }
            }
            JobResult::ListFormatted(Ok(text)) => ctx.copy_text(text),
            JobResult::ListFormatted(Err(error)) => {
                if let Some(text) = error.describe(self.locale) {
                    self.notify_error(text);
                }
            }
            JobResult::Checked(revision, digest) => {
                self.save_tracker.checked_revision = revision;
                if let Some(session) = &mut self.session {
                    session.set_check_results(revision, digest);
                }
            }
            JobResult::ChangesComputed(revision, changes) => {
                self.ui_state.pages.changes.cache_changes(revision, changes);
            }
            JobResult::CitationsIndexed(turn, all, support) => {
                self.cache_citation_index(turn, all, *support);
            }
            JobResult::ChronologyComputed(revision, chronology) => {
                self.ui_state.pages.timeline.table.cache_chronology(revision, *chronology);
            }
            JobResult::ClustersComputed(versions, clusters) => {
                self.cache_map_clusters(versions, *clusters);
            }
            JobResult::Backups(done) => self.apply_backups_result(*done),
            JobResult::HistoryRead(revision, past) => {
                self.ui_state.pages.history.cache_history(revision, past);
            }
            JobResult::HistoryEntryRead(at, told) => {
                self.ui_state.pages.history.cache_entry_detail(at, *told);
            }
            JobResult::RevertPreviewed(weighed) => self.ask_to_revert(*weighed),
            JobResult::RevertStepComputed(Some(step)) => {
                self.perform_action(Action::Perform(*step));
            }
            JobResult::RevertStepComputed(None) => {
                let text = self.locale.t("history.revert_dialog.nothing_to_revert");
                self.ui_state.notices.push(NoticeLevel::Info, text, Vec::new());
            }
            JobResult::CheckedOut(then) => self.show_historical_register(*then),
            JobResult::UserNameFound(name) => self.system_user_name = name,
            JobResult::DraftsFound(found) => self.apply_found_drafts(found),
            JobResult::DraftSaved(kept) => self.apply_draft_written(kept),
            JobResult::WorldMapLoaded
            | JobResult::LockReleased
            | JobResult::SettingsSaved(Ok(()))
            | JobResult::DraftSavedOnClose(Ok(()))
            | JobResult::DraftsDeleted(Ok(()))
            | JobResult::Revealed(Ok(())) => {}
            JobResult::DraftSavedOnClose(Err(error)) | JobResult::DraftsDeleted(Err(error)) => {
                self.notify_error(error.describe(self.locale));
            }
            JobResult::SettingsSaved(Err(error)) => self.notify_error(error.describe(self.locale)),
            JobResult::Panicked(work) => self.notify_panicked_job(work),
            JobResult::Revealed(Err(error)) => {
                self.notify_error(
                    self.locale.t_with("notice.reveal_failed", &[("reason", &error)]),
                );
            }
        }
    }

    /// Says that work broke off by a fault of the program. What was to be saved is not, nor is it
    /// tried again and again: what someone else wrote is met before anything is saved.
    fn notify_panicked_job(&mut self, work: JobKind) {
        let text = self.locale.t("notice.job_panicked").into_owned();
        if matches!(work, JobKind::Saving | JobKind::MergingExternal)
            && let Some(session) = self.session.as_ref().filter(|session| !session.is_saved())
        {
            self.save_tracker.tried_revision = session.revision();
            self.save_tracker.failure = Some(text.clone());
            (self.is_closing, self.pending_open) = (false, None);
        }
        self.notify_error(text);
    }

    pub(super) fn notify_error(&mut self, text: String) {
        self.ui_state.notices.push(NoticeLevel::Error, text, Vec::new());
    }

    /// Says that an export is there, and what it lacks.
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

    /// Keeps language, theme, columns and recent registers, in the background.
    pub(super) fn save_settings(&mut self) {
        self.update_column_settings();
        if let Some(places) = &self.app_dirs {
            self.jobs.save_settings(places.clone(), self.settings.clone());
        }
    }

    /// Takes the columns of the table into the settings.
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
