//! JSON of the summary.
//!
//! The keys up to `cases` are an interface that does not change. The keys after it give what is
//! behind them: names, scope, claims and sources, and the line of the history. Parties and cases are given by their ids, dates
//! as the register writes them (ISO 8601-2).

use serde::Serialize;

use crate::{
    Locale, Progress,
    describe::claims::describe_statement,
    export::{
        case_section::CaseSection,
        contradictions::json::list_json,
        format::json::{
            AsRecordedJson, CaseJson, HistoryReferenceJson, LazyList, LazyMap, OrderedMap,
            footnote_numbers, sources_json,
        },
        summary::report::{PartySide, Summary},
    },
    model::{CaseId, Date, PartyId},
};

/// Builds the value of a summary.
pub(super) fn summary_json<'a>(
    summary: &'a Summary<'_>,
    progress: &'a Progress,
) -> impl Serialize + 'a {
    #[derive(Serialize)]
    struct SummaryJson<'a, B, O, C, N, M, D, S> {
        as_of: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        as_recorded: Option<AsRecordedJson>,
        compare: [&'a PartyId; 2],
        counted: OrderedMap<&'a PartyId, usize>,
        announced: OrderedMap<&'a PartyId, Option<AnnouncedTotalJson<'a>>>,
        both: B,
        only: OrderedMap<&'a PartyId, O>,
        status: OrderedMap<&'static str, usize>,
        cases: C,
        title: &'a str,
        note: &'a str,
        language: &'static str,
        history: HistoryReferenceJson,
        scope: ScopeJson<'a>,
        difference: usize,
        names: N,
        announced_sources: OrderedMap<&'a PartyId, Vec<usize>>,
        claims: M,
        #[serde(skip_serializing_if = "Option::is_none")]
        contradictions: Option<D>,
        sources: S,
    }
    let (input, [first, second]) = (summary.input, &summary.sides);
    let (register, locale) = (input.register, input.locale);
    let (parties, count) = (register.compared_parties(), input.case_count());
    let both = &input.reconciliation.both;
    let case = |index: &usize| register.cases().get(*index);
    let ids = move |indexes: &'a [usize]| {
        LazyList(move || indexes.iter().filter_map(move |index| Some(Ok(&case(index)?.id))))
    };
    SummaryJson {
        as_of: input.reconciliation.as_of.to_string(),
        as_recorded: input.as_recorded.map(AsRecordedJson::from),
        compare: [first.id, second.id],
        counted: by_side(summary, |side| side.counted),
        announced: by_side(summary, |side| {
            let total = side.announced.as_ref().map(|(total, _)| *total);
            total.map(|total| AnnouncedTotalJson { count: total.count, on: &total.on })
        }),
        both: ids(both),
        only: by_side(summary, |side| ids(side.only)),
        status: OrderedMap(summary.status_counts().map(|(status, n)| (status.key(), n)).collect()),
        cases: LazyList(move || {
            input.cases().enumerate().map(move |(done, (case, state))| {
                progress.report(count + done, 2 * count)?;
                Ok(CaseJson::new(case, state, parties, locale))
            })
        }),
        title: register.title(),
        note: locale.pick(register.note()),
        language: locale.code(),
        history: input.history.into(),
        scope: ScopeJson {
            whole: input.filter_text().is_none(),
            asked: input.filter_text(),
            listed: count,
            of: register.cases().len(),
        },
        difference: first.counted.abs_diff(second.counted),
        names: LazyMap(move || {
            let indexes = both.iter().chain(first.only).chain(second.only);
            let cases = indexes.filter_map(case);
            cases.map(move |case| (&case.id, case.name.display_name(locale.code())))
        }),
        announced_sources: by_side(summary, |side| {
            let cites = side.announced.as_ref().map(|(_, cites)| footnote_numbers(cites));
            cites.unwrap_or_default()
        }),
        claims: LazyList(move || {
            summary.cases().flat_map(move |section| claims_json(section, locale)).map(Ok)
        }),
        contradictions: summary
            .contradictions
            .as_ref()
            .map(|list| list_json(list, &summary.footnotes, progress)),
        sources: sources_json(summary.footnotes.as_slice(), locale),
    }
}

#[derive(Serialize)]
struct AnnouncedTotalJson<'a> {
    count: u32,
    on: &'a Date,
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

/// Lists the claims of a case: those behind the positions, then the others.
fn claims_json(section: CaseSection<'_>, locale: Locale) -> impl Iterator<Item = ClaimJson<'_>> {
    let CaseSection { case, positions, other_claims, .. } = section;
    positions.into_iter().flatten().chain(other_claims).map(move |cited| ClaimJson {
        case: &case.id,
        by: &cited.claim.by,
        on: &cited.claim.on,
        role: cited.role(),
        says: describe_statement(locale, &cited.claim.says),
        note: &cited.claim.note,
        sources: footnote_numbers(&cited.cites),
    })
}

fn by_side<'a, V>(
    summary: &'a Summary<'_>,
    value: impl Fn(&'a PartySide<'_>) -> V,
) -> OrderedMap<&'a PartyId, V> {
    OrderedMap(summary.sides.iter().map(|side| (side.id, value(side))).collect())
}
