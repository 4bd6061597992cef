//! The error of the reader that finds the first error of a text.

use std::fmt;

use serde::de::{Expected, Unexpected};

use crate::store::ron::{syntax_error::SyntaxError, truncate::MAX_MESSAGE_CHARS};

/// An error of a text; its offset is known once the error has reached the value that it is about.
#[derive(Debug)]
pub(super) struct ReadError {
    /// The byte offset.
    pub offset: Option<usize>,
    /// The error.
    pub error: SyntaxError,
}

impl ReadError {
    /// Returns the error with this offset, if it has none yet.
    pub fn or_at(self, offset: usize) -> Self {
        Self { offset: self.offset.or(Some(offset)), ..self }
    }
}

impl From<(usize, SyntaxError)> for ReadError {
    fn from((offset, error): (usize, SyntaxError)) -> Self {
        Self { offset: Some(offset), error }
    }
}

impl From<SyntaxError> for ReadError {
    fn from(error: SyntaxError) -> Self {
        Self { offset: None, error }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.error)
    }
}

impl std::error::Error for ReadError {}

impl serde::de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        SyntaxError::Other(message.to_string()).into()
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        SyntaxError::NumberOutOfRange.into()
    }

    fn unknown_variant(found: &str, known: &'static [&'static str]) -> Self {
        SyntaxError::UnknownVariant {
            found: found.to_owned(),
            known: sort_by_similarity(known, found),
        }
        .into()
    }

    fn unknown_field(found: &str, known: &'static [&'static str]) -> Self {
        SyntaxError::UnknownField {
            found: found.to_owned(),
            known: sort_by_similarity(known, found),
        }
        .into()
    }

    fn missing_field(field: &'static str) -> Self {
        SyntaxError::MissingField(field).into()
    }

    fn duplicate_field(field: &'static str) -> Self {
        SyntaxError::DuplicateField(field).into()
    }
}

/// Returns the known names, those most similar to the one found first.
fn sort_by_similarity(known: &[&'static str], found: &str) -> Vec<&'static str> {
    let mut known = known.to_vec();
    // A longer name is similar to none of them, and comparing takes memory for each letter.
    let found = found.chars().take(MAX_MESSAGE_CHARS).collect::<String>().to_lowercase();
    known.sort_by_cached_key(|name| strsim::damerau_levenshtein(&name.to_lowercase(), &found));
    known
}
