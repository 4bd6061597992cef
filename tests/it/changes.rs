//! What changed in the bundled register between the days that the design names, and its exports.

use blue_ribbon::{
    Lang, Progress,
    export::{self, ChangesInput, ExportError, Format},
    model::{Case, CaseId, Day},
    register::{Edit, Register},
    view::{Account, Changes, Digest, Group, Happened, Item, People, Status, Turn, told},
};

use crate::{
    expected::assert_expected,
    made_up::{bundled, created, day, read},
};

fn between(register: &Register, from: &str, to: &str) -> Changes {
    Changes::between(register, day(from), day(to))
}

fn ids(register: &Register, places: &[usize]) -> Vec<String> {
    places.iter().map(|at| register.cases()[*at].id.to_string()).collect()
}

/// Each group with how many were and are in it, and how many joined and left.
fn figures(changes: &Changes) -> Vec<(Group, [usize; 4])> {
    let figure = changes
        .moves
        .iter()
        .map(|one| (one.group, [one.before, one.after, one.joined.len(), one.left.len()]));
    figure.collect()
}

const ON_BOTH: Group = Group::People(People::Both);

fn list(side: usize) -> Group {
    Group::People(People::Listed(side, None))
}

fn only(side: usize) -> Group {
    Group::People(People::Only(side))
}

#[test]
fn of_very_many_cases_each_is_walked_over_once_and_in_order() {
    const COPIES: usize = 300;
    let few = bundled();
    let count = few.cases().len();
    let mut many = few.clone();
    for copy in 1..COPIES {
        for case in few.cases() {
            let id = CaseId::new(&format!("{}-{copy}", case.id)).unwrap();
            let case = Case { id, ..Case::clone(case) };
            many.apply(&Edit::Case(created(many.cases().len(), case))).unwrap();
        }
    }
    let [few, many] = [&few, &many].map(|register| between(register, "1997-05-01", "2006-11-20"));
    for (few, many) in few.moves.iter().zip(&many.moves) {
        assert_eq!([many.before, many.after], [few.before * COPIES, few.after * COPIES]);
        for (few, many) in [(&few.joined, &many.joined), (&few.left, &many.left)] {
            let copy = |copy: usize| few.iter().map(move |at| copy * count + at);
            assert_eq!(*many, (0..COPIES).flat_map(copy).collect::<Vec<_>>());
        }
    }
    let of_cases = |changes: &Changes| -> Vec<(Day, usize)> {
        let case = |item: &Item| match item.what {
            Happened::Claim { case, .. } | Happened::Return { case } => Some((item.day, case)),
            _ => None,
        };
        changes.items.iter().filter_map(case).collect()
    };
    let items = of_cases(&many);
    assert_eq!(items.len(), of_cases(&few).len() * COPIES);
    assert!(items.is_sorted(), "by day, on one day in the order of the register");
    assert!(many.items.is_sorted_by_key(|item| item.day));
}

#[test]
fn from_the_word_of_the_police_to_the_first_summit() {
    let register = bundled();
    let changes = between(&register, "1997-05-01", "2002-09-17");
    let expected = [
        (list(0), [0, 13, 13, 0]),
        (list(1), [10, 11, 1, 0]),
        (ON_BOTH, [0, 10, 10, 0]),
        (only(0), [0, 3, 3, 0]),
        (only(1), [10, 1, 0, 9]),
        (Group::Status(Status::Returned), [0, 0, 0, 0]),
        (Group::Status(Status::ClaimedDead), [0, 8, 8, 0]),
        (Group::Status(Status::Unresolved), [10, 6, 1, 5]),
    ];
    assert_eq!(figures(&changes), expected);
    let counts = |day: &blue_ribbon::view::Reconciliation| {
        day.announced.each_ref().map(|total| total.as_ref().map(|total| total.count))
    };
    assert_eq!(counts(&changes.before), [None, Some(10)]);
    assert_eq!(counts(&changes.after), [Some(13), Some(11)]);
    let joined = &changes.moves[3].joined;
    assert_eq!(ids(&register, joined), ["soga-hitomi", "ishioka-toru", "matsuki-kaoru"]);
}

#[test]
fn from_the_first_summit_to_the_return_of_five() {
    let register = bundled();
    let changes = between(&register, "2002-09-17", "2002-10-31");
    let expected = [
        (list(0), [13, 13, 0, 0]),
        (list(1), [11, 15, 4, 0]),
        (ON_BOTH, [10, 13, 3, 0]),
        (only(0), [3, 0, 0, 3]),
        (only(1), [1, 2, 1, 0]),
        (Group::Status(Status::Returned), [0, 5, 5, 0]),
        (Group::Status(Status::ClaimedDead), [8, 8, 0, 0]),
        (Group::Status(Status::Unresolved), [6, 2, 1, 5]),
    ];
    assert_eq!(figures(&changes), expected);
    let five =
        ["chimura-yasushi", "chimura-fukie", "hasuike-kaoru", "hasuike-yukiko", "soga-hitomi"];
    assert_eq!(ids(&register, &changes.moves[5].joined), five);
    let returns = changes.items.iter().filter_map(|item| match item.what {
        Happened::Return { case } => Some((case, item.day)),
        _ => None,
    });
    let (places, days): (Vec<usize>, Vec<Day>) = returns.unzip();
    assert_eq!(ids(&register, &places), five);
    assert!(days.iter().all(|back| *back == day("2002-10-15")), "{days:?}");
    let totals = changes.items.iter().filter_map(|item| match item.what {
        Happened::Total { total, before } => Some((total, before)),
        _ => None,
    });
    let count = |at: usize| register.totals()[at].count;
    let totals: Vec<_> = totals.map(|(total, before)| (count(total), before.map(count))).collect();
    assert_eq!(totals, [(15, Some(11))]);
}

/// What each claim on one person did, with the positions before and after.
fn turns(register: &Register, changes: &Changes, id: &str) -> Vec<(String, Turn)> {
    let claims = changes.items.iter().filter_map(|item| match item.what {
        Happened::Claim { case, claim, turn, .. } if register.cases()[case].id.as_str() == id => {
            Some((register.cases()[case].claims[claim].on.to_string(), turn))
        }
        _ => None,
    });
    claims.collect()
}

#[test]
fn what_each_claim_on_one_person_did() {
    let register = bundled();
    let changes = between(&register, "1990-01-01", "2014-03-30");
    let turns = turns(&register, &changes, "yokota-megumi");
    let expected = [
        ("1997-05-01", Turn::New),
        ("2002-09-17", Turn::New),
        ("2002-10-02", Turn::Changed),
        ("2003-01", Turn::Again),
        ("2004-09", Turn::Changed),
        ("2004-11", Turn::Changed),
        ("2004-12-08", Turn::Answered),
        ("2004-12-24", Turn::Answered),
        ("2012", Turn::Answered),
    ];
    assert_eq!(turns, expected.map(|(on, turn)| (on.to_owned(), turn)));
}

#[test]
fn what_was_only_reported_has_no_position() {
    let register = bundled();
    let changes = between(&register, "2014-03-30", "2019-12-31");
    let told = |item: &Item| told(Lang::ENGLISH, &register, item).unwrap();
    let reported: Vec<_> = changes
        .items
        .iter()
        .filter(|item| matches!(item.what, Happened::Claim { turn: Turn::Reported, .. }))
        .map(told)
        .collect();
    assert_eq!(reported.len(), 2);
    for told in reported {
        assert_eq!(told.position, None);
        assert!(told.deed.contains("only reported by others; not official, not counted"));
    }
}

#[test]
fn what_is_taken_back_says_what_it_was() {
    let register = read(
        "(format: 1, title: \"x\", compare: (\"a\", \"b\"), cases: [(id: \"c\", name: (given: \"C\"), \
         claims: [(by: \"b\", on: \"2001\", says: Withdrawn), (by: \"b\", on: \"2000-02\", says: Alive)])])",
    );
    let changes = between(&register, "2000-02-29", "2001-12-31");
    let [item] = changes.items.as_slice() else { panic!("{:?}", changes.items) };
    let told = told(Lang::ENGLISH, &register, item).unwrap();
    assert_eq!(told.deed, "b, taken back");
    assert_eq!(told.instead, "until then: Says the person is alive (February 2000)");
    assert_eq!(told.position, Some([Account::Alive, Account::Withdrawn]));
    assert_eq!(told.position_words(Lang::ENGLISH), "Said to be alive → Withdrawn");
}

#[test]
fn the_latest_change_by_a_day_lies_between_two_days() {
    let digest = Digest::new(&bundled());
    let latest = |as_of: &str| {
        let (from, to) = digest.latest_change(day(as_of));
        (from.to_string(), to.to_string())
    };
    let days = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(latest("2002-09-17"), days("2002-03-11", "2002-09-17"));
    assert_eq!(latest("2002-09-18"), days("2002-03-11", "2002-09-18"));
    assert_eq!(latest("1997-05-02"), days("1997-04-30", "1997-05-02"));
    assert_eq!(latest("1990-01-01"), days("1990-01-01", "1990-01-01"));
    let register = bundled();
    for as_of in &digest.days {
        let (from, to) = digest.latest_change(*as_of);
        assert!(!Changes::between(&register, from, to).items.is_empty(), "{as_of}");
    }
}

fn made(format: Format, changes: &Changes, register: &Register, lang: Lang) -> Vec<u8> {
    let input = ChangesInput { register, changes, lang };
    export::changes(format, &input, &Progress::default()).unwrap()
}

#[test]
fn changes_in_every_format_and_language() {
    let register = bundled();
    let changes = between(&register, "2002-09-17", "2002-10-31");
    for format in Format::ALL {
        for lang in Lang::available() {
            let name = format!("changes-2002.{}.{}", lang.code(), format.extension());
            assert_expected(&name, &made(format, &changes, &register, lang));
        }
    }
}

#[test]
fn changes_over_years_where_claims_are_answered_and_change() {
    let register = bundled();
    let changes = between(&register, "2004-08-31", "2006-11-20");
    let made = made(Format::Markdown, &changes, &register, Lang::ENGLISH);
    assert_expected("changes-2004.en.md", &made);
}

#[test]
fn where_nothing_changed_that_is_said() {
    let register = bundled();
    let changes = between(&register, "2014-03-30", "2014-03-30");
    for (lang, words) in [
        (Lang::ENGLISH, "Nothing changed between these two days."),
        (Lang::named("ja").unwrap(), "この二つの日の間に変化なし"),
    ] {
        for format in [Format::Markdown, Format::Html] {
            let made = String::from_utf8(made(format, &changes, &register, lang)).unwrap();
            assert!(made.contains(words), "{made}");
        }
    }
    let csv = made(Format::Csv, &changes, &register, Lang::ENGLISH);
    // The headings, eight groups of people and two totals.
    assert_eq!(String::from_utf8(csv).unwrap().lines().count(), 11);
}

#[test]
fn each_change_is_reported_twice_and_a_cancelled_export_gives_nothing() {
    let register = bundled();
    let changes = between(&register, "2002-09-17", "2002-10-31");
    let input = ChangesInput { register: &register, changes: &changes, lang: Lang::ENGLISH };
    for format in Format::ALL {
        let progress = Progress::default();
        export::changes(format, &input, &progress).unwrap();
        let count = changes.items.len();
        assert_eq!(progress.state(), (2 * count - 1, 2 * count), "{format:?}");
        progress.cancel();
        let made = export::changes(format, &input, &progress);
        assert!(matches!(made, Err(ExportError::Cancelled)), "{format:?}");
    }
}
