//! The kinds of fields: a line, a date, several lines, a choice.

use egui::{Align2, ComboBox, Label, Response, ScrollArea, TextEdit, Ui, Vec2};

use crate::{
    describe::claims::format_date,
    model::{Date, LocalizedText},
    ui::{
        form::form_builder::{FieldSpec, FormBuilder, row_with_button},
        theme::{Role, SPACE},
        widgets::text::{rich_text, weak_text},
    },
};

/// The width of a date's field.
const DATE_WIDTH: f32 = SPACE * 20.0;
/// The width of a short number's field.
const NUMBER_WIDTH: f32 = SPACE * 10.0;
/// The width of a choice.
const CHOICE_WIDTH: f32 = SPACE * 36.0;

impl FormBuilder<'_> {
    /// A line of text as wide as the form.
    pub fn line(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
    ) {
        self.row(ui, spec, now, original, &String::clone, |_, ui, now| {
            let width = ui.available_width();
            single_line(ui, now, width, "")
        });
    }

    /// A line of text with a hint of what stands there if nothing is typed.
    pub fn line_with_hint(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
        hint: &str,
    ) {
        self.row(ui, spec, now, original, &String::clone, |_, ui, now| {
            let width = ui.available_width();
            single_line(ui, now, width, hint)
        });
    }

    /// A short number.
    pub fn number(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
    ) {
        self.row(ui, spec, now, original, &String::clone, |_, ui, now| {
            single_line(ui, now, NUMBER_WIDTH, "")
        });
    }

    /// A date as it is written in the register, with what it means beside it.
    pub fn date(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
    ) {
        self.row(ui, spec, now, original, &String::clone, |sheet, ui, now| {
            ui.horizontal(|ui| {
                let response = single_line(ui, now, DATE_WIDTH, "");
                if let Ok(date) = now.trim().parse::<Date>() {
                    let text = weak_text(ui, format_date(sheet.context.locale, &date), Role::Body);
                    ui.add(Label::new(text).wrap());
                }
                response
            })
            .inner
        });
    }

    /// Several lines of text.
    pub fn multiline(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        rows: usize,
        now: &mut String,
        original: Option<&String>,
    ) {
        let describe = |text: &String| text.lines().collect::<Vec<_>>().join(" / ");
        self.row(ui, spec, now, original, &describe, |_, ui, now| {
            let width = ui.available_width();
            ui.add(
                TextEdit::multiline(now)
                    .desired_rows(rows)
                    .desired_width(width)
                    .margin(field_margin()),
            )
        });
    }

    /// A text in the languages of the register. The field that checks may speak of is the first.
    pub fn localized_text(
        &mut self,
        ui: &mut Ui,
        specs: [FieldSpec; 3],
        rows: usize,
        now: &mut LocalizedText,
        original: Option<&LocalizedText>,
    ) {
        let [en, ja, ko] = specs;
        for (spec, now, was) in [
            (en, &mut now.en, original.map(|was| &was.en)),
            (ja, &mut now.ja, original.map(|was| &was.ja)),
            (ko, &mut now.ko, original.map(|was| &was.ko)),
        ] {
            if rows > 1 {
                self.multiline(ui, spec, rows, now, was);
            } else {
                self.line(ui, spec, now, was);
            }
        }
    }

    /// One of several values.
    pub fn choice<T: Clone + PartialEq>(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut T,
        original: Option<&T>,
        options: &[T],
        describe: &dyn Fn(&T) -> String,
    ) {
        self.row(ui, spec, now, original, describe, |_, ui, now| {
            let before = now.clone();
            let width = CHOICE_WIDTH.min(ui.available_width());
            let combo = ComboBox::from_id_salt(spec.key)
                .selected_text(describe(now))
                .width(width)
                .truncate();
            let mut response = combo
                .show_ui(ui, |ui| {
                    for option in options {
                        ui.selectable_value(now, option.clone(), describe(option));
                    }
                })
                .response;
            if *now != before {
                response.mark_changed();
            }
            response
        });
    }

    /// A line of text beside a menu of values that other records have.
    pub fn line_with_suggestions(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
        suggestions: &[String],
    ) {
        self.row(ui, spec, now, original, &String::clone, |sheet, ui, now| {
            if suggestions.is_empty() {
                let width = ui.available_width();
                return single_line(ui, now, width, "");
            }
            let label = sheet.t(spec.key);
            let name = sheet.t("form.suggestions");
            let typed = |ui: &mut Ui| {
                let width = ui.available_width();
                single_line(ui, now, width, "")
            };
            let chosen = |ui: &mut Ui| {
                let menu = ui.menu_button(rich_text("▼", Role::Caption), |ui| {
                    ScrollArea::vertical().show(ui, |ui| {
                        suggestions.iter().find(|offer| ui.button(offer.as_str()).clicked())
                    })
                });
                menu.response.accessible_name(format!("{label}: {name}")).on_hover_text(name);
                menu.inner.and_then(|scroll| scroll.inner)
            };
            let (mut response, chosen) = row_with_button(ui, typed, chosen);
            if let Some(offer) = chosen {
                now.clone_from(offer);
                response.mark_changed();
            }
            response
        });
    }
}

/// One line to type into.
fn single_line(ui: &mut Ui, now: &mut String, width: f32, hint: &str) -> Response {
    let edit = single_line_edit(ui, now, width, hint);
    ui.add(edit)
}

/// One line to type into, not yet drawn.
pub(super) fn single_line_edit<'a>(
    ui: &Ui,
    now: &'a mut String,
    width: f32,
    hint: &str,
) -> TextEdit<'a> {
    TextEdit::singleline(now)
        .hint_text(hint)
        .desired_width(width)
        .min_size(Vec2::new(0.0, ui.spacing().interact_size.y))
        .margin(field_margin())
        .align(Align2::LEFT_CENTER)
}

/// Between the frame of a text field and its text.
fn field_margin() -> Vec2 {
    Vec2::new(SPACE, SPACE / 2.0)
}
