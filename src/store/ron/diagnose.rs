//! Turns what `ron` says of a faulty text into what is wrong, where, and in which field.

use ron::error::{Error, SpannedError};

use crate::{
    model::{CaseId, Date},
    store::ron::{
        lexer::{Lexer, NestingPath, Token},
        syntax_error::{ExpectedType, LineColumn, SyntaxError},
        truncate::MAX_MESSAGE_CHARS,
    },
};

/// A fault of a text, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    pub error: SyntaxError,
    pub position: LineColumn,
    /// The way to the field, from the register down.
    pub field_path: Vec<String>,
}

impl Diagnostic {
    /// A fault that begins at this byte.
    pub fn new(text: &str, offset: usize, error: SyntaxError) -> Self {
        Self {
            error,
            position: LineColumn::from_offset(text, offset),
            field_path: NestingPath::at_offset(text, offset).field_path(),
        }
    }
}

/// What is wrong with a text that `ron` could not read.
pub(crate) fn diagnose(text: &str, SpannedError { code, span }: SpannedError) -> Diagnostic {
    let position = LineColumn { line: span.start.line, column: span.start.col };
    let at = token_start(text, position.byte_offset(text));
    let mut tokens = Lexer::new(text, at);
    let token = tokens.next().map(|(_, mark)| mark);
    // A record that lacks something is told of at its closing bracket, be it the last.
    let is_closed = token == Some(Token::Close) && !matches!(code, Error::ExpectedComma);
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
            // Found missing at the closing bracket; what lacks it begins at the opening one.
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
            // Said once both numbers have been read, at the bracket after them.
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

/// What is wrong with a text that is none of the values it should be.
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

/// Where the mark begins that `ron` points into or before.
fn token_start(text: &str, at: usize) -> usize {
    let at = Lexer::new(text, at).skip_blanks();
    // Just past a quotation mark or a sign.
    if text[..at].ends_with(['"', '-']) { at - 1 } else { at }
}

/// Known names, those most like the one found first.
fn sort_by_similarity(known: &[&'static str], found: &str) -> Vec<&'static str> {
    let mut known = known.to_vec();
    // What is longer is like none of them, and comparing it takes room for each letter.
    let found = found.chars().take(MAX_MESSAGE_CHARS).collect::<String>().to_lowercase();
    known.sort_by_cached_key(|name| strsim::damerau_levenshtein(name, &found));
    known
}
