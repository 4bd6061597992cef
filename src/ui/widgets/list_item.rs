//! A row of a list: a title, a line of details beneath it, and what stands before and after them.

use egui::{
    CursorIcon, Galley, Pos2, Rect, Response, Stroke, StrokeKind, Ui, WidgetInfo, WidgetText,
    accesskit,
};

use crate::ui::{
    theme::{Palette, Role, SPACE},
    widgets::text::{rich_text, truncated_galley, wrapped_galley},
};

/// The height of a row with a title and a line of details, in points.
pub const TWO_LINE_HEIGHT: f32 = SPACE * 6.0;
/// The width of the column before the title, at most.
const COLUMN_WIDTH: f32 = SPACE * 30.0;
/// The part of the row that the column before the title takes, at most.
const MAX_COLUMN_SHARE: f32 = 0.3;
/// The width of the room for a sign before the title.
const SIGN_WIDTH: f32 = SPACE * 5.0;
/// The part of the row that the text after the details takes, at most.
const MAX_TRAILING_SHARE: f32 = 0.5;

/// What stands before the title of a row.
pub(crate) enum Leading<'a> {
    /// Nothing.
    Nothing,
    /// A text in a column of its own, as a date.
    Column(String),
    /// A sign that the function paints around a point.
    Sign(&'a dyn Fn(&Ui, Pos2)),
}

/// The content of a row.
pub(crate) struct ListItem<'a> {
    /// The name that assistive technology reads.
    pub accessible_name: String,
    /// What stands before the title.
    pub leading: Leading<'a>,
    /// The first line.
    pub title: WidgetText,
    /// The second line; where it is empty the title stands in the middle of the row.
    pub detail: WidgetText,
    /// The texts at the right end: the one beside the title, and the one beside the details.
    pub trailing: [WidgetText; 2],
    /// The state of the row in a list with a selection; none in a list without one.
    pub is_selected: Option<bool>,
}

impl ListItem<'_> {
    /// Returns a row with a title and details that is named by both.
    pub fn new(title: &str, detail: &str) -> Self {
        Self {
            accessible_name: format!("{title}, {detail}"),
            leading: Leading::Nothing,
            title: rich_text(title, Role::Body).into(),
            detail: rich_text(detail, Role::Caption).into(),
            trailing: Default::default(),
            is_selected: None,
        }
    }

    /// Returns a row with a date before its title.
    pub fn dated(date: String, title: &str, detail: &str) -> Self {
        Self {
            accessible_name: format!("{title}, {date}, {detail}"),
            leading: Leading::Column(date),
            ..Self::new(title, detail)
        }
    }

    /// Paints the row over the rectangle of a response and gives that its accessible name. Where
    /// a text is cut, the pointer shows the whole texts.
    pub fn paint(self, ui: &Ui, response: Response) -> Response {
        let Self { accessible_name, leading, title, detail, trailing, is_selected } = self;
        response
            .widget_info(|| WidgetInfo::labeled(accesskit::Role::Button, true, &accessible_name));
        if let Some(is_selected) = is_selected {
            ui.accesskit_node_builder(response.id, |node| node.set_selected(is_selected));
        }
        paint_row_background(ui, &response, is_selected == Some(true));

        let (palette, rect) = (Palette::of(ui), response.rect);
        let (left, right) = (rect.left() + leading.width(rect), rect.right() - SPACE);
        let first_line = rect.top() + (rect.height() - TWO_LINE_HEIGHT) / 2.0 + SPACE * 0.75;
        leading.paint(ui, rect, first_line);

        let is_one_line = detail.is_empty();
        let full_texts = [title.text(), detail.text(), trailing[1].text()];
        let full_texts = full_texts.into_iter().filter(|text| !text.is_empty());
        let full_text = full_texts.collect::<Vec<_>>().join("\n");
        let mut is_cut = false;
        let lines = [(title, palette.text, 0.0), (detail, palette.weak, SPACE * 2.5)];
        let shares = [1.0, MAX_TRAILING_SHARE];
        for (((text, color, y), end), share) in lines.into_iter().zip(trailing).zip(shares) {
            let end = truncated_galley(ui, end, (right - left) * share);
            let text = truncated_galley(ui, text, right - left - occupied_width(&end));
            is_cut |= text.elided || end.elided;
            let y =
                if is_one_line { rect.center().y - text.size().y / 2.0 } else { first_line + y };
            ui.painter().galley(Pos2::new(right - end.size().x, y), end, color);
            ui.painter().galley(Pos2::new(left, y), text, color);
        }
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if is_cut { response.on_hover_text(full_text) } else { response }
    }
}

/// Returns the width that a text at the right end takes from the text before it.
fn occupied_width(end: &Galley) -> f32 {
    if end.is_empty() { 0.0 } else { end.size().x + SPACE }
}

impl Leading<'_> {
    /// Returns the distance of the title from the left end of the row, in points.
    fn width(&self, rect: Rect) -> f32 {
        match self {
            Self::Nothing => SPACE,
            Self::Column(_) => SPACE + COLUMN_WIDTH.min(rect.width() * MAX_COLUMN_SHARE),
            Self::Sign(_) => SIGN_WIDTH,
        }
    }

    fn paint(&self, ui: &Ui, rect: Rect, first_line: f32) {
        match self {
            Self::Nothing => {}
            Self::Column(text) => {
                let width = self.width(rect) - SPACE * 2.0;
                let galley = wrapped_galley(ui, rich_text(text, Role::Body), width);
                let at = Pos2::new(rect.left() + SPACE, first_line);
                ui.painter().galley(at, galley, Palette::of(ui).weak);
            }
            Self::Sign(paint) => {
                paint(ui, Pos2::new(rect.left() + SIGN_WIDTH / 2.0, first_line + SPACE * 1.25));
            }
        }
    }
}

/// Paints the background of a row of a list: its colour, the line above it, and the frame of the
/// keyboard focus.
pub(crate) fn paint_row_background(ui: &Ui, response: &Response, is_selected: bool) {
    let (palette, rect) = (Palette::of(ui), response.rect);
    let is_raised = response.hovered() || response.has_focus();
    if let Some(fill) =
        is_selected.then_some(palette.selection).or(is_raised.then_some(palette.raised))
    {
        ui.painter().rect_filled(rect, 0.0, fill);
    }
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
    if response.has_focus() {
        let stroke = ui.visuals().selection.stroke;
        ui.painter().rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
    }
}
