//! Findings about values that are possible in the file's format but hardly true, and about people
//! entered twice.

use crate::{
    generators::{bundled, day, read},
    synth,
};
use blue_ribbon::{
    Locale,
    analysis::{
        CheckResults,
        checks::check,
        finding::{Finding, FindingKind, FindingSubject, Likeness, RecordField, Severity},
        position::{Position, position},
    },
    describe::findings::describe_finding,
    model::{CaseId, PartyId},
    register::Register,
};

/// Returns a register with these cases, each with a claim of Japan in 2002 that counts.
fn register_of(cases: &str) -> Register {
    read(&format!(
        "(format: 1, title: \"T\", parties: [\
         (id: \"north-korea\", name: (en: \"North Korea\", ja: \"北朝鮮\")), \
         (id: \"japan\", name: (en: \"Japan\", ja: \"日本\"))], \
         compare: (\"north-korea\", \"japan\"), \
         sources: [(id: \"s\", kind: Official, publisher: \"P\", title: \"T\")], cases: [{cases}])"
    ))
}

/// Returns the keys of the findings in a case with these fields, checked on 30 November 2026.
fn kinds(fields: &str) -> Vec<String> {
    let listed = r#"(by: "japan", on: "2002", says: Abducted, sources: ["s"])"#;
    let fields = match fields.split_once("claims: [") {
        Some((before, after)) => format!("{before}claims: [{listed}, {after}"),
        None => format!("{fields}, claims: [{listed}]"),
    };
    let register = register_of(&format!("(id: \"a\", {fields}, sources: [\"s\"])"));
    let findings = CheckResults::new(&register, day("2026-11-30")).findings;
    findings.iter().map(|finding| finding.kind.key().to_owned()).collect()
}

#[test]
fn implausible_values_are_found() {
    let none: [&str; 0] = [];
    for (fields, expected) in [
        (r#"name: (given: "a"), born: "1964-10-05""#, &none[..]),
        (
            r#"name: (given: "a"), born: "1964-10-05", claims: [(by: "north-korea", on: "2002-09-17", says: Dead(on: "1950"), sources: ["s"])]"#,
            &["death_before_born"],
        ),
        (
            r#"name: (given: "a"), born: "196X", claims: [(by: "north-korea", on: "2002-09-17", says: Dead(on: "1960"), sources: ["s"])]"#,
            &none,
        ),
        (
            r#"name: (given: "b"), taken: (on: "1977-11-15"), claims: [(by: "north-korea", on: "2002-09-17", says: Dead(on: "2010-01-01"), sources: ["s"])]"#,
            &["death_after_claim"],
        ),
        (
            r#"name: (given: "b"), claims: [(by: "north-korea", on: "2002-09", says: Dead(on: "2002-09-20"), sources: ["s"])]"#,
            &none,
        ),
        (
            r#"name: (given: "d"), born: "1964-10-05", returned: (on: "1950", sources: ["s"]), claims: [(by: "north-korea", on: "1940", says: Alive, sources: ["s"])]"#,
            &["returned_before_born", "claim_before_born"],
        ),
        (r#"name: (given: "e"), taken: (on: "1977-11-15", age: 255)"#, &["age_too_high"]),
        (r#"name: (given: "e"), taken: (on: "1977-11-15", age: 120)"#, &none),
        (r#"name: (given: "e"), born: "1850", taken: (on: "1977-11-15")"#, &["life_too_long"]),
        (r#"name: (given: "e"), born: "../1930", taken: (on: "1977-11-15")"#, &none),
        (r#"name: (given: "f"), born: "2077-01-01""#, &["claim_before_born", "date_after_today"]),
        (r#"name: (given: "f"), taken: (on: "2002/2030")"#, &none),
        (r#"name: (given: " ")"#, &["no_name"]),
        ("name: (given: \"\u{200B}\", native: \"\u{3000}\u{AD}\")", &["no_name"]),
        (
            r#"name: (given: "h"), claims: [(by: "japan", on: "2002", says: Abducted, sources: ["s"])]"#,
            &["same_claim"],
        ),
        (
            r#"name: (given: "h"), claims: [(by: "japan", on: "2002", says: Abducted, reported: true, sources: ["s"])]"#,
            &none,
        ),
        (r#"name: (given: "i"), taken: (at: (0, 0))"#, &["zero_coordinates"]),
        (r#"name: (given: "i"), taken: (at: (0.04, -0.0))"#, &["zero_coordinates"]),
        (r#"name: (given: "i"), taken: (at: (0, 9.5))"#, &none),
    ] {
        assert_eq!(kinds(fields), expected, "{fields}");
    }
}

#[test]
fn ages_from_open_dates_never_show_the_ends_of_the_calendar() {
    for (born, taken, expected) in [
        ("1964-10-05", "1978/..", "at least 13"),
        ("1964-10-05", "1978/", "at least 13"),
        ("1964-10-05", "../1978-06", "at most 13"),
        ("1964/..", "1978-06-01", "at most 14"),
        ("../1964", "1978-06-01", "at least 13"),
        ("1964-10-05", "1978-06-01", "which give 13."),
        ("1964", "1978-06-01", "which give 13–14."),
    ] {
        for age in [9, 40] {
            let fields = format!(
                "name: (given: \"a\"), born: \"{born}\", taken: (on: \"{taken}\", age: {age})"
            );
            let register = register_of(&format!("(id: \"a\", {fields}, sources: [\"s\"])"));
            let found: Vec<Finding> = check(&register)
                .into_iter()
                .filter(|finding| matches!(finding.kind, FindingKind::AgeDiffers { .. }))
                .collect();
            let is_beyond = if age == 9 { "at most" } else { "at least" };
            if expected.starts_with(is_beyond) {
                assert_eq!(found, [], "{fields}");
                continue;
            }
            assert_eq!(found.len(), 1, "{fields}");
            let text = describe_finding(Locale::ENGLISH, &register, &found[0]);
            assert!(text.contains(expected), "{fields}: {text}");
        }
    }
}

#[test]
fn a_claim_whose_order_is_not_certain_says_what_the_program_takes() {
    let register = register_of(
        r#"(id: "a", name: (given: "a"), claims: [
            (by: "north-korea", on: "2002", says: Abducted, sources: ["s"]),
            (by: "north-korea", on: "2002-10-15", says: Withdrawn, sources: ["s"])], sources: ["s"]),
        (id: "b", name: (given: "b"), claims: [
            (by: "north-korea", on: "2002-09", says: Abducted, sources: ["s"]),
            (by: "north-korea", on: "2002-09-17", says: Dead(), sources: ["s"])], sources: ["s"]),
        (id: "d", name: (given: "d"), claims: [
            (by: "north-korea", on: "2002-09-17/2002-09-17", says: Abducted, sources: ["s"]),
            (by: "north-korea", on: "2002-09-17", says: NeverEntered, sources: ["s"]),
            (by: "japan", on: "2002", says: Abducted, sources: ["s"])], sources: ["s"])"#,
    );
    let texts: Vec<String> = check(&register)
        .iter()
        .map(|finding| {
            assert_eq!(finding.severity, Severity::Warning);
            describe_finding(Locale::ENGLISH, &register, finding)
        })
        .collect();
    assert_eq!(
        texts,
        [
            "The dates of two different words of North Korea overlap, so that it is not certain \
             which came first: 15 October 2002 (claim 2) and 2002. The program takes this one as \
             the later. Give more exact dates if a source has them.",
            "The dates of two different words of North Korea overlap, so that it is not certain \
             which came first: 17 September 2002 (claim 2) and September 2002. The program takes \
             this one as the later. Give more exact dates if a source has them.",
            "North Korea says something else on the same day, in claim 1. The program takes this \
             one, which was entered later, as its last word. Check the order of the two.",
        ]
    );
    let north_korea = PartyId::new("north-korea").unwrap();
    let positions =
        register.cases().iter().map(|case| position(case, &north_korea, day("2020-01-01")));
    let taken = [Position::Abducted, Position::Abducted, Position::NeverEntered];
    assert_eq!(positions.collect::<Vec<_>>(), taken, "the later ones");
}

/// Returns what the second of two cases with these fields has in common with the first.
fn likenesses(first: &str, second: &str) -> Option<Vec<Likeness>> {
    let claims =
        r#"claims: [(by: "japan", on: "2002", says: Abducted, sources: ["s"])], sources: ["s"]"#;
    let register =
        register_of(&format!("(id: \"a\", {first}, {claims}), (id: \"b\", {second}, {claims})"));
    let mut findings = check(&register).into_iter();
    let found = findings.next();
    assert_eq!(findings.next(), None, "{first}, {second}");
    found.map(|Finding { subject, kind, .. }| {
        assert_eq!(subject, FindingSubject::Case(CaseId::new("b").unwrap()));
        match kind {
            FindingKind::SamePerson { case, likenesses } => {
                assert_eq!(case.as_str(), "a");
                likenesses
            }
            other => panic!("{other:?}"),
        }
    })
}

#[test]
fn a_person_entered_twice_is_found_by_likeness() {
    use Likeness::{
        AbductionDates, AbductionDay, BirthDates, BirthDay, LatinName, NativeName, NativeSpelling,
        Reading,
    };
    let native =
        |name: &str, on: &str| format!("name: (native: \"{name}\"), taken: (on: \"{on}\")");
    for (a, b) in [
        ("佐藤 花", "佐藤花"),
        ("田中 実", "田中　実"),
        ("田中 実", "田\u{200B}中\u{A0}実"),
        ("がん 一", "か\u{3099}ん 一"),
        ("サトウ ハナ", "ｻﾄｳ ﾊﾅ"),
        ("サトウ ハナ", "さとう はな"),
        ("澤田 惠子", "沢田 恵子"),
        ("渡邊 一郎", "渡邉 一郎"),
        ("髙橋 実", "高橋 実"),
        ("山﨑 実", "山崎 実"),
        ("김동혁", "\u{1100}\u{1175}\u{11B7}동혁"),
    ] {
        let day = "1979-07-08";
        let found = likenesses(&native(a, day), &native(b, day)).unwrap();
        assert_eq!(found, [NativeSpelling, AbductionDay], "{a} and {b}");
    }
    let suzuki = native("鈴木 一郎", "1979-07-07");
    assert_eq!(likenesses(&suzuki, &suzuki).unwrap(), [NativeName, AbductionDay]);
    for on in ["1979-07", "1979-07~", "1979", "197X", "1979-06/1979-08", "1979-07/..", "1979-22"] {
        let found = likenesses(&suzuki, &native("鈴木 一郎", on));
        assert_eq!(found.unwrap(), [NativeName, AbductionDates], "{on}");
    }
    for (second, expected) in [
        (
            "name: (native: \"鈴木 一朗\", reading: \"すずき いちろう\")",
            vec![Reading, AbductionDay],
        ),
        ("name: (reading: \"スズキ イチロウ\")", vec![Reading, AbductionDay]),
        ("name: (native: \"すずき いちろう\")", vec![Reading, AbductionDay]),
        ("name: (given: \"ICHIRŌ\", family: \"Suzuki\")", vec![LatinName, AbductionDay]),
        ("name: (given: \"Suzuki\", family: \"Ichiro\")", vec![LatinName, AbductionDay]),
        ("name: (given: \"Suzuki, Ichi-ro\")", vec![LatinName, AbductionDay]),
    ] {
        let first = r#"name: (given: "Ichiro", family: "Suzuki", native: "鈴木 一郎", reading: "すずき いちろう"), taken: (on: "1979-07-07")"#;
        let second = format!("{second}, taken: (on: \"1979-07-07\")");
        assert_eq!(likenesses(first, &second), Some(expected), "{second}");
    }
    for (born, expected) in [("1950-01-02", BirthDay), ("1950-01", BirthDates)] {
        let found = likenesses(
            r#"name: (native: "鈴木 一郎"), born: "1950-01-02""#,
            &format!("name: (native: \"鈴木 一郎\"), born: \"{born}\", taken: (on: \"1979\")"),
        );
        assert_eq!(found.unwrap(), [NativeName, expected]);
    }
}

#[test]
fn people_whom_the_register_tells_apart_are_not_found_as_one() {
    let suzuki =
        r#"name: (native: "鈴木 一郎", reading: "すずき いちろう"), taken: (on: "1979-07-07")"#;
    for other in [
        r#"name: (native: "鈴木 一郎"), taken: (on: "1979-07-08")"#,
        r#"name: (native: "鈴木 一郎"), taken: (on: "1979-08")"#,
        r#"name: (native: "鈴木 一郎")"#,
        r#"name: (native: "鈴木 二郎"), taken: (on: "1979-07-07")"#,
        r#"name: (native: "鈴木 一朗", reading: "すずき いちろう"), taken: (on: "1979-07")"#,
    ] {
        assert_eq!(likenesses(suzuki, other), None, "{other}");
    }
    for (first, second) in [
        (r#"sex: Female, taken: (on: "1979")"#, r#"sex: Male, taken: (on: "1979")"#),
        (r#"born: "1950", taken: (on: "1979")"#, r#"born: "1951", taken: (on: "1979")"#),
        (r#"taken: (on: "1979", age: 30)"#, r#"taken: (on: "1979", age: 32)"#),
        (r#"born: "1950", taken: (on: "1979")"#, r#"taken: (on: "1979", age: 20)"#),
        (
            r#"taken: (on: "1979", prefecture: "Akita")"#,
            r#"taken: (on: "1979-07", prefecture: "Aomori")"#,
        ),
    ] {
        let of_suzuki = |rest: &str| format!("name: (native: \"鈴木 一郎\"), {rest}");
        assert_eq!(likenesses(&of_suzuki(first), &of_suzuki(second)), None, "{first}, {second}");
    }
}

#[test]
fn a_finding_of_one_person_names_its_reasons_in_both_languages() {
    let register = register_of(
        r#"(id: "a", name: (native: "澤田 惠子", reading: "さわだ けいこ"), taken: (on: "1979-07-11"), sources: ["s"]),
        (id: "b", name: (reading: "サワダ ケイコ"), taken: (on: "1979-07"), sources: ["s"])"#,
    );
    let found = check(&register);
    let finding =
        found.iter().find(|one| matches!(one.kind, FindingKind::SamePerson { .. })).unwrap();
    assert_eq!(finding.field, RecordField::Native);
    let text = |locale| describe_finding(locale, &register, finding);
    assert_eq!(
        text(Locale::ENGLISH),
        "This can be the same person as “a”: same reading, dates taken that can be the same day. \
         If it is one person, keep one of the two cases."
    );
    assert_eq!(
        text(Locale::from_tag("ja").unwrap()),
        "「a」と同じ人かもしれません（読みが同じ、拉致の日付が同じ日でありうる）。同じ人であれば、\
         一方の記録だけを残してください。"
    );
}

/// Returns the number of cases that are found to be of one person with another.
fn duplicate_count(register: &Register) -> usize {
    let is_duplicate = |one: &&Finding| matches!(one.kind, FindingKind::SamePerson { .. });
    check(register).iter().filter(is_duplicate).count()
}

#[test]
fn few_people_of_many_with_common_names_are_found_as_one() {
    assert_eq!(duplicate_count(&bundled()), 0);
    let found = duplicate_count(&synth::register(20_000));
    assert!(found < 40, "{found} of 20,000 people with 440 names");
}
