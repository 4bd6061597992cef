//! The contradictions of every case, kept up to date with the register.

use std::ops::Range;

use crate::{
    analysis::contradictions::{Contradiction, find::find_contradictions},
    model::{Case, Day},
    register::{Change, Register},
};

/// The contradictions of every case, whatever the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contradictions {
    all: Vec<Contradiction>,
    /// For each case the place after its last one.
    case_ends: Vec<u32>,
}

impl Contradictions {
    /// Finds the contradictions of every case.
    pub fn new(register: &Register) -> Self {
        let mut this = Self::default();
        for case in register.cases() {
            this.push(&find_contradictions(case));
        }
        this
    }

    /// Appends the contradictions of the next case.
    pub(crate) fn push(&mut self, found: &[Contradiction]) {
        self.all.extend_from_slice(found);
        self.case_ends.push(to_u32(self.all.len()));
    }

    /// Returns the contradictions of the case with this index on any day; none if there is no such
    /// case.
    pub fn of_case(&self, case: usize) -> &[Contradiction] {
        &self.all[self.range(case)]
    }

    /// Returns the contradictions of some cases as of a day, in the order of the cases, each as the
    /// index of the case and its index among all contradictions.
    pub(crate) fn visible_contradictions(&self, rows: &[u32], as_of: Day) -> Vec<(u32, u32)> {
        let mut shown = Vec::new();
        for row in rows {
            let range = self.range(*row as usize);
            let by_then = range.filter(|at| self.all[*at].since <= as_of);
            shown.extend(by_then.map(|at| (*row, to_u32(at))));
        }
        shown
    }

    /// Returns the contradiction with this index among all.
    pub(crate) fn get(&self, at: u32) -> Option<&Contradiction> {
        self.all.get(at as usize)
    }

    /// Updates the contradictions after the register has applied a change of a case.
    pub(crate) fn update(&mut self, change: &Change<Case>) {
        let Change { at, before, after } = change;
        let found = after.as_deref().map(find_contradictions).unwrap_or_default();
        let was = match before {
            Some(_) => self.range(*at),
            None => {
                let start = self.range(*at).start;
                self.case_ends.insert((*at).min(self.case_ends.len()), to_u32(start));
                start..start
            }
        };
        let (gone, come) = (to_u32(was.len()), to_u32(found.len()));
        self.all.splice(was, found);
        if after.is_none() && *at < self.case_ends.len() {
            self.case_ends.remove(*at);
        }
        for end in self.case_ends.iter_mut().skip(*at) {
            *end = *end - gone + come;
        }
    }

    fn range(&self, case: usize) -> Range<usize> {
        let end =
            |case: usize| self.case_ends.get(case).map_or(self.all.len(), |end| *end as usize);
        let start = case.checked_sub(1).map_or(0, end);
        start..end(case)
    }
}

/// Converts an index or a count to 32 bits.
fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
