//! JSON of the differences between two versions of a register.
//!
//! | key | holds |
//! |---|---|
//! | `old`, `new` | the two versions: `title` |
//! | `language` | the language of the texts |
//! | `differences` | each difference, in the order of the new version |
//! | `sources` | the sources that the numbers in `sources` refer to |
//!
//! A difference has `change` (`added`, `removed`, `changed`, `reordered`) and `record`: its `kind`
//! (`register`, `case`, `total`, `event`, `incident`, `party`, `source`), and its key
//! (`id`, `number`, or `by` and `on`, or `on` and `title`). Where it lies in an item of a case it
//! has `item`: its `kind` (`claim` with `by` and `on`, `variant` with `field` and `value`,
//! `return`). Where it is a field it has `field`, by its names in the file, and the `language` of a
//! text that can have several; else the whole record or item was added or removed. `old` and `new`
//! are values as in the file, or null; `who`, `what` and `words` describe the difference.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::{
    export::{
        diff::report::{DiffEntry, DiffReport},
        format::json::{LazyList, footnote_numbers, sources_json},
    },
    merge::{
        field_path::{CaseListItem, Language, RecordRef},
        value::FieldValue,
    },
};

/// Builds the value of a difference report.
pub(super) fn diff_json<'a>(report: &'a DiffReport<'_>) -> impl Serialize + 'a {
    #[derive(Serialize)]
    struct DiffJson<'a, D, S> {
        old: VersionJson<'a>,
        new: VersionJson<'a>,
        language: &'static str,
        differences: D,
        sources: S,
    }
    let difference = |entry| Ok(DifferenceJson::new(report, entry));
    DiffJson {
        old: VersionJson { title: report.old.title() },
        new: VersionJson { title: report.new.title() },
        language: report.locale.code(),
        differences: LazyList(move || report.entries.iter().map(difference)),
        sources: sources_json(report.footnotes.as_slice(), report.locale),
    }
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
        DiffEntry { difference, text: description, cites }: &'a DiffEntry<'_>,
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
            who: &description.subject,
            what: &description.change,
            text: description.values_text(report.locale),
            sources: footnote_numbers(cites),
        }
    }
}

/// Identifies a record.
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

/// Identifies an item of a case.
fn item_json(item: &CaseListItem) -> Json {
    let kind = item.key();
    match item {
        CaseListItem::Claim(claim) => json!({ "kind": kind, "by": claim.by, "on": claim.on }),
        CaseListItem::Variant(variant) => {
            json!({ "kind": kind, "field": variant.field, "value": variant.value })
        }
        CaseListItem::Return(_) => json!({ "kind": kind }),
    }
}
