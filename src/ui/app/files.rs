//! Files: opening registers, copies and exports.

use std::path::PathBuf;

use egui::{Context, ViewportCommand};

use crate::{
    Locale,
    commands::Command,
    describe::labels::describe_query,
    export::figure_file::FigureFormat,
    jobs::exports::{ChangesRequest, ExportData},
    model::characters::visible_line,
    session::Session,
    store::{error::LoadError, lock::RegisterAccess, paths::absolute_path},
    ui::{
        app::{application::App, open_register::OpenRegister, return_point::ReturnPoint},
        context::UiContext,
        intent::{ExportOptions, ExportRequest, Intent, PendingOpen},
        modals::{path_field::PathField, unsaved_changes::UnsavedChangesDialog},
        panels::notices::NoticeLevel,
        platform::file_dialog::{FileChoice, FileRequest},
    },
};

/// The number of bytes of the register's name in a suggested name. It leaves room for what the
/// suggestion adds in a name that file systems take.
const MAX_STEM_LENGTH: usize = 160;

impl App {
    /// Opens a register in the place of the open one once that is saved; asks if saving has failed.
    pub(super) fn replace_register(&mut self, with: PendingOpen) {
        if self.open.session.as_ref().is_none_or(Session::is_saved) {
            self.load_register(with);
        } else if let Some(why) = &self.open.save_tracker.failure {
            let text = self.locale.t_with("dialog.open_unsaved_message", &[("reason", why)]);
            self.modals.open(UnsavedChangesDialog { text, pending_open: Some(with) });
        } else {
            self.exit.request_open(with);
        }
    }

    /// Starts to load a register in the place of the open one.
    pub(super) fn load_register(&mut self, opening: PendingOpen) {
        match opening {
            PendingOpen::File(path) => {
                let path = absolute_path(&path);
                let own = self.open.access.lock().cloned();
                let open =
                    ReturnPoint::current_session(&self.open.return_point, &self.open.session);
                let known = open.filter(|open| *open.path() == path);
                let known = known.map(|open| (open.base(), open.fingerprint()));
                self.tasks.open.replace(self.runner.open(path, own, self.today, known));
            }
            PendingOpen::New(new) => {
                let open = self.open.session.as_ref().map(|session| session.path().clone());
                self.tasks.open.replace(self.runner.create(new, open, self.today));
            }
        }
    }

    /// Opens a register in the place of the open one, even if that could not be saved. A save that
    /// is running comes first.
    pub(super) fn abandon_register(&mut self, opening: PendingOpen) {
        if self.open.save_tracker.is_running() {
            self.exit.request_open(opening);
        } else {
            self.load_register(opening);
        }
    }

    /// Shows a register that was loaded, in the place of the open one.
    pub(super) fn set_opened_register(
        &mut self,
        session: Session,
        access: RegisterAccess,
        ctx: &Context,
    ) {
        self.save_repair_texts();
        let name = session.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let title = format!("{} – Blue Ribbon", visible_line(&name));
        ctx.send_viewport_cmd(ViewportCommand::Title(title));
        for notice in session.open_warnings() {
            let level = match notice {
                alarm if alarm.is_alarm() => NoticeLevel::Error,
                notice if notice.is_informational() => NoticeLevel::Info,
                _ => NoticeLevel::Warning,
            };
            self.notices.push(level, notice.describe(self.locale), Vec::new());
        }
        let broken = session.source_text().broken_records().count();
        if broken > 0 {
            let show = (
                self.locale.t("repair.open_dialog").into_owned(),
                Intent::Command(Command::RepairRecords),
            );
            let text = self.locale.t_plural("repair.notice", broken);
            self.notices.push(NoticeLevel::Warning, text, vec![show]);
        }
        self.settings.remember_recent(session.path());
        self.backup_schedule.add_opened(&session);
        self.modals.close_register_modals();
        let previous = std::mem::replace(&mut self.open, OpenRegister::new(session));
        self.draft_writes.discard(previous.draft_autosave.into_obsolete_slots());
        self.start_watching(access);
        self.release_lock(previous.access);
        self.case_table.wants_focus = true;
        self.save_settings();
        if self.settings.author_name.is_none() {
            self.tasks.find_user_name.add(self.runner.find_user_name());
        }
    }

    /// Shows why a register could not be loaded, with the ways on.
    pub(super) fn notify_load_error(&mut self, path: &std::path::Path, error: &LoadError) {
        let again = Intent::OpenFile(path.to_owned());
        let actions = vec![
            (self.locale.t("notice.try_again").into_owned(), again),
            (self.locale.t("notice.open_other").into_owned(), Intent::Command(Command::Open)),
        ];
        self.notices.push(NoticeLevel::Error, error.describe(self.locale), actions);
    }

    /// Handles the answer of a file dialog.
    pub(super) fn handle_file_choice(&mut self, picked: FileChoice) {
        match picked {
            // A draft may have been begun meanwhile: it is asked about as before any other step.
            FileChoice::Chosen(ask, path) => {
                self.pending_intents.push(Intent::UseTypedPath(ask, path));
            }
            FileChoice::Cancelled(_) => {}
            FileChoice::Unavailable(ask, why) => {
                let folder = self.open.session.as_ref().and_then(|session| session.path().parent());
                self.modals.open(PathField::new(ask, folder, why));
            }
        }
    }

    /// Does what a file was asked for.
    pub(super) fn continue_after_dialog(&mut self, ask: &FileRequest, path: PathBuf) {
        match ask {
            FileRequest::Open => self.replace_register(PendingOpen::File(path)),
            FileRequest::NewRegister { .. } => {
                if let Some(title) = self.pending_new_title.take() {
                    let path = absolute_path(&path);
                    let observation = self.runner.observe_new_register_file(path, title);
                    self.tasks.observe_file.replace(observation);
                }
            }
            FileRequest::SaveCopy { .. } => {
                if let Some(session) = &self.open.session {
                    self.tasks.save_copy.add(self.runner.save_copy(path, session));
                }
            }
            FileRequest::Export { .. } => {
                if let Some(export) = self.pending_export.take() {
                    self.export_to(path, &export);
                }
            }
        }
    }

    /// Writes an export to a file.
    fn export_to(&mut self, path: PathBuf, export: &ExportRequest) {
        let Some(session) = &self.open.session else { return };
        let (locale, own) = (self.locale, session.path().clone());
        match *export {
            ExportRequest::Summary(
                wanted @ ExportOptions { format, with_contradictions: contradictions, .. },
            ) => {
                let filtered = wanted.is_filtered.then(|| filtered_rows(session, locale));
                let figures = wanted.has_figures().then(|| {
                    let all: Vec<u32> = (0..).take(session.register().cases().len()).collect();
                    session
                        .analysis()
                        .counts_over_time_of(filtered.as_ref().map_or(&all, |(rows, _)| rows))
                });
                let rows = ExportData {
                    with_contradictions: contradictions,
                    count_points: figures,
                    ..export_data(session, filtered, locale)
                };
                self.tasks.export.add(self.runner.export_summary(path, format, rows, own));
            }
            ExportRequest::Changes(format, days) => {
                let span = ChangesRequest {
                    register: session.snapshot(),
                    days,
                    locale,
                    history_source: session.history_source(),
                };
                self.tasks.export.add(self.runner.export_changes(path, format, span, own));
            }
            ExportRequest::Figure(format, size) => self.export_figure_to(path, format, size),
        }
    }

    /// Copies the selected rows, as text or as CSV.
    pub(super) fn copy_rows(&mut self, as_csv: bool) {
        let Some(session) = &self.open.session else { return };
        let chosen =
            session.selected_cases().into_iter().filter_map(|(at, _)| u32::try_from(at).ok());
        let rows = export_data(session, Some((chosen.collect(), String::new())), self.locale);
        self.tasks.format_list.add(self.runner.format_list(rows, as_csv));
    }

    /// Asks for the file of a new register.
    pub(super) fn pick_new_register_file(&mut self, title: String, frame: &eframe::Frame) {
        let suggested_name = format!("{}.ron", file_stem_from_title(&title));
        self.pending_new_title = Some(title);
        self.pick_file(FileRequest::NewRegister { suggested_name }, frame);
    }

    /// Returns a name for a copy of the register.
    pub(super) fn suggest_copy_name(&self) -> String {
        let stem = self.register_file_stem();
        self.locale.t_with("file_name.copy", &[("name", &stem)]) + ".ron"
    }

    /// Exports the chart of the page, which its task draws to the size of its page.
    fn export_figure_to(&mut self, path: PathBuf, format: FigureFormat, size: [u32; 2]) {
        let Some(session) = &self.open.session else { return };
        let (locale, page, today) = (self.locale, self.page, self.today);
        let context = UiContext { session, locale, page, today };
        let Some(chart) = self.open.ui_state.pages.chart(&context) else { return };
        let filtered =
            session.analysis().query().is_filtered().then(|| filtered_rows(session, locale));
        let rows = export_data(session, filtered, locale);
        let title = Command::Page(page).label(locale, None);
        self.tasks.export.add(self.runner.export_figure(
            path,
            (format, size),
            title,
            rows,
            chart,
            session.path().clone(),
        ));
    }

    /// Returns a name for the file of an export, and the extension of its format.
    pub(super) fn suggest_export_name(&self, export: &ExportRequest) -> (String, &'static str) {
        let stem = self.register_file_stem();
        let as_of =
            self.open.session.as_ref().map(|session| session.analysis().as_of().to_string());
        let as_of = as_of.unwrap_or_default();
        let (extension, name) = match *export {
            ExportRequest::Summary(ExportOptions { format, .. }) => {
                let values = [("name", &*stem), ("day", &*as_of)];
                (format.extension(), self.locale.t_with("file_name.summary", &values))
            }
            ExportRequest::Changes(format, (from, to)) => {
                let [from, to] = [from, to].map(|day| day.to_string());
                let values = [("name", &*stem), ("from", &*from), ("to", &*to)];
                (format.extension(), self.locale.t_with("changes.file_name", &values))
            }
            ExportRequest::Figure(format, _) => {
                let page = Command::Page(self.page).label(self.locale, None);
                let values = [("name", &*stem), ("page", &*page), ("day", &*as_of)];
                (format.key(), self.locale.t_with("file_name.figure", &values))
            }
        };
        (format!("{name}.{extension}"), extension)
    }

    /// Returns the name of the register's file without its extension, cut short where it is long.
    fn register_file_stem(&self) -> String {
        let stem = self.open.session.as_ref().and_then(|session| session.path().file_stem());
        let stem = stem.unwrap_or_default().to_string_lossy();
        stem[..stem.floor_char_boundary(MAX_STEM_LENGTH)].to_owned()
    }
}

/// Returns the name of a file, without its extension, for a register with a title.
fn file_stem_from_title(title: &str) -> String {
    let fits = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
    let stem: String = title.chars().map(fits).take(60).collect();
    stem.trim_matches('-').to_owned()
}

/// Returns the input of a report of all rows, or of some with a description of the filter.
fn export_data(
    session: &Session,
    filtered: Option<(Vec<u32>, String)>,
    locale: Locale,
) -> ExportData {
    ExportData {
        register: session.snapshot(),
        reconciliation: session.analysis().reconciliation().clone(),
        case_states: session.analysis().case_states().to_vec(),
        filtered,
        locale,
        with_contradictions: false,
        count_points: None,
        as_recorded: session.as_recorded(),
        history_source: session.history_source(),
    }
}

/// Returns the rows shown with a description of the filter.
fn filtered_rows(session: &Session, locale: Locale) -> (Vec<u32>, String) {
    let view = session.analysis();
    (view.query_result().rows.clone(), describe_query(locale, session.register(), view.query()))
}
