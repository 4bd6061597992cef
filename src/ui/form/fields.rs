//! The kinds of fields: a line, a date, several lines, a choice.

use egui::{Align2, ComboBox, Label, Response, ScrollArea, TextEdit, Ui, Vec2};

use super::sheet::{Sheet, Spec, with_button};
use crate::{
    model::{Date, Words},
    ui::{
        Role,
        theme::SPACE,
        widgets::{text, weak},
    },
    view::date_words,
};

/// The width of a date's field.
const DATE: f32 = SPACE * 20.0;
/// The width of a short number's field.
const NUMBER: f32 = SPACE * 10.0;
/// The width of a choice.
const CHOICE: f32 = SPACE * 36.0;

impl Sheet<'_> {
    /// A line of text as wide as the form.
    pub fn line(&mut self, ui: &mut Ui, spec: Spec, now: &mut String, was: Option<&String>) {
        self.row(ui, spec, now, was, &String::clone, |_, ui, now| {
            let width = ui.available_width();
            line(ui, now, width, "")
        });
    }

    /// A line of text with a hint of what stands there if nothing is typed.
    pub fn hinted(
        &mut self,
        ui: &mut Ui,
        spec: Spec,
        now: &mut String,
        was: Option<&String>,
        hint: &str,
    ) {
        self.row(ui, spec, now, was, &String::clone, |_, ui, now| {
            let width = ui.available_width();
            line(ui, now, width, hint)
        });
    }

    /// A short number.
    pub fn number(&mut self, ui: &mut Ui, spec: Spec, now: &mut String, was: Option<&String>) {
        self.row(ui, spec, now, was, &String::clone, |_, ui, now| line(ui, now, NUMBER, ""));
    }

    /// A date as it is written in the register, with what it means beside it.
    pub fn date(&mut self, ui: &mut Ui, spec: Spec, now: &mut String, was: Option<&String>) {
        self.row(ui, spec, now, was, &String::clone, |sheet, ui, now| {
            ui.horizontal(|ui| {
                let response = line(ui, now, DATE, "");
                if let Ok(date) = now.trim().parse::<Date>() {
                    let words = weak(ui, date_words(sheet.scene.lang, &date), Role::Body);
                    ui.add(Label::new(words).wrap());
                }
                response
            })
            .inner
        });
    }

    /// Several lines of text.
    pub fn lines(
        &mut self,
        ui: &mut Ui,
        spec: Spec,
        rows: usize,
        now: &mut String,
        was: Option<&String>,
    ) {
        let said = |text: &String| text.lines().collect::<Vec<_>>().join(" / ");
        self.row(ui, spec, now, was, &said, |_, ui, now| {
            let width = ui.available_width();
            ui.add(
                TextEdit::multiline(now).desired_rows(rows).desired_width(width).margin(margin()),
            )
        });
    }

    /// A text in the languages of the register. The field that checks may speak of is the first.
    pub fn words(
        &mut self,
        ui: &mut Ui,
        specs: [Spec; 3],
        rows: usize,
        now: &mut Words,
        was: Option<&Words>,
    ) {
        let [en, ja, ko] = specs;
        for (spec, now, was) in [
            (en, &mut now.en, was.map(|was| &was.en)),
            (ja, &mut now.ja, was.map(|was| &was.ja)),
            (ko, &mut now.ko, was.map(|was| &was.ko)),
        ] {
            if rows > 1 {
                self.lines(ui, spec, rows, now, was);
            } else {
                self.line(ui, spec, now, was);
            }
        }
    }

    /// One of several values.
    pub fn choice<T: Clone + PartialEq>(
        &mut self,
        ui: &mut Ui,
        spec: Spec,
        now: &mut T,
        was: Option<&T>,
        options: &[T],
        said: &dyn Fn(&T) -> String,
    ) {
        self.row(ui, spec, now, was, said, |_, ui, now| {
            let before = now.clone();
            let width = CHOICE.min(ui.available_width());
            let combo =
                ComboBox::from_id_salt(spec.key).selected_text(said(now)).width(width).truncate();
            let mut response = combo
                .show_ui(ui, |ui| {
                    for option in options {
                        ui.selectable_value(now, option.clone(), said(option));
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
    pub fn offered(
        &mut self,
        ui: &mut Ui,
        spec: Spec,
        now: &mut String,
        was: Option<&String>,
        offers: &[String],
    ) {
        self.row(ui, spec, now, was, &String::clone, |sheet, ui, now| {
            if offers.is_empty() {
                let width = ui.available_width();
                return line(ui, now, width, "");
            }
            let label = sheet.t(spec.key);
            let name = sheet.t("form.offers");
            let typed = |ui: &mut Ui| {
                let width = ui.available_width();
                line(ui, now, width, "")
            };
            let chosen = |ui: &mut Ui| {
                let menu = ui.menu_button(text("▼", Role::Caption), |ui| {
                    ScrollArea::vertical().show(ui, |ui| {
                        offers.iter().find(|offer| ui.button(offer.as_str()).clicked())
                    })
                });
                menu.response.accessible_name(format!("{label}: {name}")).on_hover_text(name);
                menu.inner.and_then(|scroll| scroll.inner)
            };
            let (mut response, chosen) = with_button(ui, typed, chosen);
            if let Some(offer) = chosen {
                now.clone_from(offer);
                response.mark_changed();
            }
            response
        });
    }
}

/// One line to type into.
fn line(ui: &mut Ui, now: &mut String, width: f32, hint: &str) -> Response {
    let edit = one_line(ui, now, width, hint);
    ui.add(edit)
}

/// One line to type into, not yet drawn.
pub(super) fn one_line<'a>(ui: &Ui, now: &'a mut String, width: f32, hint: &str) -> TextEdit<'a> {
    TextEdit::singleline(now)
        .hint_text(hint)
        .desired_width(width)
        .min_size(Vec2::new(0.0, ui.spacing().interact_size.y))
        .margin(margin())
        .align(Align2::LEFT_CENTER)
}

/// Between the frame of a text field and its text.
fn margin() -> Vec2 {
    Vec2::new(SPACE, SPACE / 2.0)
}
