//! The list of the history: date and time, event, entry number, author and reason.

use egui::Ui;
use jiff::tz::TimeZone;

use crate::{
    describe::steps::{day_and_time_labels, describe_history_entry, short_entry_author_label},
    store::history::index::{EntryHeader, HistoryIndex},
    ui::{
        context::UiContext,
        pages::{history::state::HistoryState, record_list::item_list_ui},
        widgets::{list_item::ListItem, virtual_list::RowEvent},
    },
};

/// Draws the list; the row that the keys or the pointer reach becomes the chosen entry.
pub(super) fn history_list_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut HistoryState,
    index: &HistoryIndex,
) {
    let (order, chosen) = (&state.order, state.chosen_entry);
    let item = |row: usize| {
        let entry = order.get(row).map(|at| *at as usize);
        let header = entry.and_then(|at| index.headers().get(at));
        header.map_or_else(
            || ListItem::new("", ""),
            |header| ListItem { is_selected: Some(chosen == entry), ..entry_item(context, header) },
        )
    };
    let event = item_list_ui(ui, order.len(), &item, &mut state.list_state);
    if let Some(RowEvent::Opened(row) | RowEvent::Focused(row)) = event {
        state.chosen_entry = state.order.get(row).map(|at| *at as usize);
        // The details were drawn for the entry chosen before.
        ui.ctx().request_repaint();
    }
}

/// Returns the row of an entry.
fn entry_item(context: &UiContext, header: &EntryHeader) -> ListItem<'static> {
    let (locale, entry) = (context.locale, &header.entry);
    let reason = entry.event.step().map_or("", |step| step.reason.as_str());
    let number = locale.t_with("history.entry_number", &[("n", &header.line_number.to_string())]);
    let author = short_entry_author_label(locale, entry);
    let parts = [number.as_str(), author.as_str(), reason];
    let details = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let title = describe_history_entry(locale, entry);
    ListItem::dated(
        day_and_time_labels(locale, entry.time, &TimeZone::system()).join(" "),
        &title,
        &details,
    )
}
