//! The question what to do with a file that cannot be read or written as it was last.

use std::path::PathBuf;

use egui::Ui;

use crate::{
    Locale,
    commands::Command,
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
    /// The file is gone, so that there is nothing to reload.
    pub is_gone: bool,
}

impl Question for FileConflictDialog {
    fn title_key(&self) -> &'static str {
        "dialog.file_changed"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        ui.label(self.text.as_str());
        let key = if self.is_gone {
            "dialog.file_missing_message"
        } else {
            "dialog.file_changed_message"
        };
        ui.label(weak_text(ui, locale.t(key), Role::Body));
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let overwrite = |key| QuestionButton::plain(key, vec![Intent::OverwriteFile]);
        let answers = if self.is_gone {
            vec![overwrite("dialog.write_again")]
        } else {
            let reload = Intent::LoadRegister(PendingOpen::File(self.path.clone()));
            vec![
                QuestionButton::plain("dialog.reload_button", vec![reload]),
                overwrite("dialog.overwrite"),
            ]
        };
        let postpone = QuestionButton::cancel_with_label("dialog.postpone");
        [save_copy_button()].into_iter().chain(answers).chain([postpone]).collect()
    }
}

/// Returns the button that saves a copy elsewhere instead; the window and the register stay open.
pub fn save_copy_button() -> QuestionButton {
    let intents = vec![Intent::CancelExit, Intent::Command(Command::SaveCopy)];
    QuestionButton::primary("command.save_copy", true, intents)
}
