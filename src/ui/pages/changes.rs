//! The page of what changed between two days: the figures on both, and each change with the way
//! to its record.

mod days;
mod figures;
mod people;

use std::sync::Arc;

use egui::{Align, Layout, Response, Ui};

use super::list::{self, PageState, Row, Rows, Touched};
use crate::{
    command::Command,
    model::Day,
    session::Session,
    ui::{
        Intent, Scene,
        day::DayChooser,
        theme::{Role, SPACE},
        widgets::{empty, heading, weak},
    },
    view::{About, Changes, ClaimField, Field, Happened, Item, date_words, told},
};

/// What the page remembers between frames.
#[derive(Default)]
pub struct ChangesState {
    /// The two days chosen, as they were chosen. Where none are, the page shows the latest change
    /// by the day that the window shows.
    chosen: Option<[Day; 2]>,
    choosers: [DayChooser; 2],
    /// What was last worked out, and for which revision.
    shown: Option<(u64, Arc<Changes>)>,
    list: PageState,
}

impl ChangesState {
    /// The two days between which the page shows what changed, the earlier first.
    pub fn days(&self, session: &Session) -> (Day, Day) {
        let [first, second] = self.named(session);
        (first.min(second), first.max(second))
    }

    /// The days for which a worker is to find out what changed, where that is not known yet.
    pub fn wanted(&self, session: &Session) -> Option<(Day, Day)> {
        let days = self.days(session);
        let known = self.known(session);
        let is_known = known.is_some_and(|known| (known.from(), known.to()) == days);
        (!is_known).then_some(days)
    }

    /// Takes in what a worker found out for a revision.
    pub fn take_in(&mut self, revision: u64, changes: Arc<Changes>) {
        let days = |changes: &Changes| (changes.from(), changes.to());
        if self.shown.as_ref().is_none_or(|(_, shown)| days(shown) != days(&changes)) {
            self.list = PageState::default();
        }
        self.shown = Some((revision, changes));
    }

    /// The two days in the order in which they stand in their fields.
    fn named(&self, session: &Session) -> [Day; 2] {
        self.chosen.unwrap_or_else(|| {
            let view = session.view();
            view.digest().latest_change(view.as_of()).into()
        })
    }

    /// What is known of the register as it is now; while another pair of days is worked out, it is
    /// that of the last pair.
    fn known(&self, session: &Session) -> Option<Arc<Changes>> {
        let shown = self.shown.as_ref().filter(|(revision, _)| *revision == session.revision());
        shown.map(|(_, changes)| Arc::clone(changes))
    }
}

/// Draws the page.
pub fn changes_ui(ui: &mut Ui, scene: &Scene, state: &mut ChangesState, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let changes = state.known(scene.session);
    ui.horizontal(|ui| {
        heading(ui, &lang.t("changes.title"), Role::Section);
        // Beside a form there may be no room for it.
        if let Some(changes) = changes.as_ref().filter(|_| ui.available_width() > SPACE * 30.0) {
            let count = lang.count("changes.count", changes.items.len());
            ui.label(weak(ui, count, Role::Caption));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let export = Command::ExportChanges;
            let button = ui.button(export.text(lang, None));
            if button.on_hover_text(export.tooltip(lang)).clicked() {
                out.push(Intent::Command(export));
            }
        });
    });
    days::days_ui(ui, scene, state);
    let Some(changes) = changes else { return };
    ui.add_space(SPACE / 2.0);
    figures::figures_ui(ui, scene, &changes, out);
    ui.add_space(SPACE);
    if changes.items.is_empty() {
        empty(ui, &lang.t("changes.nothing"));
        return;
    }
    let row = |at: usize| row(scene, &changes.items[at]);
    let draw = |ui: &Ui, at: usize, response: Response| list::paint(ui, &row(at), response);
    let rows = Rows { count: changes.items.len(), height: list::ROW, draw: &draw };
    if let Some(Touched::Opened(at)) = rows.ui(ui, &mut state.list) {
        out.push(open(scene, &changes.items[at]));
    }
}

/// What a row says of a change.
fn row(scene: &Scene, item: &Item) -> Row {
    let lang = scene.lang;
    let Some(told) = told(lang, scene.register(), item) else {
        // Not reached: what is shown was worked out for the register as it is.
        return Row { first: String::new(), title: String::new(), details: String::new() };
    };
    let joined = |parts: &[&str]| {
        let parts = parts.iter().filter(|part| !part.is_empty());
        parts.copied().collect::<Vec<_>>().join(" · ")
    };
    Row {
        first: date_words(lang, told.date),
        title: joined(&[&told.who, &told.deed]),
        details: joined(&[&told.words, &told.instead, &told.position_words(lang)]),
    }
}

/// The way to the record of a change: a claim and a return in the form of their case.
fn open(scene: &Scene, item: &Item) -> Intent {
    let case = |at: usize| About::Case(scene.register().cases()[at].id.clone());
    let (about, field) = match item.what {
        Happened::Claim { case: at, claim, .. } => {
            (case(at), Some(Field::Claim(claim, ClaimField::Says)))
        }
        Happened::Return { case: at } => (case(at), Some(Field::Returned)),
        Happened::Total { total, .. } => (About::Total(total), Some(Field::Count)),
        Happened::Event { event } => (About::Event(event), None),
    };
    Intent::Show(about, field)
}
