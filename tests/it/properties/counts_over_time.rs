use std::sync::Arc;

use proptest::prelude::*;

use crate::generators::{bundled, day, day_near, register};
use blue_ribbon::{
    analysis::{
        Analysis, CheckResults,
        counts_over_time::CountPoint,
        position::{CaseState, Status},
        query::Query,
        reconciliation::Reconciliation,
    },
    model::Day,
    register::Register,
};

fn view(register: &Register, as_of: Day) -> Analysis {
    Analysis::new(register, as_of, Arc::<CheckResults>::default())
}

/// Returns the counts of the reconciliation of a day.
fn counts_on(register: &Register, from: Day) -> CountPoint {
    let found = Reconciliation::new(register, from);
    let listed = [found.listed_count(0), found.listed_count(1)];
    CountPoint { from, listed, returned: found.status_counts[Status::Returned as usize] }
}

/// Returns the part of a case in the counts.
fn counts_of_case(case_state: CaseState) -> [i64; 3] {
    let listed = [case_state.is_listed(0), case_state.is_listed(1)];
    let returned = case_state.status == Status::Returned && listed != [false; 2];
    [listed[0], listed[1], returned].map(i64::from)
}

proptest! {
    #[test]
    fn every_count_point_equals_the_reconciliation_of_its_day(register in register(), as_of in day_near()) {
        let count_points = view(&register, as_of).counts_over_time();
        for step in &count_points {
            prop_assert!(step.from <= as_of);
            prop_assert_eq!(*step, counts_on(&register, step.from));
        }
        let last = count_points.last().map(|step| (step.listed, step.returned)).unwrap_or_default();
        let now = counts_on(&register, as_of);
        prop_assert_eq!(last, (now.listed, now.returned));
    }

    #[test]
    fn count_points_differ_by_the_status_changes(
        register in register(), as_of in day_near(),
    ) {
        let view = view(&register, as_of);
        let mut before = [0; 3];
        for step in view.counts_over_time() {
            let now = [step.listed[0], step.listed[1], step.returned].map(|n| n as i64);
            let moves = view.case_state_changes(step.from);
            prop_assert!(!moves.is_empty());
            for at in 0..3 {
                let moved: i64 =
                    moves.iter().map(|one| counts_of_case(one.after)[at] - counts_of_case(one.before)[at]).sum();
                prop_assert_eq!(before[at] + moved, now[at]);
            }
            before = now;
        }
    }
}

#[test]
fn the_bundled_register_has_the_known_counts_over_time() {
    let register = bundled();
    let count_points = view(&register, day("2014-03-30")).counts_over_time();
    let told: Vec<_> = count_points
        .iter()
        .map(|step| (step.from.to_string(), step.listed, step.returned))
        .collect();
    let known = [
        ("1997-05-01", [0, 10], 0),
        ("2002-03-11", [0, 11], 0),
        ("2002-09-17", [13, 11], 0),
        ("2002-10-15", [13, 11], 5),
        ("2002-10-31", [13, 15], 5),
        ("2005-04-30", [13, 16], 5),
        ("2006-11-20", [13, 17], 5),
    ];
    assert_eq!(told, known.map(|(day, listed, back)| (day.to_owned(), listed, back)));
}

#[test]
fn a_query_narrows_the_counts_over_time() {
    let register = bundled();
    let mut view = view(&register, day("2014-03-30"));
    view.set_query(&register, Query { search: "kume".to_owned(), ..Query::default() });
    let told: Vec<_> =
        view.counts_over_time().iter().map(|step| (step.from, step.listed)).collect();
    assert_eq!(told, [(day("1997-05-01"), [0, 1])]);
    assert_eq!(view.case_state_changes(day("1997-05-01")).len(), 1);
    assert_eq!(view.case_state_changes(day("2002-09-17")), []);
}
