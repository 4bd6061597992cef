//! The question for the name that changes are recorded under.

use egui::Ui;

use crate::{
    Locale,
    ui::{
        intent::Intent,
        modals::question::{Question, QuestionButton},
        theme::{Role, SPACE},
        widgets::{text::weak_text, text_field::focus_and_select_all},
    },
};

/// The question for the name that changes are recorded under.
pub struct AuthorNameDialog {
    name: String,
    wants_focus: bool,
    next_intent: Option<Intent>,
}

impl AuthorNameDialog {
    /// Returns the question with a suggested name; `next_intent` follows once it is answered.
    pub fn new(name: String, next_intent: Option<Intent>) -> Self {
        Self { name, wants_focus: true, next_intent }
    }
}

impl Question for AuthorNameDialog {
    fn title_key(&self) -> &'static str {
        "history.author_name.title"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        ui.label(locale.t("history.author_name.explanation"));
        ui.add_space(SPACE / 2.0);
        let label = ui.label(weak_text(ui, locale.t("history.author_name.name"), Role::Caption));
        let field = egui::TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut self.wants_focus) {
            focus_and_select_all(ui, &field, &self.name);
        }
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let key = if self.next_intent.is_some() {
            "history.author_name.continue"
        } else {
            "history.author_name.use_name"
        };
        let set_name = Intent::SetAuthorName(self.name.trim().to_owned());
        let intents = [set_name].into_iter().chain(self.next_intent.clone()).collect();
        vec![QuestionButton::primary(key, true, intents), QuestionButton::cancel()]
    }

    fn is_answered_by_enter(&self) -> bool {
        true
    }

    fn belongs_to_register(&self) -> bool {
        self.next_intent.is_some()
    }
}
