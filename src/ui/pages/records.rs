//! The pages of announced totals and of events.

use egui::Ui;

use crate::{
    describe::claims::{format_date, party_label},
    draft::{
        Draft,
        records::{EventDraft, TotalDraft},
    },
    model::{Event, Total},
    ui::{
        context::UiContext,
        intent::Intent,
        pages::record_list::RecordListView,
        widgets::{list_item::ListItem, virtual_list::VirtualListState},
    },
};

/// Draws the page of announced totals, sorted by date.
pub fn totals_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut VirtualListState,
    out: &mut Vec<Intent>,
) {
    let (locale, totals) = (context.locale, context.register().totals());
    let mut order: Vec<usize> = (0..totals.len()).collect();
    order.sort_by(|a, b| totals[*a].on.cmp(&totals[*b].on));
    let item = |row: usize| {
        let Total { by, count, on, sources, note } = totals[order[row]].as_ref();
        let party = party_label(locale, context.register(), by);
        let count = locale.format_number(*count as usize);
        let title = locale.t_with("records.total", &[("party", &party), ("count", &count)]);
        let details = join_details(&locale.t_plural("records.source_count", sources.len()), note);
        ListItem::dated(format_date(locale, on), &title, &details)
    };
    let open_intent = |row: usize| {
        edit_intent(Draft::Total(TotalDraft::from_total(order[row], &totals[order[row]])))
    };
    let list = RecordListView {
        title_key: "command.page_totals",
        new_record_key: "form.new_total",
        empty_key: "records.no_totals",
        len: totals.len(),
        item: &item,
        open_intent: &open_intent,
    };
    list.ui(ui, context, state, out);
}

/// Draws the page of events, sorted by date.
pub fn events_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut VirtualListState,
    out: &mut Vec<Intent>,
) {
    let (locale, events) = (context.locale, context.register().events());
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by(|a, b| events[*a].on.cmp(&events[*b].on));
    let item = |row: usize| {
        let Event { on, title, place, sources, .. } = events[order[row]].as_ref();
        let cited = locale.t_plural("records.source_count", sources.len());
        let details = join_details(locale.pick(place), &cited);
        ListItem::dated(format_date(locale, on), locale.pick(title), &details)
    };
    let open_intent = |row: usize| {
        let at = order[row];
        edit_intent(Draft::Event(EventDraft::from_event(context.register(), at, &events[at])))
    };
    let list = RecordListView {
        title_key: "command.page_events",
        new_record_key: "form.new_event",
        empty_key: "records.no_events",
        len: events.len(),
        item: &item,
        open_intent: &open_intent,
    };
    list.ui(ui, context, state, out);
}

fn edit_intent(draft: Draft) -> Intent {
    Intent::OpenForm(Box::new(draft), None)
}

/// Joins two texts with a dot between them; an empty one is left out.
fn join_details(first: &str, second: &str) -> String {
    match (first, second) {
        ("", only) | (only, "") => only.to_owned(),
        (first, second) => format!("{first} · {second}"),
    }
}
