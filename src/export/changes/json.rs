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

use super::{Announced, Entry, Figure, Report};
use crate::{
    export::{
        ExportError,
        json::{Keyed, Reference, numbers, pretty, references},
    },
    model::{CaseId, Date, PartyId},
    progress::Progress,
    view::{Group, Happened, People},
};

/// Prints a report, two blanks to a level, with a line end at its end.
pub(super) fn print(report: &Report<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let mut document = Document::new(report);
    for entry in report.printed(progress) {
        document.changes.push(Change::new(report, entry?));
    }
    pretty(&document)
}

#[derive(Serialize)]
struct Document<'a> {
    from: String,
    to: String,
    compare: [&'a PartyId; 2],
    counted: Keyed<&'a PartyId, Moved<'a>>,
    both: Moved<'a>,
    only: Keyed<&'a PartyId, Moved<'a>>,
    status: Keyed<&'static str, Moved<'a>>,
    announced: Keyed<&'a PartyId, Ends<Option<Total<'a>>>>,
    changes: Vec<Change<'a>>,
    title: &'a str,
    language: &'static str,
    names: BTreeMap<&'a CaseId, String>,
    sources: Vec<Reference<'a>>,
}

/// A group of people on both days.
#[derive(Clone, Default, Serialize)]
struct Moved<'a> {
    from: usize,
    to: usize,
    joined: Vec<&'a CaseId>,
    left: Vec<&'a CaseId>,
}

/// Something on both days.
#[derive(Serialize)]
struct Ends<T> {
    from: T,
    to: T,
}

#[derive(Serialize)]
struct Total<'a> {
    count: u32,
    on: &'a Date,
    sources: Vec<usize>,
}

/// A change; what another kind of change has is left out.
#[derive(Default, Serialize)]
struct Change<'a> {
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
    position: Option<Option<Ends<&'static str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Option<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    words: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
    sources: Vec<usize>,
}

impl<'a> Document<'a> {
    /// Everything but the changes.
    fn new(report: &'a Report<'_>) -> Self {
        let Report { lang, register, changes, announced, figures, entries, notes } = report;
        let [first, second] = changes.after.pair.each_ref();
        let moved = |group: Group| {
            let figure = figures.iter().find(|figure| figure.group == group);
            figure.map(Moved::new).unwrap_or_default()
        };
        let sides = |people: fn(usize) -> People| {
            let moved = |side| moved(Group::People(people(side)));
            Keyed(vec![(first, moved(0)), (second, moved(1))])
        };
        let statuses = figures.iter().filter_map(|figure| match figure.group {
            Group::Status(status) => Some((status.key(), Moved::new(figure))),
            Group::People(_) => None,
        });
        let people = figures.iter().flat_map(|figure| figure.joined.iter().chain(&figure.left));
        let told = entries.iter().filter_map(|entry| match entry.item.what {
            Happened::Claim { case, .. } | Happened::Return { case } => register.cases().get(case),
            Happened::Total { .. } | Happened::Event { .. } => None,
        });
        let people = people.copied().chain(told.map(AsRef::as_ref));
        Self {
            from: changes.from().to_string(),
            to: changes.to().to_string(),
            compare: [first, second],
            counted: sides(|side| People::Listed(side, None)),
            both: moved(Group::People(People::Both)),
            only: sides(People::Only),
            status: Keyed(statuses.collect()),
            announced: Keyed([first, second].into_iter().zip(announced.iter().map(ends)).collect()),
            changes: Vec::with_capacity(entries.len()),
            title: register.title(),
            language: lang.code(),
            names: people.map(|case| (&case.id, case.name.shown(lang.code()))).collect(),
            sources: references(notes, *lang),
        }
    }
}

fn ends<'a>(announced: &'a Announced<'_>) -> Ends<Option<Total<'a>>> {
    let [from, to] = announced.totals.each_ref().map(|total| {
        total.as_ref().map(|(total, cites)| Total {
            count: total.count,
            on: &total.on,
            sources: numbers(cites),
        })
    });
    Ends { from, to }
}

impl<'a> Moved<'a> {
    fn new(figure: &'a Figure<'_>) -> Self {
        let [from, to] = figure.counts;
        let [joined, left] = [&figure.joined, &figure.left]
            .map(|people| people.iter().map(|case| &case.id).collect());
        Self { from, to, joined, left }
    }
}

impl<'a> Change<'a> {
    fn new(report: &'a Report<'_>, Entry { item, told, cites }: &'a Entry<'_>) -> Self {
        let register = report.register;
        let case = |at: usize| register.cases().get(at).map(|case| &case.id);
        let count = |at: usize| register.totals().get(at).map(|total| total.count);
        let same = Self {
            on: Some(told.date),
            in_force: item.day.to_string(),
            by: told.party,
            words: &told.words,
            note: told.note,
            sources: numbers(cites),
            ..Self::default()
        };
        match item.what {
            Happened::Claim { case: at, turn, .. } => {
                let position = told.position.map(|accounts| accounts.map(|account| account.key()));
                let position = position.map(|[from, to]| Ends { from, to });
                let turn = Some(turn.key());
                Self { kind: "claim", case: case(at), turn, position: Some(position), ..same }
            }
            Happened::Return { case: at } => Self { kind: "return", case: case(at), ..same },
            Happened::Total { total, before } => {
                let before = Some(before.and_then(count));
                Self { kind: "total", count: count(total), before, ..same }
            }
            Happened::Event { .. } => Self { kind: "event", title: Some(&told.who), ..same },
        }
    }
}
