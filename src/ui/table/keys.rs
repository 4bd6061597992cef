//! The table by keyboard.

use egui::{EventFilter, Key, Response, Ui};

use crate::{
    command::Command,
    session::{Action, Reach},
    ui::{Intent, Scene, theme::ROW},
    view::fold,
};

/// How long a pause between two letters ends a name being typed, in seconds.
const PAUSE: f64 = 1.0;

/// What was typed to find a name.
#[derive(Default)]
pub(super) struct Find {
    typed: String,
    last: f64,
}

/// Moves the selection by arrows, Home, End and Page; Enter edits; letters find a name.
pub(super) fn keys_ui(
    ui: &Ui,
    scene: &Scene,
    focus: &Response,
    find: &mut Find,
    out: &mut Vec<Intent>,
) {
    if !focus.has_focus() {
        return;
    }
    let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(focus.id, arrows));
    let rows = scene.session.view().answer().rows.len();
    let current = scene.session.selection().row();
    let page = ((focus.rect.height() / ROW) as usize).saturating_sub(2).max(1);
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
        let reach = if range { Reach::Range } else { Reach::Only };
        out.push(Intent::Act(Action::Row(row, reach)));
    }
    if current.is_some() && ui.input(|input| input.key_pressed(Key::Enter)) {
        out.push(Intent::Command(Command::EditCase));
    }
    find_ui(ui, scene, find, out);
}

/// Goes to the first name that begins with what was typed.
fn find_ui(ui: &Ui, scene: &Scene, find: &mut Find, out: &mut Vec<Intent>) {
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
    if now - find.last > PAUSE {
        find.typed.clear();
    }
    find.last = now;
    find.typed.push_str(&typed);
    let wanted = fold(&find.typed);
    if let Some(row) = scene.session.row_by_name(&wanted) {
        out.push(Intent::Act(Action::Row(row, Reach::Only)));
    }
}
