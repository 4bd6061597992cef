//! Matching and merging the lists of a draft.

use std::{collections::HashSet, hash::Hash};

use crate::merge::list_matching::{common_ends, longest_common_subsequence};

/// The number of comparisons that finding the unchanged rows may take. The rows of longer lists are
/// paired in order.
const MAX_COMPARISONS: usize = 1_000_000;

/// Returns, for each row of a list as it is now, the index it had before; `None` for a new row. The
/// indexes increase.
///
/// Unchanged rows are paired with themselves; between two of them, rows are paired in order.
pub fn pair_rows<T: PartialEq>(was: &[T], now: &[T]) -> Vec<Option<usize>> {
    let mut out = Vec::with_capacity(now.len());
    let mut from = 0;
    for (place, at) in unchanged_rows(was, now).into_iter().chain([(was.len(), now.len())]) {
        // First the changed rows, then the new ones.
        let changed = (from..place).map(Some).take(at - out.len());
        out.extend(changed);
        out.resize(at, None);
        if at < now.len() {
            out.push(Some(place));
        }
        from = place + 1;
    }
    out
}

/// Returns as many unchanged rows as possible, in order, as pairs of the index before and now.
fn unchanged_rows<T: PartialEq>(was: &[T], now: &[T]) -> Vec<(usize, usize)> {
    let (head, tail) = common_ends(was, now, T::eq);
    let (old, new) = (&was[head..was.len() - tail], &now[head..now.len() - tail]);
    let mut pairs: Vec<_> = (0..head).map(|index| (index, index)).collect();
    if old.len().saturating_mul(new.len()) <= MAX_COMPARISONS {
        let common = longest_common_subsequence(old, new);
        pairs.extend(common.into_iter().map(|(old, new)| (head + old, head + new)));
    }
    pairs.extend((1..=tail).rev().map(|back| (was.len() - back, now.len() - back)));
    pairs
}

/// Merges a list that was changed in the form and in the register since the form was opened. Of a
/// row that both changed, the version of the form is kept; a row that the form removed and the
/// register changed is kept as well.
pub(super) fn merge_lists<T: Clone + Eq + Hash>(opened: &[T], mine: &[T], now: &[T]) -> Vec<T> {
    if mine == opened {
        return now.to_vec();
    }
    if now == opened {
        return mine.to_vec();
    }
    let (of_mine, of_now) = (pair_rows(opened, mine), pair_rows(opened, now));
    // The row of mine, and whether there is one of now, for each row as it was opened.
    let mut mine_by_place = vec![None; opened.len()];
    let mut is_in_now = vec![false; opened.len()];
    for (row, place) in mine.iter().zip(&of_mine) {
        place.iter().for_each(|place| mine_by_place[*place] = Some(row));
    }
    of_now.iter().flatten().for_each(|place| is_in_now[*place] = true);
    let rows_now: HashSet<&T> = now.iter().collect();
    let mut out = Vec::with_capacity(mine.len().max(now.len()));
    for (theirs, place) in now.iter().zip(&of_now) {
        let kept = match place.map(|place| (&opened[place], mine_by_place[place])) {
            Some((opened, Some(mine))) if mine != opened => Some(mine),
            Some((opened, None)) if theirs == opened => None,
            _ => Some(theirs),
        };
        out.extend(kept.cloned());
    }
    for (mine, place) in mine.iter().zip(&of_mine) {
        let stays = match place {
            None => !rows_now.contains(mine),
            Some(place) => *mine != opened[*place] && !is_in_now[*place],
        };
        if stays {
            out.push(mine.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{merge_lists, pair_rows};

    #[test]
    fn rows_are_paired_with_what_they_were() {
        for (was, now, places) in [
            ("", "", vec![]),
            ("abc", "abc", vec![Some(0), Some(1), Some(2)]),
            ("abc", "ac", vec![Some(0), Some(2)]),
            ("abc", "axc", vec![Some(0), Some(1), Some(2)]),
            ("abc", "abcd", vec![Some(0), Some(1), Some(2), None]),
            ("abc", "acd", vec![Some(0), Some(2), None]),
            ("abcd", "xbd", vec![Some(0), Some(1), Some(3)]),
            ("ab", "xaby", vec![None, Some(0), Some(1), None]),
            ("aa", "a", vec![Some(0)]),
        ] {
            let [was, now]: [Vec<char>; 2] = [was, now].map(|text| text.chars().collect());
            assert_eq!(pair_rows(&was, &now), places, "{was:?} {now:?}");
        }
    }

    #[test]
    fn very_long_lists_are_paired_too() {
        let was: Vec<usize> = (0..3_000).collect();
        let now: Vec<usize> = (1..3_001).rev().collect();
        assert_eq!(pair_rows(&was, &now), (0..3_000).map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn what_was_done_on_both_sides_stays() {
        for (opened, mine, now, both) in [
            ("abc", "abc", "ac", "ac"),
            ("abc", "abcd", "abc", "abcd"),
            ("abc", "abcd", "abce", "abced"),
            ("abc", "xbc", "aby", "xby"),
            ("abc", "ac", "abc", "ac"),
            ("abc", "ac", "ayc", "ayc"),
            ("abc", "axc", "ac", "acx"),
            ("abc", "axc", "ayc", "axc"),
            ("abc", "abcd", "abcd", "abcd"),
            ("abc", "", "abcd", "d"),
            ("abc", "xabc", "abc", "xabc"),
        ] {
            let [opened, mine, now]: [Vec<char>; 3] =
                [opened, mine, now].map(|text| text.chars().collect());
            let merged: String = merge_lists(&opened, &mine, &now).into_iter().collect();
            assert_eq!(merged, both, "{opened:?} {mine:?} {now:?}");
        }
    }
}
