//! The summary as a flat table.
//!
//! There is one row per case and nothing beside the rows, so that a program reads the file without
//! knowing it: the values of the whole summary (day, counts, totals, difference, scope) are
//! repeated in each row, after the columns of the case. The columns stand in the same order in
//! each language. Dates are as the register writes them (ISO 8601-2), and numbers are plain.

use crate::{
    Progress,
    analysis::position::{CaseState, Position},
    describe::claims::describe_statement,
    export::{
        case_section::{CaseSection, CitedClaim},
        contradictions::section::CitedContradiction,
        document::FlatTable,
        footnotes::{FootnoteRef, FootnoteReferences, format_footnote_refs},
        format::csv::{ENTRY_SEPARATOR, format_sources_cell},
        summary::report::{PartySide, Summary},
    },
};

/// The most names that are repeated in each row: with more, the file would grow with the square of
/// the number of cases. Each row has a column for the lists that its case is on.
const MAX_NAMES_PER_CELL: usize = 20;

/// The columns of a case; then, for each party, of its position; then of further claims.
const CASE_COLUMNS: [&str; 12] = [
    "export.column.case",
    "export.column.latin_name",
    "export.column.native_name",
    "export.column.reading",
    "export.column.abduction_date",
    "export.column.age",
    "export.column.place",
    "export.column.prefecture",
    "export.column.incident",
    "export.column.status",
    "export.column.return_date",
    "export.column.list",
];
const POSITION_COLUMNS: [&str; 4] = [
    "export.column.position",
    "export.column.claims",
    "export.column.claim_dates",
    "export.column.claim_sources",
];
const OTHER_COLUMNS: [&str; 2] = ["export.column.other_claims", "export.column.fact_sources"];

/// The columns of the contradictions, where the input asks for them.
const CONTRADICTION_COLUMNS: [&str; 2] = ["contradictions.title", "contradictions.sources"];

/// The columns of each party's counts.
const TOTAL_COLUMNS: [&str; 5] = [
    "export.column.party_counted",
    "export.column.party_announced",
    "export.column.party_announced_on",
    "export.column.party_agreement",
    "export.column.party_announced_sources",
];

/// Builds the flat table.
pub(super) fn summary_flat_table<'a>(
    summary: &'a Summary<'_>,
    progress: &'a Progress,
) -> FlatTable<'a> {
    let of_all = summary_cells(summary);
    let list = summary.contradictions.as_ref();
    let mut references = list.map(|list| list.references(&summary.footnotes));
    let rows = summary.cases_with_progress(progress).map(move |section| {
        let section = section?;
        let mut cells = case_cells(summary, &section);
        if let Some(references) = &mut references {
            cells.extend(contradiction_cells(summary, &section, references));
        }
        cells.extend(of_all.iter().cloned());
        Ok(cells)
    });
    let headings = case_headings(summary).into_iter().chain(summary_headings(summary));
    FlatTable { headings: headings.collect(), rows: Box::new(rows) }
}

fn case_headings(summary: &Summary<'_>) -> Vec<String> {
    let locale = summary.input.locale;
    let mut headings: Vec<_> = CASE_COLUMNS.map(|key| locale.t(key).into_owned()).into();
    for side in &summary.sides {
        headings.extend(POSITION_COLUMNS.map(|key| locale.t_with(key, &[("party", &side.name)])));
    }
    headings.extend(OTHER_COLUMNS.map(|key| locale.t(key).into_owned()));
    if summary.contradictions.is_some() {
        headings.extend(CONTRADICTION_COLUMNS.map(|key| locale.t(key).into_owned()));
    }
    headings
}

fn case_cells(summary: &Summary<'_>, section: &CaseSection<'_>) -> Vec<String> {
    let locale = summary.input.locale;
    let case = section.case;
    let returned = section.returned.as_ref().map(|(on, _)| on.to_string());
    let mut cells = vec![
        case.id.to_string(),
        case.name.latin(),
        case.name.native.clone(),
        case.name.reading.clone(),
        case.taken.on.as_ref().map(ToString::to_string).unwrap_or_default(),
        case.taken.age.map(|age| age.to_string()).unwrap_or_default(),
        case.taken.place.clone(),
        case.taken.prefecture.clone(),
        section.incident_label(locale, summary.input.register),
        locale.t(&format!("status.{}", section.state.status.key())).into_owned(),
        returned.unwrap_or_default(),
        list_label(summary, section.state),
    ];
    for (side, cited) in section.positions.iter().enumerate() {
        cells.push(section.position_label(locale, side));
        match cited {
            Some(CitedClaim { claim, cites }) => cells.extend([
                describe_statement(locale, &claim.says),
                claim.on.to_string(),
                format_sources_cell(locale, summary.footnotes.as_slice(), cites),
            ]),
            None => cells.extend([const { String::new() }; 3]),
        }
    }
    let further = section.other_claims.iter().map(|cited| {
        let by = cited.party_label(locale, summary.input.register);
        let text =
            locale.t_with("export.cell", &[("label", &by), ("text", &cited.describe(locale))]);
        format!("{text} {}", format_footnote_refs(&cited.cites)).trim_end().to_owned()
    });
    cells.push(further.collect::<Vec<_>>().join(ENTRY_SEPARATOR));
    let facts = section.facts.iter().chain(section.returned.iter().flat_map(|(_, cites)| cites));
    let facts = facts.chain(section.variants.iter().flat_map(|(_, cites)| cites));
    let further = section.other_claims.iter().flat_map(|cited| &cited.cites);
    let facts: Vec<_> = facts.chain(further).copied().collect();
    cells.push(format_sources_cell(locale, summary.footnotes.as_slice(), &facts));
    cells
}

fn contradiction_cells(
    summary: &Summary<'_>,
    section: &CaseSection<'_>,
    references: &mut FootnoteReferences<'_, '_>,
) -> [String; 2] {
    let found = CitedContradiction::of_case(summary.input, section.case, references);
    let texts: Vec<_> = found.iter().map(CitedContradiction::text_with_footnote_refs).collect();
    let cites: Vec<_> = found.iter().flat_map(CitedContradiction::cites).copied().collect();
    let footnotes = summary.footnotes.as_slice();
    let sources = format_sources_cell(summary.input.locale, footnotes, &cites);
    [texts.join(ENTRY_SEPARATOR), sources]
}

fn summary_headings(summary: &Summary<'_>) -> Vec<String> {
    let locale = summary.input.locale;
    let plain = |key: &str| locale.t(key).into_owned();
    let mut headings = vec![plain("export.column.as_of")];
    headings.extend(summary.input.as_recorded.map(|_| plain("export.column.as_recorded")));
    for side in &summary.sides {
        headings.extend(TOTAL_COLUMNS.map(|key| locale.t_with(key, &[("party", &side.name)])));
    }
    headings.push(plain("export.column.difference"));
    for side in &summary.sides {
        headings.push(locale.t_with("export.column.only_party", &[("party", &side.name)]));
    }
    headings.extend(summary.status_counts().map(|(status, _)| {
        let status = locale.t(&format!("status.{}", status.key()));
        locale.t_with("export.column.status_people", &[("status", &status)])
    }));
    let last = ["export.column.scope", "export.column.register", "history.reference.label"];
    headings.extend(last.map(plain));
    headings
}

fn summary_cells(summary: &Summary<'_>) -> Vec<String> {
    let locale = summary.input.locale;
    let mut cells = vec![summary.input.reconciliation.as_of.to_string()];
    cells.extend(summary.input.as_recorded.map(|recorded| recorded.day.to_string()));
    for side in &summary.sides {
        let (count, on, cites): (_, _, &[FootnoteRef]) = match &side.announced {
            Some((total, cites)) => (total.count.to_string(), total.on.to_string(), cites),
            None => (String::new(), String::new(), &[]),
        };
        let agreement = side.describe_agreement(locale);
        let cited = format_sources_cell(locale, summary.footnotes.as_slice(), cites);
        cells.extend([side.counted.to_string(), count, on, agreement, cited]);
    }
    let [first, second] = &summary.sides;
    cells.push(first.counted.abs_diff(second.counted).to_string());
    cells.extend([first, second].map(|side| only_names_cell(summary, side)));
    cells.extend(summary.status_counts().map(|(_, n)| n.to_string()));
    let title = summary.input.register.title().to_owned();
    cells.extend([summary.describe_scope(), title, summary.input.history.describe(locale)]);
    cells
}

/// Lists the people that only this party lists, by name; only their number where they are many.
fn only_names_cell(summary: &Summary<'_>, side: &PartySide<'_>) -> String {
    let locale = summary.input.locale;
    if side.only.is_empty() {
        return locale.t("export.difference.nobody").into_owned();
    }
    if side.only.len() > MAX_NAMES_PER_CELL {
        let n = locale.format_number(side.only.len());
        return locale.t_with("export.list.many", &[("n", &n)]);
    }
    let cases = summary.input.register.cases();
    let name = |index: &usize| Some(cases.get(*index)?.name.display_name(locale.code()));
    locale.join_list(side.only.iter().filter_map(name))
}

/// Returns which lists a case is on.
fn list_label(summary: &Summary<'_>, state: CaseState) -> String {
    let locale = summary.input.locale;
    match state.positions.map(Position::counts_as_abducted) {
        [true, true] => locale.t("export.list.both").into_owned(),
        [false, false] => locale.t("export.list.neither").into_owned(),
        [first, _] => {
            let side = &summary.sides[usize::from(!first)];
            locale.t_with("export.list.one", &[("party", &side.name)])
        }
    }
}
