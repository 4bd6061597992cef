//! The parallel reader: parses chunks of a register on several threads while its file is read,
//! without holding the whole text.
//!
//! Every case must start like a canonical one; within and between cases the text may be written by
//! hand. A chunk is a valid list only if it starts and ends between two cases, so chunks that can
//! all be parsed give the same register as the whole text.

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

use crate::{
    Progress,
    model::Case,
    register::Register,
    store::{
        fs::{
            files::IO_CHUNK_SIZE,
            fingerprint::{Fingerprint, FingerprintWriter},
        },
        ron::{
            incremental_writer::{CaseSpans, RECORD_SEPARATOR},
            nesting_path::NestingPath,
            options::ron_options,
            parse::{CanonicalCheck, records},
            print,
            splitter::split_cases,
        },
        source_text::{SourceText, list_source::ParsedRecord},
    },
};

/// The minimum size of a chunk, in bytes.
const MIN_CHUNK_SIZE: usize = 1 << 19;

/// The text that starts the list of cases, with the end of the line before it, in canonical text.
const CASES_START: &str = "\n    cases: [\n";
/// The text that ends the list of cases, with the end of the line before it.
const CASES_END: &str = "\n    ],\n";
/// The text that starts a case, with the end of the line before it.
const CASE_START: &str = "\n        (\n";

/// The text that turns a chunk into the start of a list.
const LIST_OPENING: &str = "[\n";

/// The number of bytes between two canonical cases.
const SEPARATOR_LENGTH: u64 = RECORD_SEPARATOR.len() as u64;

/// Reads a register of about `length` bytes. Returns the register, its source text, and the
/// fingerprint of all bytes read. `None` if the text must be read as a whole, because its cases
/// cannot be separated by their lines or it has an error, or if the work was cancelled.
pub(crate) fn read_parallel(
    text: impl Read,
    length: usize,
    progress: &Progress,
) -> Option<(Register, SourceText, Fingerprint, CaseSpans)> {
    let mut text = ChunkedInput::new(text, length, progress);
    let begin = text.find(CASES_START, 0).ok()?? + CASES_START.len();
    let head = text.take_front(begin);
    if NestingPath::at_offset(str::from_utf8(&head).ok()?, begin).field_path() != ["cases", "1"] {
        return None;
    }
    let chunks = parse_cases(&mut text)?;
    text.read_to_end().ok()?;
    let tail = text.buffer;
    let with_empty_list = [&head[..], &CASES_END.as_bytes()[1..], &tail].concat();
    let ParsedCases { cases, spans, closing } = join_chunks(chunks, begin as u64);
    let (register, source_text) = records::parse_records(str::from_utf8(&with_empty_list).ok()?)?;
    if source_text.broken_records().next().is_some() {
        return None;
    }
    // A register without cases is printed without their list.
    let list_start = begin - CASES_START.len() + 1;
    let without_list = [&head[..list_start], &tail].concat();
    let mut canonical_check = CanonicalCheck::new(&without_list);
    let is_canonical = cases.iter().all(ParsedRecord::is_canonical)
        && closing.is_empty()
        && !cases.is_empty()
        && print::print_register(&register, &mut canonical_check).is_ok()
        && canonical_check.remaining.is_empty();
    let register = register.with_cases(cases.iter().map(|it| Arc::clone(&it.record)).collect());
    let source_text =
        if is_canonical { SourceText::default() } else { source_text.with_cases(cases, &closing) };
    let fingerprint = text.fingerprint_writer.finish();
    (!register.has_repeated_ids()).then_some((register, source_text, fingerprint, spans.into()))
}

/// The cases of one or several chunks.
struct ParsedCases {
    cases: Vec<ParsedRecord<Case>>,
    /// The range of each case in the text.
    spans: Vec<Range<u64>>,
    /// The text after the last case.
    closing: String,
}

/// A chunk that was parsed.
struct ParsedChunk {
    index: usize,
    length: u64,
    parsed: ParsedCases,
}

/// Joins the cases of all chunks; the first chunk starts at offset `begin`.
fn join_chunks(pieces: Vec<ParsedChunk>, mut begin: u64) -> ParsedCases {
    let count = pieces.iter().map(|piece| piece.parsed.cases.len()).sum();
    let (cases, spans) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut all = ParsedCases { cases, spans, closing: String::new() };
    for ParsedChunk { length, parsed: ParsedCases { mut cases, spans, closing }, .. } in pieces {
        match cases.first_mut() {
            Some(first) if !all.closing.is_empty() => first.prepend_leading(all.closing),
            _ => {}
        }
        all.cases.append(&mut cases);
        all.spans.extend(spans.into_iter().map(|span| begin + span.start..begin + span.end));
        all.closing = closing;
        begin += length;
    }
    all
}

/// Parses the list of cases up to its end.
fn parse_cases<R: Read>(text: &mut ChunkedInput<'_, R>) -> Option<Vec<ParsedChunk>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let read = thread::scope(|scope| {
        // At most one chunk waits for each thread.
        let (sender, receiver) = sync_channel(threads);
        let receiver = Arc::new(Mutex::new(receiver));
        let worker = |_| {
            let receiver = Arc::clone(&receiver);
            scope.spawn(move || parse_received_chunks(&receiver))
        };
        let workers: Vec<_> = (0..threads).map(worker).collect();
        drop(receiver);
        let mut sent = Some(false);
        let mut chunk_index = 0;
        // A worker ends before the list only after an error.
        while sent == Some(false) && !workers.iter().any(thread::ScopedJoinHandle::is_finished) {
            sent = text.next_chunk().and_then(|(piece, last)| {
                sender.send((chunk_index, piece)).ok()?;
                chunk_index += 1;
                Some(last)
            });
        }
        drop(sender);
        let done: Vec<_> = workers.into_iter().map(|worker| worker.join().ok().flatten()).collect();
        done.into_iter().collect::<Option<Vec<_>>>().filter(|_| sent == Some(true))
    })?;
    let mut pieces: Vec<_> = read.into_iter().flatten().collect();
    pieces.sort_unstable_by_key(|piece| piece.index);
    Some(pieces)
}

/// Parses chunks until the channel is closed; `None` if one has an error.
fn parse_received_chunks(receiver: &Mutex<Receiver<(usize, Vec<u8>)>>) -> Option<Vec<ParsedChunk>> {
    let mut pieces = Vec::new();
    let next = || receiver.lock().ok()?.recv().ok();
    while let Some((number, text)) = next() {
        let list = [LIST_OPENING, str::from_utf8(&text).ok()?, "]"].concat();
        let mut cases: Vec<Arc<Case>> = ron_options().from_str(&list).ok()?;
        cases.iter_mut().filter_map(Arc::get_mut).for_each(shrink_to_fit);
        let mut canonical_check = CanonicalCheck::new(&text);
        let is_canonical = print::print_cases(&cases, &mut canonical_check).is_ok()
            && canonical_check.remaining.is_empty();
        let length = text.len() as u64;
        let read = if is_canonical {
            let spans = consecutive_spans(&canonical_check.matched_lengths);
            let cases = cases.into_iter().map(ParsedRecord::canonical).collect();
            ParsedCases { cases, spans, closing: String::new() }
        } else {
            parse_with_layout(&list)?
        };
        pieces.push(ParsedChunk { index: number, length, parsed: read });
    }
    Some(pieces)
}

/// Returns the ranges of canonical cases of these lengths.
fn consecutive_spans(lengths: &[usize]) -> Vec<Range<u64>> {
    let mut end = 0;
    let spans = lengths.iter().map(|length| {
        let begin = end;
        end += *length as u64;
        begin..end - SEPARATOR_LENGTH
    });
    spans.collect()
}

/// Parses cases that are not all canonical, with the ranges of those that are.
fn parse_with_layout(list: &str) -> Option<ParsedCases> {
    let raw_list = split_cases(list)?;
    let read = |raw| ParsedRecord::parse(list, raw).ok();
    let cases: Vec<ParsedRecord<Case>> =
        raw_list.records.iter().map(read).collect::<Option<_>>()?;
    let spans = cases.iter().zip(&raw_list.records).map(|(case, raw)| {
        let begin = (raw.start - LIST_OPENING.len()) as u64;
        if case.is_canonical() {
            begin..(raw.end - LIST_OPENING.len()) as u64 - SEPARATOR_LENGTH
        } else {
            0..0
        }
    });
    let spans = spans.collect();
    let closing = list[raw_list.closing].trim_end_matches(']').to_owned();
    Some(ParsedCases { cases, spans, closing })
}

/// Frees the unused capacity of the lists of a case, a tenth of the memory of a large register.
fn shrink_to_fit(case: &mut Case) {
    case.claims.shrink_to_fit();
    case.sources.shrink_to_fit();
    case.claims.iter_mut().for_each(|claim| claim.sources.shrink_to_fit());
}

/// A text that is read on demand.
struct ChunkedInput<'a, R> {
    source: R,
    fingerprint_writer: FingerprintWriter,
    /// The bytes that were read and not yet taken.
    buffer: Vec<u8>,
    bytes_read: usize,
    expected_length: usize,
    progress: &'a Progress,
}

impl<'a, R: Read> ChunkedInput<'a, R> {
    fn new(source: R, expected_length: usize, progress: &'a Progress) -> Self {
        Self {
            source,
            fingerprint_writer: FingerprintWriter::default(),
            buffer: Vec::new(),
            bytes_read: 0,
            expected_length,
            progress,
        }
    }

    /// Reads a chunk and returns whether there was more.
    fn read_more(&mut self) -> io::Result<bool> {
        self.progress
            .report(self.bytes_read, self.expected_length.max(self.bytes_read))
            .map_err(io::Error::other)?;
        let before = self.buffer.len();
        self.source.by_ref().take(IO_CHUNK_SIZE as u64).read_to_end(&mut self.buffer)?;
        let new = &self.buffer[before..];
        self.fingerprint_writer.write_all(new)?;
        self.bytes_read += new.len();
        Ok(!new.is_empty())
    }

    fn read_to_end(&mut self) -> io::Result<()> {
        while self.read_more()? {}
        Ok(())
    }

    /// Returns the index of a text in the buffer, from an index on; reads until it is found.
    fn find(&mut self, what: &str, mut from: usize) -> io::Result<Option<usize>> {
        loop {
            let found =
                self.buffer.get(from..).and_then(|rest| memmem::find(rest, what.as_bytes()));
            if let Some(at) = found {
                return Ok(Some(from + at));
            }
            // The text may span the end of the buffer.
            from = from.max((self.buffer.len() + 1).saturating_sub(what.len()));
            if !self.read_more()? {
                return Ok(None);
            }
        }
    }

    /// Takes bytes from the start of the buffer.
    fn take_front(&mut self, length: usize) -> Vec<u8> {
        let rest = self.buffer.split_off(length);
        mem::replace(&mut self.buffer, rest)
    }

    /// Returns the next chunk, and whether it is the last of the list; the end of the list is then
    /// skipped.
    fn next_chunk(&mut self) -> Option<(Vec<u8>, bool)> {
        let next = self.find(CASE_START, MIN_CHUNK_SIZE).ok()?;
        let until = next.unwrap_or(self.buffer.len());
        let Some(end) = memmem::find(&self.buffer[..until], CASES_END.as_bytes()) else {
            return Some((self.take_front(next? + 1), false));
        };
        let cases = self.take_front(end + 1);
        self.take_front(CASES_END.len() - 1);
        Some((cases, true))
    }
}
