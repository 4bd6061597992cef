//! The changes between two days: claims, returns, totals, events, and how lists, totals and
//! statuses changed.

pub mod item;
pub mod membership;

use crate::{
    analysis::{
        changes::{
            item::ChangeItem,
            membership::{MembershipChange, membership_changes},
        },
        reconciliation::Reconciliation,
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
    /// The change of each group, in the order of
    /// [`CountedGroup::ALL`](membership::CountedGroup::ALL).
    pub membership_changes: Vec<MembershipChange>,
    /// Every change between the two days, in order of time. Changes of one day are in the order of
    /// the register: totals, then the claims and the return of each case, then events.
    pub items: Vec<ChangeItem>,
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
        let falls = |date: &Date| (from < date.in_force_from()) && (date.in_force_from() <= to);
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
        Self { before, after, membership_changes: membership_changes(timelines, from, to), items }
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
