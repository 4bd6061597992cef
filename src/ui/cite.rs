//! A source as others cite it, for the clipboard.

use egui::Ui;

use super::Intent;
use crate::{
    lang::Lang,
    model::Source,
    view::{CitationStyle, citation},
};

/// Draws what copies a citation in each style; pointed at, it shows the citation.
pub fn cite_ui(ui: &mut Ui, lang: Lang, source: &Source, out: &mut Vec<Intent>) {
    for style in CitationStyle::ALL {
        let words = lang.with("source.cite", &[("style", style.name())]);
        let button = ui.button(words).on_hover_ui(|ui| {
            ui.label(citation(style, source));
        });
        if button.clicked() {
            out.push(Intent::Copy(citation(style, source)));
            ui.close();
        }
    }
}
