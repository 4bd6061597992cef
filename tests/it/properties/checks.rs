use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::generators::{day, read, register};
use blue_ribbon::{
    Locale,
    analysis::{
        CheckResults,
        checks::{check, check_case},
        finding::{
            ClaimField, Finding, FindingKind, FindingSubject, Likeness, RecordField, Severity,
        },
    },
    describe::findings::describe_finding,
    model::{CaseId, Day, PartyId, SourceId},
};

/// A register without findings.
pub const CLEAN: &str = r#"(
    format: 1,
    title: "Small",
    parties: [(id: "north", name: (en: "North")), (id: "south", name: (en: "South"))],
    compare: ("north", "south"),
    sources: [(id: "s", kind: Press, publisher: "P", title: "T"), (id: "s2", kind: Press, publisher: "P", title: "U")],
    totals: [(by: "south", count: 1, on: "2002", sources: ["s"])],
    incidents: [(number: 1, name: (en: "I")), (number: 2, name: (en: "I"))],
    cases: [
        (
            id: "one",
            name: (family: "One", native: "一"),
            born: "1960-06-02",
            taken: (on: "1980-06-01", age: 19, incident: 1),
            claims: [
                (by: "south", on: "2002-01-01", says: Abducted, sources: ["s"]),
                (by: "north", on: "2002-09", says: NeverEntered, sources: ["s"]),
                (by: "north", on: "2003-01", says: Dead(on: "1990", place: "P"), sources: ["s"]),
                (by: "north", on: "2004-01", says: Dead(on: "1990-05"), sources: ["s"]),
            ],
            returned: (on: "2002-10-15", sources: ["s"]),
            sources: ["s"],
        ),
        (
            id: "two",
            name: (given: "Two", native: "二"),
            taken: (on: "1980-06-01"),
            claims: [(by: "north", on: "2002", says: Alive, sources: ["s2"])],
            sources: ["s"],
        ),
    ],
    events: [(on: "2002", title: (en: "E"), sources: ["s"])],
)"#;

/// Returns the findings after a text of the clean register has been replaced.
fn findings(from: &str, to: &str) -> Vec<Finding> {
    assert!(CLEAN.contains(from), "{from}");
    CheckResults::new(&read(&CLEAN.replacen(from, to, 1)), TODAY).findings
}

/// The day of the checks.
const TODAY: Day = Day::constant(2025, 12, 31);

#[test]
fn a_clean_register_has_no_findings() {
    assert_eq!(check(&read(CLEAN)), []);
}

/// A slip with its finding, and a similar change without findings.
struct FaultyExample {
    from: &'static str,
    to: &'static str,
    found: Finding,
    harmless: &'static str,
}

fn case(id: &str) -> FindingSubject {
    FindingSubject::Case(CaseId::new(id).unwrap())
}

fn faulty_examples() -> Vec<FaultyExample> {
    use blue_ribbon::analysis::finding::Severity::{Error, Note, Warning};
    let finding =
        |level, about, field, what| Finding { severity: level, subject: about, field, kind: what };
    let one = |level, field, what| finding(level, case("one"), field, what);
    let party = |id| PartyId::new(id).unwrap();
    let source = |id| SourceId::new(id).unwrap();
    let date = |text: &str| text.parse().unwrap();
    vec![
        FaultyExample {
            from: "count: 1",
            to: "count: 2",
            found: finding(
                Warning,
                FindingSubject::Total(0),
                RecordField::Count,
                FindingKind::TotalDiffers {
                    by: party("south"),
                    as_of: day("2002-12-31"),
                    announced: 2,
                    counted: 1,
                },
            ),
            harmless: "count: 1, note: \"N\"",
        },
        FaultyExample {
            from: "age: 19, ",
            to: "age: 20, ",
            found: one(
                Warning,
                RecordField::Age,
                FindingKind::AgeDiffers { age: 20, from: Some(19), to: Some(19) },
            ),
            harmless: "",
        },
        FaultyExample {
            from: "returned: (on: \"2002-10-15\"",
            to: "returned: (on: \"1980-05\"",
            found: one(Error, RecordField::ReturnDate, FindingKind::ReturnedBeforeTaken),
            harmless: "returned: (on: \"1980-06\"",
        },
        FaultyExample {
            from: "says: Alive",
            to: "says: Dead(on: \"1980-05\")",
            found: finding(
                Warning,
                case("two"),
                RecordField::Claim(0, ClaimField::Death),
                FindingKind::DeathBeforeTaken,
            ),
            harmless: "says: Dead(on: \"1980\")",
        },
        FaultyExample {
            from: "(by: \"north\", on: \"2002-09\"",
            to: "(by: \"north\", on: \"1980-05\"",
            found: one(
                Error,
                RecordField::Claim(1, ClaimField::Date),
                FindingKind::ClaimBeforeTaken,
            ),
            harmless: "(by: \"north\", on: \"1980\"",
        },
        FaultyExample {
            from: "born: \"1960-06-02\"",
            to: "born: \"1980-06-02\"",
            found: one(Error, RecordField::Born, FindingKind::BornAfterTaken),
            harmless: "born: \"1960-06\"",
        },
        FaultyExample {
            from: "says: Abducted, sources: [\"s\"]",
            to: "says: Abducted",
            found: one(Warning, RecordField::Claim(0, ClaimField::Sources), FindingKind::NoSource),
            harmless: "says: Abducted, sources: [\"s2\"]",
        },
        FaultyExample {
            from: "says: Abducted, sources: [\"s\"]",
            to: "says: Abducted, sources: [\"s\", \"s3\"]",
            found: one(
                Error,
                RecordField::Claim(0, ClaimField::Sources),
                FindingKind::UnknownSource(source("s3")),
            ),
            harmless: "says: Abducted, sources: [\"s\", \"s2\"]",
        },
        FaultyExample {
            from: "on: \"2002\", sources: [\"s\"]",
            to: "on: \"2002\"",
            found: finding(
                Warning,
                FindingSubject::Total(0),
                RecordField::Sources,
                FindingKind::NoSource,
            ),
            harmless: "on: \"2002\", sources: [\"s2\"]",
        },
        FaultyExample {
            from: "on: \"2002\", sources: [\"s\"]",
            to: "on: \"2002\", sources: [\"s3\"]",
            found: finding(
                Error,
                FindingSubject::Total(0),
                RecordField::Sources,
                FindingKind::UnknownSource(source("s3")),
            ),
            harmless: "on: \"2002\", sources: [\"s2\"]",
        },
        FaultyExample {
            from: "title: (en: \"E\"), sources: [\"s\"]",
            to: "title: (en: \"E\")",
            found: finding(
                Warning,
                FindingSubject::Event(0),
                RecordField::Sources,
                FindingKind::NoSource,
            ),
            harmless: "title: (en: \"E\"), sources: [\"s2\"]",
        },
        FaultyExample {
            from: "title: (en: \"E\"), sources: [\"s\"]",
            to: "title: (en: \"E\"), sources: [\"s3\"]",
            found: finding(
                Error,
                FindingSubject::Event(0),
                RecordField::Sources,
                FindingKind::UnknownSource(source("s3")),
            ),
            harmless: "title: (en: \"E\"), sources: [\"s2\"]",
        },
        FaultyExample {
            from: "\"2002-10-15\", sources: [\"s\"]",
            to: "\"2002-10-15\"",
            found: one(Warning, RecordField::ReturnSources, FindingKind::NoSource),
            harmless: "\"2002-10-15\", sources: [\"s2\"]",
        },
        FaultyExample {
            from: "(by: \"north\", on: \"2002-09\"",
            to: "(by: \"east\", on: \"2002-09\"",
            found: one(
                Error,
                RecordField::Claim(1, ClaimField::Party),
                FindingKind::UnknownParty(party("east")),
            ),
            harmless: "(by: \"north\", on: \"2002-10\"",
        },
        FaultyExample {
            from: "compare: (\"north\", \"south\")",
            to: "compare: (\"north\", \"east\")",
            found: finding(
                Error,
                FindingSubject::Register,
                RecordField::Party,
                FindingKind::UnknownParty(party("east")),
            ),
            harmless: "compare: (\"south\", \"north\")",
        },
        FaultyExample {
            from: "incident: 1)",
            to: "incident: 3)",
            found: one(Error, RecordField::Incident, FindingKind::UnknownIncident(3)),
            harmless: "incident: 2)",
        },
        FaultyExample {
            from: "(number: 2,",
            to: "(number: 1,",
            found: finding(
                Error,
                FindingSubject::Incident(1),
                RecordField::Id,
                FindingKind::RepeatedId("1".to_owned()),
            ),
            harmless: "(number: 3,",
        },
        FaultyExample {
            from: "id: \"two\"",
            to: "id: \"one\"",
            found: one(Error, RecordField::Id, FindingKind::RepeatedId("one".to_owned())),
            harmless: "id: \"three\"",
        },
        FaultyExample {
            from: "native: \"二\"",
            to: "native: \"一\"",
            found: finding(
                Warning,
                case("two"),
                RecordField::Native,
                FindingKind::SamePerson {
                    case: CaseId::new("one").unwrap(),
                    likenesses: vec![Likeness::NativeName, Likeness::AbductionDay],
                },
            ),
            harmless: "other: [\"一\"]",
        },
        FaultyExample {
            from: "age: 19, ",
            to: "age: 121, ",
            found: one(Error, RecordField::Age, FindingKind::AgeTooHigh(121)),
            harmless: "",
        },
        FaultyExample {
            from: "born: \"1960-06-02\",\n            taken: (on: \"1980-06-01\", age: 19, ",
            to: "born: \"1881-10-15\", taken: (on: \"1980-06-01\", ",
            found: one(Warning, RecordField::Born, FindingKind::LifeTooLong(121)),
            harmless: "born: \"1881-10-16\", taken: (on: \"1980-06-01\", ",
        },
        FaultyExample {
            from: "title: \"T\")",
            to: "title: \"T\", published: \"2026\")",
            found: finding(
                Warning,
                FindingSubject::Source(source("s")),
                RecordField::Date,
                FindingKind::DateAfterToday,
            ),
            harmless: "title: \"T\", published: \"2025-12/2026\")",
        },
        FaultyExample {
            from: "taken: (on: \"1980-06-01\", age: 19, incident: 1)",
            to: "taken: (on: \"1980-06-01\", age: 19, incident: 1, at: (0, -0.04))",
            found: one(Warning, RecordField::Coordinates, FindingKind::ZeroCoordinates),
            harmless: "taken: (on: \"1980-06-01\", age: 19, incident: 1, at: (0, 0.1))",
        },
        FaultyExample {
            from: "compare: (\"north\", \"south\")",
            to: "compare: (\"north\", \"north\")",
            found: finding(
                Error,
                FindingSubject::Register,
                RecordField::Party,
                FindingKind::ComparedWithItself(party("north")),
            ),
            harmless: "compare: (\"south\", \"north\")",
        },
        FaultyExample {
            from: "taken: (on: \"1980-06-01\"),",
            to: "born: \"1950\", claims: [(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"])], \
                 returned: (on: \"1949\", sources: [\"s\"]), sources: [\"s\"]), (id: \"three\", name: (given: \"3\"),",
            found: finding(
                Error,
                case("two"),
                RecordField::ReturnDate,
                FindingKind::ReturnedBeforeBorn,
            ),
            harmless: "born: \"1950\",",
        },
        FaultyExample {
            from: "taken: (on: \"1980-06-01\"),\n            claims: [(by: \"north\", on: \"2002\", says: Alive,",
            to: "born: \"1950\", claims: [(by: \"north\", on: \"2002\", says: Dead(on: \"1949\"),",
            found: finding(
                Warning,
                case("two"),
                RecordField::Claim(0, ClaimField::Death),
                FindingKind::DeathBeforeBorn,
            ),
            harmless: "born: \"1950\", claims: [(by: \"north\", on: \"2002\", says: Dead(on: \"194X/1950\"),",
        },
        FaultyExample {
            from: "says: Alive",
            to: "says: Dead(on: \"2003-01\")",
            found: finding(
                Warning,
                case("two"),
                RecordField::Claim(0, ClaimField::Death),
                FindingKind::DeathAfterClaim,
            ),
            harmless: "says: Dead(on: \"2002-12\")",
        },
        FaultyExample {
            from: "taken: (on: \"1980-06-01\"),\n            claims: [(by: \"north\", on: \"2002\",",
            to: "born: \"1950\", claims: [(by: \"north\", on: \"1940\",",
            found: finding(
                Error,
                case("two"),
                RecordField::Claim(0, ClaimField::Date),
                FindingKind::ClaimBeforeBorn,
            ),
            harmless: "born: \"1950\", claims: [(by: \"north\", on: \"1940/2002\",",
        },
        FaultyExample {
            from: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"])",
            to: "(by: \"north\", on: \"2002\", says: Dead(place: \"Ｐ 1\"), sources: [\"s\"]), \
                 (by: \"north\", on: \"2002\", says: Dead(place: \"p1\"), sources: [\"s2\"])",
            found: finding(
                Warning,
                case("two"),
                RecordField::Claim(1, ClaimField::Statement),
                FindingKind::SameClaim(0),
            ),
            harmless: "(by: \"north\", on: \"2002\", says: Dead(place: \"P\"), sources: [\"s\"]), \
                       (by: \"north\", on: \"2002\", says: Dead(cause: \"P\"), sources: [\"s2\"])",
        },
        FaultyExample {
            from: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"])",
            to: "(by: \"north\", on: \"2002-09-17\", says: Alive, sources: [\"s2\"]), \
                 (by: \"north\", on: \"2002-09-17/..\", says: NeverEntered, sources: [\"s2\"]), \
                 (by: \"south\", on: \"2003\", says: Abducted, sources: [\"s2\"])",
            found: finding(
                Warning,
                case("two"),
                RecordField::Claim(1, ClaimField::Statement),
                FindingKind::ClaimsOnOneDay { by: party("north"), other: 0 },
            ),
            harmless: "(by: \"north\", on: \"2002-09-17\", says: Alive, sources: [\"s2\"]), \
                       (by: \"north\", on: \"2002-09-17\", says: NeverEntered, reported: true, sources: [\"s2\"]), \
                       (by: \"south\", on: \"2002-09-17\", says: NeverEntered, sources: [\"s2\"])",
        },
        FaultyExample {
            from: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"])",
            to: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"]), \
                 (by: \"north\", on: \"2002-10-15\", says: Dead(), sources: [\"s2\"])",
            found: finding(
                Warning,
                case("two"),
                RecordField::Claim(0, ClaimField::Date),
                FindingKind::OrderUncertain {
                    by: party("north"),
                    earlier: date("2002-10-15"),
                    later: date("2002"),
                    other: 1,
                },
            ),
            harmless: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"]), \
                       (by: \"north\", on: \"2003-01-01\", says: Dead(), sources: [\"s2\"])",
        },
        FaultyExample {
            from: "title: (en: \"E\")",
            to: "title: (en: \"\u{200B}\u{3000}\")",
            found: finding(
                Error,
                FindingSubject::Event(0),
                RecordField::Name,
                FindingKind::NoTitle,
            ),
            harmless: "title: (ja: \"出\")",
        },
        FaultyExample {
            from: "title: \"U\"",
            to: "title: \"t\"",
            found: finding(
                Note,
                FindingSubject::Source(SourceId::new("s2").unwrap()),
                RecordField::Name,
                FindingKind::SameSource(SourceId::new("s").unwrap()),
            ),
            harmless: "title: \"T\", published: \"2002\"",
        },
        FaultyExample {
            from: "Dead(on: \"1990-05\")",
            to: "Dead(on: \"1991-05\")",
            found: one(
                Warning,
                RecordField::Claim(3, ClaimField::Death),
                FindingKind::TwoDeaths {
                    by: party("north"),
                    first: date("1990"),
                    second: date("1991-05"),
                },
            ),
            harmless: "Dead(on: \"1990-07/1991\")",
        },
        FaultyExample {
            from: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"])",
            to: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"]), \
                 (by: \"north\", on: \"2003\", says: NeverEntered, sources: [\"s2\"]), \
                 (by: \"south\", on: \"2003\", says: Abducted, sources: [\"s2\"])",
            found: finding(
                Warning,
                case("two"),
                RecordField::Claim(1, ClaimField::Statement),
                FindingKind::NeverEnteredAfterCounted(party("north")),
            ),
            harmless: "(by: \"north\", on: \"2004\", says: Alive, sources: [\"s2\"]), \
                       (by: \"north\", on: \"2003\", says: NeverEntered, sources: [\"s2\"]), \
                       (by: \"south\", on: \"2003\", says: Abducted, sources: [\"s2\"])",
        },
        FaultyExample {
            from: "says: Alive",
            to: "says: Withdrawn",
            found: finding(Note, case("two"), RecordField::Claims, FindingKind::OnNeitherList),
            harmless: "says: Dead()",
        },
        FaultyExample {
            from: "name: (given: \"Two\", native: \"二\")",
            to: "name: (given: \" \", native: \"\u{200B}\u{3000}\", other: [\"\"])",
            found: finding(Error, case("two"), RecordField::Name, FindingKind::NoName),
            harmless: "name: (native: \"二\")",
        },
    ]
}

#[test]
fn checks_find_each_fault_and_ignore_harmless_changes() {
    for FaultyExample { from, to, found, harmless } in faulty_examples() {
        let findings_of_slip = findings(from, to);
        assert!(findings_of_slip.contains(&found), "{to}: {findings_of_slip:?}");
        // The other parties' figures may follow from the slip; nothing else may.
        let others = findings_of_slip.iter().filter(|other| {
            **other != found
                && !matches!(
                    other.kind,
                    FindingKind::TotalDiffers { .. } | FindingKind::UnknownParty(_)
                )
        });
        assert_eq!(others.count(), 0, "{to}: {findings_of_slip:?}");
        assert_eq!(findings(from, harmless), [], "{harmless}");
    }
}

#[test]
fn every_kind_of_finding_has_an_example() {
    let tried: BTreeSet<&str> =
        faulty_examples().iter().map(|slip| slip.found.kind.key()).collect();
    let texts: toml::Table =
        include_str!("../../../assets/locales/analysis.en.toml").parse().unwrap();
    let known: BTreeSet<&str> =
        texts["finding"].as_table().unwrap().keys().map(String::as_str).collect();
    assert_eq!(tried, known);
}

#[test]
fn reported_claims_cause_no_contradiction_finding() {
    let reported = "on: \"2004-01\", says: Dead(on: \"1991-05\"), reported: true";
    assert_eq!(findings("on: \"2004-01\", says: Dead(on: \"1990-05\")", reported), []);
}

#[test]
fn findings_are_sorted_by_severity() {
    let text = CLEAN
        .replacen("says: Alive", "says: Withdrawn", 1)
        .replacen("count: 1", "count: 2", 1)
        .replacen("incident: 1)", "incident: 3)", 1);
    let levels: Vec<Severity> =
        check(&read(&text)).iter().map(|finding| finding.severity).collect();
    assert_eq!(levels, [Severity::Error, Severity::Warning, Severity::Note]);
}

#[test]
fn every_finding_suggests_an_action_in_both_languages() {
    let register = read(CLEAN);
    let says = |locale: Locale, what: &FindingKind| {
        let finding = Finding {
            severity: Severity::Warning,
            subject: case("one"),
            field: RecordField::Name,
            kind: what.clone(),
        };
        describe_finding(locale, &register, &finding)
    };
    for FaultyExample { found, .. } in faulty_examples() {
        for locale in [Locale::ENGLISH, Locale::from_tag("ja").unwrap()] {
            let text = says(locale, &found.kind);
            assert!(!text.contains("finding.") && !text.contains("%{"), "{text}");
            let sentences = text.matches(['.', '。']).count();
            assert!(sentences >= 2, "what was noticed, and what to do: {text}");
        }
    }
    let what = &faulty_examples()[0].found.kind;
    assert_eq!(
        says(Locale::ENGLISH, what),
        "South announced 2, but its claims give 1 as of 31 December 2002. Check the total, or the \
         claims made by then."
    );
}

proptest! {
    #[test]
    fn findings_of_one_case_equal_those_of_the_whole_register(register in register()) {
        let all = check(&register);
        prop_assert!(all.is_sorted_by_key(|finding| finding.severity));
        for case in register.cases() {
            let about = FindingSubject::Case(case.id.clone());
            let in_all: Vec<_> = all.iter().filter(|finding| finding.subject == about).collect();
            let alone = check_case(&register, case, None);
            let rest = in_all.iter().filter(|finding| !alone.contains(finding));
            prop_assert!(alone.iter().all(|finding| in_all.contains(&finding)));
            let is_of_register = |kind: &FindingKind| matches!(kind, FindingKind::SamePerson { .. });
            prop_assert!(rest.into_iter().all(|rest| is_of_register(&rest.kind)));
            let flagged = CheckResults::new(&register, Day::MAX).flagged_cases;
            let at = register.case_index(&case.id).unwrap();
            prop_assert_eq!(flagged.contains(&u32::try_from(at).unwrap()), !in_all.is_empty());
        }
    }
}
