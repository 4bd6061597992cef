//! Warnings about an export that was written.

use crate::Locale;

/// The greatest number of characters of a cell in Excel, counted in UTF-16 code units.
///
/// Source: Microsoft, "Excel specifications and limits".
pub(super) const MAX_CELL_LENGTH: usize = 32_767;

/// The greatest number of long cells that a message names.
const MAX_NAMED_CELLS: usize = 5;

/// The warnings about an export. The export is complete all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportWarnings {
    /// The first cells that are longer than a spreadsheet holds.
    long_cells: Vec<LongCell>,
    long_cell_count: usize,
}

/// A cell that is longer than a spreadsheet holds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LongCell {
    /// The first cell of its row, as in `yokota-megumi`.
    row: String,
    /// The heading of its column.
    column: String,
    /// The number of UTF-16 code units.
    length: usize,
}

impl ExportWarnings {
    /// Adds a warning if a cell is longer than a spreadsheet holds.
    pub(super) fn check_cell(&mut self, cell: &str, row: Option<&String>, column: Option<&String>) {
        // A code unit takes at least one byte.
        if cell.len() <= MAX_CELL_LENGTH {
            return;
        }
        let length = cell.encode_utf16().count();
        if length <= MAX_CELL_LENGTH {
            return;
        }
        self.long_cell_count += 1;
        if self.long_cells.len() < MAX_NAMED_CELLS {
            let [row, column] = [row, column].map(|text| text.cloned().unwrap_or_default());
            self.long_cells.push(LongCell { row, column, length });
        }
    }

    /// Describes each warning in a sentence.
    pub fn describe(&self, locale: Locale) -> Vec<String> {
        let limit = locale.format_number(MAX_CELL_LENGTH);
        let describe_cell = |LongCell { row, column, length }: &LongCell| {
            let length = locale.format_number(*length);
            let parts =
                [("row", &**row), ("column", column), ("length", &length), ("limit", &limit)];
            locale.t_with("export.warning.long_cell", &parts)
        };
        let mut sentences: Vec<_> = self.long_cells.iter().map(describe_cell).collect();
        let more = self.long_cell_count - self.long_cells.len();
        if more > 0 {
            sentences.push(locale.t_plural("export.warning.more_long_cells", more));
        }
        sentences
    }
}
