//! One row of a form: label, input, the value as it was, and what is to be said of it.

use std::collections::HashMap;

use egui::{Align, Id, Layout, Response, Stroke, Ui, Vec2};

use super::known::Known;
use crate::{
    draft::{Checked, Wrong, in_group},
    ui::{
        Palette, Role, Scene,
        signs::{SIGN, level_sign},
        theme::SPACE,
        widgets::{text, weak},
    },
    view::{Field, Finding, Level, finding_words},
};

/// The width of the labels' column.
pub(super) const LABELS: f32 = SPACE * 16.0;

/// Where the cursor is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// To the first field.
    First,
    /// To this one.
    Field(Field),
}

/// What a field is called, and which field of the record it is where checks may speak of it.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    /// Its key in the texts of the window.
    pub key: &'static str,
    /// The field.
    pub field: Option<Field>,
}

impl Spec {
    /// A field that no check speaks of.
    pub const fn plain(key: &'static str) -> Self {
        Self { key, field: None }
    }

    /// A field that checks may speak of.
    pub const fn of(key: &'static str, field: Field) -> Self {
        Self { key, field: Some(field) }
    }
}

/// What the rows of a form are drawn from, and what drawing them reports back.
pub(super) struct Sheet<'a> {
    /// What the window shows.
    pub scene: &'a Scene<'a>,
    /// Values to offer.
    pub known: &'a Known,
    /// What is wrong and what is odd.
    pub checked: &'a Checked,
    /// What the checks of the whole register noticed in the record as it was opened.
    pub noted: &'a [Finding],
    /// What is typed where a source is looked for.
    pub queries: &'a mut HashMap<Id, String>,
    /// Whether a field that was never typed into is named as wrong where it must not be empty.
    pub strict: bool,
    /// Whether there is a record as it was to compare with.
    pub compares: bool,
    /// Where the cursor is to go; none once it went there.
    pub goal: Option<Goal>,
    /// Whether the draft was changed.
    pub changed: bool,
    /// What the fields drawn now belong to, as in "Claim 2"; part of their accessible names.
    pub group: String,
    /// Where the inputs begin, in points from the left.
    pub edge: f32,
}

impl Sheet<'_> {
    /// A text of this form.
    pub fn t(&self, key: &str) -> String {
        self.scene.lang.t(key).into_owned()
    }

    /// A label with the group it belongs to, as in "Claim 2: date said".
    pub fn name(&self, label: &str) -> String {
        in_group(self.scene.lang, &self.group, label)
    }

    /// Draws one row: `input` draws what is typed into or chosen from, `said` gives a value in
    /// words, `was` is the value as it was opened.
    pub fn row<T: Clone + PartialEq>(
        &mut self,
        ui: &mut Ui,
        spec: Spec,
        now: &mut T,
        was: Option<&T>,
        said: &dyn Fn(&T) -> String,
        input: impl FnOnce(&mut Self, &mut Ui, &mut T) -> Response,
    ) {
        let was = was.filter(|_| self.compares);
        let row = ui.push_id(spec.key, |ui| {
            ui.horizontal_top(|ui| {
                let label = self.t(spec.key);
                let label_id = self.label(ui, &label).id;
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = SPACE / 2.0;
                    let response = input(self, ui, now);
                    let response = if self.group.is_empty() {
                        response.labelled_by(label_id)
                    } else {
                        response.accessible_name(self.name(&label))
                    };
                    self.aim(&response, spec.field);
                    self.changed |= response.changed();
                    if let Some(was) = was.filter(|was| *was != now) {
                        self.was(ui, &label, was, now, said);
                    }
                    self.remarks(
                        ui,
                        spec.field,
                        was.is_some_and(|was| was != now),
                        Some(&response),
                    );
                });
            });
        });
        if was.is_some_and(|was| was != now) {
            changed_bar(ui, row.response.rect);
        }
    }

    /// Draws the label of a row, level with a one-line input.
    fn label(&self, ui: &mut Ui, words: &str) -> Response {
        let size = Vec2::new(self.edge - ui.cursor().left() - SPACE, ui.spacing().interact_size.y);
        let layout = Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_size(size);
            ui.add(egui::Label::new(weak(ui, words, Role::Body)).wrap())
        })
        .inner
    }

    /// Draws the value as it was, and the way back to it.
    fn was<T: Clone>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        was: &T,
        now: &mut T,
        said: &dyn Fn(&T) -> String,
    ) {
        let words = match said(was).trim() {
            "" => self.t("form.was_empty"),
            words => self.scene.lang.with("form.was", &[("value", words)]),
        };
        let name = self.scene.lang.with("form.put_back_field", &[("label", &self.name(label))]);
        if self.earlier(ui, words, name).1 {
            now.clone_from(was);
            self.changed = true;
        }
    }

    /// Words for something as it was, with a button that brings it back; says whether it was
    /// pressed.
    pub fn earlier(&self, ui: &mut Ui, words: String, put_back: String) -> (egui::Rect, bool) {
        let row = ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.horizontal_wrapped(|ui| {
                ui.label(weak(ui, words, Role::Caption));
                let button =
                    egui::Button::new(text(self.t("form.put_back"), Role::Caption)).small();
                ui.add(button).accessible_name(put_back).clicked()
            })
        });
        (row.response.rect, row.inner.inner)
    }

    /// Puts the cursor into the field where it is to go there.
    pub fn aim(&mut self, response: &Response, field: Option<Field>) {
        let here = match self.goal {
            None => false,
            Some(Goal::First) => true,
            Some(Goal::Field(goal)) => field == Some(goal),
        };
        if here {
            response.request_focus();
            response.scroll_to_me(Some(Align::Center));
            self.goal = None;
        }
    }

    /// Whether something wrong is named even in a field that was not typed into.
    pub fn told(&self, wrong: &Wrong) -> bool {
        self.strict || *wrong != Wrong::Empty
    }

    /// Draws what is wrong and what is odd in a field, in words, and ties it to its input.
    pub fn remarks(
        &self,
        ui: &mut Ui,
        field: Option<Field>,
        touched: bool,
        input: Option<&Response>,
    ) {
        let Some(field) = field else { return };
        let lang = self.scene.lang;
        let palette = Palette::of(ui);
        let problems = self.checked.problems.iter().filter(|problem| problem.field == field);
        for problem in problems.filter(|problem| touched || self.told(&problem.wrong)) {
            let remark = remark(ui, Level::Error, &problem.wrong.words(lang), palette.error);
            if let Some(input) = input {
                ui.accesskit_node_builder(input.id, |node| {
                    node.set_invalid(egui::accesskit::Invalid::True);
                    node.push_described_by(remark.id.accesskit_id());
                });
            }
        }
        let noted = self.noted.iter().filter(|_| !touched);
        let findings = self.checked.findings.iter().chain(noted);
        for finding in findings.filter(|finding| finding.field == field) {
            let words = finding_words(lang, self.scene.register(), finding);
            remark(ui, finding.level, &words, palette.text);
        }
    }
}

/// A sentence with the sign of its level before it.
pub(super) fn remark(ui: &mut Ui, level: Level, words: &str, ink: egui::Color32) -> Response {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        level_sign(ui, level);
        ui.set_min_height(SIGN);
        ui.add(egui::Label::new(text(words, Role::Caption).color(ink)).wrap())
    })
    .inner
}

/// The bar before a row that says something changed; the words in the row say what.
pub(super) fn changed_bar(ui: &Ui, rect: egui::Rect) {
    let stroke = Stroke::new(SPACE / 2.0, Palette::of(ui).accent);
    ui.painter().vline(rect.left() - SPACE * 0.75, rect.y_range(), stroke);
}

/// A row of words as wide as they may be, and a small button at the right edge.
pub(super) fn with_button<W, B>(
    ui: &mut Ui,
    words: impl FnOnce(&mut Ui) -> W,
    button: impl FnOnce(&mut Ui) -> B,
) -> (W, B) {
    ui.horizontal_top(|ui| {
        let size = ui.spacing().interact_size;
        let width = ui.available_width() - size.x - ui.spacing().item_spacing.x;
        let words = ui.vertical(|ui| {
            ui.set_width(width);
            words(ui)
        });
        let edge = Layout::right_to_left(Align::Center);
        let button = ui.allocate_ui_with_layout(size, edge, |ui| {
            ui.set_min_size(size);
            button(ui)
        });
        (words.inner, button.inner)
    })
    .inner
}
