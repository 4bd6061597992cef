//! What keys do on the timeline.

use egui::{EventFilter, Key, Response, Ui};

use crate::{
    commands::Command,
    ui::{intent::Intent, pages::timeline::state::TimelineState},
};

/// How far an arrow moves the stretch shown, as a part of it.
const PAN_STEP: f64 = 0.1;

/// Whether a key alone, or with Shift for a sign above another, was pressed.
fn is_pressed(ui: &Ui, key: Key) -> bool {
    ui.input(|input| !input.modifiers.command && !input.modifiers.alt && input.key_pressed(key))
}

fn lock_arrow_keys(ui: &Ui, response: &Response) {
    let arrows =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
}

/// On the day shown: the arrows go to the day before or after on which anything changed.
pub(super) fn handle_as_of_keys(ui: &Ui, response: &Response, out: &mut Vec<Intent>) {
    if !response.has_focus() {
        return;
    }
    lock_arrow_keys(ui, response);
    let steps = [(Key::ArrowLeft, Command::PreviousDay), (Key::ArrowRight, Command::NextDay)];
    out.extend(
        steps
            .into_iter()
            .filter(|(key, _)| is_pressed(ui, *key))
            .map(|(_, to)| Intent::Command(to)),
    );
}

/// On the lanes: arrows move along time and from lane to lane, + and − come nearer and go
/// farther, 0 shows all. Gives whether the current case is to be shown.
pub(super) fn handle_lane_keys(
    ui: &Ui,
    response: &Response,
    state: &mut TimelineState,
    (lanes, page): (usize, usize),
    whole: (f64, f64),
) -> bool {
    if !response.has_focus() {
        return false;
    }
    lock_arrow_keys(ui, response);
    for (key, part) in [(Key::ArrowLeft, -PAN_STEP), (Key::ArrowRight, PAN_STEP)] {
        if is_pressed(ui, key) {
            state.pan(part, whole);
        }
    }
    let zooms = [(Key::Plus, 0.5), (Key::Equals, 0.5), (Key::Minus, 2.0)];
    for (key, factor) in zooms {
        if is_pressed(ui, key) {
            state.zoom(factor, 0.5, whole);
        }
    }
    if is_pressed(ui, Key::Num0) {
        state.span = None;
    }
    let last = lanes.saturating_sub(1);
    let at = state.current;
    let moves = [
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::ArrowDown, (at + 1).min(last)),
        (Key::PageUp, at.saturating_sub(page)),
        (Key::PageDown, (at + page).min(last)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    if let Some((_, to)) = moves.into_iter().find(|(key, _)| is_pressed(ui, *key)) {
        (state.current, state.scrolls_to_current) = (to, true);
    }
    is_pressed(ui, Key::Enter)
}
