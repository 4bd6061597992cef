//! A source as others cite it, for the clipboard.

use egui::Ui;

use crate::{
    Locale,
    analysis::citation::{CitationStyle, format_citation},
    model::Source,
    ui::intent::Intent,
};

/// Draws what copies a citation in each style; pointed at, it shows the citation.
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
