//! Diagnoses: the error of a text that `ron` cannot read, its position, and the field it is in.

use ron::error::{Error, SpannedError};

use crate::{
    model::{CaseId, Date},
    store::ron::{
        lexer::{Lexer, Token},
        nesting_path::NestingPath,
        syntax_error::{ExpectedType, LineColumn, SyntaxError},
        truncate::MAX_MESSAGE_CHARS,
    },
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

/// Returns the diagnosis of a text that `ron` cannot read.
pub(crate) fn diagnose(text: &str, SpannedError { code, span }: SpannedError) -> Diagnostic {
    let position = LineColumn { line: span.start.line, column: span.start.col };
    let at = token_start(text, position.byte_offset(text));
    let mut tokens = Lexer::new(text, at);
    let token = tokens.next().map(|(_, token)| token);
    // A missing field is reported at the closing bracket, which may be the last token.
    let is_closed = matches!(token, Some(Token::Close(_))) && !matches!(code, Error::ExpectedComma);
    let is_truncated = tokens.next().is_none() && !is_closed;
    let opening_bracket = |at| NestingPath::at_offset(text, at).innermost_open();

    let error = match code {
        Error::Eof | Error::ExpectedStringEnd | Error::UnclosedBlockComment => {
            SyntaxError::UnexpectedEnd
        }
        Error::TrailingCharacters => SyntaxError::TrailingText,
        _ if is_truncated => SyntaxError::UnexpectedEnd,
        Error::NoSuchStructField { expected, found, .. } => {
            SyntaxError::UnknownField { known: sort_by_similarity(expected, &found), found }
        }
        Error::MissingStructField { field, .. } => {
            // Reported at the closing bracket; the record starts at the opening one.
            return Diagnostic::new(text, opening_bracket(at), SyntaxError::MissingField(field));
        }
        Error::DuplicateStructField { field, .. } => SyntaxError::DuplicateField(field),
        Error::NoSuchEnumVariant { expected, found, .. } => {
            SyntaxError::UnknownVariant { known: sort_by_similarity(expected, &found), found }
        }
        Error::IntegerOutOfBounds | Error::InvalidIntegerDigit { .. } => {
            SyntaxError::NumberOutOfRange
        }
        Error::ExpectedComma if text[at..].starts_with('.') => SyntaxError::NumberOutOfRange,
        Error::ExpectedComma => SyntaxError::MissingComma,
        Error::ExpectedMapColon => SyntaxError::MissingColon,
        Error::InvalidEscape(_) => SyntaxError::InvalidEscape,
        Error::ExpectedString => SyntaxError::WrongType(ExpectedType::Text),
        Error::ExpectedInteger => SyntaxError::WrongType(ExpectedType::Integer),
        Error::ExpectedFloat => SyntaxError::WrongType(ExpectedType::Number),
        Error::ExpectedBoolean => SyntaxError::WrongType(ExpectedType::Bool),
        Error::ExpectedArray => SyntaxError::WrongType(ExpectedType::List),
        Error::ExpectedDifferentLength { .. } => {
            return Diagnostic::new(
                text,
                opening_bracket(at),
                SyntaxError::WrongType(ExpectedType::Pair),
            );
        }
        Error::ExpectedStructLike
        | Error::ExpectedNamedStructLike(_)
        | Error::ExpectedDifferentStructName { .. } => SyntaxError::WrongType(ExpectedType::Record),
        Error::Message(_) => match token {
            Some(Token::QuotedText(value)) => diagnose_value(value, &code),
            // Reported at the bracket after both coordinates.
            _ => {
                let spot = text[..at].rfind('(').unwrap_or(at);
                return Diagnostic::new(text, spot, SyntaxError::InvalidCoordinates);
            }
        },
        Error::InvalidValueForType { .. } => SyntaxError::Other(code.to_string()),
        _ => SyntaxError::NotRon,
    };
    Diagnostic::new(text, at, error)
}

/// Returns the error of a text in quotation marks that is not a valid value of its field.
fn diagnose_value(value: &str, code: &Error) -> SyntaxError {
    if value.contains('\n') {
        return SyntaxError::UnclosedString;
    }
    match value.parse::<Date>() {
        Err(error) if error.to_string() == code.to_string() => {
            return SyntaxError::InvalidDate(error);
        }
        _ => {}
    }
    match CaseId::new(value) {
        Err(error) if error.to_string() == code.to_string() => {
            SyntaxError::InvalidId(value.to_owned())
        }
        _ => SyntaxError::Other(code.to_string()),
    }
}

/// Returns the start of the token that a position of `ron` lies in or before.
fn token_start(text: &str, at: usize) -> usize {
    let mut lexer = Lexer::new(text, at);
    // A comment that does not end reaches to the end of the text.
    let _ = lexer.skip_trivia();
    let at = lexer.offset;
    // The position can be just after a quotation mark or a sign.
    if text[..at].ends_with(['"', '-']) { at - 1 } else { at }
}

/// Returns the known names, those most similar to the one found first.
fn sort_by_similarity(known: &[&'static str], found: &str) -> Vec<&'static str> {
    let mut known = known.to_vec();
    // A longer name is similar to none of them, and comparing takes memory for each letter.
    let found = found.chars().take(MAX_MESSAGE_CHARS).collect::<String>().to_lowercase();
    known.sort_by_cached_key(|name| strsim::damerau_levenshtein(name, &found));
    known
}
