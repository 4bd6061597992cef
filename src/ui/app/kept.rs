//! What is typed outlives the program: the open form, and each text in the place of that of a
//! damaged record, has a draft that is kept while it holds changes.

mod now;
mod leaving;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use egui::Context;

use super::{App, past::Present};
use crate::{
    command::Command,
    jobs::Work,
    store::{DraftError, DraftPlace, Typed},
    ui::{Intent, notices::Level},
};

use now::Now;

/// How much time there is at least between two writings of a draft.
const PAUSE: Duration = Duration::from_secs(2);

/// The drafts of the open register that are on the disk, or on their way.
#[derive(Default)]
pub(super) struct Kept {
    /// Those of what is being typed.
    open: Vec<Open>,
    /// Which of them a worker is writing.
    writing: Option<Of>,
    /// Those whose changes are in the register and not on the disk yet.
    saved: Vec<Saved>,
    /// Those no longer needed.
    gone: Vec<Arc<DraftPlace>>,
    /// Whether the last attempt failed, which is said but once.
    failed: bool,
}

/// What a draft is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// The open form.
    Form,
    /// The damaged record with this mark.
    Text(u64),
    /// A form whose changes are in the register.
    Saved,
}

/// The draft of what is being typed.
struct Open {
    of: Of,
    /// Where it is kept; none before it first was.
    place: Option<Arc<DraftPlace>>,
    /// As last given to a worker.
    last: Typed,
    begun: Instant,
    /// Whether that could not be written.
    failed: bool,
    /// The form is closed.
    end: Option<End>,
}

/// What became of a form.
enum End {
    /// Its changes, as they were typed last, are in the register.
    Saved(Box<Typed>),
    /// They are discarded or taken back.
    Gone,
}

/// A draft whose changes are in the register.
struct Saved {
    place: Option<Arc<DraftPlace>>,
    /// What is not on the disk as it was typed last, and since when.
    due: Option<(Typed, Instant)>,
}

impl Open {
    /// Whether it is on the disk, or what was typed before it.
    fn is_safe(&self) -> bool {
        self.place.is_some() && !self.failed
    }
}

impl Kept {
    /// Takes note that the form's changes are in the register. Until they are on the disk, which
    /// may have to wait, their draft is kept as they were typed last.
    pub fn form_saved(&mut self, typed: Typed) {
        if self.of(Of::Form).is_some() {
            self.end_form(End::Saved(typed.into()));
        } else {
            self.saved.push(Saved { place: None, due: Some((typed, Instant::now())) });
        }
    }

    /// Takes note that another register was opened, or the same anew. The form was asked about
    /// before; texts are let go of, for when their register is opened again.
    pub fn register_opened(&mut self) {
        self.end_form(End::Gone);
        self.open.retain(|open| open.of == Of::Form);
        self.drop_saved();
    }

    /// Takes note that all that is in the register is on the disk, or given up.
    fn drop_saved(&mut self) {
        self.gone.extend(self.saved.drain(..).filter_map(|saved| saved.place));
    }

    /// Goes on with what was left behind, in its place.
    pub fn take_up(&mut self, of: Of, place: DraftPlace, last: Typed) {
        self.put_away(|open| open.of == of, |_| false);
        let place = Some(Arc::new(place));
        self.open.push(Open { of, place, last, begun: Instant::now(), failed: false, end: None });
    }

    /// Deletes what was left behind.
    pub fn discard(&mut self, places: impl Iterator<Item = DraftPlace>) {
        self.gone.extend(places.map(Arc::new));
    }

    fn end_form(&mut self, end: End) {
        if let Some(form) = self.open.iter_mut().find(|open| open.of == Of::Form) {
            form.end.get_or_insert(end);
        }
    }

    fn of(&self, of: Of) -> Option<&Open> {
        self.open.iter().find(|open| open.of == of)
    }

    /// Whether something is on the disk as it is now.
    fn is_kept(&self, now: Now) -> bool {
        self.is_given(now) && self.of(now.of()).is_some_and(Open::is_safe)
    }

    /// Whether something was given to a worker as it is now.
    fn is_given(&self, now: Now) -> bool {
        self.of(now.of()).is_some_and(|open| now.is(&open.last))
    }

    /// How long something is to wait before it is given to a worker.
    fn wait(&self, now: Now) -> Duration {
        let begun = self.of(now.of()).map(|open| open.begun);
        begun.map_or(Duration::ZERO, |begun| PAUSE.saturating_sub(begun.elapsed()))
    }

    /// Takes note that something is given to a worker; gives it, and its place.
    fn give(&mut self, now: Now) -> (Option<Arc<DraftPlace>>, Typed) {
        let (of, what) = (now.of(), now.to_typed());
        let place = self.of(of).and_then(|open| open.place.clone());
        self.open.retain(|open| open.of != of);
        let (last, begun) = (what.clone(), Instant::now());
        self.open.push(Open { of, place: place.clone(), last, begun, failed: false, end: None });
        self.writing = Some(of);
        (place, what)
    }

    /// Puts drafts with those to be deleted, now or once all is on the disk.
    fn put_away(&mut self, which: impl Fn(&Open) -> bool, is_taken: impl Fn(Of) -> bool) {
        for Open { of, place, last, end, .. } in self.open.extract_if(.., |open| which(open)) {
            let due = match end {
                Some(End::Saved(typed)) => (*typed != last).then(|| (*typed, Instant::now())),
                None if is_taken(of) => None,
                Some(End::Gone) | None => {
                    self.gone.extend(place);
                    continue;
                }
            };
            self.saved.push(Saved { place, due });
        }
    }

    /// How long the first draft that is due is to wait.
    fn wait_saved(&self) -> Option<Duration> {
        let due = self.saved.iter().find_map(|saved| saved.due.as_ref());
        due.map(|(_, since)| PAUSE.saturating_sub(since.elapsed()))
    }

    /// Takes note that the first draft that is due is given to a worker; gives it, and its place.
    fn give_saved(&mut self) -> Option<(Option<Arc<DraftPlace>>, Typed)> {
        let due = self.saved.iter_mut().find(|saved| saved.due.is_some())?;
        let (typed, _) = due.due.take()?;
        self.writing = Some(Of::Saved);
        Some((due.place.clone(), typed))
    }
}

impl App {
    /// Begins what the state of what is typed calls for: keeping a draft, or deleting drafts that
    /// are no longer needed.
    pub(super) fn keep_drafts(&mut self, ctx: &Context) {
        let session = Present::or(&self.present, &self.session);
        let (Some(session), Some(places)) = (session, &self.places) else { return };
        if self.jobs.is_running(Work::KeepingDraft) {
            return;
        }
        let kept = &mut self.kept;
        let mended = |of| match of {
            Of::Form | Of::Saved => Some(false),
            Of::Text(mark) => session.manuscript().is_mended(mark),
        };
        let typed: Vec<_> = Now::all(&self.surfaces, session).collect();
        let is_typed = |of| typed.iter().any(|now| now.of() == of);
        let is_taken = |of| mended(of) == Some(true);
        kept.put_away(|open| open.end.is_some() || !is_typed(open.of), is_taken);
        if session.is_saved() {
            kept.drop_saved();
        }
        if !kept.gone.is_empty() {
            return self.jobs.drop_drafts(std::mem::take(&mut kept.gone));
        }
        match kept.wait_saved() {
            Some(Duration::ZERO) => {
                let Some((place, what)) = kept.give_saved() else { return };
                let (places, path) = (places.clone(), session.path().clone());
                return self.jobs.keep_draft(places, path, place, what);
            }
            Some(wait) => ctx.request_repaint_after(wait),
            None => {}
        }
        let next = typed.iter().filter(|now| !kept.is_given(**now));
        if let Some(now) = next.min_by_key(|now| kept.wait(**now)) {
            match kept.wait(*now) {
                wait if wait.is_zero() || self.closing => {
                    let (place, what) = kept.give(*now);
                    let (places, path) = (places.clone(), session.path().clone());
                    return self.jobs.keep_draft(places, path, place, what);
                }
                wait => ctx.request_repaint_after(wait),
            }
        }
        // What was typed over a text that the file no longer has is offered as if left behind.
        let is_over = |now: &&Now| mended(now.of()).is_none() && kept.is_kept(**now);
        let over: Vec<_> = typed.iter().filter(is_over).map(|now| now.of()).collect();
        kept.open.retain(|open| !over.contains(&open.of));
        for of in over {
            if let Of::Text(mark) = of {
                self.surfaces.mending.forget(mark);
            }
            self.left.seek();
        }
        self.seek_left();
    }

    /// Whether a draft is to be kept or deleted before the window closes.
    pub(super) fn keeps_drafts(&self) -> bool {
        let session = Present::or(&self.present, &self.session);
        let (Some(session), Some(_)) = (session, &self.places) else { return false };
        let kept = &self.kept;
        let mut texts = Now::texts(&self.surfaces, session);
        let is_over =
            |open: &Open| !Now::texts(&self.surfaces, session).any(|now| now.of() == open.of);
        !kept.saved.is_empty()
            || !kept.gone.is_empty()
            || kept.open.iter().any(is_over)
            || texts.any(|now| !kept.is_given(now))
    }

    /// Takes in where a draft is kept; a failure is said once.
    pub(super) fn draft_kept(&mut self, result: Result<Arc<DraftPlace>, DraftError>) {
        let kept = &mut self.kept;
        let writing = kept.writing.take();
        let mut open = kept.open.iter_mut().find(|open| Some(open.of) == writing);
        let is_at = |at: &Option<Arc<DraftPlace>>, place| {
            at.as_ref().is_none_or(|at| Arc::ptr_eq(at, place))
        };
        let mut given = kept.saved.iter_mut().filter(|saved| saved.due.is_none());
        match result {
            Ok(place) if writing == Some(Of::Saved) => {
                kept.failed = false;
                match given.find(|saved| is_at(&saved.place, &place)) {
                    Some(saved) => saved.place = Some(place),
                    None => kept.gone.push(place),
                }
            }
            Ok(place) => {
                kept.failed = false;
                match open {
                    Some(open) if is_at(&open.place, &place) => {
                        open.place = Some(place);
                    }
                    _ => kept.gone.push(place),
                }
            }
            Err(error) => {
                if let Some(open) = &mut open {
                    open.failed = true;
                }
                if !std::mem::replace(&mut kept.failed, true) {
                    let words = error.words(self.lang);
                    self.surfaces.notices.push(Level::Warning, words, Vec::new());
                }
                if std::mem::take(&mut self.closing) {
                    self.asks_to_lose_texts(&Intent::Command(Command::Quit));
                }
            }
        }
    }
}
