//! JSON of contradictions. Parties and cases are given by their ids, dates as the register writes
//! them (ISO 8601-2), sources by their numbers.

use serde::Serialize;

use crate::{
    Progress,
    export::{
        contradictions::{
            report::ContradictionsReport,
            section::{CitedContradiction, ContradictionList, ContradictionSide, flatten},
        },
        footnotes::Footnotes,
        format::json::{
            AsRecordedJson, HistoryReferenceJson, LazyList, footnote_numbers, sources_json,
        },
    },
    model::{Case, CaseId, PartyId},
};

/// Builds the value of a contradictions report.
pub(super) fn contradictions_json<'a>(
    report: &'a ContradictionsReport<'_>,
    progress: &'a Progress,
) -> impl Serialize + 'a {
    #[derive(Serialize)]
    struct ContradictionsJson<'a, C, S> {
        as_of: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        as_recorded: Option<AsRecordedJson>,
        title: &'a str,
        language: &'static str,
        history: HistoryReferenceJson,
        asked: Option<&'a str>,
        looked_through: usize,
        contradictions: C,
        sources: S,
    }
    let input = report.input;
    ContradictionsJson {
        as_of: input.reconciliation.as_of.to_string(),
        as_recorded: input.as_recorded.map(AsRecordedJson::from),
        title: input.register.title(),
        language: input.locale.code(),
        history: input.history.into(),
        asked: input.filter_text(),
        looked_through: input.case_count(),
        contradictions: list_json(&report.list, &report.footnotes, progress),
        sources: sources_json(report.footnotes.as_slice(), input.locale),
    }
}

/// Lists contradictions.
pub(in crate::export) fn list_json<'a>(
    list: &'a ContradictionList<'_>,
    footnotes: &'a Footnotes<'_>,
    progress: &'a Progress,
) -> impl Serialize + 'a {
    LazyList(move || flatten(list.cases(footnotes, progress), ContradictionJson::new))
}

/// A contradiction of a case.
#[derive(Serialize)]
struct ContradictionJson<'a> {
    case: &'a CaseId,
    kind: &'static str,
    #[serde(rename = "words")]
    text: String,
    sides: [ContradictionSideJson<'a>; 2],
}

/// A claim, or a fact that has a value and neither party nor day.
#[derive(Serialize)]
struct ContradictionSideJson<'a> {
    who: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a PartyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<bool>,
    #[serde(skip_serializing_if = "String::is_empty")]
    says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    sources: Vec<usize>,
}

impl<'a> ContradictionJson<'a> {
    fn new(case: &'a Case, contradiction: CitedContradiction<'a>) -> Self {
        let CitedContradiction { kind, text, sides, .. } = contradiction;
        let sides = sides.map(ContradictionSideJson::from);
        Self { case: &case.id, kind: kind.key(), text, sides }
    }
}

impl<'a> From<ContradictionSide<'a>> for ContradictionSideJson<'a> {
    fn from(ContradictionSide { who, claim, date, says, cites }: ContradictionSide<'a>) -> Self {
        let (on, value) = if claim.is_some() { (Some(date), None) } else { (None, Some(date)) };
        Self {
            who,
            by: claim.map(|claim| &claim.by),
            on,
            reported: claim.map(|claim| claim.reported),
            says,
            value,
            sources: footnote_numbers(&cites),
        }
    }
}
