//! Running commands.

use egui::{Context, ViewportCommand};

use crate::{
    analysis::finding::{self, RecordField},
    commands::Command,
    draft::{Draft, case::CaseDraft, register_info::RegisterInfoDraft},
    session::Action,
    ui::{
        app::application::App,
        appearance::set_theme,
        intent::PendingOpen,
        modals::{
            author_name::AuthorNameDialog, command_palette::CommandPalette,
            export_changes::ExportChangesDialog, export_figure::ExportFigureDialog,
            export_summary::ExportSummaryDialog, help::HelpDialog, new_register::NewRegisterDialog,
            repair::RepairDialog,
        },
        platform::file_dialog::FileRequest,
    },
};

impl App {
    /// Runs a command, if it is enabled.
    pub(super) fn run_command(&mut self, command: Command, ctx: &Context, frame: &eframe::Frame) {
        if !command.is_enabled(self.command_context()) {
            return;
        }
        match command {
            Command::NewRegister => {
                self.modals.open(NewRegisterDialog::default());
            }
            Command::Open => self.pick_file(FileRequest::Open, frame),
            Command::Reload => {
                if let Some(session) = &self.open.session {
                    self.replace_register(PendingOpen::File(session.path().clone()));
                }
            }
            Command::SaveCopy => {
                self.pick_file(
                    FileRequest::SaveCopy { suggested_name: self.suggest_copy_name() },
                    frame,
                );
            }
            Command::ExportSummary => {
                let is_narrow = self
                    .open
                    .session
                    .as_ref()
                    .is_some_and(|session| session.analysis().query().is_filtered());
                self.modals.open(ExportSummaryDialog::new(is_narrow));
            }
            Command::SaveFigure => self.modals.open(ExportFigureDialog::default()),
            Command::ExportChanges => {
                if let Some(session) = &self.open.session {
                    let days = self.open.ui_state.pages.changes.days(session);
                    self.modals.open(ExportChangesDialog::new(days));
                }
            }
            Command::RevealFile => {
                if let Some(session) = &self.open.session {
                    self.tasks.reveal_file.add(self.runner.reveal_file(session.path().clone()));
                }
            }
            Command::Backups => self.show_backups(),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo => self.perform_action(Action::Undo),
            Command::Redo => self.perform_action(Action::Redo),
            Command::NewCase => self.open_form(Draft::Case(Box::default()), None),
            Command::NewRecord => self.new_record(),
            Command::EditCase => self.edit_case(None),
            Command::DuplicateCase => {
                if let Some((_, case)) =
                    self.open.session.as_ref().and_then(|session| session.current())
                {
                    let draft = Draft::Case(Box::new(CaseDraft::copy_of(case)));
                    self.open_form(draft, None);
                }
            }
            Command::DeleteCases => self.ask_to_delete_cases(),
            Command::NewClaim => {
                let draft =
                    self.open.session.as_ref().and_then(|session| session.draft_with_new_claim());
                if let Some(Draft::Case(draft)) = draft {
                    let field =
                        RecordField::Claim(draft.claims.len() - 1, finding::ClaimField::Date);
                    self.open_form(Draft::Case(draft), Some(field));
                }
            }
            Command::CopyText => self.copy_rows(false),
            Command::CopyCsv => self.copy_rows(true),
            Command::SelectAll => self.perform_action(Action::SelectAll),
            Command::EditRegister => {
                let draft = self.open.session.as_ref().map(|session| {
                    Draft::RegisterInfo(RegisterInfoDraft::from_info(&session.register().info()))
                });
                if let Some(draft) = draft {
                    self.open_form(draft, None);
                }
            }
            Command::RepairRecords => self.modals.open(RepairDialog::default()),
            Command::EditUserName => {
                let name = self
                    .settings
                    .author_name
                    .clone()
                    .unwrap_or_else(|| self.system_user_name.clone());
                self.modals.open(AuthorNameDialog::new(name, None));
            }
            Command::SaveForm => drop(self.save_form()),
            // An unchanged form was closed before; a changed one was asked about.
            Command::CancelForm => self.open.ui_state.form = None,
            Command::Page(page) => self.page = page,
            Command::PreviousPage => self.page = self.page.neighbor(true),
            Command::NextPage => self.page = self.page.neighbor(false),
            Command::FocusSearch => self.open.ui_state.wants_search_focus = true,
            Command::ClearFilters => {
                let query =
                    self.open.session.as_ref().map(|session| session.analysis().query().clone());
                if let Some(mut query) = query {
                    query.clear();
                    self.perform_action(Action::SetQuery(query));
                }
            }
            Command::PreviousDay => self.perform_action(Action::StepDay { is_back: true }),
            Command::NextDay => self.perform_action(Action::StepDay { is_back: false }),
            Command::Today => self.perform_action(Action::SetDay(self.today)),
            Command::Theme(choice) => {
                self.settings.theme = choice;
                set_theme(ctx, choice);
                self.save_settings();
            }
            Command::Language(locale) => {
                self.locale = locale;
                self.settings.language = Some(locale.code().to_owned());
                self.save_settings();
            }
            Command::CommandPalette => self.modals.open(CommandPalette::default()),
            Command::Help => self.modals.open(HelpDialog),
        }
    }
}
