//! What is wrong with a field, in words.

use unicode_normalization::UnicodeNormalization;

use crate::{
    analysis::finding::RecordField,
    model::{Date, DateError, SourceId},
};

/// A field that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field.
    pub field: RecordField,
    /// What is wrong with it.
    pub error: FieldError,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// It must not be empty.
    Empty,
    /// Not a date.
    Date(DateError),
    /// Not an id.
    InvalidId,
    /// Another record has this id.
    DuplicateId,
    /// Not a whole number up to this one.
    Number(u32),
    /// Not coordinates.
    Coordinates,
    /// One party twice.
    SameParty,
}

/// Collects problems while the fields of a draft are read.
#[derive(Debug, Default)]
pub(super) struct Validator {
    pub problems: Vec<FieldProblem>,
}

impl Validator {
    /// Notes a problem.
    pub fn add_error(&mut self, field: RecordField, wrong: FieldError) {
        self.problems.push(FieldProblem { field, error: wrong });
    }

    /// A date; nothing where the field is empty.
    pub fn parse_date(&mut self, field: RecordField, text: &str) -> Option<Date> {
        match to_half_width(text).trim() {
            "" => None,
            text => match text.parse().or_else(|error| parse_handwritten_date(text).ok_or(error)) {
                Ok(date) => Some(date),
                Err(error) => {
                    self.add_error(field, FieldError::Date(error));
                    None
                }
            },
        }
    }

    /// A date that must be given.
    pub fn require_date(&mut self, field: RecordField, text: &str) -> Option<Date> {
        if text.trim().is_empty() {
            self.add_error(field, FieldError::Empty);
        }
        self.parse_date(field, text)
    }

    /// A whole number up to `max`; nothing where the field is empty.
    pub fn parse_number(&mut self, field: RecordField, text: &str, max: u32) -> Option<u32> {
        match to_half_width(text).trim() {
            "" => None,
            text => {
                let number = text.parse().ok().filter(|number| *number <= max);
                if number.is_none() {
                    self.add_error(field, FieldError::Number(max));
                }
                number
            }
        }
    }

    /// A text that must be given.
    pub fn require_text(&mut self, field: RecordField, text: &str) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.add_error(field, FieldError::Empty);
        }
        text.to_owned()
    }
}

/// A text with the full-width digits and signs that an input method types as plain ones.
pub(super) fn to_half_width(text: &str) -> String {
    text.nfkc().collect()
}

/// A date as it is often written by hand: `1977/11/15`, `1977年11月15日`, either one without its
/// day or month, and 頃 for "about". Spans are no part of it: `1978/1979` is one already.
fn parse_handwritten_date(text: &str) -> Option<Date> {
    let (text, about) = text.strip_suffix('頃').map_or((text, ""), |text| (text, "~"));
    let parts: Vec<&str> =
        text.trim_end_matches(['年', '月', '日']).split(['/', '年', '月']).collect();
    let text = match parts.as_slice() {
        [year] => format!("{year}{about}"),
        [year, month] => format!("{year}-{month:0>2}{about}"),
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}{about}"),
        _ => return None,
    };
    text.parse().ok()
}

/// The sources of a draft, each once.
pub(super) fn dedup_sources(sources: &[SourceId]) -> Vec<SourceId> {
    let mut out: Vec<SourceId> = Vec::with_capacity(sources.len());
    for source in sources {
        if !out.contains(source) {
            out.push(source.clone());
        }
    }
    out
}
