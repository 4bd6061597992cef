//! The chosen entry: when, by whom and why, the differences that it made, and its buttons.

use egui::{Button, Grid, Label, ScrollArea, Ui};
use jiff::tz::TimeZone;

use crate::{
    Locale,
    describe::{
        history_problems::describe_gap,
        steps::{
            day_and_time_labels, describe_entry_parents, describe_history_entry, entry_author_label,
        },
    },
    register::HistoryEvent,
    store::{
        history::index::{EntryHeader, HistoryIndex},
        signature::known_keys::LineSigner,
    },
    ui::{
        context::UiContext,
        intent::Intent,
        pages::history::state::HistoryState,
        theme::{Role, SPACE},
        widgets::{
            difference_list::differences_ui,
            text::{heading, rich_text, section_heading, weak_text},
        },
    },
};

/// Draws the chosen entry over the whole of `ui`.
pub(super) fn entry_detail_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut HistoryState,
    index: &HistoryIndex,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let Some((at, header)) = state.chosen_entry.and_then(|at| Some((at, index.headers().get(at)?)))
    else {
        return;
    };
    let entry = &header.entry;
    ScrollArea::vertical().id_salt(("chosen", at)).auto_shrink(false).show(ui, |ui| {
        heading(ui, &describe_history_entry(locale, entry), Role::Section);
        let signer = state.entry_detail.as_ref().filter(|detail| detail.index == at);
        facts_ui(ui, locale, header, signer.map(|detail| &detail.signer));
        buttons_ui(ui, context, at, header.has_records, out);
        let explanation = match &entry.event {
            HistoryEvent::Started => Some("history.created_explanation"),
            HistoryEvent::ExternalChange { .. } if entry.gap.is_empty() => {
                Some("history.external_change_explanation")
            }
            HistoryEvent::ExternalChange { .. } => None,
            HistoryEvent::Merged { .. } => Some("history.merged_explanation"),
            HistoryEvent::Overwritten => Some("history.overwritten_explanation"),
            HistoryEvent::Performed(_) | HistoryEvent::Undone(_) | HistoryEvent::Redone(_) => None,
        };
        if let Some(key) = explanation {
            ui.add_space(SPACE / 2.0);
            ui.add(Label::new(rich_text(locale.t(key), Role::Body)).wrap());
        }
        for sentence in describe_gap(locale, &entry.gap) {
            ui.add_space(SPACE / 2.0);
            ui.add(Label::new(rich_text(sentence, Role::Body)).wrap());
        }
        if !header.has_records {
            return;
        }
        section_heading(ui, &locale.t("history.differences"));
        let Some(detail) = state.entry_detail.as_mut().filter(|detail| detail.index == at) else {
            return;
        };
        if let Err(error) = &detail.diff {
            ui.add(Label::new(error.describe(locale)).wrap());
            return;
        }
        let (texts, count) = detail.difference_texts(locale);
        differences_ui(ui, locale, ["history.value_before", "history.value_after"], texts, count);
    });
}

/// Draws the time, the author, the signer once the signature is verified, and the reason.
fn facts_ui(ui: &mut Ui, locale: Locale, header: &EntryHeader, signer: Option<&LineSigner>) {
    let entry = &header.entry;
    let [day, time] = day_and_time_labels(locale, entry.time, &TimeZone::system());
    let number = locale.t_with("history.entry_number", &[("n", &header.line_number.to_string())]);
    let mut facts = vec![
        ("history.recorded_on", format!("{day} {time} · {number}")),
        ("history.author", entry_author_label(locale, entry)),
    ];
    if let Some(signer) = signer {
        facts.push(("signature.label", signer.describe(locale)));
    }
    if let Some(parents) = describe_entry_parents(locale, header) {
        facts.push(("history.follows", parents));
    }
    if let Some(step) = entry.event.step() {
        let reason = match step.reason.as_str() {
            "" => locale.t("history.no_reason").into_owned(),
            reason => reason.to_owned(),
        };
        facts.push(("history.reason_title", reason));
    }
    Grid::new("recorded")
        .num_columns(2)
        .spacing([SPACE * 2.0, SPACE / 2.0])
        .min_row_height(0.0)
        .show(ui, |ui| {
            for (key, text) in facts {
                ui.label(weak_text(ui, locale.t(key), Role::Body));
                ui.add(Label::new(rich_text(text, Role::Body)).wrap());
                ui.end_row();
            }
        });
}

/// Draws the buttons that revert the entry and that open the register as it recorded it.
fn buttons_ui(
    ui: &mut Ui,
    context: &UiContext,
    at: usize,
    has_records: bool,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    ui.add_space(SPACE / 2.0);
    ui.horizontal_wrapped(|ui| {
        if has_records {
            let revert = Button::new(locale.t("history.revert").as_ref());
            let revert = ui.add_enabled(!context.session.is_read_only(), revert);
            if revert.on_hover_text(locale.t("history.revert_tooltip")).clicked() {
                out.push(Intent::Revert(at));
            }
        }
        let as_recorded = ui.button(locale.t("history.open_as_recorded").as_ref());
        if as_recorded.on_hover_text(locale.t("history.open_as_recorded_tooltip")).clicked() {
            out.push(Intent::ShowAsRecorded(at));
        }
    });
}
