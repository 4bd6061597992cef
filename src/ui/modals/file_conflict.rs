//! The question what to do with a file that cannot be read or written as it was last.

use std::path::PathBuf;

use egui::Ui;

use crate::{
    Locale,
    commands::Command,
    store::fs::observed_file::ObservedFile,
    ui::{
        intent::{Intent, PendingOpen},
        modals::question::{Question, QuestionButton},
        theme::Role,
        widgets::text::weak_text,
    },
};

/// The question what to do with the file of the open register, which is gone or cannot be read.
pub struct FileConflictDialog {
    /// The file.
    pub path: PathBuf,
    /// A sentence that says what happened to it.
    pub text: String,
    /// The state of the file, the only one that is written over; none where its bytes cannot be
    /// read, so that nothing can be compared with them.
    pub observed: Option<ObservedFile>,
}

impl Question for FileConflictDialog {
    fn title_key(&self) -> &'static str {
        "dialog.file_changed"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        ui.label(self.text.as_str());
        let key = match self.observed {
            Some(ObservedFile::Absent) => "dialog.file_missing_message",
            Some(ObservedFile::Present(_)) => "dialog.file_changed_message",
            None => "dialog.file_unreadable_message",
        };
        ui.label(weak_text(ui, locale.t(key), Role::Body));
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let mut buttons = vec![save_copy_button()];
        if !matches!(self.observed, Some(ObservedFile::Absent)) {
            let reload = Intent::LoadRegister(PendingOpen::File(self.path.clone()));
            buttons.push(QuestionButton::plain("dialog.reload_button", vec![reload]));
        }
        if let Some(observed) = &self.observed {
            let key = match observed {
                ObservedFile::Absent => "dialog.write_again",
                ObservedFile::Present(_) => "dialog.overwrite",
            };
            let overwrite = Intent::OverwriteFile(observed.clone());
            buttons.push(QuestionButton::plain(key, vec![overwrite]));
        }
        buttons.push(QuestionButton::cancel_with_label("dialog.postpone"));
        buttons
    }
}

/// Returns the button that saves a copy elsewhere instead; the window and the register stay open.
pub fn save_copy_button() -> QuestionButton {
    let intents = vec![Intent::CancelExit, Intent::Command(Command::SaveCopy)];
    QuestionButton::primary("command.save_copy", true, intents)
}
