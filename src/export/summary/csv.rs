//! Rows for a spreadsheet: RFC 4180 (comma, CRLF), UTF-8 with a byte order mark, by which
//! spreadsheets know the encoding.
//!
//! There is one row per case and nothing beside the rows, so that a machine reads the file
//! without knowing it: what holds for the whole summary (day, counts, totals, difference, scope)
//! is repeated on each row, after the columns of the case. The columns stand in the same order
//! in each language. Dates are the register's own (ISO 8601-2), the as-of day too, and numbers
//! are plain.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};

use crate::{
    Locale, Progress,
    analysis::position::{CaseState, Position},
    describe::claims::describe_statement,
    export::{
        ExportError,
        case_section::{CaseSection, CitedClaim},
        contradictions::CitedContradiction,
        footnotes::{Footnote, FootnoteRef, format_footnote_refs},
        summary::{PartySide, Summary},
    },
};

/// How many names are repeated on each row; with more, the file would grow with the square of the
/// cases, and each row says of itself on whose list it is.
const MAX_NAMES_PER_CELL: usize = 20;

/// What stands between two entries of one cell.
const SEPARATOR: &str = " | ";

/// The columns of a case; then, for each side, of its position; then of what else was said.
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

/// The columns of what contradicts what, where that is wanted.
const CONTRADICTION_COLUMNS: [&str; 2] = ["contradictions.title", "contradictions.sources"];

/// The columns of each side's figures.
const TOTAL_COLUMNS: [&str; 5] = [
    "export.column.party_counted",
    "export.column.party_announced",
    "export.column.party_announced_on",
    "export.column.party_agreement",
    "export.column.party_announced_sources",
];

/// Prints a summary.
pub(crate) fn print(summary: &Summary<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let mut sheet = CsvWriter::new();
    let mut headings = case_headings(summary);
    headings.extend(summary_headings(summary));
    sheet.write_row(&headings)?;
    let same = summary_cells(summary);
    for row in summary.cases_with_progress(progress) {
        let mut cells = case_cells(summary, row?);
        cells.extend(same.iter().cloned());
        sheet.write_row(&cells)?;
    }
    sheet.into_bytes()
}

/// A CSV file in the making.
pub(crate) struct CsvWriter(::csv::Writer<Vec<u8>>);

impl CsvWriter {
    /// A file that holds only its byte order mark.
    pub fn new() -> Self {
        let mut builder = WriterBuilder::new();
        builder.terminator(Terminator::CRLF);
        Self(builder.from_writer("\u{FEFF}".into()))
    }

    /// Adds a row of cells, each made harmless.
    pub fn write_row(&mut self, cells: &[String]) -> Result<(), ExportError> {
        for cell in cells {
            self.0.write_field(escape_formula(cell).as_bytes())?;
        }
        // Ends the row.
        Ok(self.0.write_record(None::<&[u8]>)?)
    }

    /// The whole file.
    pub fn into_bytes(self) -> Result<Vec<u8>, ExportError> {
        self.0.into_inner().map_err(|error| ::csv::Error::from(error.into_error()).into())
    }
}

/// A cell that no spreadsheet runs as a formula: a text that begins like one, also after blanks
/// and in full-width signs, gets an apostrophe in front; plain numbers stay as they are.
///
/// Source: OWASP, "CSV Injection".
fn escape_formula(cell: &str) -> Cow<'_, str> {
    let begins = cell.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let is_formula = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let is_tricky = cell.starts_with(['\t', '\r', '\n']);
    if (is_formula || is_tricky) && !is_number(cell) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn is_number(cell: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    cell.chars().all(plain) && cell.parse::<f64>().is_ok()
}

fn case_headings(summary: &Summary<'_>) -> Vec<String> {
    let locale = summary.locale;
    let mut headings: Vec<_> = CASE_COLUMNS.map(|key| locale.t(key).into_owned()).into();
    for side in &summary.sides {
        headings.extend(POSITION_COLUMNS.map(|key| locale.t_with(key, &[("party", &side.name)])));
    }
    headings.extend(OTHER_COLUMNS.map(|key| locale.t(key).into_owned()));
    if summary.with_contradictions {
        headings.extend(CONTRADICTION_COLUMNS.map(|key| locale.t(key).into_owned()));
    }
    headings
}

fn case_cells(summary: &Summary<'_>, row: &CaseSection<'_>) -> Vec<String> {
    let locale = summary.locale;
    let case = row.case;
    let returned = row.returned.as_ref().map(|(on, _)| on.to_string());
    let mut cells = vec![
        case.id.to_string(),
        case.name.latin(),
        case.name.native.clone(),
        case.name.reading.clone(),
        case.taken.on.as_ref().map(ToString::to_string).unwrap_or_default(),
        case.taken.age.map(|age| age.to_string()).unwrap_or_default(),
        case.taken.place.clone(),
        case.taken.prefecture.clone(),
        row.incident_label(locale, summary.register),
        locale.t(&format!("status.{}", row.state.status.key())).into_owned(),
        returned.unwrap_or_default(),
        list_label(summary, row.state),
    ];
    for (side, said) in row.positions.iter().enumerate() {
        cells.push(row.position_label(locale, side));
        match said {
            Some(CitedClaim { claim, cites }) => cells.extend([
                describe_statement(locale, &claim.says),
                claim.on.to_string(),
                format_sources_cell(locale, &summary.footnotes, cites),
            ]),
            None => cells.extend([const { String::new() }; 3]),
        }
    }
    let further = row.other_claims.iter().map(|said| {
        let by = said.party_label(locale, summary.register);
        let text =
            locale.t_with("export.cell", &[("label", &by), ("text", &said.describe(locale))]);
        format!("{text} {}", format_footnote_refs(&said.cites)).trim_end().to_owned()
    });
    cells.push(further.collect::<Vec<_>>().join(SEPARATOR));
    let facts = row.facts.iter().chain(row.returned.iter().flat_map(|(_, cites)| cites));
    let facts = facts.chain(row.variants.iter().flat_map(|(_, cites)| cites));
    let further = row.other_claims.iter().flat_map(|said| &said.cites);
    let facts: Vec<_> = facts.chain(further).copied().collect();
    cells.push(format_sources_cell(locale, &summary.footnotes, &facts));
    if summary.with_contradictions {
        let texts: Vec<_> =
            row.contradictions.iter().map(CitedContradiction::text_with_footnote_refs).collect();
        let cites: Vec<_> =
            row.contradictions.iter().flat_map(CitedContradiction::cites).copied().collect();
        cells.extend([
            texts.join(SEPARATOR),
            format_sources_cell(locale, &summary.footnotes, &cites),
        ]);
    }
    cells
}

fn summary_headings(summary: &Summary<'_>) -> Vec<String> {
    let locale = summary.locale;
    let plain = |key: &str| locale.t(key).into_owned();
    let mut headings = vec![plain("export.column.as_of")];
    headings.extend(summary.as_recorded.map(|_| plain("export.column.as_recorded")));
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
    headings.extend(["export.column.scope", "export.column.register"].map(plain));
    headings
}

fn summary_cells(summary: &Summary<'_>) -> Vec<String> {
    let locale = summary.locale;
    let mut cells = vec![summary.as_of.to_string()];
    cells.extend(summary.as_recorded.map(|recorded| recorded.day.to_string()));
    for side in &summary.sides {
        let (count, on, cites): (_, _, &[FootnoteRef]) = match &side.announced {
            Some((total, cites)) => (total.count.to_string(), total.on.to_string(), cites),
            None => (String::new(), String::new(), &[]),
        };
        let agreement = side.describe_agreement(locale);
        let cited = format_sources_cell(locale, &summary.footnotes, cites);
        cells.extend([side.counted.to_string(), count, on, agreement, cited]);
    }
    let [first, second] = &summary.sides;
    cells.push(first.counted.abs_diff(second.counted).to_string());
    cells.extend([first, second].map(|side| only_names_cell(summary, side)));
    cells.extend(summary.status_counts().map(|(_, n)| n.to_string()));
    cells.extend([summary.describe_scope(), summary.register.title().to_owned()]);
    cells
}

/// The people that only this side counts, by name; only their number where they are many.
fn only_names_cell(summary: &Summary<'_>, side: &PartySide<'_>) -> String {
    let locale = summary.locale;
    if side.only.len() <= MAX_NAMES_PER_CELL {
        return side.only_names(locale);
    }
    locale.t_with("export.list.many", &[("n", &locale.format_number(side.only.len()))])
}

/// On whose list a case is.
fn list_label(summary: &Summary<'_>, state: CaseState) -> String {
    let locale = summary.locale;
    match state.positions.map(Position::counts_as_abducted) {
        [true, true] => locale.t("export.list.both").into_owned(),
        [false, false] => locale.t("export.list.neither").into_owned(),
        [first, _] => {
            let side = &summary.sides[usize::from(!first)];
            locale.t_with("export.list.one", &[("party", &side.name)])
        }
    }
}

/// The notes that are referred to, each once, in full and with its number.
pub(crate) fn format_sources_cell(
    locale: Locale,
    notes: &[Footnote<'_>],
    cites: &[FootnoteRef],
) -> String {
    let mut numbers: Vec<_> = cites.iter().map(|cite| cite.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let note = |number: usize| notes.get(number - 1).map(|note| (number, note));
    let notes = numbers.into_iter().filter_map(note);
    let texts: Vec<_> =
        notes.map(|(number, note)| format!("[{number}] {}", note.describe(locale))).collect();
    texts.join(SEPARATOR)
}

#[cfg(test)]
mod tests {
    use super::escape_formula;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_harmless() {
        for cell in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n1",
            " =1",
            "＝1",
            "＋cmd",
            "－1",
            "＠x",
            "\u{FEFF}=1",
            "\u{200B}@x",
            "-",
            "+inf",
            "-1,5",
            "-e5",
        ] {
            assert_eq!(escape_formula(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for cell in ["", "-5", "+3.2", "17", "-1e5", "-.5", "1978-06~", "a=b", "横田 めぐみ", "[1]"]
        {
            assert_eq!(escape_formula(cell), cell);
        }
    }
}
