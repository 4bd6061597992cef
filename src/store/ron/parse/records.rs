//! Parses a text record by record, on several threads, so that a broken record does not hide the
//! others.

use std::{borrow::Cow, collections::HashSet, num::NonZero, sync::Arc, thread};

use crate::{
    register::{
        FORMAT_VERSION, Register, RegisterParts,
        record::Record,
        record_list::{RecordList, with_record_type},
    },
    store::{
        ron::{
            diagnose::Diagnostic,
            options::ron_options,
            parse_record::parse_record,
            splitter::{MAX_BROKEN_RECORDS, RawField, RawRegister, RawValue},
            syntax_error::{LineColumn, SyntaxError},
        },
        source_text::{
            SourceText,
            broken_record::BrokenRecord,
            layout::{ParsedLists, SourceTextParts},
            list_source::ParsedRecord,
        },
    },
    worker_thread::ScopedWork,
};

/// The number of records from which several threads are used.
const PARALLEL_THRESHOLD: usize = 64;

/// Parses a text; `None` if it is not a register even without its broken records.
pub(crate) fn parse_records(text: &str) -> Option<(Register, SourceText)> {
    let outline = RawRegister::split(text, None);
    outline.and_then(|outline| parse_raw_register(text, outline, 0)).or_else(|| {
        // The brackets of a broken record may not match, so each record is parsed while splitting.
        let is_valid = |list: RecordList, text: &str| {
            with_record_type!(list, T => parse_record::<T>(text).is_ok())
        };
        parse_raw_register(text, RawRegister::split(text, Some(&is_valid))?, MAX_BROKEN_RECORDS)
    })
}

/// Parses every record of a split text; `None` if more than `max_broken` are broken.
fn parse_raw_register(
    text: &str,
    raw: RawRegister,
    max_broken: usize,
) -> Option<(Register, SourceText)> {
    let mut header = "(".to_owned();
    for field in raw.fields.iter().filter(|field| field.records.is_none()) {
        header.extend([&text[field.name.clone()], ": ", &text[field.value.value.clone()], ",\n"]);
    }
    header.push(')');
    let header: Register = ron_options().from_str(&header).ok()?;
    // Each record list may appear once, and must be a list.
    let is_plain_list = |list: RecordList| {
        let mut named = raw.fields.iter().filter(|field| text[field.name.clone()] == *list.name());
        named.next().is_none_or(|field| field.records.is_some()) && named.next().is_none()
    };
    if header.format_version() != FORMAT_VERSION || !RecordList::ALL.into_iter().all(is_plain_list)
    {
        return None;
    }
    let known = (0, LineColumn { line: 1, column: 1 });
    let mut reader = RecordReader {
        text,
        raw: &raw,
        known_position: known,
        broken_records: Vec::new(),
        max_broken,
    };
    let parsed = ParsedLists {
        parties: reader.read_list()?,
        sources: reader.read_list()?,
        totals: reader.read_list()?,
        incidents: reader.read_list()?,
        cases: reader.read_list()?,
        events: reader.read_list()?,
    };
    let broken_records = reader.broken_records;
    let register = Register::from_parts(RegisterParts {
        info: header.info(),
        parties: clone_records(&parsed.parties),
        sources: clone_records(&parsed.sources),
        totals: clone_records(&parsed.totals),
        incidents: clone_records(&parsed.incidents),
        cases: clone_records(&parsed.cases),
        events: clone_records(&parsed.events),
    });
    let parts = SourceTextParts { text, info: header.info(), raw, broken_records };
    Some((register, SourceText::from_parts(parts, parsed)?))
}

fn clone_records<T>(read: &[ParsedRecord<T>]) -> Vec<Arc<T>> {
    read.iter().map(|it| Arc::clone(&it.record)).collect()
}

/// A reader of the record lists of a text.
struct RecordReader<'a> {
    text: &'a str,
    raw: &'a RawRegister,
    /// An offset and its position, from which later positions are counted.
    known_position: (usize, LineColumn),
    broken_records: Vec<BrokenRecord>,
    /// The greatest number of broken records.
    max_broken: usize,
}

impl RecordReader<'_> {
    /// Reads the records of a list. A record with the id of an earlier one is broken. `None` if too
    /// many are broken.
    fn read_list<T: Record>(&mut self) -> Option<Vec<ParsedRecord<T>>> {
        let list = T::LIST;
        let named = |field: &&RawField| self.text[field.name.clone()] == *list.name();
        let field = self.raw.fields.iter().find(named);
        let Some(raw_records) = field.and_then(|field| field.records.as_ref()) else {
            return Some(Vec::new());
        };
        let mut seen = HashSet::new();
        let mut read = Vec::with_capacity(raw_records.records.len());
        let parsed = parse_parallel::<T>(self.text, &raw_records.records, self.max_broken == 0);
        for (number, (raw, record)) in raw_records.records.iter().zip(parsed).enumerate() {
            let value = &self.text[raw.value.clone()];
            let is_last = number + 1 == raw_records.records.len();
            let record = record.and_then(|record| {
                if !raw.has_comma && !is_last {
                    return Err(Diagnostic::new(value, value.len(), SyntaxError::MissingComma));
                }
                let Some(id) = record.record.id_text().map(Cow::into_owned) else {
                    return Ok(record);
                };
                if seen.insert(id.clone()) {
                    return Ok(record);
                }
                let at = value.find(&format!("\"{id}\"")).or_else(|| value.find(&id));
                Err(Diagnostic::new(value, at.unwrap_or(0), SyntaxError::DuplicateId(id)))
            });
            match record {
                Ok(record) => read.push(record),
                Err(diagnostic) => {
                    let start_position = self.position_of(raw.value.start);
                    self.broken_records.push(BrokenRecord::new(
                        list,
                        number + 1,
                        self.text,
                        raw,
                        read.len(),
                        diagnostic,
                        start_position,
                    ));
                    if self.broken_records.len() > self.max_broken {
                        return None;
                    }
                }
            }
        }
        Some(read)
    }

    /// Returns the position of the offset at which a record starts.
    fn position_of(&mut self, start: usize) -> LineColumn {
        let (from, place) = match self.known_position {
            // The lists of a file can stand in any order.
            (from, _) if start < from => (0, LineColumn { line: 1, column: 1 }),
            known => known,
        };
        let begin = place.offset_by(LineColumn::from_offset(&self.text[from..start], usize::MAX));
        self.known_position = (start, begin);
        begin
    }
}

/// Parses records, on several threads if there are many. With `stop_at_error`, a broken record ends
/// the work of its thread, which then returns only that error.
fn parse_parallel<T: Record>(
    text: &str,
    raw_values: &[RawValue],
    stop_at_error: bool,
) -> Vec<Result<ParsedRecord<T>, Diagnostic>> {
    let each = |raw_values: &[RawValue]| -> Vec<_> {
        let mut read = Vec::with_capacity(raw_values.len());
        for raw in raw_values {
            let record = ParsedRecord::parse(text, raw);
            if stop_at_error && record.is_err() {
                return vec![record];
            }
            read.push(record);
        }
        read
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if raw_values.len() < PARALLEL_THRESHOLD {
        return each(raw_values);
    }
    thread::scope(|scope| {
        let parts = raw_values.chunks(raw_values.len().div_ceil(threads));
        let each = &each;
        let start = |part| ScopedWork::start(scope, move || each(part));
        let workers: Vec<_> = parts.map(start).collect();
        workers.into_iter().flat_map(ScopedWork::join).collect()
    })
}
