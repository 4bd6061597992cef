//! JSON of the changes between two days.
//!
//! | key | holds |
//! |---|---|
//! | `from`, `to` | the two days; what came into force after the first and by the second is listed |
//! | `compare` | the two parties compared, in order |
//! | `counted` | by party, the change of its list |
//! | `both` | the change of the set of people on both lists |
//! | `only` | by party, the change of the set of people on its list alone |
//! | `status` | by status, the change of the people on either list |
//! | `announced` | by party, the total announced by each day: `count`, `on`, `sources`; or null |
//! | `changes` | each change, in order of time |
//! | `title`, `language` | the register's title; the language of the texts |
//! | `history` | the line of the history that records the register: `state`, `line`, `seal` |
//! | `names` | the names of all cases that are named by their ids above |
//! | `sources` | the sources that the numbers in `sources` refer to |
//!
//! A changed set has `from` and `to` (numbers), `joined` and `left` (ids). A change has `kind`
//! (`claim`, `return`, `total`, `event`), `on` (its date as the register writes it), `in_force`
//! (the day from which it counts), `words` and `sources`; a claim also `case`, `by`, `turn`
//! (`newly_said`, `changed`, `said_again`, `taken_back`, `answered`, `reported`) and `position`
//! with `from` and `to`, which is null for a claim only reported; a return `case`; a total `by`,
//! `count` and `before`, the count announced before it, or null; an event `title`. A remark is in
//! `note`, where there is one. Days are written as 2002-09-17, dates as the register writes them
//! (ISO 8601-2).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    Progress,
    analysis::{
        changes::{item::ChangeKind, membership::CountedGroup},
        reconciliation::Cohort,
    },
    export::{
        changes::report::{AnnouncedTotals, ChangeEntry, ChangesReport, CohortRow},
        format::json::{
            HistoryReferenceJson, LazyList, OrderedMap, footnote_numbers, sources_json,
        },
    },
    model::{CaseId, Date, PartyId},
};

/// Builds the value of a report of changes.
pub(super) fn changes_json<'a>(
    report: &'a ChangesReport<'_>,
    progress: &'a Progress,
) -> impl Serialize + 'a {
    #[derive(Serialize)]
    struct ChangesJson<'a, C, S> {
        from: String,
        to: String,
        compare: [&'a PartyId; 2],
        counted: OrderedMap<&'a PartyId, CohortJson<'a>>,
        both: CohortJson<'a>,
        only: OrderedMap<&'a PartyId, CohortJson<'a>>,
        status: OrderedMap<&'static str, CohortJson<'a>>,
        announced: OrderedMap<&'a PartyId, BeforeAfterJson<Option<TotalJson<'a>>>>,
        changes: C,
        title: &'a str,
        language: &'static str,
        history: HistoryReferenceJson,
        names: BTreeMap<&'a CaseId, String>,
        sources: S,
    }
    let ChangesReport { locale, register, changes, announced, cohorts, footnotes, .. } = report;
    let [first, second] = changes.after.parties.each_ref();
    let cohort = |group: CountedGroup| {
        let cohort = cohorts.iter().find(|cohort| cohort.group == group);
        cohort.map(CohortJson::new).unwrap_or_default()
    };
    let sides = |people: fn(usize) -> Cohort| {
        let of_side = |side| cohort(CountedGroup::Cohort(people(side)));
        OrderedMap(vec![(first, of_side(0)), (second, of_side(1))])
    };
    let statuses = cohorts.iter().filter_map(|cohort| match cohort.group {
        CountedGroup::Status(status) => Some((status.key(), CohortJson::new(cohort))),
        CountedGroup::Cohort(_) => None,
    });
    let totals = announced.iter().map(announced_json);
    ChangesJson {
        from: changes.from().to_string(),
        to: changes.to().to_string(),
        compare: [first, second],
        counted: sides(|side| Cohort::Listed(side, None)),
        both: cohort(CountedGroup::Cohort(Cohort::Both)),
        only: sides(Cohort::Only),
        status: OrderedMap(statuses.collect()),
        announced: OrderedMap([first, second].into_iter().zip(totals).collect()),
        changes: LazyList(move || {
            let entries = report.entries_with_progress(progress);
            entries.map(|entry| Ok(ChangeJson::new(report, entry?)))
        }),
        title: register.title(),
        language: locale.code(),
        history: report.history.into(),
        names: names_json(report),
        sources: sources_json(footnotes.as_slice(), *locale),
    }
}

/// Maps the ids of all cases that the report refers to to their names.
fn names_json<'a>(report: &'a ChangesReport<'_>) -> BTreeMap<&'a CaseId, String> {
    let ChangesReport { locale, register, cohorts, entries, .. } = report;
    let people = cohorts.iter().flat_map(|cohort| cohort.joined.iter().chain(&cohort.left));
    let changed_cases = entries.iter().filter_map(|entry| match entry.item.kind {
        ChangeKind::Claim { case, .. } | ChangeKind::Return { case } => register.cases().get(case),
        ChangeKind::Total { .. } | ChangeKind::Event { .. } => None,
    });
    let people = people.copied().chain(changed_cases.map(AsRef::as_ref));
    people.map(|case| (&case.id, case.name.display_name(locale.code()))).collect()
}

/// A group of people on both days.
#[derive(Clone, Default, Serialize)]
struct CohortJson<'a> {
    from: usize,
    to: usize,
    joined: Vec<&'a CaseId>,
    left: Vec<&'a CaseId>,
}

/// A value on both days.
#[derive(Serialize)]
struct BeforeAfterJson<T> {
    from: T,
    to: T,
}

#[derive(Serialize)]
struct TotalJson<'a> {
    count: u32,
    on: &'a Date,
    sources: Vec<usize>,
}

/// A change; fields of other kinds of change are left out.
#[derive(Default, Serialize)]
struct ChangeJson<'a> {
    kind: &'static str,
    on: Option<&'a Date>,
    in_force: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'a CaseId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'a PartyId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Option<BeforeAfterJson<&'static str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Option<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(rename = "words")]
    text: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    sources: Vec<usize>,
}

fn announced_json<'a>(
    announced: &'a AnnouncedTotals<'_>,
) -> BeforeAfterJson<Option<TotalJson<'a>>> {
    let [from, to] = announced.totals.each_ref().map(|total| {
        total.as_ref().map(|(total, cites)| TotalJson {
            count: total.count,
            on: &total.on,
            sources: footnote_numbers(cites),
        })
    });
    BeforeAfterJson { from, to }
}

impl<'a> CohortJson<'a> {
    fn new(cohort: &'a CohortRow<'_>) -> Self {
        let [from, to] = cohort.counts;
        let [joined, left] = [&cohort.joined, &cohort.left]
            .map(|people| people.iter().map(|case| &case.id).collect());
        Self { from, to, joined, left }
    }
}

impl<'a> ChangeJson<'a> {
    fn new(
        report: &'a ChangesReport<'_>,
        ChangeEntry { item, text: description, cites }: &'a ChangeEntry<'_>,
    ) -> Self {
        let register = report.register;
        let case = |at: usize| register.cases().get(at).map(|case| &case.id);
        let count = |at: usize| register.totals().get(at).map(|total| total.count);
        let same = Self {
            on: Some(description.date),
            in_force: item.day.to_string(),
            by: description.party,
            text: &description.text,
            note: description.note,
            sources: footnote_numbers(cites),
            ..Self::default()
        };
        match item.kind {
            ChangeKind::Claim { case: at, effect: turn, .. } => {
                let position =
                    description.position.map(|positions| positions.map(|account| account.key()));
                let position = position.map(|[from, to]| BeforeAfterJson { from, to });
                let turn = Some(turn.key());
                Self { kind: "claim", case: case(at), turn, position: Some(position), ..same }
            }
            ChangeKind::Return { case: at } => Self { kind: "return", case: case(at), ..same },
            ChangeKind::Total { total, before } => {
                let before = Some(before.and_then(count));
                Self { kind: "total", count: count(total), before, ..same }
            }
            ChangeKind::Event { .. } => {
                Self { kind: "event", title: Some(&description.subject), ..same }
            }
        }
    }
}
