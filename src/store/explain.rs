//! Turns what `ron` says of a faulty text into what is wrong, where, and in which field.

use ron::error::{Error, SpannedError};

use super::{
    excerpt::SHOWN,
    fault::{Fault, Needed, Place},
    scan::{Mark, Marks, Spot},
};
use crate::model::{CaseId, Date};

/// A fault of a text, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Explained {
    pub fault: Fault,
    pub at: Place,
    /// The way to the field, from the register down.
    pub way: Vec<String>,
}

impl Explained {
    /// A fault that begins at this byte.
    pub fn new(text: &str, at: usize, fault: Fault) -> Self {
        Self { fault, at: Place::of(text, at), way: Spot::of(text, at).way() }
    }
}

/// What is wrong with a text that `ron` could not read.
pub(super) fn explain(text: &str, SpannedError { code, span }: SpannedError) -> Explained {
    let place = Place { line: span.start.line, column: span.start.col };
    let at = whole_mark(text, place.byte(text));
    let mut marks = Marks::from(text, at);
    let mark = marks.next().map(|(_, mark)| mark);
    // A record that lacks something is told of at its closing bracket, be it the last.
    let closed = mark == Some(Mark::Close) && !matches!(code, Error::ExpectedComma);
    let cut_off = marks.next().is_none() && !closed;
    let opened = |at| Spot::of(text, at).opens();

    let fault = match code {
        Error::Eof | Error::ExpectedStringEnd | Error::UnclosedBlockComment => Fault::CutOff,
        Error::TrailingCharacters => Fault::Trailing,
        _ if cut_off => Fault::CutOff,
        Error::NoSuchStructField { expected, found, .. } => {
            Fault::UnknownField { known: similar(expected, &found), found }
        }
        Error::MissingStructField { field, .. } => {
            // Found missing at the closing bracket; what lacks it begins at the opening one.
            return Explained::new(text, opened(at), Fault::MissingField(field));
        }
        Error::DuplicateStructField { field, .. } => Fault::RepeatedField(field),
        Error::NoSuchEnumVariant { expected, found, .. } => {
            Fault::UnknownWord { known: similar(expected, &found), found }
        }
        Error::IntegerOutOfBounds | Error::InvalidIntegerDigit { .. } => Fault::OutOfRange,
        Error::ExpectedComma if text[at..].starts_with('.') => Fault::OutOfRange,
        Error::ExpectedComma => Fault::Comma,
        Error::ExpectedMapColon => Fault::Colon,
        Error::InvalidEscape(_) => Fault::Escape,
        Error::ExpectedString => Fault::WrongType(Needed::Text),
        Error::ExpectedInteger => Fault::WrongType(Needed::Whole),
        Error::ExpectedFloat => Fault::WrongType(Needed::Number),
        Error::ExpectedBoolean => Fault::WrongType(Needed::Bool),
        Error::ExpectedArray => Fault::WrongType(Needed::List),
        Error::ExpectedDifferentLength { .. } => {
            return Explained::new(text, opened(at), Fault::WrongType(Needed::Pair));
        }
        Error::ExpectedStructLike
        | Error::ExpectedNamedStructLike(_)
        | Error::ExpectedDifferentStructName { .. } => Fault::WrongType(Needed::Fields),
        Error::Message(_) => match mark {
            Some(Mark::Text(value)) => value_fault(value, &code),
            // Said once both numbers have been read, at the bracket after them.
            _ => {
                let spot = text[..at].rfind('(').unwrap_or(at);
                return Explained::new(text, spot, Fault::Spot);
            }
        },
        Error::InvalidValueForType { .. } => Fault::Other(code.to_string()),
        _ => Fault::NotRon,
    };
    Explained::new(text, at, fault)
}

/// What is wrong with a text that is none of the values it should be.
fn value_fault(value: &str, code: &Error) -> Fault {
    if value.contains('\n') {
        return Fault::Unclosed;
    }
    match value.parse::<Date>() {
        Err(error) if error.to_string() == code.to_string() => return Fault::Date(error),
        _ => {}
    }
    match CaseId::new(value) {
        Err(error) if error.to_string() == code.to_string() => Fault::Id(value.to_owned()),
        _ => Fault::Other(code.to_string()),
    }
}

/// Where the mark begins that `ron` points into or before.
fn whole_mark(text: &str, at: usize) -> usize {
    let at = Marks::from(text, at).skip_blanks();
    // Just past a quotation mark or a sign.
    if text[..at].ends_with(['"', '-']) { at - 1 } else { at }
}

/// Known names, those most like the one found first.
fn similar(known: &[&'static str], found: &str) -> Vec<&'static str> {
    let mut known = known.to_vec();
    // What is longer is like none of them, and comparing it takes room for each letter.
    let found = found.chars().take(SHOWN).collect::<String>().to_lowercase();
    known.sort_by_cached_key(|name| strsim::damerau_levenshtein(name, &found));
    known
}
