//! The page of the history: every recorded change, the newest first, and what the chosen one did.

pub(crate) mod entry_detail;
mod list;

use std::sync::Arc;

use egui::{Align, Button, CentralPanel, Frame, Layout, Ui};

use crate::{
    merge::revert::StepDiff,
    model::{Case, CaseId},
    session::Session,
    store::history::{
        entry::HistoryEntry,
        error::HistoryError,
        index::{EntryHeader, HistoryIndex},
    },
    ui::{
        context::UiContext,
        intent::Intent,
        pages::{
            history::entry_detail::EntryDetail, record_list::VirtualListState, sources::split_pane,
        },
        theme::{Role, SPACE},
        widgets::{empty_message, heading, weak_text},
    },
};

/// What the page remembers between frames.
#[derive(Default)]
pub struct HistoryState {
    /// What was last read, and how far the register was saved by then.
    history: Option<(u64, Result<Arc<HistoryIndex>, HistoryError>)>,
    /// The case whose changes alone are listed.
    only_case: Option<Arc<Case>>,
    /// The places of the lines listed, the newest first, and what that depends on.
    order: Vec<u32>,
    order_key: Option<(usize, Option<CaseId>)>,
    /// The place of the chosen line.
    chosen_entry: Option<usize>,
    /// What it tells, once a worker has read it.
    entry_detail: Option<EntryDetail>,
    list_state: VirtualListState,
}

impl HistoryState {
    /// Lists the changes of one case alone.
    pub fn show_only_case(&mut self, case: Arc<Case>) {
        self.only_case = Some(case);
        self.chosen_entry = None;
        self.list_state = VirtualListState::default();
    }

    /// What a worker is to read on from, where the register was saved since it last did; nothing
    /// before the first time.
    pub fn index_to_extend(&self, session: &Session) -> Option<Option<Arc<HistoryIndex>>> {
        let is_known = self.history.as_ref().is_some_and(|(at, _)| *at == session.saved_revision());
        (!is_known).then(|| self.index().cloned())
    }

    /// Takes in what a worker read when the register was saved up to a revision.
    pub fn cache_history(&mut self, revision: u64, read: Result<HistoryIndex, HistoryError>) {
        self.history = Some((revision, read.map(Arc::new)));
    }

    /// The history as it was last read.
    pub fn index(&self) -> Option<&Arc<HistoryIndex>> {
        self.history.as_ref().and_then(|(_, read)| read.as_ref().ok())
    }

    /// The chosen line, where a worker is to find out what it tells.
    pub fn entry_to_describe(&self) -> Option<(usize, Arc<EntryHeader>)> {
        let at = self
            .chosen_entry
            .filter(|at| self.entry_detail.as_ref().is_none_or(|told| told.index != *at))?;
        self.index()?.headers().get(at).map(|mark| (at, Arc::clone(mark)))
    }

    /// Takes in what a line tells.
    pub fn cache_entry_detail(
        &mut self,
        at: usize,
        told: Result<(HistoryEntry, StepDiff), HistoryError>,
    ) {
        self.entry_detail = Some(EntryDetail::new(at, told));
    }

    /// Another register is shown, of the same history: what was read stays, and is read on.
    pub fn mark_stale(&mut self) {
        if let Some((_, Ok(past))) = self.history.take() {
            self.history = Some((u64::MAX, Ok(past)));
        }
    }

    /// Puts the lines in order, where there are others.
    fn sort(&mut self, index: &HistoryIndex) {
        let only = self.only_case.as_ref().map(|case| case.id.clone());
        let ordered = Some((index.headers().len(), only));
        if self.order_key == ordered {
            return;
        }
        self.order_key = ordered;
        let touches = |mark: &EntryHeader| {
            self.only_case.as_ref().is_none_or(|only| mark.cases.contains(&only.id))
        };
        let marks = (0..).zip(index.headers()).filter(|(_, mark)| touches(mark));
        let mut order: Vec<u32> = marks.map(|(at, _)| at).collect();
        order.reverse();
        self.order = order;
        let is_listed = |at: &usize| self.order.iter().any(|other| *other as usize == *at);
        self.chosen_entry = self.chosen_entry.filter(is_listed);
        if self.chosen_entry.is_none() {
            self.chosen_entry = self.order.first().map(|at| *at as usize);
        }
    }
}

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
        (_, Some(past)) => past,
        (_, None) => return empty_message(ui, &locale.t("history.loading")),
    };
    if state.order.is_empty() {
        let key =
            if index.headers().is_empty() { "history.empty" } else { "history.none_for_case" };
        return empty_message(ui, &locale.t(key));
    }
    let gap = split_pane(ui, "history", |ui| {
        entry_detail::entry_detail_ui(ui, context, state, &index, out);
    });
    CentralPanel::default()
        .frame(Frame::new().inner_margin(gap))
        .show(ui, |ui| list::list_ui(ui, context, state, &index));
}

/// The title, how many lines are listed, and whether all or those of one case.
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
            // The one already listed alone, or else the one chosen in the table.
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
