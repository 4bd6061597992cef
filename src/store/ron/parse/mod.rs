//! Parses the text of a register.
//!
//! A canonical text can be read by the [parallel reader](super::parallel_reader). Of any other text
//! each record is read by itself. A text that cannot be split into records is read at once, so that
//! `ron` says what is wrong with it.

pub(crate) mod records;

use std::{
    collections::HashSet,
    io::{self, Write},
    path::Path,
};

use crate::{
    register::{
        FORMAT_VERSION, Register,
        record::Record,
        record_list::{RecordList, with_record_type},
    },
    store::{
        error::LoadError,
        ron::{
            conflict_markers::is_conflict_marker,
            diagnose::{Diagnostic, diagnose},
            lexer::{Lexer, Token},
            nesting_path::{find_second, find_top_level_field},
            options::ron_options,
            print,
            syntax_error::SyntaxError,
        },
        source_text::SourceText,
    },
};

/// A register parsed from a text.
pub(crate) struct ParsedRegister {
    pub register: Register,
    /// The part of the text that does not follow from the records.
    pub source_text: SourceText,
    /// True if the register and the source text reproduce the text byte for byte.
    pub is_lossless: bool,
}

/// The error of a text that is not a register.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RegisterParseError {
    /// The text has a newer format, of this number.
    NewerFormat(String),
    /// The text has an error.
    Syntax(Box<Diagnostic>),
}

impl RegisterParseError {
    /// Returns the error of the file at `path` that holds the text.
    pub fn into_load_error(self, path: &Path) -> LoadError {
        let path = path.to_owned();
        match self {
            Self::NewerFormat(found) => LoadError::NewerFormat { path, found },
            Self::Syntax(fault) => {
                let Diagnostic { error, position, field_path } = *fault;
                let field_path = field_path.into_boxed_slice();
                LoadError::Syntax { path, error, position, field_path, broken_count: 0 }
            }
        }
    }
}

/// Parses a register. Records that cannot be read are kept as broken records.
pub(crate) fn parse(text: &str) -> Result<ParsedRegister, RegisterParseError> {
    if let Some((register, source_text)) = records::parse_records(text) {
        let mut canonical_check = CanonicalCheck::new(text.as_bytes());
        if print::print_register(&register, &mut canonical_check).is_ok()
            && canonical_check.remaining.is_empty()
        {
            return Ok(ParsedRegister {
                register,
                source_text: SourceText::default(),
                is_lossless: true,
            });
        }
        if source_text.broken_records().next().is_none() || find_conflict_marker(text).is_none() {
            return Ok(ParsedRegister { register, source_text, is_lossless: true });
        }
    }
    parse_at_once(text).map(|register| ParsedRegister {
        register,
        source_text: SourceText::default(),
        is_lossless: false,
    })
}

/// Parses a register at once, with every record of it.
fn parse_at_once(text: &str) -> Result<Register, RegisterParseError> {
    // Some editors of Windows start a file with this mark of UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let register: Register = ron_options().from_str(text).map_err(|error| {
        if let Some(at) = find_conflict_marker(text) {
            return syntax_error(text, at, SyntaxError::ConflictMarker);
        }
        // The unknown content of a newer format is not an error of the file.
        newer_format_error(text).unwrap_or_else(|| {
            RegisterParseError::Syntax(Box::new(diagnose::<Register>(text, &error)))
        })
    })?;
    if register.format_version() != FORMAT_VERSION {
        return Err(newer_format_error(text)
            .unwrap_or_else(|| syntax_error(text, 0, SyntaxError::NumberOutOfRange)));
    }
    ensure_unique_ids(text, &register)?;
    Ok(register)
}

/// Returns the error of a format number other than the one this program reads.
fn newer_format_error(text: &str) -> Option<RegisterParseError> {
    let (_, Token::Word(number)) = find_top_level_field(text, "format")? else { return None };
    let other =
        number.bytes().all(|byte| byte.is_ascii_digit()) && number != FORMAT_VERSION.to_string();
    other.then(|| RegisterParseError::NewerFormat(number.to_owned()))
}

/// Returns the offset of the first conflict marker.
fn find_conflict_marker(text: &str) -> Option<usize> {
    let begins_line = |at: usize| at == 0 || text[..at].ends_with('\n');
    let mut tokens = Lexer::new(text, 0);
    tokens.find_map(|(at, token)| match token {
        Token::Word(word) if begins_line(at) && is_conflict_marker(word) => Some(at),
        _ => None,
    })
}

fn syntax_error(text: &str, at: usize, fault: SyntaxError) -> RegisterParseError {
    RegisterParseError::Syntax(Box::new(Diagnostic::new(text, at, fault)))
}

/// A writer that accepts only the bytes of a given text; any other is an error.
pub(super) struct CanonicalCheck<'a> {
    pub remaining: &'a [u8],
    /// The length of each write.
    pub matched_lengths: Vec<usize>,
}

impl<'a> CanonicalCheck<'a> {
    /// Returns a writer that accepts a text.
    pub fn new(remaining: &'a [u8]) -> Self {
        Self { remaining, matched_lengths: Vec::new() }
    }
}

impl Write for CanonicalCheck<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.remaining = self.remaining.strip_prefix(bytes).ok_or(io::ErrorKind::InvalidData)?;
        self.matched_lengths.push(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Checks that no two records of a list have the same id.
fn ensure_unique_ids(text: &str, register: &Register) -> Result<(), RegisterParseError> {
    if !register.has_repeated_ids() {
        return Ok(());
    }
    for list in RecordList::ALL {
        with_record_type!(list, T => ensure_unique_ids_of::<T>(text, register)?);
    }
    Ok(())
}

/// Checks that no two records of one type have the same id.
fn ensure_unique_ids_of<T: Record>(
    text: &str,
    register: &Register,
) -> Result<(), RegisterParseError> {
    let Some(field) = T::ID_FIELD else { return Ok(()) };
    let records = T::records(register);
    let mut seen = HashSet::with_capacity(records.len());
    let repeated = records.iter().filter_map(|record| record.id_text());
    let Some(id) = repeated.into_iter().find(|id| !seen.insert(id.clone())) else { return Ok(()) };
    let at = find_second(text, T::LIST.name(), field, &id).unwrap_or(0);
    Err(syntax_error(text, at, SyntaxError::DuplicateId(id.into_owned())))
}
