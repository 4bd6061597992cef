//! Reads a register while its file is being read: in pieces, on several threads, without ever
//! holding the whole text.
//!
//! Only a text whose cases begin as this program lets them begin can be read so; within and between
//! them it may be written by hand. A piece is a list of whole cases only if it begins and ends
//! between two of them, so where all pieces can be read, they are what the whole would have given.

use std::{
    io::{self, Read, Write as _},
    mem,
    num::NonZero,
    ops::Range,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, sync_channel},
    },
    thread,
};

use memchr::memmem;

use super::{
    format,
    manuscript::{Manuscript, ReadRecord, records_of},
    parse::{Same, options, records},
    scan::Spot,
    splice::COMMA,
    stamp::{CHUNK, Stamp, Stamping},
};
use crate::{model::Case, progress::Progress, register::Register};

/// How many bytes of cases make a piece, at least.
const PIECE: usize = 1 << 19;

/// Where the list of cases begins, and what ends it, in a text as this program writes it.
const BEGIN: &str = "\n    cases: [\n";
const END: &str = "\n    ],\n";
const NEXT: &str = "\n        (\n";

/// What makes a list of a piece.
const OPENING: &str = "[\n";

/// How many bytes stand after a case that this program wrote.
const AFTER: u64 = COMMA.len() as u64;

/// Reads a register of about `length` bytes, with what its records do not tell and the stamp of
/// all bytes read. Nothing where it has to be read whole: its cases cannot be told apart by their
/// lines, something has a fault, or the work was cancelled.
pub(super) fn read(
    text: impl Read,
    length: usize,
    progress: &Progress,
) -> Option<(Register, Manuscript, Stamp)> {
    let mut text = Text::new(text, length, progress);
    let begin = text.find(BEGIN, 0).ok()?? + BEGIN.len();
    let mut around = text.take(begin);
    if Spot::of(str::from_utf8(&around).ok()?, begin).way() != ["cases", "1"] {
        return None;
    }
    let pieces = cases(&mut text)?;
    text.read_to_end().ok()?;
    around.extend(b"    ],\n");
    around.extend(text.held);
    let Cases { cases, spans, closing } = joined(pieces, begin as u64);
    let (register, manuscript) = records::read(str::from_utf8(&around).ok()?)?;
    if manuscript.damaged().next().is_some() {
        return None;
    }
    // Printed without cases, the list itself is left out.
    around.drain(begin + 1 - BEGIN.len()..begin + END.len() - 1);
    let mut same = Same::new(&around);
    let is_canonical = cases.iter().all(ReadRecord::is_canonical)
        && closing.is_empty()
        && !cases.is_empty()
        && format::print(&register, &mut same).is_ok()
        && same.rest.is_empty();
    let register = register.with_cases(cases.iter().map(|it| Arc::clone(&it.record)).collect());
    let manuscript =
        if is_canonical { Manuscript::default() } else { manuscript.with_cases(cases, &closing) };
    let stamp = text.stamping.finish().with_spans(Some(spans.into()));
    (!register.has_repeated_ids()).then_some((register, manuscript, stamp))
}

/// Some cases that stand together.
struct Cases {
    cases: Vec<ReadRecord<Case>>,
    /// Where each stands in the text they were read from.
    spans: Vec<Range<u64>>,
    /// What stands after the last of them.
    closing: String,
}

/// A piece of the list, as it was read.
struct Piece {
    number: usize,
    length: u64,
    read: Cases,
}

/// The cases of all pieces, the first of which begins at a byte.
fn joined(pieces: Vec<Piece>, mut begin: u64) -> Cases {
    let count = pieces.iter().map(|piece| piece.read.cases.len()).sum();
    let (cases, spans) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut all = Cases { cases, spans, closing: String::new() };
    for Piece { length, read: Cases { mut cases, spans, closing }, .. } in pieces {
        match cases.first_mut() {
            Some(first) if !all.closing.is_empty() => first.put_before(all.closing),
            _ => {}
        }
        all.cases.append(&mut cases);
        all.spans.extend(spans.into_iter().map(|span| begin + span.start..begin + span.end));
        all.closing = closing;
        begin += length;
    }
    all
}

/// Reads the list of cases up to its end.
fn cases<R: Read>(text: &mut Text<'_, R>) -> Option<Vec<Piece>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let read = thread::scope(|scope| {
        // No more pieces wait than can be read at once.
        let (sender, receiver) = sync_channel(threads);
        let receiver = Arc::new(Mutex::new(receiver));
        let worker = |_| {
            let receiver = Arc::clone(&receiver);
            scope.spawn(move || work(&receiver))
        };
        let workers: Vec<_> = (0..threads).map(worker).collect();
        drop(receiver);
        let mut sent = Some(false);
        let mut number = 0;
        // A worker that ends before the list does has met a fault.
        while sent == Some(false) && !workers.iter().any(thread::ScopedJoinHandle::is_finished) {
            sent = text.piece().and_then(|(piece, last)| {
                sender.send((number, piece)).ok()?;
                number += 1;
                Some(last)
            });
        }
        drop(sender);
        let done: Vec<_> = workers.into_iter().map(|worker| worker.join().ok().flatten()).collect();
        done.into_iter().collect::<Option<Vec<_>>>().filter(|_| sent == Some(true))
    })?;
    let mut pieces: Vec<_> = read.into_iter().flatten().collect();
    pieces.sort_unstable_by_key(|piece| piece.number);
    Some(pieces)
}

/// Reads pieces as long as there are any; nothing where one has a fault.
fn work(receiver: &Mutex<Receiver<(usize, Vec<u8>)>>) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let next = || receiver.lock().ok()?.recv().ok();
    while let Some((number, text)) = next() {
        let list = [OPENING, str::from_utf8(&text).ok()?, "]"].concat();
        let mut cases: Vec<Arc<Case>> = options().from_str(&list).ok()?;
        cases.iter_mut().filter_map(Arc::get_mut).for_each(shrink);
        let mut same = Same::new(&text);
        let as_written = format::print_cases(&cases, &mut same).is_ok() && same.rest.is_empty();
        let length = text.len() as u64;
        let read = if as_written {
            let spans = one_after_another(&same.taken);
            let cases = cases.into_iter().map(ReadRecord::canonical).collect();
            Cases { cases, spans, closing: String::new() }
        } else {
            by_hand(&list)?
        };
        pieces.push(Piece { number, length, read });
    }
    Some(pieces)
}

/// Where cases of these lengths stand that this program wrote.
fn one_after_another(lengths: &[usize]) -> Vec<Range<u64>> {
    let mut end = 0;
    let spans = lengths.iter().map(|length| {
        let begin = end;
        end += *length as u64;
        begin..end - AFTER
    });
    spans.collect()
}

/// The cases of a list that was written by hand, and where those stand that were not.
fn by_hand(list: &str) -> Option<Cases> {
    let cuts = records_of(list)?;
    let read = |cut| ReadRecord::of(list, cut).ok();
    let cases: Vec<ReadRecord<Case>> = cuts.records.iter().map(read).collect::<Option<_>>()?;
    let spans = cases.iter().zip(&cuts.records).map(|(case, cut)| {
        let begin = (cut.start - OPENING.len()) as u64;
        if case.is_canonical() { begin..(cut.end - OPENING.len()) as u64 - AFTER } else { 0..0 }
    });
    let spans = spans.collect();
    let closing = list[cuts.closing].trim_end_matches(']').to_owned();
    Some(Cases { cases, spans, closing })
}

/// Gives back the room that a list was given to grow: a tenth of a large register.
fn shrink(case: &mut Case) {
    case.claims.shrink_to_fit();
    case.sources.shrink_to_fit();
    case.claims.iter_mut().for_each(|claim| claim.sources.shrink_to_fit());
}

/// A text that is read as it is needed.
struct Text<'a, R> {
    source: R,
    stamping: Stamping,
    /// What was read and not yet taken.
    held: Vec<u8>,
    done: usize,
    length: usize,
    progress: &'a Progress,
}

impl<'a, R: Read> Text<'a, R> {
    fn new(source: R, length: usize, progress: &'a Progress) -> Self {
        Self { source, stamping: Stamping::default(), held: Vec::new(), done: 0, length, progress }
    }

    /// Reads on; whether there was more.
    fn more(&mut self) -> io::Result<bool> {
        self.progress.report(self.done, self.length.max(self.done)).map_err(io::Error::other)?;
        let before = self.held.len();
        self.source.by_ref().take(CHUNK as u64).read_to_end(&mut self.held)?;
        let new = &self.held[before..];
        self.stamping.write_all(new)?;
        self.done += new.len();
        Ok(!new.is_empty())
    }

    fn read_to_end(&mut self) -> io::Result<()> {
        while self.more()? {}
        Ok(())
    }

    /// Where something stands in what is held, from there on; reads until it is found.
    fn find(&mut self, what: &str, mut from: usize) -> io::Result<Option<usize>> {
        loop {
            let found = self.held.get(from..).and_then(|rest| memmem::find(rest, what.as_bytes()));
            if let Some(at) = found {
                return Ok(Some(from + at));
            }
            // What is sought may stand across the end.
            from = from.max((self.held.len() + 1).saturating_sub(what.len()));
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// Takes the beginning of what is held.
    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.held.split_off(length);
        mem::replace(&mut self.held, rest)
    }

    /// Takes the next cases, and whether they are the last of the list, whose end is then taken
    /// as well.
    fn piece(&mut self) -> Option<(Vec<u8>, bool)> {
        let next = self.find(NEXT, PIECE).ok()?;
        let until = next.unwrap_or(self.held.len());
        let Some(end) = memmem::find(&self.held[..until], END.as_bytes()) else {
            return Some((self.take(next? + 1), false));
        };
        let cases = self.take(end + 1);
        self.take(END.len() - 1);
        Some((cases, true))
    }
}
