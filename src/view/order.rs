//! Sorting the cases by a column.

use std::cmp::Ordering;

use super::{Account, Column, Index, Sort, Standing};
use crate::register::Register;

/// The places of all cases in the order asked for. Stable; cases without a value come last.
pub(super) fn order(
    register: &Register,
    index: &Index,
    standings: &[Standing],
    sort: Sort,
) -> Vec<u32> {
    let cases = register.cases();
    match sort.by {
        Column::Name => by_text(cases.len(), sort, |at| &index.entries[at].latin),
        Column::Native => by_text(cases.len(), sort, |at| &index.entries[at].native),
        Column::Place => {
            let places: Vec<String> = cases
                .iter()
                .map(|case| super::fold(&format!("{} {}", case.taken.prefecture, case.taken.place)))
                .collect();
            by_text(cases.len(), sort, |at| &places[at])
        }
        Column::Taken => by_key(cases.len(), sort, |at| {
            cases[at].taken.on.as_ref().map(|on| (on.earliest(), on.latest()))
        }),
        Column::Age => by_key(cases.len(), sort, |at| cases[at].taken.age),
        Column::Incident => by_key(cases.len(), sort, |at| cases[at].taken.incident),
        Column::Status => by_key(cases.len(), sort, |at| Some(standings[at].status)),
        Column::First => by_key(cases.len(), sort, |at| said(standings[at].accounts[0])),
        Column::Second => by_key(cases.len(), sort, |at| said(standings[at].accounts[1])),
    }
}

fn said(account: Account) -> Option<Account> {
    (account != Account::Silent).then_some(account)
}

fn by_key<K: Ord + Copy>(len: usize, sort: Sort, key: impl Fn(usize) -> Option<K>) -> Vec<u32> {
    let mut keyed: Vec<(Option<K>, u32)> = (0u32..).take(len).map(|at| (key(at as usize), at)).collect();
    keyed.sort_by(|(a, i), (b, j)| direct(a.as_ref(), b.as_ref(), sort, Ord::cmp).then(i.cmp(j)));
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// Sorts by text. The first bytes are compared as one number, since most texts differ there.
fn by_text<'a>(len: usize, sort: Sort, text: impl Fn(usize) -> &'a str) -> Vec<u32> {
    let prefix = |text: &str| {
        let mut bytes = [0; 8];
        let n = text.len().min(8);
        bytes[..n].copy_from_slice(&text.as_bytes()[..n]);
        u64::from_be_bytes(bytes)
    };
    let mut keyed: Vec<(u64, u32)> =
        (0u32..).take(len).map(|at| (prefix(text(at as usize)), at)).collect();
    keyed.sort_unstable_by(|(a, i), (b, j)| {
        let some = |prefix: &u64, at: &u32| (*prefix != 0).then(|| (*prefix, text(*at as usize)));
        direct(some(a, i), some(b, j), sort, Ord::cmp).then(i.cmp(j))
    });
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// Compares in the order's direction; nothing comes last in both.
fn direct<K>(
    a: Option<K>,
    b: Option<K>,
    sort: Sort,
    compare: impl Fn(&K, &K) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if sort.descending => compare(&b, &a),
        (Some(a), Some(b)) => compare(&a, &b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
