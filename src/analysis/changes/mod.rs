//! The changes between two days: claims, returns, totals, events, and how lists, totals and
//! statuses changed.

pub mod item;
mod cohort_moves;

use crate::{
    analysis::{
        changes::item::ChangeItem,
        position::{CaseState, Status},
        reconciliation::{Cohort, Reconciliation},
        timelines::Timelines,
    },
    model::{Date, Day},
    register::Register,
};

/// The changes after one day and by another.
///
/// A record falls between the two days if the latest day that its date can mean is after the first
/// and not after the second. So the changes from a first day to a second and from there to a third
/// are together the changes from the first to the third, and no record dated after the last day has
/// an effect. The two reconciliations are those of the two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The reconciliation as of the first day.
    pub before: Reconciliation,
    /// The reconciliation as of the second day, which is not before the first.
    pub after: Reconciliation,
    /// The change of each group, in the order of [`CountedGroup::ALL`].
    pub membership_changes: Vec<MembershipChange>,
    /// Every change between the two days, in order of time. Changes of one day are in the order of
    /// the register: totals, then the claims and the return of each case, then events.
    pub items: Vec<ChangeItem>,
}

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

impl Changes {
    /// Returns the changes between two days, in whichever order the days are given.
    pub fn between(register: &Register, from: Day, to: Day) -> Self {
        Self::between_with_timelines(register, &Timelines::new(register), from, to)
    }

    /// Returns the changes between two days from timelines that are known already. Takes time in
    /// proportion to the changes.
    pub fn between_with_timelines(
        register: &Register,
        timelines: &Timelines,
        from: Day,
        to: Day,
    ) -> Self {
        let (from, to) = (from.min(to), from.max(to));
        let falls = |date: &Date| (from < date.latest()) && (date.latest() <= to);
        let mut items = item::total_changes(register, &falls);
        for at in timelines.cases_changed_between(from, to) {
            let at = at as usize;
            items.extend(item::case_changes(at, &register.cases()[at], &falls));
        }
        items.extend(item::event_changes(register, &falls));
        // What falls on one day stays in the order of the register.
        items.sort_by_key(|item| item.day);
        let on = |at, day| timelines.case_state(at, day);
        let reconciliation =
            |day| Reconciliation::from_case_states(register, &timelines.case_states(day), day, on);
        let (before, after) = (reconciliation(from), reconciliation(to));
        Self {
            before,
            after,
            membership_changes: cohort_moves::membership_changes(timelines, from, to),
            items,
        }
    }

    /// Returns the first day. A claim that was in force on it is no change.
    pub fn from(&self) -> Day {
        self.before.as_of
    }

    /// Returns the second day.
    pub fn to(&self) -> Day {
        self.after.as_of
    }
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
