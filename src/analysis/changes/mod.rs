//! What changed between two days: what was said, who returned, what was announced, what happened,
//! and how the lists, the totals and the status of people moved.

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

/// What changed after one day and by another.
///
/// Something falls between the days when the latest day its date can mean does: after the first,
/// and not after the second. So the changes from one day to a second, and from there to a third,
/// are together those from the first to the third, and nothing dated after the last day matters.
/// The two reconciliations are those of the two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The two lists held against each other, as of the first day.
    pub before: Reconciliation,
    /// The same as of the second day, which is not before the first.
    pub after: Reconciliation,
    /// How many people each group held and holds, and who joined or left it, by [`Group::ALL`].
    pub membership_changes: Vec<MembershipChange>,
    /// Everything that came into force in between, in order of time; on one day in the order of
    /// the register: totals, then each case's claims and return, then events.
    pub items: Vec<ChangeItem>,
}

/// People that a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountedGroup {
    /// A list, or a set of the reconciliation.
    Cohort(Cohort),
    /// Those on either list who have this status.
    Status(Status),
}

/// Those who joined a group or left it between two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MembershipFilter {
    /// The group.
    pub group: CountedGroup,
    /// The first day.
    pub from: Day,
    /// The second.
    pub to: Day,
    /// Those who joined; else those who left.
    pub joined: bool,
}

/// How a group moved. Cases are given by their place in the register, in rising order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipChange {
    /// The group.
    pub group: CountedGroup,
    /// How many people it held on the first day.
    pub before: usize,
    /// How many it holds on the second.
    pub after: usize,
    /// Who is in it on the second day and was not on the first.
    pub joined: Vec<usize>,
    /// Who was in it on the first day and is not on the second.
    pub left: Vec<usize>,
}

impl Changes {
    /// What changed between two days, whichever of them is named first: where the first is the
    /// later one, the days are exchanged.
    pub fn between(register: &Register, from: Day, to: Day) -> Self {
        Self::between_with_timelines(register, &Timelines::new(register), from, to)
    }

    /// The same, where it is known already how the cases of the register stand over time. Costs a
    /// walk over what fell in between.
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

    /// The first day; what was in force on it is no change.
    pub fn from(&self) -> Day {
        self.before.as_of
    }

    /// The second day.
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

    /// Whether a case belongs to the group.
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
    /// Whether a case is one of them; `on` gives its standing as of a day.
    pub fn contains(self, on: impl Fn(Day) -> CaseState) -> bool {
        let [was, is] = [self.from, self.to].map(|day| self.group.contains(on(day)));
        was != is && is == self.joined
    }
}
