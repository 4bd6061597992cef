//! The question whether to take one earlier change back, though others came since.

use egui::{Label, ScrollArea, Ui};

use super::{
    pages::differences_ui,
    theme::{Role, SPACE},
    why::why_ui,
    widgets::{text, weak},
};
use crate::{lang::Lang, merge::Spoken, register::Step};

/// How high the lists may be.
const HEIGHT: f32 = SPACE * 40.0;

/// What taking a change back would do, in words.
#[derive(Clone, Debug)]
pub struct Reverting {
    /// What was done, and when.
    pub words: String,
    /// The step that takes it back; none where nothing is left to take back.
    pub step: Option<Step>,
    /// What it would change, and how much that is where not all is shown.
    pub would: (Vec<Spoken>, usize),
    /// What was changed again since, and stays as it is.
    pub against: Vec<Against>,
    /// Why it is taken back, as typed.
    pub why: String,
}

/// Something that was changed again since.
#[derive(Clone, Debug)]
pub struct Against {
    /// Whose it is, and what.
    pub what: String,
    /// Its values before the change, after it, and now.
    pub values: [String; 3],
}

impl Reverting {
    /// The step with the reason that was typed.
    pub fn step(&self) -> Option<Step> {
        let why = self.why.trim().to_owned();
        self.step.clone().map(|step| Step { why, ..step })
    }

    /// Draws what would change, and what stands against it.
    pub fn ui(&mut self, ui: &mut Ui, lang: Lang) {
        ui.add(Label::new(self.words.as_str()).wrap());
        ui.add_space(SPACE / 2.0);
        let height = HEIGHT.min(ui.ctx().content_rect().height() * 0.5);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = SPACE / 4.0;
            if self.step.is_none() {
                ui.add(Label::new(lang.t("history.reverting.nothing")).wrap());
            } else {
                ui.label(text(lang.t("history.reverting.would"), Role::Body).strong());
                differences_ui(ui, lang, &self.would.0, self.would.1);
            }
            if self.against.is_empty() {
                return;
            }
            ui.add_space(SPACE / 2.0);
            ui.label(text(lang.t("history.reverting.against"), Role::Body).strong());
            for Against { what, values } in &self.against {
                ui.add(Label::new(text(what, Role::Body)).wrap());
                let keys = ["history.value_was", "history.value_now", "history.reverting.now"];
                for (key, value) in keys.into_iter().zip(values) {
                    let words = lang.with(key, &[("value", value)]);
                    ui.add(Label::new(weak(ui, words, Role::Caption)).wrap());
                }
                ui.add_space(SPACE / 2.0);
            }
        });
        if self.step.is_some() {
            ui.add_space(SPACE / 2.0);
            why_ui(ui, lang, &mut self.why);
        }
    }
}
