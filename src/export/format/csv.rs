//! CSV for spreadsheets: RFC 4180 (CRLF, and a comma where no other
//! separator is chosen), UTF-8 with a byte order mark, by which
//! spreadsheets recognise the encoding.

use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use crate::{
    Locale,
    export::{
        csv_separator::CsvSeparator,
        document::FlatTable,
        error::ExportError,
        footnotes::{Footnote, FootnoteRef},
        format::formula_escape::escape_cells,
        warnings::ExportWarnings,
    },
    model::characters::visible,
};

/// The separator of two entries in one cell.
pub(in crate::export) const ENTRY_SEPARATOR: &str = " | ";

/// Writes a flat table: the headings, then each row as it is made. Returns the cells that a
/// spreadsheet would cut off.
///
/// # Errors
/// When the export is cancelled, or the output does not accept a row.
pub(in crate::export) fn write_flat_table(
    FlatTable { headings, rows }: FlatTable<'_>,
    separator: CsvSeparator,
    out: &mut dyn Write,
) -> Result<ExportWarnings, ExportError> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = WriterBuilder::new();
    let writer = writer.delimiter(separator.byte()).terminator(Terminator::CRLF);
    let mut writer = writer.from_writer(out);
    let mut warnings = ExportWarnings::default();
    write_row(&mut writer, &headings)?;
    for row in rows {
        let row = row?;
        for (at, cell) in row.iter().enumerate() {
            warnings.check_cell(cell, row.first(), headings.get(at));
        }
        write_row(&mut writer, &row)?;
    }
    writer.flush()?;
    Ok(warnings)
}

fn write_row(writer: &mut Writer<impl Write>, cells: &[String]) -> Result<(), ExportError> {
    for cell in escape_cells(cells.iter().map(|cell| visible(cell))) {
        writer.write_field(cell.as_bytes())?;
    }
    // Ends the row.
    Ok(writer.write_record(None::<&[u8]>)?)
}

/// Formats the sources of a cell: each once, with its number and in full.
pub(in crate::export) fn format_sources_cell(
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
    texts.join(ENTRY_SEPARATOR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::ready_rows;

    /// Returns the sheet of rows under the headings `Case` and `Note`, with its warnings.
    fn sheet<const N: usize>(
        rows: [[&str; 2]; N],
        separator: CsvSeparator,
    ) -> (String, ExportWarnings) {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let table = FlatTable { headings: row(["Case", "Note"]), rows: ready_rows(rows.map(row)) };
        let mut out = Vec::new();
        let warnings =
            write_flat_table(table, separator, &mut out).expect("memory accepts everything");
        (String::from_utf8(out).expect("text"), warnings)
    }

    #[test]
    fn a_sheet_has_a_byte_order_mark_and_rows_ended_by_crlf() {
        let (text, warnings) = sheet([["a,b", "=1"]], CsvSeparator::Comma);
        assert_eq!(text, "\u{FEFF}Case,Note\r\n\"a,b\",'=1\r\n");
        assert_eq!(warnings, ExportWarnings::default());
    }

    #[test]
    fn a_cell_with_the_separator_is_quoted() {
        for (separator, line) in [
            (CsvSeparator::Comma, "\"a,b\",c;d\te\r\n"),
            (CsvSeparator::Semicolon, "a,b;\"c;d\te\"\r\n"),
            (CsvSeparator::Tab, "a,b\t\"c;d\te\"\r\n"),
        ] {
            let (text, _) = sheet([["a,b", "c;d\te"]], separator);
            assert!(text.ends_with(&format!("\r\n{line}")), "{text:?}");
        }
    }

    #[test]
    fn a_cell_that_a_spreadsheet_cuts_off_is_reported_and_written_whole() {
        let [short, long] = [32_767, 32_768].map(|length| "字".repeat(length));
        let pairs = "𠮷".repeat(16_384);
        let rows = [["kept", &*short], ["cut", &long], ["pairs", &pairs]];
        let (text, warnings) = sheet(rows, CsvSeparator::Comma);
        assert!(text.contains(&long));
        let sentences = warnings.describe(Locale::ENGLISH);
        assert_eq!(sentences.len(), 2, "{sentences:?}");
        assert!(sentences[0].contains("cut, Note, has 32,768 characters"), "{sentences:?}");
    }

    #[test]
    fn a_direction_sign_stays_in_its_cell() {
        let (text, _) = sheet([["a\u{202e}b", "c\u{1b}d\ne"]], CsvSeparator::Comma);
        assert!(text.ends_with("a‹U+202E›b,\"c‹U+001B›d\ne\"\r\n"), "{text}");
    }
}
