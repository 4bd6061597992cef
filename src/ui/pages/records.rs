//! The pages of totals and events.

use egui::Ui;

use crate::{
    describe::claims::{format_date, party_label},
    draft::{Draft, event::EventDraft, total::TotalDraft},
    model::{Event, Total},
    ui::{
        Intent, UiContext,
        pages::record_list::{RecordList, RecordRow, VirtualListState},
    },
};

/// The announced totals, by date.
pub fn totals_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut VirtualListState,
    out: &mut Vec<Intent>,
) {
    let (locale, totals) = (context.locale, context.register().totals());
    let mut order: Vec<usize> = (0..totals.len()).collect();
    order.sort_by(|a, b| totals[*a].on.cmp(&totals[*b].on));
    let row = |at: usize| {
        let Total { by, count, on, sources, note } = totals[order[at]].as_ref();
        let party = party_label(locale, context.register(), by);
        let count = locale.format_number(*count as usize);
        RecordRow {
            date: format_date(locale, on),
            title: locale.t_with("records.total", &[("party", &party), ("count", &count)]),
            details: join_details(&locale.t_plural("records.source_count", sources.len()), note),
        }
    };
    let open = |at: usize| {
        edit_intent(Draft::Total(TotalDraft::from_total(order[at], &totals[order[at]])))
    };
    let texts = ["command.page_totals", "form.new_total", "records.no_totals"];
    RecordList { text_keys: texts, count: totals.len(), row: &row, open_intent: &open }
        .ui(ui, context, state, out);
}

/// The events, by date.
pub fn events_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut VirtualListState,
    out: &mut Vec<Intent>,
) {
    let (locale, events) = (context.locale, context.register().events());
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by(|a, b| events[*a].on.cmp(&events[*b].on));
    let row = |at: usize| {
        let Event { on, title, place, sources, .. } = events[order[at]].as_ref();
        RecordRow {
            date: format_date(locale, on),
            title: locale.pick(title).to_owned(),
            details: join_details(
                locale.pick(place),
                &locale.t_plural("records.source_count", sources.len()),
            ),
        }
    };
    let open = |at: usize| {
        let at = order[at];
        edit_intent(Draft::Event(EventDraft::from_event(context.register(), at, &events[at])))
    };
    let texts = ["command.page_events", "form.new_event", "records.no_events"];
    RecordList { text_keys: texts, count: events.len(), row: &row, open_intent: &open }
        .ui(ui, context, state, out);
}

fn edit_intent(draft: Draft) -> Intent {
    Intent::OpenForm(Box::new(draft), None)
}

/// Two facts in one line, where there are two.
fn join_details(first: &str, second: &str) -> String {
    match (first, second) {
        ("", only) | (only, "") => only.to_owned(),
        (first, second) => format!("{first} · {second}"),
    }
}
