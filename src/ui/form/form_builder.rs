//! A row of a form: label, input, the original value, and messages.

use std::collections::HashMap;

use egui::{Align, Id, Layout, Response, Stroke, Ui, Vec2};

use crate::{
    analysis::finding::{Finding, RecordField, Severity},
    describe::{
        drafts::{describe_field_error, label_in_group},
        findings::describe_finding,
    },
    draft::validation::FieldError,
    ui::{
        context::UiContext,
        form::{message_index::MessageIndex, suggestions::Suggestions},
        theme::{Palette, Role, SPACE},
        widgets::{
            level_icon::{ICON_SIZE, severity_icon},
            text::{rich_text, shorten, weak_text},
        },
    },
};

/// The width of the column of labels, in points.
pub(super) const LABEL_WIDTH: f32 = SPACE * 16.0;

/// The field that takes the keyboard focus in the next frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FocusTarget {
    /// The first field.
    First,
    /// The field of a record; one of the row's own.
    Field(RecordField),
}

/// The label of a field, and the field of the record that problems and findings are on.
#[derive(Clone, Copy)]
pub(super) struct FieldSpec {
    /// The locale key of the label.
    pub key: &'static str,
    /// The field of the record; none where no check concerns it.
    pub field: Option<RecordField>,
}

impl FieldSpec {
    /// Returns a field that no check concerns.
    pub const fn unchecked(key: &'static str) -> Self {
        Self { key, field: None }
    }

    /// Returns a field that checks concern.
    pub const fn checked(key: &'static str, field: RecordField) -> Self {
        Self { key, field: Some(field) }
    }
}

/// The values that the rows of a form are drawn from, and what drawing them changes.
pub(super) struct FormBuilder<'a> {
    /// The open register and the locale.
    pub context: &'a UiContext<'a>,
    /// The suggestions of the fields.
    pub suggestions: &'a Suggestions,
    /// The problems and findings of the draft.
    pub messages: &'a MessageIndex,
    /// The findings on the original record that the draft alone cannot show.
    pub register_findings: &'a [Finding],
    /// The queries typed into the source pickers, by the id of the picker.
    pub source_queries: &'a mut HashMap<Id, String>,
    /// Empty fields show that they must not be empty before anything is typed into them.
    pub is_strict: bool,
    /// The draft is of an existing record, which it is compared with.
    pub has_original: bool,
    /// The field that takes the keyboard focus; none once it has it.
    pub focus_target: Option<FocusTarget>,
    /// A row changed the draft.
    pub is_changed: bool,
    /// The name of the list row that the fields belong to, as in "Claim 2"; part of their
    /// accessible names.
    pub group: String,
    /// The left end of the inputs, in points.
    pub input_left: f32,
}

impl FormBuilder<'_> {
    /// Returns the text of a locale key.
    pub fn t(&self, key: &str) -> String {
        self.context.locale.t(key).into_owned()
    }

    /// Returns a label with its group, as in "Claim 2: date said".
    pub fn accessible_name(&self, label: &str) -> String {
        label_in_group(self.context.locale, &self.group, label)
    }

    /// Draws a row. `input` draws the field; where the value differs from `original`, the row shows
    /// the text that `describe` returns for that, and a button that restores it.
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
                    self.messages_ui(
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

    /// Draws the label of a row, level with an input of one line.
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

    /// Draws the original value and the button that restores it.
    fn original_value_ui<T: Clone>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        original: &T,
        now: &mut T,
        describe: &dyn Fn(&T) -> String,
    ) {
        let text = match shorten(describe(original)).trim() {
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

    /// Draws a text and a button that restores what it describes; returns the rectangle, and
    /// whether the button was clicked.
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

    /// Gives the field the keyboard focus where it is the target.
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

    /// Returns whether a problem is shown in a field that was not changed.
    pub fn shows_problem(&self, wrong: &FieldError) -> bool {
        self.is_strict || *wrong != FieldError::Empty
    }

    /// Draws the problems and findings of a field, and describes its input by them to assistive
    /// technology. `is_touched` is whether the field differs from the original.
    pub fn messages_ui(
        &self,
        ui: &mut Ui,
        field: Option<RecordField>,
        is_touched: bool,
        input: Option<&Response>,
    ) {
        let Some(field) = field else { return };
        let locale = self.context.locale;
        let palette = Palette::of(ui);
        let problems = self.messages.problems(field);
        for problem in problems.filter(|problem| is_touched || self.shows_problem(&problem.error)) {
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
        let of_register = self.register_findings.iter().filter(|_| !is_touched);
        let of_register = of_register.filter(|finding| finding.field == field);
        for finding in self.messages.findings(field).chain(of_register) {
            let text = describe_finding(locale, self.context.register(), finding);
            message_row(ui, finding.severity, &text, palette.text);
        }
    }
}

/// Draws a sentence after the icon of its severity.
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

/// Paints the bar before a changed row; a text in the row names the change.
pub(super) fn changed_bar(ui: &Ui, rect: egui::Rect) {
    let stroke = Stroke::new(SPACE / 2.0, Palette::of(ui).accent);
    ui.painter().vline(rect.left() - SPACE * 0.75, rect.y_range(), stroke);
}

/// Draws a text over the available width, and a small button at the right edge.
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
