//! Reads the text of a register.
//!
//! A text as this program writes it can be read in [pieces](super::pieces). Of any other each record
//! is read by itself. What cannot be cut into records is read in one go, to tell what `ron` makes
//! of it.

pub(super) mod records;

use std::{
    collections::HashSet,
    io::{self, Write},
    path::Path,
};

use ron::{Options, extensions::Extensions};

use super::{
    error::LoadError,
    explain::{Explained, explain},
    fault::Fault,
    format,
    manuscript::Manuscript,
    marked::is_mark,
    scan::{Mark, Marks, second, top_field},
};
use crate::register::{FORMAT, Register};

/// A register read from a text.
pub(super) struct Parsed {
    pub register: Register,
    /// What of the text the records do not tell.
    pub manuscript: Manuscript,
    /// Whether the register and the manuscript together give the text again, byte for byte.
    pub is_kept: bool,
}

/// Why a text gave no register.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is of a newer format; the number as it is written.
    TooNew(String),
    /// It has a fault.
    Fault(Box<Explained>),
}

impl Unread {
    /// The same of a file that was opened.
    pub fn in_file(self, path: &Path) -> LoadError {
        let path = path.to_owned();
        match self {
            Self::TooNew(found) => LoadError::TooNew { path, found },
            Self::Fault(fault) => {
                let Explained { fault, at, way } = *fault;
                LoadError::Text { path, fault, at, way }
            }
        }
    }
}

/// How registers are read.
pub(super) fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Reads a register; records that cannot be read are told apart from those that can.
pub(super) fn parse(text: &str) -> Result<Parsed, Unread> {
    if let Some((register, manuscript)) = records::read(text) {
        let mut same = Same::new(text.as_bytes());
        if format::print(&register, &mut same).is_ok() && same.rest.is_empty() {
            return Ok(Parsed { register, manuscript: Manuscript::default(), is_kept: true });
        }
        if manuscript.damaged().next().is_none() || mark(text).is_none() {
            return Ok(Parsed { register, manuscript, is_kept: true });
        }
    }
    parse_whole(text).map(|register| Parsed {
        register,
        manuscript: Manuscript::default(),
        is_kept: false,
    })
}

/// Reads a register in one go.
fn parse_whole(text: &str) -> Result<Register, Unread> {
    // Windows' Notepad and others mark UTF-8 with it; it is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let register: Register = options().from_str(text).map_err(|error| {
        if let Some(at) = mark(text) {
            return fault(text, at, Fault::Marked);
        }
        // What a newer format holds is no fault of the file.
        too_new(text).unwrap_or_else(|| Unread::Fault(Box::new(explain(text, error))))
    })?;
    if register.format() != FORMAT {
        return Err(too_new(text).unwrap_or_else(|| fault(text, 0, Fault::OutOfRange)));
    }
    unrepeated(text, &register)?;
    Ok(register)
}

/// The format number of a text, where it is not the one this program reads.
fn too_new(text: &str) -> Option<Unread> {
    let (_, Mark::Word(number)) = top_field(text, "format")? else { return None };
    let other = number.bytes().all(|byte| byte.is_ascii_digit()) && number != FORMAT.to_string();
    other.then(|| Unread::TooNew(number.to_owned()))
}

/// Where the first mark of a conflict stands.
fn mark(text: &str) -> Option<usize> {
    let begins_line = |at: usize| at == 0 || text[..at].ends_with('\n');
    let mut marks = Marks::from(text, 0);
    marks.find_map(|(at, mark)| match mark {
        Mark::Word(word) if begins_line(at) && is_mark(word) => Some(at),
        _ => None,
    })
}

fn fault(text: &str, at: usize, fault: Fault) -> Unread {
    Unread::Fault(Box::new(Explained::new(text, at, fault)))
}

/// Takes only what it holds already; anything else is an error.
pub(super) struct Same<'a> {
    pub rest: &'a [u8],
    /// How many bytes each piece had that it took.
    pub taken: Vec<usize>,
}

impl<'a> Same<'a> {
    /// Holds a text.
    pub fn new(rest: &'a [u8]) -> Self {
        Self { rest, taken: Vec::new() }
    }
}

impl Write for Same<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest = self.rest.strip_prefix(bytes).ok_or(io::ErrorKind::InvalidData)?;
        self.taken.push(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Makes sure that no two records of a list have one id.
fn unrepeated(text: &str, register: &Register) -> Result<(), Unread> {
    if !register.has_repeated_ids() {
        return Ok(());
    }
    let parties = register.parties().iter().map(|party| party.id.as_str());
    let sources = register.sources().iter().map(|source| source.id.as_str());
    let cases = register.cases().iter().map(|case| case.id.as_str());
    let numbers: Vec<_> =
        register.incidents().iter().map(|incident| incident.number.to_string()).collect();
    let repeated = [
        ("parties", "id", repeated(parties)),
        ("sources", "id", repeated(sources)),
        ("incidents", "number", repeated(numbers.iter().map(String::as_str))),
        ("cases", "id", repeated(cases)),
    ];
    for (list, field, id) in repeated {
        if let Some(id) = id {
            let at = second(text, list, field, id).unwrap_or(0);
            return Err(fault(text, at, Fault::RepeatedId(id.to_owned())));
        }
    }
    Ok(())
}

fn repeated<'a>(ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = HashSet::with_capacity(ids.size_hint().0);
    ids.into_iter().find(|id| !seen.insert(*id))
}
