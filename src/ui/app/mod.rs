//! The application: its state, its frame, and the changes that are made after the frame.

mod frame;
mod intents;
mod forms;
mod task_results;
mod tasks;
mod exit;
mod derived_data;
mod files;
mod draft_autosave;
mod draft_recovery;
mod backups;
mod write_access;
mod external_changes;
mod history_view;

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
        app::tasks::{RegisterTasks, WindowTasks},
        form::record_form::Form,
        intent::{ExportRequest, Intent, PendingOpen},
        modals::{modal_stack::ModalStack, repair_texts::RepairTexts},
        pages::Pages,
        panels::{
            case_table::CaseTableState, filters::FiltersState, notices::NoticesPanel,
            read_only_banner::ReadOnlyBanner, status_bar::SaveState,
        },
        platform::file_dialog::FilePicker,
        widgets::date_picker::DatePickerState,
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
    session: Option<Session>,
    runner: TaskRunner,
    tasks: WindowTasks,
    register_tasks: RegisterTasks,
    picker: Box<dyn FilePicker>,
    app_dirs: Option<AppDirs>,
    settings: Settings,
    locale: Locale,
    today: Day,
    clock: fn() -> Day,
    page: Page,
    ui_state: UiState,
    save_tracker: SaveTracker,
    draft_autosave: draft_autosave::DraftAutosave,
    draft_recovery: draft_recovery::DraftRecovery,
    backup_schedule: backups::BackupSchedule,
    /// The access to the open register.
    access: RegisterAccess,
    /// The watcher of its file and its lock.
    watcher: Option<RegisterWatcher>,
    external_changes: external_changes::ExternalChangesState,
    /// The export that waits for its file to be chosen.
    pending_export: Option<ExportRequest>,
    /// The present register, while an earlier version is shown.
    return_point: Option<history_view::ReturnPoint>,
    /// The name of the user in the operating system.
    system_user_name: String,
    /// The title of the new register that waits for its file to be chosen.
    pending_new_title: Option<String>,
    /// The register to open once the open one is saved.
    pending_open: Option<PendingOpen>,
    /// The intents to perform after the next frame.
    pending_intents: Vec<Intent>,
    /// The window closes once everything is on the disk.
    is_closing: bool,
    /// A register has been drawn.
    has_drawn: bool,
}

/// The state that each part of the window keeps between frames.
#[derive(Default)]
struct UiState {
    search_text: String,
    wants_search_focus: bool,
    date_picker: DatePickerState,
    filters: FiltersState,
    case_table: CaseTableState,
    pages: Pages,
    form: Option<Form>,
    modals: ModalStack,
    repair_texts: RepairTexts,
    read_only_banner: Option<ReadOnlyBanner>,
    notices: NoticesPanel,
}

/// The state of saving and checking the open register.
#[derive(Default)]
struct SaveTracker {
    /// The time at which it was last saved, as text.
    saved_at: Option<String>,
    /// Why the last attempt to save failed; the next one waits for a change or a request.
    failure: Option<String>,
    /// The revision of the last attempt to save.
    tried_revision: u64,
    /// The revision that was checked last.
    checked_revision: u64,
}

impl SaveTracker {
    /// Removes the failure of the last attempt and its notice.
    fn clear_failure(&mut self, notices: &mut NoticesPanel) {
        if let Some(text) = self.failure.take() {
            notices.remove(&text);
        }
    }
}

impl App {
    fn command_context(&self) -> CommandContext<'_> {
        let form = self.ui_state.form.as_ref();
        command_context(self.session.as_ref(), self.page, form, &*self.picker)
    }

    fn save_state(&self) -> SaveState {
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

/// Returns the state that decides which commands are enabled.
fn command_context<'a>(
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

#[cfg(test)]
mod tests;
