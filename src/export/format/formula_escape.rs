//! Escaping of cells against spreadsheets, which run a text as a formula or take it for a date
//! (OWASP, "CSV Injection").
//!
//! A spreadsheet splits a file, or a text from the clipboard, by the separator that it expects, which
//! need not be the one that was written. A part of a cell behind any separator is therefore escaped
//! as the beginning of a cell is.

use std::{borrow::Cow, iter};

use unicode_normalization::UnicodeNormalization;

use crate::model::characters::invisible_kind;

/// The signs at which a spreadsheet may begin a new cell; entries of one cell stand between bars.
const SEPARATORS: [char; 6] = [',', ';', '\t', '|', '\r', '\n'];

/// The escape before a text that is no formula, as in `'=1+1`.
const ESCAPE: char = '\'';

/// Escapes the cells of a row, in order. An apostrophe stands before each text that a spreadsheet
/// would run as a formula, at the beginning of a cell and behind every separator in it, as in
/// `a;'=1+1`; and before a month, as in `'1978-06`, which it would take for the first day of that
/// month. Numbers, years and days stay as they are.
pub(super) fn escape_cells<'a>(
    cells: impl Iterator<Item = Cow<'a, str>>,
) -> impl Iterator<Item = Cow<'a, str>> {
    let mut may_begin_row = true;
    cells.map(move |cell| {
        let is_number = is_number(&cell) && !may_begin_row;
        may_begin_row = ends_with_separator(&cell, may_begin_row);
        match is_number {
            true => cell,
            false => escape_cell(cell),
        }
    })
}

fn escape_cell(cell: Cow<'_, str>) -> Cow<'_, str> {
    let positions = escape_positions(&cell);
    if positions.is_empty() {
        return cell;
    }
    let mut out = String::with_capacity(cell.len() + positions.len());
    let mut start = 0;
    for position in positions {
        out.push_str(&cell[start..position]);
        out.push(ESCAPE);
        start = position;
    }
    out.push_str(&cell[start..]);
    out.into()
}

/// Returns the positions, in bytes, at which a cell has to be escaped.
fn escape_positions(cell: &str) -> Vec<usize> {
    let mut positions = Vec::new();
    // The position behind a separator that only signs without a meaning have followed.
    let mut begin = Some(0);
    for (at, c) in cell.char_indices() {
        if SEPARATORS.contains(&c) {
            // A cell that begins with a tab or a line end is trimmed by some spreadsheets.
            if at == 0 && c.is_ascii_control() {
                positions.push(0);
            }
            begin = Some(at + c.len_utf8());
        } else if let Some(position) = begin
            && !is_skipped(c)
        {
            if is_formula_sign(c) {
                positions.push(position);
            }
            begin = None;
        }
    }
    if is_month(cell) {
        positions.push(0);
    }
    positions
}

/// Returns whether a spreadsheet may leave out a character at the beginning of a cell.
fn is_skipped(c: char) -> bool {
    c == ' ' || c == '"' || invisible_kind(c).is_some()
}

/// Returns whether a formula begins with a character, in any of its widths.
fn is_formula_sign(c: char) -> bool {
    let is_sign = |c| matches!(c, '=' | '+' | '-' | '@' | '\u{2212}');
    is_sign(c) || !c.is_ascii() && iter::once(c).nfkc().next().is_some_and(is_sign)
}

/// Returns whether what follows a cell may begin a cell of its own, where its own separator is
/// left out.
fn ends_with_separator(cell: &str, may_begin_row: bool) -> bool {
    let last = cell.chars().rev().find(|c| SEPARATORS.contains(c) || !is_skipped(*c));
    last.map_or(may_begin_row, |c| SEPARATORS.contains(&c))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a cell as it is escaped in a row behind another cell.
    fn escaped(cell: &str) -> String {
        let cells = ["id", cell].into_iter().map(Cow::from);
        escape_cells(cells).nth(1).expect("two cells").into_owned()
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_escaped() {
        for cell in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\t1",
            "\r1",
            "\n1",
            " =1",
            "＝1",
            "＋cmd",
            "－1",
            "＠x",
            "﹢1",
            "﹣1",
            "﹦1",
            "﹫x",
            "\u{2212}1",
            "\u{FEFF}=1",
            "\u{200B}@x",
            "\"=1\"",
            "\u{3000}\"\u{a0}=1",
            "-",
            "+inf",
            "-1,5",
            "-e5",
        ] {
            assert_eq!(escaped(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn what_another_separator_would_make_a_formula_is_escaped() {
        for (cell, expected) in [
            ("a;=cmd()", "a;'=cmd()"),
            ("a,=1;+2\t-3\n@x\r\n=y", "a,'=1;'+2\t'-3\n'@x\r\n'=y"),
            ("a; \u{3000}=1", "a;' \u{3000}=1"),
            ("a;\"=1\"", "a;'\"=1\""),
            ("a;;＝1", "a;;'＝1"),
            ("a;-5", "a;'-5"),
            ("=1;=2", "'=1;'=2"),
            ("\t=1", "'\t'=1"),
            (";=1", ";'=1"),
            ("a | =1", "a |' =1"),
        ] {
            assert_eq!(escaped(cell), expected);
        }
    }

    #[test]
    fn a_month_is_no_day_to_a_spreadsheet() {
        assert_eq!(escaped("1978-06"), "'1978-06");
        for cell in
            ["1978", "1978-06-12", "1978-24", "1978-06~", "197X", "1978-06/1978-07", "78-06"]
        {
            assert_eq!(escaped(cell), cell);
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for cell in [
            "",
            "-5",
            "+3.2",
            "17",
            "-1e5",
            "-.5",
            "1978-06~",
            "a=b",
            "横田 めぐみ",
            "[1]",
            "a, b; c",
            "a;",
            ",",
            "Niigata – Sado",
            "ー",
            "38.0,138.4",
            "'",
        ] {
            assert_eq!(escaped(cell), cell);
        }
    }

    #[test]
    fn a_number_is_escaped_where_it_may_begin_a_row() {
        for (row, expected) in [
            (["-5", "-5", "x"], ["'-5", "-5", "x"]),
            (["a;", "-5", "x"], ["a;", "'-5", "x"]),
            (["a;", " ", "-5"], ["a;", " ", "'-5"]),
            (["a;b", "-5", "-6"], ["a;b", "-5", "-6"]),
        ] {
            let cells: Vec<_> = escape_cells(row.into_iter().map(Cow::from)).collect();
            assert_eq!(cells, expected);
        }
    }
}
