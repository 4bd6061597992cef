//! Reads a text record by record, on several threads: one that is damaged does not hide the
//! others.

use std::{collections::HashSet, num::NonZero, panic::resume_unwind, sync::Arc, thread};

use serde::de::DeserializeOwned;

use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::{FORMAT_VERSION, Register},
    store::{
        ron::{
            diagnose::Diagnostic,
            parse::ron_options,
            print::PrintRon,
            splitter::{MAX_BROKEN_RECORDS, RECORD_LISTS, RawRegister, RawValue},
            syntax_error::{LineColumn, SyntaxError},
        },
        source_text::{
            ParsedLists, SourceText, SourceTextParts,
            broken_record::{BrokenRecord, parse_record},
            list_source::ParsedRecord,
        },
    },
};

/// From how many records on it is worth another thread.
const PARALLEL_THRESHOLD: usize = 64;

/// Reads a text; nothing where it is no register, damaged records apart.
pub(crate) fn parse_records(text: &str) -> Option<(Register, SourceText)> {
    let outline = RawRegister::split(text, None);
    outline.and_then(|outline| parse_raw_register(text, outline, 0)).or_else(|| {
        // Some record is damaged, so that brackets may mislead: each is tried on the way.
        let is_valid = |list: &str, text: &str| match list {
            "parties" => parse_record::<Party>(text).is_ok(),
            "sources" => parse_record::<Source>(text).is_ok(),
            "totals" => parse_record::<Total>(text).is_ok(),
            "incidents" => parse_record::<Incident>(text).is_ok(),
            "cases" => parse_record::<Case>(text).is_ok(),
            _ => parse_record::<Event>(text).is_ok(),
        };
        parse_raw_register(text, RawRegister::split(text, Some(&is_valid))?, MAX_BROKEN_RECORDS)
    })
}

/// Reads every record of an outline; nothing where more than `most` are damaged.
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
    // Each list once, and every one of them a plain list.
    let is_plain_list = |list: &&str| {
        let mut named = raw.fields.iter().filter(|field| text[field.name.clone()] == **list);
        named.next().is_none_or(|field| field.records.is_some()) && named.next().is_none()
    };
    if header.format_version() != FORMAT_VERSION || !RECORD_LISTS.iter().all(is_plain_list) {
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
        parties: reader.read_list("parties", |it: &Party| it.id.as_str().to_owned())?,
        sources: reader.read_list("sources", |it: &Source| it.id.as_str().to_owned())?,
        totals: reader.read_list("totals", |_: &Total| String::new())?,
        incidents: reader.read_list("incidents", |it: &Incident| it.number.to_string())?,
        cases: reader.read_list("cases", |it: &Case| it.id.as_str().to_owned())?,
        events: reader.read_list("events", |_: &Event| String::new())?,
    };
    let broken_records = reader.broken_records;
    let register = Register::from_parts(
        header.info(),
        clone_records(&parsed.parties),
        clone_records(&parsed.sources),
        clone_records(&parsed.totals),
        clone_records(&parsed.incidents),
        clone_records(&parsed.cases),
        clone_records(&parsed.events),
    );
    let parts = SourceTextParts { text, info: header.info(), raw, broken_records };
    Some((register, SourceText::from_parts(parts, parsed)))
}

fn clone_records<T>(read: &[ParsedRecord<T>]) -> Vec<Arc<T>> {
    read.iter().map(|it| Arc::clone(&it.record)).collect()
}

/// The lists of a text as they are read.
struct RecordReader<'a> {
    text: &'a str,
    raw: &'a RawRegister,
    /// A byte and its place, from which later ones are counted on.
    known_position: (usize, LineColumn),
    broken_records: Vec<BrokenRecord>,
    /// How many may be.
    max_broken: usize,
}

impl RecordReader<'_> {
    /// Reads the records of a list. A record whose id, if it has one, was there before is damaged.
    /// Nothing where too many are.
    fn read_list<T: DeserializeOwned + PrintRon + Send + Sync>(
        &mut self,
        list: &'static str,
        id: impl Fn(&T) -> String,
    ) -> Option<Vec<ParsedRecord<T>>> {
        let field = self.raw.fields.iter().find(|field| self.text[field.name.clone()] == *list);
        let Some(raw_records) = field.and_then(|field| field.records.as_ref()) else {
            return Some(Vec::new());
        };
        let mut seen = HashSet::new();
        let mut read = Vec::with_capacity(raw_records.records.len());
        let parsed = parse_parallel::<T>(self.text, &raw_records.records, self.max_broken == 0);
        for (number, (cut, record)) in raw_records.records.iter().zip(parsed).enumerate() {
            let value = &self.text[cut.value.clone()];
            let is_last = number + 1 == raw_records.records.len();
            let record = record.and_then(|record| {
                if !cut.has_comma && !is_last {
                    return Err(Diagnostic::new(value, value.len(), SyntaxError::MissingComma));
                }
                let id = id(&record.record);
                if id.is_empty() || seen.insert(id.clone()) {
                    return Ok(record);
                }
                let at = value.find(&format!("\"{id}\"")).or_else(|| value.find(&id));
                Err(Diagnostic::new(value, at.unwrap_or(0), SyntaxError::DuplicateId(id)))
            });
            match record {
                Ok(record) => read.push(record),
                Err(explained) => {
                    let fault = (explained, self.position_of(cut.value.start));
                    let of = (self.text, cut);
                    self.broken_records.push(BrokenRecord::new(
                        list,
                        number + 1,
                        of,
                        read.len(),
                        fault,
                    ));
                    if self.broken_records.len() > self.max_broken {
                        return None;
                    }
                }
            }
        }
        Some(read)
    }

    /// The place of a byte at which a record begins.
    fn position_of(&mut self, start: usize) -> LineColumn {
        let (from, place) = match self.known_position {
            // Lists are read in an order of their own, which need not be that of the file.
            (from, _) if start < from => (0, LineColumn { line: 1, column: 1 }),
            known => known,
        };
        let begin = place.offset_by(LineColumn::from_offset(&self.text[from..start], usize::MAX));
        self.known_position = (start, begin);
        begin
    }
}

/// Reads records, on several threads where there are many; where it `stops`, nothing but an error
/// where one of them is damaged.
fn parse_parallel<T: DeserializeOwned + PrintRon + Send + Sync>(
    text: &str,
    raw_values: &[RawValue],
    stop_at_error: bool,
) -> Vec<Result<ParsedRecord<T>, Diagnostic>> {
    let each = |cuts: &[RawValue]| -> Vec<_> {
        let mut read = Vec::with_capacity(cuts.len());
        for cut in cuts {
            let record = ParsedRecord::parse(text, cut);
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
        let workers: Vec<_> = parts.map(|part| scope.spawn(move || each(part))).collect();
        let done =
            workers.into_iter().map(|it| it.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.flatten().collect()
    })
}
