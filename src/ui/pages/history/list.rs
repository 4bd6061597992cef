//! The lines of the history: when, what, who and why.

use egui::{Response, Ui, vec2};

use crate::{
    describe::steps::{day_and_time_labels, describe_history_event, short_entry_author_label},
    store::history::index::{EntryHeader, HistoryIndex},
    ui::{
        context::UiContext,
        pages::{
            history::HistoryState,
            record_list::{self, RECORD_ROW_HEIGHT, RecordRow, RowEvent, VirtualList},
        },
        theme::Palette,
    },
};

/// Draws the list; the line that the keys or the pointer reach is the chosen one.
pub(super) fn list_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut HistoryState,
    index: &HistoryIndex,
) {
    let (order, chosen) = (&state.order, state.chosen_entry);
    let draw = |ui: &Ui, row: usize, response: Response| {
        let Some(at) = order.get(row).map(|at| *at as usize) else { return response };
        let Some(header) = index.headers().get(at) else { return response };
        let is_chosen = chosen == Some(at);
        record_list::paint_row_background(ui, &response);
        if is_chosen {
            let rect = response.rect.shrink2(vec2(0.0, 0.5));
            ui.painter().rect_filled(rect, 0.0, Palette::of(ui).selection);
        }
        let response = record_list::paint_record_text(ui, &record_row(context, header), response);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_chosen));
        response
    };
    let rows = VirtualList { count: order.len(), height: RECORD_ROW_HEIGHT, draw_row: &draw };
    let mut touched = None;
    ui.scope(|ui| touched = rows.ui(ui, &mut state.list_state));
    if let Some(RowEvent::Opened(row) | RowEvent::Focused(row)) = touched {
        state.chosen_entry = state.order.get(row).map(|at| *at as usize);
        // What it tells was drawn for the one before.
        ui.ctx().request_repaint();
    }
}

fn record_row(context: &UiContext, header: &EntryHeader) -> RecordRow {
    let (locale, entry) = (context.locale, &header.entry);
    let why = entry.event.step().map_or("", |step| step.reason.as_str());
    let number = locale.t_with("history.entry_number", &[("n", &entry.number.to_string())]);
    let by = short_entry_author_label(locale, entry);
    let parts = [number.as_str(), by.as_str(), why];
    let details = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let title = describe_history_event(locale, &entry.event);
    RecordRow { date: day_and_time_labels(locale, entry.time).join(" "), title, details }
}
