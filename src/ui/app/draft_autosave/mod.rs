//! What is typed outlives the program: the open form, and each text in the place of that of a
//! damaged record, has a draft that is kept while it holds changes.

mod snapshot;
mod leaving;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use egui::Context;

use crate::{
    commands::Command,
    jobs::JobKind,
    store::drafts::{DraftSlot, draft_file::DraftContent, error::DraftError},
    ui::{
        app::{App, draft_autosave::snapshot::DraftSnapshot, history_view::ReturnPoint},
        intent::Intent,
        modals::repair::RepairDialog,
        panels::notices::NoticeLevel,
    },
};

/// How much time there is at least between two writings of a draft.
const AUTOSAVE_INTERVAL: Duration = Duration::from_secs(2);

/// The drafts of the open register that are on the disk, or on their way.
#[derive(Default)]
pub(super) struct DraftAutosave {
    /// Those of what is being typed.
    open_drafts: Vec<OpenDraft>,
    /// Which of them a worker is writing.
    writing: Option<DraftSource>,
    /// Those whose changes are in the register and not on the disk yet.
    saved_drafts: Vec<SavedDraft>,
    /// Those no longer needed.
    obsolete_slots: Vec<Arc<DraftSlot>>,
    /// Whether the last attempt failed, which is said but once.
    has_failed: bool,
}

/// What a draft is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DraftSource {
    /// The open form.
    Form,
    /// The damaged record with this mark.
    RepairText(u64),
    /// A form whose changes are in the register.
    SavedForm,
}

/// The draft of what is being typed.
struct OpenDraft {
    source: DraftSource,
    /// Where it is kept; none before it first was.
    slot: Option<Arc<DraftSlot>>,
    /// As last given to a worker.
    last_submitted: DraftContent,
    submitted_at: Instant,
    /// Whether that could not be written.
    has_failed: bool,
    /// The form is closed.
    outcome: Option<FormOutcome>,
}

/// What became of a form.
enum FormOutcome {
    /// Its changes, as they were typed last, are in the register.
    Saved(Box<DraftContent>),
    /// They are discarded or taken back.
    Discarded,
}

/// A draft whose changes are in the register.
struct SavedDraft {
    slot: Option<Arc<DraftSlot>>,
    /// What is not on the disk as it was typed last, and since when.
    pending: Option<(DraftContent, Instant)>,
}

impl OpenDraft {
    /// Whether it is on the disk, or what was typed before it.
    fn is_safe(&self) -> bool {
        self.slot.is_some() && !self.has_failed
    }
}

impl DraftAutosave {
    /// Takes note that the form's changes are in the register. Until they are on the disk, which
    /// may have to wait, their draft is kept as they were typed last.
    pub fn add_saved_form(&mut self, typed: DraftContent) {
        if self.draft_from(DraftSource::Form).is_some() {
            self.close_form(FormOutcome::Saved(typed.into()));
        } else {
            self.saved_drafts
                .push(SavedDraft { slot: None, pending: Some((typed, Instant::now())) });
        }
    }

    /// Takes note that another register was opened, or the same anew. The form was asked about
    /// before; texts are let go of, for when their register is opened again.
    pub fn reset_for_register(&mut self) {
        self.close_form(FormOutcome::Discarded);
        self.open_drafts.retain(|open| open.source == DraftSource::Form);
        self.discard_saved();
    }

    /// Takes note that all that is in the register is on the disk, or given up.
    fn discard_saved(&mut self) {
        self.obsolete_slots.extend(self.saved_drafts.drain(..).filter_map(|saved| saved.slot));
    }

    /// Goes on with what was left behind, in its place.
    pub fn adopt(&mut self, source: DraftSource, slot: DraftSlot, last: DraftContent) {
        self.retire(|open| open.source == source, |_| false);
        let place = Some(Arc::new(slot));
        self.open_drafts.push(OpenDraft {
            source,
            slot: place,
            last_submitted: last,
            submitted_at: Instant::now(),
            has_failed: false,
            outcome: None,
        });
    }

    /// Deletes what was left behind.
    pub fn discard_slots(&mut self, slots: impl Iterator<Item = DraftSlot>) {
        self.obsolete_slots.extend(slots.map(Arc::new));
    }

    fn close_form(&mut self, outcome: FormOutcome) {
        if let Some(form) =
            self.open_drafts.iter_mut().find(|open| open.source == DraftSource::Form)
        {
            form.outcome.get_or_insert(outcome);
        }
    }

    fn draft_from(&self, of: DraftSource) -> Option<&OpenDraft> {
        self.open_drafts.iter().find(|open| open.source == of)
    }

    /// Whether something is on the disk as it is now.
    fn is_written(&self, snapshot: DraftSnapshot) -> bool {
        self.is_submitted(snapshot)
            && self.draft_from(snapshot.source()).is_some_and(OpenDraft::is_safe)
    }

    /// Whether something was given to a worker as it is now.
    fn is_submitted(&self, snapshot: DraftSnapshot) -> bool {
        self.draft_from(snapshot.source()).is_some_and(|open| snapshot.equals(&open.last_submitted))
    }

    /// How long something is to wait before it is given to a worker.
    fn delay(&self, snapshot: DraftSnapshot) -> Duration {
        let begun = self.draft_from(snapshot.source()).map(|open| open.submitted_at);
        begun.map_or(Duration::ZERO, |begun| AUTOSAVE_INTERVAL.saturating_sub(begun.elapsed()))
    }

    /// Takes note that something is given to a worker; gives it, and its place.
    fn submit(&mut self, snapshot: DraftSnapshot) -> (Option<Arc<DraftSlot>>, DraftContent) {
        let (of, what) = (snapshot.source(), snapshot.to_content());
        let place = self.draft_from(of).and_then(|open| open.slot.clone());
        self.open_drafts.retain(|open| open.source != of);
        let (last, begun) = (what.clone(), Instant::now());
        self.open_drafts.push(OpenDraft {
            source: of,
            slot: place.clone(),
            last_submitted: last,
            submitted_at: begun,
            has_failed: false,
            outcome: None,
        });
        self.writing = Some(of);
        (place, what)
    }

    /// Puts drafts with those to be deleted, now or once all is on the disk.
    fn retire(
        &mut self,
        which: impl Fn(&OpenDraft) -> bool,
        is_taken: impl Fn(DraftSource) -> bool,
    ) {
        for OpenDraft { source: of, slot: place, last_submitted: last, outcome: end, .. } in
            self.open_drafts.extract_if(.., |open| which(open))
        {
            let due = match end {
                Some(FormOutcome::Saved(typed)) => {
                    (*typed != last).then(|| (*typed, Instant::now()))
                }
                None if is_taken(of) => None,
                Some(FormOutcome::Discarded) | None => {
                    self.obsolete_slots.extend(place);
                    continue;
                }
            };
            self.saved_drafts.push(SavedDraft { slot: place, pending: due });
        }
    }

    /// How long the first draft that is due is to wait.
    fn saved_delay(&self) -> Option<Duration> {
        let due = self.saved_drafts.iter().find_map(|saved| saved.pending.as_ref());
        due.map(|(_, since)| AUTOSAVE_INTERVAL.saturating_sub(since.elapsed()))
    }

    /// Takes note that the first draft that is due is given to a worker; gives it, and its place.
    fn submit_saved(&mut self) -> Option<(Option<Arc<DraftSlot>>, DraftContent)> {
        let due = self.saved_drafts.iter_mut().find(|saved| saved.pending.is_some())?;
        let (typed, _) = due.pending.take()?;
        self.writing = Some(DraftSource::SavedForm);
        Some((due.slot.clone(), typed))
    }
}

impl App {
    /// Begins what the state of what is typed calls for: keeping a draft, or deleting drafts that
    /// are no longer needed.
    pub(super) fn autosave_drafts(&mut self, ctx: &Context) {
        let session = ReturnPoint::current_session(&self.return_point, &self.session);
        let (Some(session), Some(places)) = (session, &self.app_dirs) else { return };
        if self.jobs.is_running(JobKind::SavingDraft) {
            return;
        }
        let autosave = &mut self.draft_autosave;
        let is_repaired = |of| match of {
            DraftSource::Form | DraftSource::SavedForm => Some(false),
            DraftSource::RepairText(mark) => session.source_text().is_repaired(mark),
        };
        let snapshots: Vec<_> = DraftSnapshot::all(&self.ui_state, session).collect();
        let is_typed = |of| snapshots.iter().any(|now| now.source() == of);
        let is_taken = |of| is_repaired(of) == Some(true);
        autosave.retire(|open| open.outcome.is_some() || !is_typed(open.source), is_taken);
        if session.is_saved() {
            autosave.discard_saved();
        }
        if !autosave.obsolete_slots.is_empty() {
            return self.jobs.delete_drafts(std::mem::take(&mut autosave.obsolete_slots));
        }
        match autosave.saved_delay() {
            Some(Duration::ZERO) => {
                let Some((place, what)) = autosave.submit_saved() else { return };
                let (places, path) = (places.clone(), session.path().clone());
                return self.jobs.save_draft(places, path, place, what);
            }
            Some(wait) => ctx.request_repaint_after(wait),
            None => {}
        }
        let next = snapshots.iter().filter(|now| !autosave.is_submitted(**now));
        if let Some(now) = next.min_by_key(|now| autosave.delay(**now)) {
            match autosave.delay(*now) {
                wait if wait.is_zero() || self.is_closing => {
                    let (place, what) = autosave.submit(*now);
                    let (places, path) = (places.clone(), session.path().clone());
                    return self.jobs.save_draft(places, path, place, what);
                }
                wait => ctx.request_repaint_after(wait),
            }
        }
        // What was typed over a text that the file no longer has is offered as if left behind.
        let is_over = |now: &&DraftSnapshot| {
            is_repaired(now.source()).is_none() && autosave.is_written(**now)
        };
        let over: Vec<_> = snapshots.iter().filter(is_over).map(|now| now.source()).collect();
        autosave.open_drafts.retain(|open| !over.contains(&open.source));
        for of in over {
            if let DraftSource::RepairText(mark) = of {
                self.ui_state.repair_texts.remove(mark);
                if self.ui_state.repair_texts.selected.take_if(|shown| *shown == mark).is_some() {
                    // The user is asked about the text first.
                    self.ui_state.modals.close::<RepairDialog>();
                }
            }
            self.draft_recovery.request_search();
        }
        self.search_orphaned_drafts();
    }

    /// Whether a draft is to be kept or deleted before the window closes.
    pub(super) fn has_unwritten_drafts(&self) -> bool {
        let session = ReturnPoint::current_session(&self.return_point, &self.session);
        let (Some(session), Some(_)) = (session, &self.app_dirs) else { return false };
        let autosave = &self.draft_autosave;
        let mut texts = DraftSnapshot::repair_texts(&self.ui_state, session);
        let is_over = |open: &OpenDraft| {
            !DraftSnapshot::repair_texts(&self.ui_state, session)
                .any(|now| now.source() == open.source)
        };
        !autosave.saved_drafts.is_empty()
            || !autosave.obsolete_slots.is_empty()
            || autosave.open_drafts.iter().any(is_over)
            || texts.any(|now| !autosave.is_submitted(now))
    }

    /// Takes in where a draft is kept; a failure is said once.
    pub(super) fn apply_draft_written(&mut self, result: Result<Arc<DraftSlot>, DraftError>) {
        let autosave = &mut self.draft_autosave;
        let writing = autosave.writing.take();
        let mut open = autosave.open_drafts.iter_mut().find(|open| Some(open.source) == writing);
        let is_at = |at: &Option<Arc<DraftSlot>>, place| {
            at.as_ref().is_none_or(|at| Arc::ptr_eq(at, place))
        };
        let mut given = autosave.saved_drafts.iter_mut().filter(|saved| saved.pending.is_none());
        match result {
            Ok(place) if writing == Some(DraftSource::SavedForm) => {
                autosave.has_failed = false;
                match given.find(|saved| is_at(&saved.slot, &place)) {
                    Some(saved) => saved.slot = Some(place),
                    None => autosave.obsolete_slots.push(place),
                }
            }
            Ok(place) => {
                autosave.has_failed = false;
                match open {
                    Some(open) if is_at(&open.slot, &place) => {
                        open.slot = Some(place);
                    }
                    _ => autosave.obsolete_slots.push(place),
                }
            }
            Err(error) => {
                if let Some(open) = &mut open {
                    open.has_failed = true;
                }
                if !std::mem::replace(&mut autosave.has_failed, true) {
                    let text = error.describe(self.locale);
                    self.ui_state.notices.push(NoticeLevel::Warning, text, Vec::new());
                }
                if std::mem::take(&mut self.is_closing) {
                    self.ask_to_lose_texts(&Intent::Command(Command::Quit));
                }
            }
        }
    }
}
