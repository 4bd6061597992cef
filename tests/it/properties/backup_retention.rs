//! The retention rule of backups.

use std::collections::BTreeSet;

use blue_ribbon::store::backups::retention::{ALWAYS_RETAINED_BACKUPS, select_retained_backups};
use jiff::{Timestamp, ToSpan as _, ZonedDateTime, tz::TimeZone};
use proptest::{collection::vec, prelude::*, sample::select};

type Versions = Vec<(ZonedDateTime, u64)>;

const UNLIMITED: u64 = u64::MAX;

/// Now, in some zone, and versions of the time before it, in any order: many of the last hours and
/// days, fewer of the years before; and some from the future.
fn versions() -> impl Strategy<Value = (ZonedDateTime, Versions)> {
    let zone = select(vec!["Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC"]);
    let age = prop_oneof![
        3 => 0..7_200_i64,
        3 => 0..40 * 86_400_i64,
        2 => 0..3 * 366 * 86_400_i64,
        1 => -9_000_000..0_i64,
    ];
    let now = 1_300_000_000..1_500_000_000_i64;
    (zone, now, vec((age, 1..1000_u64), 0..150)).prop_map(|(zone, now, ages)| {
        let zone = TimeZone::get(zone).unwrap();
        let at = |second| Timestamp::from_second(second).unwrap().to_zoned_datetime(zone.clone());
        // The names of two backups are never of the same time.
        let mut met = BTreeSet::new();
        let ages = ages.into_iter().filter(|(age, _)| met.insert(*age));
        (at(now), ages.map(|(age, size)| (at(now - age), size)).collect())
    })
}

/// Returns the versions that are retained.
fn retained(versions: &Versions, now: &ZonedDateTime, room: u64) -> Versions {
    let kept = select_retained_backups(versions, now, room);
    assert_eq!(kept.len(), versions.len());
    versions.iter().zip(kept).filter(|(_, kept)| *kept).map(|(one, _)| one.clone()).collect()
}

fn newest_first(mut versions: Versions) -> Versions {
    versions.sort_by(|a, b| b.0.cmp(&a.0));
    versions
}

proptest! {
    #[test]
    fn retention_keeps_the_newest_and_future_backups(
        (now, versions) in versions(), room in 0..5000_u64,
    ) {
        let left = retained(&versions, &now, room);
        let times = |versions: &Versions| versions.iter().map(|one| one.0.timestamp()).collect::<BTreeSet<_>>();
        let (all, left) = (times(&versions), times(&left));
        prop_assert_eq!(all.last(), left.last());
        for time in all.iter().filter(|time| **time > now.timestamp()) {
            prop_assert!(left.contains(time), "{} is to come", time);
        }
        let past: Vec<_> = all.iter().rev().filter(|time| **time <= now.timestamp()).collect();
        for time in past.into_iter().take(ALWAYS_RETAINED_BACKUPS) {
            prop_assert!(left.contains(time), "{} is one of the last", time);
        }
    }

    #[test]
    fn retention_keeps_the_last_backup_of_each_day_and_month(
        (now, versions) in versions(),
    ) {
        let left = retained(&versions, &now, UNLIMITED);
        let past = |versions: &Versions| newest_first(
            versions.iter().filter(|one| one.0 <= now).cloned().collect()
        );
        let (past, left) = (past(&versions), past(&left));
        let first = now.date().checked_sub(30.days()).unwrap();
        for (time, _) in &past {
            let same: Vec<_> = past.iter().filter(|(other, _)| match time.date() >= first {
                true => other.date() == time.date(),
                false => other.date() < first
                    && (other.year(), other.month()) == (time.year(), time.month()),
            }).collect();
            prop_assert!(left.contains(same[0]), "{} is the last of its day or month", same[0].0);
        }
        let months: BTreeSet<_> =
            past.iter().map(|(time, _)| (time.year(), time.month())).collect();
        prop_assert!(left.len() <= ALWAYS_RETAINED_BACKUPS + 31 + months.len());
        // Beyond the last ones there is one of each.
        let beyond: Vec<_> = left.iter().skip(ALWAYS_RETAINED_BACKUPS).collect();
        let days: BTreeSet<_> = beyond.iter().map(|one| one.0.date()).collect();
        prop_assert_eq!(days.len(), beyond.len());
    }

    #[test]
    fn retention_is_idempotent((now, versions) in versions(), room in 0..20_000_u64) {
        let once = retained(&versions, &now, room);
        prop_assert_eq!(retained(&once, &now, room), once);
    }

    #[test]
    fn retention_drops_the_oldest_when_space_is_short((now, versions) in versions(), room in 0..20_000_u64) {
        let (all, some) = (retained(&versions, &now, UNLIMITED), retained(&versions, &now, room));
        let (all, some) = (newest_first(all), newest_first(some));
        prop_assert_eq!(&all[..some.len()], &some[..], "the newest of them, without a gap");
        let must = some.iter().filter(|one| one.0 > now).count() + ALWAYS_RETAINED_BACKUPS;
        let size = |versions: &[(ZonedDateTime, u64)]| versions.iter().map(|one| one.1).sum::<u64>();
        if some.len() > must {
            prop_assert!(size(&some) <= room);
        }
        if all.len() > some.len() {
            prop_assert!(size(&all[..=some.len()]) > room, "there was room for one more");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_daily_backup_becomes_a_monthly_backup_over_time(
        start in 1_300_000_000..1_400_000_000_i64, a_day in 1..4_usize,
    ) {
        // A year and more of work, thinned out after each save.
        let at = |second| Timestamp::from_second(second).unwrap().to_zoned_datetime(TimeZone::UTC);
        let (mut versions, mut now) = (Versions::new(), at(start));
        let step = 86_400 / a_day as i64;
        let first = now.date();
        for save in 0..400 * a_day as i64 {
            now = at(start + save * step);
            versions.push((now.clone(), 1));
            versions = retained(&versions, &now, UNLIMITED);
        }
        let months: BTreeSet<_> = versions
            .iter()
            .map(|(time, _)| (time.year(), time.month()))
            .collect();
        let span = (now.date().year() - first.year()) as i32 * 12
            + i32::from(now.date().month()) - i32::from(first.month());
        prop_assert_eq!(months.len() as i32, span + 1, "no month is missing");
        for (time, _) in versions.iter().filter(|(time, _)| time.date() < now.date().saturating_sub(62.days())) {
            prop_assert_eq!(time.date(), time.date().last_of_month());
        }
    }
}
