//! Matching the items of two versions of a list.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
};

/// Returns the lengths of the longest common start of two lists and of the longest common end of
/// what follows it.
pub(crate) fn common_ends<T>(
    old: &[T],
    new: &[T],
    is_same: impl Fn(&T, &T) -> bool,
) -> (usize, usize) {
    let is_same = |(old, new): &(&T, &T)| is_same(old, new);
    let start = old.iter().zip(new).take_while(is_same).count();
    let ends = old[start..].iter().rev().zip(new[start..].iter().rev());
    (start, ends.take_while(is_same).count())
}

/// Returns the pairs of items with equal keys, of several with one key the first with the first.
///
/// An item is its index and its key. A pair is the index in the old list and that in the new one;
/// the pairs are in the order of the new items.
pub(crate) fn pairs_by_key<K: Eq + Hash>(
    old: impl IntoIterator<Item = (usize, K)>,
    new: impl IntoIterator<Item = (usize, K)>,
) -> Vec<(usize, usize)> {
    let mut unmatched: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (index, key) in old {
        unmatched.entry(key).or_default().push_back(index);
    }
    let new = new.into_iter();
    new.filter_map(|(index, key)| Some((unmatched.get_mut(&key)?.pop_front()?, index))).collect()
}

/// Returns the numbers of a longest increasing subsequence in their places, and `None` elsewhere.
/// Takes O(n log n) time.
pub(crate) fn longest_increasing_subsequence(numbers: &[Option<usize>]) -> Vec<Option<usize>> {
    // For each length, the end of the increasing subsequence whose last number is lowest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; numbers.len()];
    for (at, number) in numbers.iter().enumerate().filter(|(_, number)| number.is_some()) {
        let length = ends.partition_point(|end| numbers[*end] < *number);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut kept = vec![None; numbers.len()];
    let mut last = ends.last().copied();
    while let Some(at) = last {
        kept[at] = numbers[at];
        last = before[at];
    }
    kept
}

/// Returns a longest common subsequence as pairs of an index in the old list and one in the new.
/// Takes time and memory in proportion to the product of the lengths.
pub(crate) fn longest_common_subsequence<T: PartialEq>(
    old: &[T],
    new: &[T],
) -> Vec<(usize, usize)> {
    let width = old.len() + 1;
    // The length of the longest common subsequence from each pair of indexes on.
    let mut rest = vec![0_usize; (new.len() + 1) * width];
    for (new_index, new_item) in new.iter().enumerate().rev() {
        for (old_index, old_item) in old.iter().enumerate().rev() {
            let here = new_index * width + old_index;
            rest[here] = if new_item == old_item {
                rest[here + width + 1] + 1
            } else {
                rest[here + width].max(rest[here + 1])
            };
        }
    }
    let (mut old_index, mut new_index, mut pairs) = (0, 0, Vec::new());
    while new_index < new.len() && old_index < old.len() {
        let here = new_index * width + old_index;
        if new[new_index] == old[old_index] {
            pairs.push((old_index, new_index));
            (old_index, new_index) = (old_index + 1, new_index + 1);
        } else if rest[here + width] >= rest[here + 1] {
            new_index += 1;
        } else {
            old_index += 1;
        }
    }
    pairs
}
