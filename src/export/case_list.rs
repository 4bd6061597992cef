//! Case list: the rows of the case table, for a terminal, a spreadsheet, the clipboard or a
//! program.

use std::io::Write;

use serde::Serialize;

use crate::{
    Progress,
    analysis::query::Column,
    describe::labels::{cell_text, column_label},
    export::{
        csv_separator::CsvSeparator,
        document::{FlatTable, Rows},
        error::ExportError,
        format::{
            csv,
            json::{self, AsRecordedJson, CaseJson, HistoryReferenceJson, LazyList},
            text,
        },
        report_input::ReportInput,
        warnings::ExportWarnings,
    },
};

/// A format of a case list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    /// Aligned columns, dates in words.
    #[default]
    Table,
    /// Rows for a spreadsheet, with the id and the day first; dates as the register writes them.
    Csv(CsvSeparator),
    /// Data for programs: the day, the filters, the line of the history, and the cases as in the
    /// JSON summary.
    Json,
}

impl ListFormat {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Table, Self::Csv(CsvSeparator::Comma), Self::Json];

    /// Returns the name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Csv(_) => "csv",
            Self::Json => "json",
        }
    }
}

/// Writes a case list. Reports each case once to the progress.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub fn export_list(
    format: ListFormat,
    input: &ReportInput<'_>,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<ExportWarnings, ExportError> {
    match format {
        ListFormat::Table => export_table(input, None, progress, out)?,
        ListFormat::Csv(separator) => {
            return csv::write_flat_table(dated_flat_table(input, progress), separator, out);
        }
        ListFormat::Json => json::write_value(&list_json(input, progress), progress, out)?,
    }
    Ok(ExportWarnings::default())
}

/// Writes a case list in aligned columns, which are cut off where lines would be longer than
/// `max_width` columns of a terminal.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub fn export_table(
    input: &ReportInput<'_>,
    max_width: Option<usize>,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let table = FlatTable { headings: column_headings(input), rows: rows(input, progress) };
    text::write_columns(table, max_width, out)
}

/// Writes a case list for the clipboard: a line per case, tabs between cells, no headings.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub fn export_tsv(
    input: &ReportInput<'_>,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    text::write_spreadsheet_rows(rows(input, progress), out)
}

/// Returns the rows of the case table, as they are shown.
fn rows<'a>(input: &'a ReportInput<'_>, progress: &'a Progress) -> Rows<'a, Vec<String>> {
    let ReportInput { register, locale, .. } = *input;
    let count = input.case_count();
    Box::new(input.cases().enumerate().map(move |(done, (case, state))| {
        progress.report(done, count)?;
        Ok(Column::ALL.map(|column| cell_text(locale, register, case, state, column)).into())
    }))
}

/// Builds the flat table of the case table, with the ids and the day before it, and the line of the
/// history after it.
fn dated_flat_table<'a>(input: &'a ReportInput<'_>, progress: &'a Progress) -> FlatTable<'a> {
    let recorded = input.as_recorded.map(|recorded| recorded.day.to_string());
    let first = ["export.column.case", "export.column.as_of"].into_iter();
    let first = first.chain(recorded.as_ref().map(|_| "export.column.as_recorded"));
    let heading = |key: &str| input.locale.t(key).into_owned();
    let headings = first.map(heading).chain(column_headings(input));
    let headings = headings.chain([heading("history.reference.label")]);
    let history = input.history.describe(input.locale);
    let taken = Column::ALL.iter().position(|column| *column == Column::Taken);
    let dated_rows = input.cases().zip(rows(input, progress)).map(move |((case, _), cells)| {
        let mut cells = cells?;
        if let (Some(cell), Some(on)) = (taken.and_then(|at| cells.get_mut(at)), &case.taken.on) {
            *cell = on.to_string();
        }
        let first = [case.id.to_string(), input.reconciliation.as_of.to_string()];
        cells.push(history.clone());
        Ok(first.into_iter().chain(recorded.clone()).chain(cells).collect())
    });
    FlatTable { headings: headings.collect(), rows: Box::new(dated_rows) }
}

fn list_json<'a>(input: &'a ReportInput<'_>, progress: &'a Progress) -> impl Serialize + 'a {
    #[derive(Serialize)]
    struct ListJson<'a, C> {
        as_of: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        as_recorded: Option<AsRecordedJson>,
        asked: Option<&'a str>,
        history: HistoryReferenceJson,
        cases: C,
    }
    let (parties, count) = (input.register.compared_parties(), input.case_count());
    ListJson {
        as_of: input.reconciliation.as_of.to_string(),
        as_recorded: input.as_recorded.map(AsRecordedJson::from),
        asked: input.filter_text(),
        history: input.history.into(),
        cases: LazyList(move || {
            input.cases().enumerate().map(move |(done, (case, state))| {
                progress.report(done, count)?;
                Ok(CaseJson::new(case, state, parties, input.locale))
            })
        }),
    }
}

fn column_headings(input: &ReportInput<'_>) -> Vec<String> {
    Column::ALL.map(|column| column_label(input.locale, input.register, column)).into()
}
