//! CSV for spreadsheets: RFC 4180 (CRLF, and a comma where no other
//! separator is chosen), UTF-8 with a byte order mark, by which
//! spreadsheets recognise the encoding.

use std::{borrow::Cow, io::Write};

use csv::{Terminator, Writer, WriterBuilder};

use crate::{
    Locale,
    export::{
        csv_separator::CsvSeparator,
        document::FlatTable,
        error::ExportError,
        footnotes::{Footnote, FootnoteRef},
        warnings::ExportWarnings,
    },
    model::characters::{invisible_kind, visible},
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
    for cell in cells {
        writer.write_field(escape_cell(&visible(cell)).as_bytes())?;
    }
    // Ends the row.
    Ok(writer.write_record(None::<&[u8]>)?)
}

/// Puts an apostrophe before a cell that a spreadsheet would change: one that it would run as a
/// formula (OWASP, "CSV Injection"), and a month, as in `'1978-06`, which it would take for the first
/// day of that month. A reader removes the apostrophe. Years, days and numbers stay as they are.
fn escape_cell(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) && !is_number(cell) || is_month(cell) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// Returns whether a text begins like a formula, also after blanks and in full-width signs.
fn is_formula(cell: &str) -> bool {
    let begins = cell.trim_start_matches(|c: char| c == ' ' || invisible_kind(c).is_some());
    let starts = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    starts || cell.starts_with(['\t', '\r', '\n'])
}

/// Returns whether a text is a month of the calendar, as in `1978-06`.
fn is_month(cell: &str) -> bool {
    let Some((year, month)) = cell.split_once('-') else { return false };
    let has_digits =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    has_digits(year, 4) && has_digits(month, 2) && (1..=12).contains(&month.parse().unwrap_or(0))
}

fn is_number(cell: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    cell.chars().all(plain) && cell.parse::<f64>().is_ok()
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
    fn what_a_spreadsheet_would_run_is_made_harmless() {
        for cell in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n1",
            " =1",
            "＝1",
            "＋cmd",
            "－1",
            "＠x",
            "\u{FEFF}=1",
            "\u{200B}@x",
            "-",
            "+inf",
            "-1,5",
            "-e5",
        ] {
            assert_eq!(escape_cell(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn a_month_is_no_day_to_a_spreadsheet() {
        assert_eq!(escape_cell("1978-06"), "'1978-06");
        for cell in
            ["1978", "1978-06-12", "1978-24", "1978-06~", "197X", "1978-06/1978-07", "78-06"]
        {
            assert_eq!(escape_cell(cell), cell);
        }
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

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for cell in ["", "-5", "+3.2", "17", "-1e5", "-.5", "1978-06~", "a=b", "横田 めぐみ", "[1]"]
        {
            assert_eq!(escape_cell(cell), cell);
        }
    }
}
