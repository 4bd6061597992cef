//! A modal that asks a question and is answered by its buttons.

use egui::{Key, Ui};

use crate::{
    Locale,
    ui::{
        intent::Intent,
        modals::modal::{Modal, ModalContext, ModalKind, ModalState, modal_frame},
        theme::{Role, SPACE},
        widgets::{
            buttons::{danger_button, primary_button},
            choice_cards::WIDE_DIALOG_WIDTH,
            text::rich_text,
        },
    },
};

/// A question that is answered by one of its buttons.
pub trait Question: 'static {
    /// Returns the locale key of the title.
    fn title_key(&self) -> &'static str;

    /// Returns true for a question that shows two values side by side, or the text of a file.
    fn is_wide(&self) -> bool {
        false
    }

    /// Draws what stands between the title and the buttons.
    fn body_ui(&mut self, ui: &mut Ui, locale: Locale);

    /// Returns the buttons from right to left: the answer the question is for first, the way back
    /// last.
    fn buttons(&self) -> Vec<QuestionButton>;

    /// Returns true if the Enter key presses the primary button from anywhere in the question.
    fn is_answered_by_enter(&self) -> bool {
        false
    }

    /// Returns what happens if the question is left without an answer.
    fn cancel_intents(&self) -> Vec<Intent> {
        vec![Intent::CancelExit]
    }

    /// Returns true for a question that is closed when another register is opened.
    fn belongs_to_register(&self) -> bool {
        true
    }
}

/// A button of a question.
pub struct QuestionButton {
    style: ButtonStyle,
    key: &'static str,
    /// The intents that pressing it performs; none leaves the question without an answer.
    intents: Option<Vec<Intent>>,
}

/// The style of a button.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ButtonStyle {
    /// One of several answers.
    Plain,
    /// The answer that the question is for.
    Primary,
    /// The answer that the question is for, while it cannot be given.
    Disabled,
    /// The answer that deletes something.
    Danger,
}

impl QuestionButton {
    /// Returns the button of the answer that the question is for, enabled or not.
    pub fn primary(key: &'static str, is_enabled: bool, intents: Vec<Intent>) -> Self {
        let style = if is_enabled { ButtonStyle::Primary } else { ButtonStyle::Disabled };
        Self { style, key, intents: Some(intents) }
    }

    /// Returns the button of another answer.
    pub fn plain(key: &'static str, intents: Vec<Intent>) -> Self {
        Self { style: ButtonStyle::Plain, key, intents: Some(intents) }
    }

    /// Returns the button of an answer that deletes something.
    pub fn danger(key: &'static str, intents: Vec<Intent>) -> Self {
        Self { style: ButtonStyle::Danger, key, intents: Some(intents) }
    }

    /// Returns a button that leaves the question without an answer.
    pub fn cancel_with_label(key: &'static str) -> Self {
        Self { style: ButtonStyle::Plain, key, intents: None }
    }

    /// Returns the Cancel button.
    pub fn cancel() -> Self {
        Self::cancel_with_label("command.cancel_form")
    }

    /// Returns this button as the one that Enter is expected to press.
    pub fn into_primary(self) -> Self {
        Self { style: ButtonStyle::Primary, ..self }
    }
}

impl<Q: Question> Modal for Q {
    fn show(
        &mut self,
        ctx: &egui::Context,
        context: &mut ModalContext,
        out: &mut Vec<Intent>,
    ) -> ModalState {
        let locale = context.locale;
        let mut answer = None;
        let title = locale.t(self.title_key());
        let modal = modal_frame(ctx, &title).show(ctx, |ui| {
            let width = if self.is_wide() { WIDE_DIALOG_WIDTH } else { SPACE * 56.0 };
            ui.set_width(width.min(ctx.content_rect().width() - SPACE * 10.0));
            ui.label(rich_text(title.as_ref(), Role::Title));
            ui.add_space(SPACE / 2.0);
            self.body_ui(ui, locale);
            ui.add_space(SPACE);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                answer = buttons_ui(ui, locale, self.buttons(), self.is_answered_by_enter());
            });
        });
        let answer = match answer {
            Some(button) => button.intents,
            None if modal.should_close() => None,
            None => return ModalState::Open,
        };
        out.extend(answer.unwrap_or_else(|| self.cancel_intents()));
        ModalState::Closed
    }

    fn kind(&self) -> ModalKind {
        ModalKind::Question
    }

    fn belongs_to_register(&self) -> bool {
        Question::belongs_to_register(self)
    }
}

/// Draws the buttons and returns the one that was pressed. The keyboard begins at the primary
/// button, or else at the last.
fn buttons_ui(
    ui: &mut Ui,
    locale: Locale,
    mut buttons: Vec<QuestionButton>,
    is_answered_by_enter: bool,
) -> Option<QuestionButton> {
    let primary = buttons.iter().position(|button| button.style == ButtonStyle::Primary);
    let initial_focus = primary.unwrap_or(buttons.len() - 1);
    let nothing_focused = ui.memory(|memory| memory.focused().is_none());
    let mut pressed = None;
    for (at, QuestionButton { style, key, .. }) in buttons.iter().enumerate() {
        let text = locale.t(key);
        let response = match style {
            ButtonStyle::Primary => primary_button(ui, true, &text),
            ButtonStyle::Disabled => primary_button(ui, false, &text),
            ButtonStyle::Danger => danger_button(ui, &text),
            ButtonStyle::Plain => ui.button(text),
        };
        if at == initial_focus && nothing_focused {
            response.request_focus();
        }
        if response.clicked() {
            pressed = Some(at);
        }
    }
    if is_answered_by_enter && ui.input(|input| input.key_pressed(Key::Enter)) {
        pressed = primary.or(pressed);
    }
    pressed.map(|at| buttons.swap_remove(at))
}
