//! Contradictions for programs. Parties and cases are given by their ids, dates as the register
//! writes them (ISO 8601-2), sources by their numbers.

use serde::Serialize;

use crate::{
    export::{
        ExportError,
        contradictions::{CitedContradiction, ContradictionSide, ContradictionsReport},
        summary::json::{
            AsRecordedJson, SourceJson, footnote_numbers, sources_json, to_pretty_bytes,
        },
    },
    model::{CaseId, PartyId},
};

/// Prints the document.
pub(super) fn print(document: &ContradictionsReport<'_>) -> Result<Vec<u8>, ExportError> {
    #[derive(Serialize)]
    struct ContradictionsJson<'a> {
        as_of: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        as_recorded: Option<AsRecordedJson>,
        title: &'a str,
        language: &'static str,
        asked: Option<&'a str>,
        looked_through: usize,
        contradictions: Vec<ContradictionJson<'a>>,
        sources: Vec<SourceJson<'a>>,
    }
    let cases = document.cases();
    let contradictions = cases
        .flat_map(|(case, all)| all.iter().map(|one| ContradictionJson::new(&case.id, one)))
        .collect();
    to_pretty_bytes(&ContradictionsJson {
        as_of: document.as_of.to_string(),
        as_recorded: document.as_recorded.map(AsRecordedJson::from),
        title: document.register.title(),
        language: document.locale.code(),
        asked: document.filter_text,
        looked_through: document.examined_count,
        contradictions,
        sources: sources_json(&document.footnotes, document.locale),
    })
}

/// A contradiction of a case.
#[derive(Serialize)]
pub(crate) struct ContradictionJson<'a> {
    case: &'a CaseId,
    kind: &'static str,
    #[serde(rename = "words")]
    text: &'a str,
    sides: [ContradictionSideJson<'a>; 2],
}

/// A claim, or a fact that has a value and neither party nor day.
#[derive(Serialize)]
struct ContradictionSideJson<'a> {
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

impl<'a> ContradictionJson<'a> {
    /// A contradiction of the case with this id.
    pub fn new(case: &'a CaseId, one: &'a CitedContradiction<'_>) -> Self {
        let CitedContradiction { kind, text, sides, .. } = one;
        Self {
            case,
            kind: kind.key(),
            text,
            sides: sides.each_ref().map(ContradictionSideJson::new),
        }
    }
}

impl<'a> ContradictionSideJson<'a> {
    fn new(ContradictionSide { who, claim, date, says, cites }: &'a ContradictionSide<'_>) -> Self {
        Self {
            who,
            by: claim.map(|claim| &claim.by),
            on: claim.map(|_| date.as_str()),
            reported: claim.map(|claim| claim.reported),
            says,
            value: claim.is_none().then_some(date.as_str()),
            sources: footnote_numbers(cites),
        }
    }
}
