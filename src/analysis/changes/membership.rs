//! The groups that figures count, and who joined or left them between two days.

use crate::{
    analysis::{
        position::{CaseState, Status},
        reconciliation::Cohort,
        timelines::Timelines,
    },
    model::Day,
};

/// People that a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedGroup {
    /// A list, or a set of the reconciliation.
    Cohort(Cohort),
    /// The people on either list who have this status.
    Status(Status),
}

/// A filter for the people who joined or left a group between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MembershipFilter {
    /// The group.
    pub group: CountedGroup,
    /// The first day.
    pub from: Day,
    /// The second.
    pub to: Day,
    /// True for the people who joined, false for those who left.
    pub joined: bool,
}

/// The change of a group. Cases are given by their index in the register, in rising order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipChange {
    /// The group.
    pub group: CountedGroup,
    /// The number of people on the first day.
    pub before: usize,
    /// The number of people on the second day.
    pub after: usize,
    /// The cases in the group on the second day and not on the first.
    pub joined: Vec<usize>,
    /// The cases in the group on the first day and not on the second.
    pub left: Vec<usize>,
}

impl CountedGroup {
    /// Every group, in the order it is shown: each list, the three sets, each status.
    pub const ALL: [Self; 8] = [
        Self::Cohort(Cohort::Listed(0, None)),
        Self::Cohort(Cohort::Listed(1, None)),
        Self::Cohort(Cohort::Both),
        Self::Cohort(Cohort::Only(0)),
        Self::Cohort(Cohort::Only(1)),
        Self::Status(Status::Returned),
        Self::Status(Status::ClaimedDead),
        Self::Status(Status::Unresolved),
    ];

    /// Returns true if a case belongs to the group.
    pub fn contains(self, state: CaseState) -> bool {
        match self {
            Self::Cohort(people) => people.contains(state),
            Self::Status(status) => {
                state.status == status && (state.is_listed(0) || state.is_listed(1))
            }
        }
    }
}

impl MembershipFilter {
    /// Returns true if a case passes the filter. `on` returns its state as of a day.
    pub fn contains(self, on: impl Fn(Day) -> CaseState) -> bool {
        let [was, is] = [self.from, self.to].map(|day| self.group.contains(on(day)));
        was != is && is == self.joined
    }
}

/// Returns the change of each group, in the order of
/// [`CountedGroup::ALL`].
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
