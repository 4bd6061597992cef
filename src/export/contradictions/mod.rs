//! Report of the contradictions within a party's claims and between the two parties.

pub(super) mod json;
mod report;
pub(super) mod section;

use std::io::Write;

use serde::Serialize;

use crate::{
    Progress,
    export::{
        contradictions::report::ContradictionsReport,
        document::{Document, FlatTable},
        error::ExportError,
        report::{Report, ReportFormat, write_report},
        report_input::ReportInput,
        warnings::ExportWarnings,
    },
};

/// Writes the contradictions of the cases in the scope. Reports each case once to the
/// progress, when its contradictions are counted.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub fn export_contradictions(
    format: ReportFormat,
    input: &ReportInput<'_>,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<ExportWarnings, ExportError> {
    write_report(format, &ContradictionsReport::new(input, progress)?, progress, out)
}

impl Report for ContradictionsReport<'_> {
    fn document<'s>(&'s self, progress: &'s Progress) -> Document<'s> {
        self.to_document(progress)
    }

    fn flat_table<'s>(&'s self, progress: &'s Progress) -> FlatTable<'s> {
        self.to_flat_table(progress)
    }

    fn json<'s>(&'s self, progress: &'s Progress) -> impl Serialize + 's {
        json::contradictions_json(self, progress)
    }
}
