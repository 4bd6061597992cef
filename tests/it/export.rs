//! Summaries and lists of the bundled register, in full.

use std::sync::Arc;

use crate::{
    expected_files::{assert_expected, expected_locale, exported},
    generators::{self, bundled, day},
};
use blue_ribbon::{
    Locale, Progress,
    analysis::{
        Analysis,
        map::geo_bounds::GeoBounds,
        position::{Position, Status},
        query::{Column, Facet, FacetFilter, FacetValue, Query, Sort},
        reconciliation::{Cohort, Segment},
    },
    describe::labels::{describe_geo_bounds, describe_query},
    export::{
        case_list::{ListFormat, export_list},
        csv_separator::CsvSeparator,
        error::ExportError,
        report::ReportFormat,
        report_input::{ReportInput, Scope},
        summary::export_summary,
    },
    register::Register,
    store::history::history_reference::HistoryReference,
};

fn ja() -> Locale {
    Locale::from_tag("ja").unwrap()
}

fn view(register: &Register, as_of: &str) -> Analysis {
    Analysis::new(register, day(as_of), Arc::default())
}

fn input<'a>(
    register: &'a Register,
    view: &'a Analysis,
    scope: Scope<'a>,
    locale: Locale,
) -> ReportInput<'a> {
    let (reconciliation, standings) = (view.reconciliation(), view.case_states());
    ReportInput {
        as_recorded: None,
        history: HistoryReference::NoHistory,
        register,
        reconciliation,
        case_states: standings,
        scope,
        locale,
        with_contradictions: false,
        count_points: None,
    }
}

fn export_all_cases(format: ReportFormat, as_of: &str, locale: Locale) -> Vec<u8> {
    let register = bundled();
    let view = view(&register, as_of);
    let input = input(&register, &view, Scope::Whole, locale);
    exported(|out| export_summary(format, &input, &Progress::default(), out)).unwrap()
}

#[test]
fn summaries_of_all_cases_match_in_every_format() {
    for format in ReportFormat::ALL {
        let locale = expected_locale(format);
        let name = format!("summary-2014-03-30.{}.{}", locale.code(), format.extension());
        assert_expected(&name, &export_all_cases(format, "2014-03-30", locale));
    }
}

#[test]
fn a_summary_shows_people_that_only_one_side_lists() {
    let summary = export_all_cases(ReportFormat::Markdown, "2002-09-17", Locale::ENGLISH);
    assert_expected("summary-2002-09-17.en.md", &summary);
}

#[test]
fn a_summary_before_the_first_total_says_so() {
    let summary = export_all_cases(ReportFormat::Markdown, "1997-05-01", Locale::ENGLISH);
    let summary = String::from_utf8(summary).unwrap();
    assert!(
        summary.contains("| North Korea | 0 | none |  | no total announced by then |"),
        "{summary}"
    );
    assert!(summary.contains("10 − 0 = 10: Japan counts 10 more than North Korea."), "{summary}");
}

#[test]
fn a_summary_shows_a_total_that_differs_from_the_count() {
    let text = include_str!("../../data/register.ron").replacen("count: 17,", "count: 19,", 1);
    let register = generators::read(&text);
    let view = view(&register, "2014-03-30");
    for (locale, words) in [
        (Locale::ENGLISH, "2 more than its claims count by name"),
        (ja(), "氏名で数えた人数より2人多い"),
    ] {
        let input = input(&register, &view, Scope::Whole, locale);
        let summary = exported(|out| {
            export_summary(ReportFormat::Markdown, &input, &Progress::default(), out)
        })
        .unwrap();
        assert!(String::from_utf8(summary).unwrap().contains(words));
    }
}

#[test]
fn reported_claims_are_shown_but_not_counted() {
    let summary = export_all_cases(ReportFormat::Markdown, "2019-12-31", Locale::ENGLISH);
    let summary = String::from_utf8(summary).unwrap();
    let reported = "- **North Korea, only reported by others; not official, not counted**: Says the person is alive";
    assert_eq!(summary.matches(reported).count(), 2, "{summary}");
    assert!(summary.contains("17 − 13 = 4"));
}

#[test]
fn a_filtered_summary_lists_the_matches_and_the_filters() {
    let register = bundled();
    let mut view = view(&register, "2014-03-30");
    let pick =
        FacetFilter { facet: Facet::First, value: FacetValue::Position(Position::NeverEntered) };
    let query = Query {
        facet_filters: [pick].into(),
        year_range: Some((1977, i16::MAX)),
        sort: Sort { by: Column::Age, descending: true },
        ..Query::default()
    };
    view.set_query(&register, query.clone());
    for format in ReportFormat::ALL {
        let locale = expected_locale(format);
        let asked = describe_query(locale, &register, &query);
        let scope = Scope::Filtered { rows: &view.query_result().rows, filter_text: &asked };
        let input = input(&register, &view, scope, locale);
        let summary =
            exported(|out| export_summary(format, &input, &Progress::default(), out)).unwrap();
        let name = format!("summary-filtered-2014-03-30.{}.{}", locale.code(), format.extension());
        assert_expected(&name, &summary);
    }
}

#[test]
fn a_summary_of_a_map_area_says_so_in_every_format() {
    let register = bundled();
    let mut view = view(&register, "2014-03-30");
    let area = GeoBounds::between((37.0, 138.0), (38.5, 139.5));
    let query = Query { bounds: Some(area), ..Query::default() };
    view.set_query(&register, query.clone());
    let rows = &view.query_result().rows;
    assert!(!rows.is_empty() && rows.len() < 17, "{} cases", rows.len());
    for locale in [Locale::ENGLISH, ja()] {
        let asked = describe_query(locale, &register, &query);
        let text = describe_geo_bounds(locale, area);
        assert_eq!(asked, text);
        let input = input(&register, &view, Scope::Filtered { rows, filter_text: &asked }, locale);
        for format in ReportFormat::ALL {
            let summary =
                exported(|out| export_summary(format, &input, &Progress::default(), out)).unwrap();
            let summary = String::from_utf8(summary).unwrap();
            assert!(summary.contains(&text), "{format:?} {}: {summary}", locale.code());
        }
    }
}

#[test]
fn filters_read_as_a_sentence() {
    let register = bundled();
    let asked = |query: &Query| describe_query(Locale::ENGLISH, &register, query);
    let status = |status| FacetFilter { facet: Facet::Status, value: FacetValue::Status(status) };
    assert_eq!(asked(&Query::default()), "");
    let query = Query {
        search: " Niigata ".to_owned(),
        facet_filters: [status(Status::Returned), status(Status::Unresolved)].into(),
        year_range: Some((i16::MIN, 1978)),
        cohort: Some(Cohort::Listed(1, Some(Segment::NeverEntered))),
        ..Query::default()
    };
    assert_eq!(
        asked(&query),
        "Japan lists: never entered · “Niigata” · taken in 1978 or earlier · \
         Status: Returned or Unresolved"
    );
    for (people, text) in [
        (Cohort::Both, "On both lists"),
        (Cohort::Only(0), "Only North Korea admits"),
        (Cohort::Listed(0, None), "North Korea admits"),
    ] {
        assert_eq!(asked(&Query { cohort: Some(people), ..Query::default() }), text);
    }
}

#[test]
fn lists_match_in_every_format() {
    let register = bundled();
    let view = view(&register, "2014-03-30");
    let formats = [
        (ListFormat::Table, Locale::ENGLISH),
        (ListFormat::Csv(CsvSeparator::Comma), ja()),
        (ListFormat::Json, ja()),
    ];
    for (format, locale) in formats {
        let input = input(&register, &view, Scope::Whole, locale);
        let list = exported(|out| export_list(format, &input, &Progress::default(), out)).unwrap();
        let name = format!("list-2014-03-30.{}.{}", locale.code(), format.key());
        assert_expected(&name, &list);
    }
}

#[test]
fn csv_does_not_repeat_long_name_lists_on_each_row() {
    let case = |n: usize| {
        let claim = "(by: \"b\", on: \"2000\", says: Abducted)";
        format!("(id: \"c{n}\", name: (given: \"Person {n}\"), claims: [{claim}]),")
    };
    for (people, cell) in
        [(20, "Person 18, Person 19"), (21, "21 people, marked in the column of lists")]
    {
        let cases: String = (0..people).map(case).collect();
        let register = generators::read(&format!(
            "(format: 1, title: \"Many\", compare: (\"a\", \"b\"), cases: [{cases}])"
        ));
        let view = view(&register, "2014-03-30");
        let input = input(&register, &view, Scope::Whole, Locale::ENGLISH);
        let csv = exported(|out| {
            export_summary(
                ReportFormat::Csv(CsvSeparator::Comma),
                &input,
                &Progress::default(),
                out,
            )
        })
        .unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!(csv.lines().count(), 1 + people);
        assert!(csv.lines().skip(1).all(|row| row.contains(cell)), "{csv}");
    }
}

#[test]
fn an_export_reports_progress_twice_per_case() {
    let register = bundled();
    let view = view(&register, "2014-03-30");
    let input = input(&register, &view, Scope::Whole, Locale::ENGLISH);
    for format in ReportFormat::ALL {
        let progress = Progress::default();
        exported(|out| export_summary(format, &input, &progress, out)).unwrap();
        assert_eq!(progress.done_and_total(), (2 * 17 - 1, 2 * 17), "{format:?}");
    }
}

#[test]
fn a_cancelled_export_returns_nothing() {
    let register = bundled();
    let view = view(&register, "2014-03-30");
    let input = input(&register, &view, Scope::Whole, Locale::ENGLISH);
    let progress = Progress::default();
    progress.cancel();
    for format in ReportFormat::ALL {
        let made = exported(|out| export_summary(format, &input, &progress, out));
        assert!(matches!(made, Err(ExportError::Cancelled)), "{format:?}");
    }
    for format in ListFormat::ALL {
        let made = exported(|out| export_list(format, &input, &progress, out));
        assert!(matches!(made, Err(ExportError::Cancelled)), "{format:?}");
    }
}
