//! Both lists over time: how many each party listed, and how many were back, from day to day.

use std::collections::BTreeMap;

use crate::{
    analysis::{
        position::{CaseState, Status},
        search_index::SearchIndex,
    },
    model::Day,
};

/// The figures from one day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountPoint {
    /// The first day they hold for.
    pub from: Day,
    /// The number of people on the list of each side.
    pub listed: [usize; 2],
    /// The number of returned people among those on either list.
    pub returned: usize,
}

impl CountPoint {
    /// Returns the three series of a chart: the list of each side, then the returned people.
    pub fn series(&self) -> [usize; 3] {
        let [first, second] = self.listed;
        [first, second, self.returned]
    }

    /// Returns the index of the counts that hold on a day; `None` before the first.
    pub fn index_on(count_points: &[Self], day: Day) -> Option<usize> {
        count_points.partition_point(|figures| figures.from <= day).checked_sub(1)
    }
}

/// The change of the state of one case on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseStateChange {
    /// The place of the case in the register.
    pub case: u32,
    /// The state on the day before.
    pub before: CaseState,
    /// The state from that day on.
    pub after: CaseState,
}

/// Returns the counts up to a day, in rising order, each different from the one before. Before the
/// first, nobody is listed.
pub(super) fn counts_over_time(index: &SearchIndex, rows: &[u32], until: Day) -> Vec<CountPoint> {
    // Many cases share a timeline: each is walked once.
    let mut cases = vec![0i64; index.timelines().distinct().len()];
    for row in rows {
        cases[index.timelines().timeline_index(*row as usize)] += 1;
    }
    let mut changes: BTreeMap<Day, [i64; 3]> = BTreeMap::new();
    for (timeline, cases) in
        index.timelines().distinct().iter().zip(cases).filter(|(_, cases)| *cases > 0)
    {
        let mut before = [0; 3];
        for (day, state) in timeline.iter().take_while(|(day, _)| *day <= until) {
            let after = contribution(*state);
            let change = changes.entry(*day).or_default();
            for (change, (after, before)) in change.iter_mut().zip(after.into_iter().zip(before)) {
                *change += cases * (after - before);
            }
            before = after;
        }
    }
    let mut now = [0; 3];
    let mut count_points = Vec::with_capacity(changes.len());
    for (from, change) in changes.into_iter().filter(|(_, change)| *change != [0; 3]) {
        now.iter_mut().zip(change).for_each(|(now, change)| *now += change);
        let [first, second, returned] = now.map(|n| usize::try_from(n).unwrap_or(0));
        count_points.push(CountPoint { from, listed: [first, second], returned });
    }
    count_points
}

/// Returns the part of one case with this state in the three counts.
fn contribution(state: CaseState) -> [i64; 3] {
    let listed = [state.is_listed(0), state.is_listed(1)];
    let returned = state.status == Status::Returned && listed != [false; 2];
    [listed[0], listed[1], returned].map(i64::from)
}

/// Returns the cases whose part in the counts changed on a day: who joined or left a list, and who
/// returned.
pub(super) fn case_state_changes(
    index: &SearchIndex,
    rows: &[u32],
    on: Day,
) -> Vec<CaseStateChange> {
    let moved: Vec<Option<[CaseState; 2]>> = index
        .timelines()
        .distinct()
        .iter()
        .map(|timeline| {
            let at = timeline.binary_search_by_key(&on, |(day, _)| *day).ok()?;
            let before = at.checked_sub(1).map_or(CaseState::INITIAL, |at| timeline[at].1);
            let after = timeline[at].1;
            (contribution(before) != contribution(after)).then_some([before, after])
        })
        .collect();
    let of = |row: &u32| {
        let [before, after] = moved[index.timelines().timeline_index(*row as usize)]?;
        Some(CaseStateChange { case: *row, before, after })
    };
    rows.iter().filter_map(of).collect()
}
