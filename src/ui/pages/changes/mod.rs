//! The page of the changes between two days: the counts on both days, and a list of the changes.

mod cohorts;
mod counts;
mod days;
pub(crate) mod state;

use egui::{Align, Layout, Ui};

use crate::{
    analysis::{
        changes::item::{ChangeItem, ChangeKind},
        finding::{ClaimField, FindingSubject, RecordField},
    },
    commands::Command,
    describe::{changes::describe_change, claims::format_date},
    ui::{
        context::UiContext,
        intent::Intent,
        pages::{changes::state::ChangesState, record_list::item_list_ui},
        theme::{Role, SPACE},
        widgets::{
            list_item::ListItem,
            text::{empty_message, heading, weak_text},
            virtual_list::RowEvent,
        },
    },
};

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
        // Beside a form the page may be too narrow for it.
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
    let item = |row: usize| change_item(context, &changes.items[row]);
    let event = item_list_ui(ui, changes.items.len(), &item, &mut state.list_state);
    if let Some(RowEvent::Opened(row)) = event {
        out.push(open_intent(context, &changes.items[row]));
    }
}

/// Returns the row of a change: its date, its subject and what happened, and the details.
fn change_item(context: &UiContext, item: &ChangeItem) -> ListItem<'static> {
    let locale = context.locale;
    let Some(text) = describe_change(locale, context.register(), item) else {
        // Not reached: the changes were computed for the register as it is.
        return ListItem::new("", "");
    };
    let joined = |parts: &[&str]| {
        let parts = parts.iter().filter(|part| !part.is_empty());
        parts.copied().collect::<Vec<_>>().join(" · ")
    };
    let title = joined(&[&text.subject, &text.action]);
    let position_change = text.describe_position_change(locale);
    let details = joined(&[&text.text, &text.replaced_claim, &position_change]);
    ListItem::dated(format_date(locale, text.date), &title, &details)
}

/// Returns the intent that opens the record of a change; a claim and a return open their case.
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
