//! The application: its state and its start.

use std::{path::PathBuf, time::Duration};

use egui::Context;

use crate::{
    Locale,
    analysis::query::Column,
    commands::{CommandContext, Page},
    jobs::task::TaskRunner,
    model::Day,
    session::Session,
    store::{app_dirs::AppDirs, open_warning::OpenWarning, settings::Settings},
    ui::{
        app::{
            backup_schedule::BackupSchedule, draft_autosave::state::DraftWrites, exit::Exit,
            open_register::OpenRegister, tasks::WindowTasks,
        },
        appearance::{self, set_theme},
        form::record_form::Form,
        intent::{ExportRequest, Intent, PendingOpen},
        modals::modal_stack::ModalStack,
        panels::{
            case_table::CaseTableState,
            notices::{NoticeLevel, NoticesPanel},
            status_bar::SaveState,
        },
        platform::file_dialog::FilePicker,
    },
};

/// The time that the first frame waits for the register. A register that takes longer to read is
/// shown in a later frame.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(50);

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
    /// The state that belongs to the open register.
    pub(super) open: OpenRegister,
    pub(super) runner: TaskRunner,
    pub(super) tasks: WindowTasks,
    pub(super) picker: Box<dyn FilePicker>,
    pub(super) app_dirs: Option<AppDirs>,
    pub(super) settings: Settings,
    pub(super) locale: Locale,
    pub(super) today: Day,
    pub(super) clock: fn() -> Day,
    pub(super) page: Page,
    /// The table of cases; its columns are settings.
    pub(super) case_table: CaseTableState,
    pub(super) modals: ModalStack,
    pub(super) notices: NoticesPanel,
    pub(super) draft_writes: DraftWrites,
    pub(super) backup_schedule: BackupSchedule,
    pub(super) exit: Exit,
    /// The name of the user in the operating system.
    pub(super) system_user_name: String,
    /// The export that waits for its file to be chosen.
    pub(super) pending_export: Option<ExportRequest>,
    /// The title of the new register that waits for its file to be chosen.
    pub(super) pending_new_title: Option<String>,
    /// The intents to perform after the next frame.
    pub(super) pending_intents: Vec<Intent>,
    /// A register has been drawn.
    pub(super) has_drawn: bool,
}

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
            open: OpenRegister::default(),
            runner: TaskRunner::new(move || wake.request_repaint()).with_app_dirs(places.as_ref()),
            tasks: WindowTasks::default(),
            picker,
            app_dirs: places,
            locale: chosen.unwrap_or(locale),
            today: today(),
            clock: today,
            page: Page::default(),
            case_table: CaseTableState::default(),
            modals: ModalStack::default(),
            notices: NoticesPanel::default(),
            draft_writes: DraftWrites::default(),
            backup_schedule: BackupSchedule::default(),
            exit: Exit::default(),
            system_user_name: String::new(),
            pending_export: None,
            pending_new_title: None,
            pending_intents: Vec::new(),
            has_drawn: false,
            settings,
        };
        this.case_table.hidden = columns_by_keys(&this.settings.hidden_columns);
        this.case_table.widths = this
            .settings
            .column_widths
            .iter()
            .filter_map(|(key, width)| Some((column_by_key(key)?, *width)))
            .collect();
        if let Some(notice) = unread {
            this.notices.push(NoticeLevel::Warning, notice.describe(this.locale), Vec::new());
        }
        match (register, &this.app_dirs) {
            (Some(path), _) => this.load_register(PendingOpen::File(path)),
            (None, Some(places)) => {
                this.tasks.open.replace(this.runner.open_user_register(places.clone(), this.today));
            }
            (None, None) => {
                let text = this.locale.t("notice.no_app_dirs");
                this.notices.push(NoticeLevel::Error, text, Vec::new());
            }
        }
        // What is read at a glance is there in the first frame already.
        this.tasks.open.wait(FIRST_FRAME_WAIT);
        this.tasks.world_map.add(this.runner.load_world_map());
        this
    }

    /// Returns the open register, if there is one.
    pub fn session(&self) -> Option<&Session> {
        self.open.session.as_ref()
    }

    /// Returns true if no task is running.
    pub fn is_idle(&self) -> bool {
        self.runner.running().is_empty()
    }

    /// Returns the state that decides which commands are enabled.
    pub(super) fn command_context(&self) -> CommandContext<'_> {
        let form = self.open.ui_state.form.as_ref();
        command_context(self.open.session.as_ref(), self.page, form, &*self.picker)
    }

    /// Returns the state of saving that the status bar shows.
    pub(super) fn save_state(&self) -> SaveState {
        let is_saved = self.open.session.as_ref().is_none_or(Session::is_saved);
        if !is_saved && self.open.external_changes.is_asking() {
            return SaveState::Failed(
                self.locale.t("external_changes.save_waits_for_choice").into_owned(),
            );
        }
        match &self.open.save_tracker.failure {
            Some(text) if !is_saved => SaveState::Failed(text.clone()),
            _ if is_saved => match &self.open.external_changes.shown_warning {
                Some(text) => SaveState::NotInFile(text.clone()),
                None => SaveState::Saved(self.open.save_tracker.saved_at.clone()),
            },
            _ => SaveState::Saving,
        }
    }
}

/// Returns the state that decides which commands are enabled.
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

fn column_by_key(key: &str) -> Option<Column> {
    Column::ALL.into_iter().find(|column| column.key() == key)
}

fn columns_by_keys(keys: &[String]) -> Vec<Column> {
    keys.iter().filter_map(|key| column_by_key(key)).collect()
}
