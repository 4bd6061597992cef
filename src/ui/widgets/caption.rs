//! The caption above the pages that show the cases of the query.

use egui::Ui;

use crate::{
    analysis::query::Query,
    commands::Command,
    describe::labels::describe_query,
    ui::{
        context::UiContext,
        intent::Intent,
        theme::Role,
        widgets::{
            area_chip::area_chip_ui,
            buttons::icon_button,
            text::{rich_text, weak_text},
        },
    },
};

/// Draws the number of cases shown, the query in a sentence, and a button that clears it.
pub fn caption_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let locale = context.locale;
    let analysis = context.session.analysis();
    ui.horizontal_wrapped(|ui| {
        let shown = locale.format_number(analysis.query_result().rows.len());
        let all = locale.format_number(context.register().cases().len());
        let text = locale.t_with("table.shown_count", &[("shown", &shown), ("all", &all)]);
        ui.label(rich_text(text, Role::Section));
        if analysis.query().is_filtered() {
            // The area has a chip of its own, as the panel of filters does not show it.
            let others = Query { bounds: None, ..analysis.query().clone() };
            if others.is_filtered() {
                let text = describe_query(locale, context.register(), &others);
                ui.label(weak_text(ui, text, Role::Body));
            }
            area_chip_ui(ui, context, out);
            let name = Command::ClearFilters.label(locale, None);
            if icon_button(ui, "×", &name).clicked() {
                out.push(Intent::Command(Command::ClearFilters));
            }
        }
    });
}
