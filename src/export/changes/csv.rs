//! What changed between two days as rows for a spreadsheet, in the manner of the summary's.
//!
//! There is one row per figure, then one per change; the first column says which it is. What holds
//! for the whole (both days, the register) is repeated on each row, after the row's own columns.
//! Before and after are numbers for a figure and for a total, positions in words for a claim.
//! Dates are the register's own (ISO 8601-2), and numbers are plain.

use crate::{
    Locale, Progress,
    analysis::{changes::item::ChangeKind, position::Position},
    describe::claims::party_label,
    export::{
        ExportError,
        changes::{ChangeEntry, ChangesReport},
        summary::csv::{CsvWriter, format_sources_cell},
    },
    model::Total,
};

/// The columns of a row, then those of the whole.
const COLUMNS: [&str; 18] = [
    "changes.column.kind",
    "changes.column.date",
    "changes.column.in_force",
    "export.column.case",
    "changes.column.subject",
    "export.column.party",
    "changes.column.change",
    "changes.column.statement",
    "changes.column.previous_statement",
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
pub(super) fn print(
    report: &ChangesReport<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let locale = report.locale;
    let mut sheet = CsvWriter::new();
    sheet.write_row(&COLUMNS.map(|key| locale.t(key).into_owned()))?;
    let kind = || locale.t("changes.kind.count").into_owned();
    for figure in &report.cohorts {
        let [before, after] = figure.counts.map(|count| count.to_string());
        let [joined, left] = [&figure.joined, &figure.left].map(|people| report.join_names(people));
        let who = figure.label.clone();
        let row = ChangeCsvRow {
            kind: kind(),
            who,
            before,
            after,
            joined,
            left,
            ..ChangeCsvRow::default()
        };
        row.print(&mut sheet, report)?;
    }
    for announced in &report.announced {
        let cites = announced.totals.iter().flatten().flat_map(|(_, cites)| cites);
        let cites: Vec<_> = cites.copied().collect();
        let count = |total: &Option<(&Total, _)>| {
            total.as_ref().map(|(total, _)| total.count.to_string()).unwrap_or_default()
        };
        let [before, after] = announced.totals.each_ref().map(count);
        let sources = format_sources_cell(locale, &report.footnotes, &cites);
        let who = announced.label.clone();
        let row =
            ChangeCsvRow { kind: kind(), who, before, after, sources, ..ChangeCsvRow::default() };
        row.print(&mut sheet, report)?;
    }
    for entry in report.entries_with_progress(progress) {
        ChangeCsvRow::from_entry(report, entry?).print(&mut sheet, report)?;
    }
    sheet.into_bytes()
}

/// The cells of a row that are its own.
#[derive(Default)]
struct ChangeCsvRow {
    kind: String,
    date: String,
    in_force: String,
    case: String,
    who: String,
    party: String,
    deed: String,
    text: String,
    instead: String,
    before: String,
    after: String,
    joined: String,
    left: String,
    note: String,
    sources: String,
}

impl ChangeCsvRow {
    fn from_entry(
        report: &ChangesReport<'_>,
        ChangeEntry { item, text: told, cites }: &ChangeEntry<'_>,
    ) -> Self {
        let ChangesReport { locale, register, footnotes: notes, .. } = report;
        let case = |at: usize| register.cases().get(at).map(|case| case.id.to_string());
        let count = |at: usize| register.totals().get(at).map(|total| total.count.to_string());
        let (kind, case, before, after) = match item.kind {
            ChangeKind::Claim { case: at, .. } => {
                let [before, after] = position_labels(*locale, told.position);
                ("changes.kind.claim", case(at), before, after)
            }
            ChangeKind::Return { case: at } => {
                ("changes.kind.return", case(at), String::new(), String::new())
            }
            ChangeKind::Total { total, before } => {
                let before = before.and_then(count).unwrap_or_default();
                ("changes.kind.total", None, before, count(total).unwrap_or_default())
            }
            ChangeKind::Event { .. } => ("changes.kind.event", None, String::new(), String::new()),
        };
        let party = told.party.map(|party| party_label(*locale, register, party));
        Self {
            kind: locale.t(kind).into_owned(),
            date: told.date.to_string(),
            in_force: item.day.to_string(),
            case: case.unwrap_or_default(),
            who: told.subject.clone(),
            party: party.unwrap_or_default(),
            deed: told.action.clone(),
            text: told.text.clone(),
            instead: told.replaced_claim.clone(),
            before,
            after,
            note: told.note.to_owned(),
            sources: format_sources_cell(*locale, notes, cites),
            ..Self::default()
        }
    }

    fn print(self, sheet: &mut CsvWriter, report: &ChangesReport<'_>) -> Result<(), ExportError> {
        let Self { kind, date, in_force, case, who, party, deed, text, .. } = self;
        let Self { instead, before, after, joined, left, note, sources, .. } = self;
        let [from, to] = [report.changes.from(), report.changes.to()].map(|day| day.to_string());
        let register = report.register.title().to_owned();
        sheet.write_row(&[
            kind, date, in_force, case, who, party, deed, text, instead, before, after, joined,
            left, note, sources, from, to, register,
        ])
    }
}

/// A position before and after, in words.
fn position_labels(locale: Locale, position: Option<[Position; 2]>) -> [String; 2] {
    let label = |account: Position| locale.t(&format!("position.{}", account.key())).into_owned();
    position.map(|positions| positions.map(label)).unwrap_or_default()
}
