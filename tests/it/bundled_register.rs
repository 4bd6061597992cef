//! The bundled register: its positions and counts on days whose history is known, and its content.

use std::collections::{BTreeMap, BTreeSet};

use crate::generators::{bundled, day};
use blue_ribbon::{
    analysis::{
        checks::{change_days, check},
        finding::{ClaimField, FindingKind, FindingSubject, RecordField, Severity},
        position::{Status, claim_in_force, status},
        reconciliation::{Reconciliation, Segment},
    },
    model::{self, Case, CaseId, Claim, Date, Day, Party, Source, SourceId, Statement},
    register::{Change, Edit, Register},
};

fn ids(register: &Register, places: &[usize]) -> Vec<String> {
    places.iter().map(|at| register.cases()[*at].id.to_string()).collect()
}

#[test]
fn claims_give_every_row_of_the_design() {
    let register = bundled();
    type Row<'a> = (&'a str, [usize; 2], usize, &'a [&'a str], &'a [&'a str], usize);
    let all_on_2002: &[&str] = &["soga-hitomi", "ishioka-toru", "matsuki-kaoru"];
    let four: &[&str] = &["kume-yutaka", "matsumoto-kyoko", "tanaka-minoru", "soga-miyoshi"];
    let rows: [Row; 9] = [
        ("1997-05-01", [0, 10], 0, &[], &the_ten_of_1997(), 0),
        ("2002-03-11", [0, 11], 0, &[], &the_eleven_of_2002(), 0),
        ("2002-09-17", [13, 11], 10, all_on_2002, &["kume-yutaka"], 0),
        ("2002-10-31", [13, 15], 13, &[], &["kume-yutaka", "soga-miyoshi"], 5),
        ("2005-04-30", [13, 16], 13, &[], &["kume-yutaka", "tanaka-minoru", "soga-miyoshi"], 5),
        ("2006-11-20", [13, 17], 13, &[], four, 5),
        ("2014-03-30", [13, 17], 13, &[], four, 5),
        ("2018-03-16", [13, 17], 13, &[], four, 5),
        ("2025-12-31", [13, 17], 13, &[], four, 5),
    ];
    for (as_of, counted, both, only_first, only_second, returned) in rows {
        let found = Reconciliation::new(&register, day(as_of));
        assert_eq!([found.listed_count(0), found.listed_count(1)], counted, "{as_of}");
        assert_eq!(found.both.len(), both, "{as_of}");
        assert_eq!(ids(&register, &found.only[0]), only_first, "{as_of}");
        assert_eq!(ids(&register, &found.only[1]), only_second, "{as_of}");
        let back = |case: &Case| status(case, day(as_of)) == Status::Returned;
        assert_eq!(register.cases().iter().filter(|case| back(case)).count(), returned, "{as_of}");
    }
}

/// The ten people that the Japanese government listed on 1 May 1997.
fn the_ten_of_1997() -> [&'static str; 10] {
    [
        "kume-yutaka",
        "yokota-megumi",
        "taguchi-yaeko",
        "chimura-yasushi",
        "chimura-fukie",
        "hasuike-kaoru",
        "hasuike-yukiko",
        "ichikawa-shuichi",
        "masumoto-rumiko",
        "hara-tadaaki",
    ]
}

/// The eleven people that the Japanese government listed on 11 March 2002.
fn the_eleven_of_2002() -> Vec<&'static str> {
    the_ten_of_1997().into_iter().chain(["arimoto-keiko"]).collect()
}

#[test]
fn list_counts_split_into_the_known_segments() {
    let register = bundled();
    let found = Reconciliation::new(&register, day("2025-12-31"));
    let bar = |side: usize| {
        let segments = Segment::ALL
            .map(|segment| (segment.key(), found.segment_counts[side][segment as usize]));
        segments.into_iter().filter(|(_, count)| *count > 0).collect::<Vec<_>>()
    };
    assert_eq!(bar(0), [("returned", 5), ("claimed_dead", 8)]);
    assert_eq!(bar(1), [("returned", 5), ("claimed_dead", 8), ("never_entered", 4)]);
    assert_eq!(found.status_counts, [5, 8, 4]);
    let announced = found.announced.each_ref().map(|total| {
        let total = total.as_ref().unwrap();
        (total.count, total.on.to_string())
    });
    assert_eq!(announced, [(13, "2002-09-17".to_owned()), (17, "2006-11-20".to_owned())]);
}

#[test]
fn announced_totals_match_each_day() {
    let register = bundled();
    for (as_of, expected) in [
        ("1997-04-30", [None, None]),
        ("1997-05-01", [None, Some(10)]),
        ("2002-03-10", [None, Some(10)]),
        ("2002-09-16", [None, Some(11)]),
        ("2002-10-30", [Some(13), Some(11)]),
        ("2002-10-31", [Some(13), Some(15)]),
        ("2005-04-29", [Some(13), Some(15)]),
        ("2005-04-30", [Some(13), Some(16)]),
        ("2006-11-20", [Some(13), Some(17)]),
    ] {
        let found = Reconciliation::new(&register, day(as_of));
        let counts = found.announced.map(|total| total.map(|total| total.count));
        assert_eq!(counts, expected, "{as_of}");
    }
}

#[test]
fn counts_are_consistent_on_every_change_day() {
    let register = bundled();
    let days = change_days(&register);
    assert_eq!(days.first(), Some(&day("1997-05-01")));
    assert_eq!(days.last(), Some(&day("2019-02-15")));
    for as_of in days.into_iter().chain([Day::MIN, Day::MAX]) {
        let found = Reconciliation::new(&register, as_of);
        assert_eq!(found.status_counts.iter().sum::<usize>(), found.union_count(), "{as_of}");
        // From the first total on, what each side announced is what its claims give.
        for side in [0, 1] {
            let announced = found.announced[side].as_ref().map_or(0, |total| total.count as usize);
            assert_eq!(found.listed_count(side), announced, "{as_of}, side {side}");
        }
    }
}

/// The expected people: id, name in Latin letters, native name, sex, birth, abduction, age,
/// prefecture or region, incident. A date of which only the month is certain is a month; returned
/// people have no date of birth.
const EXPECTED_PEOPLE: &str = "\
kume-yutaka | Yutaka Kume | 久米 裕 | Male | 1925-02-17 | 1977-09-19 | 52 | Ishikawa | 1
matsumoto-kyoko | Kyoko Matsumoto | 松本 京子 | Female | 1948-09-07 | 1977-10-21 | 29 | Tottori | 2
yokota-megumi | Megumi Yokota | 横田 めぐみ | Female | 1964-10-05 | 1977-11-15 | 13 | Niigata | 3
tanaka-minoru | Minoru Tanaka | 田中 実 | Male | 1949-07-28 | 1978-06~ | 28 | Hyogo | 4
taguchi-yaeko | Yaeko Taguchi | 田口 八重子 | Female | 1955-08-10 | 1978-06~ | 22 |  | 5
chimura-yasushi | Yasushi Chimura | 地村 保志 | Male |  | 1978-07-07 | 23 | Fukui | 6
chimura-fukie | Fukie Chimura | 地村 富貴惠 | Female |  | 1978-07-07 | 23 | Fukui | 6
hasuike-kaoru | Kaoru Hasuike | 蓮池 薫 | Male |  | 1978-07-31 | 20 | Niigata | 7
hasuike-yukiko | Yukiko Hasuike | 蓮池 祐木子 | Female |  | 1978-07-31 | 22 | Niigata | 7
ichikawa-shuichi | Shuichi Ichikawa | 市川 修一 | Male | 1954-10-20 | 1978-08-12 | 23 | Kagoshima | 8
masumoto-rumiko | Rumiko Masumoto | 増元 るみ子 | Female | 1953-11-01 | 1978-08-12 | 24 | Kagoshima | 8
soga-hitomi | Hitomi Soga | 曽我 ひとみ | Female |  | 1978-08-12 | 19 | Niigata | 9
soga-miyoshi | Miyoshi Soga | 曽我 ミヨシ | Female | 1931-12-28 | 1978-08-12 | 46 | Niigata | 9
ishioka-toru | Toru Ishioka | 石岡 亨 | Male | 1957-06-29 | 1980-05~ | 22 | Europe | 10
matsuki-kaoru | Kaoru Matsuki | 松木 薫 | Male | 1953-06-13 | 1980-05~ | 26 | Europe | 10
hara-tadaaki | Tadaaki Hara | 原 敕晁 | Male | 1936-08-10 | 1980-06 | 43 | Miyazaki | 11
arimoto-keiko | Keiko Arimoto | 有本 恵子 | Female | 1960-01-12 | 1983-07~ | 23 | Europe | 12
";

#[test]
fn the_register_lists_the_seventeen_people() {
    let mut found = String::new();
    for case in bundled().cases() {
        let Case { id, name, sex, born, taken, .. } = case.as_ref();
        let (latin, native, prefecture) = (name.latin(), &name.native, &taken.prefecture);
        let sex = format!("{:?}", sex.unwrap());
        let text = |date: &Option<Date>| date.as_ref().map(Date::to_string).unwrap_or_default();
        let (born, on) = (text(born), text(&taken.on));
        let (age, incident) = (taken.age.unwrap(), taken.incident.unwrap());
        let line = [latin.as_str(), native, &sex, &born, &on, &age.to_string(), prefecture];
        found += &format!("{id} | {} | {incident}\n", line.join(" | "));
    }
    assert_eq!(found, EXPECTED_PEOPLE);
}

#[test]
fn the_register_lists_the_twelve_incidents() {
    let register = bundled();
    let numbers: Vec<u32> = register.incidents().iter().map(|incident| incident.number).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    for incident in register.incidents() {
        assert!(!incident.name.en.is_empty() && !incident.name.ja.is_empty());
        let people = register.cases().iter();
        assert!(people.filter(|case| case.taken.incident == Some(incident.number)).count() > 0);
    }
}

#[test]
fn north_koreas_claims_of_17_september_2002_give_the_dates_of_death() {
    let register = bundled();
    let party = register.compared_parties()[0];
    let given: BTreeMap<&str, String> = register
        .cases()
        .iter()
        .filter_map(|case| match &claim_in_force(case, party, day("2002-09-17"))?.says {
            Statement::Dead { on, .. } => Some((case.id.as_str(), on.as_ref()?.to_string())),
            _ => None,
        })
        .collect();
    let expected = [
        ("yokota-megumi", "1993-03-13"),
        ("taguchi-yaeko", "1986-07-30"),
        ("ichikawa-shuichi", "1979-09-04"),
        ("masumoto-rumiko", "1981-08-17"),
        ("ishioka-toru", "1988-11-04"),
        ("matsuki-kaoru", "1996-08-23"),
        ("hara-tadaaki", "1986-07-19"),
        ("arimoto-keiko", "1988-11-04"),
    ];
    assert_eq!(given, expected.map(|(id, on)| (id, on.to_owned())).into());
}

#[test]
fn five_people_returned_on_15_october_2002_without_private_details() {
    let register = bundled();
    let returned: Vec<&Case> =
        register.cases().iter().map(AsRef::as_ref).filter(|case| case.returned.is_some()).collect();
    assert_eq!(returned.len(), 5);
    for case in returned {
        assert_eq!(case.returned.as_ref().unwrap().on.as_str(), "2002-10-15");
        assert_eq!(case.born, None, "{}", case.id);
        assert_eq!(case.note, "", "{}", case.id);
        for variant in &case.variants {
            assert_ne!(variant.field, model::Fact::Born, "{}", case.id);
        }
    }
}

#[test]
fn every_record_cites_existing_sources() {
    let register = bundled();
    let known: BTreeSet<&SourceId> = register.sources().iter().map(|source| &source.id).collect();
    let cases = register.cases().iter().flat_map(|case| {
        let claims = case.claims.iter().map(|claim| &claim.sources);
        let variants = case.variants.iter().map(|variant| &variant.sources);
        let returned = case.returned.iter().map(|returned| &returned.sources);
        claims.chain(variants).chain(returned).chain([&case.sources])
    });
    let totals = register.totals().iter().map(|total| &total.sources);
    let events = register.events().iter().map(|event| &event.sources);
    let mut cited = BTreeSet::new();
    for sources in cases.chain(totals).chain(events) {
        assert!(!sources.is_empty());
        for source in sources {
            assert!(known.contains(source), "{source}");
            cited.insert(source);
        }
    }
    let idle: Vec<_> = known.difference(&cited).collect();
    assert!(idle.is_empty(), "cited nowhere: {idle:?}");
}

#[test]
fn every_source_has_a_publisher_a_title_and_a_location() {
    for source in bundled().sources() {
        let Source { id, publisher, title, address, note, .. } = source.as_ref();
        assert!(!publisher.is_empty() && !title.is_empty(), "{id}");
        assert!(
            address.starts_with("http") || note.contains("ddress") || note.contains("copy"),
            "{id}"
        );
    }
}

#[test]
fn parties_incidents_and_events_have_english_and_japanese_names() {
    let register = bundled();
    let parties = register.parties().iter().flat_map(|party| {
        let Party { name, short, .. } = party.as_ref();
        [name, short]
    });
    let incidents = register.incidents().iter().map(|incident| &incident.name);
    let events = register.events().iter().map(|event| &event.title);
    for text in parties.chain(incidents).chain(events).chain([register.note()]) {
        assert!(!text.en.is_empty() && !text.ja.is_empty(), "{text:?}");
    }
    assert!(register.events().is_sorted_by_key(|event| event.on.earliest()));
    let years = register.events().iter().map(|event| event.on.earliest().year());
    assert_eq!((years.clone().min(), years.max()), (Some(1991), Some(2025)));
}

#[test]
fn only_unofficial_claims_are_marked_as_reported() {
    let register = bundled();
    let reported = register.cases().iter().flat_map(|case| {
        let claims = case.claims.iter().filter(|claim| claim.reported);
        claims.map(|Claim { by, on, .. }| (case.id.as_str(), by.as_str(), on.as_str()))
    });
    let expected = [
        ("tanaka-minoru", "north-korea", "2018-03-16"),
        ("tanaka-minoru", "north-korea", "2019-02-15"),
    ];
    assert_eq!(reported.collect::<Vec<_>>(), expected);
}

#[test]
fn the_checks_find_only_self_contradictions() {
    let register = bundled();
    let found = check(&register);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].severity, Severity::Warning);
    assert_eq!(found[0].subject, FindingSubject::Case(register.cases()[2].id.clone()));
    assert_eq!(found[0].field, RecordField::Claim(5, ClaimField::Death));
    assert_eq!(
        found[0].kind,
        FindingKind::TwoDeaths {
            by: register.compared_parties()[0].clone(),
            first: "1993-03-13".parse().unwrap(),
            second: "1994-04-13".parse().unwrap(),
        }
    );
}

#[test]
fn a_total_that_differs_from_the_count_names_the_people() {
    let mut register = bundled();
    let kume = register.cases()[0].clone();
    let mut case = Case::new(CaseId::new("someone-else").unwrap());
    case.name.given = "Someone".to_owned();
    case.claims.push(Claim { on: "2015-03".parse().unwrap(), ..kume.claims[0].clone() });
    let at = register.cases().len();
    let change = Change { at, before: None, after: Some(case.into()) };
    register.apply(&Edit::Case(change)).unwrap();
    let before = Reconciliation::new(&register, day("2015-03-30"));
    assert!(before.matches_announced(0) && before.matches_announced(1));
    assert!(before.changed_since_announced.iter().all(Vec::is_empty));
    let after = Reconciliation::new(&register, day("2015-03-31"));
    assert_eq!(after.listed_count(1), 18);
    assert!(after.matches_announced(0) && !after.matches_announced(1));
    assert!(after.changed_since_announced[0].is_empty());
    assert_eq!(after.changed_since_announced[1], [at]);
}
