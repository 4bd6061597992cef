//! Reads a text record by record, on several threads: one that is damaged does not hide the
//! others.

use std::{collections::HashSet, num::NonZero, panic::resume_unwind, sync::Arc, thread};

use serde::de::DeserializeOwned;

use super::options;
use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::{FORMAT, Register},
    store::{
        explain::Explained,
        fault::{Fault, Place},
        format::Value,
        manuscript::{
            Cut, DAMAGED, Damaged, LISTS, Lists, Manuscript, Outline, ReadRecord, Reading, record,
        },
    },
};

/// From how many records on it is worth another thread.
const MANY: usize = 64;

/// Reads a text; nothing where it is no register, damaged records apart.
pub(in super::super) fn read(text: &str) -> Option<(Register, Manuscript)> {
    let outline = Outline::of(text, None);
    outline.and_then(|outline| all(text, outline, 0)).or_else(|| {
        // Some record is damaged, so that brackets may mislead: each is tried on the way.
        let sound = |list: &str, text: &str| match list {
            "parties" => record::<Party>(text).is_ok(),
            "sources" => record::<Source>(text).is_ok(),
            "totals" => record::<Total>(text).is_ok(),
            "incidents" => record::<Incident>(text).is_ok(),
            "cases" => record::<Case>(text).is_ok(),
            _ => record::<Event>(text).is_ok(),
        };
        all(text, Outline::of(text, Some(&sound))?, DAMAGED)
    })
}

/// Reads every record of an outline; nothing where more than `most` are damaged.
fn all(text: &str, outline: Outline, most: usize) -> Option<(Register, Manuscript)> {
    let mut header = "(".to_owned();
    for field in outline.fields.iter().filter(|field| field.records.is_none()) {
        header.extend([&text[field.name.clone()], ": ", &text[field.cut.value.clone()], ",\n"]);
    }
    header.push(')');
    let header: Register = options().from_str(&header).ok()?;
    // Each list once, and every one of them a plain list.
    let is_plain = |list: &&str| {
        let mut named = outline.fields.iter().filter(|field| text[field.name.clone()] == **list);
        named.next().is_none_or(|field| field.records.is_some()) && named.next().is_none()
    };
    if header.format() != FORMAT || !LISTS.iter().all(is_plain) {
        return None;
    }
    let known = (0, Place { line: 1, column: 1 });
    let mut lists = Reader { text, outline: &outline, known, damaged: Vec::new(), most };
    let read = Lists {
        parties: lists.list("parties", |it: &Party| it.id.as_str().to_owned())?,
        sources: lists.list("sources", |it: &Source| it.id.as_str().to_owned())?,
        totals: lists.list("totals", |_: &Total| String::new())?,
        incidents: lists.list("incidents", |it: &Incident| it.number.to_string())?,
        cases: lists.list("cases", |it: &Case| it.id.as_str().to_owned())?,
        events: lists.list("events", |_: &Event| String::new())?,
    };
    let damaged = lists.damaged;
    let register = Register::of(
        header.about(),
        records(&read.parties),
        records(&read.sources),
        records(&read.totals),
        records(&read.incidents),
        records(&read.cases),
        records(&read.events),
    );
    let reading = Reading { text, about: header.about(), outline, damaged };
    Some((register, Manuscript::of(reading, read)))
}

fn records<T>(read: &[ReadRecord<T>]) -> Vec<Arc<T>> {
    read.iter().map(|it| Arc::clone(&it.record)).collect()
}

/// The lists of a text as they are read.
struct Reader<'a> {
    text: &'a str,
    outline: &'a Outline,
    /// A byte and its place, from which later ones are counted on.
    known: (usize, Place),
    damaged: Vec<Damaged>,
    /// How many may be.
    most: usize,
}

impl Reader<'_> {
    /// Reads the records of a list. A record whose id, if it has one, was there before is damaged.
    /// Nothing where too many are.
    fn list<T: DeserializeOwned + Value + Send + Sync>(
        &mut self,
        list: &'static str,
        id: impl Fn(&T) -> String,
    ) -> Option<Vec<ReadRecord<T>>> {
        let field = self.outline.fields.iter().find(|field| self.text[field.name.clone()] == *list);
        let Some(cuts) = field.and_then(|field| field.records.as_ref()) else {
            return Some(Vec::new());
        };
        let mut seen = HashSet::new();
        let mut read = Vec::with_capacity(cuts.records.len());
        let all = read_all::<T>(self.text, &cuts.records, self.most == 0);
        for (number, (cut, record)) in cuts.records.iter().zip(all).enumerate() {
            let value = &self.text[cut.value.clone()];
            let is_last = number + 1 == cuts.records.len();
            let record = record.and_then(|record| {
                if !cut.comma && !is_last {
                    return Err(Explained::new(value, value.len(), Fault::Comma));
                }
                let id = id(&record.record);
                if id.is_empty() || seen.insert(id.clone()) {
                    return Ok(record);
                }
                let at = value.find(&format!("\"{id}\"")).or_else(|| value.find(&id));
                Err(Explained::new(value, at.unwrap_or(0), Fault::RepeatedId(id)))
            });
            match record {
                Ok(record) => read.push(record),
                Err(explained) => {
                    let fault = (explained, self.place(cut.value.start));
                    let of = (self.text, cut);
                    self.damaged.push(Damaged::new(list, number + 1, of, read.len(), fault));
                    if self.damaged.len() > self.most {
                        return None;
                    }
                }
            }
        }
        Some(read)
    }

    /// The place of a byte at which a record begins.
    fn place(&mut self, start: usize) -> Place {
        let (from, place) = match self.known {
            // Lists are read in an order of their own, which need not be that of the file.
            (from, _) if start < from => (0, Place { line: 1, column: 1 }),
            known => known,
        };
        let begin = place.then(Place::of(&self.text[from..start], usize::MAX));
        self.known = (start, begin);
        begin
    }
}

/// Reads records, on several threads where there are many; where it `stops`, nothing but an error
/// where one of them is damaged.
fn read_all<T: DeserializeOwned + Value + Send + Sync>(
    text: &str,
    cuts: &[Cut],
    stops: bool,
) -> Vec<Result<ReadRecord<T>, Explained>> {
    let each = |cuts: &[Cut]| -> Vec<_> {
        let mut read = Vec::with_capacity(cuts.len());
        for cut in cuts {
            let record = ReadRecord::of(text, cut);
            if stops && record.is_err() {
                return vec![record];
            }
            read.push(record);
        }
        read
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if cuts.len() < MANY {
        return each(cuts);
    }
    thread::scope(|scope| {
        let parts = cuts.chunks(cuts.len().div_ceil(threads));
        let workers: Vec<_> = parts.map(|part| scope.spawn(move || each(part))).collect();
        let done =
            workers.into_iter().map(|it| it.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.flatten().collect()
    })
}
