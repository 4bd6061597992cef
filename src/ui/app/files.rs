//! Files: opening, what saving met, copies and summaries.

use std::path::PathBuf;

use egui::{Context, ViewportCommand};

use super::{App, Export, Saving, left::LeftBehind, meeting::Meetings, past::Present};
use crate::{
    command::Command,
    export::PictureFormat,
    jobs::{Rows, Span, Work},
    lang::Lang,
    session::Session,
    store::{Access, LoadError, SaveError},
    ui::{
        Intent, Scene,
        dialogs::{Dialog, Opening, Wanted},
        notices::Level,
        pages::Pages,
        path_field::PathField,
        picker::{Ask, Picked},
    },
    view::query_words,
};

impl App {
    /// Opens a register in the place of the open one, once that is on the disk; where it cannot
    /// get there, asks.
    pub(super) fn replace(&mut self, with: Opening) {
        if self.session.as_ref().is_none_or(Session::is_saved) {
            self.begin(with);
        } else if let Some(why) = &self.saving.failed {
            let words = self.lang.with("dialog.replace_words", &[("why", why)]);
            self.surfaces.dialog = Some(Dialog::Replace { with, words });
        } else {
            self.next = Some(with);
        }
    }

    /// Begins to read a register.
    pub(super) fn begin(&mut self, opening: Opening) {
        match opening {
            Opening::File(path) => {
                let own = self.access.lock().cloned();
                let open = Present::or(&self.present, &self.session);
                let known = open.filter(|open| *open.path() == path);
                let known = known.map(|open| (open.base(), open.stamp().clone()));
                self.jobs.open(path, own, self.today, known);
            }
            Opening::New(path, title) => {
                let open = self.session.as_ref().map(|session| session.path().clone());
                self.jobs.create(path, title, open, self.today);
            }
        }
    }

    /// Writes over whatever the file now holds.
    pub(super) fn overwrite(&mut self) {
        if let Some(session) = &mut self.session {
            self.saving.tried = session.revision();
            self.backing.saving(session);
            self.jobs.overwrite(session, self.settings.who.clone().unwrap_or_default());
            self.saving.forget_failure(&mut self.surfaces.notices);
        }
    }

    pub(super) fn opened(&mut self, session: Session, access: Access, ctx: &Context) {
        self.leave_texts();
        let name = session.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        ctx.send_viewport_cmd(ViewportCommand::Title(format!("{name} – Blue Ribbon")));
        for notice in session.notices() {
            let level = if notice.is_news() { Level::Info } else { Level::Warning };
            self.surfaces.notices.push(level, notice.words(self.lang), Vec::new());
        }
        let damaged = session.manuscript().damaged().count();
        if damaged > 0 {
            let show = (self.lang.t("mending.show").into_owned(), Intent::Command(Command::Mend));
            let words = self.lang.count("mending.notice", damaged);
            self.surfaces.notices.push(Level::Warning, words, vec![show]);
        }
        self.forget_work();
        self.surfaces.pages = Pages::default();
        self.settings.opened(session.path());
        self.backing.opened(&session);
        self.surfaces.backups = None;
        (self.session, self.present) = (Some(session), None);
        self.saving = Saving::default();
        self.meetings = Meetings::default();
        (self.surfaces.choosing, self.surfaces.told) = (None, None);
        self.begin_watching(access);
        self.kept.register_opened();
        self.left = LeftBehind::unknown();
        self.surfaces.form = None;
        self.surfaces.mending = <_>::default();
        self.surfaces.search.clear();
        self.surfaces.table.wants_focus = true;
        self.keep_settings();
        if self.settings.who.is_none() {
            self.jobs.name();
        }
    }

    /// Forgets what is under way for the register shown, which says nothing of another.
    pub(super) fn forget_work(&mut self) {
        for work in [
            Work::Digesting,
            Work::Comparing,
            Work::Gathering,
            Work::Ordering,
            Work::Supporting,
            Work::SeekingDrafts,
            Work::ReadingBackups,
            Work::Restoring,
            Work::Asking,
            Work::Meeting,
            Work::Recalling,
            Work::Telling,
            Work::Weighing,
            Work::GoingBack,
        ] {
            self.jobs.forget(work);
        }
    }

    pub(super) fn say_load_error(&mut self, path: &std::path::Path, error: &LoadError) {
        let again = Intent::OpenFile(path.to_owned());
        let actions = vec![
            (self.lang.t("notice.try_again").into_owned(), again),
            (self.lang.t("notice.open_other").into_owned(), Intent::Command(Command::Open)),
        ];
        self.surfaces.notices.push(Level::Error, error.words(self.lang), actions);
    }

    pub(super) fn say_save_error(&mut self, error: &SaveError) {
        let words = error.words(self.lang);
        self.saving.failed = Some(words.clone());
        // Whatever waited for it is to be asked for again.
        (self.closing, self.next) = (false, None);
        match error {
            SaveError::Deleted(_) => {
                self.surfaces.dialog = Some(Dialog::Conflict { words, gone: true });
            }
            _ => {
                let actions = vec![
                    (self.lang.t("notice.try_again").into_owned(), Intent::Save),
                    (
                        self.lang.t("command.save_copy").into_owned(),
                        Intent::Command(Command::SaveCopy),
                    ),
                ];
                self.surfaces.notices.push(Level::Error, words, actions);
            }
        }
    }

    /// Goes on once a file dialog has been answered.
    pub(super) fn picked(&mut self, picked: Picked) {
        match picked {
            // A draft may have been begun meanwhile: it is asked about as before any other step.
            Picked::Path(ask, path) => self.pending.push(Intent::Picked(ask, path)),
            Picked::Cancelled(_) => {}
            Picked::Unavailable(ask, why) => {
                let folder = self.session.as_ref().and_then(|session| session.path().parent());
                self.surfaces.path = Some(PathField::new(ask, folder, why));
            }
        }
    }

    pub(super) fn go_on(&mut self, ask: &Ask, path: PathBuf) {
        match ask {
            Ask::Open => self.replace(Opening::File(path)),
            Ask::NewRegister { .. } => {
                if let Some(title) = self.create.take() {
                    self.replace(Opening::New(path, title));
                }
            }
            Ask::SaveCopy { .. } => {
                if let Some(session) = &self.session {
                    self.jobs.copy(path, session);
                }
            }
            Ask::Export { .. } => {
                if let Some(export) = self.export.take() {
                    self.export_to(path, &export);
                }
            }
        }
    }

    fn export_to(&mut self, path: PathBuf, export: &Export) {
        let Some(session) = &self.session else { return };
        let (lang, own) = (self.lang, session.path().clone());
        match *export {
            Export::Summary(wanted @ Wanted { format, contradictions, .. }) => {
                let filtered = wanted.filtered.then(|| shown(session, lang));
                let pictures = wanted.has_pictures().then(|| {
                    let all: Vec<u32> = (0..).take(session.register().cases().len()).collect();
                    session.view().course_of(filtered.as_ref().map_or(&all, |(rows, _)| rows))
                });
                let rows = Rows { contradictions, pictures, ..rows(session, filtered, lang) };
                self.jobs.export(path, format, rows, own);
            }
            Export::Changes(format, days) => {
                let span = Span { register: session.snapshot(), days, lang };
                self.jobs.export_changes(path, format, span, own);
            }
            Export::Picture(format, size) => self.picture_to(path, format, size),
        }
    }

    /// Copies the chosen rows, as text or as CSV.
    pub(super) fn copy_rows(&mut self, as_csv: bool) {
        let Some(session) = &self.session else { return };
        let chosen = session.chosen().into_iter().filter_map(|(at, _)| u32::try_from(at).ok());
        let rows = rows(session, Some((chosen.collect(), String::new())), self.lang);
        self.jobs.list(rows, as_csv);
    }

    pub(super) fn suggested_copy(&self) -> String {
        let stem = self.stem();
        self.lang.with("file.copy", &[("name", &stem)]) + ".ron"
    }

    /// Saves the chart of the page; it is drawn by the worker, to the room on its sheet.
    fn picture_to(&mut self, path: PathBuf, format: PictureFormat, size: [u32; 2]) {
        let Some(session) = &self.session else { return };
        let (lang, page, today) = (self.lang, self.page, self.today);
        let scene = Scene { session, lang, page, today };
        let Some(chart) = self.surfaces.pages.chart(&scene) else { return };
        let filtered = session.view().query().is_narrow().then(|| shown(session, lang));
        let rows = rows(session, filtered, lang);
        let title = Command::Page(page).text(lang, None);
        self.jobs.export_picture(path, (format, size), title, rows, chart, session.path().clone());
    }

    /// A name for the file of an export, and the ending of its format.
    pub(super) fn suggested_export(&self, export: &Export) -> (String, &'static str) {
        let stem = self.stem();
        let as_of = self.session.as_ref().map(|session| session.view().as_of().to_string());
        let as_of = as_of.unwrap_or_default();
        let (extension, name) = match *export {
            Export::Summary(Wanted { format, .. }) => {
                let values = [("name", &*stem), ("day", &*as_of)];
                (format.extension(), self.lang.with("file.summary", &values))
            }
            Export::Changes(format, (from, to)) => {
                let [from, to] = [from, to].map(|day| day.to_string());
                let values = [("name", &*stem), ("from", &*from), ("to", &*to)];
                (format.extension(), self.lang.with("changes.file", &values))
            }
            Export::Picture(format, _) => {
                let page = Command::Page(self.page).text(self.lang, None);
                let values = [("name", &*stem), ("page", &*page), ("day", &*as_of)];
                (format.key(), self.lang.with("file.picture", &values))
            }
        };
        (format!("{name}.{extension}"), extension)
    }

    fn stem(&self) -> String {
        let stem = self.session.as_ref().and_then(|session| session.path().file_stem());
        stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// What a worker needs to print rows: all of them, or these, with what was asked.
fn rows(session: &Session, filtered: Option<(Vec<u32>, String)>, lang: Lang) -> Rows {
    Rows {
        register: session.snapshot(),
        reconciliation: session.view().reconciliation().clone(),
        standings: session.view().standings().to_vec(),
        filtered,
        lang,
        contradictions: false,
        pictures: None,
        as_recorded: session.as_recorded(),
    }
}

/// The rows shown, with what was asked in words.
fn shown(session: &Session, lang: Lang) -> (Vec<u32>, String) {
    let view = session.view();
    (view.answer().rows.clone(), query_words(lang, session.register(), view.query()))
}
