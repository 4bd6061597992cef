//! Buttons with a meaning: the primary one, one that deletes, one that begins a change, one with
//! an icon alone.

use egui::{Button, Color32, Response, RichText, Stroke, StrokeKind, Ui};

use crate::ui::{context::UiContext, theme::Palette};

/// Draws a button that begins a change. In a register that is open for reading only it is
/// disabled and says why.
pub fn edit_button(ui: &mut Ui, context: &UiContext, button: Button<'_>) -> Response {
    let response = ui.add_enabled(!context.session.is_read_only(), button);
    response.on_disabled_hover_text(context.locale.t("lock.command_disabled"))
}

/// Draws the primary button of a dialog or a form.
pub fn primary_button(ui: &mut Ui, is_enabled: bool, label: &str) -> Response {
    let accent = Palette::of(ui).accent;
    filled_button(ui, is_enabled, label, accent)
}

/// Draws the primary button of a dialog that deletes or discards something.
pub fn danger_button(ui: &mut Ui, label: &str) -> Response {
    let error = Palette::of(ui).error;
    filled_button(ui, true, label, error)
}

fn filled_button(ui: &mut Ui, is_enabled: bool, label: &str, fill: Color32) -> Response {
    let Palette { on_accent, text, .. } = Palette::of(ui);
    if !is_enabled {
        return ui.add_enabled(false, Button::new(label));
    }
    let button = Button::new(RichText::new(label).color(on_accent)).fill(fill);
    let response = ui.add(button);
    if response.has_focus() {
        // The usual frame has the colour of the button itself and would not be seen.
        let rect = response.rect.expand(2.0);
        ui.painter().rect_stroke(rect, 7.0, Stroke::new(2.0, text), StrokeKind::Outside);
    }
    response
}

/// Draws a button with an icon alone; `name` is its accessible name and its tooltip.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let button = Button::new(icon).frame_when_inactive(false);
    ui.add(button).accessible_name(name).on_hover_text(name)
}
