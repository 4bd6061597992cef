//! The question how to save where the history is not the one that is known.

use egui::{Label, Ui};

use crate::{
    Locale,
    store::history::history_problem::HistoryProblem,
    ui::{
        intent::Intent,
        modals::{
            file_conflict::save_copy_button,
            question::{Question, QuestionButton},
        },
        theme::{Role, SPACE},
        widgets::text::{rich_text, weak_text},
    },
};

/// The question whether to append to a history that is not the one that is known.
pub struct HistoryProblemDialog {
    /// What is wrong with the history.
    pub problem: HistoryProblem,
}

impl Question for HistoryProblemDialog {
    fn title_key(&self) -> &'static str {
        "history.problem.title"
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        let color = ui.visuals().error_fg_color;
        let problem = rich_text(self.problem.describe(locale), Role::Body).color(color);
        ui.add(Label::new(problem).wrap());
        ui.add_space(SPACE / 2.0);
        ui.label(weak_text(ui, locale.t("history.problem.question"), Role::Body));
        ui.add_space(SPACE / 2.0);
        let continuation = [
            locale.t(self.continuation_key()).into_owned(),
            self.problem.describe_continuation(locale),
        ];
        let continuation = locale.t_with(
            "history.problem.answer",
            &[("button", &*continuation[0]), ("continuation", &*continuation[1])],
        );
        ui.add(Label::new(continuation).wrap());
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let accept = Intent::AcceptHistory(Box::new(self.problem.clone()));
        vec![
            save_copy_button(),
            QuestionButton::plain("notice.try_again", vec![Intent::RetrySave]),
            QuestionButton::danger(self.continuation_key(), vec![accept]),
            QuestionButton::cancel_with_label("dialog.postpone"),
        ]
    }
}

impl HistoryProblemDialog {
    /// Returns the locale key of the answer that appends to the history.
    fn continuation_key(&self) -> &'static str {
        match self.problem.has_readable_lines {
            true => "history.problem.continue",
            false => "history.problem.begin_anew",
        }
    }
}
