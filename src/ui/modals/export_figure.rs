//! The question in which format and size to save a chart.

use egui::Ui;

use crate::{
    Locale,
    export::figure_file::FigureFormat,
    ui::{
        intent::{ExportRequest, Intent},
        modals::question::{Question, QuestionButton},
        theme::{Role, SPACE},
        widgets::text::weak_text,
    },
};

/// Widths and heights that pictures are often wanted in, in dots.
const FIGURE_SIZES: [[u32; 2]; 4] = [[1200, 675], [1600, 900], [1600, 1200], [2400, 1350]];

/// The question in which format and size to save a chart.
pub struct ExportFigureDialog {
    format: FigureFormat,
    /// Width and height, in dots.
    size: [u32; 2],
}

impl Default for ExportFigureDialog {
    fn default() -> Self {
        Self { format: FigureFormat::default(), size: FIGURE_SIZES[1] }
    }
}

impl Question for ExportFigureDialog {
    fn title_key(&self) -> &'static str {
        "dialog.save_figure"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        ui.label(weak_text(ui, locale.t("dialog.export_format"), Role::Caption));
        for choice in FigureFormat::ALL {
            let text = locale.t(&format!("dialog.figure_format.{}", choice.key()));
            ui.radio_value(&mut self.format, choice, text);
        }
        ui.add_space(SPACE / 2.0);
        ui.label(weak_text(ui, locale.t("dialog.figure_size"), Role::Caption));
        ui.horizontal(|ui| {
            for choice @ [width, height] in FIGURE_SIZES {
                ui.selectable_value(&mut self.size, choice, format!("{width} × {height}"));
            }
        });
        ui.horizontal(|ui| {
            let keys = ["dialog.figure_width", "dialog.figure_height"];
            for (key, length) in keys.into_iter().zip(&mut self.size) {
                let label = ui.label(locale.t(key));
                let number = egui::DragValue::new(length).range(400..=8000).speed(10.0);
                ui.add(number).labelled_by(label.id);
            }
        });
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let export = Intent::Export(ExportRequest::Figure(self.format, self.size));
        vec![
            QuestionButton::primary("dialog.choose_file", true, vec![export]),
            QuestionButton::cancel(),
        ]
    }
}
