//! What differs between two versions of a register, for programs.
//!
//! | key | holds |
//! |---|---|
//! | `old`, `new` | the two versions: `title` |
//! | `language` | the language of what is in words |
//! | `differences` | each difference, in the order of the new version |
//! | `sources` | what the numbers in `sources` stand for |
//!
//! A difference has `change` (`added`, `removed`, `changed`, `reordered`) and `record`: its `kind`
//! (`register`, `case`, `total`, `event`, `incident`, `party`, `source`), and what it is known by
//! (`id`, `number`, or `by` and `on`, or `on` and `title`). Where it lies in an item of a case it
//! has `item`: its `kind` (`claim` with `by` and `on`, `variant` with `field` and `value`,
//! `return`). Where it is a field it has `field`, by its names in the file, and the `language` of a
//! text that can have several; else the whole record or item was added or removed. `old` and `new`
//! are values as in the file, or null; `who`, `what` and `words` tell the difference in words.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::{Entry, Report};
use crate::{
    export::{
        ExportError,
        json::{Reference, numbers, pretty, references},
    },
    merge::{Item, Record, Tongue, Value},
};

/// Prints a report, two blanks to a level, with a line end at its end.
pub(super) fn print(report: &Report<'_>) -> Result<Vec<u8>, ExportError> {
    let lang = report.lang;
    pretty(&Document {
        old: Version { title: report.old.title() },
        new: Version { title: report.new.title() },
        language: lang.code(),
        differences: report.entries.iter().map(|entry| Row::new(report, entry)).collect(),
        sources: references(&report.notes, lang),
    })
}

#[derive(Serialize)]
struct Document<'a> {
    old: Version<'a>,
    new: Version<'a>,
    language: &'static str,
    differences: Vec<Row<'a>>,
    sources: Vec<Reference<'a>>,
}

#[derive(Serialize)]
struct Version<'a> {
    title: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    change: &'static str,
    record: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    old: Option<&'a Value>,
    new: Option<&'a Value>,
    who: &'a str,
    what: &'a str,
    words: String,
    sources: Vec<usize>,
}

impl<'a> Row<'a> {
    fn new(report: &Report<'_>, Entry { difference, spoken, cites }: &'a Entry<'_>) -> Self {
        let (piece, old, new) = (&difference.piece, &difference.old, &difference.new);
        Self {
            change: match (old, new) {
                (_, Some(Value::Order)) => "reordered",
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            },
            record: record(&piece.record),
            item: piece.item.as_ref().map(item),
            field: piece.field.map(|field| field.key()),
            language: piece.field.and_then(|field| field.tongue()).map(Tongue::code),
            old: old.as_ref(),
            new: new.as_ref(),
            who: &spoken.who,
            what: &spoken.what,
            words: spoken.values(report.lang),
            sources: numbers(cites),
        }
    }
}

/// What a record is known by.
fn record(record: &Record) -> Json {
    let kind = record.key();
    match record {
        Record::About => json!({ "kind": kind }),
        Record::Party(party) => json!({ "kind": kind, "id": party.id }),
        Record::Source(source) => json!({ "kind": kind, "id": source.id }),
        Record::Case(case) => json!({ "kind": kind, "id": case.id }),
        Record::Incident(incident) => json!({ "kind": kind, "number": incident.number }),
        Record::Total(total) => json!({ "kind": kind, "by": total.by, "on": total.on }),
        Record::Event(event) => json!({ "kind": kind, "on": event.on, "title": event.title }),
    }
}

/// What an item of a case is known by.
fn item(item: &Item) -> Json {
    let kind = item.key();
    match item {
        Item::Claim(claim) => json!({ "kind": kind, "by": claim.by, "on": claim.on }),
        Item::Variant(variant) => {
            json!({ "kind": kind, "field": variant.field, "value": variant.value })
        }
        Item::Return(_) => json!({ "kind": kind }),
    }
}
