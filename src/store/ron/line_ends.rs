//! The ends of the lines of a text: `\n`, or `\r\n` as on Windows.
//!
//! A line break within quotation marks belongs to the value, and stays as it is.

use std::{borrow::Cow, collections::HashMap};

use crate::store::ron::lexer::{Lexer, Token};

/// The line end of Windows.
pub(crate) const CRLF: &str = "\r\n";

/// The ends of the lines of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LineEnds {
    /// The end of most lines.
    pub default: LineEnd,
    /// The lines that end otherwise, without their ends.
    exceptions: HashMap<String, LineEnd>,
}

/// The end of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// `\n`.
    #[default]
    Lf,
    /// `\r\n`.
    CrLf,
}

impl LineEnd {
    /// Returns the characters of the line end.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => CRLF,
        }
    }
}

impl From<LineEnd> for LineEnds {
    fn from(default: LineEnd) -> Self {
        Self { default, exceptions: HashMap::new() }
    }
}

impl LineEnds {
    /// Returns the line ends of a text.
    pub fn of(text: &str) -> Self {
        if !text.contains(CRLF) {
            return Self::default();
        }
        let lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        let lines: Vec<_> = lines
            .map(|line| match line.strip_suffix('\r') {
                Some(line) => (line, LineEnd::CrLf),
                None => (line, LineEnd::Lf),
            })
            .collect();
        let count = lines.iter().filter(|(_, end)| *end == LineEnd::CrLf).count();
        let default = if count * 2 > lines.len() { LineEnd::CrLf } else { LineEnd::Lf };
        let exceptions = lines.into_iter().filter(|(_, end)| *end != default);
        let exceptions = exceptions.map(|(line, end)| (line.to_owned(), end)).collect();
        Self { default, exceptions }
    }

    /// Returns a text whose lines end with `\n` with these line ends instead.
    pub fn restore<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if *self == Self::default() {
            return text.into();
        }
        map_outside_quotes(text, |part, out| {
            for line in part.split_inclusive('\n') {
                let Some(line) = line.strip_suffix('\n') else {
                    out.push_str(line);
                    continue;
                };
                out.push_str(line);
                let start = out.rfind('\n').map_or(0, |end| end + 1);
                let end = self.exceptions.get(&out[start..]).copied().unwrap_or(self.default);
                out.push_str(end.as_str());
            }
        })
        .into()
    }
}

/// Returns a text whose lines end with `\n`.
pub(crate) fn unify_line_ends(text: &str) -> Cow<'_, str> {
    if !text.contains(CRLF) {
        return text.into();
    }
    map_outside_quotes(text, |part, out| out.push_str(&part.replace(CRLF, "\n"))).into()
}

/// Returns a text in which each part that stands in no quotation marks was written by `push`.
fn map_outside_quotes(text: &str, push: impl Fn(&str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut lexer = Lexer::new(text, 0);
    while let Some((start, token)) = lexer.next() {
        if matches!(token, Token::QuotedText(_)) {
            push(&text[done..start], &mut out);
            out.push_str(&text[start..lexer.offset]);
            done = lexer.offset;
        }
    }
    push(&text[done..], &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_survive_and_line_breaks_of_a_value_stay() {
        for text in
            ["(a: 1,\r\nb: \"x\ny\r\nz\",\r\n)\r\n", "(\r\n\ta: 1, // \"\n)\r\n\r\n", "(\n)"]
        {
            let unified = unify_line_ends(text);
            assert_eq!(LineEnds::of(text).restore(&unified), text);
        }
        assert_eq!(unify_line_ends("(a: \"x\r\ny\",\r\n)"), "(a: \"x\r\ny\",\n)");
        let ends = LineEnds::of("(\r\na: 1,\r\n)\n");
        assert_eq!(ends.restore("(\nb: 2,\n)\n"), "(\r\nb: 2,\r\n)\n");
    }
}
