//! Lists within a record: which row is which, and two changed lists as one.

/// How many comparisons finding the rows that stayed may take; lists that would need more are
/// paired in order.
const MAX_COMPARISONS: usize = 1_000_000;

/// For each row of a list as it is now, the place it had before; none for a new one. Places rise.
///
/// Rows that stayed the same keep their place; between two of those, rows belong together in
/// their order.
pub fn pair_rows<T: PartialEq>(was: &[T], now: &[T]) -> Vec<Option<usize>> {
    let mut out = Vec::with_capacity(now.len());
    let mut from = 0;
    for (at, place) in unchanged_rows(was, now).into_iter().chain([(now.len(), was.len())]) {
        // What was changed, then what is new.
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

/// The rows that stayed the same, each by its place now and before: as many as can be, in order.
fn unchanged_rows<T: PartialEq>(was: &[T], now: &[T]) -> Vec<(usize, usize)> {
    let head = was.iter().zip(now).take_while(|(was, now)| was == now).count();
    let ends = was[head..].iter().rev().zip(now[head..].iter().rev());
    let tail = ends.take_while(|(was, now)| was == now).count();
    let (old, new) = (&was[head..was.len() - tail], &now[head..now.len() - tail]);
    let mut out: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    if old.len().saturating_mul(new.len()) <= MAX_COMPARISONS {
        let common = longest_common_subsequence(old, new);
        out.extend(common.into_iter().map(|(at, place)| (head + at, head + place)));
    }
    out.extend((0..tail).rev().map(|end| (now.len() - 1 - end, was.len() - 1 - end)));
    out
}

/// The longest common subsequence, by places in the new list and the old.
fn longest_common_subsequence<T: PartialEq>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    let width = old.len() + 1;
    // How many rows can stay from here on, by place in both.
    let mut rest = vec![0_usize; (new.len() + 1) * width];
    for (at, row) in new.iter().enumerate().rev() {
        for (place, was) in old.iter().enumerate().rev() {
            let here = at * width + place;
            rest[here] = if row == was {
                rest[here + width + 1] + 1
            } else {
                rest[here + width].max(rest[here + 1])
            };
        }
    }
    let (mut at, mut place, mut out) = (0, 0, Vec::new());
    while at < new.len() && place < old.len() {
        let here = at * width + place;
        if new[at] == old[place] {
            out.push((at, place));
            (at, place) = (at + 1, place + 1);
        } else if rest[here + width] >= rest[here + 1] {
            at += 1;
        } else {
            place += 1;
        }
    }
    out
}

/// A list that was changed here and elsewhere since it was opened, with what was done on both
/// sides. Where both changed a row, the one changed here stays; what was removed here but changed
/// elsewhere comes back.
pub(super) fn merge_lists<T: Clone + PartialEq>(opened: &[T], mine: &[T], now: &[T]) -> Vec<T> {
    if mine == opened {
        return now.to_vec();
    }
    if now == opened {
        return mine.to_vec();
    }
    let (of_mine, of_now) = (pair_rows(opened, mine), pair_rows(opened, now));
    let here = |place: usize| {
        let at = of_mine.iter().position(|other| *other == Some(place));
        at.map(|at| &mine[at])
    };
    let mut out = Vec::with_capacity(mine.len().max(now.len()));
    for (theirs, place) in now.iter().zip(&of_now) {
        let kept = match place.map(|place| (&opened[place], here(place))) {
            Some((opened, Some(mine))) if mine != opened => Some(mine),
            Some((opened, None)) if theirs == opened => None,
            _ => Some(theirs),
        };
        out.extend(kept.cloned());
    }
    for (mine, place) in mine.iter().zip(&of_mine) {
        let stays = match place {
            None => !now.contains(mine),
            Some(place) => *mine != opened[*place] && !of_now.contains(&Some(*place)),
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
