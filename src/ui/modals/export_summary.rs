//! The question what to export as a summary.

use egui::Ui;

use crate::{
    Locale,
    export::ReportFormat,
    ui::{
        intent::{ExportOptions, ExportRequest, Intent},
        modals::question::{Question, QuestionButton},
        theme::{Role, SPACE},
        widgets::text::weak_text,
    },
};

/// The question what to export as a summary.
pub struct ExportSummaryDialog {
    options: ExportOptions,
    is_filtered: bool,
}

impl ExportSummaryDialog {
    /// Returns the question; `is_filtered` says that the table shows fewer rows than there are,
    /// which are then suggested.
    pub fn new(is_filtered: bool) -> Self {
        let options = ExportOptions {
            format: ReportFormat::Html,
            is_filtered,
            with_contradictions: false,
            with_figures: false,
        };
        Self { options, is_filtered }
    }
}

impl Question for ExportSummaryDialog {
    fn title_key(&self) -> &'static str {
        "dialog.export_summary"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        let ExportOptions { format, is_filtered, with_contradictions, with_figures } =
            &mut self.options;
        report_format_ui(ui, locale, format);
        ui.add_space(SPACE / 2.0);
        ui.label(weak_text(ui, locale.t("dialog.export_scope"), Role::Caption));
        ui.radio_value(is_filtered, false, locale.t("dialog.export_whole"));
        ui.add_enabled_ui(self.is_filtered, |ui| {
            ui.radio_value(is_filtered, true, locale.t("dialog.export_filtered"));
        });
        ui.add_space(SPACE / 2.0);
        ui.checkbox(with_contradictions, locale.t("contradictions.export"));
        ui.add_enabled_ui(*format == ReportFormat::Html, |ui| {
            ui.checkbox(with_figures, locale.t("figure.include_in_summary"))
        });
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let export = Intent::Export(ExportRequest::Summary(self.options));
        vec![
            QuestionButton::primary("dialog.choose_file", true, vec![export]),
            QuestionButton::cancel(),
        ]
    }
}

/// Draws the choice of the format of a report.
pub fn report_format_ui(ui: &mut Ui, locale: Locale, format: &mut ReportFormat) {
    ui.label(weak_text(ui, locale.t("dialog.export_format"), Role::Caption));
    for choice in ReportFormat::ALL {
        let text = locale.t(&format!("dialog.format.{}", choice.key()));
        ui.radio_value(format, choice, text);
    }
}
