//! The question whether to revert one earlier change, with what that would do.

use std::sync::Arc;

use egui::{Label, Ui};

use crate::{
    Locale,
    describe::differences::DifferenceText,
    merge::{Side, revert::RevertPlan},
    ui::{
        intent::Intent,
        modals::question::{Question, QuestionButton},
        theme::SPACE,
        widgets::{
            choice_cards::{Choice, choice_area_ui, choices_ui},
            difference_list::differences_ui,
            reason_field::reason_field_ui,
            text::section_heading,
        },
    },
};

/// The maximal height of the lists, in points.
const MAX_HEIGHT: f32 = SPACE * 40.0;

/// The question whether to revert one earlier change.
pub struct RevertDialog {
    /// A sentence that says what the change was, and when.
    pub text: String,
    /// The edits that revert it, and their conflicts.
    pub plan: Arc<RevertPlan>,
    /// The first differences that the revert makes, and how many there are in all.
    pub changes: (Vec<DifferenceText>, usize),
    /// The fields that were changed again since: ours is the value now, theirs the value before
    /// the change.
    pub conflicts: Vec<Choice>,
    /// The reason, as typed.
    pub reason: String,
}

impl RevertDialog {
    /// Returns true if there is nothing to revert, whatever is chosen.
    fn is_empty(&self) -> bool {
        self.changes.1 == 0 && self.conflicts.is_empty()
    }

    /// Returns true if the revert as chosen changes anything, and the intent that performs it.
    fn answer(&self) -> (bool, Intent) {
        let choices = self.conflicts.iter().map(|choice| choice.chosen.unwrap_or_default());
        let choices: Vec<Side> = choices.collect();
        let has_changes = self.changes.1 > 0 || choices.contains(&Side::Theirs);
        let reason = self.reason.trim().to_owned();
        (has_changes, Intent::RevertStep { plan: Arc::clone(&self.plan), choices, reason })
    }
}

impl Question for RevertDialog {
    fn title_key(&self) -> &'static str {
        "history.revert_dialog.title"
    }

    fn is_wide(&self) -> bool {
        !self.conflicts.is_empty()
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        if self.is_empty() {
            return vec![QuestionButton::cancel()];
        }
        let (has_changes, revert) = self.answer();
        vec![
            QuestionButton::primary("history.revert_dialog.button", has_changes, vec![revert]),
            QuestionButton::cancel(),
        ]
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
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
