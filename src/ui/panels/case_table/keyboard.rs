//! The keyboard of the table of cases.

use egui::{EventFilter, Key, Response, Ui};

use crate::{
    commands::Command,
    model::folding::fold,
    session::{Action, selection::SelectMode},
    ui::{context::UiContext, intent::Intent, theme::TABLE_ROW_HEIGHT},
};

/// The pause after which a letter begins a new name, in seconds.
const TYPE_AHEAD_TIMEOUT: f64 = 1.0;

/// The name typed so far to find a row.
#[derive(Default)]
pub(super) struct TypeAhead {
    typed: String,
    last_typed_at: f64,
}

/// Moves the selection by the arrow keys, Home, End and the page keys; Enter opens the form;
/// letters find a name.
pub(super) fn handle_keys(
    ui: &Ui,
    context: &UiContext,
    focus: &Response,
    type_ahead: &mut TypeAhead,
    out: &mut Vec<Intent>,
) {
    if !focus.has_focus() {
        return;
    }
    let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(focus.id, arrows));
    let rows = context.session.analysis().query_result().rows.len();
    let current = context.session.selection().current_row();
    let page = ((focus.rect.height() / TABLE_ROW_HEIGHT) as usize).saturating_sub(2).max(1);
    let last = rows.saturating_sub(1);
    let target = ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        if pressed(Key::ArrowDown) {
            Some(current.map_or(0, |row| (row + 1).min(last)))
        } else if pressed(Key::ArrowUp) {
            Some(current.map_or(last, |row| row.saturating_sub(1)))
        } else if pressed(Key::Home) {
            Some(0)
        } else if pressed(Key::End) {
            Some(last)
        } else if pressed(Key::PageDown) {
            Some(current.map_or(0, |row| (row + page).min(last)))
        } else if pressed(Key::PageUp) {
            Some(current.map_or(0, |row| row.saturating_sub(page)))
        } else {
            None
        }
    });
    if let Some(row) = target {
        let range = ui.input(|input| input.modifiers.shift);
        let select_mode = if range { SelectMode::Range } else { SelectMode::Only };
        out.push(Intent::Action(Action::SelectRow(row, select_mode)));
    }
    if current.is_some() && ui.input(|input| input.key_pressed(Key::Enter)) {
        out.push(Intent::Command(Command::EditCase));
    }
    handle_type_ahead(ui, context, type_ahead, out);
}

/// Selects the first row whose name begins with the typed text.
fn handle_type_ahead(
    ui: &Ui,
    context: &UiContext,
    type_ahead: &mut TypeAhead,
    out: &mut Vec<Intent>,
) {
    let (typed, now) = ui.input(|input| {
        let held = input.modifiers.command || input.modifiers.alt;
        let texts = input.events.iter().filter_map(|event| match event {
            egui::Event::Text(text) if !held => Some(text.as_str()),
            _ => None,
        });
        (texts.collect::<String>(), input.time)
    });
    if typed.is_empty() {
        return;
    }
    if now - type_ahead.last_typed_at > TYPE_AHEAD_TIMEOUT {
        type_ahead.typed.clear();
    }
    type_ahead.last_typed_at = now;
    type_ahead.typed.push_str(&typed);
    let wanted = fold(&type_ahead.typed);
    if let Some(row) = context.session.find_row_by_name(&wanted) {
        out.push(Intent::Action(Action::SelectRow(row, SelectMode::Only)));
    }
}
