//! The window's state, its frame, and what is done once the frame is drawn.

mod frame;
mod intents;
mod forms;
mod job_results;
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
    jobs::{Jobs, watch::RegisterWatcher},
    model::Day,
    session::Session,
    store::{
        app_dirs::AppDirs, lock::RegisterAccess, open_warning::OpenWarning, settings::Settings,
    },
    ui::{
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

/// What the window starts from.
pub struct Setup {
    /// The register to open; the user's own where none is named.
    pub register: Option<PathBuf>,
    /// Where the user's own register and the settings live, where the platform says.
    pub app_dirs: Option<AppDirs>,
    /// Recent registers, language, theme, columns; and what was wrong with them, if anything was.
    pub settings: (Settings, Option<OpenWarning>),
    /// The language, unless the settings name one.
    pub locale: Locale,
    /// Today; asked anew while the window is open.
    pub today: fn() -> Day,
    /// What asks for files.
    pub picker: Box<dyn FilePicker>,
}

/// The window.
pub struct App {
    session: Option<Session>,
    jobs: Jobs,
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
    /// Whether the open register may be changed here.
    access: RegisterAccess,
    /// Looks at its file and its lock.
    watcher: Option<RegisterWatcher>,
    external_changes: external_changes::ExternalChangesState,
    /// What is to be exported once a file is chosen.
    pending_export: Option<ExportRequest>,
    /// The present, while the register is shown as it stood earlier.
    return_point: Option<history_view::ReturnPoint>,
    /// What the system calls the user.
    system_user_name: String,
    /// The title of the register to be made once a file is chosen.
    pending_new_title: Option<String>,
    /// What is to be opened once all is on the disk.
    pending_open: Option<PendingOpen>,
    /// What is to be done at the end of the next frame, as if a surface had asked for it.
    pending_intents: Vec<Intent>,
    /// The window is to be closed once all is on the disk.
    is_closing: bool,
    /// A register has been drawn.
    has_drawn: bool,
}

/// The surfaces and what each remembers between frames.
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

/// How far the open register is from being safely on the disk.
#[derive(Default)]
struct SaveTracker {
    /// When it was last written, in words.
    saved_at: Option<String>,
    /// Why the last attempt failed; nothing is tried again until something changes or is asked.
    failure: Option<String>,
    /// The revision that the attempt was for.
    tried_revision: u64,
    /// The revision whose findings are shown.
    checked_revision: u64,
}

impl SaveTracker {
    /// Another attempt is to be made: what the last one met is no longer said.
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
