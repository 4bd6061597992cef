//! CSV for spreadsheets: RFC 4180 (comma, CRLF), UTF-8 with a byte order mark, by which
//! spreadsheets recognise the encoding.

use std::{borrow::Cow, io::Write};

use csv::{Terminator, Writer, WriterBuilder};

use crate::{
    Locale,
    export::{
        document::FlatTable,
        error::ExportError,
        footnotes::{Footnote, FootnoteRef},
    },
};

/// The separator of two entries in one cell.
pub(in crate::export) const ENTRY_SEPARATOR: &str = " | ";

/// Writes a flat table: the headings, then each row as it is made.
///
/// # Errors
/// When the export is cancelled, or the output does not accept a row.
pub(in crate::export) fn write_flat_table(
    FlatTable { headings, rows }: FlatTable<'_>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    write_row(&mut writer, &headings)?;
    for row in rows {
        write_row(&mut writer, &row?)?;
    }
    Ok(writer.flush()?)
}

fn write_row(writer: &mut Writer<impl Write>, cells: &[String]) -> Result<(), ExportError> {
    for cell in cells {
        writer.write_field(escape_formula(cell).as_bytes())?;
    }
    // Ends the row.
    Ok(writer.write_record(None::<&[u8]>)?)
}

/// Puts an apostrophe before a cell that a spreadsheet would run as a formula: a text that begins
/// like one, also after blanks and in full-width signs. Plain numbers stay as they are.
///
/// Source: OWASP, "CSV Injection".
fn escape_formula(cell: &str) -> Cow<'_, str> {
    let begins = cell.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let is_formula = begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let is_tricky = cell.starts_with(['\t', '\r', '\n']);
    if (is_formula || is_tricky) && !is_number(cell) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
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

    #[test]
    fn a_sheet_has_a_byte_order_mark_and_rows_ended_by_crlf() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = ready_rows([row(["a,b", "=1"])]);
        let mut out = Vec::new();
        write_flat_table(FlatTable { headings: row(["x", "y"]), rows }, &mut out)
            .expect("memory accepts everything");
        assert_eq!(String::from_utf8_lossy(&out), "\u{FEFF}x,y\r\n\"a,b\",'=1\r\n");
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
            assert_eq!(escape_formula(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for cell in ["", "-5", "+3.2", "17", "-1e5", "-.5", "1978-06~", "a=b", "横田 めぐみ", "[1]"]
        {
            assert_eq!(escape_formula(cell), cell);
        }
    }
}
