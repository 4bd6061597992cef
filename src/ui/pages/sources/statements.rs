//! A list of statements: who or what each is about, what it says, on which sources.

use egui::{Response, Ui};

use crate::{
    draft::{Draft, EventDraft, TotalDraft},
    model::SourceId,
    session::Action,
    ui::{
        Intent, Scene,
        pages::list::{self, PageState, Row, Rows, Touched},
        widgets::empty,
    },
    view::{Statement, stated},
};

/// Draws the list. A row leads to its case, which is then shown beside it, or to its record.
pub(super) fn statements_ui(
    ui: &mut Ui,
    scene: &Scene,
    statements: &[Statement],
    state: &mut PageState,
    out: &mut Vec<Intent>,
) {
    if statements.is_empty() {
        empty(ui, &scene.lang.t("support.nothing"));
        return;
    }
    let draw = |ui: &Ui, at: usize, response: Response| {
        list::paint(ui, &row(scene, statements[at]), response)
    };
    let rows = Rows { count: statements.len(), height: list::ROW, draw: &draw };
    let touched = ui.scope(|ui| rows.ui(ui, state)).inner;
    if let Some(Touched::Opened(at)) = touched {
        out.extend(open(scene, statements[at]));
    }
}

fn row(scene: &Scene, statement: Statement) -> Row {
    let lang = scene.lang;
    let register = scene.register();
    let Some(told) = stated(lang, register, statement) else {
        // Not reached: what is shown was worked out for the register as it is.
        return Row { first: String::new(), title: String::new(), details: String::new() };
    };
    let cited: Vec<&str> = statement.sources(register).iter().map(SourceId::as_str).collect();
    let cited = match cited.as_slice() {
        [] => lang.t("source.none").into_owned(),
        cited => cited.join(", "),
    };
    let parts = [told.words, cited].into_iter().filter(|part| !part.is_empty());
    Row {
        first: if told.date.is_empty() {
            lang.t("support.undated").into_owned()
        } else {
            told.date
        },
        title: told.who,
        details: parts.collect::<Vec<_>>().join(" · "),
    }
}

/// The way to a statement: its case, or the form of its record.
fn open(scene: &Scene, statement: Statement) -> Option<Intent> {
    let register = scene.register();
    let edit = |draft| Intent::Edit(Box::new(draft), None);
    Some(match statement {
        Statement::Total(at) => {
            let total = register.totals().get(at as usize)?;
            edit(Draft::Total(TotalDraft::of(at as usize, total)))
        }
        Statement::Event(at) => {
            let event = register.events().get(at as usize)?;
            edit(Draft::Event(EventDraft::of(register, at as usize, event)))
        }
        _ => {
            let case = register.cases().get(statement.case()?)?;
            Intent::Act(Action::Case(case.id.clone()))
        }
    })
}
