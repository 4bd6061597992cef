//! The rows of the table, to read in a terminal, to paste into a spreadsheet, or for a program.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::{
    Locale, Progress,
    analysis::{position::CaseState, query::Column},
    describe::labels::{cell_text, column_label},
    export::{
        ExportError, ReportInput, Scope,
        summary::{
            csv::CsvWriter,
            json::{AsRecordedJson, CaseJson, to_pretty_bytes},
        },
    },
    model::Case,
    register::Register,
};

/// A format of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// Aligned columns, dates in words.
    #[default]
    Table,
    /// For a spreadsheet: as the CSV summary, with the id and the day first.
    Csv,
    /// For programs: the day, what was asked, and the cases as in the JSON summary.
    Json,
}

impl ListFormat {
    /// Every format, in the order it is offered.
    pub const ALL: [Self; 3] = [Self::Table, Self::Csv, Self::Json];

    /// Its name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// Lists cases. Reports each case as it is printed.
///
/// # Errors
/// When it was cancelled, or when a writer failed.
pub fn export_list(
    format: ListFormat,
    input: &ReportInput<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    match format {
        ListFormat::Table => print_table(input, progress),
        ListFormat::Csv => print_csv(input, progress),
        ListFormat::Json => print_json(input, progress),
    }
}

/// The rows as they are pasted into a text or a spreadsheet: a line per case, tabs between cells.
///
/// # Errors
/// When it was cancelled.
pub fn to_tsv(input: &ReportInput<'_>, progress: &Progress) -> Result<String, ExportError> {
    let ReportInput { register, locale, .. } = *input;
    let mut out = String::new();
    for listed in listed_cases(input, progress) {
        let (case, state) = listed?;
        let cells = Column::ALL.map(|column| {
            let cell = cell_text(locale, register, case, state, column);
            cell.replace(char::is_control, " ")
        });
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    Ok(out)
}

fn print_table(input: &ReportInput<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let ReportInput { register, locale, .. } = *input;
    let mut lines = vec![column_headings(register, locale)];
    for listed in listed_cases(input, progress) {
        let (case, state) = listed?;
        lines.push(Column::ALL.map(|column| cell_text(locale, register, case, state, column)));
    }
    // A line of the table is a line of the terminal, whatever a cell holds.
    for cell in lines.iter_mut().flatten() {
        *cell = cell.replace(char::is_control, " ");
    }
    let mut widths = [0; Column::ALL.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.width().max(*width);
        }
    }
    let mut out = String::new();
    for line in &lines {
        let start = out.len();
        for (cell, width) in line.iter().zip(widths) {
            out.push_str(cell);
            out.extend(std::iter::repeat_n(' ', width + 2 - cell.width()));
        }
        out.truncate(start + out[start..].trim_end().len());
        out.push('\n');
    }
    Ok(out.into_bytes())
}

fn print_csv(input: &ReportInput<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let ReportInput { register, locale, reconciliation, .. } = *input;
    let mut sheet = CsvWriter::new();
    let mut first = vec!["export.column.case", "export.column.as_of"];
    let recorded = input.as_recorded.map(|recorded| recorded.day.to_string());
    first.extend(recorded.as_ref().map(|_| "export.column.as_recorded"));
    let first: Vec<String> = first.into_iter().map(|key| locale.t(key).into_owned()).collect();
    sheet.write_row(&[&first[..], &column_headings(register, locale)].concat())?;
    for listed in listed_cases(input, progress) {
        let (case, state) = listed?;
        let cells = Column::ALL.map(|column| match (column, &case.taken.on) {
            (Column::Taken, Some(on)) => on.to_string(),
            _ => cell_text(locale, register, case, state, column),
        });
        let mut first = vec![case.id.to_string(), reconciliation.as_of.to_string()];
        first.extend(recorded.clone());
        sheet.write_row(&[&first[..], &cells].concat())?;
    }
    sheet.into_bytes()
}

fn print_json(input: &ReportInput<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    #[derive(Serialize)]
    struct ListJson<'a> {
        as_of: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        as_recorded: Option<AsRecordedJson>,
        asked: Option<&'a str>,
        cases: Vec<CaseJson<'a>>,
    }
    let asked = match input.scope {
        Scope::Whole => None,
        Scope::Filtered { filter_text: asked, .. } => Some(asked),
    };
    let pair = input.register.compared_parties();
    let entry = |(case, state)| CaseJson::from_case(case, state, pair, input.locale);
    let cases = listed_cases(input, progress).map(|listed| listed.map(entry));
    let cases = cases.collect::<Result<_, ExportError>>()?;
    let as_of = input.reconciliation.as_of.to_string();
    let as_recorded = input.as_recorded.map(AsRecordedJson::from);
    to_pretty_bytes(&ListJson { as_of, as_recorded, asked, cases })
}

/// The cases listed, each reported.
fn listed_cases<'a>(
    input: &ReportInput<'a>,
    progress: &Progress,
) -> impl Iterator<Item = Result<(&'a Case, CaseState), ExportError>> {
    let ReportInput { register, case_states: states, scope, .. } = *input;
    let places: Vec<usize> = match scope {
        Scope::Whole => (0..register.cases().len()).collect(),
        Scope::Filtered { rows, .. } => rows.iter().map(|at| *at as usize).collect(),
    };
    let len = places.len();
    places.into_iter().enumerate().filter_map(move |(done, at)| {
        let (case, state) = (register.cases().get(at)?, states.get(at)?);
        let reported = progress.report(done, len);
        Some(reported.map(|()| (case.as_ref(), *state)).map_err(ExportError::from))
    })
}

fn column_headings(register: &Register, locale: Locale) -> [String; Column::ALL.len()] {
    Column::ALL.map(|column| column_label(locale, register, column))
}
