//! What becomes of the texts typed in the place of damaged records when their register is closed.

use super::{
    super::{App, past::Present},
    Now, Of, Open,
};
use crate::{
    jobs::Work,
    ui::{
        Intent,
        dialogs::Dialog,
        unsaved::{Text, Unsaved},
    },
};

impl App {
    /// Leaves the texts typed in the open register, which is about to be closed, for when it is
    /// opened again: what is not on the disk yet is given to a worker.
    pub(in super::super) fn leave_texts(&mut self) {
        let session = Present::or(&self.present, &self.session);
        let (Some(session), Some(places)) = (session, &self.places) else { return };
        let kept = &self.kept;
        let is_new = |now: &Now| kept.writing == Some(now.of()) || !kept.is_kept(*now);
        for now in Now::texts(&self.surfaces, session).filter(is_new) {
            // Where a worker is at its place, it takes another one.
            let place = kept.of(now.of()).filter(|open| kept.writing != Some(open.of));
            let place = place.and_then(|open| open.place.clone());
            let (places, path) = (places.clone(), session.path().clone());
            self.jobs.leave_draft(places, path, place, now.to_typed());
        }
    }

    /// Asks whether to lose the texts that could not be kept, before something is done that closes
    /// the window or the register; shows them, to be copied. Whether there is anything to ask.
    pub(in super::super) fn asks_to_lose_texts(&mut self, then: &Intent) -> bool {
        let Some(session) = Present::or(&self.present, &self.session) else { return false };
        if self.jobs.is_running(Work::KeepingDraft) {
            return false;
        }
        let is_safe = |mark| self.kept.of(Of::Text(mark)).is_some_and(Open::is_safe);
        let texts = Now::texts(&self.surfaces, session).filter_map(|now| match now {
            Now::Text(mark, text) if !is_safe(mark) => Some(Text::changed(text)),
            _ => None,
        });
        let texts: Vec<_> = texts.collect();
        if texts.is_empty() {
            return false;
        }
        let title = self.lang.t("mending.title");
        let words = self.lang.with("kept.texts_unkept", &[("title", &title)]);
        let unsaved = Unsaved { texts, ..Unsaved::of(words) };
        self.surfaces.dialog = Some(Dialog::LoseTexts { unsaved, then: Box::new(then.clone()) });
        true
    }
}
