//! The edits that make one version of a register out of another.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use crate::register::{Change, Edit, Register};

/// The edits that make `to` out of `from`, in the order in which they are applied: afterwards the
/// register is equal to `to`, its order included. None where both are equal.
///
/// A record that has an id and stands where it stood is changed in its place, so that what
/// follows it is left alone.
pub fn edits(from: &Register, to: &Register) -> Vec<Edit> {
    let mut edits = Vec::new();
    if from.about() != to.about() {
        edits.push(Edit::About { before: from.about().into(), after: to.about().into() });
    }
    let id = |party: &crate::model::Party| party.id.clone();
    edits.extend(known(from.parties(), to.parties(), id).into_iter().map(Edit::Party));
    let id = |source: &crate::model::Source| source.id.clone();
    edits.extend(known(from.sources(), to.sources(), id).into_iter().map(Edit::Source));
    edits.extend(unknown(from.totals(), to.totals()).into_iter().map(Edit::Total));
    let number = |incident: &crate::model::Incident| incident.number;
    edits.extend(known(from.incidents(), to.incidents(), number).into_iter().map(Edit::Incident));
    let id = |case: &crate::model::Case| case.id.clone();
    edits.extend(known(from.cases(), to.cases(), id).into_iter().map(Edit::Case));
    edits.extend(unknown(from.events(), to.events()).into_iter().map(Edit::Event));
    edits
}

/// The changes of a list whose records have ids: what is gone or moves is taken out from the last
/// to the first, so that no place shifts; then the list is gone through from the first to the last.
fn known<T: PartialEq, Id: Eq + Hash>(
    from: &[Arc<T>],
    to: &[Arc<T>],
    id: impl Fn(&T) -> Id,
) -> Vec<Change<T>> {
    let places: HashMap<Id, usize> = to.iter().enumerate().map(|(at, it)| (id(it), at)).collect();
    let wanted: Vec<Option<usize>> = from.iter().map(|it| places.get(&id(it)).copied()).collect();
    let staying = rising(&wanted);
    let stays: HashMap<usize, usize> =
        staying.iter().filter_map(|at| Some((wanted[*at]?, *at))).collect();
    let mut changes = Vec::new();
    let staying: HashSet<usize> = staying.into_iter().collect();
    for (at, record) in from.iter().enumerate().rev().filter(|(at, _)| !staying.contains(at)) {
        changes.push(Change { at, before: Some(Arc::clone(record)), after: None });
    }
    for (at, record) in to.iter().enumerate() {
        let before = stays.get(&at).map(|at| &from[*at]);
        if before != Some(record) {
            changes.push(Change { at, before: before.cloned(), after: Some(Arc::clone(record)) });
        }
    }
    changes
}

/// The changes of a list whose records have no id: what differs between its beginning and its
/// end is changed place by place.
fn unknown<T: PartialEq>(from: &[Arc<T>], to: &[Arc<T>]) -> Vec<Change<T>> {
    let shorter = from.len().min(to.len());
    let same = |(a, b): &(&Arc<T>, &Arc<T>)| a == b;
    let head = from.iter().zip(to).take_while(same).count();
    let tail = from.iter().rev().zip(to.iter().rev()).take(shorter - head);
    let tail = tail.take_while(same).count();
    let (old, new) = (&from[head..from.len() - tail], &to[head..to.len() - tail]);
    let both = old.len().min(new.len());
    let gone = old.iter().enumerate().skip(both).rev();
    let gone = gone.map(|(at, it)| (at, Some(it), None));
    let changed = old.iter().zip(new).enumerate().filter(|(_, (a, b))| a != b);
    let changed = changed.map(|(at, (a, b))| (at, Some(a), Some(b)));
    let added = new.iter().enumerate().skip(both).map(|(at, it)| (at, None, Some(it)));
    let change = |(at, before, after): (usize, Option<&Arc<T>>, Option<&Arc<T>>)| Change {
        at: head + at,
        before: before.cloned(),
        after: after.cloned(),
    };
    gone.chain(changed).chain(added).map(change).collect()
}

/// The places of as many as can be chosen so that what stands there rises, in order.
fn rising(wanted: &[Option<usize>]) -> Vec<usize> {
    // For each length the place at which a rising row of that length ends lowest, and for each
    // place the one before it in its row.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; wanted.len()];
    for (at, value) in wanted.iter().enumerate().filter(|(_, value)| value.is_some()) {
        let length = ends.partition_point(|end| wanted[*end] < *value);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut row: Vec<usize> =
        std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    row.reverse();
    row
}
