//! Report of the differences between two versions of a register.

pub mod report;
mod json;

use std::io::Write;

use crate::{
    Progress,
    export::{
        diff::report::{DiffInput, DiffReport},
        document::{Document, FlatTable},
        error::ExportError,
        format::text,
        report::{Report, ReportFormat, write_report},
        warnings::ExportWarnings,
    },
};

/// A format of a difference report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffFormat {
    /// One difference per line, for a terminal.
    #[default]
    Text,
    /// Markdown, with a heading for each record.
    Markdown,
    /// One self-contained HTML file.
    Html,
    /// Data for programs (RFC 8259).
    Json,
}

impl DiffFormat {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Text, Self::Markdown, Self::Html, Self::Json];

    /// Returns the name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Json => "json",
        }
    }
}

/// Writes the differences between two versions. Reports each difference once to the progress.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub fn export_diff(
    format: DiffFormat,
    input: &DiffInput<'_>,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<ExportWarnings, ExportError> {
    let report = DiffReport::new(input, progress)?;
    let format = match format {
        DiffFormat::Text => {
            text::write_lines(report.flat_table(progress).rows, out)?;
            return Ok(ExportWarnings::default());
        }
        DiffFormat::Markdown => ReportFormat::Markdown,
        DiffFormat::Html => ReportFormat::Html,
        DiffFormat::Json => ReportFormat::Json,
    };
    write_report(format, &report, progress, out)
}

impl Report for DiffReport<'_> {
    fn document<'s>(&'s self, _: &'s Progress) -> Document<'s> {
        self.to_document()
    }

    fn flat_table<'s>(&'s self, _: &'s Progress) -> FlatTable<'s> {
        self.to_flat_table()
    }

    fn json<'s>(&'s self, _: &'s Progress) -> impl serde::Serialize + 's {
        json::diff_json(self)
    }
}
