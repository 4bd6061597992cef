//! The pages of totals and events.

use egui::Ui;

use super::list::{List, PageState, Row};
use crate::{
    draft::{Draft, EventDraft, TotalDraft},
    model::{Event, Total},
    ui::{Intent, Scene},
    view::{date_words, party_words},
};

/// The announced totals, by date.
pub fn totals_ui(ui: &mut Ui, scene: &Scene, state: &mut PageState, out: &mut Vec<Intent>) {
    let (lang, totals) = (scene.lang, scene.register().totals());
    let mut order: Vec<usize> = (0..totals.len()).collect();
    order.sort_by(|a, b| totals[*a].on.cmp(&totals[*b].on));
    let row = |at: usize| {
        let Total { by, count, on, sources, note } = totals[order[at]].as_ref();
        let party = party_words(lang, scene.register(), by);
        let count = lang.number(*count as usize);
        Row {
            first: date_words(lang, on),
            title: lang.with("records.total", &[("party", &party), ("count", &count)]),
            details: details(&lang.count("records.cited", sources.len()), note),
        }
    };
    let open = |at: usize| edit(Draft::Total(TotalDraft::of(order[at], &totals[order[at]])));
    let texts = ["command.page_totals", "form.new_total", "records.no_totals"];
    List { texts, count: totals.len(), row: &row, open: &open }.ui(ui, scene, state, out);
}

/// The events, by date.
pub fn events_ui(ui: &mut Ui, scene: &Scene, state: &mut PageState, out: &mut Vec<Intent>) {
    let (lang, events) = (scene.lang, scene.register().events());
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by(|a, b| events[*a].on.cmp(&events[*b].on));
    let row = |at: usize| {
        let Event { on, title, place, sources, .. } = events[order[at]].as_ref();
        Row {
            first: date_words(lang, on),
            title: lang.pick(title).to_owned(),
            details: details(lang.pick(place), &lang.count("records.cited", sources.len())),
        }
    };
    let open = |at: usize| {
        let at = order[at];
        edit(Draft::Event(EventDraft::of(scene.register(), at, &events[at])))
    };
    let texts = ["command.page_events", "form.new_event", "records.no_events"];
    List { texts, count: events.len(), row: &row, open: &open }.ui(ui, scene, state, out);
}

fn edit(draft: Draft) -> Intent {
    Intent::Edit(Box::new(draft), None)
}

/// Two facts in one line, where there are two.
fn details(first: &str, second: &str) -> String {
    match (first, second) {
        ("", only) | (only, "") => only.to_owned(),
        (first, second) => format!("{first} · {second}"),
    }
}
