//! The drafts of the open register that are saved or being saved.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    store::drafts::{DraftSlot, draft_file::DraftContent},
    ui::app::state::draft_snapshot::{DraftSnapshot, DraftSource},
};

/// The minimal time between two saves of a draft.
const AUTOSAVE_INTERVAL: Duration = Duration::from_secs(2);

/// The drafts of the open register that are saved or being saved.
#[derive(Default)]
pub struct DraftAutosave {
    /// The drafts of the open form and of the texts.
    pub open_drafts: Vec<OpenDraft>,
    /// The source of the draft that is being saved.
    pub writing: Option<DraftSource>,
    /// The drafts whose changes are in the register and not on the disk yet.
    pub saved_drafts: Vec<SavedDraft>,
    /// The drafts that are no longer needed.
    pub obsolete_slots: Vec<Arc<DraftSlot>>,
    /// The last attempt failed, which is said once.
    pub has_failed: bool,
}

/// The draft of the open form or of a text.
pub struct OpenDraft {
    pub source: DraftSource,
    /// Its slot; none before it is saved for the first time.
    pub slot: Option<Arc<DraftSlot>>,
    /// The content that was last submitted to be saved.
    pub last_submitted: DraftContent,
    pub submitted_at: Instant,
    /// That content could not be saved.
    pub has_failed: bool,
    /// The form is closed.
    pub outcome: Option<FormOutcome>,
}

/// The outcome of a form.
pub enum FormOutcome {
    /// Its changes are in the register; the content as it was typed last.
    Saved(Box<DraftContent>),
    /// Its changes are discarded or undone.
    Discarded,
}

/// A draft whose changes are in the register.
pub struct SavedDraft {
    pub slot: Option<Arc<DraftSlot>>,
    /// The content that is not saved as it was typed last, and since when.
    pub pending: Option<(DraftContent, Instant)>,
}

impl OpenDraft {
    /// Returns true if the draft, or an earlier state of it, is on the disk.
    pub fn is_safe(&self) -> bool {
        self.slot.is_some() && !self.has_failed
    }
}

impl DraftAutosave {
    /// Notes that the changes of the form are in the register. Until they are on the disk, which
    /// may have to wait, their draft is kept as they were typed last.
    pub fn add_saved_form(&mut self, typed: DraftContent) {
        if self.draft_from(DraftSource::Form).is_some() {
            self.close_form(FormOutcome::Saved(typed.into()));
        } else {
            self.saved_drafts
                .push(SavedDraft { slot: None, pending: Some((typed, Instant::now())) });
        }
    }

    /// Resets the drafts when a register was opened. The user was asked about the form before; the
    /// texts stay on the disk for when their register is opened again.
    pub fn reset_for_register(&mut self) {
        self.close_form(FormOutcome::Discarded);
        self.open_drafts.retain(|open| open.source == DraftSource::Form);
        self.discard_saved();
    }

    /// Discards the drafts of saved forms, since their changes are on the disk or given up.
    pub fn discard_saved(&mut self) {
        self.obsolete_slots.extend(self.saved_drafts.drain(..).filter_map(|saved| saved.slot));
    }

    /// Continues a draft that was left behind, in its slot.
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

    /// Deletes drafts that were left behind.
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

    pub fn draft_from(&self, of: DraftSource) -> Option<&OpenDraft> {
        self.open_drafts.iter().find(|open| open.source == of)
    }

    /// Returns true if a snapshot is on the disk.
    pub fn is_written(&self, snapshot: DraftSnapshot) -> bool {
        self.is_submitted(snapshot)
            && self.draft_from(snapshot.source()).is_some_and(OpenDraft::is_safe)
    }

    /// Returns true if a snapshot was submitted to be saved.
    pub fn is_submitted(&self, snapshot: DraftSnapshot) -> bool {
        self.draft_from(snapshot.source()).is_some_and(|open| snapshot.equals(&open.last_submitted))
    }

    /// Returns the time until a snapshot may be submitted.
    pub fn delay(&self, snapshot: DraftSnapshot) -> Duration {
        let begun = self.draft_from(snapshot.source()).map(|open| open.submitted_at);
        begun.map_or(Duration::ZERO, |begun| AUTOSAVE_INTERVAL.saturating_sub(begun.elapsed()))
    }

    /// Submits a snapshot to be saved; returns its slot and its content.
    pub fn submit(&mut self, snapshot: DraftSnapshot) -> (Option<Arc<DraftSlot>>, DraftContent) {
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

    /// Closes drafts: they are deleted now, or once everything is on the disk.
    pub fn retire(
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

    /// Returns the time until the first draft of a saved form may be submitted.
    pub fn saved_delay(&self) -> Option<Duration> {
        let due = self.saved_drafts.iter().find_map(|saved| saved.pending.as_ref());
        due.map(|(_, since)| AUTOSAVE_INTERVAL.saturating_sub(since.elapsed()))
    }

    /// Submits the first draft of a saved form; returns its slot and its content.
    pub fn submit_saved(&mut self) -> Option<(Option<Arc<DraftSlot>>, DraftContent)> {
        let due = self.saved_drafts.iter_mut().find(|saved| saved.pending.is_some())?;
        let (typed, _) = due.pending.take()?;
        self.writing = Some(DraftSource::SavedForm);
        Some((due.slot.clone(), typed))
    }
}
