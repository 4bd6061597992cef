//! The rule by which backups are kept.

use std::collections::HashSet;

use jiff::{ToSpan as _, ZonedDateTime, civil::Date};

/// How many of the last versions are always kept.
pub const LAST: usize = 20;

/// For how many days, today among them, the last version of each day is kept.
const DAYS: i32 = 31;

/// Which versions are kept as of a time, of versions with their time and their size in bytes:
///
/// - each of the last [`LAST`],
/// - the last of each day of the last 31 days, and the last of each month before these,
/// - of these, the newest that have room together; what is older goes. The last [`LAST`] stay,
///   whatever room they take.
///
/// One from the future, made before the clock was set back, stays until its time has come, and
/// counts among none of these. The newest version is always kept, and what is kept is kept again.
pub fn kept(versions: &[(ZonedDateTime, u64)], now: &ZonedDateTime, room: u64) -> Vec<bool> {
    let first = now.date().saturating_sub((DAYS - 1).days());
    let mut newest_first: Vec<usize> = (0..versions.len()).collect();
    newest_first.sort_by(|a, b| versions[*b].0.cmp(&versions[*a].0).then(a.cmp(b)));
    let (mut kept, mut stretches) = (vec![false; versions.len()], HashSet::new());
    let (mut last, mut taken, mut is_full) = (0, 0_u64, false);
    for at in newest_first {
        let (time, size) = &versions[at];
        let is_first = stretches.insert(stretch(time, first));
        let stays = time > now || last < LAST;
        last += usize::from(time <= now);
        is_full |= !stays && is_first && taken.saturating_add(*size) > room;
        if stays || is_first && !is_full {
            kept[at] = true;
            taken = taken.saturating_add(*size);
        }
    }
    kept
}

/// The day or the month of which one version is kept, told by its first day.
fn stretch(time: &ZonedDateTime, first: Date) -> (bool, Date) {
    let day = time.date();
    if day >= first { (true, day) } else { (false, day.first_of_month()) }
}
