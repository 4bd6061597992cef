//! Dates in the Extended Date/Time Format, which state no more precision than the source has.

use std::{cmp::Ordering, fmt, str::FromStr, sync::Arc};

use edtf::level_1::{Certainty, Edtf, Precision, Season, Terminal};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::intern::Interner;

/// A day of the civil calendar.
pub type Day = jiff::civil::Date;

/// A date in the Extended Date/Time Format, levels 0 and 1 (ISO 8601-2).
///
/// Guarantees that it prints exactly the text it was parsed from, and that
/// `earliest() <= in_force_from() <= latest()`. Dates sort by [`Date::sort_days`], then by text.
///
/// A date has the size of one pointer; equal dates of a register share its target.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Date(Arc<ParsedDate>);

/// The text of a date, and the days it can mean.
#[derive(PartialEq, Eq, Hash)]
struct ParsedDate {
    text: Box<str>,
    days: DaySpan,
}

/// The days that a date can mean.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct DaySpan {
    /// The days that its first point can mean; `None` if the start is open or unknown.
    start: Option<(Day, Day)>,
    /// The days that its last point can mean; `None` if the end is open or unknown.
    end: Option<(Day, Day)>,
}

/// The years that a date can mean. A side without a year is open or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct YearSpan {
    /// The first year.
    pub first: Option<i16>,
    /// The last year.
    pub last: Option<i16>,
}

impl YearSpan {
    /// Returns true if the date can mean a year from `from` to `to`.
    pub fn overlaps(self, from: i16, to: i16) -> bool {
        self.first.is_none_or(|first| first <= to) && self.last.is_none_or(|last| last >= from)
    }

    /// Returns true if the date means no year but those from `from` to `to`.
    pub fn lies_within(self, from: i16, to: i16) -> bool {
        self.first.is_some_and(|first| first >= from) && self.last.is_some_and(|last| last <= to)
    }
}

/// The error of a text that is not a date of the years 0000 to 9999.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text does not follow the format, or names a day that the calendar does not have.
    #[error(
        "\"{0}\" is not a date; write a day as 1977-11-15, a month as 1978-06, \
         \"about\" as 1978-06~, \"uncertain\" as 1978?, a decade as 197X, a span as 1978-06/1978-07"
    )]
    NotADate(String),
    /// The date has a time of day.
    #[error("\"{0}\" has a time of day; write the day alone, as in 1977-11-15")]
    TimeOfDay(String),
    /// The year lies outside 0 to 9999.
    #[error("the year of \"{0}\" is out of range; years go from 0000 to 9999")]
    YearOutOfRange(String),
    /// The interval ends before it starts.
    #[error("\"{0}\" ends before it begins; write the earlier date first")]
    EndsBeforeStart(String),
}

/// A single date or one end of an interval, with its precision and certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatePoint {
    /// The precision.
    pub precision: DatePrecision,
    /// True if the date is marked `~` or `%`: approximate.
    pub is_approximate: bool,
    /// True if the date is marked `?` or `%`: uncertain.
    pub is_uncertain: bool,
}

/// The precision of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePrecision {
    /// The hundred years that start with this year (`19XX`).
    Century(i16),
    /// The ten years that start with this year (`197X`).
    Decade(i16),
    /// A year (`1978`, `1978-XX`, `1978-XX-XX`).
    Year(i16),
    /// A season of a year: 1 spring, 2 summer, 3 autumn, 4 winter (`1978-21` to `1978-24`).
    Season(i16, u8),
    /// A month of a year (`1978-06`, `1978-06-XX`).
    Month(i16, i8),
    /// A day.
    Day(Day),
}

/// The structure of a date, for describing it in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateKind {
    /// A single date, or an interval whose two ends are the same.
    Single(DatePoint),
    /// An interval from the first to the second end.
    Interval(IntervalEnd, IntervalEnd),
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntervalEnd {
    /// The interval begins or ends at this point.
    Point(DatePoint),
    /// The interval has no end on this side, as in `1978/..`.
    Open,
    /// The interval has an end on this side that is not known, as in `1978/`.
    Unknown,
}

impl Date {
    /// Returns the first day the date can mean; `Day::MIN` where its start is open or unknown.
    pub fn earliest(&self) -> Day {
        self.bounded_earliest().unwrap_or(Day::MIN)
    }

    /// Returns the last day the date can mean; `Day::MAX` where its end is open or unknown.
    pub fn latest(&self) -> Day {
        self.bounded_latest().unwrap_or(Day::MAX)
    }

    /// Returns the first day the date can mean; `None` where its start is open or unknown.
    pub fn bounded_earliest(&self) -> Option<Day> {
        self.0.days.start.map(|(first, _)| first)
    }

    /// Returns the last day the date can mean; `None` where its end is open or unknown.
    pub fn bounded_latest(&self) -> Option<Day> {
        self.0.days.end.map(|(_, last)| last)
    }

    /// Returns the day from which a record of this date counts: the first day by which its moment
    /// has certainly come.
    ///
    /// That is the latest day of a date with an end, and the latest day that the start can mean of
    /// one whose end is open or unknown: 31 October 2002 for `2002-10`, 17 September 2002 for
    /// `2002-09-17/..`.
    pub fn in_force_from(&self) -> Day {
        match (self.0.days.end, self.0.days.start) {
            (Some((_, last)), _) | (None, Some((_, last))) => last,
            // Not reached: at least one end of an interval is a point.
            (None, None) => Day::MAX,
        }
    }

    /// Returns the first and the last day by which dates sort: those that the date can mean. A date
    /// with an open or unknown start, like `../1978-06`, sorts at its end.
    pub fn sort_days(&self) -> (Day, Day) {
        let DaySpan { start, end } = self.0.days;
        let first = start.or(end).map_or(Day::MIN, |(first, _)| first);
        (first, self.latest())
    }

    /// Returns true if the date is one day.
    pub fn is_one_day(&self) -> bool {
        self.earliest() == self.latest()
    }

    /// Returns true if two dates can mean the same day.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.earliest() <= other.latest() && other.earliest() <= self.latest()
    }

    /// Returns the text that the date was parsed from, as in `1977-11-15`.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Returns the years that the date can mean.
    pub fn years(&self) -> YearSpan {
        let [first, last] = [self.bounded_earliest(), self.bounded_latest()];
        YearSpan { first: first.map(Day::year), last: last.map(Day::year) }
    }

    /// Returns the structure of the date. The text is parsed again.
    pub fn kind(&self) -> DateKind {
        match parse_edtf(self.as_str()) {
            Ok((kind, _)) => kind,
            // Not reached: the text was read by `parse` when the date was made.
            Err(_) => DateKind::Interval(IntervalEnd::Unknown, IntervalEnd::Unknown),
        }
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        let point = Some((day, day));
        let days = DaySpan { start: point, end: point };
        Self(Arc::new(ParsedDate { text: day.to_string().into(), days }))
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let (_, days) = parse_edtf(text)?;
        Ok(Self(Arc::new(ParsedDate { text: text.into(), days })))
    }
}

thread_local! {
    /// The dates parsed on this thread; the same few stand in most records of a register.
    static INTERNED: Interner<Date> = Interner::default();
}

/// Parses a date of a register; equal dates share one text.
fn intern_date(text: &str) -> Result<Date, DateError> {
    INTERNED.with(|interned| interned.get_or_parse(text, str::parse))
}

/// Parses a text in the Extended Date/Time Format. Returns the structure of the date and the days
/// it can mean.
fn parse_edtf(text: &str) -> Result<(DateKind, DaySpan), DateError> {
    let point = |date: edtf::level_1::Date| {
        let (point, first, last) =
            parse_point(date).ok_or_else(|| DateError::YearOutOfRange(text.to_owned()))?;
        Ok((IntervalEnd::Point(point), Some((first, last))))
    };
    let terminal = |terminal| match terminal {
        Terminal::Open => (IntervalEnd::Open, None),
        Terminal::Unknown => (IntervalEnd::Unknown, None),
    };
    let ((from, start), (to, end)) =
        match Edtf::parse(text).map_err(|_| DateError::NotADate(text.to_owned()))? {
            Edtf::Date(date) => {
                let date = point(date)?;
                (date, date)
            }
            Edtf::Interval(from, to) => (point(from)?, point(to)?),
            Edtf::IntervalFrom(from, to) => (point(from)?, terminal(to)),
            Edtf::IntervalTo(from, to) => (terminal(from), point(to)?),
            Edtf::DateTime(_) => return Err(DateError::TimeOfDay(text.to_owned())),
            Edtf::YYear(_) => return Err(DateError::YearOutOfRange(text.to_owned())),
        };
    if let (Some((earliest, _)), Some((_, latest))) = (start, end)
        && earliest > latest
    {
        return Err(DateError::EndsBeforeStart(text.to_owned()));
    }
    let kind = match (from, to) {
        (IntervalEnd::Point(from), IntervalEnd::Point(to)) if from == to => DateKind::Single(from),
        ends => DateKind::Interval(ends.0, ends.1),
    };
    Ok((kind, DaySpan { start, end }))
}

/// Returns the point with the first and the last day it can mean; `None` for a year outside 0 to
/// 9999.
fn parse_point(date: edtf::level_1::Date) -> Option<(DatePoint, Day, Day)> {
    let year = |y: i32| i16::try_from(y).ok().filter(|y| (0..=9999).contains(y));
    let day = |y: i16, m: i8, d: i8| Day::new(y, m, d).ok();
    let years = |from: i16, to: i16| Some((day(from, 1, 1)?, day(to, 12, 31)?));
    let (precision, certainty) = date.precision_certainty();
    let (known, (earliest, latest)) = match precision {
        Precision::Century(y) => {
            (DatePrecision::Century(year(y)?), years(year(y)?, year(y + 99)?)?)
        }
        Precision::Decade(y) => (DatePrecision::Decade(year(y)?), years(year(y)?, year(y + 9)?)?),
        Precision::Year(y) | Precision::MonthOfYear(y) | Precision::DayOfYear(y) => {
            (DatePrecision::Year(year(y)?), years(year(y)?, year(y)?)?)
        }
        Precision::Season(y, season) => {
            let y = year(y)?;
            // A winter may be the one that begins or the one that ends in the year.
            let (number, from, to) = match season {
                Season::Spring => (1, day(y, 3, 1)?, day(y, 5, 31)?),
                Season::Summer => (2, day(y, 6, 1)?, day(y, 8, 31)?),
                Season::Autumn => (3, day(y, 9, 1)?, day(y, 11, 30)?),
                Season::Winter => {
                    (4, day(y, 1, 1)?, day(year(i32::from(y) + 1)?, 2, 1)?.last_of_month())
                }
            };
            (DatePrecision::Season(y, number), (from, to))
        }
        Precision::Month(y, m) | Precision::DayOfMonth(y, m) => {
            let (y, m) = (year(y)?, i8::try_from(m).ok()?);
            let first = day(y, m, 1)?;
            (DatePrecision::Month(y, m), (first, first.last_of_month()))
        }
        Precision::Day(y, m, d) => {
            let day = day(year(y)?, i8::try_from(m).ok()?, i8::try_from(d).ok()?)?;
            (DatePrecision::Day(day), (day, day))
        }
    };
    let about = matches!(certainty, Certainty::Approximate | Certainty::ApproximateUncertain);
    let uncertain = matches!(certainty, Certainty::Uncertain | Certainty::ApproximateUncertain);
    Some((
        DatePoint { precision: known, is_approximate: about, is_uncertain: uncertain },
        earliest,
        latest,
    ))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        let days = self.sort_days().cmp(&other.sort_days());
        days.then_with(|| self.as_str().cmp(other.as_str()))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Date;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date in quotation marks, as in \"1977-11-15\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Date, E> {
                intern_date(text).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}
