//! Saving the drafts of the open register while they hold changes, and deleting those that are no
//! longer needed.

use std::{sync::Arc, time::Duration};

use egui::Context;

use crate::{
    commands::Command,
    store::drafts::{DraftSlot, error::DraftError},
    ui::{
        app::{
            application::App,
            draft_autosave::{
                snapshot::{DraftSnapshot, DraftSource},
                state::OpenDraft,
            },
            return_point::ReturnPoint,
        },
        intent::Intent,
        modals::repair::RepairDialog,
        panels::notices::NoticeLevel,
    },
};

impl App {
    /// Starts what is due: saving a draft, or deleting drafts that are no longer needed.
    pub(in crate::ui::app) fn autosave_drafts(&mut self, ctx: &Context) {
        let session = ReturnPoint::current_session(&self.open.return_point, &self.open.session);
        let (Some(session), Some(places)) = (session, &self.app_dirs) else { return };
        if self.tasks.is_writing_drafts() {
            return;
        }
        let (autosave, writes) = (&mut self.open.draft_autosave, &mut self.draft_writes);
        let is_repaired = |of| match of {
            DraftSource::Form | DraftSource::SavedForm => Some(false),
            DraftSource::RepairText(mark) => session.source_text().is_repaired(mark),
        };
        let snapshots: Vec<_> = DraftSnapshot::all(
            self.open.ui_state.form.as_ref(),
            &self.open.ui_state.repair_texts,
            session,
        )
        .collect();
        let is_typed = |of| snapshots.iter().any(|now| now.source() == of);
        let is_taken = |of| is_repaired(of) == Some(true);
        autosave.retire(
            |open| open.saved_content.is_some() || !is_typed(open.source),
            is_taken,
            writes,
        );
        if session.is_saved() {
            autosave.discard_saved(writes);
        }
        if !writes.obsolete_slots.is_empty() {
            return self
                .tasks
                .delete_drafts
                .add(self.runner.delete_drafts(std::mem::take(&mut writes.obsolete_slots)));
        }
        match autosave.saved_delay() {
            Some(Duration::ZERO) => {
                let Some((place, what)) = autosave.submit_saved(writes) else { return };
                let (places, path) = (places.clone(), session.path().clone());
                return self
                    .tasks
                    .save_draft
                    .add(self.runner.save_draft(places, path, place, what));
            }
            Some(wait) => ctx.request_repaint_after(wait),
            None => {}
        }
        let next = snapshots.iter().filter(|now| !autosave.is_submitted(**now));
        if let Some(now) = next.min_by_key(|now| autosave.delay(**now)) {
            match autosave.delay(*now) {
                wait if wait.is_zero() || self.is_closing => {
                    let (place, what) = autosave.submit(*now, writes);
                    let (places, path) = (places.clone(), session.path().clone());
                    return self
                        .tasks
                        .save_draft
                        .add(self.runner.save_draft(places, path, place, what));
                }
                wait => ctx.request_repaint_after(wait),
            }
        }
        // A text whose record is no longer in the file is offered as if it were left behind.
        let is_over = |now: &&DraftSnapshot| {
            is_repaired(now.source()).is_none() && autosave.is_written(**now)
        };
        let over: Vec<_> = snapshots.iter().filter(is_over).map(|now| now.source()).collect();
        autosave.open_drafts.retain(|open| !over.contains(&open.source));
        for of in over {
            if let DraftSource::RepairText(mark) = of {
                self.open.ui_state.repair_texts.remove(mark);
                let selected = &mut self.open.ui_state.repair_texts.selected;
                if selected.take_if(|shown| *shown == mark).is_some() {
                    // The user is asked about the text first.
                    self.modals.close::<RepairDialog>();
                }
            }
            self.open.draft_recovery.request_search();
        }
        self.search_orphaned_drafts();
    }

    /// Returns true if a draft is to be saved or deleted before the window closes.
    pub(in crate::ui::app) fn has_unwritten_drafts(&self) -> bool {
        let session = ReturnPoint::current_session(&self.open.return_point, &self.open.session);
        let (Some(session), Some(_)) = (session, &self.app_dirs) else { return false };
        let autosave = &self.open.draft_autosave;
        let mut texts = DraftSnapshot::repair_texts(&self.open.ui_state.repair_texts, session);
        let is_over = |open: &OpenDraft| {
            !DraftSnapshot::repair_texts(&self.open.ui_state.repair_texts, session)
                .any(|now| now.source() == open.source)
        };
        !autosave.saved_drafts.is_empty()
            || !self.draft_writes.obsolete_slots.is_empty()
            || autosave.open_drafts.iter().any(is_over)
            || texts.any(|now| !autosave.is_submitted(now))
    }

    /// Notes the slot of a saved draft; shows a failure once.
    pub(in crate::ui::app) fn apply_draft_written(
        &mut self,
        result: Result<Arc<DraftSlot>, DraftError>,
    ) {
        let (autosave, writes) = (&mut self.open.draft_autosave, &mut self.draft_writes);
        let writing = writes.writing.take();
        let mut open = autosave.open_drafts.iter_mut().find(|open| Some(open.source) == writing);
        let is_at = |at: &Option<Arc<DraftSlot>>, place| {
            at.as_ref().is_none_or(|at| Arc::ptr_eq(at, place))
        };
        let mut given = autosave.saved_drafts.iter_mut().filter(|saved| saved.pending.is_none());
        match result {
            Ok(place) if writing == Some(DraftSource::SavedForm) => {
                writes.has_failed = false;
                match given.find(|saved| is_at(&saved.slot, &place)) {
                    Some(saved) => saved.slot = Some(place),
                    None => writes.discard([place]),
                }
            }
            Ok(place) => {
                writes.has_failed = false;
                match open {
                    Some(open) if is_at(&open.slot, &place) => {
                        open.slot = Some(place);
                    }
                    _ => writes.discard([place]),
                }
            }
            Err(error) => {
                if let Some(open) = &mut open {
                    open.has_failed = true;
                }
                if !std::mem::replace(&mut writes.has_failed, true) {
                    let text = error.describe(self.locale);
                    self.notices.push(NoticeLevel::Warning, text, Vec::new());
                }
                if std::mem::take(&mut self.is_closing) {
                    self.ask_to_lose_texts(&Intent::Command(Command::Quit));
                }
            }
        }
    }
}
