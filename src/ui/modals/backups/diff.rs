//! What has changed since a version, each difference in words.

use egui::{Label, Pos2, Response, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText};

use crate::{
    Locale,
    analysis::finding::Severity,
    describe::differences::DifferenceText,
    jobs::backups::BackupDiff,
    ui::{
        context::UiContext,
        pages::record_list::{VirtualList, VirtualListState, paint_row_background},
        theme::{Palette, Role, SPACE},
        widgets::{empty_message, heading, level_icon, rich_text, weak_text},
    },
};

/// The height of a difference.
const ROW_HEIGHT: f32 = SPACE * 6.0;

/// Draws what has changed since the chosen version, or why that cannot be told.
pub(super) fn diff_ui(
    ui: &mut Ui,
    context: &UiContext,
    result: Option<&Result<BackupDiff, String>>,
    state: &mut VirtualListState,
) {
    let locale = context.locale;
    let diff = match result {
        None => return empty_message(ui, &locale.t("backups.comparing")),
        Some(Err(text)) => {
            ui.add_space(SPACE);
            let text = rich_text(text, Role::Body).color(Palette::of(ui).error);
            ui.add(Label::new(text).wrap());
            return;
        }
        Some(Ok(since)) => since,
    };
    let differences = diff.difference_texts.as_deref().unwrap_or_default();
    let broken_now = context.session.source_text().broken_records().count();
    for (key, broken) in [
        ("backups.unreadable_records", diff.broken_records),
        ("backups.unreadable_records_now", broken_now),
    ] {
        if broken > 0 {
            ui.add_space(SPACE);
            ui.horizontal_top(|ui| {
                level_icon::severity_icon(ui, Severity::Warning);
                ui.add(Label::new(rich_text(locale.t_plural(key, broken), Role::Caption)).wrap());
            });
        }
    }
    if differences.is_empty() {
        return empty_message(ui, &locale.t("backups.unchanged"));
    }
    ui.add_space(SPACE);
    ui.horizontal(|ui| {
        heading(ui, &locale.t("backups.changes_since"), Role::Section);
        ui.label(weak_text(ui, locale.t_plural("diff.count", differences.len()), Role::Caption));
    });
    let draw =
        |ui: &Ui, at: usize, response: Response| row_ui(ui, locale, &differences[at], response);
    VirtualList { count: differences.len(), height: ROW_HEIGHT, draw_row: &draw }.ui(ui, state);
}

fn row_ui(ui: &Ui, locale: Locale, difference: &DifferenceText, response: Response) -> Response {
    let (palette, rect) = (Palette::of(ui), response.rect);
    let (line, values) = (difference.to_line(locale), difference.values_text(locale));
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::ListItem, true, &line));
    paint_row_background(ui, &response);
    let what = locale
        .t_with("diff.short_line", &[("who", &difference.subject), ("what", &difference.change)]);
    let paint = |text: &str, role: Role, y: f32, color| {
        let width = rect.width() - SPACE * 2.0;
        let text = WidgetText::from(rich_text(text, role));
        let text = text.into_galley(ui, Some(TextWrapMode::Truncate), width, TextStyle::Body);
        let is_truncated = text.elided;
        ui.painter().galley(Pos2::new(rect.left(), rect.top() + y), text, color);
        is_truncated
    };
    let truncated = [
        paint(&what, Role::Body, SPACE * 0.75, palette.text),
        paint(&values, Role::Caption, SPACE * 3.25, palette.weak),
    ];
    if truncated.contains(&true) {
        response.on_hover_text(format!("{what}\n{values}"))
    } else {
        response
    }
}
