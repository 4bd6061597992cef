//! The question about what was typed and not saved before the program ended.

use egui::{Label, ScrollArea, Stroke, Ui};

use super::{
    theme::{Palette, Role, SPACE},
    widgets::{text, weak},
};
use crate::{draft::Difference, lang::Lang};

/// The width of the labels' column.
const LABELS: f32 = SPACE * 17.0;

/// How high the list of fields may be.
const HEIGHT: f32 = SPACE * 40.0;

/// What was typed and not saved, in words.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// Whose record it is, and when it was typed.
    pub words: String,
    /// What has become of the record since, where it is not as it was.
    pub since: Option<String>,
    /// What differs from the record as it is now.
    pub differences: Vec<Difference>,
}

impl Unsaved {
    /// Draws whose record it is, what became of it, and each field that differs.
    pub fn ui(&self, ui: &mut Ui, lang: Lang) {
        ui.add(Label::new(self.words.as_str()).wrap());
        if let Some(since) = &self.since {
            ui.add(Label::new(since.as_str()).wrap());
        }
        ui.add_space(SPACE / 2.0);
        ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for difference in &self.differences {
                difference_ui(ui, lang, difference);
            }
        });
    }
}

/// A field: its label, what was typed, and below it what stood there.
fn difference_ui(ui: &mut Ui, lang: Lang, Difference { label, was, now }: &Difference) {
    let line = Stroke::new(1.0, Palette::of(ui).line);
    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), line);
    ui.add_space(SPACE * 0.75);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(LABELS);
            ui.add(Label::new(weak(ui, label, Role::Body)).wrap());
        });
        ui.vertical(|ui| {
            let typed = match now.trim() {
                "" => weak(ui, lang.t("kept.emptied"), Role::Body),
                now => text(now, Role::Body),
            };
            ui.add(Label::new(typed).wrap());
            if let Some(was) = was {
                let words = match was.trim() {
                    "" => lang.t("form.was_empty").into_owned(),
                    was => lang.with("form.was", &[("value", was)]),
                };
                ui.add(Label::new(weak(ui, words, Role::Caption)).wrap());
            }
        });
    });
    ui.add_space(SPACE * 0.75);
}
