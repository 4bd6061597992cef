//! The edits that make one register of another.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::Arc,
};

use crate::register::{Change, Edit, Register};

/// The edits that make `to` of `from`, in an order in which each can be applied. Records are known
/// again by their ids, totals and events by all they hold; one of these that stands in the place
/// of another is that one, changed.
pub fn edits_between(from: &Register, to: &Register) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (before, after) = (from.info(), to.info());
    if before != after {
        edits.push(Edit::RegisterInfo { before: before.into(), after: after.into() });
    }
    macro_rules! list {
        ($kind:ident, $of:ident by id $id:ident) => {
            let (from, to) = (from.$of(), to.$of());
            let stays =
                longest_increasing_subsequence(&match_by_key(from, to, |record| &record.$id));
            edits.extend(list_changes(from, to, &stays).map(Edit::$kind));
        };
        ($kind:ident, $of:ident by content) => {
            let (from, to) = (from.$of(), to.$of());
            let stays = longest_increasing_subsequence(&match_by_key(from, to, |record| {
                format!("{record:?}")
            }));
            edits.extend(
                list_changes(from, to, &pair_between_neighbors(stays, from.len())).map(Edit::$kind),
            );
        };
    }
    list!(Party, parties by id id);
    list!(Source, sources by id id);
    list!(Incident, incidents by id number);
    list!(Total, totals by content);
    list!(Case, cases by id id);
    list!(Event, events by content);
    edits
}

/// For each record of the second list, where in the first it stands; the first of several that
/// are alike with the first.
fn match_by_key<'a, T, K: Eq + Hash>(
    from: &'a [Arc<T>],
    to: &'a [Arc<T>],
    key: impl Fn(&'a T) -> K,
) -> Vec<Option<usize>> {
    let mut free: HashMap<K, VecDeque<usize>> = HashMap::with_capacity(from.len());
    for (at, record) in from.iter().enumerate() {
        free.entry(key(record)).or_default().push_back(at);
    }
    to.iter().map(|record| free.get_mut(&key(record))?.pop_front()).collect()
}

/// The most of these places that can stay where they are: those of a longest rising row. The
/// records of the others were moved.
fn longest_increasing_subsequence(places: &[Option<usize>]) -> Vec<Option<usize>> {
    // For each length, where the rising row of that length ends whose last place is lowest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; places.len()];
    for (at, place) in places.iter().enumerate().filter(|(_, place)| place.is_some()) {
        let length = ends.partition_point(|end| places[*end] < *place);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stays = vec![None; places.len()];
    let mut last = ends.last().copied();
    while let Some(at) = last {
        stays[at] = places[at];
        last = before[at];
    }
    stays
}

/// Takes what stands between the same neighbours in both lists for one record, changed.
fn pair_between_neighbors(mut stays: Vec<Option<usize>>, count: usize) -> Vec<Option<usize>> {
    let mut free = 0;
    for at in 0..stays.len() {
        let next = stays[at..].iter().flatten().next().copied().unwrap_or(count);
        if stays[at].is_none() && free < next {
            stays[at] = Some(free);
        }
        free = stays[at].map_or(free, |place| place + 1);
    }
    stays
}

/// What does not stay is deleted from the end on; then what has come or has changed, from the
/// beginning on.
fn list_changes<T: Eq>(
    from: &[Arc<T>],
    to: &[Arc<T>],
    stays: &[Option<usize>],
) -> impl Iterator<Item = Change<T>> {
    let mut kept = vec![false; from.len()];
    stays.iter().flatten().for_each(|at| kept[*at] = true);
    let gone = (0..from.len()).rev().filter(move |at| !kept[*at]);
    let gone = gone.map(|at| Change { at, before: Some(Arc::clone(&from[at])), after: None });
    let come = to.iter().zip(stays).enumerate().map(|(at, (record, was))| Change {
        at,
        before: was.map(|was| Arc::clone(&from[was])),
        after: Some(Arc::clone(record)),
    });
    gone.chain(come.filter(|change| change.before != change.after))
}
