//! Drafts that outlive the program: the open form, and each text typed in the place of a broken
//! record, are saved as a draft while they hold changes.

mod leaving;

use std::{sync::Arc, time::Duration};

use egui::Context;

use crate::{
    commands::Command,
    store::drafts::{DraftSlot, error::DraftError},
    ui::{
        app::{
            application::App,
            state::{
                draft_autosave::OpenDraft,
                draft_snapshot::{DraftSnapshot, DraftSource},
                return_point::ReturnPoint,
            },
        },
        intent::Intent,
        modals::repair::RepairDialog,
        panels::notices::NoticeLevel,
    },
};

impl App {
    /// Starts what is due: saving a draft, or deleting drafts that are no longer needed.
    pub(super) fn autosave_drafts(&mut self, ctx: &Context) {
        let session = ReturnPoint::current_session(&self.return_point, &self.session);
        let (Some(session), Some(places)) = (session, &self.app_dirs) else { return };
        if self.tasks.is_writing_drafts() {
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
            return self
                .tasks
                .delete_drafts
                .add(self.runner.delete_drafts(std::mem::take(&mut autosave.obsolete_slots)));
        }
        match autosave.saved_delay() {
            Some(Duration::ZERO) => {
                let Some((place, what)) = autosave.submit_saved() else { return };
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
                    let (place, what) = autosave.submit(*now);
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

    /// Returns true if a draft is to be saved or deleted before the window closes.
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

    /// Notes the slot of a saved draft; shows a failure once.
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
