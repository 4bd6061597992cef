//! What becomes of the texts typed in the place of damaged records when their register is closed.

use crate::{
    jobs::JobKind,
    ui::{
        app::{
            App,
            draft_autosave::{DraftSource, OpenDraft, snapshot::DraftSnapshot},
            history_view::ReturnPoint,
        },
        intent::Intent,
        modals::recovered_draft::{DiscardTextsDialog, DraftSummary, RecoveredText},
    },
};

impl App {
    /// Leaves the texts typed in the open register, which is about to be closed, for when it is
    /// opened again: what is not on the disk yet is given to a worker.
    pub(crate) fn save_repair_texts(&mut self) {
        let session = ReturnPoint::current_session(&self.return_point, &self.session);
        let (Some(session), Some(places)) = (session, &self.app_dirs) else { return };
        let autosave = &self.draft_autosave;
        let is_new = |now: &DraftSnapshot| {
            autosave.writing == Some(now.source()) || !autosave.is_written(*now)
        };
        for now in DraftSnapshot::repair_texts(&self.ui_state, session).filter(is_new) {
            // Where a worker is at its place, it takes another one.
            let place = autosave
                .draft_from(now.source())
                .filter(|open| autosave.writing != Some(open.source));
            let place = place.and_then(|open| open.slot.clone());
            let (places, path) = (places.clone(), session.path().clone());
            self.jobs.save_draft_on_close(places, path, place, now.to_content());
        }
    }

    /// Asks whether to lose the texts that could not be kept, before something is done that closes
    /// the window or the register; shows them, to be copied. Whether there is anything to ask.
    pub(crate) fn ask_to_lose_texts(&mut self, then: &Intent) -> bool {
        let Some(session) = ReturnPoint::current_session(&self.return_point, &self.session) else {
            return false;
        };
        if self.jobs.is_running(JobKind::SavingDraft) {
            return false;
        }
        let is_safe = |mark| {
            self.draft_autosave
                .draft_from(DraftSource::RepairText(mark))
                .is_some_and(OpenDraft::is_safe)
        };
        let texts =
            DraftSnapshot::repair_texts(&self.ui_state, session).filter_map(|now| match now {
                DraftSnapshot::RepairText(mark, text) if !is_safe(mark) => {
                    Some(RecoveredText::from_changes(text))
                }
                _ => None,
            });
        let texts: Vec<_> = texts.collect();
        if texts.is_empty() {
            return false;
        }
        let title = self.locale.t("repair.title");
        let text =
            self.locale.t_with("recovered_draft.repair_text_not_saved", &[("title", &title)]);
        let summary = DraftSummary { texts, ..DraftSummary::with_text(text) };
        let dialog = DiscardTextsDialog { summary, next_intent: Box::new(then.clone()) };
        self.ui_state.modals.open(dialog);
        true
    }
}
