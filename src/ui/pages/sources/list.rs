//! The list of sources: what each is, and how much it supports.

use egui::{Pos2, Response, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText, accesskit};

use super::{Shown, SourcesState};
use crate::{
    model::Source,
    ui::{
        Palette, Role, Scene,
        pages::list::{PageState, ROW, Rows, Touched, paint_ground},
        theme::SPACE,
        widgets::text,
    },
    view::{StatementKind, date_words, kind_words, statement_kind_words},
};

/// Draws the list; the row that the keys or the pointer reach is the chosen source.
pub(super) fn list_ui(ui: &mut Ui, scene: &Scene, state: &mut SourcesState, shown: &Shown) {
    let sources = scene.register().sources();
    let source = |row: usize| {
        let at = *shown.order.get(row)? as usize;
        Some((at, sources.get(at)?))
    };
    let chosen = state.chosen.clone();
    let draw = |ui: &Ui, row: usize, response: Response| match source(row) {
        Some((at, source)) => {
            let is_chosen = chosen.as_ref() == Some(&source.id);
            paint(ui, scene, source, counts(scene, shown, at), is_chosen, response)
        }
        None => response,
    };
    ui.scope(|ui| {
        let rows = Rows { count: shown.order.len(), height: ROW, draw: &draw };
        let Some(Touched::Opened(row) | Touched::Reached(row)) = rows.ui(ui, &mut state.list)
        else {
            return;
        };
        if let Some((_, source)) = source(row)
            && state.chosen.as_ref() != Some(&source.id)
        {
            state.chosen = Some(source.id.clone());
            state.statements = PageState::default();
            // What it supports was drawn for the one before.
            ui.ctx().request_repaint();
        }
    });
}

/// How much a source supports: in all, and by kind in words.
fn counts(scene: &Scene, shown: &Shown, at: usize) -> (usize, String) {
    let counts = shown.support.counts(at);
    let words = StatementKind::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
    let words = words.map(|(kind, count)| statement_kind_words(scene.lang, *kind, count));
    (counts.iter().sum(), words.collect::<Vec<_>>().join(" · "))
}

/// Paints a source, and names it for who cannot see it.
fn paint(
    ui: &Ui,
    scene: &Scene,
    source: &Source,
    (count, kinds): (usize, String),
    is_chosen: bool,
    response: Response,
) -> Response {
    let lang = scene.lang;
    let Source { kind, publisher, title, published, .. } = source;
    let published = published.as_ref().map(|date| date_words(lang, date));
    let published = published.unwrap_or_else(|| lang.t("records.undated").into_owned());
    let details = format!("{publisher} · {} · {published}", kind_words(lang, *kind));
    let figure = lang.number(count);
    let supports = lang.count("support.supports", count);
    response.widget_info(|| {
        let name = format!("{title}, {details}, {supports}");
        WidgetInfo::selected(accesskit::Role::Button, true, is_chosen, &name)
    });
    let (palette, rect) = (Palette::of(ui), response.rect);
    paint_ground(ui, &response);
    if is_chosen {
        ui.painter().rect_filled(rect.shrink2(egui::vec2(0.0, 0.5)), 0.0, palette.chosen);
    }
    let room = rect.width() - SPACE * 2.0;
    let lay = |words: &str, role: Role, width: f32| {
        let words = WidgetText::from(text(words, role));
        words.into_galley(ui, Some(TextWrapMode::Truncate), width, TextStyle::Body)
    };
    let (above, below) = (rect.top() + SPACE * 0.75, rect.top() + SPACE * 3.25);
    let (left, right) = (rect.left() + SPACE, rect.right() - SPACE);
    let figure_words = lay(&figure, Role::Body, room);
    let kinds_words = lay(&kinds, Role::Caption, room * 0.5);
    let title_words = lay(title, Role::Body, room - SPACE - figure_words.size().x);
    let details_words = lay(&details, Role::Caption, room - SPACE - kinds_words.size().x);
    let is_cut = [&title_words, &details_words, &kinds_words].iter().any(|words| words.elided);
    ui.painter().galley(Pos2::new(left, above), title_words, palette.text);
    ui.painter().galley(Pos2::new(left, below), details_words, palette.weak);
    let ink = if count == 0 { palette.weak } else { palette.text };
    let begin = right - figure_words.size().x;
    ui.painter().galley(Pos2::new(begin, above), figure_words, ink);
    let begin = right - kinds_words.size().x;
    ui.painter().galley(Pos2::new(begin, below), kinds_words, palette.weak);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if is_cut { response.on_hover_text(format!("{title}\n{details}\n{kinds}")) } else { response }
}
