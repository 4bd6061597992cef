use std::collections::BTreeSet;

use blue_ribbon::{
    Lang,
    model::{CaseId, PartyId, SourceId},
    view::{
        About, ClaimField, Digest, Field, Finding, Level, What, check, check_case, finding_words,
    },
};
use proptest::prelude::*;

use crate::made_up::{day, read, register};

/// A register in which the checks find nothing.
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

/// The findings after some text of the clean register has been replaced.
fn findings(from: &str, to: &str) -> Vec<Finding> {
    assert!(CLEAN.contains(from), "{from}");
    check(&read(&CLEAN.replacen(from, to, 1)))
}

#[test]
fn nothing_is_found_in_a_clean_register() {
    assert_eq!(check(&read(CLEAN)), []);
}

/// A slip, what the checks find in it, and a like change in which they find nothing.
struct Slip {
    from: &'static str,
    to: &'static str,
    found: Finding,
    harmless: &'static str,
}

fn case(id: &str) -> About {
    About::Case(CaseId::new(id).unwrap())
}

fn slips() -> Vec<Slip> {
    use Level::{Error, Note, Warning};
    let finding = |level, about, field, what| Finding { level, about, field, what };
    let one = |level, field, what| finding(level, case("one"), field, what);
    let party = |id| PartyId::new(id).unwrap();
    let source = |id| SourceId::new(id).unwrap();
    let date = |text: &str| text.parse().unwrap();
    vec![
        Slip {
            from: "count: 1",
            to: "count: 2",
            found: finding(
                Warning,
                About::Total(0),
                Field::Count,
                What::TotalDiffers {
                    by: party("south"),
                    as_of: day("2002-12-31"),
                    announced: 2,
                    counted: 1,
                },
            ),
            harmless: "count: 1, note: \"N\"",
        },
        Slip {
            from: "age: 19, ",
            to: "age: 20, ",
            found: one(Warning, Field::Age, What::AgeDiffers { age: 20, from: 19, to: 19 }),
            harmless: "",
        },
        Slip {
            from: "returned: (on: \"2002-10-15\"",
            to: "returned: (on: \"1980-05\"",
            found: one(Error, Field::Returned, What::ReturnedBeforeTaken),
            harmless: "returned: (on: \"1980-06\"",
        },
        Slip {
            from: "says: Alive",
            to: "says: Dead(on: \"1980-05\")",
            found: finding(
                Warning,
                case("two"),
                Field::Claim(0, ClaimField::Death),
                What::DeathBeforeTaken,
            ),
            harmless: "says: Dead(on: \"1980\")",
        },
        Slip {
            from: "(by: \"north\", on: \"2002-09\"",
            to: "(by: \"north\", on: \"1980-05\"",
            found: one(Error, Field::Claim(1, ClaimField::On), What::ClaimBeforeTaken),
            harmless: "(by: \"north\", on: \"1980\"",
        },
        Slip {
            from: "born: \"1960-06-02\"",
            to: "born: \"1980-06-02\"",
            found: one(Error, Field::Born, What::BornAfterTaken),
            harmless: "born: \"1960-06\"",
        },
        Slip {
            from: "says: Abducted, sources: [\"s\"]",
            to: "says: Abducted",
            found: one(Warning, Field::Claim(0, ClaimField::Sources), What::NoSource),
            harmless: "says: Abducted, sources: [\"s2\"]",
        },
        Slip {
            from: "says: Abducted, sources: [\"s\"]",
            to: "says: Abducted, sources: [\"s\", \"s3\"]",
            found: one(
                Error,
                Field::Claim(0, ClaimField::Sources),
                What::UnknownSource(source("s3")),
            ),
            harmless: "says: Abducted, sources: [\"s\", \"s2\"]",
        },
        Slip {
            from: "on: \"2002\", sources: [\"s\"]",
            to: "on: \"2002\"",
            found: finding(Warning, About::Total(0), Field::Sources, What::NoSource),
            harmless: "on: \"2002\", sources: [\"s2\"]",
        },
        Slip {
            from: "on: \"2002\", sources: [\"s\"]",
            to: "on: \"2002\", sources: [\"s3\"]",
            found: finding(
                Error,
                About::Total(0),
                Field::Sources,
                What::UnknownSource(source("s3")),
            ),
            harmless: "on: \"2002\", sources: [\"s2\"]",
        },
        Slip {
            from: "title: (en: \"E\"), sources: [\"s\"]",
            to: "title: (en: \"E\")",
            found: finding(Warning, About::Event(0), Field::Sources, What::NoSource),
            harmless: "title: (en: \"E\"), sources: [\"s2\"]",
        },
        Slip {
            from: "title: (en: \"E\"), sources: [\"s\"]",
            to: "title: (en: \"E\"), sources: [\"s3\"]",
            found: finding(
                Error,
                About::Event(0),
                Field::Sources,
                What::UnknownSource(source("s3")),
            ),
            harmless: "title: (en: \"E\"), sources: [\"s2\"]",
        },
        Slip {
            from: "\"2002-10-15\", sources: [\"s\"]",
            to: "\"2002-10-15\"",
            found: one(Warning, Field::ReturnedSources, What::NoSource),
            harmless: "\"2002-10-15\", sources: [\"s2\"]",
        },
        Slip {
            from: "(by: \"north\", on: \"2002-09\"",
            to: "(by: \"east\", on: \"2002-09\"",
            found: one(Error, Field::Claim(1, ClaimField::By), What::UnknownParty(party("east"))),
            harmless: "(by: \"north\", on: \"2002-10\"",
        },
        Slip {
            from: "compare: (\"north\", \"south\")",
            to: "compare: (\"north\", \"east\")",
            found: finding(Error, About::Register, Field::Party, What::UnknownParty(party("east"))),
            harmless: "compare: (\"south\", \"north\")",
        },
        Slip {
            from: "incident: 1)",
            to: "incident: 3)",
            found: one(Error, Field::Incident, What::UnknownIncident(3)),
            harmless: "incident: 2)",
        },
        Slip {
            from: "(number: 2,",
            to: "(number: 1,",
            found: finding(Error, About::Incident(1), Field::Id, What::RepeatedId("1".to_owned())),
            harmless: "(number: 3,",
        },
        Slip {
            from: "id: \"two\"",
            to: "id: \"one\"",
            found: one(Error, Field::Id, What::RepeatedId("one".to_owned())),
            harmless: "id: \"three\"",
        },
        Slip {
            from: "native: \"二\"",
            to: "native: \"一\"",
            found: finding(
                Warning,
                case("two"),
                Field::Native,
                What::SamePerson(CaseId::new("one").unwrap()),
            ),
            harmless: "other: [\"一\"]",
        },
        Slip {
            from: "title: \"U\"",
            to: "title: \"t\"",
            found: finding(
                Note,
                About::Source(SourceId::new("s2").unwrap()),
                Field::Name,
                What::SameSource(SourceId::new("s").unwrap()),
            ),
            harmless: "title: \"T\", published: \"2002\"",
        },
        Slip {
            from: "Dead(on: \"1990-05\")",
            to: "Dead(on: \"1991-05\")",
            found: one(
                Warning,
                Field::Claim(3, ClaimField::Death),
                What::TwoDeaths {
                    by: party("north"),
                    first: date("1990"),
                    second: date("1991-05"),
                },
            ),
            harmless: "Dead(on: \"1990-07/1991\")",
        },
        Slip {
            from: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"])",
            to: "(by: \"north\", on: \"2002\", says: Alive, sources: [\"s2\"]), \
                 (by: \"north\", on: \"2003\", says: NeverEntered, sources: [\"s2\"]), \
                 (by: \"south\", on: \"2003\", says: Abducted, sources: [\"s2\"])",
            found: finding(
                Warning,
                case("two"),
                Field::Claim(1, ClaimField::Says),
                What::NeverEnteredAfterCounted(party("north")),
            ),
            harmless: "(by: \"north\", on: \"2004\", says: Alive, sources: [\"s2\"]), \
                       (by: \"north\", on: \"2003\", says: NeverEntered, sources: [\"s2\"]), \
                       (by: \"south\", on: \"2003\", says: Abducted, sources: [\"s2\"])",
        },
        Slip {
            from: "says: Alive",
            to: "says: Withdrawn",
            found: finding(Note, case("two"), Field::Claims, What::OnNeitherList),
            harmless: "says: Dead()",
        },
        Slip {
            from: "name: (given: \"Two\", native: \"二\")",
            to: "name: ()",
            found: finding(Error, case("two"), Field::Name, What::NoName),
            harmless: "name: (native: \"二\")",
        },
    ]
}

#[test]
fn each_slip_is_found_and_a_harmless_change_is_not() {
    for Slip { from, to, found, harmless } in slips() {
        let findings_of_slip = findings(from, to);
        assert!(findings_of_slip.contains(&found), "{to}: {findings_of_slip:?}");
        // The other parties' figures may follow from the slip; nothing else may.
        let others = findings_of_slip.iter().filter(|other| {
            **other != found
                && !matches!(other.what, What::TotalDiffers { .. } | What::UnknownParty(_))
        });
        assert_eq!(others.count(), 0, "{to}: {findings_of_slip:?}");
        assert_eq!(findings(from, harmless), [], "{harmless}");
    }
}

#[test]
fn every_kind_of_finding_is_tried() {
    let tried: BTreeSet<&str> = slips().iter().map(|slip| slip.found.what.key()).collect();
    let texts: toml::Table = include_str!("../../../assets/locales/view.en.toml").parse().unwrap();
    let known: BTreeSet<&str> =
        texts["finding"].as_table().unwrap().keys().map(String::as_str).collect();
    assert_eq!(tried, known);
}

#[test]
fn only_what_is_said_officially_can_contradict_itself() {
    let reported = "on: \"2004-01\", says: Dead(on: \"1991-05\"), reported: true";
    assert_eq!(findings("on: \"2004-01\", says: Dead(on: \"1990-05\")", reported), []);
}

#[test]
fn the_gravest_finding_comes_first() {
    let text = CLEAN
        .replacen("says: Alive", "says: Withdrawn", 1)
        .replacen("count: 1", "count: 2", 1)
        .replacen("incident: 1)", "incident: 3)", 1);
    let levels: Vec<Level> = check(&read(&text)).iter().map(|finding| finding.level).collect();
    assert_eq!(levels, [Level::Error, Level::Warning, Level::Note]);
}

#[test]
fn a_finding_says_what_to_do_in_both_languages() {
    let register = read(CLEAN);
    let says = |lang: Lang, what: &What| {
        let finding = Finding {
            level: Level::Warning,
            about: case("one"),
            field: Field::Name,
            what: what.clone(),
        };
        finding_words(lang, &register, &finding)
    };
    for Slip { found, .. } in slips() {
        for lang in [Lang::ENGLISH, Lang::named("ja").unwrap()] {
            let words = says(lang, &found.what);
            assert!(!words.contains("finding.") && !words.contains("%{"), "{words}");
            let sentences = words.matches(['.', '。']).count();
            assert!(sentences >= 2, "what was noticed, and what to do: {words}");
        }
    }
    let what = &slips()[0].found.what;
    assert_eq!(
        says(Lang::ENGLISH, what),
        "South announced 2, but its claims give 1 as of 31 December 2002. Check the total, or the \
         claims made by then."
    );
}

proptest! {
    #[test]
    fn a_case_alone_shows_what_the_whole_register_shows_of_it(register in register()) {
        let all = check(&register);
        prop_assert!(all.is_sorted_by_key(|finding| finding.level));
        for case in register.cases() {
            let about = About::Case(case.id.clone());
            let in_all: Vec<_> = all.iter().filter(|finding| finding.about == about).collect();
            let alone = check_case(&register, case);
            let rest = in_all.iter().filter(|finding| !alone.contains(finding));
            prop_assert!(alone.iter().all(|finding| in_all.contains(&finding)));
            prop_assert!(rest.into_iter().all(|rest| matches!(rest.what, What::SamePerson(_))));
            let flagged = Digest::new(&register).flagged;
            let at = register.position(&case.id).unwrap();
            prop_assert_eq!(flagged.contains(&u32::try_from(at).unwrap()), !in_all.is_empty());
        }
    }
}
