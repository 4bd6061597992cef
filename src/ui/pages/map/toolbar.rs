//! What stands above and below the map: how much is shown, the views, the zoom, the signs.

use egui::{Align, Button, Layout, Sense, Ui, Vec2};

use crate::{
    analysis::{
        map::{region::Region, viewport::Viewport},
        position::Status,
    },
    figure::{
        Figure,
        map::marker::{draw_status_marker, draw_uncertain_marker},
    },
    ui::{
        Intent, UiContext,
        pages::map::{MapState, area_filter_intent},
        theme::{Palette, Role, SPACE},
        widgets::{figure_painter, rich_text, weak_text},
    },
};

/// How much a press of a key or a button zooms.
pub(super) const ZOOM_STEP: f64 = 0.5;

/// The views with how many cases each shows, the zoom, and the filter.
pub(super) fn map_toolbar_ui(
    ui: &mut Ui,
    scene: &UiContext,
    state: &mut MapState,
    out: &mut Vec<Intent>,
) {
    let lang = scene.lang;
    let counts = state.current_clusters(scene.session).map(|gathered| gathered.region_counts);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        for (at, region) in Region::ALL.into_iter().enumerate() {
            let place = lang.t(region.key());
            let count = counts.map_or(0, |counts| counts[at]);
            let words = format!("{place} {}", lang.format_number(count));
            let cases = lang.t_plural("subject.cases", count);
            let name = lang.t_with("map.show_region", &[("place", &place), ("cases", &cases)]);
            if ui.add(Button::new(words)).accessible_name(name).clicked() {
                state.requested_region = Some(region);
            }
        }
        ui.add_space(SPACE);
        let middle = |sight: Viewport| sight.size().map(|side| side / 2.0);
        for (words, key, by) in [("−", "map.zoom_out", -ZOOM_STEP), ("+", "map.zoom_in", ZOOM_STEP)]
        {
            let button = Button::new(words).min_size(Vec2::splat(ui.spacing().interact_size.y));
            let name = lang.t(key);
            if ui.add(button).accessible_name(&*name).on_hover_text(name).clicked() {
                state.viewport = state.viewport.map(|sight| sight.zoomed(by, middle(sight)));
            }
        }
        let mut filter_ui = |ui: &mut Ui| {
            let words = lang.t("map.filter");
            let button = Button::new(words.as_ref());
            let response = ui.add_enabled(state.viewport.is_some(), button);
            if response.on_hover_text(lang.t("map.filter_tooltip")).clicked()
                && let Some(sight) = state.viewport
            {
                out.push(area_filter_intent(scene, Some(sight.visible_bounds())));
            }
        };
        // At the right end, or in the next row where this one has no room for it.
        if ui.available_size_before_wrap().x > SPACE * 22.0 {
            ui.with_layout(Layout::right_to_left(Align::Center), filter_ui);
        } else {
            ui.end_row();
            filter_ui(ui);
        }
    });
}

/// What the signs mean, and how rough a place is.
pub(super) fn legend_ui(ui: &mut Ui, scene: &UiContext) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        for status in Status::ALL {
            legend_sign_ui(ui, |picture| {
                draw_status_marker(picture, [SPACE; 2], SPACE * 0.8, status);
            });
            ui.label(rich_text(scene.lang.t(&format!("status.{}", status.key())), Role::Caption));
            ui.add_space(SPACE);
        }
        legend_sign_ui(ui, |picture| draw_uncertain_marker(picture, [SPACE; 2], SPACE * 0.9));
        let words = weak_text(ui, scene.lang.t("map.precision_note"), Role::Caption);
        ui.add(egui::Label::new(words).truncate()).on_hover_text(scene.lang.t("map.keyboard_help"));
    });
}

fn legend_sign_ui(ui: &mut Ui, draw: impl FnOnce(&mut Figure)) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(SPACE * 2.0), Sense::hover());
    let mut picture = Figure::new([SPACE * 2.0; 2]);
    draw(&mut picture);
    figure_painter::paint_figure(ui.painter(), &Palette::of(ui), rect.min, &picture);
}

/// Paints the sign of a status, as on the map, around a point.
pub(super) fn paint_status_sign(ui: &Ui, at: egui::Pos2, status: Status) {
    let mut picture = Figure::default();
    draw_status_marker(&mut picture, [0.0; 2], SPACE * 0.8, status);
    figure_painter::paint_figure(ui.painter(), &Palette::of(ui), at, &picture);
}
