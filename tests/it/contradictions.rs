//! Where the two sides of the bundled register contradict themselves and each other, and how that
//! is handed out.

use std::sync::Arc;

use blue_ribbon::{
    Lang, Progress,
    export::{self, ExportError, Format, Input, Scope},
    register::Register,
    view::{Kind, Query, View, contradiction_words, contradictions, query_words},
};

use crate::{
    expected::assert_expected,
    made_up::{bundled, day},
};

fn ja() -> Lang {
    Lang::named("ja").unwrap()
}

/// What is found in the bundled register by a day: the case, the kind, both sides by place.
fn found(as_of: &str) -> Vec<String> {
    let register = bundled();
    let cases = register.cases().iter();
    let all = cases.flat_map(|case| {
        let all = contradictions(case, day(as_of)).into_iter();
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
fn everything_that_contradicts_something_in_the_bundled_register() {
    assert_eq!(found("2025-12-31"), BUNDLED);
}

#[test]
fn each_is_there_from_the_day_on_which_both_sides_had_been_said() {
    let births = BUNDLED.into_iter().filter(|one| one.contains("born")).collect::<Vec<_>>();
    assert_eq!(found("1990-01-01"), births);
    let of_kind = |as_of: &str, kind: &str| found(as_of).iter().any(|one| one.contains(kind));
    for (kind, before, from) in [
        ("death_date", "2004-11-29", "2004-11-30"),
        ("death_place", "2004-11-29", "2004-11-30"),
        ("reported", "2018-03-15", "2018-03-16"),
    ] {
        assert!(!of_kind(before, kind) && of_kind(from, kind), "{kind}");
    }
}

#[test]
fn the_changed_date_of_death_and_the_private_word_in_a_sentence() {
    let register = bundled();
    let sentence = |id: &str, kind: Kind, lang: Lang| {
        let case = register.cases().iter().find(|case| case.id.as_str() == id).unwrap();
        let all = contradictions(case, day("2025-12-31"));
        let one = all.iter().find(|one| one.kind == kind).unwrap();
        contradiction_words(lang, &register, case, one)
    };
    assert_eq!(
        sentence("yokota-megumi", Kind::DeathDate, Lang::ENGLISH),
        "North Korea said on 17 September 2002 that the person died on 13 March 1993, and in \
         November 2004 that it was on 13 April 1994."
    );
    assert_eq!(
        sentence("tanaka-minoru", Kind::Reported, Lang::ENGLISH),
        "North Korea said in November 2004 that the person never entered, and was reported on 16 \
         March 2018 to have said that the person was alive."
    );
    assert_eq!(
        sentence("tanaka-minoru", Kind::Reported, ja()),
        "北朝鮮は2004年11月に入境していないと主張、2018年3月16日に生存していると説明したとの報道。"
    );
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
        contradictions: true,
        pictures: None,
    }
}

#[test]
fn handed_out_alone_in_every_format_and_language() {
    let register = bundled();
    let view = view(&register, "2018-12-31");
    for format in Format::ALL {
        for lang in [Lang::ENGLISH, ja()] {
            let input = input(&register, &view, Scope::Whole, lang);
            let made = export::contradictions(format, &input, &Progress::default()).unwrap();
            let name = format!("contradictions-2018-12-31.{}.{}", lang.code(), format.extension());
            assert_expected(&name, &made);
        }
    }
}

/// The cases of two people, and what was asked for them.
fn filtered(register: &Register, lang: Lang) -> (View, String) {
    let mut view = view(register, "2018-12-31");
    let query = Query { search: "nobody of this name".to_owned(), ..Query::default() };
    let asked = query_words(lang, register, &query);
    view.set_query(register, query);
    (view, asked)
}

#[test]
fn a_part_of_a_summary_that_is_off_unless_asked_for() {
    let register = bundled();
    let query = Query { search: "yokota".to_owned(), ..Query::default() };
    let mut view = view(&register, "2018-12-31");
    view.set_query(&register, query.clone());
    for format in Format::ALL {
        for lang in [Lang::ENGLISH, ja()] {
            let asked = query_words(lang, &register, &query);
            let scope = Scope::Filtered { rows: &view.answer().rows, asked: &asked };
            let with = input(&register, &view, scope, lang);
            let made = export::export(format, &with, &Progress::default()).unwrap();
            let name = format!("with-contradictions.{}.{}", lang.code(), format.extension());
            assert_expected(&name, &made);
            let without = Input { contradictions: false, ..with };
            let made = export::export(format, &without, &Progress::default()).unwrap();
            let made = String::from_utf8(made).unwrap();
            assert!(!made.contains(&*lang.t("contradictions.title")), "{name}");
            assert!(!made.contains("\"contradictions\""), "{name}");
        }
    }
}

#[test]
fn where_nothing_contradicts_anything_that_is_said() {
    let register = bundled();
    let (view, asked) = filtered(&register, Lang::ENGLISH);
    assert!(view.answer().rows.is_empty());
    let scope = Scope::Filtered { rows: &view.answer().rows, asked: &asked };
    let input = input(&register, &view, scope, Lang::ENGLISH);
    for (format, words) in [
        (Format::Markdown, "No contradiction is known by this day."),
        (Format::Html, "No contradiction is known by this day."),
        (Format::Json, "\"contradictions\": [],"),
    ] {
        for made in [
            export::contradictions(format, &input, &Progress::default()),
            export::export(format, &input, &Progress::default()),
        ] {
            let made = String::from_utf8(made.unwrap()).unwrap();
            assert!(made.contains(words), "{made}");
            assert!(made.contains("nobody of this name"), "{made}");
        }
    }
    let csv = export::contradictions(Format::Csv, &input, &Progress::default()).unwrap();
    assert_eq!(String::from_utf8(csv).unwrap().lines().count(), 1);
}

#[test]
fn a_cancelled_document_gives_nothing() {
    let register = bundled();
    let view = view(&register, "2018-12-31");
    let progress = Progress::default();
    progress.cancel();
    for format in Format::ALL {
        let input = input(&register, &view, Scope::Whole, Lang::ENGLISH);
        let made = export::contradictions(format, &input, &progress);
        assert!(matches!(made, Err(ExportError::Cancelled)), "{format:?}");
    }
}
