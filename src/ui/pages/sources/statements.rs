//! A list of statements: the subject of each, its text, and the sources that it cites.

use egui::Ui;

use crate::{
    analysis::citation_index::statement::CitableStatement,
    describe::statements::describe_citable_statement,
    draft::{
        Draft,
        records::{EventDraft, TotalDraft},
    },
    model::SourceId,
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::record_list::item_list_ui,
        widgets::{
            list_item::ListItem,
            text::empty_message,
            virtual_list::{RowEvent, VirtualListState},
        },
    },
};

/// Draws the list. A row selects its case, or opens the form of its total or event.
pub(super) fn statements_ui(
    ui: &mut Ui,
    context: &UiContext,
    statements: &[CitableStatement],
    state: &mut VirtualListState,
    out: &mut Vec<Intent>,
) {
    if statements.is_empty() {
        empty_message(ui, &context.locale.t("sources_page.no_statements"));
        return;
    }
    let item = |row: usize| statement_item(context, statements[row]);
    if let Some(RowEvent::Opened(row)) = item_list_ui(ui, statements.len(), &item, state) {
        out.extend(open_intent(context, statements[row]));
    }
}

fn statement_item(context: &UiContext, statement: CitableStatement) -> ListItem<'static> {
    let locale = context.locale;
    let register = context.register();
    let Some(text) = describe_citable_statement(locale, register, statement) else {
        // Not reached: the statements were collected from the register as it is.
        return ListItem::new("", "");
    };
    let cited: Vec<&str> = statement.sources(register).iter().map(SourceId::as_str).collect();
    let cited = match cited.as_slice() {
        [] => locale.t("source.not_cited").into_owned(),
        cited => cited.join(", "),
    };
    let parts = [text.text, cited].into_iter().filter(|part| !part.is_empty());
    let date = match text.date {
        date if date.is_empty() => locale.t("statement_ref.undated").into_owned(),
        date => date,
    };
    ListItem::dated(date, &text.subject, &parts.collect::<Vec<_>>().join(" · "))
}

/// Returns the intent that shows a statement: in its case, or in the form of its record.
fn open_intent(context: &UiContext, statement: CitableStatement) -> Option<Intent> {
    let register = context.register();
    let edit = |draft| Intent::OpenForm(Box::new(draft), None);
    Some(match statement {
        CitableStatement::Total(at) => {
            let total = register.totals().get(at as usize)?;
            edit(Draft::Total(TotalDraft::from_total(at as usize, total)))
        }
        CitableStatement::Event(at) => {
            let event = register.events().get(at as usize)?;
            edit(Draft::Event(EventDraft::from_event(register, at as usize, event)))
        }
        _ => {
            let case = register.cases().get(statement.case()?)?;
            Intent::Action(Action::SelectCase(case.id.clone()))
        }
    })
}
