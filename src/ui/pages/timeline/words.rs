//! What the timeline says in words.

use egui::Ui;

use crate::{
    model::Case,
    picture::{
        Picture,
        timeline::{Item, Mark, item_words, legend, together},
    },
    ui::{
        Palette, Role, Scene, canvas,
        theme::SPACE,
        widgets::{text, weak},
    },
};

/// How many items are told under the pointer.
const MOST: usize = 12;

/// What is told of a mark under the pointer.
pub(super) fn mark_ui(
    ui: &mut Ui,
    scene: &Scene,
    case: Option<&Case>,
    items: &[Item],
    mark: &Mark,
) {
    ui.set_max_width(SPACE * 50.0);
    if let Some(case) = case {
        ui.label(text(case.name.shown(scene.lang.code()), Role::Section));
    }
    for item in mark.items.iter().take(MOST).filter_map(|at| items.get(*at)) {
        ui.label(item_words(scene.lang, scene.register(), case, item));
    }
    if mark.items.len() > MOST {
        let more = scene.lang.count("timeline.more", mark.items.len() - MOST);
        ui.label(weak(ui, more, Role::Caption));
    }
}

/// How wide the sign of an item is that stands beside words.
pub(super) const SIGN: f32 = SPACE * 2.0;

/// Paints the sign of items in one mark, or of one, from the middle of its left side.
pub(super) fn sign(ui: &Ui, scene: &Scene, at: egui::Pos2, items: &[Item]) {
    let mut picture = Picture::new([SIGN, SIGN]);
    together(&mut picture, [0.0, SIGN / 2.0], SIGN, items, scene.lang);
    let corner = at - egui::vec2(0.0, SIGN / 2.0);
    canvas::paint(ui.painter(), &Palette::of(ui), corner, &picture);
}

/// What the marks mean, in as many lines as that takes.
pub(super) fn legend_ui(ui: &mut Ui, scene: &Scene) {
    ui.spacing_mut().item_spacing = egui::vec2(SPACE / 2.0, 0.0);
    ui.spacing_mut().interact_size.y = SPACE * 2.5;
    ui.horizontal_wrapped(|ui| {
        let day = scene.session.view().as_of();
        for (items, words) in legend(scene.lang, scene.register(), day) {
            let words = egui::WidgetText::from(weak(ui, words, Role::Caption));
            let extend = Some(egui::TextWrapMode::Extend);
            let words = words.into_galley(ui, extend, 0.0, egui::TextStyle::Body);
            // A mark stays with its words.
            if ui.available_size_before_wrap().x < SIGN + SPACE / 2.0 + words.size().x {
                ui.end_row();
            }
            let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(SIGN), egui::Sense::hover());
            sign(ui, scene, rect.left_center(), &items);
            ui.label(words);
            ui.add_space(SPACE);
        }
    });
}
