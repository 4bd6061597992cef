//! The list of versions: when each was saved, its size, and how much has changed since.

use std::{cell::Cell, ops::Range};

use egui::{Pos2, Response, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText};

use super::Row;
use crate::{
    lang::Lang,
    ui::{
        pages::{PageState, Rows, Touched, paint_ground},
        theme::{Palette, Role, SPACE},
        widgets::text,
    },
};

/// The height of a row.
const ROW: f32 = SPACE * 7.0;

/// Draws the versions; gives those in sight, and the one that was chosen now.
pub(super) fn versions_ui(
    ui: &mut Ui,
    lang: Lang,
    rows: &[Row],
    chosen: usize,
    state: &mut PageState,
) -> (Range<usize>, Option<usize>) {
    let in_sight = Cell::new((rows.len(), 0));
    let draw = |ui: &Ui, at: usize, response: Response| {
        let (first, end) = in_sight.get();
        in_sight.set((first.min(at), end.max(at + 1)));
        row_ui(ui, lang, &rows[at], at == chosen, response)
    };
    let touched = Rows { count: rows.len(), height: ROW, draw: &draw }.ui(ui, state);
    let (first, end) = in_sight.get();
    let touched = touched.map(|(Touched::Opened(at) | Touched::Reached(at))| at);
    (first.min(end)..end, touched)
}

fn row_ui(ui: &Ui, lang: Lang, row: &Row, is_chosen: bool, response: Response) -> Response {
    let (palette, rect) = (Palette::of(ui), response.rect);
    let (words, ink) = match &row.tally {
        None => (lang.t("backups.comparing").into_owned(), palette.weak),
        Some(Ok(tally)) => (tally.words(lang), palette.weak),
        Some(Err(_)) => (lang.t("backups.damaged_short").into_owned(), palette.error),
    };
    let details = lang.with("backups.size_words", &[("size", &row.size), ("words", &words)]);
    let name = format!("{}, {details}", row.when);
    response.widget_info(|| {
        let role = egui::accesskit::Role::Button;
        WidgetInfo::selected(role, true, is_chosen, &name)
    });
    paint_ground(ui, &response);
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, palette.chosen);
    }
    if response.has_focus() {
        let stroke = ui.visuals().selection.stroke;
        ui.painter().rect_stroke(rect, 0.0, stroke, egui::StrokeKind::Inside);
    }
    let paint = |words: &str, role: Role, y: f32, ink| {
        let width = rect.width() - SPACE * 3.0;
        let words = WidgetText::from(text(words, role));
        let words = words.into_galley(ui, Some(TextWrapMode::Truncate), width, TextStyle::Body);
        let is_cut = words.elided;
        ui.painter().galley(Pos2::new(rect.left() + SPACE, rect.top() + y), words, ink);
        is_cut
    };
    paint(&row.when, Role::Body, SPACE, palette.text);
    let is_cut = paint(&details, Role::Caption, SPACE * 3.75, ink);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if is_cut { response.on_hover_text(details) } else { response }
}

/// How much room something takes, to two digits at least.
pub(super) fn size_words(lang: Lang, bytes: u64) -> String {
    let (key, unit) = match bytes {
        0..1_000 => return lang.with("backups.size.bytes", &[("n", &bytes.to_string())]),
        1_000..1_000_000 => ("backups.size.kilo", 1_000),
        _ => ("backups.size.mega", 1_000_000),
    };
    let tenths = bytes * 10 / unit;
    let n = match tenths {
        0..100 => format!("{}.{}", tenths / 10, tenths % 10),
        _ => lang.number(usize::try_from(tenths / 10).unwrap_or(usize::MAX)),
    };
    lang.with(key, &[("n", &n)])
}
