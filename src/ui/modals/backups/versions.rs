//! The list of versions: when each was saved, its size, and how much has changed since.

use std::{cell::Cell, ops::Range};

use egui::{Pos2, Response, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText};

use crate::{
    Locale,
    describe::differences::describe_diff_stats,
    ui::{
        modals::backups::BackupRow,
        pages::record_list::{RowEvent, VirtualList, VirtualListState, paint_row_background},
        theme::{Palette, Role, SPACE},
        widgets::rich_text,
    },
};

/// The height of a row.
const ROW_HEIGHT: f32 = SPACE * 7.0;

/// Draws the versions; gives those in sight, and the one that was chosen now.
pub(super) fn versions_ui(
    ui: &mut Ui,
    locale: Locale,
    rows: &[BackupRow],
    chosen: usize,
    state: &mut VirtualListState,
) -> (Range<usize>, Option<usize>) {
    let visible_rows = Cell::new((rows.len(), 0));
    let draw = |ui: &Ui, at: usize, response: Response| {
        let (first, end) = visible_rows.get();
        visible_rows.set((first.min(at), end.max(at + 1)));
        row_ui(ui, locale, &rows[at], at == chosen, response)
    };
    let touched =
        VirtualList { count: rows.len(), height: ROW_HEIGHT, draw_row: &draw }.ui(ui, state);
    let (first, end) = visible_rows.get();
    let touched = touched.map(|(RowEvent::Opened(at) | RowEvent::Focused(at))| at);
    (first.min(end)..end, touched)
}

fn row_ui(
    ui: &Ui,
    locale: Locale,
    row: &BackupRow,
    is_chosen: bool,
    response: Response,
) -> Response {
    let (palette, rect) = (Palette::of(ui), response.rect);
    let (text, color) = match &row.stats {
        None => (locale.t("backups.comparing").into_owned(), palette.weak),
        Some(Ok(tally)) => (describe_diff_stats(locale, tally), palette.weak),
        Some(Err(_)) => (locale.t("backups.unreadable").into_owned(), palette.error),
    };
    let details =
        locale.t_with("backups.size_and_changes", &[("size", &row.size), ("text", &text)]);
    let name = format!("{}, {details}", row.time);
    response.widget_info(|| {
        let role = egui::accesskit::Role::Button;
        WidgetInfo::selected(role, true, is_chosen, &name)
    });
    paint_row_background(ui, &response);
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, palette.selection);
    }
    if response.has_focus() {
        let stroke = ui.visuals().selection.stroke;
        ui.painter().rect_stroke(rect, 0.0, stroke, egui::StrokeKind::Inside);
    }
    let paint = |text: &str, role: Role, y: f32, color| {
        let width = rect.width() - SPACE * 3.0;
        let text = WidgetText::from(rich_text(text, role));
        let text = text.into_galley(ui, Some(TextWrapMode::Truncate), width, TextStyle::Body);
        let is_truncated = text.elided;
        ui.painter().galley(Pos2::new(rect.left() + SPACE, rect.top() + y), text, color);
        is_truncated
    };
    paint(&row.time, Role::Body, SPACE, palette.text);
    let is_truncated = paint(&details, Role::Caption, SPACE * 3.75, color);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if is_truncated { response.on_hover_text(details) } else { response }
}

/// How much room something takes, to two digits at least.
pub(super) fn size_label(locale: Locale, bytes: u64) -> String {
    let (key, unit) = match bytes {
        0..1_000 => return locale.t_with("backups.size.bytes", &[("n", &bytes.to_string())]),
        1_000..1_000_000 => ("backups.size.kilo", 1_000),
        _ => ("backups.size.mega", 1_000_000),
    };
    let tenths = bytes * 10 / unit;
    let n = match tenths {
        0..100 => format!("{}.{}", tenths / 10, tenths % 10),
        _ => locale.format_number(usize::try_from(tenths / 10).unwrap_or(usize::MAX)),
    };
    locale.t_with(key, &[("n", &n)])
}
