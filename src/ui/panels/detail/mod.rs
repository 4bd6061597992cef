//! The detail panel: the current case and the claims on it.

mod contradictions;
mod position;

use egui::{ScrollArea, Ui};

use crate::{
    analysis::contradictions::Ground,
    commands::Command,
    describe::{
        claims::{format_date, incident_label, sex_label},
        field_names::{NameStyle, fact_name},
        labels::place_label,
    },
    model::{Abduction, Case, SourceId, distinct::distinct},
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Role, SPACE},
        widgets::{
            block_list::BlockList,
            buttons::primary_button,
            long_text::long_text_ui,
            source_list::source_list_ui,
            swatches::status_swatch,
            text::{empty_message, rich_text, section_heading, weak_text},
        },
    },
};

/// Draws the current case.
pub fn case_detail_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let Some((at, case)) = context.session.current() else {
        empty_message(ui, &context.locale.t("detail.no_selection"));
        return;
    };
    heading_ui(ui, context, at, case, out);
    ScrollArea::vertical().id_salt(&case.id).auto_shrink([false, false]).show(ui, |ui| {
        facts_ui(ui, context, case, out);
        contradictions::contradictions_ui(ui, context, at, case, out);
        position::positions_ui(ui, context, case, out);
        if !case.note.is_empty() {
            section_heading(ui, &context.locale.t("detail.note"));
            long_text_ui(ui, &case.note, Role::Body);
        }
        variants_ui(ui, context, case, out);
        ui.add_space(SPACE * 2.0);
    });
}

/// Draws the names, the status, and the buttons that open the form and the history.
fn heading_ui(ui: &mut Ui, context: &UiContext, at: usize, case: &Case, out: &mut Vec<Intent>) {
    let locale = context.locale;
    ui.horizontal_top(|ui| {
        let edit = Command::EditCase;
        let width = ui.available_width();
        ui.allocate_ui_with_layout(
            egui::vec2((width - SPACE * 18.0).max(0.0), 0.0),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                let title = ui.label(rich_text(case.name.display_name(locale.code()), Role::Title));
                ui.ctx().accesskit_node_builder(title.id, |node| {
                    node.set_role(egui::accesskit::Role::Heading);
                });
            },
        );
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            let disabled_reason = edit.describe_disabled_reason(locale, Some(context.session));
            let button = primary_button(ui, disabled_reason.is_none(), &locale.t("detail.edit"));
            let button = button.on_disabled_hover_text(disabled_reason.unwrap_or_default());
            if button.on_hover_text(edit.tooltip(locale)).clicked() {
                out.push(Intent::Command(edit));
            }
            let history = ui.button(locale.t("history.show_case_history").as_ref());
            if history.on_hover_text(locale.t("history.show_case_history_tooltip")).clicked() {
                out.push(Intent::ShowHistory);
            }
        });
    });
    // Over the whole width, so that no name is broken between two lines.
    let other = other_names(case, locale.code());
    if !other.is_empty() {
        ui.label(weak_text(ui, other.join(" · "), Role::Body));
    }
    if let Some(case_state) = context.session.analysis().case_states().get(at) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE / 2.0;
            status_swatch(ui, case_state.status);
            ui.label(rich_text(
                locale.t(&format!("status.{}", case_state.status.key())),
                Role::Body,
            ));
        });
    }
    ui.add_space(SPACE / 2.0);
}

/// Returns the names other than the displayed one.
fn other_names(case: &Case, code: &str) -> Vec<String> {
    let shown = case.name.display_name(code);
    let name = &case.name;
    let mut names = vec![name.latin(), name.native.clone(), name.reading.clone()];
    names.extend(name.other.iter().cloned());
    names.retain(|other| !other.is_empty() && *other != shown);
    names.dedup();
    names
}

/// Draws the facts, each in a line of its own.
fn facts_ui(ui: &mut Ui, context: &UiContext, case: &Case, out: &mut Vec<Intent>) {
    let locale = context.locale;
    let Abduction { on, age, at, incident, .. } = &case.taken;
    let mut facts: Vec<(&str, String)> = Vec::with_capacity(8);
    if let Some(on) = on {
        let on = format_date(locale, on);
        let text = match age {
            Some(age) => locale
                .t_with("detail.abduction_date_and_age", &[("on", &on), ("age", &age.to_string())]),
            None => on,
        };
        facts.push(("field.abduction_date", text));
    } else if let Some(age) = age {
        facts.push(("field.age", age.to_string()));
    }
    let mut place_text = place_label(locale, case);
    if let Some(at) = at {
        let coordinates = format!(" ({:.2}, {:.2})", at.latitude(), at.longitude());
        place_text.push_str(&coordinates);
    }
    facts.push(("field.place", place_text));
    if let Some(number) = incident {
        facts.push(("field.incident", incident_label(locale, context.register(), *number)));
    }
    if let Some(born) = &case.born {
        facts.push(("field.birth_date", format_date(locale, born)));
    }
    if let Some(sex) = case.sex {
        facts.push(("field.sex", sex_label(locale, sex)));
    }
    if let Some(returned) = &case.returned {
        facts.push(("field.return_date", format_date(locale, &returned.on)));
    }
    egui::Grid::new("facts")
        .num_columns(2)
        .spacing([SPACE * 2.0, SPACE / 2.0])
        .min_row_height(0.0)
        .show(ui, |ui| {
            for (key, text) in facts.into_iter().filter(|(_, words)| !words.is_empty()) {
                ui.label(weak_text(ui, locale.t(key), Role::Body));
                ui.add(egui::Label::new(rich_text(text, Role::Body)).wrap());
                ui.end_row();
            }
        });
    let returned = case.returned.iter().flat_map(|returned| &returned.sources);
    let mut cited: Vec<SourceId> = case.sources.clone();
    cited.extend(returned.cloned());
    let cited: Vec<SourceId> = distinct(&cited).cloned().collect();
    source_list_ui(ui, context, &cited, out);
}

/// Draws the variants: what other sources say of a fact.
fn variants_ui(ui: &mut Ui, context: &UiContext, case: &Case, out: &mut Vec<Intent>) {
    if case.variants.is_empty() {
        return;
    }
    let locale = context.locale;
    section_heading(ui, &locale.t("detail.variants"));
    let (len, estimated_height) = (case.variants.len(), SPACE * 6.0);
    let needed = contradictions::link_target(ui, &case.id).and_then(|target| match target {
        Ground::Variant(at) => Some(at as usize),
        _ => None,
    });
    let list = BlockList { id_salt: "variants", len, estimated_height, needed };
    list.ui(ui, |ui, at| {
        let variant = &case.variants[at];
        let at = at as u32;
        let fact = fact_name(locale, variant.field, NameStyle::Label);
        let text = locale.t_with("detail.variant", &[("fact", &fact), ("value", &variant.value)]);
        let is_link_target = contradictions::is_link_target(ui, &case.id, Ground::Variant(at));
        let text = rich_text(text, Role::Body);
        let label = ui.label(if is_link_target { text.strong() } else { text });
        if is_link_target {
            contradictions::scroll_to_link_target(ui, label.rect);
        }
        if !variant.note.is_empty() {
            ui.label(weak_text(ui, &variant.note, Role::Caption));
        }
        source_list_ui(ui, context, &variant.sources, out);
    });
}
