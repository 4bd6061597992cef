//! What the timeline says in words.

use egui::Ui;

use crate::{
    model::Case,
    picture::{
        Picture,
        timeline::{Item, Mark, item_words, legend, sole},
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

/// What the marks mean.
pub(super) fn legend_ui(ui: &mut Ui, scene: &Scene) {
    let day = scene.session.view().as_of();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        for (item, words) in legend(scene.lang, scene.register(), day) {
            let size = egui::Vec2::splat(SPACE * 2.0);
            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            let mut picture = Picture::new(size.into());
            sole(&mut picture, [0.0, size.y / 2.0], size.x, item, scene.lang);
            canvas::paint(ui.painter(), &Palette::of(ui), rect.min, &picture);
            ui.label(weak(ui, words, Role::Caption));
            ui.add_space(SPACE);
        }
    });
}
