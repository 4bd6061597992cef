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
        context::UiContext,
        intent::Intent,
        pages::map::state::MapState,
        theme::{Palette, Role, SPACE},
        widgets::{
            area_chip::area_filter_intent,
            figure_painter,
            text::{rich_text, weak_text},
        },
    },
};

/// How much a press of a key or a button zooms.
pub(super) const ZOOM_STEP: f64 = 0.5;

/// The views with how many cases each shows, the zoom, and the filter.
pub(super) fn map_toolbar_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut MapState,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let counts = state.current_clusters(context.session).map(|gathered| gathered.region_counts);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        for (at, region) in Region::ALL.into_iter().enumerate() {
            let place = locale.t(region.key());
            let count = counts.map_or(0, |counts| counts[at]);
            let text = format!("{place} {}", locale.format_number(count));
            let cases = locale.t_plural("subject.cases", count);
            let name = locale.t_with("map.show_region", &[("place", &place), ("cases", &cases)]);
            if ui.add(Button::new(text)).accessible_name(name).clicked() {
                state.requested_region = Some(region);
            }
        }
        ui.add_space(SPACE);
        let middle = |viewport: Viewport| viewport.size().map(|side| side / 2.0);
        for (text, key, by) in [("−", "map.zoom_out", -ZOOM_STEP), ("+", "map.zoom_in", ZOOM_STEP)]
        {
            let button = Button::new(text).min_size(Vec2::splat(ui.spacing().interact_size.y));
            let name = locale.t(key);
            if ui.add(button).accessible_name(&*name).on_hover_text(name).clicked() {
                state.viewport =
                    state.viewport.map(|viewport| viewport.zoomed(by, middle(viewport)));
            }
        }
        let mut filter_ui = |ui: &mut Ui| {
            let text = locale.t("map.filter");
            let button = Button::new(text.as_ref());
            let response = ui.add_enabled(state.viewport.is_some(), button);
            if response.on_hover_text(locale.t("map.filter_tooltip")).clicked()
                && let Some(viewport) = state.viewport
            {
                out.push(area_filter_intent(context, Some(viewport.visible_bounds())));
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
pub(super) fn legend_ui(ui: &mut Ui, context: &UiContext) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        for status in Status::ALL {
            legend_sign_ui(ui, |figure| {
                draw_status_marker(figure, [SPACE; 2], SPACE * 0.8, status);
            });
            ui.label(rich_text(
                context.locale.t(&format!("status.{}", status.key())),
                Role::Caption,
            ));
            ui.add_space(SPACE);
        }
        legend_sign_ui(ui, |figure| draw_uncertain_marker(figure, [SPACE; 2], SPACE * 0.9));
        let text = weak_text(ui, context.locale.t("map.precision_note"), Role::Caption);
        ui.add(egui::Label::new(text).truncate())
            .on_hover_text(context.locale.t("map.keyboard_help"));
    });
}

fn legend_sign_ui(ui: &mut Ui, draw: impl FnOnce(&mut Figure)) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(SPACE * 2.0), Sense::hover());
    let mut figure = Figure::new([SPACE * 2.0; 2]);
    draw(&mut figure);
    figure_painter::paint_figure(ui.painter(), &Palette::of(ui), rect.min, &figure);
}

/// Paints the sign of a status, as on the map, around a point.
pub(super) fn paint_status_sign(ui: &Ui, at: egui::Pos2, status: Status) {
    let mut figure = Figure::default();
    draw_status_marker(&mut figure, [0.0; 2], SPACE * 0.8, status);
    figure_painter::paint_figure(ui.painter(), &Palette::of(ui), at, &figure);
}
