//! Contradictions as rows: one a contradiction.

use super::{Document, Stands};
use crate::export::{
    ExportError,
    csv::{Sheet, sources},
};

/// The columns.
const COLUMNS: [&str; 14] = [
    "export.column.case",
    "export.column.latin",
    "export.column.native",
    "contradictions.kind",
    "contradictions.sentence",
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
pub(super) fn print(document: &Document<'_>) -> Result<Vec<u8>, ExportError> {
    let lang = document.lang;
    let mut sheet = Sheet::new();
    let recorded = document.as_recorded.map(|recorded| recorded.day.to_string());
    let further = recorded.as_ref().map(|_| "export.column.as_recorded");
    let columns: Vec<String> =
        COLUMNS.into_iter().chain(further).map(|key| lang.t(key).into_owned()).collect();
    sheet.row(&columns)?;
    let side = |Stands { who, date, cites, .. }: &Stands<'_>| {
        [who.clone(), date.clone(), sources(lang, &document.notes, cites)]
    };
    let same =
        [document.as_of.to_string(), document.scope_words(), document.register.title().to_owned()];
    for (case, all) in document.cases() {
        for one in all {
            let mut cells = vec![
                case.id.to_string(),
                case.name.latin(),
                case.name.native.clone(),
                one.label.clone(),
                one.words.clone(),
            ];
            cells.extend(one.sides.iter().flat_map(side));
            cells.extend(same.iter().cloned().chain(recorded.clone()));
            sheet.row(&cells)?;
        }
    }
    sheet.into_bytes()
}
