//! The modal that repairs the records that cannot be read: each is shown as text, with the error
//! and its place, to be edited there.

use egui::{
    Align, Context, Key, Label, Response, ScrollArea, TextEdit, Ui,
    text::{CCursor, CCursorRange},
};

use crate::{
    Locale,
    analysis::finding::Severity,
    register::Step,
    session::Action,
    store::source_text::broken_record::{BrokenRecord, RepairError},
    ui::{
        context::UiContext,
        intent::Intent,
        modals::{
            modal::{Modal, ModalContext, ModalState, modal_frame},
            repair_texts::RepairTexts,
        },
        theme::{Palette, Role, SPACE},
        widgets::{
            buttons::primary_button,
            level_icon,
            line_numbered_editor::line_numbered_editor_ui,
            list_item::{ListItem, TWO_LINE_HEIGHT},
            text::{heading, rich_text, weak_text},
            virtual_list::{RowEvent, VirtualList, VirtualListState},
        },
    },
};

/// The modal that repairs the records that cannot be read.
#[derive(Default)]
pub struct RepairDialog {
    /// The result of parsing the text shown, with the revision it was parsed for.
    parsed: Option<(u64, Result<Step, RepairError>)>,
    /// The cursor is to be put where the error is.
    wants_focus: bool,
    list_state: VirtualListState,
}

impl Modal for RepairDialog {
    fn show(
        &mut self,
        ctx: &Context,
        modal_context: &mut ModalContext,
        out: &mut Vec<Intent>,
    ) -> ModalState {
        let Some(context) = modal_context.ui_context() else { return ModalState::Closed };
        let texts = &mut *modal_context.repair_texts;
        let broken_records: Vec<&BrokenRecord> =
            context.session.source_text().broken_records().collect();
        if broken_records.is_empty() {
            return ModalState::Closed;
        }
        let at = texts
            .selected
            .and_then(|mark| broken_records.iter().position(|it| it.content_hash() == mark));
        if at.is_none() && texts.selected.is_some_and(|mark| texts.has_draft(mark)) {
            // Another program repaired it meanwhile; the user is asked about the text typed.
            texts.selected = None;
            return ModalState::Closed;
        }
        let first_with_draft =
            || broken_records.iter().position(|it| texts.has_draft(it.content_hash()));
        let at = at.or_else(first_with_draft).unwrap_or(0);
        let record = broken_records[at];
        if texts.selected != Some(record.content_hash()) {
            self.select(texts, record.content_hash());
        }
        let locale = context.locale;
        let title = locale.t("repair.title");
        let (mut event, mut is_open) = (None, true);
        let shown = modal_frame(ctx, &title).show(ctx, |ui| {
            let room = ui.ctx().content_rect().size() - egui::vec2(SPACE * 10.0, SPACE * 12.0);
            ui.set_width(room.x.min(SPACE * 110.0));
            heading(ui, &title, Role::Title);
            ui.add(Label::new(weak_text(ui, locale.t("repair.explanation"), Role::Body)).wrap());
            ui.add_space(SPACE);
            let height = (room.y - SPACE * 18.0).clamp(SPACE * 15.0, SPACE * 52.0);
            ui.horizontal_top(|ui| {
                if broken_records.len() > 1 {
                    event = self.list_ui(ui, locale, texts, &broken_records, at, height);
                    ui.add_space(SPACE);
                }
                ui.vertical(|ui| self.record_ui(ui, &context, texts, record, height));
            });
            ui.add_space(SPACE);
            ui.horizontal(|ui| {
                let right = egui::Layout::right_to_left(Align::Center);
                ui.with_layout(right, |ui| {
                    is_open = self.buttons_ui(ui, &context, texts, record, out);
                });
            });
        });
        if let Some(RowEvent::Opened(row) | RowEvent::Focused(row)) = event
            && let Some(record) = broken_records.get(row)
        {
            self.select(texts, record.content_hash());
            // Keys that move through the list stay with it.
            self.wants_focus = matches!(event, Some(RowEvent::Opened(_)));
        }
        // A field of text keeps the key to itself; a question on top has it first.
        let escaped = shown.is_top_modal && ctx.input(|input| input.key_pressed(Key::Escape));
        ModalState::from_is_open(is_open && !shown.should_close() && !escaped)
    }
}

impl RepairDialog {
    /// Selects the record that is shown from the next frame on.
    fn select(&mut self, texts: &mut RepairTexts, content_hash: u64) {
        texts.selected = Some(content_hash);
        (self.parsed, self.wants_focus) = (None, true);
        texts.remove_unchanged();
    }

    /// Draws the list of the broken records; returns what the user did with one.
    fn list_ui(
        &mut self,
        ui: &mut Ui,
        locale: Locale,
        texts: &RepairTexts,
        broken_records: &[&BrokenRecord],
        at: usize,
        height: f32,
    ) -> Option<RowEvent> {
        let draw_row = |ui: &Ui, row: usize, response: Response| {
            broken_record_item(locale, texts, broken_records[row], row == at).paint(ui, response)
        };
        let list = VirtualList::new(broken_records.len(), TWO_LINE_HEIGHT, &draw_row);
        self.list_state.set_current_row(at);
        let layout = egui::Layout::top_down_justified(Align::Min);
        let size = egui::vec2(SPACE * 30.0, height);
        let list_ui = |ui: &mut Ui| list.ui(ui, &mut self.list_state);
        ui.allocate_ui_with_layout(size, layout, list_ui).inner
    }

    /// Draws the text of a record, and what is wrong with it as it is typed.
    fn record_ui(
        &mut self,
        ui: &mut Ui,
        context: &UiContext,
        texts: &mut RepairTexts,
        record: &BrokenRecord,
        height: f32,
    ) {
        let locale = context.locale;
        let [line, column] = [record.position.line, record.position.column].map(|n| n.to_string());
        let values =
            [("field", &*record.field_path.join(" › ")), ("line", &line), ("column", &column)];
        let content_hash = record.content_hash();
        // Of a text in which something was typed, what is said below it holds.
        let location_text = match texts.has_draft(content_hash) {
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
            let typed = &mut texts.draft_mut(record).text;
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

    /// Draws the buttons; returns false once the Close button was pressed.
    fn buttons_ui(
        &mut self,
        ui: &mut Ui,
        context: &UiContext,
        texts: &mut RepairTexts,
        record: &BrokenRecord,
        out: &mut Vec<Intent>,
    ) -> bool {
        let locale = context.locale;
        let step = match &self.parsed {
            Some((_, Ok(step))) if !context.session.is_read_only() => Some(step),
            _ => None,
        };
        if primary_button(ui, step.is_some(), &locale.t("repair.apply")).clicked()
            && let Some(step) = step
        {
            out.push(Intent::Action(Action::Perform(step.clone())));
            texts.selected = None;
        }
        let is_open = !ui.button(locale.t("repair.close").as_ref()).clicked();
        if texts.has_draft(record.content_hash())
            && ui.button(locale.t("repair.reset").as_ref()).clicked()
        {
            texts.remove(record.content_hash());
            (self.parsed, self.wants_focus) = (None, true);
        }
        is_open
    }
}

/// Returns the row of a broken record: its place in the register, and its line or that its text was
/// changed.
fn broken_record_item(
    locale: Locale,
    texts: &RepairTexts,
    record: &BrokenRecord,
    is_selected: bool,
) -> ListItem<'static> {
    let line = record.position.line.to_string();
    let status = match texts.has_draft(record.content_hash()) {
        true => locale.t("repair.edited").into_owned(),
        false => locale.t_with("repair.line_number", &[("line", &line)]),
    };
    let label = record.label();
    ListItem {
        accessible_name: format!("{label} · {status}"),
        is_selected: Some(is_selected),
        ..ListItem::new(&label, &status)
    }
}
