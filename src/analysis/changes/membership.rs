//! The people who joined or left a group between two days.

use crate::{
    analysis::{
        changes::{CountedGroup, MembershipChange},
        position::CaseState,
        timelines::Timelines,
    },
    model::Day,
};

/// Returns the change of each group, in the order of
/// [`CountedGroup::ALL`](super::CountedGroup::ALL).
pub(super) fn membership_changes(
    timelines: &Timelines,
    from: Day,
    to: Day,
) -> Vec<MembershipChange> {
    let groups = |state| CountedGroup::ALL.map(|group| group.contains(state));
    // Many cases share a timeline, so that each is asked but once.
    let turns: Vec<_> = timelines
        .distinct()
        .iter()
        .map(|kind| [from, to].map(|day| groups(CaseState::from_timeline(kind, day))))
        .collect();
    let mut counts = vec![0; turns.len()];
    timelines.timeline_indexes().for_each(|kind| counts[kind] += 1);
    let mut moves: Vec<_> = CountedGroup::ALL
        .iter()
        .enumerate()
        .map(|(i, group)| {
            let held = |day: usize| {
                let there = turns.iter().zip(&counts).filter(|(turn, _)| turn[day][i]);
                there.map(|(_, count)| count).sum()
            };
            let (before, after) = (held(0), held(1));
            MembershipChange { group: *group, before, after, joined: Vec::new(), left: Vec::new() }
        })
        .collect();
    let moved: Vec<bool> = turns.iter().map(|[was, is]| was != is).collect();
    for (at, kind) in timelines.timeline_indexes().enumerate().filter(|(_, kind)| moved[*kind]) {
        let [was, is] = turns[kind];
        for (one, (was, is)) in moves.iter_mut().zip(was.into_iter().zip(is)) {
            match (was, is) {
                (false, true) => one.joined.push(at),
                (true, false) => one.left.push(at),
                _ => {}
            }
        }
    }
    moves
}
