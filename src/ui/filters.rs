//! The filters: facets with live counts.

use egui::{Align, Layout, ScrollArea, Ui, Vec2};

use super::{
    Intent, Scene,
    theme::{Role, SPACE},
    widgets::{text, weak},
    years::{Years, years_ui},
};
use crate::{
    command::Command,
    session::Action,
    view::{Facet, Pick, Value, facet_words, value_words},
};

/// How many values a facet shows until all are asked for.
const SHORT: usize = 8;

/// The height of a facet's value, in points.
const LINE: f32 = SPACE * 3.0;

/// What the filters remember between frames.
#[derive(Default)]
pub struct Filters {
    /// Facets that show all their values.
    long: Vec<Facet>,
    years: Years,
}

/// Draws the filters.
pub fn filters_ui(ui: &mut Ui, scene: &Scene, state: &mut Filters, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    ui.horizontal(|ui| {
        ui.label(text(lang.t("filters.title"), Role::Section));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if scene.session.view().query().is_narrow() {
                let command = Command::ClearFilters;
                let button = egui::Button::new(text(lang.t("filters.clear"), Role::Caption));
                if ui.add(button).on_hover_text(command.tooltip(lang)).clicked() {
                    out.push(Intent::Command(command));
                }
            }
        });
    });
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        for facet in Facet::ALL {
            facet_ui(ui, scene, state, facet, out);
        }
    });
}

fn facet_ui(ui: &mut Ui, scene: &Scene, state: &mut Filters, facet: Facet, out: &mut Vec<Intent>) {
    let values = scene.session.view().answer().counts.get(&facet).map_or(&[][..], Vec::as_slice);
    let title = facet_words(scene.lang, scene.register(), facet);
    let id = ui.make_persistent_id(("facet", facet));
    let open = !matches!(facet, Facet::Sex | Facet::Incident | Facet::SourceKind);
    let heading = text(title.clone(), Role::Body).strong();
    egui::collapsing_header::CollapsingState::load_with_default_open(ui.ctx(), id, open)
        .show_header(ui, |ui| ui.label(heading))
        .body_unindented(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if facet == Facet::Year {
                years_ui(ui, scene, &mut state.years, values, out);
                let nothing = values.iter().filter(|(value, _)| *value == Value::Nothing);
                nothing.for_each(|value| value_ui(ui, scene, facet, &title, value, out));
            } else {
                values_ui(ui, scene, state, facet, &title, values, out);
            }
            ui.add_space(SPACE);
        });
}

/// The values of a facet: the first few, or all of them in an area of their own.
fn values_ui(
    ui: &mut Ui,
    scene: &Scene,
    state: &mut Filters,
    facet: Facet,
    title: &str,
    values: &[(Value, usize)],
    out: &mut Vec<Intent>,
) {
    let long = state.long.contains(&facet);
    if long && values.len() > SHORT {
        let height = LINE * values.len().min(SHORT * 2) as f32;
        ScrollArea::vertical().id_salt(facet).max_height(height).show_rows(
            ui,
            LINE,
            values.len(),
            |ui, rows| {
                values[rows].iter().for_each(|value| value_ui(ui, scene, facet, title, value, out));
            },
        );
    } else {
        values.iter().take(SHORT).for_each(|value| value_ui(ui, scene, facet, title, value, out));
    }
    if values.len() > SHORT {
        let words = if long {
            scene.lang.t("filters.fewer").into_owned()
        } else {
            scene.lang.count("filters.more", values.len() - SHORT)
        };
        if ui.link(text(words, Role::Caption)).clicked() {
            match state.long.iter().position(|other| *other == facet) {
                Some(at) => drop(state.long.remove(at)),
                None => state.long.push(facet),
            }
        }
    }
}

/// One value: a box to pick it, its name, how many cases it would show.
fn value_ui(
    ui: &mut Ui,
    scene: &Scene,
    facet: Facet,
    title: &str,
    (value, count): &(Value, usize),
    out: &mut Vec<Intent>,
) {
    let pick = Pick { facet, value: value.clone() };
    let words = value_words(scene.lang, scene.register(), &pick);
    let mut picked = scene.session.view().query().picks.contains(&pick);
    let count = scene.lang.number(*count);
    let size = Vec2::new(ui.available_width(), LINE);
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.label(weak(ui, count.clone(), Role::Caption));
        ui.with_layout(Layout::left_to_right(Align::Center).with_cross_justify(true), |ui| {
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            let response = ui.checkbox(&mut picked, text(words.clone(), Role::Body));
            let response = response.accessible_name(format!("{title}: {words}, {count}"));
            if response.clicked() {
                let mut query = scene.session.view().query().clone();
                query.toggle(pick);
                out.push(Intent::Act(Action::Query(query)));
            }
        });
    });
}
