//! The question whether to delete records.

use egui::Ui;

use crate::{
    Locale,
    register::Step,
    ui::{
        intent::Intent,
        modals::question::{Question, QuestionButton},
        theme::SPACE,
        widgets::reason_field::reason_field_ui,
    },
};

/// The question whether to delete records.
pub struct DeleteRecordsDialog {
    step: Step,
    names: String,
    reason: String,
}

impl DeleteRecordsDialog {
    /// Returns the question whether to perform `step`, which deletes the records called `names`.
    pub fn new(step: Step, names: String) -> Self {
        Self { step, names, reason: String::new() }
    }
}

impl Question for DeleteRecordsDialog {
    fn title_key(&self) -> &'static str {
        "dialog.delete"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        ui.label(locale.t_with("dialog.delete_message", &[("names", &self.names)]));
        ui.add_space(SPACE / 2.0);
        reason_field_ui(ui, locale, &mut self.reason);
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let step = Step { reason: self.reason.trim().to_owned(), ..self.step.clone() };
        vec![
            QuestionButton::danger("command.delete_cases", vec![Intent::DeleteRecords(step)]),
            QuestionButton::cancel(),
        ]
    }
}
