//! Reads the text of a register.
//!
//! A text as this program writes it can be read in [pieces](super::pieces). Of any other each record
//! is read by itself. What cannot be cut into records is read in one go, to tell what `ron` makes
//! of it.

pub(crate) mod records;

use std::{
    collections::HashSet,
    io::{self, Write},
    path::Path,
};

use ron::{Options, extensions::Extensions};

use crate::{
    register::{FORMAT_VERSION, Register},
    store::{
        error::LoadError,
        ron::{
            conflict_markers::is_conflict_marker,
            diagnose::{Diagnostic, diagnose},
            lexer::{Lexer, Token, find_second, find_top_level_field},
            print,
            syntax_error::SyntaxError,
        },
        source_text::SourceText,
    },
};

/// A register read from a text.
pub(crate) struct ParsedRegister {
    pub register: Register,
    /// What of the text the records do not tell.
    pub source_text: SourceText,
    /// Whether the register and the manuscript together give the text again, byte for byte.
    pub is_lossless: bool,
}

/// Why a text gave no register.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RegisterParseError {
    /// It is of a newer format; the number as it is written.
    NewerFormat(String),
    /// It has a fault.
    Syntax(Box<Diagnostic>),
}

impl RegisterParseError {
    /// The same of a file that was opened.
    pub fn into_load_error(self, path: &Path) -> LoadError {
        let path = path.to_owned();
        match self {
            Self::NewerFormat(found) => LoadError::NewerFormat { path, found },
            Self::Syntax(fault) => {
                let Diagnostic { error: fault, position: at, field_path: way } = *fault;
                LoadError::Syntax { path, error: fault, position: at, field_path: way }
            }
        }
    }
}

/// How registers are read.
pub(crate) fn ron_options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Reads a register; records that cannot be read are told apart from those that can.
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

/// Reads a register in one go.
fn parse_at_once(text: &str) -> Result<Register, RegisterParseError> {
    // Windows' Notepad and others mark UTF-8 with it; it is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let register: Register = ron_options().from_str(text).map_err(|error| {
        if let Some(at) = find_conflict_marker(text) {
            return syntax_error(text, at, SyntaxError::ConflictMarker);
        }
        // What a newer format holds is no fault of the file.
        newer_format_error(text)
            .unwrap_or_else(|| RegisterParseError::Syntax(Box::new(diagnose(text, error))))
    })?;
    if register.format_version() != FORMAT_VERSION {
        return Err(newer_format_error(text)
            .unwrap_or_else(|| syntax_error(text, 0, SyntaxError::NumberOutOfRange)));
    }
    ensure_unique_ids(text, &register)?;
    Ok(register)
}

/// The format number of a text, where it is not the one this program reads.
fn newer_format_error(text: &str) -> Option<RegisterParseError> {
    let (_, Token::Word(number)) = find_top_level_field(text, "format")? else { return None };
    let other =
        number.bytes().all(|byte| byte.is_ascii_digit()) && number != FORMAT_VERSION.to_string();
    other.then(|| RegisterParseError::NewerFormat(number.to_owned()))
}

/// Where the first mark of a conflict stands.
fn find_conflict_marker(text: &str) -> Option<usize> {
    let begins_line = |at: usize| at == 0 || text[..at].ends_with('\n');
    let mut tokens = Lexer::new(text, 0);
    tokens.find_map(|(at, mark)| match mark {
        Token::Word(word) if begins_line(at) && is_conflict_marker(word) => Some(at),
        _ => None,
    })
}

fn syntax_error(text: &str, at: usize, fault: SyntaxError) -> RegisterParseError {
    RegisterParseError::Syntax(Box::new(Diagnostic::new(text, at, fault)))
}

/// Takes only what it holds already; anything else is an error.
pub(super) struct CanonicalCheck<'a> {
    pub remaining: &'a [u8],
    /// How many bytes each piece had that it took.
    pub matched_lengths: Vec<usize>,
}

impl<'a> CanonicalCheck<'a> {
    /// Holds a text.
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

/// Makes sure that no two records of a list have one id.
fn ensure_unique_ids(text: &str, register: &Register) -> Result<(), RegisterParseError> {
    if !register.has_repeated_ids() {
        return Ok(());
    }
    let parties = register.parties().iter().map(|party| party.id.as_str());
    let sources = register.sources().iter().map(|source| source.id.as_str());
    let cases = register.cases().iter().map(|case| case.id.as_str());
    let numbers: Vec<_> =
        register.incidents().iter().map(|incident| incident.number.to_string()).collect();
    let duplicates = [
        ("parties", "id", find_duplicate(parties)),
        ("sources", "id", find_duplicate(sources)),
        ("incidents", "number", find_duplicate(numbers.iter().map(String::as_str))),
        ("cases", "id", find_duplicate(cases)),
    ];
    for (list, field, id) in duplicates {
        if let Some(id) = id {
            let at = find_second(text, list, field, id).unwrap_or(0);
            return Err(syntax_error(text, at, SyntaxError::DuplicateId(id.to_owned())));
        }
    }
    Ok(())
}

fn find_duplicate<'a>(ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = HashSet::with_capacity(ids.size_hint().0);
    ids.into_iter().find(|id| !seen.insert(*id))
}
