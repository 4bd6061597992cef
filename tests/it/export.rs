//! Summaries and lists of the bundled register, in full.

use std::sync::Arc;

use blue_ribbon::{
    Lang, Progress,
    export::{self, ExportError, Format, Input, ListFormat, Scope},
    register::Register,
    view::{
        Account, Area, Column, Facet, People, Pick, Query, Segment, Sort, Status, Value, View,
        area_words, query_words,
    },
};

use crate::{
    expected::assert_expected,
    made_up::{bundled, day},
};

fn ja() -> Lang {
    Lang::named("ja").unwrap()
}

fn view(register: &Register, as_of: &str) -> View {
    View::new(register, day(as_of), Arc::default())
}

fn input<'a>(register: &'a Register, view: &'a View, scope: Scope<'a>, lang: Lang) -> Input<'a> {
    let (reconciliation, standings) = (view.reconciliation(), view.standings());
    Input {
        as_recorded: None,
        register,
        reconciliation,
        standings,
        scope,
        lang,
        contradictions: false,
        pictures: None,
    }
}

fn whole(format: Format, as_of: &str, lang: Lang) -> Vec<u8> {
    let register = bundled();
    let view = view(&register, as_of);
    let input = input(&register, &view, Scope::Whole, lang);
    export::export(format, &input, &Progress::default()).unwrap()
}

#[test]
fn the_whole_register_in_every_format_and_language() {
    for format in Format::ALL {
        for lang in [Lang::ENGLISH, ja()] {
            let name = format!("whole-2014-03-30.{}.{}", lang.code(), format.extension());
            assert_expected(&name, &whole(format, "2014-03-30", lang));
        }
    }
}

#[test]
fn where_both_sides_name_people_that_the_other_does_not() {
    let summary = whole(Format::Markdown, "2002-09-17", Lang::ENGLISH);
    assert_expected("whole-2002-09-17.en.md", &summary);
}

#[test]
fn before_one_side_had_announced_anything() {
    let summary = whole(Format::Markdown, "1997-05-01", Lang::ENGLISH);
    let summary = String::from_utf8(summary).unwrap();
    assert!(
        summary.contains("| North Korea | 0 | none |  | no total announced by then |"),
        "{summary}"
    );
    assert!(summary.contains("10 − 0 = 10: Japan counts 10 more than North Korea."), "{summary}");
}

#[test]
fn where_the_announced_total_is_not_the_count() {
    let text = include_str!("../../data/register.ron").replacen("count: 17,", "count: 19,", 1);
    let register = crate::made_up::read(&text);
    let view = view(&register, "2014-03-30");
    for (lang, words) in [
        (Lang::ENGLISH, "2 more than its claims count by name"),
        (ja(), "氏名で数えた人数より2人多い"),
    ] {
        let input = input(&register, &view, Scope::Whole, lang);
        let summary = export::export(Format::Markdown, &input, &Progress::default()).unwrap();
        assert!(String::from_utf8(summary).unwrap().contains(words));
    }
}

#[test]
fn reported_words_are_shown_and_not_counted() {
    let summary = whole(Format::Markdown, "2019-12-31", Lang::ENGLISH);
    let summary = String::from_utf8(summary).unwrap();
    let reported = "- **North Korea, only reported by others; not official, not counted**: Says the person is alive";
    assert_eq!(summary.matches(reported).count(), 2, "{summary}");
    assert!(summary.contains("17 − 13 = 4"));
}

#[test]
fn what_was_filtered_is_listed_and_what_was_asked_is_said() {
    let register = bundled();
    let mut view = view(&register, "2014-03-30");
    let pick = Pick { facet: Facet::First, value: Value::Account(Account::NeverEntered) };
    let query = Query {
        picks: [pick].into(),
        years: Some((1977, i16::MAX)),
        sort: Sort { by: Column::Age, descending: true },
        ..Query::default()
    };
    for lang in [Lang::ENGLISH, ja()] {
        let asked = query_words(lang, &register, &query);
        view.set_query(&register, query.clone());
        let scope = Scope::Filtered { rows: &view.answer().rows, asked: &asked };
        let input = input(&register, &view, scope, lang);
        for format in Format::ALL {
            let summary = export::export(format, &input, &Progress::default()).unwrap();
            let name = format!("filtered-2014-03-30.{}.{}", lang.code(), format.extension());
            assert_expected(&name, &summary);
        }
    }
}

#[test]
fn a_summary_of_an_area_of_the_map_says_so_in_every_format() {
    let register = bundled();
    let mut view = view(&register, "2014-03-30");
    let area = Area::between((37.0, 138.0), (38.5, 139.5));
    let query = Query { area: Some(area), ..Query::default() };
    view.set_query(&register, query.clone());
    let rows = &view.answer().rows;
    assert!(!rows.is_empty() && rows.len() < 17, "{} cases", rows.len());
    for lang in [Lang::ENGLISH, ja()] {
        let asked = query_words(lang, &register, &query);
        let words = area_words(lang, area);
        assert_eq!(asked, words);
        let input = input(&register, &view, Scope::Filtered { rows, asked: &asked }, lang);
        for format in Format::ALL {
            let summary = export::export(format, &input, &Progress::default()).unwrap();
            let summary = String::from_utf8(summary).unwrap();
            assert!(summary.contains(&words), "{format:?} {}: {summary}", lang.code());
        }
    }
}

#[test]
fn what_was_asked_in_words() {
    let register = bundled();
    let asked = |query: &Query| query_words(Lang::ENGLISH, &register, query);
    let status = |status| Pick { facet: Facet::Status, value: Value::Status(status) };
    assert_eq!(asked(&Query::default()), "");
    let query = Query {
        search: " Niigata ".to_owned(),
        picks: [status(Status::Returned), status(Status::Unresolved)].into(),
        years: Some((i16::MIN, 1978)),
        people: Some(People::Listed(1, Some(Segment::NeverEntered))),
        ..Query::default()
    };
    assert_eq!(
        asked(&query),
        "Japan lists: never entered · “Niigata” · taken in 1978 or earlier · \
         Status: Returned or Unresolved"
    );
    for (people, words) in [
        (People::Both, "On both lists"),
        (People::Only(0), "Only North Korea admits"),
        (People::Listed(0, None), "North Korea admits"),
    ] {
        assert_eq!(asked(&Query { people: Some(people), ..Query::default() }), words);
    }
}

#[test]
fn lists_in_every_format_and_language() {
    let register = bundled();
    let view = view(&register, "2014-03-30");
    for format in ListFormat::ALL {
        for lang in [Lang::ENGLISH, ja()] {
            let input = input(&register, &view, Scope::Whole, lang);
            let list = export::list(format, &input, &Progress::default()).unwrap();
            let name = format!("list-2014-03-30.{}.{}", lang.code(), format.key());
            assert_expected(&name, &list);
        }
    }
}

#[test]
fn many_names_are_not_repeated_on_each_row_of_a_csv() {
    let case = |n: usize| {
        let claim = "(by: \"b\", on: \"2000\", says: Abducted)";
        format!("(id: \"c{n}\", name: (given: \"Person {n}\"), claims: [{claim}]),")
    };
    for (people, cell) in
        [(20, "Person 18, Person 19"), (21, "21 people, marked in the column of lists")]
    {
        let cases: String = (0..people).map(case).collect();
        let register = crate::made_up::read(&format!(
            "(format: 1, title: \"Many\", compare: (\"a\", \"b\"), cases: [{cases}])"
        ));
        let view = view(&register, "2014-03-30");
        let input = input(&register, &view, Scope::Whole, Lang::ENGLISH);
        let csv = export::export(Format::Csv, &input, &Progress::default()).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert_eq!(csv.lines().count(), 1 + people);
        assert!(csv.lines().skip(1).all(|row| row.contains(cell)), "{csv}");
    }
}

#[test]
fn each_case_is_reported_twice() {
    let register = bundled();
    let view = view(&register, "2014-03-30");
    let input = input(&register, &view, Scope::Whole, Lang::ENGLISH);
    for format in Format::ALL {
        let progress = Progress::default();
        export::export(format, &input, &progress).unwrap();
        assert_eq!(progress.state(), (2 * 17 - 1, 2 * 17), "{format:?}");
    }
}

#[test]
fn a_cancelled_export_gives_nothing() {
    let register = bundled();
    let view = view(&register, "2014-03-30");
    let input = input(&register, &view, Scope::Whole, Lang::ENGLISH);
    let progress = Progress::default();
    progress.cancel();
    for format in Format::ALL {
        let made = export::export(format, &input, &progress);
        assert!(matches!(made, Err(ExportError::Cancelled)), "{format:?}");
    }
    for format in ListFormat::ALL {
        let made = export::list(format, &input, &progress);
        assert!(matches!(made, Err(ExportError::Cancelled)), "{format:?}");
    }
}
