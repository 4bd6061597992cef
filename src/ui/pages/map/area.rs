//! The area asked for, and the way to drop it.

use egui::{Button, Ui};

use super::within;
use crate::{
    ui::{Intent, Role, Scene, widgets::text},
    view::area_words,
};

/// Draws the area that the query asks for, if it does; a click drops it.
pub fn area_ui(ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
    let Some(area) = scene.session.view().query().area else { return };
    let words = area_words(scene.lang, area);
    let drop = scene.lang.t("area.drop");
    let button = Button::new(text(format!("{words}  ×"), Role::Caption)).wrap();
    let response = ui.add(button).accessible_name(format!("{drop}: {words}"));
    if response.on_hover_text(drop).clicked() {
        out.push(within(scene, None));
    }
}
