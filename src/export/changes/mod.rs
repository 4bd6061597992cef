//! Report of the changes between two days.

mod document;
mod json;
pub mod report;
mod flat_table;

use std::io::Write;

use serde::Serialize;

use crate::{
    Progress,
    export::{
        changes::report::{ChangesInput, ChangesReport},
        document::{Document, FlatTable},
        error::ExportError,
        report::{Report, ReportFormat, write_report},
        warnings::ExportWarnings,
    },
};

/// Writes the changes between two days. Reports each change twice to the progress: when it is
/// described and when it is written.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub fn export_changes(
    format: ReportFormat,
    input: &ChangesInput<'_>,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<ExportWarnings, ExportError> {
    write_report(format, &ChangesReport::new(input, progress)?, progress, out)
}

impl Report for ChangesReport<'_> {
    fn document<'s>(&'s self, progress: &'s Progress) -> Document<'s> {
        document::changes_document(self, progress)
    }

    fn flat_table<'s>(&'s self, progress: &'s Progress) -> FlatTable<'s> {
        flat_table::changes_flat_table(self, progress)
    }

    fn json<'s>(&'s self, progress: &'s Progress) -> impl Serialize + 's {
        json::changes_json(self, progress)
    }
}
