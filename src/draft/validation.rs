//! Validation of drafts: parsing of fields, and field errors.

use unicode_normalization::UnicodeNormalization;

use crate::{
    analysis::finding::{Finding, RecordField},
    model::{Date, DateError, LocalizedText, SourceId, distinct::distinct, folding::is_blank},
    register::Step,
};

/// A field that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field.
    pub field: RecordField,
    /// The error.
    pub error: FieldError,
}

/// An error in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// The field must not be empty.
    Empty,
    /// The text is not a date.
    Date(DateError),
    /// The text is not an id.
    InvalidId,
    /// Another record has this id.
    DuplicateId,
    /// The text is not a whole number up to this one.
    Number(u32),
    /// The text is not a pair of coordinates.
    Coordinates,
    /// One party twice.
    SameParty,
}

/// The result of validating a draft.
#[derive(Clone, Debug, Default)]
pub struct Validated {
    /// The step that would save it; none while a field is wrong.
    pub step: Option<Step>,
    /// The errors that prevent saving.
    pub problems: Vec<FieldProblem>,
    /// The findings of the checks in the record once it is saved.
    pub findings: Vec<Finding>,
}

/// Collects problems while the fields of a draft are read.
#[derive(Debug, Default)]
pub(super) struct Validator {
    pub problems: Vec<FieldProblem>,
}

impl Validator {
    /// Adds an error in a field.
    pub fn add_error(&mut self, field: RecordField, wrong: FieldError) {
        self.problems.push(FieldProblem { field, error: wrong });
    }

    /// Parses a date; `None` for an empty field or an error.
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

    /// Parses a date that must not be empty.
    pub fn require_date(&mut self, field: RecordField, text: &str) -> Option<Date> {
        if text.trim().is_empty() {
            self.add_error(field, FieldError::Empty);
        }
        self.parse_date(field, text)
    }

    /// Parses a whole number up to `max`; `None` for an empty field or an error.
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

    /// Returns the trimmed text of a field that must not be empty.
    pub fn require_text(&mut self, field: RecordField, text: &str) -> String {
        let text = text.trim();
        if is_blank(text) {
            self.add_error(field, FieldError::Empty);
        }
        text.to_owned()
    }
}

/// Replaces the full-width digits and signs of an input method by plain ones.
pub(super) fn to_half_width(text: &str) -> String {
    text.nfkc().collect()
}

/// Parses a date as it is often written by hand: `1977/11/15`, `1977年11月15日`, either one without
/// its day or month, and 頃 for "about". Does not parse intervals: `1978/1979` is one in the
/// standard format.
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

/// Returns the sources of a draft, each once.
pub(super) fn dedup_sources(sources: &[SourceId]) -> Vec<SourceId> {
    distinct(sources).cloned().collect()
}

/// Returns a text with the spaces around it removed in each language.
pub(super) fn trim_localized_text(localized_text: &LocalizedText) -> LocalizedText {
    let text = |text: &String| text.trim().to_owned();
    LocalizedText {
        en: text(&localized_text.en),
        ja: text(&localized_text.ja),
        ko: text(&localized_text.ko),
    }
}
