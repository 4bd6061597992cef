//! Questions the window asks, one at a time.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, Ui};

use super::{
    Intent,
    modal::modal,
    reverting::Reverting,
    sides::WIDE,
    theme::{Role, SPACE},
    unsaved::Unsaved,
    why::why_ui,
    widgets::{danger, focus_whole, primary, text, weak},
};
use crate::{
    export::{Format, PictureFormat},
    lang::Lang,
    merge::{Reversal, Side},
    model::Day,
    register::Step,
    view::day_words,
};

/// An open question.
pub enum Dialog {
    /// Whether to save or discard the open draft before going on.
    Leave {
        /// What to go on with.
        then: Box<Intent>,
        /// Whether the draft can be saved as it is.
        can_save: bool,
        /// Whether the register is shown only, so that no draft can be saved.
        is_read_only: bool,
    },
    /// What to do with what was typed and not saved before the program ended.
    Unsaved(Unsaved),
    /// Whether to go on although texts of damaged records would be lost.
    LoseTexts {
        /// The texts.
        unsaved: Unsaved,
        /// What to go on with.
        then: Box<Intent>,
    },
    /// Whether to delete records.
    Delete {
        /// The step that does it.
        step: Step,
        /// Who or what would be deleted.
        names: String,
        /// Why, as typed.
        why: String,
    },
    /// Whether to take an earlier change back.
    Revert(Box<Reverting>),
    /// The name that changes are recorded under.
    Name {
        /// As typed.
        name: String,
        /// It was opened just now.
        opened: bool,
        /// What to go on with.
        then: Option<Box<Intent>>,
    },
    /// What to do with a file that is not the one that was read.
    Conflict {
        /// What happened to it, in words.
        words: String,
        /// Whether there is something to reload.
        gone: bool,
    },
    /// What to export.
    Export {
        /// What is chosen.
        wanted: Wanted,
        /// Whether the rows shown are fewer than all.
        is_narrow: bool,
    },
    /// What kind of picture to save.
    Picture {
        /// The format chosen.
        format: PictureFormat,
        /// Width and height, in dots.
        size: [u32; 2],
    },
    /// In which format to export what changed.
    ExportChanges {
        /// The format chosen.
        format: Format,
        /// The two days.
        days: (Day, Day),
    },
    /// The title of a new register.
    Create {
        /// As typed.
        title: String,
    },
    /// Whether to close the window although something is not on the disk.
    Quit {
        /// Why it is not.
        words: String,
    },
    /// Whether to open something else although something is not on the disk.
    Replace {
        /// What to open.
        with: Opening,
        /// Why it is not on the disk.
        words: String,
    },
}

/// What is to be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// In which format.
    pub format: Format,
    /// Only the rows shown.
    pub filtered: bool,
    /// With where a side contradicts itself or the other.
    pub contradictions: bool,
    /// With pictures, where the format can hold them.
    pub pictures: bool,
}

impl Wanted {
    /// Whether there are to be pictures.
    pub fn has_pictures(self) -> bool {
        self.pictures && self.format == Format::Html
    }
}

/// A register to be opened in the place of the one that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The one in this file.
    File(PathBuf),
    /// A new one, in this file and with this title.
    New(PathBuf, String),
}

/// An answer with its button.
struct Offer {
    look: Look,
    key: &'static str,
    answer: Answer,
}

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// One of several ways.
    Plain,
    /// What the question is for.
    Strong,
    /// The same, while it cannot be done.
    Idle,
    /// It takes something away.
    Danger,
}

/// What was answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Nothing is to be done.
    Cancel,
    /// Save the draft and go on.
    Save(Box<Intent>),
    /// Discard the draft and go on.
    Discard(Box<Intent>),
    /// Discard the texts of damaged records and go on.
    DiscardTexts(Box<Intent>),
    /// Go on with what was typed and not saved before the program ended.
    Continue,
    /// Delete that.
    DiscardUnsaved,
    /// Delete.
    Delete(Step),
    /// Take an earlier change back, with these sides chosen, for this reason.
    Revert(Arc<Reversal>, Vec<Side>, String),
    /// Record changes under this name, and go on.
    Name(String, Option<Box<Intent>>),
    /// Read the file again.
    Reload,
    /// Open something else, whatever is not on the disk.
    Replace(Opening),
    /// Save a copy elsewhere.
    SaveCopy,
    /// Write over the file on the disk.
    Overwrite,
    /// Export.
    Export(Wanted),
    /// Save the chart in this format, so many dots wide and high.
    Picture(PictureFormat, [u32; 2]),
    /// Export what changed between two days: the format, and the days.
    ExportChanges(Format, (Day, Day)),
    /// Make a register with this title.
    Create(String),
    /// Close the window.
    Quit,
}

impl Dialog {
    /// Draws the question; gives the answer once there is one.
    #[must_use]
    pub fn ui(&mut self, ctx: &egui::Context, lang: Lang) -> Option<Answer> {
        let mut answer = None;
        let title = lang.t(self.title());
        let modal = modal(ctx, &title).show(ctx, |ui| {
            let width = if self.is_wide() { WIDE } else { SPACE * 56.0 };
            ui.set_width(width.min(ctx.content_rect().width() - SPACE * 10.0));
            ui.label(text(title.as_ref(), Role::Title));
            ui.add_space(SPACE / 2.0);
            self.body_ui(ui, lang);
            ui.add_space(SPACE);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                answer = self.buttons_ui(ui, lang);
            });
        });
        if answer.is_none() && modal.should_close() {
            answer = Some(Answer::Cancel);
        }
        answer
    }

    /// Whether it shows two values beside each other, or the text of a file, which has long lines.
    fn is_wide(&self) -> bool {
        match self {
            Self::Revert(reverting) => !reverting.against.is_empty(),
            Self::Unsaved(unsaved) | Self::LoseTexts { unsaved, .. } => !unsaved.texts.is_empty(),
            _ => false,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::Leave { .. } => "dialog.leave",
            Self::Unsaved(_) | Self::LoseTexts { .. } => "kept.title",
            Self::Delete { .. } => "dialog.delete",
            Self::Revert(_) => "history.reverting.title",
            Self::Name { .. } => "history.asked.title",
            Self::Conflict { .. } => "dialog.conflict",
            Self::Export { .. } => "dialog.export",
            Self::Picture { .. } => "dialog.picture",
            Self::ExportChanges { .. } => "changes.export",
            Self::Create { .. } => "dialog.create",
            Self::Quit { .. } => "dialog.quit",
            Self::Replace { .. } => "dialog.quit",
        }
    }

    fn body_ui(&mut self, ui: &mut Ui, lang: Lang) {
        match self {
            Self::Leave { can_save, is_read_only, .. } => {
                let key = match (can_save, is_read_only) {
                    (_, true) => "lock.leave",
                    (true, false) => "dialog.leave_words",
                    (false, false) => "dialog.leave_wrong",
                };
                ui.label(lang.t(key));
            }
            Self::Unsaved(unsaved) | Self::LoseTexts { unsaved, .. } => unsaved.ui(ui, lang),
            Self::Delete { names, why, .. } => {
                ui.label(lang.with("dialog.delete_words", &[("names", names)]));
                ui.add_space(SPACE / 2.0);
                why_ui(ui, lang, why);
            }
            Self::Revert(reverting) => reverting.ui(ui, lang),
            Self::Name { name, opened, .. } => {
                ui.label(lang.t("history.asked.words"));
                ui.add_space(SPACE / 2.0);
                let label = ui.label(weak(ui, lang.t("history.asked.name"), Role::Caption));
                let field = egui::TextEdit::singleline(name).desired_width(f32::INFINITY);
                let field = ui.add(field).labelled_by(label.id);
                if std::mem::take(opened) {
                    focus_whole(ui, &field, name);
                }
            }
            Self::Conflict { words, gone } => {
                ui.label(words.as_str());
                let key = if *gone { "dialog.gone_words" } else { "dialog.conflict_words" };
                ui.label(weak(ui, lang.t(key), Role::Body));
            }
            Self::Export { wanted, is_narrow } => export_ui(ui, lang, wanted, *is_narrow),
            Self::Picture { format, size } => picture_ui(ui, lang, format, size),
            Self::ExportChanges { format, days: (from, to) } => {
                let [from, to] = [*from, *to].map(|day| day_words(lang, day));
                ui.label(lang.with("changes.span", &[("from", &from), ("to", &to)]));
                ui.add_space(SPACE / 2.0);
                format_ui(ui, lang, format);
            }
            Self::Create { title } => {
                let label = ui.label(lang.t("form.title"));
                let field = egui::TextEdit::singleline(title).desired_width(f32::INFINITY);
                let field = ui.add(field).labelled_by(label.id);
                if ui.memory(|memory| memory.focused().is_none()) {
                    field.request_focus();
                }
                ui.label(weak(ui, lang.t("dialog.create_words"), Role::Caption));
            }
            Self::Quit { words } | Self::Replace { words, .. } => {
                ui.label(words.as_str());
            }
        }
    }

    /// The buttons; the keyboard begins at the one that Enter is expected to press.
    fn buttons_ui(&self, ui: &mut Ui, lang: Lang) -> Option<Answer> {
        let offers = self.offers();
        let first = offers.iter().position(|offer| offer.look == Look::Strong);
        let begin = first.unwrap_or(offers.len() - 1);
        let nothing_focused = ui.memory(|memory| memory.focused().is_none());
        let mut answer = None;
        for (at, Offer { look, key, answer: given }) in offers.into_iter().enumerate() {
            let words = lang.t(key);
            let button = match look {
                Look::Strong => primary(ui, true, &words),
                Look::Idle => primary(ui, false, &words),
                Look::Danger => danger(ui, &words),
                Look::Plain => ui.button(words),
            };
            if at == begin && nothing_focused {
                button.request_focus();
            }
            if button.clicked() {
                answer = Some(given);
            }
        }
        let entered = ui.input(|input| input.key_pressed(Key::Enter));
        match self {
            Self::Create { title } if entered && !title.trim().is_empty() => {
                Some(Answer::Create(title.trim().to_owned()))
            }
            Self::Name { name, then, .. } if entered => {
                Some(Answer::Name(name.trim().to_owned(), then.clone()))
            }
            _ => answer,
        }
    }

    /// The answers offered, from the right: what is asked about first, the way back last.
    fn offers(&self) -> Vec<Offer> {
        let offer = |look, key, answer| Offer { look, key, answer };
        let cancel = || offer(Look::Plain, "command.cancel_form", Answer::Cancel);
        let save_copy = || offer(Look::Strong, "command.save_copy", Answer::SaveCopy);
        match self {
            Self::Leave { then, can_save, is_read_only } => {
                let save = if *can_save && !is_read_only { Look::Strong } else { Look::Idle };
                vec![
                    offer(save, "command.save_form", Answer::Save(then.clone())),
                    offer(Look::Plain, "dialog.discard", Answer::Discard(then.clone())),
                    offer(Look::Plain, "dialog.keep_editing", Answer::Cancel),
                ]
            }
            Self::Unsaved(unsaved) => {
                let go_on = offer(Look::Strong, "kept.continue", Answer::Continue);
                let others = [
                    offer(Look::Plain, "dialog.discard", Answer::DiscardUnsaved),
                    offer(Look::Plain, "dialog.later", Answer::Cancel),
                ];
                unsaved.can_continue.then_some(go_on).into_iter().chain(others).collect()
            }
            Self::LoseTexts { then, .. } => vec![
                offer(Look::Strong, "dialog.keep_editing", Answer::Cancel),
                offer(Look::Plain, "dialog.discard", Answer::DiscardTexts(then.clone())),
            ],
            Self::Revert(reverting) if reverting.is_nothing() => vec![cancel()],
            Self::Revert(reverting) => {
                let (changes, revert) = reverting.answer();
                let look = if changes { Look::Strong } else { Look::Idle };
                vec![offer(look, "history.reverting.button", revert), cancel()]
            }
            Self::Name { name, then, .. } => {
                let key =
                    if then.is_some() { "history.asked.continue" } else { "history.asked.keep" };
                let name = Answer::Name(name.trim().to_owned(), then.clone());
                vec![offer(Look::Strong, key, name), cancel()]
            }
            Self::Delete { step, why, .. } => {
                let why = why.trim().to_owned();
                let delete = Answer::Delete(Step { why, ..step.clone() });
                vec![offer(Look::Danger, "command.delete_cases", delete), cancel()]
            }
            Self::Conflict { gone: true, .. } => vec![
                save_copy(),
                offer(Look::Plain, "dialog.write_again", Answer::Overwrite),
                offer(Look::Plain, "dialog.later", Answer::Cancel),
            ],
            Self::Conflict { gone: false, .. } => vec![
                save_copy(),
                offer(Look::Plain, "dialog.reload_button", Answer::Reload),
                offer(Look::Plain, "dialog.overwrite", Answer::Overwrite),
                offer(Look::Plain, "dialog.later", Answer::Cancel),
            ],
            Self::Export { wanted, .. } => {
                let export = Answer::Export(*wanted);
                vec![offer(Look::Strong, "dialog.choose_file", export), cancel()]
            }
            Self::Picture { format, size } => {
                let picture = Answer::Picture(*format, *size);
                vec![offer(Look::Strong, "dialog.choose_file", picture), cancel()]
            }
            Self::ExportChanges { format, days } => {
                let export = Answer::ExportChanges(*format, *days);
                vec![offer(Look::Strong, "dialog.choose_file", export), cancel()]
            }
            Self::Create { title } => {
                let title = title.trim().to_owned();
                let look = if title.is_empty() { Look::Idle } else { Look::Strong };
                vec![offer(look, "dialog.choose_file", Answer::Create(title)), cancel()]
            }
            Self::Quit { .. } => {
                vec![save_copy(), offer(Look::Plain, "dialog.quit_button", Answer::Quit), cancel()]
            }
            Self::Replace { with, .. } => vec![
                save_copy(),
                offer(Look::Plain, "dialog.replace_button", Answer::Replace(with.clone())),
                cancel(),
            ],
        }
    }
}

/// The format, whether the whole or the rows shown, and what else is wanted.
fn export_ui(ui: &mut Ui, lang: Lang, wanted: &mut Wanted, is_narrow: bool) {
    let Wanted { format, filtered, contradictions, pictures } = wanted;
    format_ui(ui, lang, format);
    ui.add_space(SPACE / 2.0);
    ui.label(weak(ui, lang.t("dialog.export_scope"), Role::Caption));
    ui.radio_value(filtered, false, lang.t("dialog.export_whole"));
    ui.add_enabled_ui(is_narrow, |ui| {
        ui.radio_value(filtered, true, lang.t("dialog.export_filtered"));
    });
    ui.add_space(SPACE / 2.0);
    ui.checkbox(contradictions, lang.t("contradictions.export"));
    ui.add_enabled_ui(*format == Format::Html, |ui| ui.checkbox(pictures, lang.t("picture.with")));
}

/// The format.
fn format_ui(ui: &mut Ui, lang: Lang, format: &mut Format) {
    ui.label(weak(ui, lang.t("dialog.export_format"), Role::Caption));
    for choice in Format::ALL {
        let words = lang.t(&format!("dialog.format.{}", choice.key()));
        ui.radio_value(format, choice, words);
    }
}

/// Widths and heights that pictures are often wanted in, in dots.
const SIZES: [[u32; 2]; 4] = [[1200, 675], [1600, 900], [1600, 1200], [2400, 1350]];

/// The format and the size of a picture.
fn picture_ui(ui: &mut Ui, lang: Lang, format: &mut PictureFormat, size: &mut [u32; 2]) {
    ui.label(weak(ui, lang.t("dialog.export_format"), Role::Caption));
    for choice in PictureFormat::ALL {
        let words = lang.t(&format!("dialog.picture_format.{}", choice.key()));
        ui.radio_value(format, choice, words);
    }
    ui.add_space(SPACE / 2.0);
    ui.label(weak(ui, lang.t("dialog.picture_size"), Role::Caption));
    ui.horizontal(|ui| {
        for choice @ [width, height] in SIZES {
            ui.selectable_value(size, choice, format!("{width} × {height}"));
        }
    });
    ui.horizontal(|ui| {
        for (at, key) in ["dialog.picture_width", "dialog.picture_height"].into_iter().enumerate() {
            let label = ui.label(lang.t(key));
            let number = egui::DragValue::new(&mut size[at]).range(400..=8000).speed(10.0);
            ui.add(number).labelled_by(label.id);
        }
    });
}
