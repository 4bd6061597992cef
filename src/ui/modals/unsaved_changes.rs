//! The question whether to go on although changes could not be saved.

use egui::Ui;

use crate::{
    Locale,
    ui::{
        intent::{Intent, PendingOpen},
        modals::{
            file_conflict::save_copy_button,
            question::{Question, QuestionButton},
        },
    },
};

/// The question whether to close the window, or to open another register, although changes of the
/// open one could not be saved.
pub struct UnsavedChangesDialog {
    /// A sentence that says why they could not be saved.
    pub text: String,
    /// The register to open; none to close the window.
    pub pending_open: Option<PendingOpen>,
}

impl Question for UnsavedChangesDialog {
    fn title_key(&self) -> &'static str {
        "dialog.unsaved_changes"
    }

    fn body_ui(&mut self, ui: &mut Ui, _: Locale) {
        ui.label(self.text.as_str());
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let (key, intent) = match self.pending_open.clone() {
            None => ("dialog.close_without_saving", Intent::QuitWithoutSaving),
            Some(pending) => ("dialog.open_without_saving", Intent::LoadRegister(pending)),
        };
        vec![save_copy_button(), QuestionButton::plain(key, vec![intent]), QuestionButton::cancel()]
    }
}
