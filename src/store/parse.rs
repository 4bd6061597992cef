//! Reads the text of a register.
//!
//! A text as this program writes it is read in pieces, on several threads, with progress. Any
//! other is read in one go; so is one with a fault, to tell what `ron` makes of it.

use std::{
    collections::HashSet,
    io::{self, Write},
    num::NonZero,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use memchr::memmem;
use ron::{Options, extensions::Extensions};

use super::{
    error::LoadError,
    explain::{Explained, explain},
    fault::Fault,
    format,
    scan::{Mark, Spot, second, top_field},
};
use crate::{
    model::Case,
    progress::{Cancelled, Progress},
    register::{FORMAT, Register},
};

/// A register read from a text.
pub(super) struct Parsed {
    pub register: Register,
    /// Whether the text is, byte for byte, what this program writes.
    pub canonical: bool,
}

/// Why a text gave no register.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is of a newer format; the number as it is written.
    TooNew(String),
    /// It has a fault.
    Fault(Box<Explained>),
    /// The work was cancelled.
    Cancelled,
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
            Self::Cancelled => LoadError::Cancelled,
        }
    }
}

impl From<Cancelled> for Unread {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Reads a register.
pub(super) fn parse(text: &str, progress: &Progress) -> Result<Parsed, Unread> {
    let parsed = match in_pieces(text, progress)? {
        Some(parsed) => parsed,
        None => whole(text)?,
    };
    if parsed.register.format() != FORMAT {
        return Err(too_new(text).unwrap_or_else(|| fault(text, 0, Fault::OutOfRange)));
    }
    unrepeated(text, &parsed.register)?;
    Ok(parsed)
}

fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

fn whole(text: &str) -> Result<Parsed, Unread> {
    let register: Register = options().from_str(text).map_err(|error| {
        // What a newer format holds is no fault of the file.
        too_new(text).unwrap_or_else(|| Unread::Fault(Box::new(explain(text, error))))
    })?;
    let mut same = Same { rest: text.as_bytes() };
    let canonical = format::print(&register, &mut same).is_ok() && same.rest.is_empty();
    Ok(Parsed { register, canonical })
}

/// The format number of a text, where it is not the one this program reads.
fn too_new(text: &str) -> Option<Unread> {
    let (_, Mark::Word(number)) = top_field(text, "format")? else { return None };
    let other = number.bytes().all(|byte| byte.is_ascii_digit()) && number != FORMAT.to_string();
    other.then(|| Unread::TooNew(number.to_owned()))
}

fn fault(text: &str, at: usize, fault: Fault) -> Unread {
    Unread::Fault(Box::new(Explained::new(text, at, fault)))
}

/// How many bytes are read at once.
const PIECE: usize = 1 << 19;

/// Where the list of cases begins, and what ends it, in a text as this program writes it.
const BEGIN: &str = "\n    cases: [\n";
const END: &str = "\n    ],\n";
const NEXT: &str = "\n        (\n";

/// Reads a text in pieces; nothing where it is not laid out as this program does.
///
/// A piece is a list of whole cases only if it begins and ends between two of them, so where all
/// pieces can be read, they are what the whole would have given.
fn in_pieces(text: &str, progress: &Progress) -> Result<Option<Parsed>, Cancelled> {
    let bytes = text.as_bytes();
    let Some(begin) = memmem::find(bytes, BEGIN.as_bytes()).map(|at| at + BEGIN.len()) else {
        return Ok(None);
    };
    let Some(end) = memmem::find(&bytes[begin..], END.as_bytes()).map(|at| begin + at + 1) else {
        return Ok(None);
    };
    if Spot::of(text, begin).way() != ["cases", "1"] {
        return Ok(None);
    }
    let rest = [&text[..begin], &text[end..]].concat();
    let Ok(register) = options().from_str::<Register>(&rest) else { return Ok(None) };
    let Some((cases, as_written)) = cases(&pieces(&text[begin..end]), progress)? else {
        return Ok(None);
    };
    // Printed without cases, the list itself is left out.
    let around = [&text[..begin + 1 - BEGIN.len()], &text[end + END.len() - 1..]].concat();
    let mut same = Same { rest: around.as_bytes() };
    let canonical = as_written
        && !cases.is_empty()
        && format::print(&register, &mut same).is_ok()
        && same.rest.is_empty();
    Ok(Some(Parsed { register: register.with_cases(cases), canonical }))
}

/// A list of cases, cut between cases.
fn pieces(list: &str) -> Vec<&str> {
    let mut pieces = Vec::with_capacity(list.len() / PIECE + 1);
    let mut rest = list;
    while rest.len() > PIECE
        && let Some(at) = memmem::find(&rest.as_bytes()[PIECE..], NEXT.as_bytes())
    {
        let (piece, after) = rest.split_at(PIECE + at + 1);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

type Cases = Vec<Arc<Case>>;

/// Reads pieces of a list of cases on several threads: the cases, and whether the pieces are as
/// this program writes them. Nothing where one of them cannot be read.
fn cases(pieces: &[&str], progress: &Progress) -> Result<Option<(Cases, bool)>, Cancelled> {
    let (next, failed, as_written) =
        (AtomicUsize::new(0), AtomicBool::new(false), AtomicBool::new(true));
    let read: Mutex<Vec<Cases>> = Mutex::new(vec![Vec::new(); pieces.len()]);
    let work = || {
        let mut list = String::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(at) else { return };
            // Reading the bytes was the first quarter of the work.
            let wanted = progress.report(pieces.len() + 3 * at, 4 * pieces.len()).is_ok();
            if failed.load(Ordering::Relaxed) || !wanted {
                return;
            }
            list.clear();
            list.extend(["[\n", piece, "]"]);
            let Ok(mut cases) = options().from_str::<Cases>(&list) else {
                failed.store(true, Ordering::Relaxed);
                return;
            };
            cases.iter_mut().filter_map(Arc::get_mut).for_each(shrink);
            let mut same = Same { rest: piece.as_bytes() };
            if format::print_cases(&cases, &mut same).is_err() || !same.rest.is_empty() {
                as_written.store(false, Ordering::Relaxed);
            }
            match read.lock() {
                Ok(mut read) => read[at] = cases,
                Err(_) => failed.store(true, Ordering::Relaxed),
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(pieces.len());
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    progress.report(4 * pieces.len(), 4 * pieces.len())?;
    let Ok(read) = read.into_inner() else { return Ok(None) };
    let whole = !failed.into_inner();
    Ok(whole.then(|| (read.into_iter().flatten().collect(), as_written.into_inner())))
}

/// Gives back the room that a list was given to grow: a tenth of a large register.
fn shrink(case: &mut Case) {
    case.claims.shrink_to_fit();
    case.sources.shrink_to_fit();
    case.claims.iter_mut().for_each(|claim| claim.sources.shrink_to_fit());
}

/// Takes only what it holds already; anything else is an error.
struct Same<'a> {
    rest: &'a [u8],
}

impl Write for Same<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest = self.rest.strip_prefix(bytes).ok_or(io::ErrorKind::InvalidData)?;
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
