//! Reads the text of a single record.

use serde::de::DeserializeOwned;

use crate::store::ron::{
    diagnose::{Diagnostic, diagnose},
    options::ron_options,
    plain_deserializer::parse_plain,
    syntax_error::SyntaxError,
};

/// Reads the text of a record.
///
/// # Errors
/// Returns what is wrong with the text, and where in it.
pub(crate) fn parse_record<T: DeserializeOwned>(text: &str) -> Result<T, Diagnostic> {
    let read = || ron_options().from_str(text);
    parse_plain(text).map_or_else(read, Ok).map_err(|error| {
        let diagnostic = diagnose::<T>(text, &error);
        // The record ends before it is complete, not the file.
        let error = match diagnostic.error {
            SyntaxError::UnexpectedEnd => SyntaxError::IncompleteRecord,
            error => error,
        };
        Diagnostic { error, ..diagnostic }
    })
}
