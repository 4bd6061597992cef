//! The list of sources: what each is, and how much it supports.

use egui::{Pos2, Response, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText, accesskit};

use crate::{
    analysis::citation_index::statement::CitableStatementKind,
    describe::{
        claims::{format_date, source_kind_label},
        statements::citable_statement_count_label,
    },
    model::Source,
    ui::{
        context::UiContext,
        pages::{
            record_list::{
                RECORD_ROW_HEIGHT, RowEvent, VirtualList, VirtualListState, paint_row_background,
            },
            sources::{SourcesCache, SourcesState},
        },
        theme::{Palette, Role, SPACE},
        widgets::rich_text,
    },
};

/// Draws the list; the row that the keys or the pointer reach is the chosen source.
pub(super) fn list_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut SourcesState,
    cache: &SourcesCache,
) {
    let sources = context.register().sources();
    let source = |row: usize| {
        let at = *cache.order.get(row)? as usize;
        Some((at, sources.get(at)?))
    };
    let chosen = state.chosen_source.clone();
    let draw = |ui: &Ui, row: usize, response: Response| match source(row) {
        Some((at, source)) => {
            let is_chosen = chosen.as_ref() == Some(&source.id);
            paint_source_row(
                ui,
                context,
                source,
                statement_counts(context, cache, at),
                is_chosen,
                response,
            )
        }
        None => response,
    };
    ui.scope(|ui| {
        let rows =
            VirtualList { count: cache.order.len(), height: RECORD_ROW_HEIGHT, draw_row: &draw };
        let Some(RowEvent::Opened(row) | RowEvent::Focused(row)) =
            rows.ui(ui, &mut state.list_state)
        else {
            return;
        };
        if let Some((_, source)) = source(row)
            && state.chosen_source.as_ref() != Some(&source.id)
        {
            state.chosen_source = Some(source.id.clone());
            state.statements_state = VirtualListState::default();
            // What it supports was drawn for the one before.
            ui.ctx().request_repaint();
        }
    });
}

/// How much a source supports: in all, and by kind in words.
fn statement_counts(context: &UiContext, cache: &SourcesCache, at: usize) -> (usize, String) {
    let counts = cache.citation_index.kind_counts(at);
    let text = CitableStatementKind::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
    let text =
        text.map(|(kind, count)| citable_statement_count_label(context.locale, *kind, count));
    (counts.iter().sum(), text.collect::<Vec<_>>().join(" · "))
}

/// Paints a source, and names it for who cannot see it.
fn paint_source_row(
    ui: &Ui,
    context: &UiContext,
    source: &Source,
    (count, kinds): (usize, String),
    is_chosen: bool,
    response: Response,
) -> Response {
    let locale = context.locale;
    let Source { kind, publisher, title, published, .. } = source;
    let published = published.as_ref().map(|date| format_date(locale, date));
    let published = published.unwrap_or_else(|| locale.t("records.undated").into_owned());
    let details = format!("{publisher} · {} · {published}", source_kind_label(locale, *kind));
    let figure = locale.format_number(count);
    let supports = locale.t_plural("sources_page.statement_count", count);
    response.widget_info(|| {
        let name = format!("{title}, {details}, {supports}");
        WidgetInfo::selected(accesskit::Role::Button, true, is_chosen, &name)
    });
    let (palette, rect) = (Palette::of(ui), response.rect);
    paint_row_background(ui, &response);
    if is_chosen {
        ui.painter().rect_filled(rect.shrink2(egui::vec2(0.0, 0.5)), 0.0, palette.selection);
    }
    let room = rect.width() - SPACE * 2.0;
    let lay = |text: &str, role: Role, width: f32| {
        let text = WidgetText::from(rich_text(text, role));
        text.into_galley(ui, Some(TextWrapMode::Truncate), width, TextStyle::Body)
    };
    let (above, below) = (rect.top() + SPACE * 0.75, rect.top() + SPACE * 3.25);
    let (left, right) = (rect.left() + SPACE, rect.right() - SPACE);
    let figure_words = lay(&figure, Role::Body, room);
    let kinds_words = lay(&kinds, Role::Caption, room * 0.5);
    let title_words = lay(title, Role::Body, room - SPACE - figure_words.size().x);
    let details_words = lay(&details, Role::Caption, room - SPACE - kinds_words.size().x);
    let is_cut = [&title_words, &details_words, &kinds_words].iter().any(|text| text.elided);
    ui.painter().galley(Pos2::new(left, above), title_words, palette.text);
    ui.painter().galley(Pos2::new(left, below), details_words, palette.weak);
    let color = if count == 0 { palette.weak } else { palette.text };
    let begin = right - figure_words.size().x;
    ui.painter().galley(Pos2::new(begin, above), figure_words, color);
    let begin = right - kinds_words.size().x;
    ui.painter().galley(Pos2::new(begin, below), kinds_words, palette.weak);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if is_cut { response.on_hover_text(format!("{title}\n{details}\n{kinds}")) } else { response }
}
