//! The changes of the bundled register between the days that the design names, and their exports.

use crate::{
    expected_files::{assert_expected, expected_locale, exported},
    generators::{bundled, creation, day, read},
};
use blue_ribbon::{
    Locale, Progress,
    analysis::{
        CheckResults,
        changes::{
            Changes,
            item::{ChangeItem, ChangeKind, ClaimEffect},
            membership::CountedGroup,
        },
        position::{Position, Status},
        reconciliation::{self, Cohort},
    },
    describe::changes::describe_change,
    export::{
        changes::{export_changes, report::ChangesInput},
        csv_separator::CsvSeparator,
        error::ExportError,
        report::ReportFormat,
    },
    model::{Case, CaseId, Day},
    register::{Edit, Register},
    store::history::history_reference::HistoryReference,
};

fn between(register: &Register, from: &str, to: &str) -> Changes {
    Changes::between(register, day(from), day(to))
}

fn ids(register: &Register, places: &[usize]) -> Vec<String> {
    places.iter().map(|at| register.cases()[*at].id.to_string()).collect()
}

/// Each group with how many were and are in it, and how many joined and left.
fn cohort_counts(changes: &Changes) -> Vec<(CountedGroup, [usize; 4])> {
    let figure = changes
        .membership_changes
        .iter()
        .map(|one| (one.group, [one.before, one.after, one.joined.len(), one.left.len()]));
    figure.collect()
}

const ON_BOTH: CountedGroup = CountedGroup::Cohort(Cohort::Both);

fn list_group(side: usize) -> CountedGroup {
    CountedGroup::Cohort(Cohort::Listed(side, None))
}

fn only_group(side: usize) -> CountedGroup {
    CountedGroup::Cohort(Cohort::Only(side))
}

#[test]
fn changes_of_many_cases_come_once_each_and_in_order() {
    const COPIES: usize = 300;
    let few = bundled();
    let count = few.cases().len();
    let mut many = few.clone();
    for copy in 1..COPIES {
        for case in few.cases() {
            let id = CaseId::new(&format!("{}-{copy}", case.id)).unwrap();
            let case = Case { id, ..Case::clone(case) };
            many.apply(&Edit::Case(creation(many.cases().len(), case))).unwrap();
        }
    }
    let [few, many] = [&few, &many].map(|register| between(register, "1997-05-01", "2006-11-20"));
    for (few, many) in few.membership_changes.iter().zip(&many.membership_changes) {
        assert_eq!([many.before, many.after], [few.before * COPIES, few.after * COPIES]);
        for (few, many) in [(&few.joined, &many.joined), (&few.left, &many.left)] {
            let copy = |copy: usize| few.iter().map(move |at| copy * count + at);
            assert_eq!(*many, (0..COPIES).flat_map(copy).collect::<Vec<_>>());
        }
    }
    let of_cases = |changes: &Changes| -> Vec<(Day, usize)> {
        let case = |item: &ChangeItem| match item.kind {
            ChangeKind::Claim { case, .. } | ChangeKind::Return { case } => Some((item.day, case)),
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
fn changes_from_the_police_statement_to_the_first_summit() {
    let register = bundled();
    let changes = between(&register, "1997-05-01", "2002-09-17");
    let expected = [
        (list_group(0), [0, 13, 13, 0]),
        (list_group(1), [10, 11, 1, 0]),
        (ON_BOTH, [0, 10, 10, 0]),
        (only_group(0), [0, 3, 3, 0]),
        (only_group(1), [10, 1, 0, 9]),
        (CountedGroup::Status(Status::Returned), [0, 0, 0, 0]),
        (CountedGroup::Status(Status::ClaimedDead), [0, 8, 8, 0]),
        (CountedGroup::Status(Status::Unresolved), [10, 6, 1, 5]),
    ];
    assert_eq!(cohort_counts(&changes), expected);
    let counts = |day: &reconciliation::Reconciliation| {
        day.announced.each_ref().map(|total| total.as_ref().map(|total| total.count))
    };
    assert_eq!(counts(&changes.before), [None, Some(10)]);
    assert_eq!(counts(&changes.after), [Some(13), Some(11)]);
    let joined = &changes.membership_changes[3].joined;
    assert_eq!(ids(&register, joined), ["soga-hitomi", "ishioka-toru", "matsuki-kaoru"]);
}

#[test]
fn changes_from_the_first_summit_to_the_return_of_five() {
    let register = bundled();
    let changes = between(&register, "2002-09-17", "2002-10-31");
    let expected = [
        (list_group(0), [13, 13, 0, 0]),
        (list_group(1), [11, 15, 4, 0]),
        (ON_BOTH, [10, 13, 3, 0]),
        (only_group(0), [3, 0, 0, 3]),
        (only_group(1), [1, 2, 1, 0]),
        (CountedGroup::Status(Status::Returned), [0, 5, 5, 0]),
        (CountedGroup::Status(Status::ClaimedDead), [8, 8, 0, 0]),
        (CountedGroup::Status(Status::Unresolved), [6, 2, 1, 5]),
    ];
    assert_eq!(cohort_counts(&changes), expected);
    let five =
        ["chimura-yasushi", "chimura-fukie", "hasuike-kaoru", "hasuike-yukiko", "soga-hitomi"];
    assert_eq!(ids(&register, &changes.membership_changes[5].joined), five);
    let returns = changes.items.iter().filter_map(|item| match item.kind {
        ChangeKind::Return { case } => Some((case, item.day)),
        _ => None,
    });
    let (places, days): (Vec<usize>, Vec<Day>) = returns.unzip();
    assert_eq!(ids(&register, &places), five);
    assert!(days.iter().all(|back| *back == day("2002-10-15")), "{days:?}");
    let totals = changes.items.iter().filter_map(|item| match item.kind {
        ChangeKind::Total { total, before } => Some((total, before)),
        _ => None,
    });
    let count = |at: usize| register.totals()[at].count;
    let totals: Vec<_> = totals.map(|(total, before)| (count(total), before.map(count))).collect();
    assert_eq!(totals, [(15, Some(11))]);
}

/// Returns the effect of each claim on one person, with the positions before and after.
fn claim_effects(register: &Register, changes: &Changes, id: &str) -> Vec<(String, ClaimEffect)> {
    let claims = changes.items.iter().filter_map(|item| match item.kind {
        ChangeKind::Claim { case, claim, effect: turn, .. }
            if register.cases()[case].id.as_str() == id =>
        {
            Some((register.cases()[case].claims[claim].on.to_string(), turn))
        }
        _ => None,
    });
    claims.collect()
}

#[test]
fn each_claim_on_one_person_has_its_effect() {
    let register = bundled();
    let changes = between(&register, "1990-01-01", "2014-03-30");
    let turns = claim_effects(&register, &changes, "yokota-megumi");
    let expected = [
        ("1997-05-01", ClaimEffect::New),
        ("2002-09-17", ClaimEffect::New),
        ("2002-10-02", ClaimEffect::Changed),
        ("2003-01", ClaimEffect::Repeated),
        ("2004-09", ClaimEffect::Changed),
        ("2004-11", ClaimEffect::Changed),
        ("2004-12-08", ClaimEffect::Answered),
        ("2004-12-24", ClaimEffect::Answered),
        ("2012", ClaimEffect::Answered),
    ];
    assert_eq!(turns, expected.map(|(on, turn)| (on.to_owned(), turn)));
}

#[test]
fn a_reported_claim_has_no_position() {
    let register = bundled();
    let changes = between(&register, "2014-03-30", "2019-12-31");
    let told = |item: &ChangeItem| describe_change(Locale::ENGLISH, &register, item).unwrap();
    let reported: Vec<_> = changes
        .items
        .iter()
        .filter(|item| matches!(item.kind, ChangeKind::Claim { effect: ClaimEffect::Reported, .. }))
        .map(told)
        .collect();
    assert_eq!(reported.len(), 2);
    for told in reported {
        assert_eq!(told.position, None);
        assert!(told.action.contains("only reported by others; not official, not counted"));
    }
}

#[test]
fn a_withdrawal_names_the_previous_statement() {
    let register = read(
        "(format: 1, title: \"x\", compare: (\"a\", \"b\"), cases: [(id: \"c\", name: (given: \"C\"), \
         claims: [(by: \"b\", on: \"2001\", says: Withdrawn), (by: \"b\", on: \"2000-02\", says: Alive)])])",
    );
    let changes = between(&register, "2000-02-29", "2001-12-31");
    let [item] = changes.items.as_slice() else { panic!("{:?}", changes.items) };
    let told = describe_change(Locale::ENGLISH, &register, item).unwrap();
    assert_eq!(told.action, "b, taken back");
    assert_eq!(told.replaced_claim, "until then: Says the person is alive (February 2000)");
    assert_eq!(told.position, Some([Position::Alive, Position::Withdrawn]));
    assert_eq!(told.describe_position_change(Locale::ENGLISH), "Said to be alive → Withdrawn");
}

#[test]
fn the_latest_change_by_a_day_spans_two_days() {
    let digest = CheckResults::new(&bundled(), day("2025-12-31"));
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

fn export_bytes(
    format: ReportFormat,
    changes: &Changes,
    register: &Register,
    locale: Locale,
) -> Vec<u8> {
    let input = ChangesInput { register, changes, locale, history: HistoryReference::NoHistory };
    exported(|out| export_changes(format, &input, &Progress::default(), out)).unwrap()
}

#[test]
fn changes_export_in_every_format() {
    let register = bundled();
    let changes = between(&register, "2002-09-17", "2002-10-31");
    for format in ReportFormat::ALL {
        let locale = expected_locale(format);
        let name = format!("changes-2002.{}.{}", locale.code(), format.extension());
        assert_expected(&name, &export_bytes(format, &changes, &register, locale));
    }
}

#[test]
fn changes_over_years_include_disputed_and_changed_claims() {
    let register = bundled();
    let changes = between(&register, "2004-08-31", "2006-11-20");
    let made = export_bytes(ReportFormat::Markdown, &changes, &register, Locale::ENGLISH);
    assert_expected("changes-2004.en.md", &made);
}

#[test]
fn an_export_without_changes_says_so() {
    let register = bundled();
    let changes = between(&register, "2014-03-30", "2014-03-30");
    for (locale, text) in [
        (Locale::ENGLISH, "Nothing changed between these two days."),
        (Locale::from_tag("ja").unwrap(), "この二つの日の間に変化なし"),
    ] {
        for format in [ReportFormat::Markdown, ReportFormat::Html] {
            let made =
                String::from_utf8(export_bytes(format, &changes, &register, locale)).unwrap();
            assert!(made.contains(text), "{made}");
        }
    }
    let csv =
        export_bytes(ReportFormat::Csv(CsvSeparator::Comma), &changes, &register, Locale::ENGLISH);
    // The headings, eight groups of people and two totals.
    assert_eq!(String::from_utf8(csv).unwrap().lines().count(), 11);
}

#[test]
fn an_export_reports_each_change_twice_and_returns_nothing_when_cancelled() {
    let register = bundled();
    let changes = between(&register, "2002-09-17", "2002-10-31");
    let input = ChangesInput {
        register: &register,
        changes: &changes,
        locale: Locale::ENGLISH,
        history: HistoryReference::NoHistory,
    };
    for format in ReportFormat::ALL {
        let progress = Progress::default();
        exported(|out| export_changes(format, &input, &progress, out)).unwrap();
        let count = changes.items.len();
        assert_eq!(progress.done_and_total(), (2 * count - 1, 2 * count), "{format:?}");
        progress.cancel();
        let made = exported(|out| export_changes(format, &input, &progress, out));
        assert!(matches!(made, Err(ExportError::Cancelled)), "{format:?}");
    }
}
