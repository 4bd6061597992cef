//! What is typed in the open form outlives the program: its draft is kept while it holds changes,
//! and offered at the next start where it was not saved.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use egui::Context;
use jiff::tz::TimeZone;

use super::{App, Surfaces};
use crate::{
    command::Page,
    draft::{Draft, Since, differences, subject_of},
    jobs::{Found, Work},
    session::Action,
    store::{DraftError, DraftPlace, Left},
    ui::{dialogs::Dialog, notices::Level, unsaved::Unsaved},
    view::day_words,
};

/// How much time there is at least between two writings of a draft.
const PAUSE: Duration = Duration::from_secs(2);

/// The drafts of the open register that are on the disk, or on their way.
#[derive(Default)]
pub(super) struct Kept {
    /// That of the open form.
    open: Option<Open>,
    /// When one was last given to a worker.
    begun: Option<Instant>,
    /// Those whose changes are in the register and not on the disk yet.
    saved: Vec<Arc<DraftPlace>>,
    /// Those no longer needed.
    gone: Vec<Arc<DraftPlace>>,
    /// What was left behind by a window that is no more.
    left: Option<Left>,
    /// Whether the reader was asked about that.
    asked: bool,
    /// Whether drafts that were left behind are to be looked for.
    seeks: bool,
    /// Whether the last attempt failed, which is said but once.
    failed: bool,
}

/// The draft of a form.
struct Open {
    /// Where it is kept; none before it first was.
    place: Option<Arc<DraftPlace>>,
    /// The draft as last given to a worker, with why it is changed.
    last: (Draft, String),
    /// The form is closed.
    end: Option<End>,
}

/// What became of a form.
#[derive(Clone, Copy)]
enum End {
    /// Its changes are in the register.
    Saved,
    /// They are discarded or taken back.
    Gone,
}

impl Kept {
    /// Takes note that the form's changes are in the register.
    pub fn form_saved(&mut self) {
        self.end(End::Saved);
    }

    /// Takes note that another register was opened, or the same anew.
    pub fn register_opened(&mut self) {
        self.end(End::Gone);
        self.gone.append(&mut self.saved);
        (self.left, self.asked, self.seeks) = (None, false, true);
    }

    /// Looks again for drafts that were left behind.
    pub fn seek(&mut self) {
        self.seeks = true;
    }

    /// Leaves what was left behind where it is, for the next start.
    pub fn leave(&mut self) {
        if self.asked {
            (self.left, self.asked) = (None, false);
        }
    }

    /// Deletes what was left behind, and looks for more.
    pub fn discard(&mut self) {
        self.gone.extend(self.left.take().map(|left| Arc::new(left.place)));
        (self.asked, self.seeks) = (false, true);
    }

    /// Whether something is to be kept or deleted before the window may close.
    pub fn is_busy(&self) -> bool {
        self.open.is_some() || !self.saved.is_empty() || !self.gone.is_empty()
    }

    fn end(&mut self, end: End) {
        if let Some(open) = &mut self.open {
            open.end.get_or_insert(end);
        }
    }

    /// Puts the draft of a closed form with those to be deleted; no worker may be at it.
    fn put_away(&mut self) {
        let Some(Open { place, end, .. }) = self.open.take() else { return };
        match end {
            Some(End::Saved) => self.saved.extend(place),
            Some(End::Gone) | None => self.gone.extend(place),
        }
    }
}

impl App {
    /// Begins what the state of the open form calls for: keeping its draft, or deleting drafts
    /// that are no longer needed; and asks about one that was left behind.
    pub(super) fn keep_draft(&mut self, ctx: &Context) {
        let (Some(session), Some(places)) = (&self.session, &self.places) else { return };
        if self.jobs.is_running(Work::KeepingDraft) {
            return;
        }
        let kept = &mut self.kept;
        let form = self.surfaces.form.as_ref().filter(|form| form.is_changed());
        let draft = form.map(|form| (form.draft(), form.why()));
        if kept.open.as_ref().is_some_and(|open| open.end.is_some() || draft.is_none()) {
            kept.put_away();
        }
        if session.is_saved() {
            kept.gone.append(&mut kept.saved);
        }
        if !kept.gone.is_empty() {
            return self.jobs.drop_drafts(std::mem::take(&mut kept.gone));
        }
        if kept.seeks && !session.is_read_only() && !self.jobs.is_running(Work::SeekingDraft) {
            kept.seeks = false;
            let (places, path) = (places.clone(), session.path().clone());
            self.jobs.seek_draft(places, path, session.snapshot());
        }
        if let Some((draft, why)) = draft.filter(|(draft, why)| {
            let is_last = |open: &Open| open.last.0 == **draft && open.last.1 == *why;
            !kept.open.as_ref().is_some_and(is_last)
        }) {
            let waited = kept.begun.map_or(PAUSE, |begun| begun.elapsed());
            if let Some(wait) = PAUSE.checked_sub(waited).filter(|wait| !wait.is_zero()) {
                return ctx.request_repaint_after(wait);
            }
            kept.begun = Some(Instant::now());
            let place = kept.open.take().and_then(|open| open.place);
            let last = (draft.clone(), why.to_owned());
            kept.open = Some(Open { place: place.clone(), last: last.clone(), end: None });
            let (places, path) = (places.clone(), session.path().clone());
            self.jobs.keep_draft(places, path, place, last);
        }
    }

    /// Whether a draft is to be deleted before the window closes.
    pub(super) fn keeps_drafts(&self) -> bool {
        self.session.is_some() && self.places.is_some() && self.kept.is_busy()
    }

    /// Takes in where a draft is kept; a failure is said once.
    pub(super) fn draft_kept(&mut self, kept: Result<Arc<DraftPlace>, DraftError>) {
        match kept {
            Ok(place) => {
                self.kept.failed = false;
                match &mut self.kept.open {
                    Some(open) if open.place.as_ref().is_none_or(|at| Arc::ptr_eq(at, &place)) => {
                        open.place = Some(place);
                    }
                    _ => self.kept.gone.push(place),
                }
            }
            Err(error) => {
                if !std::mem::replace(&mut self.kept.failed, true) {
                    let words = error.words(self.lang);
                    self.surfaces.notices.push(Level::Warning, words, Vec::new());
                }
            }
        }
    }

    /// Takes in what was left behind.
    pub(super) fn draft_sought(&mut self, Found { left, unread }: Found) {
        for error in unread {
            self.surfaces.notices.push(Level::Warning, error.words(self.lang), Vec::new());
        }
        self.kept.left = left;
    }

    /// Asks about what was left behind, once no other question is open.
    pub(super) fn ask_about_draft(&mut self) {
        let Some(session) = &self.session else { return };
        let Surfaces { dialog, merge, mending, backups, choosing, form, .. } = &self.surfaces;
        let is_free = dialog.is_none() && merge.is_none() && !mending.is_open && backups.is_none();
        // Nor what is being typed is given up for what was left behind.
        let is_free = is_free && choosing.is_none() && form.is_none() && !session.is_read_only();
        let Some(left) = self.kept.left.as_ref().filter(|_| is_free && !self.kept.asked) else {
            return;
        };
        let (lang, register, kept) = (self.lang, session.register(), &left.kept);
        let (draft, since) = kept.draft.renewed(register);
        let typed = kept.typed.to_zoned_datetime(TimeZone::system());
        let time = typed.strftime("%H:%M").to_string();
        let day = day_words(lang, typed.date());
        let subject = subject_of(lang, register, &kept.draft);
        let key = match (is_new(&kept.draft), subject.is_empty()) {
            (false, _) => "kept.changed",
            (true, false) => "kept.new",
            (true, true) => "kept.unnamed",
        };
        let values = [("subject", &*subject), ("time", &*time), ("day", &*day)];
        let since = match since {
            Since::Same => None,
            Since::Changed => Some("kept.since_changed"),
            Since::Gone => Some("kept.since_gone"),
        };
        self.surfaces.dialog = Some(Dialog::Unsaved(Unsaved {
            words: lang.with(key, &values),
            since: since.map(|key| lang.t(key).into_owned()),
            differences: differences(lang, register, &draft),
        }));
        self.kept.asked = true;
    }

    /// Opens the form on what was left behind, against the record as it is now.
    pub(super) fn continue_draft(&mut self) {
        let (Some(session), Some(left)) = (&self.session, self.kept.left.take()) else { return };
        self.kept.asked = false;
        let (draft, _) = left.kept.draft.renewed(session.register());
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
        self.kept.put_away();
        let place = Some(Arc::new(left.place));
        let why = left.kept.why;
        self.kept.open = Some(Open { place, last: (left.kept.draft, why.clone()), end: None });
        self.open_form(draft, None);
        if let Some(form) = &mut self.surfaces.form {
            form.explain(why);
        }
    }
}

/// Whether a draft was begun as a new record.
fn is_new(draft: &Draft) -> bool {
    match draft {
        Draft::Case(draft) => draft.before.is_none(),
        draft => !draft.compares(),
    }
}
