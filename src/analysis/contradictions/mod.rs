//! Contradictions: two accounts, of one party or of two, that cannot both be true.
//!
//! The day has no influence on which claims contradict each other: each claim is compared with the
//! earlier ones. The day only decides which contradictions exist by then.

pub(crate) mod find;

use std::ops::Range;

use crate::{
    analysis::contradictions::find::find_contradictions,
    model::{Case, Day, SourceId},
    register::{Change, Register},
};

/// Two accounts of one case that cannot both be true.
///
/// Guarantees that its two grounds are different and in order of time: the second is the later
/// account, or the one that differs from the register's own fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The kind of contradiction.
    pub kind: ContradictionKind,
    /// The two accounts, by their indexes in the case.
    pub grounds: [Ground; 2],
    /// The day from which both are in force; the calendar's first for plain facts, which bear no
    /// day.
    pub since: Day,
}

/// The kind of a contradiction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContradictionKind {
    /// A party counted the person as abducted and then denied it or took it back.
    Denied,
    /// A party denied it or took it back and then counted the person as abducted.
    Admitted,
    /// A reported claim of a party counts the person as abducted, and its official claim denies it.
    Reported,
    /// A party claimed death and later life.
    AliveAfterDead,
    /// A party claimed life and later a death without a date, or on a date before the claim of
    /// life.
    DeadAfterAlive,
    /// A party gave two dates of death.
    DeathDate,
    /// A party gave two places of death.
    DeathPlace,
    /// A party gave two causes of death.
    DeathCause,
    /// A party disputed the claim of another.
    Disputed,
    /// Another source has another date of birth.
    Born,
}

/// One account of a contradiction: a claim or a fact of a case.
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

    /// Returns the key in JSON exports.
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
    /// Returns the cited sources; none if the case does not have the account.
    pub fn sources(self, case: &Case) -> &[SourceId] {
        let sources = match self {
            Self::Claim(at) => case.claims.get(at as usize).map(|claim| &claim.sources),
            Self::Born => Some(&case.sources),
            Self::Variant(at) => case.variants.get(at as usize).map(|variant| &variant.sources),
        };
        sources.map(Vec::as_slice).unwrap_or_default()
    }
}

/// Returns the contradictions of a case as of a day: those of claims in order of time, then those
/// of plain facts.
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
    /// Finds the contradictions of every case.
    pub fn new(register: &Register) -> Self {
        let mut this = Self::default();
        for case in register.cases() {
            this.push(&find_contradictions(case));
        }
        this
    }

    /// Appends the contradictions of the next case.
    pub(super) fn push(&mut self, found: &[Contradiction]) {
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
    pub(super) fn visible_contradictions(&self, rows: &[u32], as_of: Day) -> Vec<(u32, u32)> {
        let mut shown = Vec::new();
        for row in rows {
            let range = self.range(*row as usize);
            let by_then = range.filter(|at| self.all[*at].since <= as_of);
            shown.extend(by_then.map(|at| (*row, to_u32(at))));
        }
        shown
    }

    /// Returns the contradiction with this index among all.
    pub(super) fn get(&self, at: u32) -> Option<&Contradiction> {
        self.all.get(at as usize)
    }

    /// Updates the contradictions after the register has applied a change of a case.
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

/// Converts an index or a count to 32 bits.
fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
