//! Questions the window asks, one at a time.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, Ui};

use crate::{
    Locale,
    describe::claims::format_day,
    export::{figure_file::FigureFormat, report::ReportFormat},
    merge::{Side, revert::RevertPlan},
    model::Day,
    register::Step,
    ui::{
        Intent,
        modals::{modal, recovered_draft::RecoveredDraftDialog, revert::RevertDialog},
        theme::{Role, SPACE},
        widgets::{
            choice_cards::WIDE_DIALOG_WIDTH, danger_button, focus_and_select_all, primary_button,
            reason_field::reason_field_ui, rich_text, weak_text,
        },
    },
};

/// An open question.
pub enum Dialog {
    /// Whether to save or discard the open draft before going on.
    LeaveForm {
        /// What to go on with.
        next_intent: Box<Intent>,
        /// Whether the draft can be saved as it is.
        can_save: bool,
        /// Whether the register is shown only, so that no draft can be saved.
        is_read_only: bool,
    },
    /// What to do with what was typed and not saved before the program ended.
    RecoveredDraft(RecoveredDraftDialog),
    /// Whether to go on although texts of damaged records would be lost.
    DiscardTexts {
        /// The texts.
        dialog: RecoveredDraftDialog,
        /// What to go on with.
        next_intent: Box<Intent>,
    },
    /// Whether to delete records.
    Delete {
        /// The step that does it.
        step: Step,
        /// Who or what would be deleted.
        names: String,
        /// Why, as typed.
        reason: String,
    },
    /// Whether to take an earlier change back.
    Revert(Box<RevertDialog>),
    /// The name that changes are recorded under.
    AuthorName {
        /// As typed.
        name: String,
        /// It was opened just now.
        wants_focus: bool,
        /// What to go on with.
        next_intent: Option<Box<Intent>>,
    },
    /// What to do with a file that is not the one that was read.
    FileConflict {
        /// What happened to it, in words.
        text: String,
        /// Whether there is something to reload.
        is_gone: bool,
    },
    /// What to export.
    Export {
        /// What is chosen.
        options: ExportOptions,
        /// Whether the rows shown are fewer than all.
        is_narrow: bool,
    },
    /// What kind of picture to save.
    ExportFigure {
        /// The format chosen.
        format: FigureFormat,
        /// Width and height, in dots.
        size: [u32; 2],
    },
    /// In which format to export what changed.
    ExportChanges {
        /// The format chosen.
        format: ReportFormat,
        /// The two days.
        days: (Day, Day),
    },
    /// The title of a new register.
    NewRegister {
        /// As typed.
        title: String,
    },
    /// Whether to close the window although something is not on the disk.
    Quit {
        /// Why it is not.
        text: String,
    },
    /// Whether to open something else although something is not on the disk.
    ReplaceOpen {
        /// What to open.
        pending: PendingOpen,
        /// Why it is not on the disk.
        text: String,
    },
}

/// What is to be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// In which format.
    pub format: ReportFormat,
    /// Only the rows shown.
    pub is_filtered: bool,
    /// With where a side contradicts itself or the other.
    pub with_contradictions: bool,
    /// With pictures, where the format can hold them.
    pub with_figures: bool,
}

impl ExportOptions {
    /// Whether there are to be pictures.
    pub fn has_figures(self) -> bool {
        self.with_figures && self.format == ReportFormat::Html
    }
}

/// A register to be opened in the place of the one that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingOpen {
    /// The one in this file.
    File(PathBuf),
    /// A new one, in this file and with this title.
    New(PathBuf, String),
}

/// An answer with its button.
struct DialogButton {
    style: ButtonStyle,
    key: &'static str,
    answer: DialogAnswer,
}

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ButtonStyle {
    /// One of several ways.
    Plain,
    /// What the question is for.
    Primary,
    /// The same, while it cannot be done.
    Disabled,
    /// It takes something away.
    Danger,
}

/// What was answered.
#[derive(Clone, Debug)]
pub enum DialogAnswer {
    /// Nothing is to be done.
    Cancel,
    /// Save the draft and go on.
    SaveForm(Box<Intent>),
    /// Discard the draft and go on.
    DiscardForm(Box<Intent>),
    /// Discard the texts of damaged records and go on.
    DiscardTexts(Box<Intent>),
    /// Go on with what was typed and not saved before the program ended.
    ResumeDraft,
    /// Delete that.
    DiscardDraft,
    /// Delete.
    Delete(Step),
    /// Take an earlier change back, with these sides chosen, for this reason.
    Revert(Arc<RevertPlan>, Vec<Side>, String),
    /// Record changes under this name, and go on.
    SetAuthorName(String, Option<Box<Intent>>),
    /// Read the file again.
    Reload,
    /// Open something else, whatever is not on the disk.
    Replace(PendingOpen),
    /// Save a copy elsewhere.
    SaveCopy,
    /// Write over the file on the disk.
    Overwrite,
    /// Export.
    Export(ExportOptions),
    /// Save the chart in this format, so many dots wide and high.
    ExportFigure(FigureFormat, [u32; 2]),
    /// Export what changed between two days: the format, and the days.
    ExportChanges(ReportFormat, (Day, Day)),
    /// Make a register with this title.
    CreateRegister(String),
    /// Close the window.
    Quit,
}

impl Dialog {
    /// Draws the question; gives the answer once there is one.
    #[must_use]
    pub fn ui(&mut self, ctx: &egui::Context, locale: Locale) -> Option<DialogAnswer> {
        let mut answer = None;
        let title = locale.t(self.title_key());
        let modal = modal(ctx, &title).show(ctx, |ui| {
            let width = if self.is_wide() { WIDE_DIALOG_WIDTH } else { SPACE * 56.0 };
            ui.set_width(width.min(ctx.content_rect().width() - SPACE * 10.0));
            ui.label(rich_text(title.as_ref(), Role::Title));
            ui.add_space(SPACE / 2.0);
            self.body_ui(ui, locale);
            ui.add_space(SPACE);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                answer = self.buttons_ui(ui, locale);
            });
        });
        if answer.is_none() && modal.should_close() {
            answer = Some(DialogAnswer::Cancel);
        }
        answer
    }

    /// Whether it shows two values beside each other, or the text of a file, which has long lines.
    fn is_wide(&self) -> bool {
        match self {
            Self::Revert(dialog) => !dialog.conflicts.is_empty(),
            Self::RecoveredDraft(dialog) | Self::DiscardTexts { dialog, .. } => {
                !dialog.texts.is_empty()
            }
            _ => false,
        }
    }

    fn title_key(&self) -> &'static str {
        match self {
            Self::LeaveForm { .. } => "dialog.leave_form",
            Self::RecoveredDraft(_) | Self::DiscardTexts { .. } => "recovered_draft.title",
            Self::Delete { .. } => "dialog.delete",
            Self::Revert(_) => "history.revert_dialog.title",
            Self::AuthorName { .. } => "history.author_name.title",
            Self::FileConflict { .. } => "dialog.file_changed",
            Self::Export { .. } => "dialog.export_summary",
            Self::ExportFigure { .. } => "dialog.save_figure",
            Self::ExportChanges { .. } => "changes.export",
            Self::NewRegister { .. } => "dialog.new_register",
            Self::Quit { .. } => "dialog.unsaved_changes",
            Self::ReplaceOpen { .. } => "dialog.unsaved_changes",
        }
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        match self {
            Self::LeaveForm { can_save, is_read_only, .. } => {
                let key = match (can_save, is_read_only) {
                    (_, true) => "lock.unsaved_form",
                    (true, false) => "dialog.leave_form_message",
                    (false, false) => "dialog.leave_invalid_form_message",
                };
                ui.label(locale.t(key));
            }
            Self::RecoveredDraft(dialog) | Self::DiscardTexts { dialog, .. } => {
                dialog.ui(ui, locale);
            }
            Self::Delete { names, reason, .. } => {
                ui.label(locale.t_with("dialog.delete_message", &[("names", names)]));
                ui.add_space(SPACE / 2.0);
                reason_field_ui(ui, locale, reason);
            }
            Self::Revert(dialog) => dialog.ui(ui, locale),
            Self::AuthorName { name, wants_focus, .. } => {
                ui.label(locale.t("history.author_name.explanation"));
                ui.add_space(SPACE / 2.0);
                let label =
                    ui.label(weak_text(ui, locale.t("history.author_name.name"), Role::Caption));
                let field = egui::TextEdit::singleline(name).desired_width(f32::INFINITY);
                let field = ui.add(field).labelled_by(label.id);
                if std::mem::take(wants_focus) {
                    focus_and_select_all(ui, &field, name);
                }
            }
            Self::FileConflict { text, is_gone } => {
                ui.label(text.as_str());
                let key = if *is_gone {
                    "dialog.file_missing_message"
                } else {
                    "dialog.file_changed_message"
                };
                ui.label(weak_text(ui, locale.t(key), Role::Body));
            }
            Self::Export { options, is_narrow } => export_ui(ui, locale, options, *is_narrow),
            Self::ExportFigure { format, size } => figure_ui(ui, locale, format, size),
            Self::ExportChanges { format, days: (from, to) } => {
                let [from, to] = [*from, *to].map(|day| format_day(locale, day));
                ui.label(locale.t_with("changes.title_with_days", &[("from", &from), ("to", &to)]));
                ui.add_space(SPACE / 2.0);
                format_ui(ui, locale, format);
            }
            Self::NewRegister { title } => {
                let label = ui.label(locale.t("form.title"));
                let field = egui::TextEdit::singleline(title).desired_width(f32::INFINITY);
                let field = ui.add(field).labelled_by(label.id);
                if ui.memory(|memory| memory.focused().is_none()) {
                    field.request_focus();
                }
                ui.label(weak_text(ui, locale.t("dialog.new_register_message"), Role::Caption));
            }
            Self::Quit { text } | Self::ReplaceOpen { text, .. } => {
                ui.label(text.as_str());
            }
        }
    }

    /// The buttons; the keyboard begins at the one that Enter is expected to press.
    fn buttons_ui(&self, ui: &mut Ui, locale: Locale) -> Option<DialogAnswer> {
        let buttons = self.buttons();
        let first = buttons.iter().position(|offer| offer.style == ButtonStyle::Primary);
        let initial_focus = first.unwrap_or(buttons.len() - 1);
        let nothing_focused = ui.memory(|memory| memory.focused().is_none());
        let mut answer = None;
        for (at, DialogButton { style, key, answer: button_answer }) in
            buttons.into_iter().enumerate()
        {
            let text = locale.t(key);
            let button = match style {
                ButtonStyle::Primary => primary_button(ui, true, &text),
                ButtonStyle::Disabled => primary_button(ui, false, &text),
                ButtonStyle::Danger => danger_button(ui, &text),
                ButtonStyle::Plain => ui.button(text),
            };
            if at == initial_focus && nothing_focused {
                button.request_focus();
            }
            if button.clicked() {
                answer = Some(button_answer);
            }
        }
        let is_enter_pressed = ui.input(|input| input.key_pressed(Key::Enter));
        match self {
            Self::NewRegister { title } if is_enter_pressed && !title.trim().is_empty() => {
                Some(DialogAnswer::CreateRegister(title.trim().to_owned()))
            }
            Self::AuthorName { name, next_intent, .. } if is_enter_pressed => {
                Some(DialogAnswer::SetAuthorName(name.trim().to_owned(), next_intent.clone()))
            }
            _ => answer,
        }
    }

    /// The answers offered, from the right: what is asked about first, the way back last.
    fn buttons(&self) -> Vec<DialogButton> {
        let button = |style, key, answer| DialogButton { style, key, answer };
        let cancel = || button(ButtonStyle::Plain, "command.cancel_form", DialogAnswer::Cancel);
        let save_copy =
            || button(ButtonStyle::Primary, "command.save_copy", DialogAnswer::SaveCopy);
        match self {
            Self::LeaveForm { next_intent, can_save, is_read_only } => {
                let save = if *can_save && !is_read_only {
                    ButtonStyle::Primary
                } else {
                    ButtonStyle::Disabled
                };
                vec![
                    button(save, "command.save_form", DialogAnswer::SaveForm(next_intent.clone())),
                    button(
                        ButtonStyle::Plain,
                        "dialog.discard",
                        DialogAnswer::DiscardForm(next_intent.clone()),
                    ),
                    button(ButtonStyle::Plain, "dialog.keep_editing", DialogAnswer::Cancel),
                ]
            }
            Self::RecoveredDraft(dialog) => {
                let resume = button(
                    ButtonStyle::Primary,
                    "recovered_draft.continue",
                    DialogAnswer::ResumeDraft,
                );
                let others = [
                    button(ButtonStyle::Plain, "dialog.discard", DialogAnswer::DiscardDraft),
                    button(ButtonStyle::Plain, "dialog.postpone", DialogAnswer::Cancel),
                ];
                dialog.can_continue.then_some(resume).into_iter().chain(others).collect()
            }
            Self::DiscardTexts { next_intent, .. } => vec![
                button(ButtonStyle::Primary, "dialog.keep_editing", DialogAnswer::Cancel),
                button(
                    ButtonStyle::Plain,
                    "dialog.discard",
                    DialogAnswer::DiscardTexts(next_intent.clone()),
                ),
            ],
            Self::Revert(dialog) if dialog.is_empty() => vec![cancel()],
            Self::Revert(dialog) => {
                let (changes, revert) = dialog.answer();
                let style = if changes { ButtonStyle::Primary } else { ButtonStyle::Disabled };
                vec![button(style, "history.revert_dialog.button", revert), cancel()]
            }
            Self::AuthorName { name, next_intent, .. } => {
                let key = if next_intent.is_some() {
                    "history.author_name.continue"
                } else {
                    "history.author_name.use_name"
                };
                let name = DialogAnswer::SetAuthorName(name.trim().to_owned(), next_intent.clone());
                vec![button(ButtonStyle::Primary, key, name), cancel()]
            }
            Self::Delete { step, reason, .. } => {
                let reason = reason.trim().to_owned();
                let delete = DialogAnswer::Delete(Step { reason, ..step.clone() });
                vec![button(ButtonStyle::Danger, "command.delete_cases", delete), cancel()]
            }
            Self::FileConflict { is_gone: true, .. } => vec![
                save_copy(),
                button(ButtonStyle::Plain, "dialog.write_again", DialogAnswer::Overwrite),
                button(ButtonStyle::Plain, "dialog.postpone", DialogAnswer::Cancel),
            ],
            Self::FileConflict { is_gone: false, .. } => vec![
                save_copy(),
                button(ButtonStyle::Plain, "dialog.reload_button", DialogAnswer::Reload),
                button(ButtonStyle::Plain, "dialog.overwrite", DialogAnswer::Overwrite),
                button(ButtonStyle::Plain, "dialog.postpone", DialogAnswer::Cancel),
            ],
            Self::Export { options, .. } => {
                let export = DialogAnswer::Export(*options);
                vec![button(ButtonStyle::Primary, "dialog.choose_file", export), cancel()]
            }
            Self::ExportFigure { format, size } => {
                let figure = DialogAnswer::ExportFigure(*format, *size);
                vec![button(ButtonStyle::Primary, "dialog.choose_file", figure), cancel()]
            }
            Self::ExportChanges { format, days } => {
                let export = DialogAnswer::ExportChanges(*format, *days);
                vec![button(ButtonStyle::Primary, "dialog.choose_file", export), cancel()]
            }
            Self::NewRegister { title } => {
                let title = title.trim().to_owned();
                let style =
                    if title.is_empty() { ButtonStyle::Disabled } else { ButtonStyle::Primary };
                vec![
                    button(style, "dialog.choose_file", DialogAnswer::CreateRegister(title)),
                    cancel(),
                ]
            }
            Self::Quit { .. } => {
                vec![
                    save_copy(),
                    button(ButtonStyle::Plain, "dialog.close_without_saving", DialogAnswer::Quit),
                    cancel(),
                ]
            }
            Self::ReplaceOpen { pending, .. } => vec![
                save_copy(),
                button(
                    ButtonStyle::Plain,
                    "dialog.open_without_saving",
                    DialogAnswer::Replace(pending.clone()),
                ),
                cancel(),
            ],
        }
    }
}

/// The format, whether the whole or the rows shown, and what else is wanted.
fn export_ui(ui: &mut Ui, locale: Locale, options: &mut ExportOptions, is_narrow: bool) {
    let ExportOptions { format, is_filtered, with_contradictions, with_figures } = options;
    format_ui(ui, locale, format);
    ui.add_space(SPACE / 2.0);
    ui.label(weak_text(ui, locale.t("dialog.export_scope"), Role::Caption));
    ui.radio_value(is_filtered, false, locale.t("dialog.export_whole"));
    ui.add_enabled_ui(is_narrow, |ui| {
        ui.radio_value(is_filtered, true, locale.t("dialog.export_filtered"));
    });
    ui.add_space(SPACE / 2.0);
    ui.checkbox(with_contradictions, locale.t("contradictions.export"));
    ui.add_enabled_ui(*format == ReportFormat::Html, |ui| {
        ui.checkbox(with_figures, locale.t("figure.include_in_summary"))
    });
}

/// The format.
fn format_ui(ui: &mut Ui, locale: Locale, format: &mut ReportFormat) {
    ui.label(weak_text(ui, locale.t("dialog.export_format"), Role::Caption));
    for choice in ReportFormat::ALL {
        let text = locale.t(&format!("dialog.format.{}", choice.key()));
        ui.radio_value(format, choice, text);
    }
}

/// Widths and heights that pictures are often wanted in, in dots.
const FIGURE_SIZES: [[u32; 2]; 4] = [[1200, 675], [1600, 900], [1600, 1200], [2400, 1350]];

/// The format and the size of a picture.
fn figure_ui(ui: &mut Ui, locale: Locale, format: &mut FigureFormat, size: &mut [u32; 2]) {
    ui.label(weak_text(ui, locale.t("dialog.export_format"), Role::Caption));
    for choice in FigureFormat::ALL {
        let text = locale.t(&format!("dialog.figure_format.{}", choice.key()));
        ui.radio_value(format, choice, text);
    }
    ui.add_space(SPACE / 2.0);
    ui.label(weak_text(ui, locale.t("dialog.figure_size"), Role::Caption));
    ui.horizontal(|ui| {
        for choice @ [width, height] in FIGURE_SIZES {
            ui.selectable_value(size, choice, format!("{width} × {height}"));
        }
    });
    ui.horizontal(|ui| {
        for (at, key) in ["dialog.figure_width", "dialog.figure_height"].into_iter().enumerate() {
            let label = ui.label(locale.t(key));
            let number = egui::DragValue::new(&mut size[at]).range(400..=8000).speed(10.0);
            ui.add(number).labelled_by(label.id);
        }
    });
}
