//! The page of the history: every recorded entry, the newest first, and the differences that the
//! chosen one made.

pub(crate) mod entry_detail;
mod list;
pub(crate) mod state;

use std::sync::Arc;

use egui::{Align, Button, Layout, Ui};

use crate::{
    store::history::index::HistoryIndex,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::history::state::HistoryState,
        theme::{Role, SPACE},
        widgets::{
            split_pane::{detail_pane, list_pane},
            text::{empty_message, heading, weak_text},
        },
    },
};

/// Draws the page.
pub fn history_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut HistoryState,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let index = state.index().cloned();
    if let Some(index) = &index {
        state.sort(index);
    }
    header_ui(ui, context, state, index.as_deref());
    let index = match (&state.history, index) {
        (Some((_, Err(error))), _) => return empty_message(ui, &error.describe(locale)),
        (_, Some(index)) => index,
        (_, None) => return empty_message(ui, &locale.t("history.loading")),
    };
    if state.order.is_empty() {
        let key =
            if index.headers().is_empty() { "history.empty" } else { "history.none_for_case" };
        return empty_message(ui, &locale.t(key));
    }
    let margin = detail_pane(ui, "history", |ui| {
        entry_detail::entry_detail_ui(ui, context, state, &index, out);
    });
    list_pane(ui, margin, |ui| list::history_list_ui(ui, context, state, &index));
}

/// Draws the title, the number of entries, and the choice between all and those of one case.
fn header_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut HistoryState,
    index: Option<&HistoryIndex>,
) {
    let locale = context.locale;
    ui.horizontal(|ui| {
        heading(ui, &locale.t("history.title"), Role::Section);
        if index.is_some() {
            let count = locale.t_plural("history.count", state.order.len());
            ui.label(weak_text(ui, count, Role::Caption));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // The case whose entries are listed, or else the current case of the table.
            let current = context.session.current().map(|(_, case)| case);
            let Some(case) = state.only_case.as_ref().or(current).cloned() else { return };
            let is_only = state.only_case.is_some();
            let name = case.name.display_name(locale.code());
            let only =
                Button::selectable(is_only, locale.t_with("history.only_case", &[("name", &name)]));
            if ui.add(only).clicked() {
                state.show_only_case(Arc::clone(&case));
            }
            if ui.add(Button::selectable(!is_only, locale.t("history.all"))).clicked() {
                state.only_case = None;
            }
        });
    });
    if let Some(unread) =
        index.map(HistoryIndex::unreadable_lines).filter(|unread| !unread.is_empty())
    {
        ui.label(locale.t_plural("history.unreadable_lines", unread.len()));
    }
    ui.add_space(SPACE / 2.0);
}
