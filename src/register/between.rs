//! The edits that make one register of another.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use super::{Change, Edit, Register};

/// Edits that, applied in this order to the first register, give the second; none where they are
/// equal. The ids of each list must be unique.
pub fn edits_between(old: &Register, new: &Register) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (before, after) = (old.about(), new.about());
    if before != after {
        edits.push(Edit::About { before: before.into(), after: after.into() });
    }
    by_id(old.parties(), new.parties(), |it| it.id.clone(), Edit::Party, &mut edits);
    by_id(old.sources(), new.sources(), |it| it.id.clone(), Edit::Source, &mut edits);
    by_place(old.totals(), new.totals(), Edit::Total, &mut edits);
    by_id(old.incidents(), new.incidents(), |it| it.number, Edit::Incident, &mut edits);
    by_id(old.cases(), new.cases(), |it| it.id.clone(), Edit::Case, &mut edits);
    by_place(old.events(), new.events(), Edit::Event, &mut edits);
    edits
}

/// Edits of records known by their ids: deletions first, then, from the first place to the last,
/// what is changed, new or moved.
fn by_id<T: PartialEq, K: Eq + Hash>(
    old: &[Arc<T>],
    new: &[Arc<T>],
    id: impl Fn(&T) -> K,
    edit: impl Fn(Change<T>) -> Edit,
    out: &mut Vec<Edit>,
) {
    let kept: HashSet<K> = new.iter().map(|record| id(record)).collect();
    let mut now = old.to_vec();
    for at in (0..old.len()).rev().filter(|at| !kept.contains(&id(&old[*at]))) {
        out.push(edit(Change { at, before: Some(now.remove(at)), after: None }));
    }
    let known: HashMap<K, Arc<T>> =
        now.iter().map(|record| (id(record), Arc::clone(record))).collect();
    for (at, after) in new.iter().enumerate() {
        if now.get(at).is_none_or(|record| id(record) != id(after)) {
            if let Some(moved) = known.get(&id(after))
                && let Some(from) = now.iter().position(|record| Arc::ptr_eq(record, moved))
            {
                out.push(edit(Change { at: from, before: Some(now.remove(from)), after: None }));
            }
            out.push(edit(Change { at, before: None, after: Some(Arc::clone(after)) }));
            now.insert(at, Arc::clone(after));
        } else if now[at] != *after {
            let before = Some(std::mem::replace(&mut now[at], Arc::clone(after)));
            out.push(edit(Change { at, before, after: Some(Arc::clone(after)) }));
        }
    }
}

/// Edits of records without ids: what lies between the same beginning and the same end.
fn by_place<T: PartialEq>(
    old: &[Arc<T>],
    new: &[Arc<T>],
    edit: impl Fn(Change<T>) -> Edit,
    out: &mut Vec<Edit>,
) {
    let same = |(old, new): &(&Arc<T>, &Arc<T>)| old == new;
    let begin = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (&old[begin..], &new[begin..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let old_rest = &old_rest[..old_rest.len() - end];
    let new_rest = &new_rest[..new_rest.len() - end];
    for at in (new_rest.len()..old_rest.len()).rev() {
        let before = Some(Arc::clone(&old_rest[at]));
        out.push(edit(Change { at: begin + at, before, after: None }));
    }
    for (at, after) in new_rest.iter().enumerate() {
        let before = old_rest.get(at).cloned();
        if before.as_ref() != Some(after) {
            out.push(edit(Change { at: begin + at, before, after: Some(Arc::clone(after)) }));
        }
    }
}
