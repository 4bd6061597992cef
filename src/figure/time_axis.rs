//! Scales of days and counts, and their ticks.

use jiff::ToSpan;

use crate::{
    Locale,
    describe::claims::{format_date, format_day},
    figure::text_metrics::text_width,
    model::{Date, Day},
};

/// The day that the scale counts from.
const EPOCH: Day = Day::constant(1970, 1, 1);

/// Returns the number of days from 1 January 1970 to a day.
pub fn days_since_epoch(day: Day) -> f64 {
    day.duration_since(EPOCH).as_secs_f64() / 86_400.0
}

/// Returns the day that is some days after 1 January 1970.
pub fn day_from_epoch_days(days: f64) -> Day {
    let days = days.floor().clamp(days_since_epoch(Day::MIN), days_since_epoch(Day::MAX));
    // Whole and in the calendar, so that nothing is cut off.
    EPOCH.checked_add((days as i64).days()).unwrap_or(EPOCH)
}

/// A range of days over a width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    /// Days after 1 January 1970 at its left end.
    pub from: f64,
    /// The right end, in days after 1 January 1970; greater than the left end.
    pub to: f64,
    /// The width, in points.
    pub width: f32,
}

/// A labelled day of a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The distance from the left end, in points.
    pub x: f32,
    /// The label; of a period, at its beginning.
    pub label: String,
}

/// The distances of ticks, in months, or in days where the months are 0.
const TICK_STEPS: [(i32, i32); 12] = [
    (0, 1),
    (0, 7),
    (1, 0),
    (3, 0),
    (6, 0),
    (12, 0),
    (24, 0),
    (60, 0),
    (120, 0),
    (240, 0),
    (1200, 0),
    (12_000, 0),
];

impl TimeScale {
    /// Creates a scale from the beginning of one day to the end of another.
    pub fn new(from: Day, to: Day, width: f32) -> Self {
        let from = days_since_epoch(from);
        Self { from, to: days_since_epoch(to).max(from) + 1.0, width }
    }

    /// Returns the distance of the beginning of a day from the left end, in points.
    pub fn day_start_x(&self, day: Day) -> f32 {
        self.x_of_epoch_days(days_since_epoch(day))
    }

    /// Returns the distance of the end of a day from the left end, in points.
    pub fn day_end_x(&self, day: Day) -> f32 {
        self.x_of_epoch_days(days_since_epoch(day) + 1.0)
    }

    /// Returns the day at a distance from the left end.
    pub fn day_at_x(&self, x: f32) -> Day {
        day_from_epoch_days(self.from + f64::from(x / self.width) * (self.to - self.from))
    }

    fn x_of_epoch_days(&self, days: f64) -> f32 {
        ((days - self.from) / (self.to - self.from)) as f32 * self.width
    }

    /// Returns the labelled days: as many as there is room for, at an equal distance; none if there
    /// is room for none.
    pub fn ticks(&self, locale: Locale, size: f32) -> Vec<Tick> {
        let day = f64::from(self.width) / (self.to - self.from);
        let fits = |(months, days): &&(i32, i32)| {
            let distance = day * (f64::from(*months) * 30.4 + f64::from(*days));
            distance >= f64::from(tick_width(locale, *months, size))
        };
        let mut ticks = Vec::new();
        let Some((months, days)) = TICK_STEPS.iter().find(fits).copied() else { return ticks };
        let mut at = first_tick(day_from_epoch_days(self.from), months, days);
        while let Some(day) = at.filter(|day| days_since_epoch(*day) < self.to) {
            if days_since_epoch(day) >= self.from {
                ticks.push(Tick {
                    x: self.day_start_x(day),
                    label: tick_label(locale, day, months),
                });
            }
            at = day.checked_add(months.months().days(days)).ok();
        }
        ticks
    }
}

/// Returns the width of the label of a step, in points.
fn tick_width(locale: Locale, months: i32, size: f32) -> f32 {
    // September is long in every language; a year has four digits.
    text_width(&tick_label(locale, Day::constant(2002, 9, 28), months), size) + size * 1.5
}

/// Returns the last day of a step that is not after a day.
fn first_tick(day: Day, months: i32, days: i32) -> Option<Day> {
    match months {
        0 if days == 1 => Some(day),
        0 => day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok(),
        months => {
            let count = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
            let count = count - count.rem_euclid(months);
            let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
            Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()
        }
    }
}

fn tick_label(locale: Locale, day: Day, months: i32) -> String {
    let coarse = match months {
        0 => return format_day(locale, day),
        1..12 => format!("{:04}-{:02}", day.year(), day.month()),
        _ => format!("{:04}", day.year()),
    };
    coarse.parse().map(|date: Date| format_date(locale, &date)).unwrap_or(coarse)
}

/// Returns about five round numbers from 0; the last is not less than `greatest`.
pub fn count_ticks(greatest: usize) -> Vec<usize> {
    let step = (0..18)
        .flat_map(|power| [1, 2, 5].map(|n| n * 10usize.pow(power)))
        .find(|step| step * 5 >= greatest.max(1))
        .unwrap_or(usize::MAX);
    let steps = greatest.max(1).div_ceil(step);
    (0..=steps).map(|n| n * step).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TimeScale, count_ticks, day_from_epoch_days, days_since_epoch};
    use crate::{Locale, figure::text_metrics, model::Day};

    fn a_day() -> impl Strategy<Value = Day> {
        (0i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap())
    }

    proptest! {
        #[test]
        fn a_day_is_found_where_it_stands(day in a_day()) {
            prop_assert_eq!(day_from_epoch_days(days_since_epoch(day)), day);
            prop_assert_eq!(day_from_epoch_days(days_since_epoch(day) + 0.999), day);
        }

        #[test]
        fn what_is_written_stands_apart_and_in_order(
            a in a_day(), b in a_day(), width in 50f32..3000.0,
        ) {
            let scale = TimeScale::new(a.min(b), a.max(b), width);
            let ticks = scale.ticks(Locale::ENGLISH, 12.0);
            for pair in ticks.windows(2) {
                let room = text_metrics::text_width(&pair[0].label, 12.0);
                prop_assert!(pair[1].x - pair[0].x >= room, "{:?}", pair);
            }
        }

        #[test]
        fn counts_reach_the_greatest_and_are_few(greatest in 0usize..1_000_000_000) {
            let counts = count_ticks(greatest);
            prop_assert!(*counts.last().unwrap() >= greatest && counts.len() <= 6);
        }
    }
}
