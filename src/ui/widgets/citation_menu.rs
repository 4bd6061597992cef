//! Menu entries that copy the citation of a source.

use egui::Ui;

use crate::{
    Locale,
    analysis::citation::{CitationStyle, format_citation},
    model::Source,
    ui::intent::Intent,
};

/// Draws an entry for each citation style, with the citation as its tooltip.
pub fn citation_menu_ui(ui: &mut Ui, locale: Locale, source: &Source, out: &mut Vec<Intent>) {
    for style in CitationStyle::ALL {
        let text = locale.t_with("source.cite", &[("style", style.name())]);
        let button = ui.button(text).on_hover_ui(|ui| {
            ui.label(format_citation(style, source));
        });
        if button.clicked() {
            out.push(Intent::Copy(format_citation(style, source)));
            ui.close();
        }
    }
}
