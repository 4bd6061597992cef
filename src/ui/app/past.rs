//! The history: reading it, taking one change back, and the register as it stood earlier.

use jiff::Timestamp;

use super::{App, Saving};
use crate::{
    command::{Command, Page},
    jobs::{Then, Weighed, Work},
    lang::Lang,
    merge::{Conflict, Reversal, Side, Speaker, Value},
    register::Recorded,
    session::{Action, Session, entry_words, recorded_words},
    store::HistoryError,
    ui::{
        Intent,
        dialogs::{Answer, Dialog},
        notices::Level,
        pages::Pages,
        reverting::Reverting,
        sides::{Card, Choice},
    },
};

/// How much of what would change is shown before it is done.
const SHOWN: usize = 100;

/// The register as it is, while it is shown as it stood earlier.
pub(super) struct Present {
    session: Session,
    saving: Saving,
    /// The number of the change after which it is shown, and when that was recorded.
    then: (u64, Timestamp),
}

impl Present {
    /// When the register stood as it is shown instead.
    pub fn words(&self, lang: Lang) -> String {
        let (n, at) = self.then;
        let ([day, time], n) = (recorded_words(lang, at), n.to_string());
        let values = [("day", &*day), ("time", &*time), ("n", &*n)];
        lang.with("history.as_recorded.banner", &values)
    }

    /// The register as it is.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The register as it is, whichever is shown.
    pub fn or<'a>(present: &'a Option<Self>, shown: &'a Option<Session>) -> Option<&'a Session> {
        present.as_ref().map(Self::session).or(shown.as_ref())
    }

    /// The same, to be changed.
    pub fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }
}

impl App {
    /// Begins to read the history, and what the chosen line tells.
    pub(super) fn recall(&mut self) {
        let Some(session) = &self.session else { return };
        let history = &self.surfaces.pages.history;
        if !self.jobs.is_running(Work::Recalling)
            && let Some(known) = history.wanted(session)
        {
            return self.jobs.recall(session, known);
        }
        if !self.jobs.is_running(Work::Telling)
            && let (Some(past), Some(line)) = (history.past().cloned(), history.untold())
        {
            self.jobs.tell(session, past, line);
        }
    }

    /// Whether the name that a change is recorded under is to be asked for first.
    pub(super) fn asks_name(&self, intent: &Intent) -> bool {
        let is_open = self.session.as_ref().is_some_and(|session| !session.is_read_only());
        let changes = match intent {
            Intent::Command(command @ (Command::SaveForm | Command::Undo | Command::Redo)) => {
                command.is_enabled(self.situation())
            }
            Intent::Act(action) => action.changes(),
            Intent::Answer(answer) => {
                matches!(**answer, Answer::Save(_) | Answer::Delete(_) | Answer::Revert(..))
            }
            _ => false,
        };
        is_open && changes && self.settings.who.is_none()
    }

    /// Why nothing can be changed, by its key in the texts.
    pub(super) fn read_only_key(&self) -> &'static str {
        match self.present {
            Some(_) => "history.as_recorded.read_only",
            None => "notice.read_only_here",
        }
    }

    /// Shows every recorded change of the current case.
    pub(super) fn show_history(&mut self) {
        let Some((_, case)) = self.session.as_ref().and_then(Session::current) else { return };
        self.surfaces.pages.history.show_only(case.clone());
        self.page = Page::History;
    }

    /// Begins to find out what taking a change back would do.
    pub(super) fn weigh(&mut self, at: usize) {
        let (Some(session), Some(past)) = (&self.session, self.surfaces.pages.history.past())
        else {
            return;
        };
        if let Some(mark) = past.marks().get(at).filter(|_| !session.is_read_only()) {
            self.jobs.weigh(session, past.clone(), mark.clone());
        }
    }

    /// Asks whether to take a change back, with what that would do.
    pub(super) fn ask_to_revert(&mut self, weighed: Result<Weighed, HistoryError>) {
        let Weighed { line, told, reversal, now } = match weighed {
            Ok(weighed) => weighed,
            Err(error) => return self.say_error(error.words(self.lang)),
        };
        let lang = self.lang;
        let Reversal { differences, reverted, .. } = &*reversal;
        let speaker = Speaker { lang, registers: [&now, reverted] };
        let shown = differences.iter().take(SHOWN).map(|it| speaker.difference(it)).collect();
        let speaker = Speaker { lang, registers: [&now, &told.before] };
        let value = |value: &Option<Value>| match value {
            Some(value) => speaker.value(value),
            None => lang.t("history.nothing").into_owned(),
        };
        let card =
            |key: &str, value| Card { label: lang.t(key).into_owned(), by: String::new(), value };
        let choice = |Conflict { piece, base, ours, theirs }: &Conflict| {
            let made = lang.with("history.reverting.made", &[("value", &value(base))]);
            let cards = [
                card("history.reverting.now", value(ours)),
                card("history.reverting.then", value(theirs)),
            ];
            Choice::new(speaker.about(piece), made, cards, Some(Side::Ours))
        };
        let [day, time] = recorded_words(lang, line.at);
        let what = entry_words(lang, &line.what);
        let values = [("what", &*what), ("day", &*day), ("time", &*time)];
        self.surfaces.dialog = Some(Dialog::Revert(Box::new(Reverting {
            words: lang.with("history.reverting.words", &values),
            would: (shown, differences.len()),
            against: reversal.against().iter().map(choice).collect(),
            reversal,
            why: String::new(),
        })));
    }

    /// Begins to work out the register as it stood after a change.
    pub(super) fn go_back(&mut self, at: usize) {
        // Whichever is shown, the way back begins at the present.
        let Some(session) = Present::or(&self.present, &self.session) else { return };
        let Some(past) = self.surfaces.pages.history.past() else { return };
        if session.is_saved() {
            let as_of = session.view().as_of();
            self.jobs.go_back(session, past.clone(), at, as_of);
        } else {
            let words = self.lang.t("history.notice.unsaved");
            self.surfaces.notices.push(Level::Warning, words, Vec::new());
        }
    }

    /// Shows the register as it stood, to read only, in the place of the present.
    pub(super) fn show_then(&mut self, then: Result<Then, HistoryError>) {
        let Then { line, loaded } = match then {
            Ok(then) => then,
            Err(HistoryError::Cancelled) => return,
            Err(error) => {
                let why = error.words(self.lang);
                let words = self.lang.with("history.notice.not_then", &[("why", &why)]);
                return self.surfaces.notices.push(Level::Warning, words, Vec::new());
            }
        };
        let is_saved = self.session.as_ref().is_some_and(Session::is_saved);
        if self.surfaces.form.is_some() || !is_saved {
            // Something was begun meanwhile, which comes first.
            return;
        }
        let day = line.at.to_zoned_datetime(jiff::tz::TimeZone::system()).date();
        let mut session = Session::of_then(loaded, Recorded { day, change: line.n });
        if let Some((_, case)) = self.session.as_ref().and_then(Session::current) {
            // Whoever was looked at is looked at then, where the case was there already.
            let looked = session.perform(Action::Case(case.id.clone()));
            debug_assert!(looked.is_ok(), "choosing changes nothing");
        }
        let then = (line.n, line.at);
        let shown = self.session.replace(session);
        let saving = std::mem::take(&mut self.saving);
        self.present = match self.present.take() {
            Some(present) => Some(Present { then, ..present }),
            None => shown.map(|session| Present { session, saving, then }),
        };
        self.begin_anew();
        self.page = Page::Cases;
    }

    /// Shows the register as it is.
    pub(super) fn show_present(&mut self) {
        let Some(Present { session, saving, .. }) = self.present.take() else { return };
        (self.session, self.saving) = (Some(session), saving);
        self.begin_anew();
        self.page = Page::History;
    }

    /// Forgets what the pages and workers know of the register shown before; its history stays.
    fn begin_anew(&mut self) {
        self.forget_work();
        let mut history = std::mem::take(&mut self.surfaces.pages.history);
        history.reread();
        self.surfaces.pages = Pages::default();
        self.surfaces.pages.history = history;
        self.surfaces.search.clear();
        self.surfaces.table.wants_focus = true;
    }
}
