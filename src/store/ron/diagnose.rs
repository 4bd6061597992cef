//! Diagnoses: the error of a text that `ron` cannot read, its position, and the field it is in.

use ron::error::SpannedError;
use serde::de::DeserializeOwned;

use crate::store::ron::{
    diagnostic_reader::find_error,
    nesting_path::NestingPath,
    syntax_error::{LineColumn, SyntaxError},
};

/// An error of a text, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    pub error: SyntaxError,
    pub position: LineColumn,
    /// The names and ids that lead from the register to the field.
    pub field_path: Vec<String>,
}

impl Diagnostic {
    /// Returns the diagnosis of an error at a byte offset.
    pub fn new(text: &str, offset: usize, error: SyntaxError) -> Self {
        Self {
            error,
            position: LineColumn::from_offset(text, offset),
            field_path: NestingPath::at_offset(text, offset).field_path(),
        }
    }
}

/// Returns the diagnosis of a text that `ron` cannot read as a `T`.
pub(crate) fn diagnose<T: DeserializeOwned>(text: &str, ron_error: &SpannedError) -> Diagnostic {
    if let Some((offset, error)) = find_error::<T>(text) {
        return Diagnostic::new(text, offset, error);
    }
    let start = ron_error.span.start;
    let offset = LineColumn { line: start.line, column: start.col }.byte_offset(text);
    let error = SyntaxError::Other(ron_error.code.to_string());
    Diagnostic::new(text, offset, error)
}
