//! Which records of three lists are one and the same, and the order they come out in.

use std::collections::{HashMap, VecDeque};

/// One record in three versions; none where a version does not have it.
pub(super) struct Triple<'a, I> {
    pub base: Option<&'a I>,
    pub ours: Option<&'a I>,
    pub theirs: Option<&'a I>,
}

/// The records of three lists, and how their order was changed.
pub(super) struct Aligned<'a, I> {
    /// Every record that is in any of the lists, in the order of the merged one.
    pub triples: Vec<Triple<'a, I>>,
    /// Whether our side put those that were in the base into another order.
    pub reordered: bool,
}

/// How a record is known again: what two of its versions have in common. None where this way does
/// not tell.
pub(super) type SimilarityKey<'l, I> = &'l dyn Fn(&I) -> Option<String>;

/// Finds the records of three lists that are one, and puts them in order.
///
/// By each likeness in turn, those left over that are alike are one, the first with the first.
/// What both sides added is one only by the likenesses that are `sure`.
pub(super) fn align<'a, I>(
    [base, ours, theirs]: [&'a [I]; 3],
    sure: &[SimilarityKey<'_, I>],
    likely: &[SimilarityKey<'_, I>],
) -> Aligned<'a, I> {
    let all: Vec<_> = sure.iter().chain(likely).copied().collect();
    let every = |list: &[I]| (0..list.len()).collect::<Vec<_>>();
    let of = |side: &'a [I]| match_records(base, side, &every(base), &every(side), &all);
    let (in_ours, in_theirs) = (of(ours), of(theirs));
    let added = |side: &[I], pairs: &[Option<usize>]| {
        let mut known = vec![false; side.len()];
        pairs.iter().flatten().for_each(|at| known[*at] = true);
        every(side).into_iter().filter(|at| !known[*at]).collect::<Vec<_>>()
    };
    let (our_new, their_new) = (added(ours, &in_ours), added(theirs, &in_theirs));
    let both_new = match_records(ours, theirs, &our_new, &their_new, sure);

    // Where the versions of each record stand: in the base, in ours, in theirs.
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
    let order = if !reordered && moved(&their_order) {
        interleave(&places, &their_order, &our_order, 1)
    } else {
        interleave(&places, &our_order, &their_order, 2)
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

/// For each record of the first list, where in the second it stands again. Only the places named
/// are looked at.
fn match_records<I>(
    first: &[I],
    second: &[I],
    from: &[usize],
    to: &[usize],
    likenesses: &[SimilarityKey<'_, I>],
) -> Vec<Option<usize>> {
    let mut found = vec![None; first.len()];
    let mut taken = vec![false; second.len()];
    for likeness in likenesses {
        let mut free: HashMap<String, VecDeque<usize>> = HashMap::new();
        for at in to.iter().filter(|at| !taken[**at]) {
            if let Some(key) = likeness(&second[*at]) {
                free.entry(key).or_default().push_back(*at);
            }
        }
        for at in from {
            if found[*at].is_some() || free.is_empty() {
                continue;
            }
            let other = likeness(&first[*at]).and_then(|key| free.get_mut(&key)?.pop_front());
            if let Some(other) = other {
                taken[other] = true;
                found[*at] = Some(other);
            }
        }
    }
    found
}

/// The records that a side has, in its order.
fn side_order(places: &[[Option<usize>; 3]], side: usize) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..places.len()).filter(|at| places[*at][side].is_some()).collect();
    order.sort_by_key(|at| places[*at][side]);
    order
}

/// The order of one side, with what only the other has after what it stands after there. Of what
/// both added at one place, ours comes first.
fn interleave(
    places: &[[Option<usize>; 3]],
    frame: &[usize],
    other: &[usize],
    other_side: usize,
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
    for at in frame {
        let own = places[*at][0].is_none() && places[*at][other_side].is_none();
        // What waits is theirs where the frame is ours, and then lets ours go first.
        if !own || other_side == 1 {
            woven.append(&mut waiting);
        }
        woven.push(*at);
        waiting.append(&mut after.remove(&Some(*at)).unwrap_or_default());
    }
    woven.append(&mut waiting);
    woven
}
