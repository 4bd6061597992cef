//! Sources where they are cited: one click away.

use egui::{Popup, Ui, Vec2};

use super::{
    Intent, Scene,
    cite::cite_ui,
    theme::{Palette, Role, SPACE},
    widgets::{text, weak},
};
use crate::{
    model::{Source, SourceId},
    view::{About, date_words, kind_words},
};

/// Draws a chip for each source; a click shows it whole, with the way to its address.
pub fn sources_ui(ui: &mut Ui, scene: &Scene, cited: &[SourceId], out: &mut Vec<Intent>) {
    if cited.is_empty() {
        let words = text(scene.lang.t("source.none"), Role::Caption);
        ui.label(words.color(Palette::of(ui).warning));
        return;
    }
    ui.add_space(SPACE / 4.0);
    ui.scope(|ui| {
        let spacing = ui.spacing_mut();
        spacing.item_spacing = Vec2::splat(SPACE / 2.0);
        spacing.button_padding = Vec2::new(SPACE / 2.0, 1.0);
        spacing.interact_size.y = SPACE * 2.5;
        ui.horizontal_wrapped(|ui| {
            for id in cited {
                chip_ui(ui, scene, id, out);
            }
        });
    });
}

fn chip_ui(ui: &mut Ui, scene: &Scene, id: &SourceId, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let Some(source) = scene.register().source(id) else {
        let words = text(lang.with("source.unknown", &[("id", id.as_str())]), Role::Caption);
        ui.label(words.color(Palette::of(ui).error));
        return;
    };
    let chip = egui::Button::new(text(id.as_str(), Role::Caption));
    let name = lang.with("source.chip", &[("title", &source.title)]);
    let response = ui.add(chip).accessible_name(name).on_hover_text(line(scene, source));
    Popup::menu(&response).width(SPACE * 40.0).show(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        ui.add(egui::Label::new(text(&source.title, Role::Body)).wrap());
        ui.add(egui::Label::new(weak(ui, &source.publisher, Role::Caption)).wrap());
        let mut kind = kind_words(lang, source.kind);
        if let Some(published) = &source.published {
            kind = format!("{kind} · {}", date_words(lang, published));
        }
        ui.label(weak(ui, kind, Role::Caption));
        if !source.note.is_empty() {
            ui.add(egui::Label::new(weak(ui, &source.note, Role::Caption)).wrap());
        }
        ui.separator();
        if source.address.is_empty() {
            ui.label(weak(ui, lang.t("source.no_address"), Role::Caption));
        } else {
            if ui.button(lang.t("source.open")).on_hover_text(&source.address).clicked() {
                out.push(Intent::OpenAddress(source.address.clone()));
                ui.close();
            }
            if ui.button(lang.t("source.copy_address")).clicked() {
                out.push(Intent::Copy(source.address.clone()));
                ui.close();
            }
        }
        cite_ui(ui, lang, source, out);
        if ui.button(lang.t("source.show")).clicked() {
            out.push(Intent::Show(About::Source(id.clone()), None));
            ui.close();
        }
    });
}

/// A source in one line: kind, publisher, title, date.
fn line(scene: &Scene, source: &Source) -> String {
    let lang = scene.lang;
    let published =
        source.published.as_ref().map(|published| date_words(lang, published)).unwrap_or_default();
    let parts = [kind_words(lang, source.kind), source.publisher.clone(), source.title.clone()];
    let parts = parts.into_iter().chain([published]).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
