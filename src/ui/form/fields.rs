//! The kinds of fields of a form: text, date, number, choice, and text with suggestions.

use egui::{Align2, ComboBox, Label, Response, ScrollArea, TextEdit, Ui, Vec2};

use crate::{
    describe::claims::format_date,
    model::{Date, LocalizedText},
    ui::{
        form::form_builder::{FieldSpec, FormBuilder, row_with_button},
        theme::{Role, SPACE},
        widgets::{
            block_list::BlockList,
            long_text::edit_in_parts,
            text::{rich_text, shorten, weak_text},
        },
    },
};

/// The width of a date field, in points.
const DATE_WIDTH: f32 = SPACE * 20.0;
/// The width of a number field, in points.
const NUMBER_WIDTH: f32 = SPACE * 10.0;
/// The width of a choice, in points.
const CHOICE_WIDTH: f32 = SPACE * 36.0;

impl FormBuilder<'_> {
    /// Draws a field for one line of text.
    pub fn line(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
    ) {
        self.row(ui, spec, now, original, &String::clone, |builder, ui, now| {
            let width = ui.available_width();
            builder.single_line(ui, now, width, "")
        });
    }

    /// Draws a field for one line of text, with a hint while it is empty.
    pub fn line_with_hint(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
        hint: &str,
    ) {
        self.row(ui, spec, now, original, &String::clone, |builder, ui, now| {
            let width = ui.available_width();
            builder.single_line(ui, now, width, hint)
        });
    }

    /// Draws a field for a number.
    pub fn number(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
    ) {
        self.row(ui, spec, now, original, &String::clone, |builder, ui, now| {
            builder.single_line(ui, now, NUMBER_WIDTH, "")
        });
    }

    /// Draws a field for a date in the notation of the register, with its description beside it.
    pub fn date(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
    ) {
        self.row(ui, spec, now, original, &String::clone, |builder, ui, now| {
            ui.horizontal(|ui| {
                let response = builder.single_line(ui, now, DATE_WIDTH, "");
                if let Ok(date) = now.trim().parse::<Date>() {
                    let text =
                        weak_text(ui, format_date(builder.context.locale, &date), Role::Body);
                    ui.add(Label::new(text).wrap());
                }
                response
            })
            .inner
        });
    }

    /// Draws a field for several lines of text, at least `rows` high.
    pub fn multiline(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        rows: usize,
        now: &mut String,
        original: Option<&String>,
    ) {
        let describe =
            |text: &String| shorten(text.clone()).lines().collect::<Vec<_>>().join(" / ");
        self.row(ui, spec, now, original, &describe, |builder, ui, now| {
            edit_in_parts(ui, builder.context.locale, now, |ui, now| {
                let width = ui.available_width();
                ui.add(
                    TextEdit::multiline(now)
                        .desired_rows(rows)
                        .desired_width(width)
                        .margin(field_margin()),
                )
            })
        });
    }

    /// Draws a field for each language of a text. Problems and findings are shown at the first.
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

    /// Draws a field for one line of text and returns its response.
    fn single_line(&self, ui: &mut Ui, now: &mut String, width: f32, hint: &str) -> Response {
        edit_in_parts(ui, self.context.locale, now, |ui, now| {
            let edit = single_line_edit(ui, now, width, hint);
            ui.add(edit)
        })
    }

    /// Draws a choice between the values that `options` returns.
    pub fn choice<T: Clone + PartialEq>(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut T,
        original: Option<&T>,
        options: &dyn Fn() -> Vec<T>,
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
                    let options = options();
                    options_ui(ui, options.len(), |ui, at| {
                        let option = &options[at];
                        ui.selectable_value(now, option.clone(), describe(option));
                    });
                })
                .response;
            if *now != before {
                response.mark_changed();
            }
            response
        });
    }

    /// Draws a field for one line of text, with a menu of values of other records.
    pub fn line_with_suggestions(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut String,
        original: Option<&String>,
        suggestions: &[String],
    ) {
        self.row(ui, spec, now, original, &String::clone, |builder, ui, now| {
            if suggestions.is_empty() {
                let width = ui.available_width();
                return builder.single_line(ui, now, width, "");
            }
            let label = builder.t(spec.key);
            let name = builder.t("form.suggestions");
            let typed = |ui: &mut Ui| {
                let width = ui.available_width();
                builder.single_line(ui, now, width, "")
            };
            let chosen = |ui: &mut Ui| {
                let menu = ui.menu_button(rich_text("▼", Role::Caption), |ui| {
                    ScrollArea::vertical().show(ui, |ui| {
                        let mut chosen = None;
                        options_ui(ui, suggestions.len(), |ui, at| {
                            if ui.button(suggestions[at].as_str()).clicked() {
                                chosen = Some(&suggestions[at]);
                            }
                        });
                        chosen
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

/// Draws the options of a menu.
fn options_ui(ui: &mut Ui, len: usize, draw: impl FnMut(&mut Ui, usize)) {
    let estimated_height = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
    BlockList { id_salt: "options", len, estimated_height, needed: None }.ui(ui, draw);
}

/// Returns a field for one line of text that is not drawn yet.
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

/// Returns the margin between the frame of a text field and its text.
fn field_margin() -> Vec2 {
    Vec2::new(SPACE, SPACE / 2.0)
}
