//! What the timeline says in words.

use egui::Ui;

use crate::{
    figure::{
        Figure,
        timeline::{
            LaneMark, TimelineItem, draw_grouped_items,
            item_text::{describe_item, legend_items},
        },
    },
    model::Case,
    ui::{
        context::UiContext,
        theme::{Palette, Role, SPACE},
        widgets::{
            figure_painter,
            text::{rich_text, weak_text},
        },
    },
};

/// How many items are told under the pointer.
const MAX_TOOLTIP_ITEMS: usize = 12;

/// What is told of a mark under the pointer.
pub(super) fn mark_tooltip_ui(
    ui: &mut Ui,
    context: &UiContext,
    case: Option<&Case>,
    items: &[TimelineItem],
    mark: &LaneMark,
) {
    ui.set_max_width(SPACE * 50.0);
    if let Some(case) = case {
        ui.label(rich_text(case.name.display_name(context.locale.code()), Role::Section));
    }
    for item in mark.items.iter().take(MAX_TOOLTIP_ITEMS).filter_map(|at| items.get(*at)) {
        ui.label(describe_item(context.locale, context.register(), case, item));
    }
    if mark.items.len() > MAX_TOOLTIP_ITEMS {
        let more =
            context.locale.t_plural("timeline.more_items", mark.items.len() - MAX_TOOLTIP_ITEMS);
        ui.label(weak_text(ui, more, Role::Caption));
    }
}

/// How wide the sign of an item is that stands beside words.
pub(super) const SIGN_WIDTH: f32 = SPACE * 2.0;

/// Paints the sign of items in one mark, or of one, from the middle of its left side.
pub(super) fn paint_items_sign(
    ui: &Ui,
    context: &UiContext,
    at: egui::Pos2,
    items: &[TimelineItem],
) {
    let mut figure = Figure::new([SIGN_WIDTH, SIGN_WIDTH]);
    draw_grouped_items(&mut figure, [0.0, SIGN_WIDTH / 2.0], SIGN_WIDTH, items, context.locale);
    let corner = at - egui::vec2(0.0, SIGN_WIDTH / 2.0);
    figure_painter::paint_figure(ui.painter(), &Palette::of(ui), corner, &figure);
}

/// What the marks mean, in as many lines as that takes.
pub(super) fn legend_ui(ui: &mut Ui, context: &UiContext) {
    ui.spacing_mut().item_spacing = egui::vec2(SPACE / 2.0, 0.0);
    ui.spacing_mut().interact_size.y = SPACE * 2.5;
    ui.horizontal_wrapped(|ui| {
        let day = context.session.analysis().as_of();
        for (items, text) in legend_items(context.locale, context.register(), day) {
            let text = egui::WidgetText::from(weak_text(ui, text, Role::Caption));
            let extend = Some(egui::TextWrapMode::Extend);
            let text = text.into_galley(ui, extend, 0.0, egui::TextStyle::Body);
            // A mark stays with its words.
            if ui.available_size_before_wrap().x < SIGN_WIDTH + SPACE / 2.0 + text.size().x {
                ui.end_row();
            }
            let (rect, _) =
                ui.allocate_exact_size(egui::Vec2::splat(SIGN_WIDTH), egui::Sense::hover());
            paint_items_sign(ui, context, rect.left_center(), &items);
            ui.label(text);
            ui.add_space(SPACE);
        }
    });
}
