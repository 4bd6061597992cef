//! What was typed and left behind by a window that is no more is offered: each form for itself, the
//! texts of damaged records together.

use jiff::tz::TimeZone;

use super::{App, Surfaces, kept::Of};
use crate::{
    command::Page,
    draft::{Draft, Since, differences, subject_of},
    jobs::{Found, Work},
    lang::Lang,
    register::Register,
    session::Action,
    store::{KeptDraft, Left, Typed},
    ui::{
        dialogs::Dialog,
        notices::Level,
        unsaved::{Text, Unsaved},
    },
    view::day_words,
};

/// What was left behind by windows that are no more; no other window takes it meanwhile.
#[derive(Default)]
pub(super) struct LeftBehind {
    /// What the reader was not asked about yet.
    found: Vec<Left>,
    /// What the open question is about.
    asked: Vec<Left>,
    /// What is left where it is, for the next start.
    put_off: Vec<Left>,
    /// Whether more is to be looked for.
    seeks: bool,
}

/// What a question is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    /// A form.
    Form,
    /// Texts of records that are damaged still.
    Texts,
    /// Texts of records that were mended or changed otherwise.
    Over,
}

impl LeftBehind {
    /// Nothing is known of a register just opened.
    pub fn unknown() -> Self {
        Self { seeks: true, ..Self::default() }
    }

    /// Looks again for what was left behind.
    pub fn seek(&mut self) {
        self.seeks = true;
    }

    /// Leaves what was asked about where it is, for the next start.
    pub fn put_off(&mut self) {
        self.put_off.append(&mut self.asked);
    }
}

impl App {
    /// Begins to look for what was left behind, where that is called for.
    pub(super) fn seek_left(&mut self) {
        let (Some(session), Some(places)) = (&self.session, &self.places) else { return };
        if self.left.seeks && !session.is_read_only() && !self.jobs.is_running(Work::SeekingDrafts)
        {
            self.left.seeks = false;
            self.jobs.seek_drafts(places.clone(), session);
        }
    }

    /// Takes in what was left behind.
    pub(super) fn drafts_sought(&mut self, Found { left, unread }: Found) {
        for error in unread {
            self.surfaces.notices.push(Level::Warning, error.words(self.lang), Vec::new());
        }
        self.left.found.extend(left);
    }

    /// Asks about what was left behind, once no other question is open.
    pub(super) fn ask_about_left(&mut self) {
        let Some(session) = &self.session else { return };
        let Surfaces { dialog, merge, mending, backups, choosing, form, .. } = &self.surfaces;
        let is_free = dialog.is_none() && merge.is_none() && !mending.is_open && backups.is_none();
        // Nor what is being typed is given up for what was left behind.
        let is_free = is_free && choosing.is_none() && form.is_none() && !session.is_read_only();
        let LeftBehind { found, asked, .. } = &mut self.left;
        if !is_free || found.is_empty() && asked.is_empty() {
            return;
        }
        // A question that another one took the place of is asked again.
        found.append(asked);
        let about = |left: &Left| match mark(left) {
            None => Some(About::Form),
            Some(mark) if mending.is_typed(mark) => None,
            Some(mark) if session.manuscript().is_mended(mark) == Some(false) => Some(About::Texts),
            Some(_) => Some(About::Over),
        };
        let Some(first) = found.iter().find_map(about) else { return };
        // One form at a time, and one text of each record.
        let mut marks = Vec::new();
        let is_asked = |left: &mut Left| {
            let is_asked = about(left) == Some(first) && !marks.contains(&mark(left));
            marks.extend(is_asked.then(|| mark(left)));
            is_asked
        };
        asked.extend(found.extract_if(.., is_asked));
        let (lang, register) = (self.lang, session.register());
        let unsaved = unsaved(lang, register, asked, first == About::Over);
        self.surfaces.dialog = Some(Dialog::Unsaved(unsaved));
    }

    /// Opens the form on what was left behind, against the record as it is now; or the damaged
    /// records with the texts that were typed.
    pub(super) fn continue_left(&mut self) {
        for Left { kept, place } in std::mem::take(&mut self.left.asked) {
            match &kept.what {
                Typed::Form { draft, why } => {
                    self.continue_form(draft, why.clone());
                    self.kept.take_up(Of::Form, place, kept.what);
                }
                Typed::Text(text) => {
                    let mark = text.mark();
                    self.surfaces.mending.continue_text(mark, text.clone());
                    self.kept.take_up(Of::Text(mark), place, kept.what);
                }
            }
        }
    }

    fn continue_form(&mut self, draft: &Draft, why: String) {
        let Some(session) = &self.session else { return };
        let (draft, _) = draft.renewed(session.register());
        self.page = match &draft {
            Draft::Case(_) if !self.page.is_of_cases() => Page::Cases,
            Draft::Case(_) | Draft::About(_) => self.page,
            Draft::Source(_) => Page::Sources,
            Draft::Total(_) => Page::Totals,
            Draft::Event(_) => Page::Events,
        };
        if let Draft::Case(draft) = &draft
            && let Some((_, case)) = &draft.before
        {
            self.act(Action::Case(case.id.clone()));
        }
        self.open_form(draft, None);
        if let Some(form) = &mut self.surfaces.form {
            form.explain(why);
        }
    }

    /// Deletes what was left behind and asked about.
    pub(super) fn discard_left(&mut self) {
        self.kept.discard(self.left.asked.drain(..).map(|left| left.place));
    }
}

/// What was left behind, in words; texts may be of records that are `over`, damaged no longer.
fn unsaved(lang: Lang, register: &Register, asked: &[Left], over: bool) -> Unsaved {
    let typed = asked.iter().map(|left| left.kept.typed).max().unwrap_or_default();
    let typed = typed.to_zoned_datetime(TimeZone::system());
    let (time, day) = (typed.strftime("%H:%M").to_string(), day_words(lang, typed.date()));
    let words =
        |key, (name, value)| lang.with(key, &[(name, value), ("time", &*time), ("day", &*day)]);
    if let [Left { kept: KeptDraft { what: Typed::Form { draft, .. }, .. }, .. }] = asked {
        let subject = subject_of(lang, register, draft);
        let key = match (is_new(draft), subject.is_empty()) {
            (false, _) => "kept.changed",
            (true, false) => "kept.new",
            (true, true) => "kept.unnamed",
        };
        let (draft, since) = draft.renewed(register);
        let since = match since {
            Since::Same => None,
            Since::Changed => Some("kept.since_changed"),
            Since::Gone => Some("kept.since_gone"),
        };
        return Unsaved {
            since: since.map(|key| lang.t(key).into_owned()),
            differences: differences(lang, register, &draft),
            ..Unsaved::of(words(key, ("subject", &subject)))
        };
    }
    let texts = asked.iter().filter_map(|left| match &left.kept.what {
        Typed::Text(text) => Some(if over { Text::whole(text) } else { Text::changed(text) }),
        Typed::Form { .. } => None,
    });
    Unsaved {
        since: over.then(|| lang.t("kept.texts_over").into_owned()),
        texts: texts.collect(),
        can_continue: !over,
        ..Unsaved::of(words("kept.texts", ("title", &lang.t("mending.title"))))
    }
}

/// The mark of the record whose text a draft holds.
fn mark(left: &Left) -> Option<u64> {
    match &left.kept.what {
        Typed::Form { .. } => None,
        Typed::Text(text) => Some(text.mark()),
    }
}

/// Whether a draft was begun as a new record.
fn is_new(draft: &Draft) -> bool {
    match draft {
        Draft::Case(draft) => draft.before.is_none(),
        draft => !draft.compares(),
    }
}
