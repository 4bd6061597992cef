//! The rule that selects the backups to keep.

use std::collections::HashSet;

use jiff::{ToSpan as _, ZonedDateTime, civil::Date};

/// The number of last versions that are always kept.
pub const ALWAYS_RETAINED_BACKUPS: usize = 20;

/// The number of days, today included, of which the last version is kept.
const DAILY_RETENTION_DAYS: i32 = 31;

/// Selects the versions to keep as of `now`, and returns whether each is kept. A version is given
/// by its time and its size in bytes. Kept are
///
/// - the last [`ALWAYS_RETAINED_BACKUPS`] versions, whatever their size,
/// - the last version of each of the last 31 days, and of each month before these,
/// - of the days and months only the newest, as far as all kept versions together do not exceed
///   `max_total_size` bytes.
///
/// A version of the future, made before the clock was set back, is kept until its time has come,
/// and does not count as one of these. The newest version is always kept. Selecting among the kept
/// versions keeps all of them.
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

/// Returns the period of which one version is kept: `(true, day)`, or `(false, first of month)`.
fn retention_bucket(time: &ZonedDateTime, first_daily_date: Date) -> (bool, Date) {
    let day = time.date();
    if day >= first_daily_date { (true, day) } else { (false, day.first_of_month()) }
}
