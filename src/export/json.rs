//! A summary for programs.
//!
//! The keys up to `cases` are an interface that does not change. The keys after it give what is
//! behind them: names, scope, claims and sources. Parties and cases are given by their ids, dates
//! as the register writes them (ISO 8601-2).

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    ExportError,
    contradictions::json,
    notes::{Cite, Note},
    row::Row,
    summary::{Side, Summary},
};
use crate::{
    lang::Lang,
    model::{CaseId, Date, PartyId, SourceId},
    progress::Progress,
    register::Recorded,
    view::{Account, Standing, Status, kind_words, says_words},
};

/// Prints a summary, two blanks to a level, with a line end at its end.
pub(super) fn print(summary: &Summary<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let mut document = Document::new(summary);
    for row in summary.printed(progress) {
        let row = row?;
        document.cases.push(Entry::new(row, summary));
        document.claims.extend(claims(row, summary.lang));
        if let Some(all) = &mut document.contradictions {
            let case = &row.case.id;
            all.extend(row.contradictions.iter().map(|one| json::Contradiction::new(case, one)));
        }
    }
    pretty(&document)
}

/// JSON of two blanks to a level, with a line end at its end.
pub(super) fn pretty(value: &impl Serialize) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// When an earlier register stood so: the day, and the number of the change before.
#[derive(Serialize)]
pub(super) struct AsRecorded {
    day: String,
    change: u64,
}

impl From<Recorded> for AsRecorded {
    fn from(Recorded { day, change }: Recorded) -> Self {
        Self { day: day.to_string(), change }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_recorded: Option<AsRecorded>,
    compare: [&'a PartyId; 2],
    counted: Keyed<&'a PartyId, usize>,
    announced: Keyed<&'a PartyId, Option<Announced<'a>>>,
    both: Vec<&'a CaseId>,
    only: Keyed<&'a PartyId, Vec<&'a CaseId>>,
    status: Keyed<&'static str, usize>,
    cases: Vec<Entry<'a>>,
    title: &'a str,
    note: &'a str,
    language: &'static str,
    scope: Covers<'a>,
    difference: usize,
    names: Keyed<&'a CaseId, String>,
    announced_sources: Keyed<&'a PartyId, Vec<usize>>,
    claims: Vec<Claim<'a>>,
    /// Only where they are wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    contradictions: Option<Vec<json::Contradiction<'a>>>,
    sources: Vec<Reference<'a>>,
}

/// A map whose keys stand in the order they are given in.
#[derive(Clone)]
pub(super) struct Keyed<K, V>(pub Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Keyed<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Announced<'a> {
    count: u32,
    on: &'a Date,
}

/// A case with its status and both sides' positions, each in one word.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    id: &'a CaseId,
    name: String,
    taken: Option<&'a Date>,
    status: &'static str,
    positions: Keyed<&'a PartyId, &'static str>,
}

/// Which cases are listed.
#[derive(Serialize)]
struct Covers<'a> {
    whole: bool,
    asked: Option<&'a str>,
    listed: usize,
    of: usize,
}

#[derive(Serialize)]
struct Claim<'a> {
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
pub(super) struct Reference<'a> {
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

impl<'a> Document<'a> {
    /// Everything but the cases and their claims.
    fn new(summary: &'a Summary<'_>) -> Self {
        let [first, second] = &summary.sides;
        let case = |at: &usize| summary.register.cases().get(*at);
        let both = || summary.reconciliation.both.iter().filter_map(case);
        let named = both().map(|case| (&case.id, case.name.shown(summary.lang.code())));
        let only = [first, second].into_iter().flat_map(|side| &side.only);
        let only = only.map(|person| (&person.case.id, person.name.clone()));
        Self {
            as_of: summary.as_of.to_string(),
            as_recorded: summary.as_recorded.map(AsRecorded::from),
            compare: [first.id, second.id],
            counted: by_side(summary, |side| side.counted),
            announced: by_side(summary, |side| {
                let total = side.announced.as_ref().map(|(total, _)| *total);
                total.map(|total| Announced { count: total.count, on: &total.on })
            }),
            both: both().map(|case| &case.id).collect(),
            only: by_side(summary, |side| side.only.iter().map(|person| &person.case.id).collect()),
            status: Keyed(summary.status().map(|(status, n)| (status.key(), n)).collect()),
            cases: Vec::with_capacity(summary.rows.len()),
            title: summary.register.title(),
            note: summary.lang.pick(summary.register.note()),
            language: summary.lang.code(),
            scope: Covers {
                whole: summary.asked.is_none(),
                asked: summary.asked,
                listed: summary.rows.len(),
                of: summary.register.cases().len(),
            },
            difference: first.counted.abs_diff(second.counted),
            names: Keyed(named.chain(only).collect()),
            announced_sources: by_side(summary, |side| {
                side.announced.as_ref().map(|(_, cites)| numbers(cites)).unwrap_or_default()
            }),
            claims: Vec::new(),
            contradictions: summary.with_contradictions.then(Vec::new),
            sources: references(&summary.notes, summary.lang),
        }
    }
}

impl<'a> Entry<'a> {
    fn new(row: &Row<'a>, summary: &'a Summary<'_>) -> Self {
        let [first, second] = &summary.sides;
        let pair = [first.id, second.id];
        Self::of(row.case, row.standing, pair, summary.lang)
    }

    /// A case with its standing between two parties.
    pub fn of(
        case: &'a crate::model::Case,
        Standing { status, accounts }: Standing,
        pair: [&'a PartyId; 2],
        lang: Lang,
    ) -> Self {
        Self {
            id: &case.id,
            name: case.name.shown(lang.code()),
            taken: case.taken.on.as_ref(),
            status: Status::key(status),
            positions: Keyed(pair.into_iter().zip(accounts.map(Account::key)).collect()),
        }
    }
}

/// The sources cited, by number.
pub(super) fn references<'a>(notes: &'a [Note<'_>], lang: Lang) -> Vec<Reference<'a>> {
    (1..).zip(notes).map(|(number, note)| Reference::new(number, note, lang)).collect()
}

impl<'a> Reference<'a> {
    fn new(number: usize, note: &'a Note<'_>, lang: Lang) -> Self {
        let filled = |text: &'a String| Some(text.as_str()).filter(|text| !text.is_empty());
        Self {
            number,
            id: note.id,
            kind: note.source.map(|source| kind_words(lang, source.kind)),
            publisher: note.source.and_then(|source| filled(&source.publisher)),
            title: note.source.and_then(|source| filled(&source.title)),
            published: note.source.and_then(|source| source.published.as_ref()),
            address: note.source.and_then(|source| filled(&source.address)),
            note: note.source.and_then(|source| filled(&source.note)),
        }
    }
}

/// The claims of a case: those behind the positions, then what else was said.
fn claims<'a>(row: &'a Row<'_>, lang: Lang) -> impl Iterator<Item = Claim<'a>> {
    row.positions.iter().flatten().chain(&row.further).map(move |said| Claim {
        case: &row.case.id,
        by: &said.claim.by,
        on: &said.claim.on,
        role: said.role(),
        says: says_words(lang, &said.claim.says),
        note: &said.claim.note,
        sources: numbers(&said.cites),
    })
}

fn by_side<'a, V>(
    summary: &'a Summary<'_>,
    value: impl Fn(&'a Side<'_>) -> V,
) -> Keyed<&'a PartyId, V> {
    Keyed(summary.sides.iter().map(|side| (side.id, value(side))).collect())
}

/// The numbers of references.
pub(super) fn numbers(cites: &[Cite]) -> Vec<usize> {
    cites.iter().map(|cite| cite.number).collect()
}
