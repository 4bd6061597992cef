//! Scales: where a day or a number stands in a picture, and which of them are written beside it.

use jiff::ToSpan;

use crate::{
    Locale,
    describe::claims::{format_date, format_day},
    figure::text_metrics::text_width,
    model::{Date, Day},
};

/// The day that the scale counts from.
const EPOCH: Day = Day::constant(1970, 1, 1);

/// How many days a day lies after 1 January 1970.
pub fn days_since_epoch(day: Day) -> f64 {
    day.duration_since(EPOCH).as_secs_f64() / 86_400.0
}

/// The day that a number of days after 1 January 1970 falls on.
pub fn day_from_epoch_days(days: f64) -> Day {
    let days = days.floor().clamp(days_since_epoch(Day::MIN), days_since_epoch(Day::MAX));
    // Whole and in the calendar, so that nothing is cut off.
    EPOCH.checked_add((days as i64).days()).unwrap_or(EPOCH)
}

/// A stretch of time drawn over a width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    /// Days after 1 January 1970 at its left end.
    pub from: f64,
    /// The same at its right end; greater.
    pub to: f64,
    /// Its width, in points.
    pub width: f32,
}

/// A day written beside a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// How far from the left end, in points.
    pub x: f32,
    /// What is written; of a stretch, at its beginning.
    pub label: String,
}

/// The distances at which days are written: so many months, or days where there are no months.
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
    /// From one day to the end of another.
    pub fn new(from: Day, to: Day, width: f32) -> Self {
        let from = days_since_epoch(from);
        Self { from, to: days_since_epoch(to).max(from) + 1.0, width }
    }

    /// How far a day's beginning lies from the left end, in points.
    pub fn day_start_x(&self, day: Day) -> f32 {
        self.x_of_epoch_days(days_since_epoch(day))
    }

    /// How far a day's end lies from the left end.
    pub fn day_end_x(&self, day: Day) -> f32 {
        self.x_of_epoch_days(days_since_epoch(day) + 1.0)
    }

    /// The day at a distance from the left end.
    pub fn day_at_x(&self, x: f32) -> Day {
        day_from_epoch_days(self.from + f64::from(x / self.width) * (self.to - self.from))
    }

    fn x_of_epoch_days(&self, days: f64) -> f32 {
        ((days - self.from) / (self.to - self.from)) as f32 * self.width
    }

    /// The days to be written: as many as there is room for, at an even distance; none where there
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

/// The room that one day of a step takes, in points.
fn tick_width(locale: Locale, months: i32, size: f32) -> f32 {
    // September is long in every language; a year has four digits.
    text_width(&tick_label(locale, Day::constant(2002, 9, 28), months), size) + size * 1.5
}

/// The last day of a step that is not after this one.
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

/// Even numbers from 0 to the greatest, five or so; the last is not below it.
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
