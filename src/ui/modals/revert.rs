//! The question whether to take one earlier change back, though others came since.

use std::sync::Arc;

use egui::{Label, Ui};

use crate::{
    Locale,
    describe::differences::DifferenceText,
    merge::{Side, revert::RevertPlan},
    ui::{
        modals::dialogs::DialogAnswer,
        theme::SPACE,
        widgets::{
            choice_cards::{Choice, choice_area_ui, choices_ui},
            difference_list::differences_ui,
            reason_field::reason_field_ui,
            text::section_heading,
        },
    },
};

/// How high the lists may be.
const MAX_HEIGHT: f32 = SPACE * 40.0;

/// What taking a change back would do, in words.
#[derive(Clone, Debug)]
pub struct RevertDialog {
    /// What was done, and when.
    pub text: String,
    /// How it is taken back.
    pub plan: Arc<RevertPlan>,
    /// What it would change, and how much that is where not all is shown.
    pub changes: (Vec<DifferenceText>, usize),
    /// What was changed again since: ours is what it is now, theirs what it was before the change.
    pub conflicts: Vec<Choice>,
    /// Why it is taken back, as typed.
    pub reason: String,
}

impl RevertDialog {
    /// Whether there is nothing to take back, whatever is chosen.
    pub fn is_empty(&self) -> bool {
        self.changes.1 == 0 && self.conflicts.is_empty()
    }

    /// The answer that takes it back as chosen, and whether that changes anything.
    pub fn answer(&self) -> (bool, DialogAnswer) {
        let choices = self.conflicts.iter().map(|choice| choice.chosen.unwrap_or_default());
        let choices: Vec<Side> = choices.collect();
        let has_changes = self.changes.1 > 0 || choices.contains(&Side::Theirs);
        let reason = self.reason.trim().to_owned();
        (has_changes, DialogAnswer::Revert(Arc::clone(&self.plan), choices, reason))
    }

    /// Draws what would change, and the choices where something was changed again since.
    pub fn ui(&mut self, ui: &mut Ui, locale: Locale) {
        ui.add(Label::new(self.text.as_str()).wrap());
        ui.add_space(SPACE / 2.0);
        let height = MAX_HEIGHT.min(ui.ctx().content_rect().height() * 0.5);
        choice_area_ui(ui, height, |ui| {
            if self.is_empty() {
                ui.add(Label::new(locale.t("history.revert_dialog.nothing_to_revert")).wrap());
            } else if self.changes.1 > 0 {
                section_heading(ui, &locale.t("history.revert_dialog.effects"));
                let keys =
                    ["history.revert_dialog.value_before", "history.revert_dialog.value_after"];
                ui.scope(|ui| differences_ui(ui, locale, keys, &self.changes.0, self.changes.1));
            }
            if !self.conflicts.is_empty() {
                section_heading(ui, &locale.t("history.revert_dialog.changed_since"));
                ui.add(
                    Label::new(locale.t("history.revert_dialog.changed_since_explanation")).wrap(),
                );
                ui.add_space(SPACE);
                choices_ui(ui, locale, &mut self.conflicts);
            }
        });
        if !self.is_empty() {
            ui.add_space(SPACE / 2.0);
            reason_field_ui(ui, locale, &mut self.reason);
        }
    }
}
