//! The contradictions within and between the two sides of the bundled register, and their exports.

use std::sync::Arc;

use crate::{
    expected_files::{assert_expected, expected_locale, exported},
    generators::{bundled, day},
};
use blue_ribbon::{
    Locale, Progress,
    analysis::{
        Analysis,
        contradictions::{ContradictionKind, find::contradictions_as_of},
        query::Query,
    },
    describe::{contradictions::describe_contradiction, labels::describe_query},
    export::{
        contradictions::export_contradictions,
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

/// Returns the contradictions of the bundled register as of a day: the case, the kind, both sides
/// by index.
fn contradictions_on(as_of: &str) -> Vec<String> {
    let register = bundled();
    let cases = register.cases().iter();
    let all = cases.flat_map(|case| {
        let all = contradictions_as_of(case, day(as_of)).into_iter();
        all.map(|one| format!("{} {} {:?}", case.id, one.kind.key(), one.grounds))
    });
    all.collect()
}

/// Everything that contradicts something in the bundled register.
const BUNDLED: [&str; 34] = [
    "kume-yutaka disputed [Claim(2), Claim(4)]",
    "kume-yutaka disputed [Claim(6), Claim(7)]",
    "kume-yutaka disputed [Claim(6), Claim(8)]",
    "matsumoto-kyoko disputed [Claim(0), Claim(2)]",
    "yokota-megumi death_date [Claim(1), Claim(5)]",
    "yokota-megumi death_place [Claim(2), Claim(5)]",
    "yokota-megumi disputed [Claim(5), Claim(6)]",
    "yokota-megumi disputed [Claim(5), Claim(7)]",
    "yokota-megumi disputed [Claim(5), Claim(8)]",
    "tanaka-minoru disputed [Claim(0), Claim(2)]",
    "tanaka-minoru disputed [Claim(0), Claim(3)]",
    "tanaka-minoru reported [Claim(0), Claim(4)]",
    "taguchi-yaeko disputed [Claim(4), Claim(5)]",
    "taguchi-yaeko disputed [Claim(4), Claim(6)]",
    "ichikawa-shuichi disputed [Claim(2), Claim(3)]",
    "ichikawa-shuichi disputed [Claim(5), Claim(6)]",
    "ichikawa-shuichi disputed [Claim(5), Claim(7)]",
    "ichikawa-shuichi born [Born, Variant(0)]",
    "masumoto-rumiko disputed [Claim(4), Claim(5)]",
    "masumoto-rumiko disputed [Claim(4), Claim(6)]",
    "soga-miyoshi disputed [Claim(3), Claim(4)]",
    "soga-miyoshi disputed [Claim(3), Claim(5)]",
    "soga-miyoshi disputed [Claim(3), Claim(6)]",
    "soga-miyoshi born [Born, Variant(0)]",
    "ishioka-toru disputed [Claim(4), Claim(5)]",
    "ishioka-toru disputed [Claim(4), Claim(6)]",
    "matsuki-kaoru disputed [Claim(4), Claim(5)]",
    "matsuki-kaoru disputed [Claim(4), Claim(6)]",
    "matsuki-kaoru disputed [Claim(4), Claim(7)]",
    "hara-tadaaki disputed [Claim(4), Claim(5)]",
    "hara-tadaaki disputed [Claim(4), Claim(6)]",
    "hara-tadaaki born [Born, Variant(0)]",
    "arimoto-keiko disputed [Claim(4), Claim(5)]",
    "arimoto-keiko disputed [Claim(4), Claim(6)]",
];

#[test]
fn the_bundled_register_has_the_known_contradictions() {
    assert_eq!(contradictions_on("2025-12-31"), BUNDLED);
}

#[test]
fn a_contradiction_appears_once_both_claims_were_made() {
    let births = BUNDLED.into_iter().filter(|one| one.contains("born")).collect::<Vec<_>>();
    assert_eq!(contradictions_on("1990-01-01"), births);
    let of_kind =
        |as_of: &str, kind: &str| contradictions_on(as_of).iter().any(|one| one.contains(kind));
    for (kind, before, from) in [
        ("death_date", "2004-11-29", "2004-11-30"),
        ("death_place", "2004-11-29", "2004-11-30"),
        ("reported", "2018-03-15", "2018-03-16"),
    ] {
        assert!(!of_kind(before, kind) && of_kind(from, kind), "{kind}");
    }
}

#[test]
fn contradictions_read_as_sentences() {
    let register = bundled();
    let sentence = |id: &str, kind: ContradictionKind, locale: Locale| {
        let case = register.cases().iter().find(|case| case.id.as_str() == id).unwrap();
        let all = contradictions_as_of(case, day("2025-12-31"));
        let one = all.iter().find(|one| one.kind == kind).unwrap();
        describe_contradiction(locale, &register, case, one)
    };
    assert_eq!(
        sentence("yokota-megumi", ContradictionKind::DeathDate, Locale::ENGLISH),
        "North Korea said on 17 September 2002 that the person died on 13 March 1993, and in \
         November 2004 that it was on 13 April 1994."
    );
    assert_eq!(
        sentence("tanaka-minoru", ContradictionKind::Reported, Locale::ENGLISH),
        "North Korea said in November 2004 that the person never entered, and was reported on 16 \
         March 2018 to have said that the person was alive."
    );
    assert_eq!(
        sentence("tanaka-minoru", ContradictionKind::Reported, ja()),
        "北朝鮮は2004年11月に入境していないと主張、2018年3月16日に生存していると説明したとの報道。"
    );
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
        with_contradictions: true,
        count_points: None,
    }
}

#[test]
fn contradictions_export_in_every_format() {
    let register = bundled();
    let view = view(&register, "2018-12-31");
    for format in ReportFormat::ALL {
        let locale = expected_locale(format);
        let input = input(&register, &view, Scope::Whole, locale);
        let made = exported(|out| export_contradictions(format, &input, &Progress::default(), out))
            .unwrap();
        let name = format!("contradictions-2018-12-31.{}.{}", locale.code(), format.extension());
        assert_expected(&name, &made);
    }
}

/// The cases of two people, and what was asked for them.
fn filtered(register: &Register, locale: Locale) -> (Analysis, String) {
    let mut view = view(register, "2018-12-31");
    let query = Query { search: "nobody of this name".to_owned(), ..Query::default() };
    let asked = describe_query(locale, register, &query);
    view.set_query(register, query);
    (view, asked)
}

#[test]
fn a_summary_includes_contradictions_only_on_request() {
    let register = bundled();
    let query = Query { search: "yokota".to_owned(), ..Query::default() };
    let mut view = view(&register, "2018-12-31");
    view.set_query(&register, query.clone());
    for format in ReportFormat::ALL {
        let locale = expected_locale(format);
        let asked = describe_query(locale, &register, &query);
        let scope = Scope::Filtered { rows: &view.query_result().rows, filter_text: &asked };
        let with = input(&register, &view, scope, locale);
        let made =
            exported(|out| export_summary(format, &with, &Progress::default(), out)).unwrap();
        let name = format!("summary-with-contradictions.{}.{}", locale.code(), format.extension());
        assert_expected(&name, &made);
        let without = ReportInput { with_contradictions: false, ..with };
        let made =
            exported(|out| export_summary(format, &without, &Progress::default(), out)).unwrap();
        let made = String::from_utf8(made).unwrap();
        assert!(!made.contains(&*locale.t("contradictions.title")), "{name}");
        assert!(!made.contains("\"contradictions\""), "{name}");
    }
}

#[test]
fn an_export_without_contradictions_says_so() {
    let register = bundled();
    let (view, asked) = filtered(&register, Locale::ENGLISH);
    assert!(view.query_result().rows.is_empty());
    let scope = Scope::Filtered { rows: &view.query_result().rows, filter_text: &asked };
    let input = input(&register, &view, scope, Locale::ENGLISH);
    for (format, text) in [
        (ReportFormat::Markdown, "No contradiction is known by this day."),
        (ReportFormat::Html, "No contradiction is known by this day."),
        (ReportFormat::Json, "\"contradictions\": [],"),
    ] {
        for made in [
            exported(|out| export_contradictions(format, &input, &Progress::default(), out)),
            exported(|out| export_summary(format, &input, &Progress::default(), out)),
        ] {
            let made = String::from_utf8(made.unwrap()).unwrap();
            assert!(made.contains(text), "{made}");
            assert!(made.contains("nobody of this name"), "{made}");
        }
    }
    let csv = exported(|out| {
        export_contradictions(
            ReportFormat::Csv(CsvSeparator::Comma),
            &input,
            &Progress::default(),
            out,
        )
    })
    .unwrap();
    assert_eq!(String::from_utf8(csv).unwrap().lines().count(), 1);
}

#[test]
fn a_cancelled_export_returns_nothing() {
    let register = bundled();
    let view = view(&register, "2018-12-31");
    let progress = Progress::default();
    progress.cancel();
    for format in ReportFormat::ALL {
        let input = input(&register, &view, Scope::Whole, Locale::ENGLISH);
        let made = exported(|out| export_contradictions(format, &input, &progress, out));
        assert!(matches!(made, Err(ExportError::Cancelled)), "{format:?}");
    }
}
