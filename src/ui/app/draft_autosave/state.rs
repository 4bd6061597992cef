//! The drafts of the open register that are saved or being saved.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    store::drafts::{DraftSlot, draft_file::DraftContent},
    ui::app::draft_autosave::snapshot::{DraftSnapshot, DraftSource},
};

/// The minimal time between two saves of a draft.
const AUTOSAVE_INTERVAL: Duration = Duration::from_secs(2);

/// The drafts of the open register that are saved or being saved.
#[derive(Default)]
pub(in crate::ui::app) struct DraftAutosave {
    /// The drafts of the open form and of the texts.
    pub open_drafts: Vec<OpenDraft>,
    /// The drafts whose changes are in the register and not on the disk yet.
    pub saved_drafts: Vec<SavedDraft>,
}

/// The writing and deleting of drafts. It goes on when another register is opened.
#[derive(Default)]
pub(in crate::ui::app) struct DraftWrites {
    /// The source of the draft that is being saved.
    pub writing: Option<DraftSource>,
    /// The drafts that are no longer needed.
    pub obsolete_slots: Vec<Arc<DraftSlot>>,
    /// The last attempt failed, which is said once.
    pub has_failed: bool,
}

impl DraftWrites {
    /// Deletes drafts once no draft is being written.
    pub fn discard(&mut self, slots: impl IntoIterator<Item = Arc<DraftSlot>>) {
        for slot in slots {
            // The slot of a draft that was being written when it was discarded comes twice.
            if !self.obsolete_slots.iter().any(|other| Arc::ptr_eq(other, &slot)) {
                self.obsolete_slots.push(slot);
            }
        }
    }
}

/// The draft of the open form or of a text.
pub(in crate::ui::app) struct OpenDraft {
    pub source: DraftSource,
    /// Its slot; none before it is saved for the first time.
    pub slot: Option<Arc<DraftSlot>>,
    /// The content that was last submitted to be saved.
    pub last_submitted: DraftContent,
    pub submitted_at: Instant,
    /// That content could not be saved.
    pub has_failed: bool,
    /// The content as it was typed last, once the changes of the form are in the register.
    pub saved_content: Option<Box<DraftContent>>,
}

/// A draft whose changes are in the register.
pub(in crate::ui::app) struct SavedDraft {
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
        match self.open_drafts.iter_mut().find(|open| open.source == DraftSource::Form) {
            Some(form) => {
                form.saved_content.get_or_insert(typed.into());
            }
            None => self
                .saved_drafts
                .push(SavedDraft { slot: None, pending: Some((typed, Instant::now())) }),
        }
    }

    /// Returns the slots of the drafts to delete when another register is opened. The user was
    /// asked about the form before; the texts stay on the disk for when their register is opened
    /// again.
    pub fn into_obsolete_slots(self) -> impl Iterator<Item = Arc<DraftSlot>> {
        let forms = self.open_drafts.into_iter().filter(|open| open.source == DraftSource::Form);
        let saved = self.saved_drafts.into_iter().filter_map(|saved| saved.slot);
        forms.filter_map(|open| open.slot).chain(saved)
    }

    /// Discards the drafts of saved forms, since their changes are on the disk or given up.
    pub fn discard_saved(&mut self, writes: &mut DraftWrites) {
        writes.discard(self.saved_drafts.drain(..).filter_map(|saved| saved.slot));
    }

    /// Continues a draft that was left behind, in its slot.
    pub fn adopt(
        &mut self,
        source: DraftSource,
        slot: DraftSlot,
        last: DraftContent,
        writes: &mut DraftWrites,
    ) {
        self.retire(|open| open.source == source, |_| false, writes);
        let place = Some(Arc::new(slot));
        self.open_drafts.push(OpenDraft {
            source,
            slot: place,
            last_submitted: last,
            submitted_at: Instant::now(),
            has_failed: false,
            saved_content: None,
        });
    }

    /// Returns the open draft from a source.
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
    pub fn submit(
        &mut self,
        snapshot: DraftSnapshot,
        writes: &mut DraftWrites,
    ) -> (Option<Arc<DraftSlot>>, DraftContent) {
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
            saved_content: None,
        });
        writes.writing = Some(of);
        (place, what)
    }

    /// Closes drafts: they are deleted now, or once everything is on the disk.
    pub fn retire(
        &mut self,
        which: impl Fn(&OpenDraft) -> bool,
        is_taken: impl Fn(DraftSource) -> bool,
        writes: &mut DraftWrites,
    ) {
        for OpenDraft { source: of, slot: place, last_submitted: last, saved_content, .. } in
            self.open_drafts.extract_if(.., |open| which(open))
        {
            let due = match saved_content {
                Some(typed) => (*typed != last).then(|| (*typed, Instant::now())),
                None if is_taken(of) => None,
                None => {
                    writes.discard(place);
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
    pub fn submit_saved(
        &mut self,
        writes: &mut DraftWrites,
    ) -> Option<(Option<Arc<DraftSlot>>, DraftContent)> {
        let due = self.saved_drafts.iter_mut().find(|saved| saved.pending.is_some())?;
        let (typed, _) = due.pending.take()?;
        writes.writing = Some(DraftSource::SavedForm);
        Some((due.slot.clone(), typed))
    }
}
