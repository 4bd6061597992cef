//! The field for the reason of a change and its source.

use egui::{Align2, Response, TextEdit, Ui, Vec2};

use crate::{Locale, ui::theme::SPACE};

/// Draws the field over the available width.
pub fn reason_field_ui(ui: &mut Ui, locale: Locale, reason: &mut String) -> Response {
    let field = TextEdit::singleline(reason)
        .hint_text(locale.t("history.reason.hint"))
        .desired_width(ui.available_width())
        .min_size(Vec2::new(0.0, ui.spacing().interact_size.y))
        .margin(Vec2::new(SPACE, SPACE / 2.0))
        .align(Align2::LEFT_CENTER);
    ui.add(field).accessible_name(locale.t("history.reason.label"))
}
