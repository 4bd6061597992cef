//! Small pieces that several surfaces draw.

pub(crate) mod date_picker;
pub(crate) mod source_list;
pub(crate) mod citation_menu;
pub(crate) mod line_numbered_editor;
pub(crate) mod area_chip;
pub(crate) mod choice_cards;
pub(crate) mod reason_field;
pub(crate) mod level_icon;
pub(crate) mod figure_painter;

use egui::{
    Align2, Color32, Rect, Response, RichText, Sense, Stroke, TextEdit, Ui, Vec2,
    text::CCursorRange,
};

use crate::{
    analysis::{position::Status, reconciliation::Segment},
    ui::{
        context::UiContext,
        theme::{Palette, Role, SPACE},
    },
};

/// A text in a role of the type scale.
pub fn rich_text(text: impl Into<String>, role: Role) -> RichText {
    RichText::new(text).text_style(role.style())
}

/// A text of less weight.
pub fn weak_text(ui: &Ui, text: impl Into<String>, role: Role) -> RichText {
    rich_text(text, role).color(Palette::of(ui).weak)
}

/// The mark of a status, drawn before its word: a square, or its outline while nothing is resolved.
pub fn status_swatch(ui: &mut Ui, status: Status) {
    let palette = Palette::of(ui);
    let rect = allocate_swatch(ui);
    match status {
        Status::Returned | Status::ClaimedDead => {
            ui.painter().rect_filled(rect, 2.0, palette.status(status));
        }
        Status::Unresolved => {
            let stroke = Stroke::new(1.5, palette.status(status));
            ui.painter().rect_stroke(rect, 2.0, stroke, egui::StrokeKind::Inside);
        }
    }
}

/// The mark of a segment, drawn before its words as the segment is.
pub fn segment_swatch(ui: &mut Ui, segment: Segment) {
    let rect = allocate_swatch(ui);
    paint_segment(ui, rect, segment);
}

fn allocate_swatch(ui: &mut Ui) -> Rect {
    ui.allocate_exact_size(Vec2::splat(SPACE + 2.0), Sense::hover()).0.shrink(1.0)
}

/// A run of people: filled; outlined where no side tells of a return or a death, and hatched where
/// one says that they never entered, so that it can be told apart without colour.
pub fn paint_segment(ui: &Ui, rect: Rect, segment: Segment) {
    let palette = Palette::of(ui);
    let colour = palette.segment(segment);
    if !matches!(segment, Segment::NeverEntered | Segment::Open) {
        ui.painter().rect_filled(rect, 2.0, colour);
        return;
    }
    let stroke = Stroke::new(1.5, colour);
    ui.painter().rect(rect, 2.0, palette.surface, stroke, egui::StrokeKind::Inside);
    if segment == Segment::NeverEntered {
        let painter = ui.painter().with_clip_rect(rect.shrink(1.0).intersect(ui.clip_rect()));
        let (height, step) = (rect.height(), (rect.height() / 2.0).min(6.0));
        let mut x = rect.left() - height;
        while x < rect.right() {
            let line = [egui::pos2(x, rect.bottom()), egui::pos2(x + height, rect.top())];
            painter.line_segment(line, Stroke::new(1.0, colour));
            x += step;
        }
    }
}

/// A heading, also to who cannot see it.
pub fn heading(ui: &mut Ui, text: &str, role: Role) {
    let response = ui.add(egui::Label::new(rich_text(text, role)).wrap());
    ui.accesskit_node_builder(response.id, |node| {
        node.set_role(egui::accesskit::Role::Heading);
        node.set_label(text);
    });
}

/// The heading of a section, with a line under it.
pub fn section_heading(ui: &mut Ui, text: &str) {
    ui.add_space(SPACE / 2.0);
    heading(ui, text, Role::Section);
    let line = Palette::of(ui).line;
    let y = ui.cursor().top() - SPACE / 2.0;
    ui.painter().hline(ui.max_rect().x_range(), y, Stroke::new(1.0, line));
    ui.add_space(SPACE / 2.0);
}

/// A button that begins a change; off, with the reason, where the register is shown only.
pub fn edit_button(ui: &mut Ui, context: &UiContext, button: egui::Button<'_>) -> Response {
    let response = ui.add_enabled(!context.session.is_read_only(), button);
    response.on_disabled_hover_text(context.locale.t("lock.command_disabled"))
}

/// The button that does what the surface is for.
pub fn primary_button(ui: &mut Ui, enabled: bool, label: &str) -> Response {
    let accent = Palette::of(ui).accent;
    filled_button(ui, enabled, label, accent)
}

/// The same where it takes something away.
pub fn danger_button(ui: &mut Ui, label: &str) -> Response {
    let error = Palette::of(ui).error;
    filled_button(ui, true, label, error)
}

fn filled_button(ui: &mut Ui, enabled: bool, label: &str, fill: Color32) -> Response {
    let Palette { on_accent, text, .. } = Palette::of(ui);
    if !enabled {
        return ui.add_enabled(false, egui::Button::new(label));
    }
    let button = egui::Button::new(RichText::new(label).color(on_accent)).fill(fill);
    let response = ui.add(button);
    if response.has_focus() {
        // The usual frame would not be seen around a button of its own colour.
        let rect = response.rect.expand(2.0);
        ui.painter().rect_stroke(rect, 7.0, Stroke::new(2.0, text), egui::StrokeKind::Outside);
    }
    response
}

/// A button that is only a sign; `name` says what it does.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let button = egui::Button::new(icon).frame_when_inactive(false);
    ui.add(button).accessible_name(name).on_hover_text(name)
}

/// Gives a field the keyboard with its whole text selected, so that typing replaces it.
pub fn focus_and_select_all(ui: &Ui, field: &Response, text: &str) {
    field.request_focus();
    let mut state = TextEdit::load_state(ui.ctx(), field.id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::select_all_str(text)));
    state.store(ui.ctx(), field.id);
}

/// A message in the middle of an empty surface.
pub fn empty_message(ui: &mut Ui, text: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(SPACE * 6.0);
        ui.label(weak_text(ui, text, Role::Body));
    });
}

/// Words painted at a place, outside of any layout.
pub fn paint_text(ui: &Ui, at: egui::Pos2, anchor: Align2, text: &str, role: Role, color: Color32) {
    ui.painter().text(at, anchor, text, role.font(), color);
}
