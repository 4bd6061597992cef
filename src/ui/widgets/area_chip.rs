//! The area asked for, and the way to drop it.

use egui::{Button, Ui};

use crate::{
    describe::labels::describe_geo_bounds,
    ui::{
        context::UiContext, intent::Intent, pages::map::area_filter_intent, theme::Role,
        widgets::rich_text,
    },
};

/// Draws the area that the query asks for, if it does; a click drops it.
pub fn area_chip_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let Some(area) = context.session.analysis().query().bounds else { return };
    let text = describe_geo_bounds(context.locale, area);
    let drop = context.locale.t("area.remove");
    let button = Button::new(rich_text(format!("{text}  ×"), Role::Caption)).wrap();
    let response = ui.add(button).accessible_name(format!("{drop}: {text}"));
    if response.on_hover_text(drop).clicked() {
        out.push(area_filter_intent(context, None));
    }
}
