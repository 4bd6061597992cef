//! The application: what it is made of.
//!
//! The files beside this one implement what it does, each for one concern. This file imports none
//! of them, only the states in `state` and the tasks.

use std::path::PathBuf;

use crate::{
    Locale,
    commands::{CommandContext, Page},
    jobs::{task::TaskRunner, watch::RegisterWatcher},
    model::Day,
    session::Session,
    store::{
        app_dirs::AppDirs, lock::RegisterAccess, open_warning::OpenWarning, settings::Settings,
    },
    ui::{
        app::{
            state::{
                backup_schedule::BackupSchedule, draft_autosave::DraftAutosave,
                draft_recovery::DraftRecovery, external_changes::ExternalChangesState,
                return_point::ReturnPoint, save_tracker::SaveTracker, ui_state::UiState,
            },
            tasks::{RegisterTasks, WindowTasks},
        },
        form::record_form::Form,
        intent::{ExportRequest, Intent, PendingOpen},
        panels::status_bar::SaveState,
        platform::file_dialog::FilePicker,
    },
};

/// The parameters that the application starts with.
pub struct Setup {
    /// The register to open; none for the user's own.
    pub register: Option<PathBuf>,
    /// The folders of the user's own register and the settings, if the platform has them.
    pub app_dirs: Option<AppDirs>,
    /// Recent registers, language, theme, columns; and what was wrong with them, if anything was.
    pub settings: (Settings, Option<OpenWarning>),
    /// The language, unless the settings name one.
    pub locale: Locale,
    /// The clock: returns the current day.
    pub today: fn() -> Day,
    /// The picker of files.
    pub picker: Box<dyn FilePicker>,
}

/// The application with one window.
pub struct App {
    pub(super) session: Option<Session>,
    pub(super) runner: TaskRunner,
    pub(super) tasks: WindowTasks,
    pub(super) register_tasks: RegisterTasks,
    pub(super) picker: Box<dyn FilePicker>,
    pub(super) app_dirs: Option<AppDirs>,
    pub(super) settings: Settings,
    pub(super) locale: Locale,
    pub(super) today: Day,
    pub(super) clock: fn() -> Day,
    pub(super) page: Page,
    pub(super) ui_state: UiState,
    pub(super) save_tracker: SaveTracker,
    pub(super) draft_autosave: DraftAutosave,
    pub(super) draft_recovery: DraftRecovery,
    pub(super) backup_schedule: BackupSchedule,
    /// The access to the open register.
    pub(super) access: RegisterAccess,
    /// The watcher of its file and its lock.
    pub(super) watcher: Option<RegisterWatcher>,
    pub(super) external_changes: ExternalChangesState,
    /// The export that waits for its file to be chosen.
    pub(super) pending_export: Option<ExportRequest>,
    /// The present register, while an earlier version is shown.
    pub(super) return_point: Option<ReturnPoint>,
    /// The name of the user in the operating system.
    pub(super) system_user_name: String,
    /// The title of the new register that waits for its file to be chosen.
    pub(super) pending_new_title: Option<String>,
    /// The register to open once the open one is saved.
    pub(super) pending_open: Option<PendingOpen>,
    /// The intents to perform after the next frame.
    pub(super) pending_intents: Vec<Intent>,
    /// The window closes once everything is on the disk.
    pub(super) is_closing: bool,
    /// A register has been drawn.
    pub(super) has_drawn: bool,
}

impl App {
    /// Returns the state that decides which commands are enabled.
    pub(super) fn command_context(&self) -> CommandContext<'_> {
        let form = self.ui_state.form.as_ref();
        command_context(self.session.as_ref(), self.page, form, &*self.picker)
    }

    /// Returns the state of saving, as the status bar shows it.
    pub(super) fn save_state(&self) -> SaveState {
        let is_saved = self.session.as_ref().is_none_or(Session::is_saved);
        if !is_saved && self.external_changes.is_asking() {
            return SaveState::Failed(
                self.locale.t("external_changes.save_waits_for_choice").into_owned(),
            );
        }
        match &self.save_tracker.failure {
            Some(text) if !is_saved => SaveState::Failed(text.clone()),
            _ if is_saved => SaveState::Saved(self.save_tracker.saved_at.clone()),
            _ => SaveState::Saving,
        }
    }
}

/// Returns the state that decides which commands are enabled from the parts of the application.
pub(super) fn command_context<'a>(
    session: Option<&'a Session>,
    page: Page,
    form: Option<&Form>,
    picker: &dyn FilePicker,
) -> CommandContext<'a> {
    CommandContext {
        session,
        page,
        is_form_open: form.is_some(),
        can_save_form: form.is_some_and(|form| form.step().is_some()),
        is_file_dialog_open: picker.is_picking(),
    }
}
