//! A summary for programs.
//!
//! The keys up to `cases` are an interface that does not change. The keys after it give what is
//! behind them: names, scope, claims and sources. Parties and cases are given by their ids, dates
//! as the register writes them (ISO 8601-2).

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    Locale, Progress,
    analysis::position::{CaseState, Position, Status},
    describe::claims::{describe_statement, source_kind_label},
    export::{
        ExportError,
        case_section::CaseSection,
        contradictions::json,
        footnotes::{Footnote, FootnoteRef},
        summary::{PartySide, Summary},
    },
    model::{self, CaseId, Date, PartyId, SourceId},
    register::RecordedVersion,
};

/// Prints a summary, two blanks to a level, with a line end at its end.
pub(crate) fn print(summary: &Summary<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let mut document = SummaryJson::new(summary);
    for row in summary.cases_with_progress(progress) {
        let row = row?;
        document.cases.push(CaseJson::new(row, summary));
        document.claims.extend(claims_json(row, summary.locale));
        if let Some(all) = &mut document.contradictions {
            let case = &row.case.id;
            all.extend(
                row.contradictions.iter().map(|one| json::ContradictionJson::new(case, one)),
            );
        }
    }
    to_pretty_bytes(&document)
}

/// JSON of two blanks to a level, with a line end at its end.
pub(crate) fn to_pretty_bytes(value: &impl Serialize) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// When an earlier register stood so: the day, and the number of the change before.
#[derive(Serialize)]
pub(crate) struct AsRecordedJson {
    day: String,
    change: u64,
}

impl From<RecordedVersion> for AsRecordedJson {
    fn from(RecordedVersion { day, change_number: change }: RecordedVersion) -> Self {
        Self { day: day.to_string(), change }
    }
}

#[derive(Serialize)]
struct SummaryJson<'a> {
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_recorded: Option<AsRecordedJson>,
    compare: [&'a PartyId; 2],
    counted: OrderedMap<&'a PartyId, usize>,
    announced: OrderedMap<&'a PartyId, Option<AnnouncedTotalJson<'a>>>,
    both: Vec<&'a CaseId>,
    only: OrderedMap<&'a PartyId, Vec<&'a CaseId>>,
    status: OrderedMap<&'static str, usize>,
    cases: Vec<CaseJson<'a>>,
    title: &'a str,
    note: &'a str,
    language: &'static str,
    scope: ScopeJson<'a>,
    difference: usize,
    names: OrderedMap<&'a CaseId, String>,
    announced_sources: OrderedMap<&'a PartyId, Vec<usize>>,
    claims: Vec<ClaimJson<'a>>,
    /// Only where they are wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    contradictions: Option<Vec<json::ContradictionJson<'a>>>,
    sources: Vec<SourceJson<'a>>,
}

/// A map whose keys stand in the order they are given in.
#[derive(Clone)]
pub(crate) struct OrderedMap<K, V>(pub Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for OrderedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct AnnouncedTotalJson<'a> {
    count: u32,
    on: &'a Date,
}

/// A case with its status and both sides' positions, each in one word.
#[derive(Serialize)]
pub(crate) struct CaseJson<'a> {
    id: &'a CaseId,
    name: String,
    taken: Option<&'a Date>,
    status: &'static str,
    positions: OrderedMap<&'a PartyId, &'static str>,
}

/// Which cases are listed.
#[derive(Serialize)]
struct ScopeJson<'a> {
    whole: bool,
    asked: Option<&'a str>,
    listed: usize,
    of: usize,
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    case: &'a CaseId,
    by: &'a PartyId,
    on: &'a Date,
    role: &'static str,
    says: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    sources: Vec<usize>,
}

/// A source with its number.
#[derive(Serialize)]
pub(crate) struct SourceJson<'a> {
    number: usize,
    id: &'a SourceId,
    kind: Option<String>,
    publisher: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<&'a Date>,
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

impl<'a> SummaryJson<'a> {
    /// Everything but the cases and their claims.
    fn new(summary: &'a Summary<'_>) -> Self {
        let [first, second] = &summary.sides;
        let case = |at: &usize| summary.register.cases().get(*at);
        let both = || summary.reconciliation.both.iter().filter_map(case);
        let named = both().map(|case| (&case.id, case.name.display_name(summary.locale.code())));
        let only = [first, second].into_iter().flat_map(|side| &side.only);
        let only = only.map(|person| (&person.case.id, person.name.clone()));
        Self {
            as_of: summary.as_of.to_string(),
            as_recorded: summary.as_recorded.map(AsRecordedJson::from),
            compare: [first.id, second.id],
            counted: by_side(summary, |side| side.counted),
            announced: by_side(summary, |side| {
                let total = side.announced.as_ref().map(|(total, _)| *total);
                total.map(|total| AnnouncedTotalJson { count: total.count, on: &total.on })
            }),
            both: both().map(|case| &case.id).collect(),
            only: by_side(summary, |side| side.only.iter().map(|person| &person.case.id).collect()),
            status: OrderedMap(
                summary.status_counts().map(|(status, n)| (status.key(), n)).collect(),
            ),
            cases: Vec::with_capacity(summary.cases.len()),
            title: summary.register.title(),
            note: summary.locale.pick(summary.register.note()),
            language: summary.locale.code(),
            scope: ScopeJson {
                whole: summary.filter_text.is_none(),
                asked: summary.filter_text,
                listed: summary.cases.len(),
                of: summary.register.cases().len(),
            },
            difference: first.counted.abs_diff(second.counted),
            names: OrderedMap(named.chain(only).collect()),
            announced_sources: by_side(summary, |side| {
                side.announced
                    .as_ref()
                    .map(|(_, cites)| footnote_numbers(cites))
                    .unwrap_or_default()
            }),
            claims: Vec::new(),
            contradictions: summary.with_contradictions.then(Vec::new),
            sources: sources_json(&summary.footnotes, summary.locale),
        }
    }
}

impl<'a> CaseJson<'a> {
    fn new(row: &CaseSection<'a>, summary: &'a Summary<'_>) -> Self {
        let [first, second] = &summary.sides;
        let pair = [first.id, second.id];
        Self::from_case(row.case, row.state, pair, summary.locale)
    }

    /// A case with its standing between two parties.
    pub fn from_case(
        case: &'a model::Case,
        CaseState { status, positions }: CaseState,
        pair: [&'a PartyId; 2],
        locale: Locale,
    ) -> Self {
        Self {
            id: &case.id,
            name: case.name.display_name(locale.code()),
            taken: case.taken.on.as_ref(),
            status: Status::key(status),
            positions: OrderedMap(pair.into_iter().zip(positions.map(Position::key)).collect()),
        }
    }
}

/// The sources cited, by number.
pub(crate) fn sources_json<'a>(notes: &'a [Footnote<'_>], locale: Locale) -> Vec<SourceJson<'a>> {
    (1..).zip(notes).map(|(number, note)| SourceJson::new(number, note, locale)).collect()
}

impl<'a> SourceJson<'a> {
    fn new(number: usize, note: &'a Footnote<'_>, locale: Locale) -> Self {
        let filled = |text: &'a String| Some(text.as_str()).filter(|text| !text.is_empty());
        Self {
            number,
            id: note.id,
            kind: note.source.map(|source| source_kind_label(locale, source.kind)),
            publisher: note.source.and_then(|source| filled(&source.publisher)),
            title: note.source.and_then(|source| filled(&source.title)),
            published: note.source.and_then(|source| source.published.as_ref()),
            address: note.source.and_then(|source| filled(&source.address)),
            note: note.source.and_then(|source| filled(&source.note)),
        }
    }
}

/// The claims of a case: those behind the positions, then what else was said.
fn claims_json<'a>(
    row: &'a CaseSection<'_>,
    locale: Locale,
) -> impl Iterator<Item = ClaimJson<'a>> {
    row.positions.iter().flatten().chain(&row.other_claims).map(move |said| ClaimJson {
        case: &row.case.id,
        by: &said.claim.by,
        on: &said.claim.on,
        role: said.role(),
        says: describe_statement(locale, &said.claim.says),
        note: &said.claim.note,
        sources: footnote_numbers(&said.cites),
    })
}

fn by_side<'a, V>(
    summary: &'a Summary<'_>,
    value: impl Fn(&'a PartySide<'_>) -> V,
) -> OrderedMap<&'a PartyId, V> {
    OrderedMap(summary.sides.iter().map(|side| (side.id, value(side))).collect())
}

/// The numbers of references.
pub(crate) fn footnote_numbers(cites: &[FootnoteRef]) -> Vec<usize> {
    cites.iter().map(|cite| cite.number).collect()
}
