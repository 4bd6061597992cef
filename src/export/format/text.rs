//! Plain text: aligned columns for a terminal, and tabs between cells for the clipboard.

use std::io::Write;

use unicode_width::UnicodeWidthStr;

use crate::export::{
    document::{FlatTable, Rows},
    error::ExportError,
};

/// Blanks between two columns.
const COLUMN_GAP: usize = 2;

/// Writes a line per row, with tabs between the cells. A control character in a cell becomes a
/// blank.
///
/// # Errors
/// When the export is cancelled, or the output does not accept a line.
pub(in crate::export) fn write_lines(
    rows: Rows<'_, Vec<String>>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    for row in rows {
        writeln!(out, "{}", single_line_cells(row?).join("\t"))?;
    }
    Ok(())
}

/// Writes the headings and the rows in aligned columns. All rows are held at once, since the
/// widest cell decides the width of its column.
///
/// # Errors
/// When the export is cancelled, or the output does not accept a line.
pub(in crate::export) fn write_columns(
    FlatTable { headings, rows }: FlatTable<'_>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut widths = vec![0; headings.len()];
    let mut lines = vec![single_line_cells(headings)];
    for row in rows {
        lines.push(single_line_cells(row?));
    }
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.width().max(*width);
        }
    }
    for cells in &lines {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width + COLUMN_GAP - cell.width()));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Keeps a row on one line, whatever its cells hold.
fn single_line_cells(mut cells: Vec<String>) -> Vec<String> {
    for cell in &mut cells {
        *cell = cell.replace(char::is_control, " ");
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::ready_rows;

    fn rows() -> Rows<'static, Vec<String>> {
        let rows = [["横田", "a\tb"], ["x", "long\r\n"]];
        ready_rows(rows.map(|row| row.map(str::to_owned).to_vec()))
    }

    #[test]
    fn lines_have_tabs_between_cells_alone() {
        let mut out = Vec::new();
        write_lines(rows(), &mut out).expect("memory accepts everything");
        assert_eq!(String::from_utf8_lossy(&out), "横田\ta b\nx\tlong  \n");
    }

    #[test]
    fn columns_are_aligned_by_their_width_in_a_terminal() {
        let headings = ["Name", "Note"].map(str::to_owned).to_vec();
        let mut out = Vec::new();
        write_columns(FlatTable { headings, rows: rows() }, &mut out)
            .expect("memory accepts everything");
        assert_eq!(String::from_utf8_lossy(&out), "Name  Note\n横田  a b\nx     long\n");
    }
}
