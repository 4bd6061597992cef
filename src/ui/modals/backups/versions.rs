//! The list of versions: when each was saved, its size, and how much has changed since.

use std::{cell::Cell, ops::Range};

use egui::{Response, Ui};

use crate::{
    Locale,
    describe::differences::describe_diff_stats,
    ui::{
        modals::backups::backup_row::BackupRow,
        theme::{Palette, Role, SPACE},
        widgets::{
            list_item::ListItem,
            text::rich_text,
            virtual_list::{RowEvent, VirtualList, VirtualListState},
        },
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
    let draw_row = |ui: &Ui, at: usize, response: Response| {
        let (first, end) = visible_rows.get();
        visible_rows.set((first.min(at), end.max(at + 1)));
        version_item(locale, &Palette::of(ui), &rows[at], at == chosen).paint(ui, response)
    };
    let list = VirtualList::new(rows.len(), ROW_HEIGHT, &draw_row);
    let event = list.ui(ui, state);
    let (first, end) = visible_rows.get();
    let reached = event.map(|(RowEvent::Opened(at) | RowEvent::Focused(at))| at);
    (first.min(end)..end, reached)
}

/// Returns the row of a version: when it was saved, its size and the changes since.
fn version_item(
    locale: Locale,
    palette: &Palette,
    row: &BackupRow,
    is_chosen: bool,
) -> ListItem<'static> {
    let (text, color) = match &row.stats {
        None => (locale.t("backups.comparing").into_owned(), palette.weak),
        Some(Ok(stats)) => (describe_diff_stats(locale, stats), palette.weak),
        Some(Err(_)) => (locale.t("backups.unreadable").into_owned(), palette.error),
    };
    let details =
        locale.t_with("backups.size_and_changes", &[("size", &row.size), ("text", &text)]);
    ListItem {
        detail: rich_text(&details, Role::Caption).color(color).into(),
        is_selected: Some(is_chosen),
        ..ListItem::new(&row.time, &details)
    }
}
