//! The page of sources: the statements that cite each source, those that cite secondary sources
//! alone, and those that cite none; of the cases that the query finds, on the current day.

mod detail;
mod list;
pub(crate) mod state;
mod statements;

use egui::{Align, Button, ComboBox, Layout, Ui};

use crate::{
    analysis::citation_index::SupportedStatements,
    commands::Command,
    describe::claims::source_kind_label,
    model::SourceKind,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::sources::state::{SourceSort, SourcesState, SourcesTab},
        theme::{Role, SPACE},
        widgets::{
            buttons::edit_button,
            caption::caption_ui,
            split_pane::{detail_pane, list_pane},
            text::{empty_message, rich_text, text_width},
            virtual_list::VirtualListState,
        },
    },
};

/// Draws the page.
pub fn sources_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut SourcesState,
    out: &mut Vec<Intent>,
) {
    caption_ui(ui, context, out);
    let Some(mut cache) = state.take_current_cache(context.session) else {
        empty_message(ui, &context.locale.t("sources_page.loading"));
        return;
    };
    cache.sort(context.register(), state);
    tabs_ui(ui, context, state, &cache.citation_index, out);
    match state.tab {
        SourcesTab::Sources if cache.order.is_empty() => {
            let is_empty = context.register().sources().is_empty();
            let key = if is_empty { "records.no_sources" } else { "sources_page.none_of_kind" };
            kind_and_sort_ui(ui, context, state);
            empty_message(ui, &context.locale.t(key));
        }
        SourcesTab::Sources => {
            let margin = detail_pane(ui, "support", |ui| {
                detail::source_detail_ui(ui, context, state, &cache.citation_index, out);
            });
            list_pane(ui, margin, |ui| {
                kind_and_sort_ui(ui, context, state);
                list::source_list_ui(ui, context, state, &cache);
            });
        }
        SourcesTab::Secondary => {
            let statements = cache.citation_index.secondary_only();
            statements::statements_ui(ui, context, statements, &mut state.statements_state, out);
        }
        SourcesTab::Uncited => {
            let statements = cache.citation_index.uncited();
            statements::statements_ui(ui, context, statements, &mut state.statements_state, out);
        }
    }
    state.cache = Some(cache);
}

/// Draws the tabs with their counts, and the button that opens a form on a new source.
fn tabs_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut SourcesState,
    citation_index: &SupportedStatements,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let tabs = [
        (SourcesTab::Sources, "sources_page.filter.sources", context.register().sources().len()),
        (
            SourcesTab::Secondary,
            "sources_page.filter.secondary_only",
            citation_index.secondary_only().len(),
        ),
        (SourcesTab::Uncited, "sources_page.filter.uncited", citation_index.uncited().len()),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        for (tab, key, count) in tabs {
            let text = locale.t_with(key, &[("n", &locale.format_number(count))]);
            if ui.add(Button::selectable(state.tab == tab, text)).clicked() {
                state.tab = tab;
                state.statements_state = VirtualListState::default();
            }
        }
        let text = locale.t("form.new_source");
        let width = text_width(ui, rich_text(&*text, Role::Body)) + SPACE * 4.0;
        let mut new_source_ui = |ui: &mut Ui| {
            if edit_button(ui, context, Button::new(text.as_ref())).clicked() {
                out.push(Intent::Command(Command::NewRecord));
            }
        };
        // At the right end, or in the next row where it does not fit.
        if ui.available_size_before_wrap().x > width {
            ui.with_layout(Layout::right_to_left(Align::Center), new_source_ui);
        } else {
            ui.end_row();
            new_source_ui(ui);
        }
    });
    ui.add_space(SPACE / 2.0);
}

/// Draws the filter by kind and the sort order of the list.
fn kind_and_sort_ui(ui: &mut Ui, context: &UiContext, state: &mut SourcesState) {
    let locale = context.locale;
    let kind_label = |kind: Option<SourceKind>| {
        kind.map_or_else(
            || locale.t("sources_page.every_kind").into_owned(),
            |kind| source_kind_label(locale, kind),
        )
    };
    ui.horizontal(|ui| {
        let kinds = ComboBox::from_id_salt("kind").selected_text(kind_label(state.kind));
        let kinds = kinds.show_ui(ui, |ui| {
            for kind in [None].into_iter().chain(SourceKind::ALL.map(Some)) {
                ui.selectable_value(&mut state.kind, kind, kind_label(kind));
            }
        });
        kinds.response.accessible_name(locale.t("sources_page.kind_filter"));
        let sort = ComboBox::from_id_salt("sort").selected_text(locale.t(state.sort.key()));
        let sort = sort.show_ui(ui, |ui| {
            for by in SourceSort::ALL {
                ui.selectable_value(&mut state.sort, by, locale.t(by.key()));
            }
        });
        sort.response.accessible_name(locale.t("sources_page.sort_order"));
    });
    ui.add_space(SPACE / 2.0);
}
