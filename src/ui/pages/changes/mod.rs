//! The page of what changed between two days: the figures on both, and each change with the way
//! to its record.

mod days;
mod counts;
mod cohorts;

use std::sync::Arc;

use egui::{Align, Layout, Response, Ui};

use crate::{
    analysis::{
        changes::{
            Changes,
            item::{ChangeItem, ChangeKind},
        },
        finding::{ClaimField, FindingSubject, RecordField},
    },
    commands::Command,
    describe::{changes::describe_change, claims::format_date},
    model::Day,
    session::Session,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::record_list::{self, RecordRow, RowEvent, VirtualList, VirtualListState},
        theme::{Role, SPACE},
        widgets::{date_picker::DatePickerState, empty_message, heading, weak_text},
    },
};

/// What the page remembers between frames.
#[derive(Default)]
pub struct ChangesState {
    /// The two days chosen, as they were chosen. Where none are, the page shows the latest change
    /// by the day that the window shows.
    chosen_days: Option<[Day; 2]>,
    date_pickers: [DatePickerState; 2],
    /// What was last worked out, and for which revision.
    cached: Option<(u64, Arc<Changes>)>,
    list_state: VirtualListState,
}

impl ChangesState {
    /// The two days between which the page shows what changed, the earlier first.
    pub fn days(&self, session: &Session) -> (Day, Day) {
        let [first, second] = self.days_in_field_order(session);
        (first.min(second), first.max(second))
    }

    /// The days for which a worker is to find out what changed, where that is not known yet.
    pub fn days_to_compute(&self, session: &Session) -> Option<(Day, Day)> {
        let days = self.days(session);
        let known = self.current_changes(session);
        let is_known = known.is_some_and(|known| (known.from(), known.to()) == days);
        (!is_known).then_some(days)
    }

    /// Takes in what a worker found out for a revision.
    pub fn cache_changes(&mut self, revision: u64, changes: Arc<Changes>) {
        let days = |changes: &Changes| (changes.from(), changes.to());
        if self.cached.as_ref().is_none_or(|(_, shown)| days(shown) != days(&changes)) {
            self.list_state = VirtualListState::default();
        }
        self.cached = Some((revision, changes));
    }

    /// The two days in the order in which they stand in their fields.
    fn days_in_field_order(&self, session: &Session) -> [Day; 2] {
        self.chosen_days.unwrap_or_else(|| {
            let view = session.analysis();
            view.check_results().latest_change(view.as_of()).into()
        })
    }

    /// What is known of the register as it is now; while another pair of days is worked out, it is
    /// that of the last pair.
    fn current_changes(&self, session: &Session) -> Option<Arc<Changes>> {
        let shown = self.cached.as_ref().filter(|(revision, _)| *revision == session.revision());
        shown.map(|(_, changes)| Arc::clone(changes))
    }
}

/// Draws the page.
pub fn changes_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut ChangesState,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let changes = state.current_changes(context.session);
    ui.horizontal(|ui| {
        heading(ui, &locale.t("changes.title"), Role::Section);
        // Beside a form there may be no room for it.
        if let Some(changes) = changes.as_ref().filter(|_| ui.available_width() > SPACE * 30.0) {
            let count = locale.t_plural("changes.count", changes.items.len());
            ui.label(weak_text(ui, count, Role::Caption));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let export = Command::ExportChanges;
            let button = ui.button(export.label(locale, None));
            if button.on_hover_text(export.tooltip(locale)).clicked() {
                out.push(Intent::Command(export));
            }
        });
    });
    days::days_ui(ui, context, state);
    let Some(changes) = changes else { return };
    ui.add_space(SPACE / 2.0);
    counts::counts_ui(ui, context, &changes, out);
    ui.add_space(SPACE);
    if changes.items.is_empty() {
        empty_message(ui, &locale.t("changes.none"));
        return;
    }
    let row = |at: usize| record_row(context, &changes.items[at]);
    let draw = |ui: &Ui, at: usize, response: Response| {
        record_list::paint_record_row(ui, &row(at), response)
    };
    let rows = VirtualList {
        count: changes.items.len(),
        height: record_list::RECORD_ROW_HEIGHT,
        draw_row: &draw,
    };
    if let Some(RowEvent::Opened(at)) = rows.ui(ui, &mut state.list_state) {
        out.push(open_intent(context, &changes.items[at]));
    }
}

/// What a row says of a change.
fn record_row(context: &UiContext, item: &ChangeItem) -> RecordRow {
    let locale = context.locale;
    let Some(text) = describe_change(locale, context.register(), item) else {
        // Not reached: what is shown was worked out for the register as it is.
        return RecordRow { date: String::new(), title: String::new(), details: String::new() };
    };
    let joined = |parts: &[&str]| {
        let parts = parts.iter().filter(|part| !part.is_empty());
        parts.copied().collect::<Vec<_>>().join(" · ")
    };
    RecordRow {
        date: format_date(locale, text.date),
        title: joined(&[&text.subject, &text.action]),
        details: joined(&[
            &text.text,
            &text.replaced_claim,
            &text.describe_position_change(locale),
        ]),
    }
}

/// The way to the record of a change: a claim and a return in the form of their case.
fn open_intent(context: &UiContext, item: &ChangeItem) -> Intent {
    let case = |at: usize| FindingSubject::Case(context.register().cases()[at].id.clone());
    let (about, field) = match item.kind {
        ChangeKind::Claim { case: at, claim, .. } => {
            (case(at), Some(RecordField::Claim(claim, ClaimField::Statement)))
        }
        ChangeKind::Return { case: at } => (case(at), Some(RecordField::ReturnDate)),
        ChangeKind::Total { total, .. } => (FindingSubject::Total(total), Some(RecordField::Count)),
        ChangeKind::Event { event } => (FindingSubject::Event(event), None),
    };
    Intent::ShowRecord(about, field)
}
