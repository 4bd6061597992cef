//! One row of a form: label, input, the value as it was, and what is to be said of it.

use std::collections::HashMap;

use egui::{Align, Id, Layout, Response, Stroke, Ui, Vec2};

use crate::{
    analysis::finding::{Finding, RecordField, Severity},
    describe::{
        drafts::{describe_field_error, label_in_group},
        findings::describe_finding,
    },
    draft::{Validated, validation::FieldError},
    ui::{
        context::UiContext,
        form::suggestions::Suggestions,
        theme::{Palette, Role, SPACE},
        widgets::{
            level_icon::{ICON_SIZE, severity_icon},
            text::{rich_text, weak_text},
        },
    },
};

/// The width of the labels' column.
pub(super) const LABEL_WIDTH: f32 = SPACE * 16.0;

/// Where the cursor is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FocusTarget {
    /// To the first field.
    First,
    /// To this one.
    Field(RecordField),
}

/// What a field is called, and which field of the record it is where checks may speak of it.
#[derive(Clone, Copy)]
pub(super) struct FieldSpec {
    /// Its key in the texts of the window.
    pub key: &'static str,
    /// The field.
    pub field: Option<RecordField>,
}

impl FieldSpec {
    /// A field that no check speaks of.
    pub const fn unchecked(key: &'static str) -> Self {
        Self { key, field: None }
    }

    /// A field that checks may speak of.
    pub const fn checked(key: &'static str, field: RecordField) -> Self {
        Self { key, field: Some(field) }
    }
}

/// What the rows of a form are drawn from, and what drawing them reports back.
pub(super) struct FormBuilder<'a> {
    /// What the window shows.
    pub context: &'a UiContext<'a>,
    /// Values to offer.
    pub suggestions: &'a Suggestions,
    /// What is wrong and what is odd.
    pub validated: &'a Validated,
    /// What the checks of the whole register noticed in the record as it was opened.
    pub register_findings: &'a [Finding],
    /// What is typed where a source is looked for.
    pub source_queries: &'a mut HashMap<Id, String>,
    /// Whether a field that was never typed into is named as wrong where it must not be empty.
    pub is_strict: bool,
    /// Whether there is a record as it was to compare with.
    pub has_original: bool,
    /// Where the cursor is to go; none once it went there.
    pub focus_target: Option<FocusTarget>,
    /// Whether the draft was changed.
    pub is_changed: bool,
    /// What the fields drawn now belong to, as in "Claim 2"; part of their accessible names.
    pub group: String,
    /// Where the inputs begin, in points from the left.
    pub input_left: f32,
}

impl FormBuilder<'_> {
    /// A text of this form.
    pub fn t(&self, key: &str) -> String {
        self.context.locale.t(key).into_owned()
    }

    /// A label with the group it belongs to, as in "Claim 2: date said".
    pub fn accessible_name(&self, label: &str) -> String {
        label_in_group(self.context.locale, &self.group, label)
    }

    /// Draws one row: `input` draws what is typed into or chosen from, `said` gives a value in
    /// words, `was` is the value as it was opened.
    pub fn row<T: Clone + PartialEq>(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut T,
        original: Option<&T>,
        describe: &dyn Fn(&T) -> String,
        input: impl FnOnce(&mut Self, &mut Ui, &mut T) -> Response,
    ) {
        let original = original.filter(|_| self.has_original);
        let row = ui.push_id(spec.key, |ui| {
            ui.horizontal_top(|ui| {
                let label = self.t(spec.key);
                let label_id = self.row_label(ui, &label).id;
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = SPACE / 2.0;
                    let response = input(self, ui, now);
                    let response = if self.group.is_empty() {
                        response.labelled_by(label_id)
                    } else {
                        response.accessible_name(self.accessible_name(&label))
                    };
                    self.focus(&response, spec.field);
                    self.is_changed |= response.changed();
                    if let Some(was) = original.filter(|was| *was != now) {
                        self.original_value_ui(ui, &label, was, now, describe);
                    }
                    self.messages(
                        ui,
                        spec.field,
                        original.is_some_and(|was| was != now),
                        Some(&response),
                    );
                });
            });
        });
        if original.is_some_and(|was| was != now) {
            changed_bar(ui, row.response.rect);
        }
    }

    /// Draws the label of a row, level with a one-line input.
    fn row_label(&self, ui: &mut Ui, label: &str) -> Response {
        let size =
            Vec2::new(self.input_left - ui.cursor().left() - SPACE, ui.spacing().interact_size.y);
        let layout = Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| {
            ui.set_min_size(size);
            ui.add(egui::Label::new(weak_text(ui, label, Role::Body)).wrap())
        })
        .inner
    }

    /// Draws the value as it was, and the way back to it.
    fn original_value_ui<T: Clone>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        original: &T,
        now: &mut T,
        describe: &dyn Fn(&T) -> String,
    ) {
        let text = match describe(original).trim() {
            "" => self.t("form.previously_empty"),
            text => self.context.locale.t_with("form.previous_value", &[("value", text)]),
        };
        let name = self
            .context
            .locale
            .t_with("form.reset_field", &[("label", &self.accessible_name(label))]);
        if self.restore_row(ui, text, name).1 {
            now.clone_from(original);
            self.is_changed = true;
        }
    }

    /// Words for something as it was, with a button that brings it back; says whether it was
    /// pressed.
    pub fn restore_row(
        &self,
        ui: &mut Ui,
        description: String,
        button_name: String,
    ) -> (egui::Rect, bool) {
        let row = ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.horizontal_wrapped(|ui| {
                ui.label(weak_text(ui, description, Role::Caption));
                let button =
                    egui::Button::new(rich_text(self.t("form.reset"), Role::Caption)).small();
                ui.add(button).accessible_name(button_name).clicked()
            })
        });
        (row.response.rect, row.inner.inner)
    }

    /// Puts the cursor into the field where it is to go there.
    pub fn focus(&mut self, response: &Response, field: Option<RecordField>) {
        let here = match self.focus_target {
            None => false,
            Some(FocusTarget::First) => true,
            Some(FocusTarget::Field(goal)) => field == Some(goal),
        };
        if here {
            response.request_focus();
            response.scroll_to_me(Some(Align::Center));
            self.focus_target = None;
        }
    }

    /// Whether something wrong is named even in a field that was not typed into.
    pub fn shows_problem(&self, wrong: &FieldError) -> bool {
        self.is_strict || *wrong != FieldError::Empty
    }

    /// Draws what is wrong and what is odd in a field, in words, and ties it to its input.
    pub fn messages(
        &self,
        ui: &mut Ui,
        field: Option<RecordField>,
        touched: bool,
        input: Option<&Response>,
    ) {
        let Some(field) = field else { return };
        let locale = self.context.locale;
        let palette = Palette::of(ui);
        let problems = self.validated.problems.iter().filter(|problem| problem.field == field);
        for problem in problems.filter(|problem| touched || self.shows_problem(&problem.error)) {
            let remark = message_row(
                ui,
                Severity::Error,
                &describe_field_error(locale, &problem.error),
                palette.error,
            );
            if let Some(input) = input {
                ui.accesskit_node_builder(input.id, |node| {
                    node.set_invalid(egui::accesskit::Invalid::True);
                    node.push_described_by(remark.id.accesskit_id());
                });
            }
        }
        let noted = self.register_findings.iter().filter(|_| !touched);
        let findings = self.validated.findings.iter().chain(noted);
        for finding in findings.filter(|finding| finding.field == field) {
            let text = describe_finding(locale, self.context.register(), finding);
            message_row(ui, finding.severity, &text, palette.text);
        }
    }
}

/// A sentence with the sign of its level before it.
pub(super) fn message_row(
    ui: &mut Ui,
    level: Severity,
    text: &str,
    color: egui::Color32,
) -> Response {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        severity_icon(ui, level);
        ui.set_min_height(ICON_SIZE);
        ui.add(egui::Label::new(rich_text(text, Role::Caption).color(color)).wrap())
    })
    .inner
}

/// The bar before a row that says something changed; the words in the row say what.
pub(super) fn changed_bar(ui: &Ui, rect: egui::Rect) {
    let stroke = Stroke::new(SPACE / 2.0, Palette::of(ui).accent);
    ui.painter().vline(rect.left() - SPACE * 0.75, rect.y_range(), stroke);
}

/// A row of words as wide as they may be, and a small button at the right edge.
pub(super) fn row_with_button<W, B>(
    ui: &mut Ui,
    text: impl FnOnce(&mut Ui) -> W,
    button: impl FnOnce(&mut Ui) -> B,
) -> (W, B) {
    ui.horizontal_top(|ui| {
        let size = ui.spacing().interact_size;
        let width = ui.available_width() - size.x - ui.spacing().item_spacing.x;
        let text = ui.vertical(|ui| {
            ui.set_width(width);
            text(ui)
        });
        let edge = Layout::right_to_left(Align::Center);
        let button = ui.allocate_ui_with_layout(size, edge, |ui| {
            ui.set_min_size(size);
            button(ui)
        });
        (text.inner, button.inner)
    })
    .inner
}
