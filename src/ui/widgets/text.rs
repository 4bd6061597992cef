//! Texts in the roles of the type scale: labels, headings, and texts that are painted by hand.

use std::sync::Arc;

use egui::{
    Align2, Color32, Galley, Label, Pos2, RichText, Stroke, TextStyle, TextWrapMode, Ui,
    WidgetText, accesskit,
};

use crate::ui::theme::{Palette, Role, SPACE};

/// The length in bytes from which a text is cut. A page of the window holds less.
const MAX_LABEL_LENGTH: usize = 16 << 10;

/// Returns a text in a role of the type scale. A text that no page could hold ends in an ellipsis,
/// so that laying it out takes bounded time and memory; the form shows the whole of it.
pub fn rich_text(text: impl Into<String>, role: Role) -> RichText {
    RichText::new(shorten(text.into())).text_style(role.style())
}

/// Cuts a text that no page could hold, and puts an ellipsis at its end.
pub fn shorten(mut text: String) -> String {
    if text.len() > MAX_LABEL_LENGTH {
        text.truncate(text.floor_char_boundary(MAX_LABEL_LENGTH));
        text.push('…');
    }
    text
}

/// Returns a text in a role of the type scale and in the colour of secondary text.
pub fn weak_text(ui: &Ui, text: impl Into<String>, role: Role) -> RichText {
    rich_text(text, role).color(Palette::of(ui).weak)
}

/// Draws a heading, which assistive technology reads as one.
pub fn heading(ui: &mut Ui, text: &str, role: Role) {
    let response = ui.add(Label::new(rich_text(text, role)).wrap());
    ui.accesskit_node_builder(response.id, |node| {
        node.set_role(accesskit::Role::Heading);
        node.set_label(text);
    });
}

/// Draws the heading of a section, with a line under it.
pub fn section_heading(ui: &mut Ui, text: &str) {
    ui.add_space(SPACE / 2.0);
    heading(ui, text, Role::Section);
    let line = Palette::of(ui).line;
    let y = ui.cursor().top() - SPACE / 2.0;
    ui.painter().hline(ui.max_rect().x_range(), y, Stroke::new(1.0, line));
    ui.add_space(SPACE / 2.0);
}

/// Draws a message in the middle of an empty page.
pub fn empty_message(ui: &mut Ui, text: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(SPACE * 6.0);
        ui.label(weak_text(ui, text, Role::Body));
    });
}

/// Paints a text at a point, outside of any layout.
pub fn paint_text(ui: &Ui, at: Pos2, anchor: Align2, text: &str, role: Role, color: Color32) {
    ui.painter().text(at, anchor, text, role.font(), color);
}

/// Lays out a text in one line, cut with an ellipsis where it is wider than `width` points.
pub fn truncated_galley(ui: &Ui, text: impl Into<WidgetText>, width: f32) -> Arc<Galley> {
    lay_out(ui, text, TextWrapMode::Truncate, width)
}

/// Lays out a text in as many lines of at most `width` points as it takes.
pub fn wrapped_galley(ui: &Ui, text: impl Into<WidgetText>, width: f32) -> Arc<Galley> {
    lay_out(ui, text, TextWrapMode::Wrap, width)
}

/// Returns the width of a text in one line, in points.
pub fn text_width(ui: &Ui, text: impl Into<WidgetText>) -> f32 {
    lay_out(ui, text, TextWrapMode::Extend, f32::INFINITY).size().x
}

fn lay_out(ui: &Ui, text: impl Into<WidgetText>, wrap: TextWrapMode, width: f32) -> Arc<Galley> {
    text.into().into_galley(ui, Some(wrap), width.max(0.0), TextStyle::Body)
}
