//! What the program computes takes time in proportion to each list of a register.
//!
//! The time is that of the processor on this thread alone, so that other tests do not lengthen it.

use blue_ribbon::{
    analysis::{Analysis, changes::Changes, checks::check_case, reconciliation::Reconciliation},
    draft::{Draft, case::CaseDraft},
    merge::{list_edits::edits_between, merge, revert::RevertPlan},
    model::{Case, Day},
    register::{Change, Edit, Register, Step, StepKind, StepSubject},
};
use rustix::time::{ClockId, clock_gettime};

use crate::{generators::day, long_list::LongList};

const SMALL: usize = 1_000;
/// How many times longer the long list is.
const FACTOR: usize = 4;
/// The growth that is more than the factor, and less than its square.
const MAX_GROWTH: f64 = 9.0;
/// A time in nanoseconds below which growth cannot be told from chance.
const MIN_TIME: u64 = 4_000_000;
/// The number of measurements, of which the shortest counts.
const ROUNDS: usize = 5;

/// Returns the time that the processor has spent on this thread, in nanoseconds.
fn thread_time() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec * 1_000_000_000 + time.tv_nsec).unwrap()
}

fn time(work: &dyn Fn()) -> u64 {
    let before = thread_time();
    work();
    thread_time() - before
}

/// Fails if work on a register takes more than proportionally longer where a list is longer.
fn assert_linear(name: &str, work: impl Fn(&Register)) {
    for list in LongList::ALL {
        let [small, large] = [SMALL, SMALL * FACTOR].map(|count| list.register(count));
        let (mut of_small, mut of_large) = (u64::MAX, u64::MAX);
        let mut is_linear = || {
            of_small = of_small.min(time(&|| work(&small)));
            of_large = of_large.min(time(&|| work(&large)));
            of_large < MIN_TIME || of_large as f64 <= of_small as f64 * MAX_GROWTH
        };
        let is_linear = (0..ROUNDS).any(|_| is_linear());
        assert!(is_linear, "{name}, {list}: {of_small} ns, then {of_large} ns");
    }
}

/// Returns a register in which every claim, total and event of another has a note.
fn with_notes(register: &Register, note: &str) -> Register {
    let mut changed = register.clone();
    let noted = |case: &Case| {
        let mut case = case.clone();
        case.claims.iter_mut().for_each(|claim| claim.note = note.to_owned());
        case.variants.iter_mut().for_each(|variant| variant.note = note.to_owned());
        case
    };
    macro_rules! change {
        ($records:ident, $edit:ident, $change:expr) => {
            for (at, before) in register.$records().iter().enumerate() {
                let after = Some($change(before.as_ref()).into());
                let change = Change { at, before: Some(before.clone()), after };
                changed.apply(&Edit::$edit(change)).unwrap();
            }
        };
    }
    change!(cases, Case, noted);
    change!(totals, Total, |total: &blue_ribbon::model::Total| {
        blue_ribbon::model::Total { note: note.to_owned(), ..total.clone() }
    });
    change!(events, Event, |event: &blue_ribbon::model::Event| {
        blue_ribbon::model::Event { note: note.to_owned(), ..event.clone() }
    });
    changed
}

#[test]
fn an_analysis_takes_time_in_proportion_to_each_list() {
    assert_linear("analysis", |register| {
        let mut analysis = Analysis::new(register, day("2014-03-30"), Default::default());
        analysis.set_as_of(register, day("1005-03-30"));
    });
}

#[test]
fn a_reconciliation_takes_time_in_proportion_to_each_list() {
    assert_linear("reconciliation", |register| {
        drop(Reconciliation::new(register, day("2014-03-30")));
    });
}

#[test]
fn the_checks_take_time_in_proportion_to_each_list() {
    assert_linear("checks", |register| {
        drop(blue_ribbon::analysis::checks::check(register));
        drop(check_case(register, &register.cases()[0], None));
    });
}

#[test]
fn the_changes_take_time_in_proportion_to_each_list() {
    assert_linear("changes", |register| drop(Changes::between(register, Day::MIN, Day::MAX)));
}

#[test]
fn a_draft_takes_time_in_proportion_to_each_list() {
    assert_linear("draft", |register| {
        let mut draft = CaseDraft::from_case_at(0, &register.cases()[0]);
        draft.claims.iter_mut().for_each(|claim| claim.note.push('!'));
        drop(Draft::Case(Box::new(draft)).validate(register, None));
    });
}

#[test]
fn an_edit_takes_time_in_proportion_to_each_list() {
    assert_linear("edit", |register| {
        let edits = edits_between(register, &with_notes(register, "asked again"));
        let mut analysis = Analysis::new(register, day("2014-03-30"), Default::default());
        let mut changed = register.clone();
        changed.apply_all(&edits).unwrap();
        analysis.update(&changed, &edits);
    });
}

#[test]
fn a_merge_takes_time_in_proportion_to_each_list() {
    assert_linear("merge", |register| {
        let theirs = with_notes(register, "asked again");
        drop(merge(Some(register), register, &theirs));
    });
}

#[test]
fn conflicts_take_time_in_proportion_to_each_list() {
    assert_linear("conflicts", |register| {
        let [ours, theirs] = ["asked", "asked again"].map(|note| with_notes(register, note));
        drop(merge(Some(register), &ours, &theirs));
    });
}

#[test]
fn a_revert_takes_time_in_proportion_to_each_list() {
    assert_linear("revert", |register| {
        let changed = with_notes(register, "asked again");
        let edits = edits_between(register, &changed);
        let step = Step::new(StepKind::Change, StepSubject::Register, edits);
        drop(RevertPlan::new(&changed, &step));
    });
}
