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

use crate::{
    export::{
        ExportError,
        diff::{DiffEntry, DiffReport},
        summary::json::{SourceJson, footnote_numbers, sources_json, to_pretty_bytes},
    },
    merge::{
        field_path::{Language, ListItem, RecordRef},
        value::FieldValue,
    },
};

/// Prints a report, two blanks to a level, with a line end at its end.
pub(super) fn print(report: &DiffReport<'_>) -> Result<Vec<u8>, ExportError> {
    let locale = report.locale;
    to_pretty_bytes(&DiffJson {
        old: VersionJson { title: report.old.title() },
        new: VersionJson { title: report.new.title() },
        language: locale.code(),
        differences: report
            .entries
            .iter()
            .map(|entry| DifferenceJson::new(report, entry))
            .collect(),
        sources: sources_json(&report.footnotes, locale),
    })
}

#[derive(Serialize)]
struct DiffJson<'a> {
    old: VersionJson<'a>,
    new: VersionJson<'a>,
    language: &'static str,
    differences: Vec<DifferenceJson<'a>>,
    sources: Vec<SourceJson<'a>>,
}

#[derive(Serialize)]
struct VersionJson<'a> {
    title: &'a str,
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    change: &'static str,
    record: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    old: Option<&'a FieldValue>,
    new: Option<&'a FieldValue>,
    who: &'a str,
    what: &'a str,
    #[serde(rename = "words")]
    text: String,
    sources: Vec<usize>,
}

impl<'a> DifferenceJson<'a> {
    fn new(
        report: &DiffReport<'_>,
        DiffEntry { difference, text: spoken, cites }: &'a DiffEntry<'_>,
    ) -> Self {
        let (piece, old, new) = (&difference.path, &difference.old, &difference.new);
        Self {
            change: match (old, new) {
                (_, Some(FieldValue::Order)) => "reordered",
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            },
            record: record_json(&piece.record),
            item: piece.item.as_ref().map(item_json),
            field: piece.field.map(|field| field.key()),
            language: piece.field.and_then(|field| field.language()).map(Language::code),
            old: old.as_ref(),
            new: new.as_ref(),
            who: &spoken.subject,
            what: &spoken.change,
            text: spoken.values_text(report.locale),
            sources: footnote_numbers(cites),
        }
    }
}

/// What a record is known by.
fn record_json(record: &RecordRef) -> Json {
    let kind = record.key();
    match record {
        RecordRef::RegisterInfo => json!({ "kind": kind }),
        RecordRef::Party(party) => json!({ "kind": kind, "id": party.id }),
        RecordRef::Source(source) => json!({ "kind": kind, "id": source.id }),
        RecordRef::Case(case) => json!({ "kind": kind, "id": case.id }),
        RecordRef::Incident(incident) => json!({ "kind": kind, "number": incident.number }),
        RecordRef::Total(total) => json!({ "kind": kind, "by": total.by, "on": total.on }),
        RecordRef::Event(event) => json!({ "kind": kind, "on": event.on, "title": event.title }),
    }
}

/// What an item of a case is known by.
fn item_json(item: &ListItem) -> Json {
    let kind = item.key();
    match item {
        ListItem::Claim(claim) => json!({ "kind": kind, "by": claim.by, "on": claim.on }),
        ListItem::Variant(variant) => {
            json!({ "kind": kind, "field": variant.field, "value": variant.value })
        }
        ListItem::Return(_) => json!({ "kind": kind }),
    }
}
