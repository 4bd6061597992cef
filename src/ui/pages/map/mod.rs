//! The page of the map: the places of the abductions, by status.

mod canvas;
pub(crate) mod side_panel;
pub(crate) mod state;
mod toolbar;

use egui::{Ui, vec2};

use crate::{
    analysis::map::{clusters::ClusterIndex, region::Region},
    figure::map::chart::MapChart,
    jobs::exports::ChartRenderer,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::map::state::MapState,
        theme::{Role, SPACE},
        widgets::{caption::caption_ui, text::weak_text},
    },
};

/// Draws the page.
pub fn map_ui(ui: &mut Ui, context: &UiContext, state: &mut MapState, out: &mut Vec<Intent>) {
    caption_ui(ui, context, out);
    toolbar::map_toolbar_ui(ui, context, state, out);
    ui.add_space(SPACE / 2.0);
    let legend = SPACE * 4.0;
    let size = ui.available_size() - vec2(0.0, legend);
    if state.current_clusters(context.session).is_none() {
        ui.allocate_ui(size, |ui| {
            ui.label(weak_text(ui, context.locale.t("map.clustering"), Role::Body));
        });
        return;
    }
    canvas::map_canvas_ui(ui, context, state, size, out);
    toolbar::legend_ui(ui, context);
}

/// Returns the renderer of the visible part of the map. It clusters the cases anew for the size
/// of the figure.
pub fn map_chart(context: &UiContext, state: &MapState) -> ChartRenderer {
    let (view, locale) = (context.session.analysis(), context.locale);
    let (register, rows) = (context.session.snapshot(), view.query_result().rows.clone());
    let (case_states, area) = (view.case_states().to_vec(), view.query().bounds);
    let visible = state.viewport.map(|viewport| viewport.visible_rect(0.0));
    Box::new(move |size| {
        let initial =
            || Region::initial_rect(&ClusterIndex::from_rows(&register, &rows, &case_states));
        let part = visible.unwrap_or_else(initial);
        MapChart::new(&register, (&rows, &case_states), (part, area), locale, size).draw()
    })
}
