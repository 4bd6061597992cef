//! Contradictions for programs. Parties and cases are given by their ids, dates as the register
//! writes them (ISO 8601-2), sources by their numbers.

use serde::Serialize;

use super::{Contradicts, Document, Stands};
use crate::{
    export::{
        ExportError,
        json::{AsRecorded, Reference, numbers, pretty, references},
    },
    model::{CaseId, PartyId},
};

/// Prints the document.
pub(super) fn print(document: &Document<'_>) -> Result<Vec<u8>, ExportError> {
    #[derive(Serialize)]
    struct Whole<'a> {
        as_of: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        as_recorded: Option<AsRecorded>,
        title: &'a str,
        language: &'static str,
        asked: Option<&'a str>,
        looked_through: usize,
        contradictions: Vec<Contradiction<'a>>,
        sources: Vec<Reference<'a>>,
    }
    let cases = document.cases();
    let contradictions = cases
        .flat_map(|(case, all)| all.iter().map(|one| Contradiction::new(&case.id, one)))
        .collect();
    pretty(&Whole {
        as_of: document.as_of.to_string(),
        as_recorded: document.as_recorded.map(AsRecorded::from),
        title: document.register.title(),
        language: document.lang.code(),
        asked: document.asked,
        looked_through: document.looked,
        contradictions,
        sources: references(&document.notes, document.lang),
    })
}

/// A contradiction of a case.
#[derive(Serialize)]
pub(in crate::export) struct Contradiction<'a> {
    case: &'a CaseId,
    kind: &'static str,
    words: &'a str,
    sides: [Side<'a>; 2],
}

/// A claim, or a fact that has a value and neither party nor day.
#[derive(Serialize)]
struct Side<'a> {
    who: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a PartyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<bool>,
    #[serde(skip_serializing_if = "str::is_empty")]
    says: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    sources: Vec<usize>,
}

impl<'a> Contradiction<'a> {
    /// A contradiction of the case with this id.
    pub fn new(case: &'a CaseId, one: &'a Contradicts<'_>) -> Self {
        let Contradicts { kind, words, sides, .. } = one;
        Self { case, kind: kind.key(), words, sides: sides.each_ref().map(Side::new) }
    }
}

impl<'a> Side<'a> {
    fn new(Stands { who, claim, date, says, cites }: &'a Stands<'_>) -> Self {
        Self {
            who,
            by: claim.map(|claim| &claim.by),
            on: claim.map(|_| date.as_str()),
            reported: claim.map(|claim| claim.reported),
            says,
            value: claim.is_none().then_some(date.as_str()),
            sources: numbers(cites),
        }
    }
}
