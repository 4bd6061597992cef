//! Contradictions as rows: one a contradiction.

use crate::export::{
    ExportError,
    contradictions::{ContradictionSide, ContradictionsReport},
    summary::csv::{CsvWriter, format_sources_cell},
};

/// The columns.
const COLUMNS: [&str; 14] = [
    "export.column.case",
    "export.column.latin_name",
    "export.column.native_name",
    "contradictions.kind",
    "contradictions.sentence_column",
    "contradictions.first",
    "contradictions.first_on",
    "contradictions.first_sources",
    "contradictions.second",
    "contradictions.second_on",
    "contradictions.second_sources",
    "export.column.as_of",
    "export.column.scope",
    "export.column.register",
];

/// Prints the document.
pub(super) fn print(document: &ContradictionsReport<'_>) -> Result<Vec<u8>, ExportError> {
    let locale = document.locale;
    let mut sheet = CsvWriter::new();
    let recorded = document.as_recorded.map(|recorded| recorded.day.to_string());
    let further = recorded.as_ref().map(|_| "export.column.as_recorded");
    let columns: Vec<String> =
        COLUMNS.into_iter().chain(further).map(|key| locale.t(key).into_owned()).collect();
    sheet.write_row(&columns)?;
    let side = |ContradictionSide { who, date, cites, .. }: &ContradictionSide<'_>| {
        [who.clone(), date.clone(), format_sources_cell(locale, &document.footnotes, cites)]
    };
    let same = [
        document.as_of.to_string(),
        document.describe_scope(),
        document.register.title().to_owned(),
    ];
    for (case, all) in document.cases() {
        for one in all {
            let mut cells = vec![
                case.id.to_string(),
                case.name.latin(),
                case.name.native.clone(),
                one.label.clone(),
                one.text.clone(),
            ];
            cells.extend(one.sides.iter().flat_map(side));
            cells.extend(same.iter().cloned().chain(recorded.clone()));
            sheet.write_row(&cells)?;
        }
    }
    sheet.into_bytes()
}
