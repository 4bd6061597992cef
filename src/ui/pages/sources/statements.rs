//! A list of statements: who or what each is about, what it says, on which sources.

use egui::{Response, Ui};

use crate::{
    analysis::citation_index::statement::CitableStatement,
    describe::statements::describe_citable_statement,
    draft::{Draft, event::EventDraft, total::TotalDraft},
    model::SourceId,
    session::Action,
    ui::{
        Intent, UiContext,
        pages::record_list::{self, RecordRow, RowEvent, VirtualList, VirtualListState},
        widgets::empty_message,
    },
};

/// Draws the list. A row leads to its case, which is then shown beside it, or to its record.
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
    let draw = |ui: &Ui, at: usize, response: Response| {
        record_list::paint_record_row(ui, &record_row(context, statements[at]), response)
    };
    let rows = VirtualList {
        count: statements.len(),
        height: record_list::RECORD_ROW_HEIGHT,
        draw_row: &draw,
    };
    let touched = ui.scope(|ui| rows.ui(ui, state)).inner;
    if let Some(RowEvent::Opened(at)) = touched {
        out.extend(open_intent(context, statements[at]));
    }
}

fn record_row(context: &UiContext, statement: CitableStatement) -> RecordRow {
    let locale = context.locale;
    let register = context.register();
    let Some(text) = describe_citable_statement(locale, register, statement) else {
        // Not reached: what is shown was worked out for the register as it is.
        return RecordRow { date: String::new(), title: String::new(), details: String::new() };
    };
    let cited: Vec<&str> = statement.sources(register).iter().map(SourceId::as_str).collect();
    let cited = match cited.as_slice() {
        [] => locale.t("source.not_cited").into_owned(),
        cited => cited.join(", "),
    };
    let parts = [text.text, cited].into_iter().filter(|part| !part.is_empty());
    RecordRow {
        date: if text.date.is_empty() {
            locale.t("statement_ref.undated").into_owned()
        } else {
            text.date
        },
        title: text.subject,
        details: parts.collect::<Vec<_>>().join(" · "),
    }
}

/// The way to a statement: its case, or the form of its record.
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
