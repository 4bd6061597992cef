//! The parallel reader: parses chunks of a register on several threads while its file is read,
//! without holding the whole text.
//!
//! Every case must start like a canonical one; within and between cases the text may be written by
//! hand. A chunk is a valid list only if it starts and ends between two cases, so chunks that can
//! all be parsed give the same register as the whole text.

use std::{
    io::{self, Read, Write},
    num::NonZero,
    ops::Range,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, sync_channel},
    },
    thread,
};

use crate::{
    Progress,
    model::Case,
    register::Register,
    store::{
        fs::fingerprint::{ContentHash, FingerprintWriter},
        ron::{
            chunked_input::{CASES_END, CASES_START, ChunkedInput},
            incremental_writer::{CaseSpans, RECORD_SEPARATOR},
            nesting_path::NestingPath,
            options::ron_options,
            parse::{CanonicalCheck, records},
            plain_deserializer::parse_plain,
            print,
            splitter::split_cases,
        },
        source_text::{SourceText, list_source::ParsedRecord},
    },
};

/// The text that turns a chunk into the start of a list.
const LIST_OPENING: &str = "[\n";

/// The number of bytes between two canonical cases.
const SEPARATOR_LENGTH: u64 = RECORD_SEPARATOR.len() as u64;

/// Reads a register of about `length` bytes. Returns the register, its source text, and the
/// hash of all bytes read. `None` if the text must be read as a whole, because its cases
/// cannot be separated by their lines or it has an error, or if the work was cancelled.
pub(crate) fn read_parallel(
    text: impl Read,
    length: usize,
    progress: &Progress,
) -> Option<(Register, SourceText, ContentHash, CaseSpans)> {
    let mut fingerprint = FingerprintWriter::default();
    let input = ChunkedInput::new(text, &mut fingerprint, length, progress);
    let Chunks { head, cases: chunks, tail } = read_chunks(input, parse_with_source_text)?;
    let ParsedCases { cases, spans, closing } = join_chunks(chunks, head.len() as u64);
    let (register, source_text) = parse_without_cases(&head, &tail)?;
    // A register without cases is printed without their list.
    let list_start = head.len() - CASES_START.len() + 1;
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
    let content_hash = fingerprint.finish_with_blocks();
    (!register.has_repeated_ids()).then_some((register, source_text, content_hash, spans.into()))
}

/// Reads the records of a register of about `length` bytes, without what only a save needs. `None`
/// where [`read_parallel`] gives `None`.
pub(crate) fn read_records_parallel(
    text: impl Read,
    length: usize,
    progress: &Progress,
) -> Option<Register> {
    let input = ChunkedInput::new(text, io::sink(), length, progress);
    let Chunks { head, cases, tail } = read_chunks(input, |text| parse_cases(&as_list(text)?))?;
    let (register, _) = parse_without_cases(&head, &tail)?;
    let register = register.with_cases(cases.into_iter().flatten().collect());
    (!register.has_repeated_ids()).then_some(register)
}

/// Parses the text before and after the cases; `None` if a record of it is broken.
fn parse_without_cases(head: &[u8], tail: &[u8]) -> Option<(Register, SourceText)> {
    let with_empty_list = [head, &CASES_END.as_bytes()[1..], tail].concat();
    let (register, source_text) = records::parse_records(str::from_utf8(&with_empty_list).ok()?)?;
    let has_broken = source_text.broken_records().next().is_some();
    (!has_broken).then_some((register, source_text))
}

/// The cases of one or several chunks.
struct ParsedCases {
    cases: Vec<ParsedRecord<Case>>,
    /// The range of each case in the text.
    spans: Vec<Range<u64>>,
    /// The text after the last case.
    closing: String,
}

/// A text whose list of cases was parsed in chunks.
struct Chunks<C> {
    /// The text up to the first case.
    head: Vec<u8>,
    cases: Vec<C>,
    /// The text after the list of cases.
    tail: Vec<u8>,
}

/// Joins the cases of all chunks; the first chunk starts at offset `begin`.
fn join_chunks(pieces: Vec<(u64, ParsedCases)>, mut begin: u64) -> ParsedCases {
    let count = pieces.iter().map(|(_, parsed)| parsed.cases.len()).sum();
    let (cases, spans) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut all = ParsedCases { cases, spans, closing: String::new() };
    for (length, ParsedCases { mut cases, spans, closing }) in pieces {
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

/// Reads a text and parses each chunk of its cases, on several threads.
fn read_chunks<C: Send>(
    mut text: ChunkedInput<'_, impl Read, impl Write>,
    parse_chunk: impl Fn(&[u8]) -> Option<C> + Sync,
) -> Option<Chunks<C>> {
    let begin = text.find(CASES_START, 0).ok()?? + CASES_START.len();
    let head = text.take_front(begin);
    if NestingPath::at_offset(str::from_utf8(&head).ok()?, begin).field_path() != ["cases", "1"] {
        return None;
    }
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let read = thread::scope(|scope| {
        // At most one chunk waits for each thread. Without any, the text is read as a whole.
        let (sender, receiver) = sync_channel(threads);
        let receiver = Arc::new(Mutex::new(receiver));
        let worker = |_| {
            let (receiver, parse_chunk) = (Arc::clone(&receiver), &parse_chunk);
            let work = move || parse_received_chunks(&receiver, parse_chunk);
            thread::Builder::new().spawn_scoped(scope, work).ok()
        };
        let workers: Vec<_> = (0..threads).filter_map(worker).collect();
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
    let mut chunks: Vec<_> = read.into_iter().flatten().collect();
    chunks.sort_unstable_by_key(|(index, _)| *index);
    text.read_to_end().ok()?;
    let cases = chunks.into_iter().map(|(_, chunk)| chunk).collect();
    Some(Chunks { head, cases, tail: text.buffer })
}

/// Parses chunks until the channel is closed, and returns them with their indexes; `None` if one
/// has an error.
fn parse_received_chunks<C>(
    receiver: &Mutex<Receiver<(usize, Vec<u8>)>>,
    parse_chunk: impl Fn(&[u8]) -> Option<C>,
) -> Option<Vec<(usize, C)>> {
    let mut chunks = Vec::new();
    let next = || receiver.lock().ok()?.recv().ok();
    while let Some((index, text)) = next() {
        chunks.push((index, parse_chunk(&text)?));
    }
    Some(chunks)
}

/// Returns the text of a chunk as a list.
fn as_list(chunk: &[u8]) -> Option<String> {
    Some([LIST_OPENING, str::from_utf8(chunk).ok()?, "]"].concat())
}

/// Parses the cases of a list.
fn parse_cases(list: &str) -> Option<Vec<Arc<Case>>> {
    let cases = parse_plain(list).or_else(|| ron_options().from_str(list).ok());
    let mut cases: Vec<Arc<Case>> = cases?;
    cases.iter_mut().filter_map(Arc::get_mut).for_each(shrink_to_fit);
    Some(cases)
}

/// Parses the cases of a chunk with the length of its text and the texts of those that are not
/// canonical.
fn parse_with_source_text(chunk: &[u8]) -> Option<(u64, ParsedCases)> {
    let list = as_list(chunk)?;
    let cases = parse_cases(&list)?;
    let mut canonical_check = CanonicalCheck::new(chunk);
    let is_canonical = print::print_cases(&cases, &mut canonical_check).is_ok()
        && canonical_check.remaining.is_empty();
    let parsed = if is_canonical {
        let spans = consecutive_spans(&canonical_check.matched_lengths);
        let cases = cases.into_iter().map(ParsedRecord::canonical).collect();
        ParsedCases { cases, spans, closing: String::new() }
    } else {
        parse_with_layout(&list)?
    };
    Some((chunk.len() as u64, parsed))
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
