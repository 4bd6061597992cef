use proptest::prelude::*;

use crate::generators::{bundled, day, day_near, register};
use blue_ribbon::{
    analysis::chronology::{Chronology, DatedItem, Occurrence},
    figure::{
        time_axis::TimeScale,
        timeline::{TimelineItem, TimelineItemKind, case_items, event_items, group_into_marks},
    },
    model::{Date, Day},
    register::Register,
};

/// Returns the items of the lanes of some cases and of the events, in the order of a table.
fn timeline_items(register: &Register, rows: &[u32], as_of: Day) -> Vec<DatedItem> {
    let dated = |occurrence, item: TimelineItem| {
        let on = date_of(register, occurrence);
        assert_eq!((item.from, item.to), (on.earliest(), on.latest()));
        let is_abduction = matches!(occurrence, Occurrence::Taken(_));
        let since = if is_abduction { on.earliest() } else { on.in_force_from() };
        DatedItem { from: item.from, to: item.to, since, sort_days: on.sort_days(), occurrence }
    };
    let mut all = Vec::new();
    for row in rows {
        let case = &register.cases()[*row as usize];
        all.extend(case_items(case, register.compared_parties(), as_of).into_iter().map(|item| {
            let what = match item.kind {
                TimelineItemKind::Abduction => Occurrence::Taken(*row),
                TimelineItemKind::Return => Occurrence::Returned(*row),
                TimelineItemKind::Claim { claim_index: at, .. } => {
                    Occurrence::Claim { case: *row, claim: at as u32 }
                }
                TimelineItemKind::Event(_) => panic!("an event on the lane of a case"),
            };
            dated(what, item)
        }));
    }
    all.extend(event_items(register, as_of).into_iter().map(|item| match item.kind {
        TimelineItemKind::Event(at) => dated(Occurrence::Event(at as u32), item),
        other => panic!("{other:?} on the lane of events"),
    }));
    all.sort_by_key(|dated| dated.sort_days);
    all
}

/// Returns the date of a record.
fn date_of(register: &Register, occurrence: Occurrence) -> &Date {
    let case = |at: u32| &register.cases()[at as usize];
    match occurrence {
        Occurrence::Taken(at) => case(at).taken.on.as_ref().unwrap(),
        Occurrence::Claim { case: at, claim } => &case(at).claims[claim as usize].on,
        Occurrence::Returned(at) => &case(at).returned.as_ref().unwrap().on,
        Occurrence::Event(at) => &register.events()[at as usize].on,
    }
}

proptest! {
    #[test]
    fn every_item_is_in_one_lane_mark_and_none_is_after_the_day(
        register in register(), as_of in day_near(), days in 10u16..5000, width in 100f32..2000.0,
    ) {
        let from = as_of.saturating_sub(jiff::Span::new().days(i32::from(days)));
        let scale = TimeScale::new(from, as_of, width);
        for case in register.cases() {
            let items = case_items(case, register.compared_parties(), as_of);
            let said = case.claims.iter().filter(|claim| claim.on.in_force_from() <= as_of).count();
            let back = case.returned.iter().filter(|back| back.on.in_force_from() <= as_of).count();
            let taken = case.taken.on.iter().filter(|taken| taken.earliest() <= as_of).count();
            prop_assert_eq!(items.len(), taken + said + back);
            let marks = group_into_marks(&items, &scale);
            let mut told: Vec<_> = marks.iter().flat_map(|mark| mark.items.clone()).collect();
            told.sort_unstable();
            prop_assert_eq!(told, (0..items.len()).collect::<Vec<_>>());
            let mut narrow: Vec<_> =
                marks.iter().filter(|mark| mark.extent.1 - mark.extent.0 <= 28.0).collect();
            narrow.sort_by(|a, b| a.extent.0.total_cmp(&b.extent.0));
            for pair in narrow.windows(2) {
                prop_assert!(pair[0].extent.1 <= pair[1].extent.0, "{:?}", pair);
            }
        }
    }

    #[test]
    fn the_table_has_the_items_of_the_lanes_in_the_same_range(
        register in register(),
        every in 1usize..3,
        as_of in day_near(),
        stretches in proptest::collection::vec((day_near(), day_near()), 1..4),
    ) {
        let rows: Vec<u32> = (0..register.cases().len() as u32).rev().step_by(every).collect();
        let chronology = Chronology::new(&register, rows.clone());
        prop_assert_eq!(chronology.rows(), &rows);
        let whole = (Day::MIN, Day::MAX);
        for (from, to) in stretches.into_iter().chain([whole]) {
            let mut expected = timeline_items(&register, &rows, as_of);
            expected.retain(|dated| dated.from <= to && from <= dated.to);
            let excerpt = chronology.window(from, to, as_of);
            prop_assert_eq!(excerpt.len(), expected.len());
            let row = |at| chronology.row(&excerpt, at).copied();
            let found: Vec<_> = (0..excerpt.len()).filter_map(row).collect();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(row(excerpt.len()), None);
        }
    }
}

#[test]
fn the_chronology_is_empty_before_the_first_dated_item() {
    let register = bundled();
    let rows: Vec<u32> = (0..register.cases().len() as u32).collect();
    let chronology = Chronology::new(&register, rows);
    let count = |as_of| chronology.window(Day::MIN, Day::MAX, day(as_of)).len();
    assert_eq!(count("1977-09-18"), 0);
    assert_eq!(count("1977-09-19"), 1);
    assert_eq!(count("1997-04-30") - count("1991-05-19"), 4, "events alone");
}
