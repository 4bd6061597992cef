//! Sorting the cases by a column.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
};

use crate::{
    analysis::{
        position::{CaseState, Position},
        query::{Column, Sort},
        search_index::SearchIndex,
    },
    model::{Date, folding},
    register::Register,
};

/// Returns the indexes of all cases in a sort order. The sort is stable; cases without a value are
/// last.
pub(super) fn sort_rows(
    register: &Register,
    index: &SearchIndex,
    states: &[CaseState],
    sort: Sort,
) -> Vec<u32> {
    let cases = register.cases();
    match sort.by {
        Column::Name => sort_by_text(cases.len(), sort, |at| index.entries[at].latin()),
        Column::Native => sort_by_text(cases.len(), sort, |at| index.entries[at].native()),
        Column::Place => {
            let place = |at: usize| (&*cases[at].taken.prefecture, &*cases[at].taken.place);
            let ranks = rank_places((0..cases.len()).map(place));
            sort_by_key(cases.len(), sort, |at| {
                ranks.get(&place(at)).copied().filter(|rank| *rank > 0)
            })
        }
        Column::Taken => {
            sort_by_key(cases.len(), sort, |at| cases[at].taken.on.as_ref().map(Date::sort_days))
        }
        Column::Age => sort_by_key(cases.len(), sort, |at| cases[at].taken.age),
        Column::Incident => sort_by_key(cases.len(), sort, |at| cases[at].taken.incident),
        Column::Status => sort_by_key(cases.len(), sort, |at| Some(states[at].status)),
        Column::First => sort_by_key(cases.len(), sort, |at| non_silent(states[at].positions[0])),
        Column::Second => sort_by_key(cases.len(), sort, |at| non_silent(states[at].positions[1])),
    }
}

/// Returns the rank of each place, prefecture first. Many cases share few places. Rank 0 means no
/// place.
fn rank_places<'a>(
    places: impl Iterator<Item = (&'a str, &'a str)>,
) -> HashMap<(&'a str, &'a str), usize> {
    let distinct: HashSet<_> = places.collect();
    let folded = |(prefecture, place)| folding::fold(&format!("{prefecture} {place}"));
    let mut folded: Vec<_> = distinct.into_iter().map(|place| (folded(place), place)).collect();
    folded.sort_unstable();
    let mut rank = 0;
    let mut last = String::new();
    let ranked = folded.into_iter().map(|(text, place)| {
        if text != last {
            rank += 1;
            last = text;
        }
        (place, rank)
    });
    ranked.collect()
}

fn non_silent(position: Position) -> Option<Position> {
    (position != Position::Silent).then_some(position)
}

fn sort_by_key<K: Ord + Copy>(
    len: usize,
    sort: Sort,
    key: impl Fn(usize) -> Option<K>,
) -> Vec<u32> {
    let mut keyed: Vec<(Option<K>, u32)> =
        (0u32..).take(len).map(|at| (key(at as usize), at)).collect();
    keyed.sort_by(|(a, i), (b, j)| {
        compare_directed(a.as_ref(), b.as_ref(), sort, Ord::cmp).then(i.cmp(j))
    });
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// Sorts by text. The first 24 bytes are compared as numbers, since most texts differ there or end;
/// only longer texts are looked up.
fn sort_by_text<'a>(len: usize, sort: Sort, text: impl Fn(usize) -> &'a str) -> Vec<u32> {
    let beginning = |text: &str| {
        let mut bytes = [0; 24];
        let n = text.len().min(24);
        bytes[..n].copy_from_slice(&text.as_bytes()[..n]);
        let number =
            |at: usize| bytes[at..].first_chunk().map_or(0, |part| u64::from_be_bytes(*part));
        [number(0), number(8), number(16)]
    };
    let mut keyed: Vec<([u64; 3], u32)> =
        (0u32..).take(len).map(|at| (beginning(text(at as usize)), at)).collect();
    keyed.sort_unstable_by(|(a, i), (b, j)| {
        let known = |beginning: &[u64; 3]| (*beginning != [0; 3]).then_some(*beginning);
        // Where the last byte is empty, the whole text is in the beginning.
        let rest = || match a[2] & 0xff {
            0 => Ordering::Equal,
            _ if sort.descending => text(*j as usize).cmp(text(*i as usize)),
            _ => text(*i as usize).cmp(text(*j as usize)),
        };
        compare_directed(known(a), known(b), sort, Ord::cmp).then_with(rest).then(i.cmp(j))
    });
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// Compares in the direction of the sort. `None` is last in both directions.
fn compare_directed<K>(
    a: Option<K>,
    b: Option<K>,
    sort: Sort,
    compare: impl Fn(&K, &K) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if sort.descending => compare(&b, &a),
        (Some(a), Some(b)) => compare(&a, &b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
