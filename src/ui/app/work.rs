//! What workers have done, and what is to be begun.

use std::{path::PathBuf, time::Duration};

use egui::{Context, ViewportCommand};

use super::{App, Saving, Setup, Surfaces, perform::set_theme};
use crate::{
    command::{Command, Page},
    export::Format,
    jobs::{Done, Jobs, Rows, Work},
    lang::Lang,
    session::{Action, Session},
    store::{LoadError, SaveError},
    ui::{
        Intent,
        dialogs::Dialog,
        notices::Level,
        palette::PaletteAnswer,
        path_field::{PathAnswer, PathField},
        picker::{Ask, Picked},
    },
    view::{Column, query_words},
};

/// How long the first frame may wait for the register; what takes longer is read beside it.
const GLANCE: Duration = Duration::from_millis(50);

impl App {
    /// A window on the register that the setup names, which is read in the background.
    pub fn new(ctx: &Context, setup: Setup) -> Self {
        let Setup { register, places, settings: (settings, unread), lang, today, picker } = setup;
        crate::ui::set_up(ctx);
        set_theme(ctx, settings.theme);
        if let Some(zoom) = settings.zoom {
            ctx.set_zoom_factor(zoom);
        }
        let chosen = settings.language.as_deref().and_then(Lang::named);
        let wake = ctx.clone();
        let mut this = Self {
            session: None,
            jobs: Jobs::new(move || wake.request_repaint()),
            picker,
            places,
            lang: chosen.unwrap_or(lang),
            today: today(),
            clock: today,
            page: Page::default(),
            surfaces: Surfaces::default(),
            saving: Saving::default(),
            export: None,
            create: None,
            closing: false,
            has_drawn: false,
            settings,
        };
        this.surfaces.table.hidden = columns(&this.settings.hidden);
        this.surfaces.table.widths = this
            .settings
            .columns
            .iter()
            .filter_map(|(key, width)| Some((column(key)?, *width)))
            .collect();
        if let Some(notice) = unread {
            this.surfaces.notices.push(Level::Warning, notice.words(this.lang), Vec::new());
        }
        match (register, &this.places) {
            (Some(path), _) => this.open(path),
            (None, Some(places)) => this.jobs.open_own(places.clone(), this.today),
            (None, None) => {
                let words = this.lang.t("notice.no_place");
                this.surfaces.notices.push(Level::Error, words, Vec::new());
            }
        }
        if !this.jobs.running().is_empty() {
            // What is read at a glance is there in the first frame already.
            this.jobs.wait(GLANCE);
        }
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

    /// Begins to read a register.
    pub(super) fn open(&mut self, path: PathBuf) {
        self.jobs.open(path, self.today);
    }

    /// Takes in what workers and file dialogs have done, and the turn of the day.
    pub(super) fn take_in(&mut self, ctx: &Context) {
        for done in self.jobs.done() {
            self.done(done, ctx);
        }
        if let Some(picked) = self.picker.picked() {
            self.picked(picked);
        }
        self.turn_of_day();
        self.ask_to_close(ctx);
    }

    fn turn_of_day(&mut self) {
        let today = (self.clock)();
        let was = std::mem::replace(&mut self.today, today);
        let follows = self.session.as_ref().is_some_and(|session| session.view().as_of() == was);
        if today != was && follows {
            self.act(Action::AsOf(today));
        }
    }

    /// Keeps the window open until the open draft is asked about and all is on the disk.
    fn ask_to_close(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        let form = self.surfaces.form.as_ref();
        if form.is_some_and(|form| form.is_changed()) {
            let can_save = form.is_some_and(|form| form.step().is_some());
            let then = Box::new(Intent::Command(Command::Quit));
            self.surfaces.dialog = Some(Dialog::Leave { then, can_save });
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        } else if self.session.as_ref().is_some_and(|session| !session.is_saved()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            match &self.saving.failed {
                Some(words) => {
                    let words = self.lang.with("dialog.quit_words", &[("why", words)]);
                    self.surfaces.dialog = Some(Dialog::Quit { words });
                }
                // Saving is under way; the window closes once it is done.
                None => self.closing = true,
            }
        }
    }

    /// Begins what the changes of this frame call for: saving, checking.
    pub(super) fn keep_up(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let revision = session.revision();
        let waits = self.saving.failed.is_some() && self.saving.tried == revision;
        if !session.is_saved() && !waits && !self.jobs.is_running(Work::Saving) {
            self.saving.failed = None;
            self.saving.tried = revision;
            let (path, stamp) = (session.path().clone(), session.stamp().clone());
            self.jobs.save(path, session.snapshot(), stamp, revision);
        }
        if self.saving.digested != revision && !self.jobs.is_running(Work::Digesting) {
            self.jobs.digest(session.snapshot(), revision);
        }
        if self.closing && session.is_saved() {
            self.closing = false;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Writes over whatever the file now holds.
    pub(super) fn overwrite(&mut self) {
        if let Some(session) = &self.session {
            self.saving.failed = None;
            self.saving.tried = session.revision();
            self.jobs.overwrite(session.path().clone(), session.snapshot(), session.revision());
        }
    }

    fn done(&mut self, done: Done, ctx: &Context) {
        match done {
            Done::Opened(path, loaded) => match *loaded {
                Ok(loaded) => self.opened(Session::new(loaded), ctx),
                Err(LoadError::Cancelled) => {}
                Err(error) => self.say_load_error(&path, &error),
            },
            Done::Saved(revision, Ok(stamp)) => {
                self.saving.known = std::time::SystemTime::now();
                self.saving.at = Some(jiff::ZonedDateTime::now().strftime("%H:%M").to_string());
                if let Some(session) = &mut self.session {
                    session.set_saved(revision, stamp);
                }
            }
            Done::Saved(_, Err(error)) => self.say_save_error(&error),
            Done::Copied(path, Ok(())) => self.say_written("notice.copied", &path),
            Done::Copied(_, Err(error)) => self.say_error(error.words(self.lang)),
            Done::Exported(path, Ok(())) => self.say_written("notice.exported", &path),
            Done::Exported(_, Err(error)) => {
                if let Some(words) = error.words(self.lang) {
                    self.say_error(words);
                }
            }
            Done::Listed(Ok(text)) => ctx.copy_text(text),
            Done::Listed(Err(error)) => {
                if let Some(words) = error.words(self.lang) {
                    self.say_error(words);
                }
            }
            Done::Digested(revision, digest) => {
                self.saving.digested = revision;
                if let Some(session) = &mut self.session {
                    session.set_digest(revision, digest);
                }
            }
            Done::Kept(Ok(())) | Done::Revealed(Ok(())) => {}
            Done::Kept(Err(error)) => self.say_error(error.words(self.lang)),
            Done::Revealed(Err(error)) => {
                self.say_error(self.lang.with("notice.not_revealed", &[("why", &error)]));
            }
        }
    }

    fn opened(&mut self, session: Session, ctx: &Context) {
        let name = session.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        ctx.send_viewport_cmd(ViewportCommand::Title(format!("{name} – Blue Ribbon")));
        for notice in session.notices() {
            self.surfaces.notices.push(Level::Info, notice.words(self.lang), Vec::new());
        }
        self.settings.opened(session.path());
        self.session = Some(session);
        self.saving = Saving::default();
        self.surfaces.form = None;
        self.surfaces.search.clear();
        self.surfaces.table.wants_focus = true;
        self.keep_settings();
    }

    fn say_load_error(&mut self, path: &std::path::Path, error: &LoadError) {
        let again = Intent::OpenFile(path.to_owned());
        let actions = vec![
            (self.lang.t("notice.try_again").into_owned(), again),
            (self.lang.t("notice.open_other").into_owned(), Intent::Command(Command::Open)),
        ];
        self.surfaces.notices.push(Level::Error, error.words(self.lang), actions);
    }

    fn say_save_error(&mut self, error: &SaveError) {
        let words = error.words(self.lang);
        self.saving.failed = Some(words.clone());
        match error {
            SaveError::Changed { .. } | SaveError::Deleted(_) => {
                let gone = matches!(error, SaveError::Deleted(_));
                let words = self.conflict_words(error);
                self.surfaces.dialog = Some(Dialog::Conflict { words, gone });
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

    /// What happened to the file, and who is newer.
    fn conflict_words(&self, error: &SaveError) -> String {
        let SaveError::Changed { modified: Some(modified), .. } = error else {
            return error.words(self.lang);
        };
        let time = |time: std::time::SystemTime| {
            let time = jiff::Timestamp::try_from(time)
                .ok()?
                .to_zoned_datetime(jiff::tz::TimeZone::system());
            Some(time.strftime("%Y-%m-%d %H:%M:%S").to_string())
        };
        let theirs = time(*modified).unwrap_or_default();
        let ours = time(self.saving.known).unwrap_or_default();
        let when = self.lang.with("dialog.newer", &[("theirs", &theirs), ("ours", &ours)]);
        format!("{}\n\n{when}", error.words(self.lang))
    }

    fn say_error(&mut self, words: String) {
        self.surfaces.notices.push(Level::Error, words, Vec::new());
    }

    fn say_written(&mut self, key: &str, path: &std::path::Path) {
        let words = self.lang.with(key, &[("path", &path.display().to_string())]);
        self.surfaces.notices.push(Level::Info, words, Vec::new());
    }

    /// Goes on once a file dialog has been answered.
    fn picked(&mut self, picked: Picked) {
        match picked {
            Picked::Path(ask, path) => self.go_on(&ask, path),
            Picked::Cancelled(_) => {}
            Picked::Unavailable(ask, why) => {
                let folder = self.session.as_ref().and_then(|session| session.path().parent());
                self.surfaces.path = Some(PathField::new(ask, folder, why));
            }
        }
    }

    pub(super) fn go_on(&mut self, ask: &Ask, path: PathBuf) {
        match ask {
            Ask::Open => self.open(path),
            Ask::NewRegister { .. } => {
                if let Some(title) = self.create.take() {
                    self.jobs.create(path, title, self.today);
                }
            }
            Ask::SaveCopy { .. } => {
                if let Some(session) = &self.session {
                    self.jobs.copy(path, session.snapshot());
                }
            }
            Ask::Export { .. } => {
                if let Some((format, filtered)) = self.export.take() {
                    self.export_to(path, format, filtered);
                }
            }
        }
    }

    fn export_to(&mut self, path: PathBuf, format: Format, filtered: bool) {
        let Some(session) = &self.session else { return };
        let view = session.view();
        let filtered = filtered.then(|| {
            let asked = query_words(self.lang, session.register(), view.query());
            (view.answer().rows.clone(), asked)
        });
        let rows = rows(session, filtered, self.lang);
        self.jobs.export(path, format, rows);
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

    pub(super) fn suggested_export(&self, format: Format) -> String {
        let day = self.session.as_ref().map(|session| session.view().as_of().to_string());
        let name = self
            .lang
            .with("file.summary", &[("name", &self.stem()), ("day", &day.unwrap_or_default())]);
        format!("{name}.{}", format.extension())
    }

    fn stem(&self) -> String {
        let stem = self.session.as_ref().and_then(|session| session.path().file_stem());
        stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Keeps language, theme, columns and recent registers, in the background.
    pub(super) fn keep_settings(&mut self) {
        self.note_settings();
        if let Some(places) = &self.places {
            self.jobs.keep(places.clone(), self.settings.clone());
        }
    }

    /// Takes the columns of the table into the settings.
    pub(super) fn note_settings(&mut self) {
        let table = &self.surfaces.table;
        self.settings.columns =
            table.widths.iter().map(|(column, width)| (column.key().to_owned(), *width)).collect();
        self.settings.hidden = table.hidden.iter().map(|column| column.key().to_owned()).collect();
    }

    pub(super) fn palette_ui(&mut self, ctx: &Context, out: &mut Vec<Intent>) {
        let Some(mut palette) = self.surfaces.palette.take() else { return };
        match palette.ui(ctx, self.situation(), self.lang) {
            PaletteAnswer::Open => self.surfaces.palette = Some(palette),
            PaletteAnswer::Closed => {}
            PaletteAnswer::Chosen(command) => out.push(Intent::Command(command)),
        }
    }

    pub(super) fn path_ui(&mut self, ctx: &Context, out: &mut Vec<Intent>) {
        let Some(mut path) = self.surfaces.path.take() else { return };
        match path.ui(ctx, self.lang) {
            PathAnswer::Open => self.surfaces.path = Some(path),
            PathAnswer::Cancelled => {}
            PathAnswer::Chosen(chosen) => out.push(Intent::Picked(path.ask().clone(), chosen)),
        }
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
    }
}

fn column(key: &str) -> Option<Column> {
    Column::ALL.into_iter().find(|column| column.key() == key)
}

fn columns(keys: &[String]) -> Vec<Column> {
    keys.iter().filter_map(|key| column(key)).collect()
}
