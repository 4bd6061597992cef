//! The rule by which backups are kept.

use std::collections::HashSet;

use jiff::{ToSpan as _, ZonedDateTime, civil::Date};

/// How many of the last versions are always kept.
pub const ALWAYS_RETAINED_BACKUPS: usize = 20;

/// For how many days, today among them, the last version of each day is kept.
const DAILY_RETENTION_DAYS: i32 = 31;

/// Which versions are kept as of a time, of versions with their time and their size in bytes:
///
/// - each of the last [`LAST`],
/// - the last of each day of the last 31 days, and the last of each month before these,
/// - of these, the newest that have room together; what is older goes. The last [`LAST`] stay,
///   whatever room they take.
///
/// One from the future, made before the clock was set back, stays until its time has come, and
/// counts among none of these. The newest version is always kept, and what is kept is kept again.
pub fn select_retained_backups(
    versions: &[(ZonedDateTime, u64)],
    now: &ZonedDateTime,
    max_total_size: u64,
) -> Vec<bool> {
    let first = now.date().saturating_sub((DAILY_RETENTION_DAYS - 1).days());
    let mut newest_first: Vec<usize> = (0..versions.len()).collect();
    newest_first.sort_by(|a, b| versions[*b].0.cmp(&versions[*a].0).then(a.cmp(b)));
    let (mut is_retained, mut buckets) = (vec![false; versions.len()], HashSet::new());
    let (mut retained_recent, mut retained_size, mut is_full) = (0, 0_u64, false);
    for at in newest_first {
        let (time, size) = &versions[at];
        let is_first_in_bucket = buckets.insert(retention_bucket(time, first));
        let is_always_retained = time > now || retained_recent < ALWAYS_RETAINED_BACKUPS;
        retained_recent += usize::from(time <= now);
        is_full |= !is_always_retained
            && is_first_in_bucket
            && retained_size.saturating_add(*size) > max_total_size;
        if is_always_retained || is_first_in_bucket && !is_full {
            is_retained[at] = true;
            retained_size = retained_size.saturating_add(*size);
        }
    }
    is_retained
}

/// The day or the month of which one version is kept, told by its first day.
fn retention_bucket(time: &ZonedDateTime, first_daily_date: Date) -> (bool, Date) {
    let day = time.date();
    if day >= first_daily_date { (true, day) } else { (false, day.first_of_month()) }
}
