//! Aligns three versions of a list: matches their items, and puts the merged list in order.

use std::{cmp::Ordering, collections::HashMap};

use crate::{merge::list_matching::pairs_by_key, model::Day};

/// One item in three versions; `None` where a version does not have it.
pub(super) struct Triple<'a, I> {
    pub base: Option<&'a I>,
    pub ours: Option<&'a I>,
    pub theirs: Option<&'a I>,
}

/// The items of three lists, matched and in order.
pub(super) struct Aligned<'a, I> {
    /// Every item that is in any of the lists, in the order of the merged one.
    pub triples: Vec<Triple<'a, I>>,
    /// True if our side changed the order of the items of the base.
    pub reordered: bool,
}

/// A key that two versions of an item have in common. `None` for an item without that key.
pub(super) type SimilarityKey<'l, I> = &'l dyn Fn(&I) -> Option<String>;

/// The key by which the additions of both sides at one place are put in order.
type OrderKey<'l, I> = &'l dyn Fn(&I) -> (Option<Day>, String);

/// Matches the items of three lists, and puts them in order. The order does not depend on which
/// side is ours.
///
/// Items are matched by each key in turn, the first of several with the first. Items that both
/// sides added are matched by the `sure` keys only.
pub(super) fn align<'a, I>(
    [base, ours, theirs]: [&'a [I]; 3],
    sure: &[SimilarityKey<'_, I>],
    likely: &[SimilarityKey<'_, I>],
    order_key: OrderKey<'_, I>,
) -> Aligned<'a, I> {
    let all: Vec<_> = sure.iter().chain(likely).copied().collect();
    let every = |list: &[I]| (0..list.len()).collect::<Vec<_>>();
    let of = |side: &'a [I]| match_items(base, side, &every(base), &every(side), &all);
    let (in_ours, in_theirs) = (of(ours), of(theirs));
    let added = |side: &[I], pairs: &[Option<usize>]| {
        let mut known = vec![false; side.len()];
        pairs.iter().flatten().for_each(|at| known[*at] = true);
        every(side).into_iter().filter(|at| !known[*at]).collect::<Vec<_>>()
    };
    let (our_new, their_new) = (added(ours, &in_ours), added(theirs, &in_theirs));
    let both_new = match_items(ours, theirs, &our_new, &their_new, sure);

    // The indexes of each item in the base, in ours and in theirs.
    let mut places: Vec<[Option<usize>; 3]> =
        every(base).into_iter().map(|at| [Some(at), in_ours[at], in_theirs[at]]).collect();
    let mut matched = vec![false; theirs.len()];
    for at in our_new {
        both_new[at].into_iter().for_each(|at| matched[at] = true);
        places.push([None, Some(at), both_new[at]]);
    }
    places
        .extend(their_new.into_iter().filter(|at| !matched[*at]).map(|at| [None, None, Some(at)]));

    let [our_order, their_order] = [1, 2].map(|side| side_order(&places, side));
    let moved = |order: &[usize]| !order.iter().filter_map(|at| places[*at][0]).is_sorted();
    let reordered = moved(&our_order);
    let key = |at: usize| {
        let [base_index, our_index, their_index] = places[at];
        let keys = [
            our_index.map(|at| order_key(&ours[at])),
            their_index.map(|at| order_key(&theirs[at])),
        ];
        // Additions come before what the other side deleted.
        (base_index, keys.into_iter().flatten().min())
    };
    // If one side alone moved items, its order is taken.
    let is_frame_ours = match (reordered, moved(&their_order)) {
        (true, false) => true,
        (false, true) => false,
        _ => {
            let common = |order: &[usize]| {
                let is_common =
                    |at: &&usize| places[**at][1].is_some() && places[**at][2].is_some();
                order.iter().filter(is_common).copied().collect::<Vec<_>>()
            };
            let pairs = common(&our_order).into_iter().zip(common(&their_order));
            let first = pairs.filter(|(own, other)| own != other);
            let mut orders = first.map(|(own, other)| key(own).cmp(&key(other)));
            orders.find(|order| order.is_ne()) != Some(Ordering::Greater)
        }
    };
    let order = match is_frame_ours {
        true => interleave(&places, &our_order, &their_order, 2, &key),
        false => interleave(&places, &their_order, &our_order, 1, &key),
    };
    let triple = |at: usize| {
        let [b, o, t] = places[at];
        Triple {
            base: b.map(|at| &base[at]),
            ours: o.map(|at| &ours[at]),
            theirs: t.map(|at| &theirs[at]),
        }
    };
    Aligned { triples: order.into_iter().map(triple).collect(), reordered }
}

/// Returns, for each item of the first list, the index of the same item in the second. Only the
/// items at the given indexes are matched, by each key in turn.
fn match_items<I>(
    first: &[I],
    second: &[I],
    first_indexes: &[usize],
    second_indexes: &[usize],
    keys: &[SimilarityKey<'_, I>],
) -> Vec<Option<usize>> {
    let mut found = vec![None; first.len()];
    let mut is_matched = vec![false; second.len()];
    for key in keys {
        let keyed = |list: &[I], indexes: &[usize], is_free: &dyn Fn(usize) -> bool| {
            let free = indexes.iter().filter(|index| is_free(**index));
            free.filter_map(|index| Some((*index, key(&list[*index])?))).collect::<Vec<_>>()
        };
        let second = keyed(second, second_indexes, &|index| !is_matched[index]);
        if second.is_empty() {
            continue;
        }
        let first = keyed(first, first_indexes, &|index| found[index].is_none());
        for (second_index, first_index) in pairs_by_key(second, first) {
            is_matched[second_index] = true;
            found[first_index] = Some(second_index);
        }
    }
    found
}

/// Returns the items that a side has, in its order.
fn side_order(places: &[[Option<usize>; 3]], side: usize) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..places.len()).filter(|at| places[*at][side].is_some()).collect();
    order.sort_by_key(|at| places[*at][side]);
    order
}

/// Returns the order of one side, with the items that only the other has after the item that they
/// follow there. Of items that both added at one place, those come first whose first has the lower
/// key.
fn interleave<K: Ord>(
    places: &[[Option<usize>; 3]],
    frame: &[usize],
    other: &[usize],
    other_side: usize,
    key: &dyn Fn(usize) -> K,
) -> Vec<usize> {
    let frame_side = 3 - other_side;
    let mut after: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    let mut last = None;
    for at in other {
        if places[*at][frame_side].is_some() {
            last = Some(*at);
        } else {
            after.entry(last).or_default().push(*at);
        }
    }
    let mut woven = Vec::with_capacity(places.len());
    let mut waiting = after.remove(&None).unwrap_or_default();
    let mut own = Vec::new();
    let push_additions = |own: &mut Vec<usize>, waiting: &mut Vec<usize>, woven: &mut Vec<_>| {
        if let (Some(first), Some(second)) = (own.first(), waiting.first())
            && key(*first) > key(*second)
        {
            woven.append(waiting);
        }
        woven.append(own);
        woven.append(waiting);
    };
    for at in frame {
        if places[*at][other_side].is_none() {
            own.push(*at);
            continue;
        }
        push_additions(&mut own, &mut waiting, &mut woven);
        woven.push(*at);
        waiting = after.remove(&Some(*at)).unwrap_or_default();
    }
    push_additions(&mut own, &mut waiting, &mut woven);
    woven
}
