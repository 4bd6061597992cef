//! The question whether to save or discard the open form before going on.

use egui::Ui;

use crate::{
    Locale,
    ui::{
        intent::Intent,
        modals::question::{Question, QuestionButton},
    },
};

/// The question whether to save or discard the open form before going on.
pub struct LeaveFormDialog {
    /// The intent to perform once the form is left.
    pub next_intent: Box<Intent>,
    /// The form can be saved as it is.
    pub can_save: bool,
    /// The register is read-only, so that no form can be saved.
    pub is_read_only: bool,
}

impl Question for LeaveFormDialog {
    fn title_key(&self) -> &'static str {
        "dialog.leave_form"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        let key = match (self.can_save, self.is_read_only) {
            (_, true) => "lock.unsaved_form",
            (true, false) => "dialog.leave_form_message",
            (false, false) => "dialog.leave_invalid_form_message",
        };
        ui.label(locale.t(key));
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let can_save = self.can_save && !self.is_read_only;
        let next_intent = || self.next_intent.clone();
        vec![
            QuestionButton::primary(
                "command.save_form",
                can_save,
                vec![Intent::SaveFormThen(next_intent())],
            ),
            QuestionButton::plain("dialog.discard", vec![Intent::DiscardForm, *next_intent()]),
            QuestionButton::cancel_with_label("dialog.keep_editing"),
        ]
    }
}
