//! The question whether to take one earlier change back, though others came since.

use std::sync::Arc;

use egui::{Label, Ui};

use super::{
    dialogs::Answer,
    pages::differences_ui,
    sides::{Choice, area_ui, choices_ui},
    theme::SPACE,
    why::why_ui,
    widgets::section,
};
use crate::{
    lang::Lang,
    merge::{Reversal, Side, Spoken},
};

/// How high the lists may be.
const HEIGHT: f32 = SPACE * 40.0;

/// What taking a change back would do, in words.
#[derive(Clone, Debug)]
pub struct Reverting {
    /// What was done, and when.
    pub words: String,
    /// How it is taken back.
    pub reversal: Arc<Reversal>,
    /// What it would change, and how much that is where not all is shown.
    pub would: (Vec<Spoken>, usize),
    /// What was changed again since: ours is what it is now, theirs what it was before the change.
    pub against: Vec<Choice>,
    /// Why it is taken back, as typed.
    pub why: String,
}

impl Reverting {
    /// Whether there is nothing to take back, whatever is chosen.
    pub fn is_nothing(&self) -> bool {
        self.would.1 == 0 && self.against.is_empty()
    }

    /// The answer that takes it back as chosen, and whether that changes anything.
    pub fn answer(&self) -> (bool, Answer) {
        let choices = self.against.iter().map(|choice| choice.chosen.unwrap_or_default());
        let choices: Vec<Side> = choices.collect();
        let changes = self.would.1 > 0 || choices.contains(&Side::Theirs);
        let why = self.why.trim().to_owned();
        (changes, Answer::Revert(Arc::clone(&self.reversal), choices, why))
    }

    /// Draws what would change, and the choices where something was changed again since.
    pub fn ui(&mut self, ui: &mut Ui, lang: Lang) {
        ui.add(Label::new(self.words.as_str()).wrap());
        ui.add_space(SPACE / 2.0);
        let height = HEIGHT.min(ui.ctx().content_rect().height() * 0.5);
        area_ui(ui, height, |ui| {
            if self.is_nothing() {
                ui.add(Label::new(lang.t("history.reverting.nothing")).wrap());
            } else if self.would.1 > 0 {
                section(ui, &lang.t("history.reverting.would"));
                let keys = ["history.reverting.value_is", "history.reverting.value_will"];
                ui.scope(|ui| differences_ui(ui, lang, keys, &self.would.0, self.would.1));
            }
            if !self.against.is_empty() {
                section(ui, &lang.t("history.reverting.against"));
                ui.add(Label::new(lang.t("history.reverting.against_words")).wrap());
                ui.add_space(SPACE);
                choices_ui(ui, lang, &mut self.against);
            }
        });
        if !self.is_nothing() {
            ui.add_space(SPACE / 2.0);
            why_ui(ui, lang, &mut self.why);
        }
    }
}
