//! Saving the texts typed in the place of broken records when their register is closed.

use crate::ui::{
    app::{
        application::App,
        draft_autosave::{
            snapshot::{DraftSnapshot, DraftSource},
            state::OpenDraft,
        },
        return_point::ReturnPoint,
    },
    intent::Intent,
    modals::recovered_draft::{DiscardTextsDialog, DraftSummary, RecoveredText},
};

impl App {
    /// Saves the texts that are not on the disk yet before the register is closed, for when it is
    /// opened again.
    pub(in crate::ui::app) fn save_repair_texts(&mut self) {
        let session = ReturnPoint::current_session(&self.open.return_point, &self.open.session);
        let (Some(session), Some(places)) = (session, &self.app_dirs) else { return };
        let (autosave, writing) = (&self.open.draft_autosave, self.draft_writes.writing);
        let is_new =
            |now: &DraftSnapshot| writing == Some(now.source()) || !autosave.is_written(*now);
        for now in
            DraftSnapshot::repair_texts(&self.open.ui_state.repair_texts, session).filter(is_new)
        {
            // A slot that is being written is left; the text gets another one.
            let place =
                autosave.draft_from(now.source()).filter(|open| writing != Some(open.source));
            let place = place.and_then(|open| open.slot.clone());
            let (places, path) = (places.clone(), session.path().clone());
            self.tasks.save_draft_on_close.add(self.runner.save_draft_on_close(
                places,
                path,
                place,
                now.to_content(),
            ));
        }
    }

    /// Asks whether to lose the texts that could not be saved, before an intent closes the window
    /// or the register; shows them, to be copied. Returns true if the user is asked.
    pub(in crate::ui::app) fn ask_to_lose_texts(&mut self, then: &Intent) -> bool {
        let Some(session) =
            ReturnPoint::current_session(&self.open.return_point, &self.open.session)
        else {
            return false;
        };
        if self.tasks.is_writing_drafts() {
            return false;
        }
        let is_safe = |mark| {
            self.open
                .draft_autosave
                .draft_from(DraftSource::RepairText(mark))
                .is_some_and(OpenDraft::is_safe)
        };
        let texts = DraftSnapshot::repair_texts(&self.open.ui_state.repair_texts, session)
            .filter_map(|now| match now {
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
        self.modals.open(dialog);
        true
    }
}
