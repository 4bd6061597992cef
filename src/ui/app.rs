//! The window's state, its frame, and what is done once the frame is drawn.

mod frame;
mod perform;
mod forms;
mod answers;
mod work;
mod walks;
mod files;
mod kept;
mod left;
mod backups;
mod access;
mod meeting;
mod past;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::{
    Intent,
    access::ReadOnlyBanner,
    backups::BackupsDialog,
    day::DatePickerState,
    dialogs::{Dialog, ExportOptions, PendingOpen},
    filters::FiltersState,
    form::Form,
    meeting::ConflictDialog,
    mending::RepairDialog,
    merge_sources::MergeSourcesDialog,
    notices::NoticesPanel,
    pages::Pages,
    palette::CommandPalette,
    path_field::PathField,
    picker::FilePicker,
    status::SaveState,
    table::CaseTableState,
};
use crate::{
    command::{CommandContext, Page},
    export::{FigureFormat, ReportFormat},
    jobs::{ChangeSummary, Jobs, RegisterWatcher},
    lang::Locale,
    model::Day,
    session::Session,
    store::{AppDirs, OpenWarning, RegisterAccess, Settings},
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
    pub lang: Locale,
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
    lang: Locale,
    today: Day,
    clock: fn() -> Day,
    page: Page,
    ui_state: UiState,
    save_tracker: SaveTracker,
    draft_autosave: kept::DraftAutosave,
    draft_recovery: left::DraftRecovery,
    backup_schedule: backups::BackupSchedule,
    /// Whether the open register may be changed here.
    access: RegisterAccess,
    /// Looks at its file and its lock.
    watcher: Option<RegisterWatcher>,
    external_changes: meeting::ExternalChangesState,
    /// What is to be exported once a file is chosen.
    pending_export: Option<ExportRequest>,
    /// The present, while the register is shown as it stood earlier.
    return_point: Option<past::ReturnPoint>,
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
    dialog: Option<Dialog>,
    merge_sources: Option<MergeSourcesDialog>,
    repair: RepairDialog,
    backups_dialog: Option<BackupsDialog>,
    conflicts: Option<ConflictDialog>,
    external_changes: Option<ChangeSummary>,
    read_only_banner: Option<ReadOnlyBanner>,
    command_palette: Option<CommandPalette>,
    path_field: Option<PathField>,
    is_help_open: bool,
    notices: NoticesPanel,
}

/// What is to be exported.
enum ExportRequest {
    /// A summary.
    Summary(ExportOptions),
    /// The chart of the page, so many dots wide and high.
    Figure(FigureFormat, [u32; 2]),
    /// What changed between two days.
    Changes(ReportFormat, (Day, Day)),
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
        CommandContext {
            session: self.session.as_ref(),
            page: self.page,
            is_form_open: self.ui_state.form.is_some(),
            can_save_form: self.ui_state.form.as_ref().is_some_and(|form| form.step().is_some()),
            is_file_dialog_open: self.picker.is_picking(),
        }
    }

    fn save_state(&self) -> SaveState {
        let is_saved = self.session.as_ref().is_none_or(Session::is_saved);
        if !is_saved && self.ui_state.conflicts.is_some() {
            return SaveState::Failed(
                self.lang.t("external_changes.save_waits_for_choice").into_owned(),
            );
        }
        match &self.save_tracker.failure {
            Some(text) if !is_saved => SaveState::Failed(text.clone()),
            _ if is_saved => SaveState::Saved(self.save_tracker.saved_at.clone()),
            _ => SaveState::Saving,
        }
    }
}
