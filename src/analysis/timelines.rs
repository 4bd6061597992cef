//! Timelines: the states of cases over time, and the days of their claims. They do not depend on
//! the day and are updated by edits.

use std::ops::Range;

use indexmap::IndexSet;

use crate::{
    analysis::position::CaseState,
    model::{Case, Day},
    register::{Change, Register},
};

/// The states of the cases of a register over time, for the two compared parties.
#[derive(Clone, Debug, Default)]
pub struct Timelines {
    /// The distinct timelines, each as the first day of every state, in rising order. Many cases
    /// share one.
    distinct: IndexSet<Box<[(Day, CaseState)]>>,
    /// The number of each case's timeline, in the cases' order.
    timeline_by_case: Vec<u32>,
    /// The days by which a claim on a case or its return was certainly made, each with the index of
    /// the case, in rising order; one entry for each claim and return.
    changes_by_day: Vec<(Day, u32)>,
}

impl Timelines {
    /// Computes the timelines of all cases of a register.
    pub fn new(register: &Register) -> Self {
        let mut this = Self::default();
        this.timeline_by_case.reserve_exact(register.cases().len());
        for (case, at) in register.cases().iter().zip(0..) {
            let kind = this.intern_timeline(register, case);
            this.timeline_by_case.push(kind);
            this.changes_by_day.extend(case_change_days(case).map(|day| (day, at)));
        }
        this.changes_by_day.sort_unstable();
        this.changes_by_day.shrink_to_fit();
        this
    }

    /// Updates the timelines after a case was created, changed or deleted.
    pub(super) fn update(&mut self, register: &Register, change: &Change<Case>) {
        let (at, place) = (change.at, u32::try_from(change.at).unwrap_or(0));
        if change.before.is_some() {
            self.changes_by_day.retain(|(_, case)| *case != place);
        }
        let later = self.changes_by_day.iter_mut().filter(|(_, case)| *case >= place);
        match (&change.before, &change.after) {
            (None, Some(_)) => later.for_each(|(_, case)| *case += 1),
            (Some(_), None) => later.for_each(|(_, case)| *case -= 1),
            _ => {}
        }
        let days = change.after.iter().flat_map(|case| case_change_days(case));
        self.changes_by_day.extend(days.map(|day| (day, place)));
        // A stable sort merges the sorted entries with the new ones in linear time.
        self.changes_by_day.sort();
        let kind = change.after.as_ref().map(|case| self.intern_timeline(register, case));
        match (&change.before, kind) {
            (Some(_), Some(kind)) => self.timeline_by_case[at] = kind,
            (None, Some(kind)) => self.timeline_by_case.insert(at, kind),
            (Some(_), None) => drop(self.timeline_by_case.remove(at)),
            (None, None) => {}
        }
    }

    /// Returns the state of each case as of a day, in the order of the cases.
    pub fn case_states(&self, as_of: Day) -> Vec<CaseState> {
        let kinds: Vec<_> =
            self.distinct.iter().map(|kind| CaseState::from_timeline(kind, as_of)).collect();
        self.timeline_by_case.iter().map(|kind| kinds[*kind as usize]).collect()
    }

    /// Returns the state of the case with this index as of a day.
    pub fn case_state(&self, at: usize, as_of: Day) -> CaseState {
        CaseState::from_timeline(&self.distinct[self.timeline_index(at)], as_of)
    }

    /// Returns the distinct timelines, each as the first day of every state, in rising order.
    pub(super) fn distinct(&self) -> &IndexSet<Box<[(Day, CaseState)]>> {
        &self.distinct
    }

    /// Returns the number of the timeline of the case with this index.
    pub(super) fn timeline_index(&self, at: usize) -> usize {
        self.timeline_by_case[at] as usize
    }

    /// Returns the number of the timeline of each case, in the order of the cases.
    pub(super) fn timeline_indexes(&self) -> impl Iterator<Item = usize> {
        self.timeline_by_case.iter().map(|kind| *kind as usize)
    }

    /// Returns the cases with a claim or a return after `from` and by `to`, in rising order.
    pub(super) fn cases_changed_between(&self, from: Day, to: Day) -> Vec<u32> {
        let until = |day| self.changes_by_day.partition_point(|(other, _)| *other <= day);
        let range: Range<usize> = until(from)..until(to);
        let mut cases: Vec<u32> =
            self.changes_by_day[range].iter().map(|(_, case)| *case).collect();
        cases.sort_unstable();
        cases.dedup();
        cases
    }

    fn intern_timeline(&mut self, register: &Register, case: &Case) -> u32 {
        let timeline = CaseState::timeline(case, register.compared_parties());
        u32::try_from(self.distinct.insert_full(timeline).0).unwrap_or(0)
    }
}

/// Returns the days by which each claim on a case and its return were certainly made.
fn case_change_days(case: &Case) -> impl Iterator<Item = Day> {
    let said = case.claims.iter().map(|claim| claim.on.in_force_from());
    said.chain(case.returned.iter().map(|returned| returned.on.in_force_from()))
}
