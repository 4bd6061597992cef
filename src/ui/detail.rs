//! The detail pane: one case, and who said what of it.

mod contradictions;
mod account;

use egui::{ScrollArea, Ui};

use super::{
    Intent, Scene,
    sources::sources_ui,
    theme::{Role, SPACE},
    widgets::{empty, primary, section, status_mark, text, weak},
};
use crate::{
    command::Command,
    model::{Case, SourceId, Taken},
    view::{Ground, date_words, incident_words, sex_words},
};

/// Draws the current case.
pub fn detail_ui(ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
    let Some((at, case)) = scene.session.current() else {
        empty(ui, &scene.lang.t("detail.nothing_chosen"));
        return;
    };
    heading_ui(ui, scene, at, case, out);
    ScrollArea::vertical().id_salt(&case.id).auto_shrink([false, false]).show(ui, |ui| {
        facts_ui(ui, scene, case, out);
        contradictions::contradictions_ui(ui, scene, case, out);
        account::account_ui(ui, scene, case, out);
        if !case.note.is_empty() {
            section(ui, &scene.lang.t("detail.note"));
            ui.label(text(&case.note, Role::Body));
        }
        variants_ui(ui, scene, case, out);
        ui.add_space(SPACE * 2.0);
    });
}

/// The names, the status, and the way into the form.
fn heading_ui(ui: &mut Ui, scene: &Scene, at: usize, case: &Case, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    ui.horizontal_top(|ui| {
        let edit = Command::EditCase;
        let width = ui.available_width();
        ui.allocate_ui_with_layout(
            egui::vec2((width - SPACE * 18.0).max(0.0), 0.0),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                ui.spacing_mut().item_spacing.y = SPACE / 4.0;
                let title = ui.label(text(case.name.shown(lang.code()), Role::Title));
                ui.ctx().accesskit_node_builder(title.id, |node| {
                    node.set_role(egui::accesskit::Role::Heading);
                });
                let other = other_names(case, lang.code());
                if !other.is_empty() {
                    ui.label(weak(ui, other.join(" · "), Role::Body));
                }
            },
        );
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
            let off = edit.why_off(lang, Some(scene.session));
            let button = primary(ui, off.is_none(), &lang.t("detail.edit"));
            let button = button.on_disabled_hover_text(off.unwrap_or_default());
            if button.on_hover_text(edit.tooltip(lang)).clicked() {
                out.push(Intent::Command(edit));
            }
            let history = ui.button(lang.t("history.of_this_case").as_ref());
            if history.on_hover_text(lang.t("history.of_this_case_tooltip")).clicked() {
                out.push(Intent::ShowHistory);
            }
        });
    });
    if let Some(standing) = scene.session.view().standings().get(at) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE / 2.0;
            status_mark(ui, standing.status);
            ui.label(text(lang.t(&format!("status.{}", standing.status.key())), Role::Body));
        });
    }
    ui.add_space(SPACE / 2.0);
}

/// The names but the one shown first.
fn other_names(case: &Case, code: &str) -> Vec<String> {
    let shown = case.name.shown(code);
    let name = &case.name;
    let mut names = vec![name.latin(), name.native.clone(), name.reading.clone()];
    names.extend(name.other.iter().cloned());
    names.retain(|other| !other.is_empty() && *other != shown);
    names.dedup();
    names
}

/// The plain facts, each in a line of its own.
fn facts_ui(ui: &mut Ui, scene: &Scene, case: &Case, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let Taken { on, age, place, prefecture, at, incident } = &case.taken;
    let mut facts: Vec<(&str, String)> = Vec::with_capacity(8);
    if let Some(on) = on {
        let on = date_words(lang, on);
        let words = match age {
            Some(age) => lang.with("detail.taken_aged", &[("on", &on), ("age", &age.to_string())]),
            None => on,
        };
        facts.push(("fact.taken", words));
    } else if let Some(age) = age {
        facts.push(("fact.age", age.to_string()));
    }
    let mut place_words = [place.as_str(), prefecture.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(&lang.t("list.separator"));
    if let Some(at) = at {
        let spot = format!(" ({:.2}, {:.2})", at.latitude(), at.longitude());
        place_words.push_str(&spot);
    }
    facts.push(("fact.place", place_words));
    if let Some(number) = incident {
        facts.push(("column.incident", incident_words(lang, scene.register(), *number)));
    }
    if let Some(born) = &case.born {
        facts.push(("fact.born", date_words(lang, born)));
    }
    if let Some(sex) = case.sex {
        facts.push(("facet.sex", sex_words(lang, sex)));
    }
    if let Some(returned) = &case.returned {
        facts.push(("fact.returned", date_words(lang, &returned.on)));
    }
    egui::Grid::new("facts")
        .num_columns(2)
        .spacing([SPACE * 2.0, SPACE / 2.0])
        .min_row_height(0.0)
        .show(ui, |ui| {
            for (key, words) in facts.into_iter().filter(|(_, words)| !words.is_empty()) {
                ui.label(weak(ui, lang.t(key), Role::Body));
                ui.add(egui::Label::new(text(words, Role::Body)).wrap());
                ui.end_row();
            }
        });
    let returned = case.returned.iter().flat_map(|returned| &returned.sources);
    let mut cited: Vec<SourceId> = case.sources.clone();
    cited.extend(returned.filter(|source| !case.sources.contains(source)).cloned());
    sources_ui(ui, scene, &cited, out);
}

/// What other sources give for plain facts.
fn variants_ui(ui: &mut Ui, scene: &Scene, case: &Case, out: &mut Vec<Intent>) {
    if case.variants.is_empty() {
        return;
    }
    let lang = scene.lang;
    section(ui, &lang.t("detail.variants"));
    for (at, variant) in (0..).zip(&case.variants) {
        let fact = lang.t(&format!("fact.{}", variant.field.key()));
        let words = lang.with("detail.variant", &[("fact", &fact), ("value", &variant.value)]);
        let led_to = contradictions::is_led_to(ui, &case.id, Ground::Variant(at));
        let words = text(words, Role::Body);
        let label = ui.label(if led_to { words.strong() } else { words });
        if led_to {
            contradictions::bring_into_sight(ui, label.rect);
        }
        if !variant.note.is_empty() {
            ui.label(weak(ui, &variant.note, Role::Caption));
        }
        sources_ui(ui, scene, &variant.sources, out);
    }
}
