//! The questions about drafts: those that an earlier window left behind, and texts that would be
//! lost.

use egui::{FontId, Label, RichText, ScrollArea, Stroke, Ui};

use crate::{
    Locale,
    describe::draft_differences::DraftDifference,
    store::source_text::repair_draft::RepairDraft,
    ui::{
        intent::{DraftRecoveryChoice, Intent},
        modals::question::{Question, QuestionButton},
        theme::{Palette, Role, SPACE},
        widgets::text::{rich_text, weak_text},
    },
};

/// The width of the labels' column.
const LABEL_WIDTH: f32 = SPACE * 17.0;

/// The maximal height of the list of fields, in points.
const MAX_HEIGHT: f32 = SPACE * 40.0;

/// The content of a draft, as it is shown.
#[derive(Clone, Debug)]
pub struct DraftSummary {
    /// A sentence that names the record and when the draft was typed.
    pub text: String,
    /// A sentence about the record, if it was changed or deleted since.
    pub record_change: Option<String>,
    /// The differences between the form and the present record.
    pub differences: Vec<DraftDifference>,
    /// The texts of damaged records.
    pub texts: Vec<RecoveredText>,
}

/// The question about a draft that an earlier window left behind.
pub struct RecoveredDraftDialog {
    /// The content of the draft.
    pub summary: DraftSummary,
    /// The draft can be continued.
    pub can_continue: bool,
}

impl Question for RecoveredDraftDialog {
    fn title_key(&self) -> &'static str {
        "recovered_draft.title"
    }

    fn is_wide(&self) -> bool {
        !self.summary.texts.is_empty()
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        self.summary.ui(ui, locale);
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let answer = |choice| vec![Intent::RecoverDrafts(choice)];
        let resume = QuestionButton::primary(
            "recovered_draft.continue",
            true,
            answer(DraftRecoveryChoice::Resume),
        );
        let others = [
            QuestionButton::plain("dialog.discard", answer(DraftRecoveryChoice::Discard)),
            QuestionButton::cancel_with_label("dialog.postpone"),
        ];
        self.can_continue.then_some(resume).into_iter().chain(others).collect()
    }

    fn cancel_intents(&self) -> Vec<Intent> {
        vec![Intent::CancelExit, Intent::RecoverDrafts(DraftRecoveryChoice::Defer)]
    }
}

/// The question whether to go on although texts of broken records would be lost.
pub struct DiscardTextsDialog {
    /// The texts.
    pub summary: DraftSummary,
    /// The intent to perform if the texts are discarded.
    pub next_intent: Box<Intent>,
}

impl Question for DiscardTextsDialog {
    fn title_key(&self) -> &'static str {
        "recovered_draft.title"
    }

    fn is_wide(&self) -> bool {
        !self.summary.texts.is_empty()
    }

    fn body_ui(&mut self, ui: &mut Ui, locale: Locale) {
        self.summary.ui(ui, locale);
    }

    fn buttons(&self) -> Vec<QuestionButton> {
        let discard = vec![Intent::DiscardRepairTexts, *self.next_intent.clone()];
        vec![
            QuestionButton::cancel_with_label("dialog.keep_editing").into_primary(),
            QuestionButton::plain("dialog.discard", discard),
        ]
    }
}

/// The text of a damaged record, as it is shown.
#[derive(Clone, Debug)]
pub struct RecoveredText {
    /// The label of the record.
    name: String,
    /// The part of the typed text that is shown.
    typed: String,
    /// The text at that place in the file; none if the record is no longer there.
    original: Option<String>,
    /// The whole typed text, to be copied.
    full_text: String,
}

impl RecoveredText {
    /// The lines that differ from the text in the file.
    pub fn from_changes(draft: &RepairDraft) -> Self {
        let [original, typed] = draft.changed_lines();
        Self { typed, original: Some(original), ..Self::from_full_text(draft) }
    }

    /// All that was typed.
    pub fn from_full_text(draft: &RepairDraft) -> Self {
        let RepairDraft { name, text, .. } = draft.clone();
        Self { name, typed: text.clone(), original: None, full_text: text }
    }
}

impl DraftSummary {
    /// Returns a summary that consists of one sentence.
    pub fn with_text(text: String) -> Self {
        let (differences, texts) = (Vec::new(), Vec::new());
        Self { text, record_change: None, differences, texts }
    }

    /// Draws whose record it is, what became of it, and all that differs.
    fn ui(&self, ui: &mut Ui, locale: Locale) {
        ui.add(Label::new(self.text.as_str()).wrap());
        if let Some(since) = &self.record_change {
            ui.add(Label::new(since.as_str()).wrap());
        }
        ui.add_space(SPACE / 2.0);
        ScrollArea::vertical().max_height(MAX_HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for difference in &self.differences {
                difference_ui(ui, locale, difference);
            }
            for (at, text) in self.texts.iter().enumerate() {
                ui.push_id(at, |ui| text_ui(ui, locale, text));
            }
        });
    }
}

/// A row: its label, and beside it what is drawn.
fn row_ui(ui: &mut Ui, label: impl FnOnce(&mut Ui), content: impl FnOnce(&mut Ui)) {
    let line = Stroke::new(1.0, Palette::of(ui).line);
    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), line);
    ui.add_space(SPACE * 0.75);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(LABEL_WIDTH);
            label(ui);
        });
        ui.vertical(content);
    });
    ui.add_space(SPACE * 0.75);
}

fn label_ui(ui: &mut Ui, text: &str) {
    ui.add(Label::new(weak_text(ui, text, Role::Body)).wrap());
}

/// A field: what was typed, and below it what stood there.
fn difference_ui(
    ui: &mut Ui,
    locale: Locale,
    DraftDifference { label, before: was, after: now }: &DraftDifference,
) {
    let content = |ui: &mut Ui| {
        let typed = match now.trim() {
            "" => weak_text(ui, locale.t("recovered_draft.emptied_value"), Role::Body),
            now => rich_text(now, Role::Body),
        };
        ui.add(Label::new(typed).wrap());
        if let Some(was) = was {
            let text = match was.trim() {
                "" => locale.t("form.previously_empty").into_owned(),
                was => locale.t_with("form.previous_value", &[("value", was)]),
            };
            ui.add(Label::new(weak_text(ui, text, Role::Caption)).wrap());
        }
    };
    row_ui(ui, |ui| label_ui(ui, label), content);
}

/// A text: what was typed, and below it what stands there in the file. All of it can be copied.
fn text_ui(
    ui: &mut Ui,
    locale: Locale,
    RecoveredText { name, typed, original, full_text }: &RecoveredText,
) {
    // Both of one size, so that their lines are broken alike.
    let monospace = |text: &str| RichText::new(text).font(FontId::monospace(Role::Caption.size()));
    let label = |ui: &mut Ui| {
        label_ui(ui, name);
        ui.add_space(SPACE / 2.0);
        let copy = ui.button(locale.t("command.copy_text"));
        let copy =
            copy.accessible_name(locale.t_with("recovered_draft.copy_text", &[("field", name)]));
        if copy.clicked() {
            ui.ctx().copy_text(full_text.clone());
        }
    };
    let content = |ui: &mut Ui| {
        if original.is_some() {
            ui.add(
                Label::new(weak_text(ui, locale.t("recovered_draft.typed_label"), Role::Caption))
                    .wrap(),
            );
        }
        let typed = match typed.trim() {
            "" => weak_text(ui, locale.t("recovered_draft.removed_text"), Role::Body),
            _ => monospace(typed),
        };
        ui.add(Label::new(typed).wrap());
        if let Some(original) = original {
            ui.add_space(SPACE / 2.0);
            let text = locale.t(if original.trim().is_empty() {
                "recovered_draft.added_text"
            } else {
                "recovered_draft.file_label"
            });
            ui.add(Label::new(weak_text(ui, text, Role::Caption)).wrap());
            let original = monospace(original).color(Palette::of(ui).weak);
            ui.add(Label::new(original).wrap());
        }
    };
    row_ui(ui, label, content);
}
