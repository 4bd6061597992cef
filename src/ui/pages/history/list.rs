//! The lines of the history: when, what, who and why.

use egui::{Response, Ui, vec2};

use super::HistoryState;
use crate::{
    session::{entry_words, name_words, recorded_words},
    store::{Mark, Past},
    ui::{
        Palette, Scene,
        pages::list::{self, ROW, Row, Rows, Touched},
    },
};

/// Draws the list; the line that the keys or the pointer reach is the chosen one.
pub(super) fn list_ui(ui: &mut Ui, scene: &Scene, state: &mut HistoryState, past: &Past) {
    let (order, chosen) = (&state.order, state.chosen);
    let draw = |ui: &Ui, row: usize, response: Response| {
        let Some(at) = order.get(row).map(|at| *at as usize) else { return response };
        let Some(mark) = past.marks().get(at) else { return response };
        let is_chosen = chosen == Some(at);
        list::paint_ground(ui, &response);
        if is_chosen {
            let rect = response.rect.shrink2(vec2(0.0, 0.5));
            ui.painter().rect_filled(rect, 0.0, Palette::of(ui).chosen);
        }
        let response = list::paint_row(ui, &row_of(scene, mark), response);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_chosen));
        response
    };
    let rows = Rows { count: order.len(), height: ROW, draw: &draw };
    let mut touched = None;
    ui.scope(|ui| touched = rows.ui(ui, &mut state.list));
    if let Some(Touched::Opened(row) | Touched::Reached(row)) = touched {
        state.chosen = state.order.get(row).map(|at| *at as usize);
        // What it tells was drawn for the one before.
        ui.ctx().request_repaint();
    }
}

fn row_of(scene: &Scene, mark: &Mark) -> Row {
    let (lang, line) = (scene.lang, &mark.line);
    let why = line.what.step().map_or("", |step| step.why.as_str());
    let number = lang.with("history.number", &[("n", &line.n.to_string())]);
    let by = name_words(lang, line);
    let parts = [number.as_str(), by.as_str(), why];
    let details = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let title = entry_words(lang, &line.what);
    Row { first: recorded_words(lang, line.at).join(" "), title, details }
}
