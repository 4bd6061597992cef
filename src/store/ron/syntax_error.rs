//! The errors of the text of a register, and their positions.

use crate::model::DateError;

/// A position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in its line, counted from 1.
    pub column: usize,
}

impl LineColumn {
    /// Returns the position of a byte offset.
    pub(crate) fn from_offset(text: &str, offset: usize) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            line: 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count(),
            column: 1 + before[line..].chars().count(),
        }
    }

    /// Returns the position of a text that starts at this one, given the position within that text.
    pub fn offset_by(self, relative: Self) -> Self {
        match relative.line {
            1 => Self { line: self.line, column: self.column + relative.column - 1 },
            line => Self { line: self.line + line - 1, column: relative.column },
        }
    }

    /// Returns the number of characters before this position of a text.
    pub fn char_offset(self, text: &str) -> usize {
        text[..self.byte_offset(text)].chars().count()
    }

    /// Returns the byte offset of this position of a text.
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

/// The type of a value that is expected where another stands.
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
    /// A date in quotation marks.
    Date,
    /// An id in quotation marks.
    Id,
    /// One of these words, without quotation marks.
    OneOf(&'static [&'static str]),
}

/// The kind of a value that stands where another is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundType {
    /// Text in quotation marks.
    Text,
    /// A number.
    Number,
    /// A word without quotation marks.
    Word,
    /// A list in square brackets.
    List,
    /// Values in round brackets.
    Record,
    /// Values in braces.
    Braces,
    /// A sign that begins no value.
    Sign,
}

/// An error of the text of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxError {
    /// A conflict marker of a merge.
    ConflictMarker,
    /// Not RON: a token stands where none of its kind can.
    NotRon,
    /// A character that cannot be seen, outside a text in quotation marks.
    InvisibleCharacter(char),
    /// A sign that looks like the one that is needed, or is often written for it.
    WrongSign {
        /// The sign in the text.
        found: char,
        /// The sign that RON needs.
        wanted: char,
    },
    /// A sign that stands where none is needed, like the second of two commas.
    ExtraSign(char),
    /// The text ends before the register is complete.
    UnexpectedEnd,
    /// A record ends before it is complete.
    IncompleteRecord,
    /// A quotation mark is missing, so that a text continues on the next line.
    UnclosedString,
    /// A comma is missing.
    MissingComma,
    /// A colon is missing after the name of a field.
    MissingColon,
    /// An unknown escape.
    InvalidEscape,
    /// Text after the end of the register.
    TrailingText,
    /// A field that the record does not have.
    UnknownField {
        /// The name of the field.
        found: String,
        /// The names of the known fields, the most similar first.
        known: Vec<&'static str>,
    },
    /// A field that belongs to the record around this one, whose closing bracket is missing.
    FieldOfOuterRecord(String),
    /// The name of a field in quotation marks.
    QuotedFieldName(String),
    /// A value without the name of its field.
    UnnamedValue(&'static [&'static str]),
    /// A field without a value.
    NoValue(ExpectedType),
    /// A value in `Some(…)`.
    OptionWrapper,
    /// A field that the record must have.
    MissingField(&'static str),
    /// A field that the record has twice.
    DuplicateField(&'static str),
    /// A word that is not a variant of the value.
    UnknownVariant {
        /// The word that was found.
        found: String,
        /// The known variants, the most similar first.
        known: Vec<&'static str>,
    },
    /// A word that is a variant of the value, in quotation marks.
    QuotedVariant(String),
    /// A variant that stands alone, with brackets after it.
    UnexpectedBrackets(&'static str),
    /// A variant that needs brackets after it, without them.
    MissingBrackets {
        /// The variant.
        variant: &'static str,
        /// The fields in the brackets; empty if a text stands there.
        fields: &'static [&'static str],
    },
    /// A value of another type.
    WrongType {
        /// The type that the field needs.
        expected: ExpectedType,
        /// The kind of value in the text.
        found: FoundType,
    },
    /// A number that is too large, too small, or not whole.
    NumberOutOfRange,
    /// A text that is not a date.
    InvalidDate(DateError),
    /// A text that is not an id.
    InvalidId(String),
    /// Coordinates that are not on the map.
    InvalidCoordinates,
    /// An id that another record of the list has.
    DuplicateId(String),
    /// Another error, with the message of the parser.
    Other(String),
}
