//! The text after a value.

use std::borrow::Cow;

use crate::store::ron::{line_ends::LineEnd, splitter::RawValue};

/// The text that follows a value, up to the end of its line.
#[derive(Clone, Debug, Default)]
pub(super) struct TrailingTrivia {
    pub text: Cow<'static, str>,
    /// True if a comma follows the value.
    pub has_comma: bool,
}

/// The text that follows a value in canonical text.
pub(super) static CANONICAL_TRIVIA: TrailingTrivia =
    TrailingTrivia { text: Cow::Borrowed(",\n"), has_comma: true };

/// The text that follows a value in canonical text with the line end of Windows.
static CANONICAL_CRLF_TRIVIA: TrailingTrivia =
    TrailingTrivia { text: Cow::Borrowed(",\r\n"), has_comma: true };

impl TrailingTrivia {
    /// Returns the text after a value that is printed anew into a text with these line ends.
    pub fn after_new_value(line_end: LineEnd) -> &'static Self {
        match line_end {
            LineEnd::Lf => &CANONICAL_TRIVIA,
            LineEnd::CrLf => &CANONICAL_CRLF_TRIVIA,
        }
    }

    /// Returns whether the text is that after a canonical value.
    pub fn is_canonical(&self) -> bool {
        self.text == CANONICAL_TRIVIA.text
    }

    /// Returns the text after a value of a text.
    pub fn from_raw(text: &str, raw: &RawValue) -> Self {
        Self { text: text[raw.value.end..raw.end].to_owned().into(), has_comma: raw.has_comma }
    }
}
