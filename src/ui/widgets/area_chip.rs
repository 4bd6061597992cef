//! The map area that the query filters by, and a button that removes it.

use egui::{Button, Ui};

use crate::{
    analysis::map::geo_bounds::GeoBounds,
    describe::labels::describe_geo_bounds,
    session::Action,
    ui::{context::UiContext, intent::Intent, theme::Role, widgets::text::rich_text},
};

/// Draws the area of the query, where it has one, as a button that removes it.
pub fn area_chip_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let Some(area) = context.session.analysis().query().bounds else { return };
    let text = describe_geo_bounds(context.locale, area);
    let remove = context.locale.t("area.remove");
    let button = Button::new(rich_text(format!("{text}  ×"), Role::Caption)).wrap();
    let response = ui.add(button).accessible_name(format!("{remove}: {text}"));
    if response.on_hover_text(remove).clicked() {
        out.push(area_filter_intent(context, None));
    }
}

/// Returns the intent that filters by an area, or by none, and keeps the rest of the query.
pub fn area_filter_intent(context: &UiContext, area: Option<GeoBounds>) -> Intent {
    let mut query = context.session.analysis().query().clone();
    query.bounds = area;
    Intent::Action(Action::SetQuery(query))
}
