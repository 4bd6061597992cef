//! The chosen line: who, when and why, each difference it made, and what can be done with it.

use egui::{Button, Grid, Label, ScrollArea, Ui};

use crate::{
    Locale,
    describe::{
        differences::{DifferenceDescriber, DifferenceText},
        steps::{day_and_time_labels, describe_history_event, entry_author_label},
    },
    merge::revert::StepDiff,
    register::HistoryEvent,
    store::history::{entry::HistoryEntry, error::HistoryError, index::HistoryIndex},
    ui::{
        context::UiContext,
        intent::Intent,
        pages::history::HistoryState,
        theme::{Role, SPACE},
        widgets::{heading, rich_text, section_heading, weak_text},
    },
};

/// How many differences are shown.
const MAX_SHOWN_DIFFERENCES: usize = 200;

/// What a line tells.
pub(super) struct EntryDetail {
    /// Its place.
    pub index: usize,
    diff: Result<StepDiff, HistoryError>,
    /// The differences in words, in a language.
    texts: Option<(Locale, Vec<DifferenceText>)>,
}

impl EntryDetail {
    pub fn new(index: usize, told: Result<(HistoryEntry, StepDiff), HistoryError>) -> Self {
        Self { index, diff: told.map(|(_, told)| told), texts: None }
    }

    /// The differences, put into words but once.
    fn difference_texts(&mut self, locale: Locale) -> (&[DifferenceText], usize) {
        let Ok(StepDiff { differences, before, after }) = &self.diff else { return (&[], 0) };
        if self.texts.as_ref().is_none_or(|(spoken, _)| *spoken != locale) {
            let describer = DifferenceDescriber { locale, registers: [after, before] };
            let shown = differences.iter().take(MAX_SHOWN_DIFFERENCES);
            self.texts =
                Some((locale, shown.map(|it| describer.describe_difference(it)).collect()));
        }
        let spoken = self.texts.as_ref().map_or(&[][..], |(_, spoken)| spoken);
        (spoken, differences.len())
    }
}

/// Draws it.
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
        heading(ui, &describe_history_event(locale, &entry.event), Role::Section);
        facts_ui(ui, locale, entry);
        buttons_ui(ui, context, at, header.has_records, out);
        let told = match &entry.event {
            HistoryEvent::Started => Some("history.created_explanation"),
            HistoryEvent::ExternalChange { .. } => Some("history.external_change_explanation"),
            HistoryEvent::Overwritten => Some("history.overwritten_explanation"),
            HistoryEvent::Performed(_) | HistoryEvent::Undone(_) | HistoryEvent::Redone(_) => None,
        };
        if let Some(key) = told {
            ui.add_space(SPACE / 2.0);
            ui.add(Label::new(rich_text(locale.t(key), Role::Body)).wrap());
        }
        if !header.has_records {
            return;
        }
        section_heading(ui, &locale.t("history.differences"));
        let Some(told) = state.entry_detail.as_mut().filter(|told| told.index == at) else {
            return;
        };
        if let Err(error) = &told.diff {
            ui.add(Label::new(error.describe(locale)).wrap());
            return;
        }
        let (spoken, count) = told.difference_texts(locale);
        differences_ui(ui, locale, ["history.value_before", "history.value_after"], spoken, count);
    });
}

/// When, by whom and why.
fn facts_ui(ui: &mut Ui, locale: Locale, entry: &HistoryEntry) {
    let [day, time] = day_and_time_labels(locale, entry.time);
    let number = locale.t_with("history.entry_number", &[("n", &entry.number.to_string())]);
    let mut facts = vec![
        ("history.recorded_on", format!("{day} {time} · {number}")),
        ("history.author", entry_author_label(locale, entry)),
    ];
    if let Some(step) = entry.event.step() {
        let why = match step.reason.as_str() {
            "" => locale.t("history.no_reason").into_owned(),
            why => why.to_owned(),
        };
        facts.push(("history.reason_title", why));
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
        let then = ui.button(locale.t("history.open_as_recorded").as_ref());
        if then.on_hover_text(locale.t("history.open_as_recorded_tooltip")).clicked() {
            out.push(Intent::ShowAsRecorded(at));
        }
    });
}

/// Each difference: whose it is and what, then the value of the old version and that of the new,
/// in texts with these keys.
pub fn differences_ui(
    ui: &mut Ui,
    locale: Locale,
    keys: [&str; 2],
    differences: &[DifferenceText],
    count: usize,
) {
    if count == 0 {
        ui.label(weak_text(ui, locale.t("history.no_differences"), Role::Body));
    }
    ui.spacing_mut().item_spacing.y = SPACE / 4.0;
    for DifferenceText { subject: who, change: what, old, new } in differences {
        ui.add(Label::new(rich_text(format!("{who} · {what}"), Role::Body)).wrap());
        for (key, value) in keys.into_iter().zip([old, new]) {
            if !value.is_empty() {
                let text = locale.t_with(key, &[("value", value)]);
                ui.add(Label::new(weak_text(ui, text, Role::Caption)).wrap());
            }
        }
        ui.add_space(SPACE / 2.0);
    }
    if count > differences.len() {
        let more = locale.t_plural("history.more", count - differences.len());
        ui.label(weak_text(ui, more, Role::Caption));
    }
}
