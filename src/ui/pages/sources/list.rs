//! The list of sources: title, publisher, kind and date, and the number of statements that cite it.

use egui::Ui;

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
            record_list::item_list_ui,
            sources::state::{SourcesCache, SourcesState},
        },
        theme::{Palette, Role},
        widgets::{
            list_item::ListItem,
            text::rich_text,
            virtual_list::{RowEvent, VirtualListState},
        },
    },
};

/// Draws the list; the row that the keys or the pointer reach becomes the chosen source.
pub(super) fn source_list_ui(
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
    let chosen = state.chosen_source.as_ref();
    let palette = Palette::of(ui);
    let item = |row: usize| match source(row) {
        Some((at, source)) => ListItem {
            is_selected: Some(chosen == Some(&source.id)),
            ..source_item(context, &palette, source, cache.citation_index.kind_counts(at))
        },
        None => ListItem::new("", ""),
    };
    let event = item_list_ui(ui, cache.order.len(), &item, &mut state.list_state);
    let Some(RowEvent::Opened(row) | RowEvent::Focused(row)) = event else { return };
    if let Some((_, source)) = source(row)
        && state.chosen_source.as_ref() != Some(&source.id)
    {
        state.chosen_source = Some(source.id.clone());
        state.statements_state = VirtualListState::default();
        // The statements were drawn for the source chosen before.
        ui.ctx().request_repaint();
    }
}

/// Returns the row of a source; `counts` are the statements that cite it, by kind.
fn source_item(
    context: &UiContext,
    palette: &Palette,
    source: &Source,
    counts: [usize; CitableStatementKind::ALL.len()],
) -> ListItem<'static> {
    let locale = context.locale;
    let Source { kind, publisher, title, published, .. } = source;
    let published = published.as_ref().map(|date| format_date(locale, date));
    let published = published.unwrap_or_else(|| locale.t("records.undated").into_owned());
    let details = format!("{publisher} · {} · {published}", source_kind_label(locale, *kind));
    let total = counts.iter().sum();
    let statements = locale.t_plural("sources_page.statement_count", total);
    let kinds = CitableStatementKind::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
    let kinds = kinds.map(|(kind, count)| citable_statement_count_label(locale, *kind, count));
    let color = if total == 0 { palette.weak } else { palette.text };
    let figure = rich_text(locale.format_number(total), Role::Body).color(color);
    let kinds = rich_text(kinds.collect::<Vec<_>>().join(" · "), Role::Caption);
    ListItem {
        accessible_name: format!("{title}, {details}, {statements}"),
        trailing: [figure.into(), kinds.into()],
        ..ListItem::new(title, &details)
    }
}
