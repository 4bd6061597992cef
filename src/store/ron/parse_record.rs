//! Reads the text of a single record.

use serde::de::DeserializeOwned;

use crate::store::ron::{
    diagnose::{Diagnostic, diagnose},
    options::ron_options,
    syntax_error::SyntaxError,
};

/// Reads the text of a record.
///
/// # Errors
/// Returns what is wrong with the text, and where in it.
pub(crate) fn parse_record<T: DeserializeOwned>(text: &str) -> Result<T, Diagnostic> {
    ron_options().from_str(text).map_err(|error| {
        let diagnostic = diagnose::<T>(text, &error);
        // The record ends before it is complete, not the file.
        let error = match diagnostic.error {
            SyntaxError::UnexpectedEnd => SyntaxError::IncompleteRecord,
            error => error,
        };
        Diagnostic { error, ..diagnostic }
    })
}
