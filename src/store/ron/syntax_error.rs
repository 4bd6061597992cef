//! What is wrong with the text of a register, and where.

use crate::model::DateError;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in its line, counted from 1.
    pub column: usize,
}

impl LineColumn {
    /// The place of a byte.
    pub(crate) fn from_offset(text: &str, offset: usize) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            line: 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count(),
            column: 1 + before[line..].chars().count(),
        }
    }

    /// A place of a text that begins at this one.
    pub fn offset_by(self, relative: Self) -> Self {
        match relative.line {
            1 => Self { line: self.line, column: self.column + relative.column - 1 },
            line => Self { line: self.line + line - 1, column: relative.column },
        }
    }

    /// How many characters of a text stand before this place.
    pub fn char_offset(self, text: &str) -> usize {
        text[..self.byte_offset(text)].chars().count()
    }

    /// The byte at this place.
    pub(super) fn byte_offset(self, text: &str) -> usize {
        let mut ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let line = match self.line {
            0 | 1 => 0,
            line => ends.nth(line - 2).map_or(text.len(), |end| end + 1),
        };
        let mut characters = text[line..].char_indices();
        characters.nth(self.column.saturating_sub(1)).map_or(text.len(), |(at, _)| line + at)
    }
}

/// What kind of value is needed where another stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedType {
    /// Text in quotation marks.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A list in square brackets.
    List,
    /// Fields in round brackets.
    Record,
    /// Two values in round brackets.
    Pair,
}

/// What is wrong with the text of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxError {
    /// A mark that a merge has set where two versions are in conflict.
    ConflictMarker,
    /// Not RON: something stands where it cannot.
    NotRon,
    /// It ends before it is complete.
    UnexpectedEnd,
    /// A record ends before it is complete.
    IncompleteRecord,
    /// A quotation mark is missing, so that a text runs on over the next line.
    UnclosedString,
    /// A comma is missing.
    MissingComma,
    /// A colon is missing after the name of a field.
    MissingColon,
    /// An escape that there is none of.
    InvalidEscape,
    /// Something follows after the end of the register.
    TrailingText,
    /// A field that the record does not have.
    UnknownField {
        /// Its name.
        found: String,
        /// The fields that it has, the most similar first.
        known: Vec<&'static str>,
    },
    /// A field that the record must have.
    MissingField(&'static str),
    /// A field that is given twice.
    DuplicateField(&'static str),
    /// A word that is none of those possible.
    UnknownVariant {
        /// The word.
        found: String,
        /// The possible ones, the most similar first.
        known: Vec<&'static str>,
    },
    /// A value of another type.
    WrongType(ExpectedType),
    /// A number that is too large, too small, or not whole.
    NumberOutOfRange,
    /// A date that is none.
    InvalidDate(DateError),
    /// An id that is none.
    InvalidId(String),
    /// Coordinates that are not on the map.
    InvalidCoordinates,
    /// An id that another record of the list has.
    DuplicateId(String),
    /// Something else, in the words of the reader.
    Other(String),
}
