//! The changes between two days as a flat table.
//!
//! There is one row per count, then one per change; the first column says which it is. The values
//! of the whole report (both days, the register) are repeated in each row, after the row's own
//! columns. Before and after are numbers for a count and for a total, positions for a claim.
//! Dates are as the register writes them (ISO 8601-2), and numbers are plain.

use crate::{
    Locale, Progress,
    analysis::{changes::item::ChangeKind, position::Position},
    describe::claims::party_label,
    export::{
        changes::report::{AnnouncedTotals, ChangeEntry, ChangesReport, CohortRow},
        document::FlatTable,
        format::csv::format_sources_cell,
    },
    model::Total,
};

/// The columns of a row, then those of the whole report.
const COLUMNS: [&str; 19] = [
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
    "history.reference.label",
];

/// Builds the flat table.
pub(super) fn changes_flat_table<'a>(
    report: &'a ChangesReport<'_>,
    progress: &'a Progress,
) -> FlatTable<'a> {
    let cohorts = report.cohorts.iter().map(|row| ChangeCsvRow::from_cohort(report, row));
    let totals = report.announced.iter().map(|row| ChangeCsvRow::from_announced(report, row));
    let changes = report.entries_with_progress(progress);
    let changes = changes.map(|entry| Ok(ChangeCsvRow::from_entry(report, entry?)));
    let rows = cohorts.chain(totals).map(Ok).chain(changes);
    FlatTable {
        headings: COLUMNS.map(|key| report.locale.t(key).into_owned()).into(),
        rows: Box::new(rows.map(|row| Ok(row?.into_cells(report)))),
    }
}

/// The cells of a row, without those of the whole report.
#[derive(Default)]
struct ChangeCsvRow {
    kind: String,
    date: String,
    in_force: String,
    case: String,
    who: String,
    party: String,
    action: String,
    text: String,
    replaced: String,
    before: String,
    after: String,
    joined: String,
    left: String,
    note: String,
    sources: String,
}

impl ChangeCsvRow {
    fn from_cohort(report: &ChangesReport<'_>, cohort: &CohortRow<'_>) -> Self {
        let [before, after] = cohort.counts.map(|count| count.to_string());
        let [joined, left] = [&cohort.joined, &cohort.left].map(|people| report.join_names(people));
        let kind = report.locale.t("changes.kind.count").into_owned();
        Self { kind, who: cohort.label.clone(), before, after, joined, left, ..Self::default() }
    }

    fn from_announced(report: &ChangesReport<'_>, announced: &AnnouncedTotals<'_>) -> Self {
        let cites = announced.totals.iter().flatten().flat_map(|(_, cites)| cites);
        let cites: Vec<_> = cites.copied().collect();
        let count = |total: &Option<(&Total, _)>| {
            total.as_ref().map(|(total, _)| total.count.to_string()).unwrap_or_default()
        };
        let [before, after] = announced.totals.each_ref().map(count);
        let sources = format_sources_cell(report.locale, report.footnotes.as_slice(), &cites);
        let kind = report.locale.t("changes.kind.count").into_owned();
        Self { kind, who: announced.label.clone(), before, after, sources, ..Self::default() }
    }

    fn from_entry(
        report: &ChangesReport<'_>,
        ChangeEntry { item, text: description, cites }: &ChangeEntry<'_>,
    ) -> Self {
        let ChangesReport { locale, register, footnotes, .. } = report;
        let case = |at: usize| register.cases().get(at).map(|case| case.id.to_string());
        let count = |at: usize| register.totals().get(at).map(|total| total.count.to_string());
        let (kind, case, before, after) = match item.kind {
            ChangeKind::Claim { case: at, .. } => {
                let [before, after] = position_labels(*locale, description.position);
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
        let party = description.party.map(|party| party_label(*locale, register, party));
        Self {
            kind: locale.t(kind).into_owned(),
            date: description.date.to_string(),
            in_force: item.day.to_string(),
            case: case.unwrap_or_default(),
            who: description.subject.clone(),
            party: party.unwrap_or_default(),
            action: description.action.clone(),
            text: description.text.clone(),
            replaced: description.replaced_claim.clone(),
            before,
            after,
            note: description.note.to_owned(),
            sources: format_sources_cell(*locale, footnotes.as_slice(), cites),
            ..Self::default()
        }
    }

    fn into_cells(self, report: &ChangesReport<'_>) -> Vec<String> {
        let Self { kind, date, in_force, case, who, party, action, text, .. } = self;
        let Self { replaced, before, after, joined, left, note, sources, .. } = self;
        let [from, to] = [report.changes.from(), report.changes.to()].map(|day| day.to_string());
        let register = report.register.title().to_owned();
        let history = report.history.describe(report.locale);
        vec![
            kind, date, in_force, case, who, party, action, text, replaced, before, after, joined,
            left, note, sources, from, to, register, history,
        ]
    }
}

/// Returns the names of the positions before and after; empty without positions.
fn position_labels(locale: Locale, position: Option<[Position; 2]>) -> [String; 2] {
    let label = |account: Position| locale.t(&format!("position.{}", account.key())).into_owned();
    position.map(|positions| positions.map(label)).unwrap_or_default()
}
