//! The question for the title of a new register.

use egui::Ui;

use crate::{
    Locale,
    ui::{
        intent::Intent,
        modals::question::{Question, QuestionButton},
        theme::Role,
        widgets::text::weak_text,
    },
};

/// The question for the title of a new register.
#[derive(Default)]
pub struct NewRegisterDialog {
    title: String,
}

impl Question for NewRegisterDialog {
    fn title_key(&self) -> &'static str {
        "dialog.new_register"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        let label = ui.label(locale.t("field.title"));
        let field = egui::TextEdit::singleline(&mut self.title).desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(label.id);
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        ui.label(weak_text(ui, locale.t("dialog.new_register_message"), Role::Caption));
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let title = self.title.trim().to_owned();
        vec![
            QuestionButton::primary(
                "dialog.choose_file",
                !title.is_empty(),
                vec![Intent::CreateRegister(title)],
            ),
            QuestionButton::cancel(),
        ]
    }

    fn is_answered_by_enter(&self) -> bool {
        true
    }

    fn belongs_to_register(&self) -> bool {
        false
    }
}
