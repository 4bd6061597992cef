//! What is wrong with the text of a register, and where.

use super::excerpt::excerpt;
use crate::{lang::Lang, model::DateError};

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in its line, counted from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte.
    pub(super) fn of(text: &str, at: usize) -> Self {
        let before = &text[..text.floor_char_boundary(at)];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            line: 1 + memchr::memchr_iter(b'\n', before.as_bytes()).count(),
            column: 1 + before[line..].chars().count(),
        }
    }

    /// A place of a text that begins at this one.
    pub fn then(self, within: Self) -> Self {
        match within.line {
            1 => Self { line: self.line, column: self.column + within.column - 1 },
            line => Self { line: self.line + line - 1, column: within.column },
        }
    }

    /// How many characters of a text stand before this place.
    pub fn characters_before(self, text: &str) -> usize {
        text[..self.byte(text)].chars().count()
    }

    /// The byte at this place.
    pub(super) fn byte(self, text: &str) -> usize {
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
pub enum Needed {
    /// Text in quotation marks.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// A list in square brackets.
    List,
    /// Fields in round brackets.
    Fields,
    /// Two values in round brackets.
    Pair,
}

/// What is wrong with the text of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A mark that a merge has set where two versions are in conflict.
    Marked,
    /// Not RON: something stands where it cannot.
    NotRon,
    /// It ends before it is complete.
    CutOff,
    /// A record ends before it is complete.
    Unfinished,
    /// A quotation mark is missing, so that a text runs on over the next line.
    Unclosed,
    /// A comma is missing.
    Comma,
    /// A colon is missing after the name of a field.
    Colon,
    /// An escape that there is none of.
    Escape,
    /// Something follows after the end of the register.
    Trailing,
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
    RepeatedField(&'static str),
    /// A word that is none of those possible.
    UnknownWord {
        /// The word.
        found: String,
        /// The possible ones, the most similar first.
        known: Vec<&'static str>,
    },
    /// A value of another type.
    WrongType(Needed),
    /// A number that is too large, too small, or not whole.
    OutOfRange,
    /// A date that is none.
    Date(DateError),
    /// An id that is none.
    Id(String),
    /// Coordinates that are not on the map.
    Spot,
    /// An id that another record of the list has.
    RepeatedId(String),
    /// Something else, in the words of the reader.
    Other(String),
}

impl Fault {
    /// What is wrong and what to do.
    pub fn words(&self, lang: Lang) -> String {
        let t = |key: &str| lang.t(&format!("store.fault.{key}")).into_owned();
        let with =
            |key: &str, values: &[(&str, &str)]| lang.with(&format!("store.fault.{key}"), values);
        match self {
            Self::Marked => t("marked"),
            Self::NotRon => t("not_ron"),
            Self::CutOff => t("cut_off"),
            Self::Unfinished => t("unfinished"),
            Self::Unclosed => t("unclosed"),
            Self::Comma => t("comma"),
            Self::Colon => t("colon"),
            Self::Escape => t("escape"),
            Self::Trailing => t("trailing"),
            Self::UnknownField { found, known } => {
                with("unknown_field", &[("found", &excerpt(found)), ("known", &lang.join(known))])
            }
            Self::MissingField(field) => with("missing_field", &[("field", field)]),
            Self::RepeatedField(field) => with("repeated_field", &[("field", field)]),
            Self::UnknownWord { found, known } => {
                with("unknown_word", &[("found", &excerpt(found)), ("known", &lang.join(known))])
            }
            Self::WrongType(needed) => {
                let needed = match needed {
                    Needed::Text => "text",
                    Needed::Whole => "whole",
                    Needed::Number => "number",
                    Needed::Bool => "bool",
                    Needed::List => "list",
                    Needed::Fields => "fields",
                    Needed::Pair => "pair",
                };
                with("wrong_type", &[("needed", &t(&format!("needed.{needed}")))])
            }
            Self::OutOfRange => t("out_of_range"),
            Self::Date(DateError::NotADate(text)) => {
                with("not_a_date", &[("text", &excerpt(text))])
            }
            Self::Date(DateError::TimeOfDay(text)) => {
                with("time_of_day", &[("text", &excerpt(text))])
            }
            Self::Date(DateError::YearOutOfRange(text)) => {
                with("year", &[("text", &excerpt(text))])
            }
            Self::Date(DateError::Backwards(text)) => {
                with("backwards", &[("text", &excerpt(text))])
            }
            Self::Id(text) => with("id", &[("text", &excerpt(text))]),
            Self::Spot => t("spot"),
            Self::RepeatedId(id) => with("repeated_id", &[("id", &excerpt(id))]),
            Self::Other(text) => with("other", &[("text", &excerpt(text))]),
        }
    }
}
