use std::cmp::Ordering;

use proptest::prelude::*;

use crate::generators::{date_sample, day};
use blue_ribbon::{
    Locale,
    describe::claims::format_date,
    model::{Date, DateError, DateKind, DatePoint, DatePrecision, Day, IntervalEnd, YearSpan},
};

proptest! {
    #[test]
    fn a_date_round_trips_exactly(written in date_sample()) {
        let date: Date = written.text.parse().unwrap();
        prop_assert_eq!(date.to_string(), written.text.clone());
        prop_assert_eq!(date.as_str(), written.text.as_str());
        let ron = ron::to_string(&date).unwrap();
        prop_assert_eq!(ron::from_str::<Date>(&ron).unwrap(), date);
    }

    #[test]
    fn a_date_spans_the_days_that_edtf_defines(written in date_sample()) {
        let date: Date = written.text.parse().unwrap();
        prop_assert_eq!(date.earliest(), written.earliest);
        prop_assert_eq!(date.latest(), written.latest);
        prop_assert_eq!(date.in_force_from(), written.in_force_from);
        prop_assert!(date.earliest() <= date.in_force_from());
        prop_assert!(date.in_force_from() <= date.latest());
        let ends = [written.earliest, written.latest];
        let [first, last] = [0, 1].map(|end| written.bounds[end].then(|| ends[end].year()));
        prop_assert_eq!(date.years(), YearSpan { first, last });
    }

    #[test]
    fn a_date_can_mean_a_year_if_it_has_a_day_in_it(
        written in date_sample(), from in 0..9999_i16, more in 0..100_i16,
    ) {
        let years = written.text.parse::<Date>().unwrap().years();
        let to = (from + more).min(9999);
        let days = [Day::new(from, 1, 1).unwrap(), Day::new(to, 12, 31).unwrap()];
        let overlaps = written.earliest <= days[1] && days[0] <= written.latest;
        prop_assert_eq!(years.overlaps(from, to), overlaps);
        let is_within =
            written.bounds == [true; 2] && days[0] <= written.earliest && written.latest <= days[1];
        prop_assert_eq!(years.lies_within(from, to), is_within);
    }

    #[test]
    fn any_text_parses_as_a_date_or_gives_an_error_that_quotes_it(text in "[0-9X/.?~%TY:Z-]{0,12}|\\PC{0,8}") {
        match text.parse::<Date>() {
            Ok(date) => {
                prop_assert_eq!(date.to_string(), text);
                prop_assert!(date.earliest() <= date.latest());
            }
            Err(error) => prop_assert!(error.to_string().contains(&text)),
        }
    }

    #[test]
    fn dates_are_totally_ordered_by_their_days(
        a in date_sample(), b in date_sample(), c in date_sample(),
    ) {
        let [a, b, c] = [a, b, c].map(|written| written.text.parse::<Date>().unwrap());
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        if a <= b && b <= c {
            prop_assert!(a <= c);
        }
        match a.sort_days().cmp(&b.sort_days()) {
            Ordering::Equal => {}
            order => prop_assert_eq!(a.cmp(&b), order),
        }
    }

    #[test]
    fn descriptions_distinguish_approximate_from_uncertain(written in date_sample()) {
        let date: Date = written.text.parse().unwrap();
        let marked = |chars: [char; 2]| written.text.contains(chars);
        for (locale, about, uncertain) in languages() {
            let text = format_date(locale, &date);
            prop_assert_eq!(text.contains(about), marked(['~', '%']), "{}", text);
            prop_assert_eq!(text.contains(uncertain), marked(['?', '%']), "{}", text);
        }
    }
}

fn languages() -> [(Locale, &'static str, &'static str); 2] {
    [
        (Locale::ENGLISH, "about ", "(uncertain)"),
        (Locale::from_tag("ja").unwrap(), "頃", "（不確実）"),
    ]
}

#[test]
fn dates_are_described_in_both_languages() {
    for (text, en, ja) in [
        ("1977-11-15", "15 November 1977", "1977年11月15日"),
        ("1978-06", "June 1978", "1978年6月"),
        ("1978-06~", "about June 1978", "1978年6月頃"),
        ("1978?", "1978 (uncertain)", "1978年（不確実）"),
        ("1978%", "about 1978 (uncertain)", "1978年頃（不確実）"),
        ("197X", "the 1970s", "1970年代"),
        ("19XX", "1900 to 1999", "1900年～1999年"),
        ("1978-24", "winter 1978", "1978年冬"),
        ("1978-06/1978-07", "June 1978 to July 1978", "1978年6月～1978年7月"),
        ("2014-03-30/2014-03-31", "30–31 March 2014", "2014年3月30日～31日"),
        ("1978-06/..", "since June 1978", "1978年6月以降"),
        ("../1978-06", "until June 1978", "1978年6月まで"),
        ("1978-06/", "from June 1978 to an unknown date", "1978年6月以降（終わりは不明）"),
        ("/1978-06", "from an unknown date to June 1978", "1978年6月まで（始まりは不明）"),
        ("1977-11-15/1977-11-15", "15 November 1977", "1977年11月15日"),
        ("1978-06~/1978-06~", "about June 1978", "1978年6月頃"),
        ("1978-06/1978-06", "June 1978", "1978年6月"),
    ] {
        let date = text.parse().unwrap();
        assert_eq!(format_date(Locale::ENGLISH, &date), en);
        assert_eq!(format_date(Locale::from_tag("ja").unwrap(), &date), ja);
    }
}

#[test]
fn an_invalid_date_gives_the_reason() {
    type Kind = fn(String) -> DateError;
    let wrong: [(&str, Kind); 12] = [
        ("", DateError::NotADate),
        ("1977-02-29", DateError::NotADate),
        ("1977-13", DateError::NotADate),
        ("1977/11/15", DateError::NotADate),
        ("1977-1-5", DateError::NotADate),
        (" 1977", DateError::NotADate),
        ("about 1977", DateError::NotADate),
        ("../..", DateError::NotADate),
        ("1977-11-15T18:30:00Z", DateError::TimeOfDay),
        ("-0001", DateError::YearOutOfRange),
        ("Y19770", DateError::YearOutOfRange),
        ("1978-07/1978-06", DateError::EndsBeforeStart),
    ];
    for (text, kind) in wrong {
        assert_eq!(text.parse::<Date>(), Err(kind(text.to_owned())), "{text}");
    }
}

#[test]
fn a_date_exposes_its_parts() {
    let point = |known| DatePoint { precision: known, is_approximate: false, is_uncertain: false };
    let shape = |text: &str| text.parse::<Date>().unwrap().kind();
    let june = DatePrecision::Month(1978, 6);
    assert_eq!(
        shape("1978-06~"),
        DateKind::Single(DatePoint { is_approximate: true, ..point(june) })
    );
    assert_eq!(
        shape("1978-06-XX?"),
        DateKind::Single(DatePoint { is_uncertain: true, ..point(june) })
    );
    let end = |precision| IntervalEnd::Point(point(precision));
    assert_eq!(shape("1978-06/.."), DateKind::Interval(end(june), IntervalEnd::Open));
    assert_eq!(shape("1978-06/"), DateKind::Interval(end(june), IntervalEnd::Unknown));
    assert_eq!(
        shape("/1978-06-01"),
        DateKind::Interval(IntervalEnd::Unknown, end(DatePrecision::Day(day("1978-06-01"))))
    );
    assert_eq!(shape("1978-06/1978-06"), DateKind::Single(point(june)));
}

#[test]
fn a_date_without_a_start_sorts_at_its_end() {
    let mut dates = ["1978-07", "../1978-06", "1978-05-31", "/1978-07-02", "1978-06-30", "1978/.."]
        .map(|text| text.parse::<Date>().unwrap());
    dates.sort();
    let order = dates.each_ref().map(Date::as_str);
    let expected = ["1978/..", "1978-05-31", "../1978-06", "1978-06-30", "1978-07", "/1978-07-02"];
    assert_eq!(order, expected);
}

#[test]
fn a_date_with_an_open_end_is_in_force_from_its_first_day() {
    for (text, since) in [
        ("2002-09-17/..", "2002-09-17"),
        ("2002-09-17/", "2002-09-17"),
        ("2002-09/..", "2002-09-30"),
        ("../2002-09-17", "2002-09-17"),
        ("2002-09-17/2002-09-20", "2002-09-20"),
        ("2002-10", "2002-10-31"),
    ] {
        assert_eq!(text.parse::<Date>().unwrap().in_force_from(), day(since), "{text}");
    }
}
