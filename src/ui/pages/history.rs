//! The page of the history: every recorded change, the newest first, and what the chosen one did.

mod chosen;
mod list;

use std::sync::Arc;

use egui::{Align, Button, CentralPanel, Frame, Layout, Ui};

use super::{list::PageState, sources::beside};
use crate::{
    merge::Told,
    model::{Case, CaseId},
    session::Session,
    store::{HistoryError, Line, Mark, Past},
    ui::{
        Intent, Scene,
        theme::{Role, SPACE},
        widgets::{empty, heading, weak},
    },
};
use chosen::Chosen;

pub use chosen::differences_ui;

/// What the page remembers between frames.
#[derive(Default)]
pub struct HistoryState {
    /// What was last read, and how far the register was saved by then.
    read: Option<(u64, Result<Arc<Past>, HistoryError>)>,
    /// The case whose changes alone are listed.
    only: Option<Arc<Case>>,
    /// The places of the lines listed, the newest first, and what that depends on.
    order: Vec<u32>,
    ordered: Option<(usize, Option<CaseId>)>,
    /// The place of the chosen line.
    chosen: Option<usize>,
    /// What it tells, once a worker has read it.
    told: Option<Chosen>,
    list: PageState,
}

impl HistoryState {
    /// Lists the changes of one case alone.
    pub fn show_only(&mut self, case: Arc<Case>) {
        self.only = Some(case);
        self.chosen = None;
        self.list = PageState::default();
    }

    /// What a worker is to read on from, where the register was saved since it last did; nothing
    /// before the first time.
    pub fn wanted(&self, session: &Session) -> Option<Option<Arc<Past>>> {
        let is_known = self.read.as_ref().is_some_and(|(at, _)| *at == session.saved_revision());
        (!is_known).then(|| self.past().cloned())
    }

    /// Takes in what a worker read when the register was saved up to a revision.
    pub fn take_in(&mut self, revision: u64, read: Result<Past, HistoryError>) {
        self.read = Some((revision, read.map(Arc::new)));
    }

    /// The history as it was last read.
    pub fn past(&self) -> Option<&Arc<Past>> {
        self.read.as_ref().and_then(|(_, read)| read.as_ref().ok())
    }

    /// The chosen line, where a worker is to find out what it tells.
    pub fn untold(&self) -> Option<(usize, Arc<Mark>)> {
        let at = self.chosen.filter(|at| self.told.as_ref().is_none_or(|told| told.at != *at))?;
        self.past()?.marks().get(at).map(|mark| (at, Arc::clone(mark)))
    }

    /// Takes in what a line tells.
    pub fn take_in_told(&mut self, at: usize, told: Result<(Line, Told), HistoryError>) {
        self.told = Some(Chosen::new(at, told));
    }

    /// Another register is shown, of the same history: what was read stays, and is read on.
    pub fn reread(&mut self) {
        if let Some((_, Ok(past))) = self.read.take() {
            self.read = Some((u64::MAX, Ok(past)));
        }
    }

    /// Puts the lines in order, where there are others.
    fn sort(&mut self, past: &Past) {
        let only = self.only.as_ref().map(|case| case.id.clone());
        let ordered = Some((past.marks().len(), only));
        if self.ordered == ordered {
            return;
        }
        self.ordered = ordered;
        let touches =
            |mark: &Mark| self.only.as_ref().is_none_or(|only| mark.cases.contains(&only.id));
        let marks = (0..).zip(past.marks()).filter(|(_, mark)| touches(mark));
        let mut order: Vec<u32> = marks.map(|(at, _)| at).collect();
        order.reverse();
        self.order = order;
        let is_listed = |at: &usize| self.order.iter().any(|other| *other as usize == *at);
        self.chosen = self.chosen.filter(is_listed);
        if self.chosen.is_none() {
            self.chosen = self.order.first().map(|at| *at as usize);
        }
    }
}

/// Draws the page.
pub fn history_ui(ui: &mut Ui, scene: &Scene, state: &mut HistoryState, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let past = state.past().cloned();
    if let Some(past) = &past {
        state.sort(past);
    }
    head_ui(ui, scene, state, past.as_deref());
    let past = match (&state.read, past) {
        (Some((_, Err(error))), _) => return empty(ui, &error.words(lang)),
        (_, Some(past)) => past,
        (_, None) => return empty(ui, &lang.t("history.looking")),
    };
    if state.order.is_empty() {
        let key = if past.marks().is_empty() { "history.empty" } else { "history.none_of_case" };
        return empty(ui, &lang.t(key));
    }
    let gap = beside(ui, "history", |ui| chosen::chosen_ui(ui, scene, state, &past, out));
    CentralPanel::default()
        .frame(Frame::new().inner_margin(gap))
        .show(ui, |ui| list::list_ui(ui, scene, state, &past));
}

/// The title, how many lines are listed, and whether all or those of one case.
fn head_ui(ui: &mut Ui, scene: &Scene, state: &mut HistoryState, past: Option<&Past>) {
    let lang = scene.lang;
    ui.horizontal(|ui| {
        heading(ui, &lang.t("history.title"), Role::Section);
        if past.is_some() {
            let count = lang.count("history.count", state.order.len());
            ui.label(weak(ui, count, Role::Caption));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // The one already listed alone, or else the one chosen in the table.
            let current = scene.session.current().map(|(_, case)| case);
            let Some(case) = state.only.as_ref().or(current).cloned() else { return };
            let is_only = state.only.is_some();
            let name = case.name.shown(lang.code());
            let only =
                Button::selectable(is_only, lang.with("history.of_case", &[("name", &name)]));
            if ui.add(only).clicked() {
                state.show_only(Arc::clone(&case));
            }
            if ui.add(Button::selectable(!is_only, lang.t("history.all"))).clicked() {
                state.only = None;
            }
        });
    });
    if let Some(unread) = past.map(Past::unread).filter(|unread| !unread.is_empty()) {
        ui.label(lang.count("history.unread", unread.len()));
    }
    ui.add_space(SPACE / 2.0);
}
