//! What changed between two days, for programs.
//!
//! | key | holds |
//! |---|---|
//! | `from`, `to` | the two days; what came into force after the first and by the second is listed |
//! | `compare` | the two parties compared, in order |
//! | `counted` | by party, how its list moved |
//! | `both` | how the set of people on both lists moved |
//! | `only` | by party, how the set of people on its list alone moved |
//! | `status` | by status, how those on either list moved |
//! | `announced` | by party, the total announced by each day: `count`, `on`, `sources`; or null |
//! | `changes` | each change, in order of time |
//! | `title`, `language` | the register's title; the language of what is in words |
//! | `names` | the names of all cases that are named by their ids above |
//! | `sources` | what the numbers in `sources` stand for |
//!
//! What moved has `from` and `to` (numbers), `joined` and `left` (ids). A change has `kind`
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
        changes::{CountedGroup, item::ChangeKind},
        reconciliation::Cohort,
    },
    export::{
        ExportError,
        changes::{AnnouncedTotals, ChangeEntry, ChangesReport, CohortRow},
        summary::json::{OrderedMap, SourceJson, footnote_numbers, sources_json, to_pretty_bytes},
    },
    model::{CaseId, Date, PartyId},
};

/// Prints a report, two blanks to a level, with a line end at its end.
pub(super) fn print(
    report: &ChangesReport<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let mut document = ChangesJson::new(report);
    for entry in report.entries_with_progress(progress) {
        document.changes.push(ChangeJson::new(report, entry?));
    }
    to_pretty_bytes(&document)
}

#[derive(Serialize)]
struct ChangesJson<'a> {
    from: String,
    to: String,
    compare: [&'a PartyId; 2],
    counted: OrderedMap<&'a PartyId, CohortJson<'a>>,
    both: CohortJson<'a>,
    only: OrderedMap<&'a PartyId, CohortJson<'a>>,
    status: OrderedMap<&'static str, CohortJson<'a>>,
    announced: OrderedMap<&'a PartyId, BeforeAfterJson<Option<TotalJson<'a>>>>,
    changes: Vec<ChangeJson<'a>>,
    title: &'a str,
    language: &'static str,
    names: BTreeMap<&'a CaseId, String>,
    sources: Vec<SourceJson<'a>>,
}

/// A group of people on both days.
#[derive(Clone, Default, Serialize)]
struct CohortJson<'a> {
    from: usize,
    to: usize,
    joined: Vec<&'a CaseId>,
    left: Vec<&'a CaseId>,
}

/// Something on both days.
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

/// A change; what another kind of change has is left out.
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

impl<'a> ChangesJson<'a> {
    /// Everything but the changes.
    fn new(report: &'a ChangesReport<'_>) -> Self {
        let ChangesReport {
            locale,
            register,
            changes,
            announced,
            cohorts: figures,
            entries,
            footnotes: notes,
        } = report;
        let [first, second] = changes.after.parties.each_ref();
        let moved = |group: CountedGroup| {
            let figure = figures.iter().find(|figure| figure.group == group);
            figure.map(CohortJson::new).unwrap_or_default()
        };
        let sides = |people: fn(usize) -> Cohort| {
            let moved = |side| moved(CountedGroup::Cohort(people(side)));
            OrderedMap(vec![(first, moved(0)), (second, moved(1))])
        };
        let statuses = figures.iter().filter_map(|figure| match figure.group {
            CountedGroup::Status(status) => Some((status.key(), CohortJson::new(figure))),
            CountedGroup::Cohort(_) => None,
        });
        let people = figures.iter().flat_map(|figure| figure.joined.iter().chain(&figure.left));
        let changed_cases = entries.iter().filter_map(|entry| match entry.item.kind {
            ChangeKind::Claim { case, .. } | ChangeKind::Return { case } => {
                register.cases().get(case)
            }
            ChangeKind::Total { .. } | ChangeKind::Event { .. } => None,
        });
        let people = people.copied().chain(changed_cases.map(AsRef::as_ref));
        Self {
            from: changes.from().to_string(),
            to: changes.to().to_string(),
            compare: [first, second],
            counted: sides(|side| Cohort::Listed(side, None)),
            both: moved(CountedGroup::Cohort(Cohort::Both)),
            only: sides(Cohort::Only),
            status: OrderedMap(statuses.collect()),
            announced: OrderedMap(
                [first, second].into_iter().zip(announced.iter().map(announced_json)).collect(),
            ),
            changes: Vec::with_capacity(entries.len()),
            title: register.title(),
            language: locale.code(),
            names: people.map(|case| (&case.id, case.name.display_name(locale.code()))).collect(),
            sources: sources_json(notes, *locale),
        }
    }
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
    fn new(figure: &'a CohortRow<'_>) -> Self {
        let [from, to] = figure.counts;
        let [joined, left] = [&figure.joined, &figure.left]
            .map(|people| people.iter().map(|case| &case.id).collect());
        Self { from, to, joined, left }
    }
}

impl<'a> ChangeJson<'a> {
    fn new(
        report: &'a ChangesReport<'_>,
        ChangeEntry { item, text: told, cites }: &'a ChangeEntry<'_>,
    ) -> Self {
        let register = report.register;
        let case = |at: usize| register.cases().get(at).map(|case| &case.id);
        let count = |at: usize| register.totals().get(at).map(|total| total.count);
        let same = Self {
            on: Some(told.date),
            in_force: item.day.to_string(),
            by: told.party,
            text: &told.text,
            note: told.note,
            sources: footnote_numbers(cites),
            ..Self::default()
        };
        match item.kind {
            ChangeKind::Claim { case: at, effect: turn, .. } => {
                let position =
                    told.position.map(|positions| positions.map(|account| account.key()));
                let position = position.map(|[from, to]| BeforeAfterJson { from, to });
                let turn = Some(turn.key());
                Self { kind: "claim", case: case(at), turn, position: Some(position), ..same }
            }
            ChangeKind::Return { case: at } => Self { kind: "return", case: case(at), ..same },
            ChangeKind::Total { total, before } => {
                let before = Some(before.and_then(count));
                Self { kind: "total", count: count(total), before, ..same }
            }
            ChangeKind::Event { .. } => Self { kind: "event", title: Some(&told.subject), ..same },
        }
    }
}
