//! The panel of filters: facets with the number of cases of each value.

use egui::{Align, Layout, ScrollArea, Ui, Vec2};

use crate::{
    Locale,
    analysis::query::{Facet, FacetFilter, FacetValue},
    commands::Command,
    describe::{claims::facet_value_label, labels::facet_label},
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        panels::year_filter::{YearFilterState, year_filter_ui},
        theme::{NARROW_WINDOW_WIDTH, Role, SPACE},
        widgets::{
            buttons::icon_button,
            text::{rich_text, weak_text},
        },
    },
};

/// The number of values that a collapsed facet shows.
const COLLAPSED_VALUES: usize = 8;

/// The height of a value, in points.
const VALUE_HEIGHT: f32 = SPACE * 3.0;

/// The state of the panel between frames.
#[derive(Default)]
pub struct FiltersState {
    /// The facets that show all their values.
    expanded: Vec<Facet>,
    years: YearFilterState,
    /// The user opened the panel or closed it; none before, when the width of the window decides.
    is_open: Option<bool>,
}

impl FiltersState {
    /// Returns true if the panel is open in a window of this width, in points.
    pub fn is_open(&self, window_width: f32) -> bool {
        self.is_open.unwrap_or(window_width >= NARROW_WINDOW_WIDTH)
    }
}

/// Draws the closed panel: a strip with the button that opens it.
pub fn closed_filters_ui(ui: &mut Ui, locale: Locale, state: &mut FiltersState) {
    if icon_button(ui, "»", &locale.t("filters.open")).clicked() {
        state.is_open = Some(true);
    }
}

/// Draws the open panel.
pub fn filters_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut FiltersState,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    ui.horizontal(|ui| {
        ui.label(rich_text(locale.t("filters.title"), Role::Section));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, "«", &locale.t("filters.close")).clicked() {
                state.is_open = Some(false);
            }
            if context.session.analysis().query().is_filtered() {
                let command = Command::ClearFilters;
                let button = egui::Button::new(rich_text(locale.t("filters.clear"), Role::Caption));
                if ui.add(button).on_hover_text(command.tooltip(locale)).clicked() {
                    out.push(Intent::Command(command));
                }
            }
        });
    });
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        // The scroll bar floats over the right end.
        ui.set_max_width(ui.available_width() - SPACE);
        for facet in Facet::ALL {
            facet_ui(ui, context, state, facet, out);
        }
    });
}

fn facet_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut FiltersState,
    facet: Facet,
    out: &mut Vec<Intent>,
) {
    let values = context
        .session
        .analysis()
        .query_result()
        .facet_counts
        .get(&facet)
        .map_or(&[][..], Vec::as_slice);
    let title = facet_label(context.locale, context.register(), facet);
    let id = ui.make_persistent_id(("facet", facet));
    let open = !matches!(facet, Facet::Sex | Facet::Incident | Facet::SourceKind);
    let heading = rich_text(title.clone(), Role::Body).strong();
    egui::collapsing_header::CollapsingState::load_with_default_open(ui.ctx(), id, open)
        .show_header(ui, |ui| ui.label(heading))
        .body_unindented(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if facet == Facet::Year {
                year_filter_ui(ui, context, &mut state.years, values, out);
                let nothing = values.iter().filter(|(value, _)| *value == FacetValue::Missing);
                nothing.for_each(|value| value_ui(ui, context, facet, &title, value, out));
            } else {
                values_ui(ui, context, state, facet, &title, values, out);
            }
            ui.add_space(SPACE);
        });
}

/// Draws the values of a facet: the first ones, or all of them in a scroll area.
fn values_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut FiltersState,
    facet: Facet,
    title: &str,
    values: &[(FacetValue, usize)],
    out: &mut Vec<Intent>,
) {
    let is_expanded = state.expanded.contains(&facet);
    if is_expanded && values.len() > COLLAPSED_VALUES {
        let height = VALUE_HEIGHT * values.len().min(COLLAPSED_VALUES * 2) as f32;
        ScrollArea::vertical().id_salt(facet).max_height(height).show_rows(
            ui,
            VALUE_HEIGHT,
            values.len(),
            |ui, rows| {
                values[rows]
                    .iter()
                    .for_each(|value| value_ui(ui, context, facet, title, value, out));
            },
        );
    } else {
        values
            .iter()
            .take(COLLAPSED_VALUES)
            .for_each(|value| value_ui(ui, context, facet, title, value, out));
    }
    if values.len() > COLLAPSED_VALUES {
        let text = if is_expanded {
            context.locale.t("filters.show_fewer").into_owned()
        } else {
            context.locale.t_plural("filters.show_more", values.len() - COLLAPSED_VALUES)
        };
        if ui.link(rich_text(text, Role::Caption)).clicked() {
            match state.expanded.iter().position(|other| *other == facet) {
                Some(at) => drop(state.expanded.remove(at)),
                None => state.expanded.push(facet),
            }
        }
    }
}

/// Draws a value: its check box, its name and the number of cases that it would show.
fn value_ui(
    ui: &mut Ui,
    context: &UiContext,
    facet: Facet,
    title: &str,
    (value, count): &(FacetValue, usize),
    out: &mut Vec<Intent>,
) {
    let pick = FacetFilter { facet, value: value.clone() };
    let text = facet_value_label(context.locale, context.register(), &pick);
    let mut is_picked = context.session.analysis().query().facet_filters.contains(&pick);
    let count = context.locale.format_number(*count);
    let size = Vec2::new(ui.available_width(), VALUE_HEIGHT);
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.label(weak_text(ui, count.clone(), Role::Caption));
        ui.with_layout(Layout::left_to_right(Align::Center).with_cross_justify(true), |ui| {
            ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
            let response = ui.checkbox(&mut is_picked, rich_text(text.clone(), Role::Body));
            let response = response.accessible_name(format!("{title}: {text}, {count}"));
            if response.clicked() {
                let mut query = context.session.analysis().query().clone();
                query.toggle_facet(pick);
                out.push(Intent::Action(Action::SetQuery(query)));
            }
        });
    });
}
