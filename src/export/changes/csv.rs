//! What changed between two days as rows for a spreadsheet, in the manner of the summary's.
//!
//! There is one row per figure, then one per change; the first column says which it is. What holds
//! for the whole (both days, the register) is repeated on each row, after the row's own columns.
//! Before and after are numbers for a figure and for a total, positions in words for a claim.
//! Dates are the register's own (ISO 8601-2), and numbers are plain.

use super::{Entry, Report};
use crate::{
    export::{
        ExportError,
        csv::{Sheet, sources},
    },
    lang::Lang,
    model::Total,
    progress::Progress,
    view::{Account, Happened, party_words},
};

/// The columns of a row, then those of the whole.
const COLUMNS: [&str; 18] = [
    "changes.column.kind",
    "changes.column.date",
    "changes.column.in_force",
    "export.column.case",
    "changes.column.who",
    "export.column.party",
    "changes.column.deed",
    "changes.column.words",
    "changes.column.instead",
    "changes.column.before",
    "changes.column.after",
    "changes.column.joined",
    "changes.column.left",
    "export.claims.note",
    "export.sources.title",
    "changes.column.from",
    "changes.column.to",
    "export.column.register",
];

/// Prints a report.
pub(super) fn print(report: &Report<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let lang = report.lang;
    let mut sheet = Sheet::new();
    sheet.row(&COLUMNS.map(|key| lang.t(key).into_owned()))?;
    let kind = || lang.t("changes.kind.figure").into_owned();
    for figure in &report.figures {
        let [before, after] = figure.counts.map(|count| count.to_string());
        let [joined, left] = [&figure.joined, &figure.left].map(|people| report.names(people));
        let who = figure.label.clone();
        let row = Row { kind: kind(), who, before, after, joined, left, ..Row::default() };
        row.print(&mut sheet, report)?;
    }
    for announced in &report.announced {
        let cites = announced.totals.iter().flatten().flat_map(|(_, cites)| cites);
        let cites: Vec<_> = cites.copied().collect();
        let count = |total: &Option<(&Total, _)>| {
            total.as_ref().map(|(total, _)| total.count.to_string()).unwrap_or_default()
        };
        let [before, after] = announced.totals.each_ref().map(count);
        let sources = sources(lang, &report.notes, &cites);
        let who = announced.label.clone();
        let row = Row { kind: kind(), who, before, after, sources, ..Row::default() };
        row.print(&mut sheet, report)?;
    }
    for entry in report.printed(progress) {
        Row::of(report, entry?).print(&mut sheet, report)?;
    }
    sheet.into_bytes()
}

/// The cells of a row that are its own.
#[derive(Default)]
struct Row {
    kind: String,
    date: String,
    in_force: String,
    case: String,
    who: String,
    party: String,
    deed: String,
    words: String,
    instead: String,
    before: String,
    after: String,
    joined: String,
    left: String,
    note: String,
    sources: String,
}

impl Row {
    fn of(report: &Report<'_>, Entry { item, told, cites }: &Entry<'_>) -> Self {
        let Report { lang, register, notes, .. } = report;
        let case = |at: usize| register.cases().get(at).map(|case| case.id.to_string());
        let count = |at: usize| register.totals().get(at).map(|total| total.count.to_string());
        let (kind, case, before, after) = match item.what {
            Happened::Claim { case: at, .. } => {
                let [before, after] = accounts(*lang, told.position);
                ("changes.kind.claim", case(at), before, after)
            }
            Happened::Return { case: at } => {
                ("changes.kind.return", case(at), String::new(), String::new())
            }
            Happened::Total { total, before } => {
                let before = before.and_then(count).unwrap_or_default();
                ("changes.kind.total", None, before, count(total).unwrap_or_default())
            }
            Happened::Event { .. } => ("changes.kind.event", None, String::new(), String::new()),
        };
        let party = told.party.map(|party| party_words(*lang, register, party));
        Self {
            kind: lang.t(kind).into_owned(),
            date: told.date.to_string(),
            in_force: item.day.to_string(),
            case: case.unwrap_or_default(),
            who: told.who.clone(),
            party: party.unwrap_or_default(),
            deed: told.deed.clone(),
            words: told.words.clone(),
            instead: told.instead.clone(),
            before,
            after,
            note: told.note.to_owned(),
            sources: sources(*lang, notes, cites),
            ..Self::default()
        }
    }

    fn print(self, sheet: &mut Sheet, report: &Report<'_>) -> Result<(), ExportError> {
        let Self { kind, date, in_force, case, who, party, deed, words, .. } = self;
        let Self { instead, before, after, joined, left, note, sources, .. } = self;
        let [from, to] = [report.changes.from(), report.changes.to()].map(|day| day.to_string());
        let register = report.register.title().to_owned();
        sheet.row(&[
            kind, date, in_force, case, who, party, deed, words, instead, before, after, joined,
            left, note, sources, from, to, register,
        ])
    }
}

/// A position before and after, in words.
fn accounts(lang: Lang, position: Option<[Account; 2]>) -> [String; 2] {
    let words = |account: Account| lang.t(&format!("account.{}", account.key())).into_owned();
    position.map(|accounts| accounts.map(words)).unwrap_or_default()
}
