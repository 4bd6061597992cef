//! What workers have done, and what is to be begun.

use std::time::Duration;

use egui::{Context, ViewportCommand};

use super::{App, Saving, Setup, Surfaces, perform::set_theme};
use crate::{
    command::{Command, Page},
    export::Product,
    jobs::{Done, Jobs, Work},
    lang::Lang,
    session::{Action, Session},
    store::{LoadError, SaveError},
    ui::{
        Intent,
        dialogs::{Dialog, Opening},
        notices::Level,
        palette::PaletteAnswer,
        path_field::PathAnswer,
    },
    view::Column,
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
            kept: super::kept::Kept::default(),
            left: super::left::LeftBehind::default(),
            backing: super::backups::Backing::default(),
            access: crate::store::Access::Unlocked,
            watcher: None,
            meetings: super::meeting::Meetings::default(),
            present: None,
            name: String::new(),
            export: None,
            create: None,
            next: None,
            pending: Vec::new(),
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
            (Some(path), _) => this.begin(Opening::File(path)),
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
        this.jobs.read_land();
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

    /// Takes in what workers and file dialogs have done, and the turn of the day.
    pub(super) fn take_in(&mut self, ctx: &Context) {
        for done in self.jobs.done() {
            self.done(done, ctx);
        }
        self.look_around(ctx);
        if let Some(picked) = self.picker.picked() {
            self.picked(picked);
        }
        self.turn_of_day();
        self.ask_to_close(ctx);
        // A window that is hidden is not drawn, but what was typed in it is to be kept.
        self.keep_drafts(ctx);
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
        let writes = [Work::Copying, Work::Exporting, Work::KeepingDraft, Work::BackingUp]
            .iter()
            .any(|work| self.jobs.is_running(*work));
        if form.is_some_and(|form| form.is_changed()) {
            self.ask_to_leave(Intent::Command(Command::Quit));
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        } else if self.asks_to_lose_texts(&Intent::Command(Command::Quit)) {
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
        } else if writes || self.keeps_drafts() || self.backing.is_busy() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.closing = true;
        }
    }

    /// Begins what the changes of this frame call for: saving, checking.
    pub(super) fn keep_up(&mut self, ctx: &Context) {
        self.keep_drafts(ctx);
        self.ask_about_left();
        self.keep_backups();
        self.keep_meeting();
        let meets = self.meetings.holds_saving() || self.jobs.is_running(Work::Meeting);
        let meets = meets || self.surfaces.choosing.is_some();
        let Some(session) = &mut self.session else { return self.close_once_done(ctx) };
        let revision = session.revision();
        let waits = self.saving.failed.is_some() && self.saving.tried == revision;
        if !session.is_saved() && !waits && !meets && !self.jobs.is_running(Work::Saving) {
            self.saving.tried = revision;
            self.backing.saving(session);
            self.jobs.save(session, self.settings.who.clone().unwrap_or_default());
            self.saving.forget_failure(&mut self.surfaces.notices);
        }
        if self.saving.digested != revision && !self.jobs.is_running(Work::Digesting) {
            self.jobs.digest(session.snapshot(), revision);
        }
        match self.page {
            Page::Map => self.gather(ctx),
            Page::Changes => self.compare(ctx),
            Page::Timeline => self.order(ctx),
            Page::Sources => self.support(ctx),
            Page::History => self.recall(),
            _ => {}
        }
        let is_saved = self.session.as_ref().is_some_and(Session::is_saved);
        if is_saved && let Some(next) = self.next.take() {
            self.begin(next);
        }
        self.close_once_done(ctx);
    }

    /// Closes the window, where it waits for no more than that nothing is under way.
    fn close_once_done(&mut self, ctx: &Context) {
        let is_saved = self.session.as_ref().is_none_or(Session::is_saved);
        let is_done = self.is_idle() && !self.keeps_drafts() && !self.backing.is_busy();
        if self.closing && is_saved && is_done {
            self.closing = false;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn done(&mut self, done: Done, ctx: &Context) {
        match done {
            Done::Opened(path, loaded) => match *loaded {
                Ok((loaded, access)) => self.opened(Session::new(loaded), access, ctx),
                Err(LoadError::Cancelled) => {}
                Err(error) => self.say_load_error(&path, &error),
            },
            Done::Saved(revision, Ok(stamp)) => {
                self.saving.at = Some(jiff::ZonedDateTime::now().strftime("%H:%M").to_string());
                if let Some(watcher) = &self.watcher {
                    watcher.know(stamp.clone());
                }
                if let Some(session) = &mut self.session {
                    session.set_saved(revision, stamp);
                    self.backing.saved(revision);
                }
            }
            Done::Saved(_, Err(SaveError::Changed { .. })) => self.meetings.want(),
            Done::Saved(_, Err(error)) => self.say_save_error(&error),
            Done::Asked(access) => self.asked(access),
            Done::Met(revision, stamp, met) => self.met(revision, stamp, *met),
            Done::Copied(path, Ok(())) => self.say_written("notice.copied", &path),
            Done::Copied(_, Err(error)) => self.say_error(error.words(self.lang)),
            Done::Exported(Product::Summary, path, Ok(())) => {
                self.say_exported("notice.exported", &path);
            }
            Done::Exported(Product::Picture, path, Ok(())) => {
                self.say_exported("notice.picture_saved", &path);
            }
            Done::Exported(Product::Changes, path, Ok(())) => {
                self.say_exported("changes.exported", &path);
            }
            Done::Exported(_, _, Err(error)) => {
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
            Done::Compared(revision, changes) => {
                self.surfaces.pages.changes.take_in(revision, changes);
            }
            Done::Supported(turn, all, support) => self.take_in_support(turn, all, *support),
            Done::Ordered(revision, chronology) => {
                self.surfaces.pages.timeline.table.take_in(revision, *chronology);
            }
            Done::Gathered(versions, gathering) => self.take_in_gathering(versions, *gathering),
            Done::Backups(done) => self.backups_done(*done),
            Done::Recalled(revision, past) => {
                self.surfaces.pages.history.take_in(revision, past);
            }
            Done::LineTold(at, told) => self.surfaces.pages.history.take_in_told(at, *told),
            Done::Weighed(weighed) => self.ask_to_revert(*weighed),
            Done::Reversed(Some(step)) => self.act(Action::Perform(*step)),
            Done::Reversed(None) => {
                let words = self.lang.t("history.reverting.nothing");
                self.surfaces.notices.push(Level::Info, words, Vec::new());
            }
            Done::StoodThen(then) => self.show_then(*then),
            Done::Named(name) => self.name = name,
            Done::DraftsSought(found) => self.drafts_sought(found),
            Done::DraftKept(kept) => self.draft_kept(kept),
            Done::LandRead
            | Done::Unlocked
            | Done::Kept(Ok(()))
            | Done::DraftLeft(Ok(()))
            | Done::DraftsDropped(Ok(()))
            | Done::Revealed(Ok(())) => {}
            Done::DraftLeft(Err(error)) | Done::DraftsDropped(Err(error)) => {
                self.say_error(error.words(self.lang));
            }
            Done::Kept(Err(error)) => self.say_error(error.words(self.lang)),
            Done::Broke(work) => self.say_broke(work),
            Done::Revealed(Err(error)) => {
                self.say_error(self.lang.with("notice.not_revealed", &[("why", &error)]));
            }
        }
    }

    /// Says that work broke off by a fault of the program. What was to be saved is not, nor is it
    /// tried again and again: what someone else wrote is met before anything is saved.
    fn say_broke(&mut self, work: Work) {
        let words = self.lang.t("notice.broke").into_owned();
        if matches!(work, Work::Saving | Work::Meeting)
            && let Some(session) = self.session.as_ref().filter(|session| !session.is_saved())
        {
            self.saving.tried = session.revision();
            self.saving.failed = Some(words.clone());
            (self.closing, self.next) = (false, None);
        }
        self.say_error(words);
    }

    pub(super) fn say_error(&mut self, words: String) {
        self.surfaces.notices.push(Level::Error, words, Vec::new());
    }

    /// Says that an export is there, and what it lacks.
    fn say_exported(&mut self, key: &str, path: &std::path::Path) {
        self.say_written(key, path);
        let manuscript = self.session.as_ref().map(Session::manuscript);
        let damaged = manuscript.map_or(0, |manuscript| manuscript.damaged().count());
        if damaged > 0 {
            let words = self.lang.count("mending.exported", damaged);
            self.surfaces.notices.push(Level::Warning, words, Vec::new());
        }
    }

    fn say_written(&mut self, key: &str, path: &std::path::Path) {
        let words = self.lang.with(key, &[("path", &path.display().to_string())]);
        self.surfaces.notices.push(Level::Info, words, Vec::new());
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

fn column(key: &str) -> Option<Column> {
    Column::ALL.into_iter().find(|column| column.key() == key)
}

fn columns(keys: &[String]) -> Vec<Column> {
    keys.iter().filter_map(|key| column(key)).collect()
}
