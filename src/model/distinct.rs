//! The different items of a list.

use std::hash::Hash;

use foldhash::{HashSet, HashSetExt as _};

/// The length up to which comparing the items of a list with each other is quicker than hashing
/// them.
const MAX_COMPARED: usize = 16;

/// Returns the items of a list, each once, in the order of their first places. Takes linear time.
pub(crate) fn distinct<T: Eq + Hash>(items: &[T]) -> impl Iterator<Item = &T> {
    let mut known = (items.len() > MAX_COMPARED).then(|| HashSet::with_capacity(items.len()));
    items.iter().enumerate().filter_map(move |(at, item)| {
        let is_first = match &mut known {
            Some(known) => known.insert(item),
            None => !items[..at].contains(item),
        };
        is_first.then_some(item)
    })
}

#[cfg(test)]
mod tests {
    use super::{MAX_COMPARED, distinct};

    #[test]
    fn each_item_is_returned_once_in_short_and_in_long_lists() {
        for len in [0, 1, MAX_COMPARED, MAX_COMPARED + 1, 100] {
            let numbers: Vec<usize> = (0..len).map(|at| at * 7 % 5).collect();
            let found: Vec<usize> = distinct(&numbers).copied().collect();
            assert_eq!(found, [0, 2, 4, 1, 3][..len.min(5)], "{len}");
        }
    }
}
