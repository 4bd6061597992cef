//! The list of the differences between a backup and the register, each as a sentence.

use egui::{CursorIcon, Label, Response, Ui, accesskit};

use crate::{
    Locale,
    analysis::finding::Severity,
    describe::differences::DifferenceText,
    jobs::backups::BackupDiff,
    ui::{
        context::UiContext,
        theme::{Palette, Role, SPACE},
        widgets::{
            level_icon,
            list_item::{ListItem, TWO_LINE_HEIGHT},
            text::{empty_message, heading, rich_text, weak_text},
            virtual_list::{VirtualList, VirtualListState},
        },
    },
};

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
    let draw_row = |ui: &Ui, row: usize, response: Response| {
        paint_difference(ui, locale, &differences[row], response)
    };
    VirtualList::new(differences.len(), TWO_LINE_HEIGHT, &draw_row).ui(ui, state);
}

/// Paints a difference: its subject and field, and the old and the new value.
fn paint_difference(
    ui: &Ui,
    locale: Locale,
    difference: &DifferenceText,
    response: Response,
) -> Response {
    let title = locale
        .t_with("diff.short_line", &[("who", &difference.subject), ("what", &difference.change)]);
    let item = ListItem {
        accessible_name: difference.to_line(locale),
        ..ListItem::new(&title, &difference.values_text(locale))
    };
    let response = item.paint(ui, response).on_hover_cursor(CursorIcon::Default);
    ui.accesskit_node_builder(response.id, |node| node.set_role(accesskit::Role::ListItem));
    response
}
