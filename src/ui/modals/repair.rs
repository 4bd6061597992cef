//! The records of the file that cannot be read: each as text, with what is wrong with it and
//! where, to be mended in its place.

use std::collections::HashMap;

use egui::{
    Align, Context, Key, Label, ScrollArea, TextEdit, Ui,
    text::{CCursor, CCursorRange},
};

use crate::{
    Locale,
    analysis::finding::Severity,
    register::Step,
    session::Action,
    store::source_text::{
        broken_record::{BrokenRecord, RepairError},
        repair_draft::RepairDraft,
    },
    ui::{
        context::UiContext,
        intent::Intent,
        modals::modal,
        theme::{Palette, Role, SPACE},
        widgets::{
            buttons::primary_button,
            level_icon,
            line_numbered_editor::line_numbered_editor_ui,
            text::{heading, rich_text, weak_text},
        },
    },
};

/// The height of a row of the list, in points.
const ROW_HEIGHT: f32 = SPACE * 3.5;

/// What is mended, and what was typed so far; that stays until another register is opened.
#[derive(Default)]
pub struct RepairDialog {
    /// Whether it lies over the window.
    pub is_open: bool,
    /// The mark of the record that is shown.
    selected: Option<u64>,
    /// The texts as typed, by the mark of their record; also of those taken into the register,
    /// which can be taken back.
    drafts: HashMap<u64, RepairDraft>,
    /// What the shown text is read as, and of which revision.
    parsed: Option<(u64, Result<Step, RepairError>)>,
    /// Whether the cursor is to be put where the fault is.
    wants_focus: bool,
}

impl RepairDialog {
    /// Opens it on the first record.
    pub fn open(&mut self) {
        (self.is_open, self.wants_focus) = (true, true);
    }

    /// The texts that differ from those in the file, by the mark of their record.
    pub fn changed_drafts(&self) -> impl Iterator<Item = (u64, &RepairDraft)> {
        let typed = self.drafts.iter().map(|(mark, text)| (*mark, text));
        typed.filter(|(_, text)| text.is_changed())
    }

    /// Whether something was typed in the place of the text of a record.
    pub fn has_draft(&self, content_hash: u64) -> bool {
        self.drafts.get(&content_hash).is_some_and(RepairDraft::is_changed)
    }

    /// Opens it on the record with this mark, with a text that was typed earlier.
    pub fn resume_draft(&mut self, content_hash: u64, draft: RepairDraft) {
        self.drafts.insert(content_hash, draft);
        self.selected = None;
        self.open();
    }

    /// Forgets what was typed in the place of the text of a record that is no longer there. Where
    /// it is the one shown, the reader is asked about it first.
    pub fn remove_draft(&mut self, content_hash: u64) {
        self.drafts.remove(&content_hash);
        if self.selected == Some(content_hash) {
            (self.is_open, self.selected) = (false, None);
        }
    }

    /// Forgets everything that was typed.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Draws it, where it is open.
    pub fn ui(&mut self, ctx: &Context, context: &UiContext, out: &mut Vec<Intent>) {
        if !self.is_open {
            return;
        }
        let broken_records: Vec<&BrokenRecord> =
            context.session.source_text().broken_records().collect();
        if broken_records.is_empty() {
            self.is_open = false;
            return;
        }
        let at = self
            .selected
            .and_then(|mark| broken_records.iter().position(|it| it.content_hash() == mark));
        if at.is_none() && self.selected.is_some_and(|mark| self.has_draft(mark)) {
            // Someone else mended it under the hands of the reader, who is asked about what was typed.
            (self.is_open, self.selected) = (false, None);
            return;
        }
        let first_with_draft =
            || broken_records.iter().position(|it| self.has_draft(it.content_hash()));
        let at = at.or_else(first_with_draft).unwrap_or(0);
        let record = broken_records[at];
        if self.selected != Some(record.content_hash()) {
            self.select(record.content_hash());
        }
        let locale = context.locale;
        let title = locale.t("repair.title");
        let mut clicked = None;
        let shown = modal(ctx, &title).show(ctx, |ui| {
            let room = ui.ctx().content_rect().size() - egui::vec2(SPACE * 10.0, SPACE * 12.0);
            ui.set_width(room.x.min(SPACE * 110.0));
            heading(ui, &title, Role::Title);
            ui.add(Label::new(weak_text(ui, locale.t("repair.explanation"), Role::Body)).wrap());
            ui.add_space(SPACE);
            let height = (room.y - SPACE * 18.0).clamp(SPACE * 15.0, SPACE * 52.0);
            ui.horizontal_top(|ui| {
                if broken_records.len() > 1 {
                    clicked = self.list_ui(ui, locale, &broken_records, at, height);
                    ui.add_space(SPACE);
                }
                ui.vertical(|ui| self.record_ui(ui, context, record, height));
            });
            ui.add_space(SPACE);
            ui.horizontal(|ui| {
                let right = egui::Layout::right_to_left(Align::Center);
                ui.with_layout(right, |ui| self.buttons_ui(ui, context, record, out));
            });
        });
        if let Some(mark) = clicked {
            self.select(mark);
        }
        // A field of text keeps the key to itself; a question on top has it first.
        let escaped = shown.is_top_modal && ctx.input(|input| input.key_pressed(Key::Escape));
        if shown.should_close() || escaped {
            self.is_open = false;
        }
    }

    /// Shows a record, from the next frame on.
    fn select(&mut self, content_hash: u64) {
        (self.selected, self.parsed, self.wants_focus) = (Some(content_hash), None, true);
        self.drafts.retain(|_, text| text.is_changed());
    }

    /// The damaged records, where there are several; gives the mark of one that was clicked.
    fn list_ui(
        &self,
        ui: &mut Ui,
        locale: Locale,
        broken_records: &[&BrokenRecord],
        at: usize,
        height: f32,
    ) -> Option<u64> {
        let mut clicked = None;
        let layout = egui::Layout::top_down_justified(Align::Min);
        ui.allocate_ui_with_layout(egui::vec2(SPACE * 30.0, height), layout, |ui| {
            let area = ScrollArea::vertical().auto_shrink([false, false]).max_height(height);
            area.show_rows(ui, ROW_HEIGHT, broken_records.len(), |ui, rows| {
                for row in rows {
                    let record = broken_records[row];
                    let line = record.position.line.to_string();
                    let status = match self.has_draft(record.content_hash()) {
                        true => locale.t("repair.edited").into_owned(),
                        false => locale.t_with("repair.line_number", &[("line", &line)]),
                    };
                    let text = format!("{} · {status}", record.label());
                    let button = egui::Button::selectable(row == at, text).truncate();
                    let size = egui::vec2(ui.available_width(), ROW_HEIGHT);
                    if ui.add(button.min_size(size)).clicked() {
                        clicked = Some(record.content_hash());
                    }
                }
            });
        });
        clicked
    }

    /// The text of a record, and what is wrong with it as it is typed.
    fn record_ui(&mut self, ui: &mut Ui, context: &UiContext, record: &BrokenRecord, height: f32) {
        let locale = context.locale;
        let [line, column] = [record.position.line, record.position.column].map(|n| n.to_string());
        let values =
            [("field", &*record.field_path.join(" › ")), ("line", &line), ("column", &column)];
        let content_hash = record.content_hash();
        // Of a text in which something was typed, what is said below it holds.
        let location_text = match self.has_draft(content_hash) {
            true => record.label(),
            false => locale.t_with("repair.location", &values),
        };
        ui.add(Label::new(rich_text(location_text, Role::Body)).wrap());
        ui.add_space(SPACE / 2.0);
        let (id, name) = (ui.scope_id().with(("record", content_hash)), record.label());
        let name = locale.t_with("repair.text_field", &[("field", &name)]);
        let fault = match &self.parsed {
            Some((_, Err(RepairError { position: at, .. }))) => {
                Some(record.start_position.offset_by(*at))
            }
            _ => None,
        };
        let area = ScrollArea::both().auto_shrink([false, false]).max_height(height - SPACE * 10.0);
        area.id_salt(content_hash).show(ui, |ui| {
            let typed = &mut self
                .drafts
                .entry(content_hash)
                .or_insert_with(|| RepairDraft::from_broken(record))
                .text;
            let is_editable = !context.session.is_read_only();
            let lines = (record.start_position.line, fault.map(|at| at.line));
            let field = line_numbered_editor_ui(ui, id, typed, lines, is_editable);
            let response = field.response.response.clone().accessible_name(name);
            let revision = context.session.revision();
            if response.changed()
                || self.parsed.as_ref().is_none_or(|(known, _)| *known != revision)
            {
                self.parsed = Some((revision, record.parse_repair(typed, context.register())));
            }
            if std::mem::take(&mut self.wants_focus) {
                response.request_focus();
                if let Some((_, Err(RepairError { position: at, .. }))) = &self.parsed {
                    let at = CCursor::new(at.char_offset(typed));
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
        ui.horizontal_top(|ui| match &self.parsed {
            Some((_, Err(RepairError { error: fault, position: at }))) => {
                level_icon::severity_icon(ui, Severity::Error);
                let at = record.start_position.offset_by(*at);
                let [line, column] = [at.line, at.column].map(|n| n.to_string());
                let values =
                    [("problem", &*fault.describe(locale)), ("line", &line), ("column", &column)];
                let text = rich_text(locale.t_with("repair.syntax_error", &values), Role::Body);
                ui.add(Label::new(text.color(Palette::of(ui).error)).wrap());
            }
            _ => drop(ui.label(rich_text(locale.t("repair.valid"), Role::Body))),
        });
    }

    fn buttons_ui(
        &mut self,
        ui: &mut Ui,
        context: &UiContext,
        record: &BrokenRecord,
        out: &mut Vec<Intent>,
    ) {
        let locale = context.locale;
        let step = match &self.parsed {
            Some((_, Ok(step))) if !context.session.is_read_only() => Some(step),
            _ => None,
        };
        if primary_button(ui, step.is_some(), &locale.t("repair.apply")).clicked()
            && let Some(step) = step
        {
            out.push(Intent::Action(Action::Perform(step.clone())));
            self.selected = None;
        }
        if ui.button(locale.t("repair.close").as_ref()).clicked() {
            self.is_open = false;
        }
        if self.has_draft(record.content_hash())
            && ui.button(locale.t("repair.reset").as_ref()).clicked()
        {
            self.drafts.remove(&record.content_hash());
            (self.parsed, self.wants_focus) = (None, true);
        }
    }
}
