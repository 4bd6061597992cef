//! Plain text: aligned columns for a terminal, and tabs between cells for the clipboard.

use std::{borrow::Cow, io::Write};

use unicode_width::UnicodeWidthStr;

use crate::{
    export::{
        document::{FlatTable, Rows},
        error::ExportError,
        format::formula_escape::escape_cells,
    },
    model::characters::visible_line,
};

/// Blanks between two columns.
const COLUMN_GAP: usize = 2;

/// Writes a line per row, with tabs between the cells, to be read.
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

/// Writes a line per row, with tabs between the cells, for a spreadsheet, to which no cell is a
/// formula.
///
/// # Errors
/// When the export is cancelled, or the output does not accept a line.
pub(in crate::export) fn write_spreadsheet_rows(
    rows: Rows<'_, Vec<String>>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    for row in rows {
        let cells = single_line_cells(row?).into_iter().map(Cow::from);
        writeln!(out, "{}", escape_cells(cells).collect::<Vec<_>>().join("\t"))?;
    }
    Ok(())
}

/// The width to which a column is not made narrower.
const MIN_COLUMN_WIDTH: usize = 4;

/// The mark at the end of a cell that is cut off.
const ELLIPSIS: &str = "…";

/// Writes the headings and the rows in aligned columns. All rows are held at once, since the
/// widest cell decides the width of its column. Where lines would be longer than `max_width` columns
/// of a terminal, the widest columns are made narrower, and their cells are cut off.
///
/// # Errors
/// When the export is cancelled, or the output does not accept a line.
pub(in crate::export) fn write_columns(
    FlatTable { headings, rows }: FlatTable<'_>,
    max_width: Option<usize>,
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
    if let Some(max_width) = max_width {
        narrow_columns(&mut widths, max_width);
    }
    for cells in &lines {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            let cell = cut_off(cell, *width);
            line.push_str(&cell);
            line.extend(std::iter::repeat_n(' ', width + COLUMN_GAP - cell.width()));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Makes the widest columns narrower until they fit with the blanks between them, as far as they can.
fn narrow_columns(widths: &mut [usize], max_width: usize) {
    let gaps = COLUMN_GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > max_width {
        match widths.iter_mut().max() {
            Some(widest) if *widest > MIN_COLUMN_WIDTH => *widest -= 1,
            _ => return,
        }
    }
}

/// Returns a cell that is no wider than its column.
fn cut_off(cell: &str, width: usize) -> Cow<'_, str> {
    if cell.width() <= width {
        return cell.into();
    }
    let mut text = String::new();
    for c in cell.chars() {
        text.push(c);
        if text.width() + ELLIPSIS.width() > width {
            text.pop();
            break;
        }
    }
    (text.trim_end().to_owned() + ELLIPSIS).into()
}

/// Keeps a row on one line, whatever its cells hold, and as wide as it is seen.
fn single_line_cells(cells: Vec<String>) -> Vec<String> {
    cells.into_iter().map(|cell| visible_line(&cell).into_owned()).collect()
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
        assert_eq!(String::from_utf8_lossy(&out), "横田\ta b\nx\tlong \n");
    }

    #[test]
    fn rows_for_a_spreadsheet_hold_no_formula() {
        let row = ["x", "=1", "a;-2", "-3", "1978-06"].map(str::to_owned).to_vec();
        let mut out = Vec::new();
        write_spreadsheet_rows(ready_rows([row]), &mut out).expect("memory accepts everything");
        assert_eq!(String::from_utf8_lossy(&out), "x\t'=1\ta;'-2\t-3\t'1978-06\n");
    }

    #[test]
    fn columns_are_aligned_by_their_width_in_a_terminal() {
        let headings = ["Name", "Note"].map(str::to_owned).to_vec();
        let mut out = Vec::new();
        write_columns(FlatTable { headings, rows: rows() }, None, &mut out)
            .expect("memory accepts everything");
        assert_eq!(String::from_utf8_lossy(&out), "Name  Note\n横田  a b\nx     long\n");
    }

    #[test]
    fn the_widest_columns_are_cut_off_to_fit_a_width() {
        let rows = [["横田めぐみ", "Niigata, Niigata Prefecture", "13"], ["x", "long", "9"]];
        let lines = |max_width| {
            let rows = ready_rows(rows.map(|row| row.map(str::to_owned).to_vec()));
            let headings = ["Name", "Place", "Age"].map(str::to_owned).to_vec();
            let mut out = Vec::new();
            write_columns(FlatTable { headings, rows }, max_width, &mut out)
                .expect("memory accepts everything");
            String::from_utf8_lossy(&out).into_owned()
        };
        assert_eq!(lines(Some(44)), lines(None), "44 columns are needed");
        assert_eq!(lines(Some(30)).lines().nth(1), Some("横田めぐみ  Niigata, Nii…  13"));
        // A letter of two columns does not stand in one.
        assert_eq!(lines(Some(23)).lines().nth(1), Some("横田め…   Niigata…  13"));
        for width in 15..=60 {
            assert!(lines(Some(width)).lines().all(|line| line.width() <= width), "{width}");
        }
        assert_eq!(lines(Some(1)).lines().nth(1), Some("横…   Nii…  13"));
    }
}
