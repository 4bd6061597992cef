//! The question about what was typed and not saved before the program ended.

use egui::{FontId, Label, RichText, ScrollArea, Stroke, Ui};

use super::{
    theme::{Palette, Role, SPACE},
    widgets::{text, weak},
};
use crate::{draft::Difference, lang::Lang, store::TextDraft};

/// The width of the labels' column.
const LABELS: f32 = SPACE * 17.0;

/// How high the list of fields may be.
const HEIGHT: f32 = SPACE * 40.0;

/// What was typed and not saved, in words.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// Whose record it is, and when it was typed.
    pub words: String,
    /// What has become of the record since, where it is not as it was.
    pub since: Option<String>,
    /// Of a form, what differs from the record as it is now.
    pub differences: Vec<Difference>,
    /// The texts of damaged records.
    pub texts: Vec<Text>,
    /// Whether there is something to go on with.
    pub can_continue: bool,
}

/// The text of a damaged record, as it is shown.
#[derive(Clone, Debug)]
pub struct Text {
    /// What the record is called.
    name: String,
    /// What is shown of what was typed.
    typed: String,
    /// What stands there in the file; none where nothing does any more.
    was: Option<String>,
    /// The whole of what was typed, to be copied.
    whole: String,
}

impl Text {
    /// The lines that differ from the text in the file.
    pub fn changed(draft: &TextDraft) -> Self {
        let [was, typed] = draft.difference();
        Self { typed, was: Some(was), ..Self::whole(draft) }
    }

    /// All that was typed.
    pub fn whole(draft: &TextDraft) -> Self {
        let TextDraft { name, text, .. } = draft.clone();
        Self { name, typed: text.clone(), was: None, whole: text }
    }
}

impl Unsaved {
    /// Says no more than this, and can be gone on with.
    pub fn of(words: String) -> Self {
        let (differences, texts) = (Vec::new(), Vec::new());
        Self { words, since: None, differences, texts, can_continue: true }
    }

    /// Draws whose record it is, what became of it, and all that differs.
    pub fn ui(&self, ui: &mut Ui, lang: Lang) {
        ui.add(Label::new(self.words.as_str()).wrap());
        if let Some(since) = &self.since {
            ui.add(Label::new(since.as_str()).wrap());
        }
        ui.add_space(SPACE / 2.0);
        ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for difference in &self.differences {
                difference_ui(ui, lang, difference);
            }
            for (at, text) in self.texts.iter().enumerate() {
                ui.push_id(at, |ui| text_ui(ui, lang, text));
            }
        });
    }
}

/// A row: its label, and beside it what is drawn.
fn row_ui(ui: &mut Ui, label: impl FnOnce(&mut Ui), beside: impl FnOnce(&mut Ui)) {
    let line = Stroke::new(1.0, Palette::of(ui).line);
    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), line);
    ui.add_space(SPACE * 0.75);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(LABELS);
            label(ui);
        });
        ui.vertical(beside);
    });
    ui.add_space(SPACE * 0.75);
}

fn label_ui(ui: &mut Ui, words: &str) {
    ui.add(Label::new(weak(ui, words, Role::Body)).wrap());
}

/// A field: what was typed, and below it what stood there.
fn difference_ui(ui: &mut Ui, lang: Lang, Difference { label, was, now }: &Difference) {
    let beside = |ui: &mut Ui| {
        let typed = match now.trim() {
            "" => weak(ui, lang.t("kept.emptied"), Role::Body),
            now => text(now, Role::Body),
        };
        ui.add(Label::new(typed).wrap());
        if let Some(was) = was {
            let words = match was.trim() {
                "" => lang.t("form.was_empty").into_owned(),
                was => lang.with("form.was", &[("value", was)]),
            };
            ui.add(Label::new(weak(ui, words, Role::Caption)).wrap());
        }
    };
    row_ui(ui, |ui| label_ui(ui, label), beside);
}

/// A text: what was typed, and below it what stands there in the file. All of it can be copied.
fn text_ui(ui: &mut Ui, lang: Lang, Text { name, typed, was, whole }: &Text) {
    // Both of one size, so that their lines are broken alike.
    let fixed = |words: &str| RichText::new(words).font(FontId::monospace(Role::Caption.size()));
    let label = |ui: &mut Ui| {
        label_ui(ui, name);
        ui.add_space(SPACE / 2.0);
        let copy = ui.button(lang.t("command.copy_text"));
        let copy = copy.accessible_name(lang.with("kept.copy_text", &[("field", name)]));
        if copy.clicked() {
            ui.ctx().copy_text(whole.clone());
        }
    };
    let beside = |ui: &mut Ui| {
        if was.is_some() {
            ui.add(Label::new(weak(ui, lang.t("kept.as_typed"), Role::Caption)).wrap());
        }
        let typed = match typed.trim() {
            "" => weak(ui, lang.t("kept.removed_from_file"), Role::Body),
            _ => fixed(typed),
        };
        ui.add(Label::new(typed).wrap());
        if let Some(was) = was {
            ui.add_space(SPACE / 2.0);
            let words =
                lang.t(if was.trim().is_empty() { "kept.added_to_file" } else { "kept.in_file" });
            ui.add(Label::new(weak(ui, words, Role::Caption)).wrap());
            let was = fixed(was).color(Palette::of(ui).weak);
            ui.add(Label::new(was).wrap());
        }
    };
    row_ui(ui, label, beside);
}
