//! The question in which format to export the changes between two days.

use egui::Ui;

use crate::{
    Locale,
    describe::claims::format_day,
    export::ReportFormat,
    model::Day,
    ui::{
        intent::{ExportRequest, Intent},
        modals::{
            export_summary::report_format_ui,
            question::{Question, QuestionButton},
        },
        theme::SPACE,
    },
};

/// The question in which format to export the changes between two days.
pub struct ExportChangesDialog {
    format: ReportFormat,
    days: (Day, Day),
}

impl ExportChangesDialog {
    /// Returns the question for the changes from the first day to the second.
    pub fn new(days: (Day, Day)) -> Self {
        Self { format: ReportFormat::Html, days }
    }
}

impl Question for ExportChangesDialog {
    fn title_key(&self) -> &'static str {
        "changes.export"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        let [from, to] = [self.days.0, self.days.1].map(|day| format_day(locale, day));
        ui.label(locale.t_with("changes.title_with_days", &[("from", &from), ("to", &to)]));
        ui.add_space(SPACE / 2.0);
        report_format_ui(ui, locale, &mut self.format);
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let export = Intent::Export(ExportRequest::Changes(self.format, self.days));
        vec![
            QuestionButton::primary("dialog.choose_file", true, vec![export]),
            QuestionButton::cancel(),
        ]
    }
}
