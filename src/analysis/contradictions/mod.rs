//! Contradictions: two accounts, of one party or of two, that cannot both be true.
//!
//! The day has no influence on which claims contradict each other: each claim is compared with the
//! earlier ones. The day only decides which contradictions exist by then.

pub mod contradiction_index;
mod death_details;
pub mod find;

use crate::model::{Case, Day, SourceId};

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
