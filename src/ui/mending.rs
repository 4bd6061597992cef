//! The records of the file that cannot be read: each as text, with what is wrong with it and
//! where, to be mended in its place.

use std::collections::HashMap;

use egui::{
    Align, Context, Key, Label, ScrollArea, TextEdit, Ui,
    text::{CCursor, CCursorRange},
};

use super::{
    Intent, Scene,
    modal::modal,
    numbered::numbered_ui,
    signs,
    theme::{Palette, Role, SPACE},
    widgets::{heading, primary, text, weak},
};
use crate::{
    lang::Lang,
    register::Step,
    session::Action,
    store::{Damaged, NotMended, TextDraft},
    view::Level,
};

/// The height of a row of the list, in points.
const ROW: f32 = SPACE * 3.5;

/// What is mended, and what was typed so far; that stays until another register is opened.
#[derive(Default)]
pub struct Mending {
    /// Whether it lies over the window.
    pub is_open: bool,
    /// The mark of the record that is shown.
    chosen: Option<u64>,
    /// The texts as typed, by the mark of their record; also of those taken into the register,
    /// which can be taken back.
    typed: HashMap<u64, TextDraft>,
    /// What the shown text is read as, and of which revision.
    read: Option<(u64, Result<Step, NotMended>)>,
    /// Whether the cursor is to be put where the fault is.
    wants_focus: bool,
}

impl Mending {
    /// Opens it on the first record.
    pub fn open(&mut self) {
        (self.is_open, self.wants_focus) = (true, true);
    }

    /// The texts that differ from those in the file, by the mark of their record.
    pub fn typed(&self) -> impl Iterator<Item = (u64, &TextDraft)> {
        let typed = self.typed.iter().map(|(mark, text)| (*mark, text));
        typed.filter(|(_, text)| text.is_changed())
    }

    /// Whether something was typed in the place of the text of a record.
    pub fn is_typed(&self, mark: u64) -> bool {
        self.typed.get(&mark).is_some_and(TextDraft::is_changed)
    }

    /// Opens it on the record with this mark, with a text that was typed earlier.
    pub fn continue_text(&mut self, mark: u64, text: TextDraft) {
        self.typed.insert(mark, text);
        self.chosen = None;
        self.open();
    }

    /// Forgets what was typed in the place of the text of a record that is no longer there. Where
    /// it is the one shown, the reader is asked about it first.
    pub fn forget(&mut self, mark: u64) {
        self.typed.remove(&mark);
        if self.chosen == Some(mark) {
            (self.is_open, self.chosen) = (false, None);
        }
    }

    /// Forgets everything that was typed.
    pub fn discard(&mut self) {
        *self = Self::default();
    }

    /// Draws it, where it is open.
    pub fn ui(&mut self, ctx: &Context, scene: &Scene, out: &mut Vec<Intent>) {
        if !self.is_open {
            return;
        }
        let all: Vec<&Damaged> = scene.session.manuscript().damaged().collect();
        if all.is_empty() {
            self.is_open = false;
            return;
        }
        let at = self.chosen.and_then(|mark| all.iter().position(|it| it.mark() == mark));
        if at.is_none() && self.chosen.is_some_and(|mark| self.is_typed(mark)) {
            // Someone else mended it under the hands of the reader, who is asked about what was typed.
            (self.is_open, self.chosen) = (false, None);
            return;
        }
        let first_typed = || all.iter().position(|it| self.is_typed(it.mark()));
        let at = at.or_else(first_typed).unwrap_or(0);
        let damaged = all[at];
        if self.chosen != Some(damaged.mark()) {
            self.choose(damaged.mark());
        }
        let lang = scene.lang;
        let title = lang.t("mending.title");
        let mut clicked = None;
        let shown = modal(ctx, &title).show(ctx, |ui| {
            let room = ui.ctx().content_rect().size() - egui::vec2(SPACE * 10.0, SPACE * 12.0);
            ui.set_width(room.x.min(SPACE * 110.0));
            heading(ui, &title, Role::Title);
            ui.add(Label::new(weak(ui, lang.t("mending.words"), Role::Body)).wrap());
            ui.add_space(SPACE);
            let height = (room.y - SPACE * 18.0).clamp(SPACE * 15.0, SPACE * 52.0);
            ui.horizontal_top(|ui| {
                if all.len() > 1 {
                    clicked = self.list_ui(ui, lang, &all, at, height);
                    ui.add_space(SPACE);
                }
                ui.vertical(|ui| self.record_ui(ui, scene, damaged, height));
            });
            ui.add_space(SPACE);
            ui.horizontal(|ui| {
                let right = egui::Layout::right_to_left(Align::Center);
                ui.with_layout(right, |ui| self.buttons_ui(ui, scene, damaged, out));
            });
        });
        if let Some(mark) = clicked {
            self.choose(mark);
        }
        // A field of text keeps the key to itself; a question on top has it first.
        let escaped = shown.is_top_modal && ctx.input(|input| input.key_pressed(Key::Escape));
        if shown.should_close() || escaped {
            self.is_open = false;
        }
    }

    /// Shows a record, from the next frame on.
    fn choose(&mut self, mark: u64) {
        (self.chosen, self.read, self.wants_focus) = (Some(mark), None, true);
        self.typed.retain(|_, text| text.is_changed());
    }

    /// The damaged records, where there are several; gives the mark of one that was clicked.
    fn list_ui(
        &self,
        ui: &mut Ui,
        lang: Lang,
        all: &[&Damaged],
        at: usize,
        height: f32,
    ) -> Option<u64> {
        let mut clicked = None;
        let layout = egui::Layout::top_down_justified(Align::Min);
        ui.allocate_ui_with_layout(egui::vec2(SPACE * 30.0, height), layout, |ui| {
            let area = ScrollArea::vertical().auto_shrink([false, false]).max_height(height);
            area.show_rows(ui, ROW, all.len(), |ui, rows| {
                for row in rows {
                    let damaged = all[row];
                    let line = damaged.at.line.to_string();
                    let what = match self.is_typed(damaged.mark()) {
                        true => lang.t("mending.typed").into_owned(),
                        false => lang.with("mending.line", &[("line", &line)]),
                    };
                    let words = format!("{} · {what}", damaged.name());
                    let button = egui::Button::selectable(row == at, words).truncate();
                    let size = egui::vec2(ui.available_width(), ROW);
                    if ui.add(button.min_size(size)).clicked() {
                        clicked = Some(damaged.mark());
                    }
                }
            });
        });
        clicked
    }

    /// The text of a record, and what is wrong with it as it is typed.
    fn record_ui(&mut self, ui: &mut Ui, scene: &Scene, damaged: &Damaged, height: f32) {
        let lang = scene.lang;
        let [line, column] = [damaged.at.line, damaged.at.column].map(|n| n.to_string());
        let values = [("field", &*damaged.way.join(" › ")), ("line", &line), ("column", &column)];
        let mark = damaged.mark();
        // Of a text in which something was typed, what is said below it holds.
        let place = match self.is_typed(mark) {
            true => damaged.name(),
            false => lang.with("mending.place", &values),
        };
        ui.add(Label::new(text(place, Role::Body)).wrap());
        ui.add_space(SPACE / 2.0);
        let (id, name) = (ui.scope_id().with(("record", mark)), damaged.name());
        let name = lang.with("mending.text", &[("field", &name)]);
        let fault = match &self.read {
            Some((_, Err(NotMended { at, .. }))) => Some(damaged.begin.then(*at)),
            _ => None,
        };
        let area = ScrollArea::both().auto_shrink([false, false]).max_height(height - SPACE * 10.0);
        area.id_salt(mark).show(ui, |ui| {
            let typed = &mut self.typed.entry(mark).or_insert_with(|| TextDraft::of(damaged)).text;
            let is_on = !scene.session.is_read_only();
            let lines = (damaged.begin.line, fault.map(|at| at.line));
            let field = numbered_ui(ui, id, typed, lines, is_on);
            let response = field.response.response.clone().accessible_name(name);
            let revision = scene.session.revision();
            if response.changed() || self.read.as_ref().is_none_or(|(known, _)| *known != revision)
            {
                self.read = Some((revision, damaged.read(typed, scene.register())));
            }
            if std::mem::take(&mut self.wants_focus) {
                response.request_focus();
                if let Some((_, Err(NotMended { at, .. }))) = &self.read {
                    let at = CCursor::new(at.characters_before(typed));
                    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
                    state.cursor.set_char_range(Some(CCursorRange::one(at)));
                    state.store(ui.ctx(), id);
                    let fault = field.galley.pos_from_cursor(at);
                    ui.scroll_to_rect(
                        fault.translate(field.galley_pos.to_vec2()),
                        Some(Align::Center),
                    );
                }
            }
        });
        ui.add_space(SPACE / 2.0);
        ui.horizontal_top(|ui| match &self.read {
            Some((_, Err(NotMended { fault, at }))) => {
                signs::level_sign(ui, Level::Error);
                let at = damaged.begin.then(*at);
                let [line, column] = [at.line, at.column].map(|n| n.to_string());
                let values = [("fault", &*fault.words(lang)), ("line", &line), ("column", &column)];
                let words = text(lang.with("mending.fault", &values), Role::Body);
                ui.add(Label::new(words.color(Palette::of(ui).error)).wrap());
            }
            _ => drop(ui.label(text(lang.t("mending.sound"), Role::Body))),
        });
    }

    fn buttons_ui(&mut self, ui: &mut Ui, scene: &Scene, damaged: &Damaged, out: &mut Vec<Intent>) {
        let lang = scene.lang;
        let step = match &self.read {
            Some((_, Ok(step))) if !scene.session.is_read_only() => Some(step),
            _ => None,
        };
        if primary(ui, step.is_some(), &lang.t("mending.take")).clicked()
            && let Some(step) = step
        {
            out.push(Intent::Act(Action::Perform(step.clone())));
            self.chosen = None;
        }
        if ui.button(lang.t("mending.close").as_ref()).clicked() {
            self.is_open = false;
        }
        if self.is_typed(damaged.mark())
            && ui.button(lang.t("mending.as_it_was").as_ref()).clicked()
        {
            self.typed.remove(&damaged.mark());
            (self.read, self.wants_focus) = (None, true);
        }
    }
}
