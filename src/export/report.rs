//! Reports in their formats: what a report provides, and the writer of each format.

use std::io::Write;

use serde::Serialize;

use crate::{
    Progress,
    export::{
        csv_separator::CsvSeparator,
        document::{Document, FlatTable},
        error::ExportError,
        format::{csv, html, json, markdown},
        visible_writer::VisibleWriter,
        warnings::ExportWarnings,
    },
};

/// A format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportFormat {
    /// Markdown (GitHub's, for its tables), also readable as plain text.
    #[default]
    Markdown,
    /// One self-contained HTML file, for a browser and for paper.
    Html,
    /// One row per case or change, for a spreadsheet (RFC 4180).
    Csv(CsvSeparator),
    /// Data for programs (RFC 8259).
    Json,
}

impl ReportFormat {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 4] =
        [Self::Markdown, Self::Html, Self::Csv(CsvSeparator::Comma), Self::Json];

    /// Returns the name on the command line, which is also the locale key in the window.
    pub fn key(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv(_) => "csv",
            Self::Json => "json",
        }
    }

    /// Returns the file extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Csv(_) => "csv",
            Self::Json => "json",
        }
    }
}

/// A kind of export that the window offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// A summary as of a day.
    Summary,
    /// The changes between two days.
    Changes,
    /// A chart.
    Figure,
}

/// A report, which is written in any [`ReportFormat`]. Rows are made while they are written, and
/// each is reported to the progress.
pub(super) trait Report {
    /// Builds the document, for the formats that are read.
    fn document<'s>(&'s self, progress: &'s Progress) -> Document<'s>;

    /// Builds the flat table, for the formats that have rows alone.
    fn flat_table<'s>(&'s self, progress: &'s Progress) -> FlatTable<'s>;

    /// Builds the value for programs. Its keys are an interface.
    fn json<'s>(&'s self, progress: &'s Progress) -> impl Serialize + 's;
}

/// Writes a report in a format while it is made. In the formats that are read, a character that
/// controls a terminal, or changes how the text behind it is read, is shown by its code point.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub(super) fn write_report(
    format: ReportFormat,
    report: &impl Report,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<ExportWarnings, ExportError> {
    let mut visible = VisibleWriter::new(&mut *out);
    match format {
        ReportFormat::Markdown => {
            markdown::write_document(report.document(progress), &mut visible)?;
            visible.flush()?;
        }
        ReportFormat::Html => {
            html::write_document(report.document(progress), &mut visible)?;
            visible.flush()?;
        }
        ReportFormat::Csv(separator) => {
            return csv::write_flat_table(report.flat_table(progress), separator, out);
        }
        ReportFormat::Json => json::write_value(&report.json(progress), progress, out)?,
    }
    Ok(ExportWarnings::default())
}
