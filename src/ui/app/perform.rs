//! What is done once a frame is drawn: intents become changes.

use std::path::PathBuf;

use egui::{Context, ViewportCommand};

use super::{App, Export};
use crate::{
    command::{Command, Page},
    draft::{AboutDraft, CaseDraft, Draft},
    export::{Format, PictureFormat, Product},
    session::{Action, Session},
    store::ThemeChoice,
    ui::{
        Intent,
        dialogs::{Answer, Dialog, Opening, Wanted},
        form::Form,
        merge_sources::Merging,
        notices::Level,
        palette::CommandPalette,
        picker::Ask,
    },
    view::Field,
};

impl App {
    /// Does what a surface wanted.
    pub(super) fn perform(&mut self, intent: Intent, ctx: &Context, frame: &eframe::Frame) {
        if let Intent::Command(command) = &intent
            && let Some(off) = command.why_off(self.lang, self.session.as_ref())
        {
            return self.surfaces.notices.push(Level::Info, off, Vec::new());
        }
        if self.leaves_form(&intent) {
            let form = self.surfaces.form.as_ref();
            if form.is_some_and(Form::is_changed) {
                return self.ask_to_leave(intent);
            }
            self.surfaces.form = None;
        }
        if leaves_register(&intent) && self.asks_to_lose_texts(&intent) {
            return;
        }
        if self.asks_name(&intent) {
            let (name, then) = (self.name.clone(), Some(Box::new(intent)));
            self.surfaces.dialog = Some(Dialog::Name { name, opened: true, then });
            return;
        }
        match intent {
            Intent::Command(command) => self.give(command, ctx, frame),
            Intent::Act(action) => self.act(action),
            Intent::Edit(draft, field) => self.open_form(*draft, field),
            Intent::Show(about, field) => self.show(&about, field),
            Intent::DeleteRecord => self.ask_delete_record(),
            Intent::Merge(id) => {
                let session = self.session.as_ref().filter(|session| !session.is_read_only());
                self.surfaces.merge = session.map(|session| {
                    let known = self.surfaces.pages.sources.citations(session.revision());
                    Merging::new(session.register(), id, known)
                });
            }
            Intent::ShowHistory => self.show_history(),
            Intent::Revert(at) => self.weigh(at),
            Intent::ShowThen(at) => self.go_back(at),
            Intent::ShowPresent => self.show_present(),
            Intent::OpenAddress(address) => ctx.open_url(egui::OpenUrl::new_tab(address)),
            Intent::Copy(text) => ctx.copy_text(text),
            Intent::OpenFile(path) => self.replace(Opening::File(path)),
            Intent::Restore(backup) => self.restore(backup),
            Intent::Reveal(path) => self.jobs.reveal(path),
            Intent::Save => {
                self.saving.forget_failure(&mut self.surfaces.notices);
                self.meetings.take_up();
            }
            Intent::Work { anyway } => self.ask_for_work(anyway),
            Intent::ShowTaken => self.show_taken(),
            Intent::Choose(choices) => self.choose(choices),
            Intent::ToggleColumn(column) => {
                let hidden = &mut self.surfaces.table.hidden;
                match hidden.iter().position(|other| *other == column) {
                    Some(at) => drop(hidden.remove(at)),
                    None => hidden.push(column),
                }
            }
            Intent::Picked(ask, path) => self.go_on(&ask, path),
            Intent::Answer(answer) => self.answer(*answer, ctx, frame),
        }
    }

    /// Asks what is to become of the open draft before going on.
    pub(super) fn ask_to_leave(&mut self, then: Intent) {
        let form = self.surfaces.form.as_ref();
        self.surfaces.dialog = Some(Dialog::Leave {
            then: Box::new(then),
            can_save: form.is_some_and(|form| form.step().is_some()),
            is_read_only: self.session.as_ref().is_some_and(Session::is_read_only),
        });
    }

    /// Whether doing it moves on from the open form.
    fn leaves_form(&self, intent: &Intent) -> bool {
        let Some(form) = &self.surfaces.form else { return false };
        match intent {
            intent if leaves_register(intent) => true,
            Intent::Edit(..)
            | Intent::Show(..)
            | Intent::ShowHistory
            | Intent::ShowThen(_)
            | Intent::Merge(_)
            | Intent::Restore(_) => true,
            Intent::Answer(answer) => matches!(**answer, Answer::Continue),
            Intent::Act(Action::Row(..) | Action::Case(_)) => {
                !matches!(form.draft(), Draft::Case(_)) || !self.is_own_row(intent, form)
            }
            Intent::Command(command) => match command {
                Command::EditCase => !matches!(form.draft(), Draft::Case(_)),
                Command::Page(page) => *page != self.page,
                Command::PreviousPage
                | Command::NextPage
                | Command::NewRegister
                | Command::Open
                | Command::Quit
                | Command::NewCase
                | Command::NewRecord
                | Command::DuplicateCase
                | Command::NewClaim
                | Command::EditRegister
                | Command::CancelForm => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether a row chosen is the one whose case is in the form.
    fn is_own_row(&self, intent: &Intent, form: &Form) -> bool {
        let (Some(session), Draft::Case(draft)) = (&self.session, form.draft()) else {
            return false;
        };
        let Some((_, before)) = &draft.before else { return false };
        match intent {
            Intent::Act(Action::Row(row, _)) => {
                let at = session.view().answer().rows.get(*row);
                at.and_then(|at| session.register().cases().get(*at as usize))
                    .is_some_and(|case| case.id == before.id)
            }
            Intent::Act(Action::Case(id)) => *id == before.id,
            _ => false,
        }
    }

    fn give(&mut self, command: Command, ctx: &Context, frame: &eframe::Frame) {
        if !command.is_enabled(self.situation()) {
            return;
        }
        match command {
            Command::NewRegister => {
                self.surfaces.dialog = Some(Dialog::Create { title: String::new() });
            }
            Command::Open => self.pick(Ask::Open, frame),
            Command::Reload => {
                if let Some(session) = &self.session {
                    self.replace(Opening::File(session.path().clone()));
                }
            }
            Command::SaveCopy => {
                self.pick(Ask::SaveCopy { suggested: self.suggested_copy() }, frame);
            }
            Command::Export => {
                let is_narrow =
                    self.session.as_ref().is_some_and(|session| session.view().query().is_narrow());
                let (format, filtered) = (Format::Html, is_narrow);
                let wanted = Wanted { format, filtered, contradictions: false, pictures: false };
                self.surfaces.dialog = Some(Dialog::Export { wanted, is_narrow });
            }
            Command::SavePicture => {
                let (format, size) = (PictureFormat::default(), [1600, 900]);
                self.surfaces.dialog = Some(Dialog::Picture { format, size });
            }
            Command::ExportChanges => {
                if let Some(session) = &self.session {
                    let (format, days) = (Format::Html, self.surfaces.pages.changes.days(session));
                    self.surfaces.dialog = Some(Dialog::ExportChanges { format, days });
                }
            }
            Command::Reveal => {
                if let Some(session) = &self.session {
                    self.jobs.reveal(session.path().clone());
                }
            }
            Command::Backups => self.show_backups(),
            Command::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo => self.act(Action::Undo),
            Command::Redo => self.act(Action::Redo),
            Command::NewCase => self.open_form(Draft::Case(Box::default()), None),
            Command::NewRecord => self.new_record(),
            Command::EditCase => self.edit_case(None),
            Command::DuplicateCase => {
                if let Some((_, case)) = self.session.as_ref().and_then(|session| session.current())
                {
                    let draft = Draft::Case(Box::new(CaseDraft::copy_of(case)));
                    self.open_form(draft, None);
                }
            }
            Command::DeleteCases => self.ask_delete_cases(),
            Command::NewClaim => {
                let draft = self.session.as_ref().and_then(|session| session.draft_with_claim());
                if let Some(Draft::Case(draft)) = draft {
                    let field = Field::Claim(draft.claims.len() - 1, crate::view::ClaimField::On);
                    self.open_form(Draft::Case(draft), Some(field));
                }
            }
            Command::CopyText => self.copy_rows(false),
            Command::CopyCsv => self.copy_rows(true),
            Command::SelectAll => self.act(Action::All),
            Command::EditRegister => {
                let draft = self
                    .session
                    .as_ref()
                    .map(|session| Draft::About(AboutDraft::of(&session.register().about())));
                if let Some(draft) = draft {
                    self.open_form(draft, None);
                }
            }
            Command::Mend => self.surfaces.mending.open(),
            Command::EditName => {
                let name = self.settings.who.clone().unwrap_or_else(|| self.name.clone());
                self.surfaces.dialog = Some(Dialog::Name { name, opened: true, then: None });
            }
            Command::SaveForm => drop(self.save_form()),
            // An unchanged form was closed before; a changed one was asked about.
            Command::CancelForm => self.surfaces.form = None,
            Command::Page(page) => self.page = page,
            Command::PreviousPage => self.page = self.page.beside(true),
            Command::NextPage => self.page = self.page.beside(false),
            Command::Find => self.surfaces.wants_search = true,
            Command::ClearFilters => {
                let query = self.session.as_ref().map(|session| session.view().query().clone());
                if let Some(mut query) = query {
                    query.clear();
                    self.act(Action::Query(query));
                }
            }
            Command::PreviousDay => self.act(Action::Step { back: true }),
            Command::NextDay => self.act(Action::Step { back: false }),
            Command::Today => self.act(Action::AsOf(self.today)),
            Command::Theme(choice) => {
                self.settings.theme = choice;
                set_theme(ctx, choice);
                self.keep_settings();
            }
            Command::Language(lang) => {
                self.lang = lang;
                self.settings.language = Some(lang.code().to_owned());
                self.keep_settings();
            }
            Command::Palette => self.surfaces.palette = Some(CommandPalette::default()),
            Command::Help => self.surfaces.help = true,
        }
    }

    /// Does something to the open register; a refusal is said.
    pub(super) fn act(&mut self, action: Action) {
        let Some(session) = &mut self.session else { return };
        let asks_for_people = matches!(
            &action,
            Action::Query(query) if query.people.is_some() || query.moved.is_some()
        );
        if asks_for_people && !self.page.is_of_cases() {
            self.page = Page::Cases;
        }
        let changed = action.changes();
        if let Err(error) = session.perform(action) {
            let key = match error {
                crate::register::ApplyError::Stale => "notice.stale",
                crate::register::ApplyError::RepeatedId => "problem.id_taken",
                crate::register::ApplyError::ReadOnly => self.read_only_key(),
            };
            self.surfaces.notices.push(Level::Error, self.lang.t(key), Vec::new());
        } else if changed && let Some(form) = &mut self.surfaces.form {
            form.recheck(session.register());
        }
    }

    /// Asks for the file of an export.
    pub(super) fn pick_export(&mut self, export: Export, frame: &eframe::Frame) {
        let product = match export {
            Export::Summary(..) => Product::Summary,
            Export::Changes(..) => Product::Changes,
            Export::Picture(..) => Product::Picture,
        };
        let (suggested, extension) = self.suggested_export(&export);
        self.export = Some(export);
        self.pick(Ask::Export { product, suggested, extension }, frame);
    }

    pub(super) fn pick(&mut self, ask: Ask, frame: &eframe::Frame) {
        let folder = self.session.as_ref().and_then(|session| session.path().parent());
        self.picker.ask(ask, folder.map(PathBuf::from), self.lang, frame);
    }
}

/// Whether doing it puts another register in the place of the open one, or the same anew.
fn leaves_register(intent: &Intent) -> bool {
    match intent {
        Intent::OpenFile(_) | Intent::Command(Command::Reload) => true,
        Intent::Picked(Ask::Open | Ask::NewRegister { .. }, _) => true,
        Intent::Answer(answer) => matches!(**answer, Answer::Reload | Answer::Replace(_)),
        _ => false,
    }
}

/// Follows the system's theme, or a chosen one.
pub(super) fn set_theme(ctx: &Context, choice: ThemeChoice) {
    ctx.set_theme(match choice {
        ThemeChoice::System => egui::ThemePreference::System,
        ThemeChoice::Light => egui::ThemePreference::Light,
        ThemeChoice::Dark => egui::ThemePreference::Dark,
    });
}
