//! Summary report: the counts of both parties as of a day, their difference, and the cases.

mod case_entries;
mod document;
mod figures;
mod json;
mod report;
mod flat_table;

use std::io::Write;

use serde::Serialize;

use crate::{
    Progress,
    export::{
        document::{Document, FlatTable},
        error::ExportError,
        report::{Report, ReportFormat, write_report},
        report_input::ReportInput,
        summary::report::Summary,
        warnings::ExportWarnings,
    },
};

/// Writes a summary. Reports each case twice to the progress: when its sources are numbered and
/// when it is written.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub fn export_summary(
    format: ReportFormat,
    input: &ReportInput<'_>,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<ExportWarnings, ExportError> {
    write_report(format, &Summary::new(input, progress)?, progress, out)
}

impl Report for Summary<'_> {
    fn document<'s>(&'s self, progress: &'s Progress) -> Document<'s> {
        document::summary_document(self, progress)
    }

    fn flat_table<'s>(&'s self, progress: &'s Progress) -> FlatTable<'s> {
        flat_table::summary_flat_table(self, progress)
    }

    fn json<'s>(&'s self, progress: &'s Progress) -> impl Serialize + 's {
        json::summary_json(self, progress)
    }
}
