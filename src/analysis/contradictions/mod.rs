//! Where a party contradicts itself or another: two accounts that cannot both hold.
//!
//! Which claims contradict each other never depends on the day asked for: each claim is held
//! against those made before it. The day only tells which contradictions are there by then.

pub(crate) mod find;

use std::ops::Range;

use crate::{
    analysis::contradictions::find::find_contradictions,
    model::{Case, Day, SourceId},
    register::{Change, Register},
};

/// Two accounts of one case that cannot both hold.
///
/// Guarantees that its two grounds are different and stand in order of time: the second is what
/// was said later, or what differs from the register's own fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// What the two differ in.
    pub kind: ContradictionKind,
    /// What it stands on, by its places in the case.
    pub grounds: [Ground; 2],
    /// The day from which both are in force; the calendar's first for plain facts, which bear no
    /// day.
    pub since: Day,
}

/// What two accounts differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContradictionKind {
    /// A party counted the person as abducted and then denied it or took it back.
    Denied,
    /// A party denied it or took it back and then counted the person as abducted.
    Admitted,
    /// What is reported of a party counts the person as abducted, its official word denies it.
    Reported,
    /// A party said dead and then alive.
    AliveAfterDead,
    /// A party said alive and then dead, on no date or on one before it said alive.
    DeadAfterAlive,
    /// A party gave two dates of death.
    DeathDate,
    /// A party gave two places of death.
    DeathPlace,
    /// A party gave two causes of death.
    DeathCause,
    /// A party disputed what another had said.
    Disputed,
    /// Another source gives another date of birth.
    Born,
}

/// A claim or a fact of a case that a contradiction stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// The claim at this place.
    Claim(u32),
    /// The date of birth.
    Born,
    /// The variant at this place.
    Variant(u32),
}

impl ContradictionKind {
    /// Every kind, in the order it is listed.
    pub const ALL: [Self; 10] = [
        Self::Denied,
        Self::Admitted,
        Self::Reported,
        Self::AliveAfterDead,
        Self::DeadAfterAlive,
        Self::DeathDate,
        Self::DeathPlace,
        Self::DeathCause,
        Self::Disputed,
        Self::Born,
    ];

    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Admitted => "admitted",
            Self::Reported => "reported",
            Self::AliveAfterDead => "alive_after_dead",
            Self::DeadAfterAlive => "dead_after_alive",
            Self::DeathDate => "death_date",
            Self::DeathPlace => "death_place",
            Self::DeathCause => "death_cause",
            Self::Disputed => "disputed",
            Self::Born => "born",
        }
    }
}

impl Ground {
    /// The sources it cites; none where the case does not have it.
    pub fn sources(self, case: &Case) -> &[SourceId] {
        let sources = match self {
            Self::Claim(at) => case.claims.get(at as usize).map(|claim| &claim.sources),
            Self::Born => Some(&case.sources),
            Self::Variant(at) => case.variants.get(at as usize).map(|variant| &variant.sources),
        };
        sources.map(Vec::as_slice).unwrap_or_default()
    }
}

/// The contradictions of a case that are there by a day: those of claims in order of time, then
/// those of plain facts.
pub fn contradictions_as_of(case: &Case, as_of: Day) -> Vec<Contradiction> {
    let mut found = find_contradictions(case);
    found.retain(|one| one.since <= as_of);
    found
}

/// The contradictions of every case, whatever the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contradictions {
    all: Vec<Contradiction>,
    /// For each case the place after its last one.
    case_ends: Vec<u32>,
}

impl Contradictions {
    /// Looks through every case.
    pub fn new(register: &Register) -> Self {
        let mut this = Self::default();
        for case in register.cases() {
            this.push(&find_contradictions(case));
        }
        this
    }

    /// Adds those of the next case.
    pub(super) fn push(&mut self, found: &[Contradiction]) {
        self.all.extend_from_slice(found);
        self.case_ends.push(to_u32(self.all.len()));
    }

    /// Those of the case at this place, whatever the day; none where there is no such case.
    pub fn of_case(&self, case: usize) -> &[Contradiction] {
        &self.all[self.range(case)]
    }

    /// Those of some cases that are there by a day, in the order of the cases: the place of the
    /// case, and the place among all.
    pub(super) fn visible_contradictions(&self, rows: &[u32], as_of: Day) -> Vec<(u32, u32)> {
        let mut shown = Vec::new();
        for row in rows {
            let range = self.range(*row as usize);
            let by_then = range.filter(|at| self.all[*at].since <= as_of);
            shown.extend(by_then.map(|at| (*row, to_u32(at))));
        }
        shown
    }

    /// The one at this place among all.
    pub(super) fn get(&self, at: u32) -> Option<&Contradiction> {
        self.all.get(at as usize)
    }

    /// Takes note of a change the register has just applied.
    pub(super) fn update(&mut self, change: &Change<Case>) {
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

/// A place or a count, as small as it is kept.
fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
