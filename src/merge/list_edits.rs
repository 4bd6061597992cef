//! The edits that turn one register into another.

use std::{hash::Hash, sync::Arc};

use crate::{
    merge::list_matching::{longest_increasing_subsequence, pairs_by_key},
    register::{
        Change, Edit, Register,
        record::Record,
        record_list::{RecordList, with_record_type},
    },
};

/// Returns the edits that turn `from` into `to`, in an order in which each can be applied.
///
/// Records are matched by id, totals and events by all their fields; an unmatched total or event
/// that stands in the place of another is that one, changed.
pub fn edits_between(from: &Register, to: &Register) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (before, after) = (from.info(), to.info());
    if before != after {
        edits.push(Edit::RegisterInfo { before: before.into(), after: after.into() });
    }
    for list in RecordList::ALL {
        with_record_type!(list, T => edits.extend(record_edits::<T>(from, to)));
    }
    edits
}

/// Returns the edits that turn the records of one list into those of another register.
fn record_edits<T: Record>(from: &Register, to: &Register) -> Vec<Edit> {
    let (from, to) = (T::records(from), T::records(to));
    let kept = match T::ID_FIELD {
        Some(_) => unmoved_records(from, to, |record| record.key()),
        None => {
            let kept = unmoved_records(from, to, |record| format!("{record:?}"));
            pair_between_neighbors(kept, from.len())
        }
    };
    list_changes(from, to, &kept).map(T::edit).collect()
}

/// Returns, for each record of the second list, the index of the record in the first that it is,
/// unless it was moved. Records are matched by key.
fn unmoved_records<'a, T, K: Eq + Hash>(
    from: &'a [Arc<T>],
    to: &'a [Arc<T>],
    key: impl Fn(&'a Arc<T>) -> K,
) -> Vec<Option<usize>> {
    let keyed = |list: &'a [Arc<T>]| list.iter().map(&key).enumerate();
    let mut indexes = vec![None; to.len()];
    for (old, new) in pairs_by_key(keyed(from), keyed(to)) {
        indexes[new] = Some(old);
    }
    longest_increasing_subsequence(&indexes)
}

/// Pairs the unmatched records that stand between the same neighbours in both lists. `count` is the
/// length of the first list.
fn pair_between_neighbors(mut stays: Vec<Option<usize>>, count: usize) -> Vec<Option<usize>> {
    let mut free = 0;
    let mut start = 0;
    while start < stays.len() {
        let is_matched = |at: &usize| stays[*at].is_some();
        let end = (start..stays.len()).find(is_matched).unwrap_or(stays.len());
        let next = stays.get(end).copied().flatten().unwrap_or(count);
        for (at, place) in (start..end).zip(free..next) {
            stays[at] = Some(place);
        }
        (free, start) = (next + 1, end + 1);
    }
    stays
}

/// Returns the changes that turn one list into another: the deletions from the end, then the
/// insertions and replacements from the start.
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
