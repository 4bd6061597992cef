//! What a party's word on a case is, as of a day, and the case's status.

use std::fmt;

use crate::model::{Case, Claim, Day, PartyId, Statement};

/// A party's position on a case in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// The party has said nothing official by then.
    #[default]
    Silent,
    /// Lists or recognises the person as abducted.
    Abducted,
    /// Says the person is alive.
    Alive,
    /// Says the person is dead.
    Dead,
    /// Says the person never entered.
    NeverEntered,
    /// Has taken its claim back.
    Withdrawn,
}

impl Position {
    /// Every position, in the order it is listed.
    pub const ALL: [Self; 6] = [
        Self::Abducted,
        Self::Alive,
        Self::Dead,
        Self::NeverEntered,
        Self::Withdrawn,
        Self::Silent,
    ];

    /// Whether the party counts the person as abducted.
    pub fn counts_as_abducted(self) -> bool {
        matches!(self, Self::Abducted | Self::Alive | Self::Dead)
    }

    /// Its key in a JSON summary and in the texts of the window.
    pub fn key(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Abducted => "abducted",
            Self::Alive => "alive",
            Self::Dead => "dead",
            Self::NeverEntered => "never_entered",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The position that a claim gives its party.
    pub(super) fn from_claim(claim: &Claim) -> Self {
        match claim.says {
            Statement::Abducted => Self::Abducted,
            Statement::Alive => Self::Alive,
            Statement::Dead { .. } => Self::Dead,
            Statement::NeverEntered => Self::NeverEntered,
            Statement::Withdrawn => Self::Withdrawn,
            // Not reached: a dispute is never a position.
            Statement::Disputes(_) => Self::Silent,
        }
    }
}

/// A case in one word; always worked out, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Back home.
    Returned,
    /// A party's official position says dead.
    ClaimedDead,
    /// Neither.
    Unresolved,
}

impl Status {
    /// Every status, in the order it is listed.
    pub const ALL: [Self; 3] = [Self::Returned, Self::ClaimedDead, Self::Unresolved];

    /// Its key in a JSON summary and in the texts of the window.
    pub fn key(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::ClaimedDead => "claimed_dead",
            Self::Unresolved => "unresolved",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Whether a claim was certainly made by the end of a day: the latest day its date can mean is
/// not after it.
pub fn is_in_force(claim: &Claim, as_of: Day) -> bool {
    claim.on.latest() <= as_of
}

/// Whether a claim can be a position at all: said officially, and more than an answer to another.
pub(super) fn can_be_position(claim: &Claim) -> bool {
    !claim.reported && !matches!(claim.says, Statement::Disputes(_))
}

/// The claim of a party on a case that is in force as of a day: its latest official one by then.
/// Of two made on one day, the one entered later. Disputes leave the position as it was.
pub fn claim_in_force<'a>(case: &'a Case, party: &PartyId, as_of: Day) -> Option<&'a Claim> {
    case.claims
        .iter()
        .filter(|claim| can_be_position(claim))
        .filter(|claim| claim.by == *party && is_in_force(claim, as_of))
        .max_by_key(|claim| claim.on.latest())
}

/// A party's position on a case as of a day, in one word.
pub fn position(case: &Case, party: &PartyId, as_of: Day) -> Position {
    claim_in_force(case, party, as_of).map_or(Position::Silent, Position::from_claim)
}

/// The status of a case as of a day.
pub fn status(case: &Case, as_of: Day) -> Status {
    if case.returned.as_ref().is_some_and(|returned| returned.on.latest() <= as_of) {
        return Status::Returned;
    }
    let dead = |claim: &Claim| matches!(claim.says, Statement::Dead { .. });
    let claimed_dead = case
        .claims
        .iter()
        .filter(|claim| dead(claim) && !claim.reported && is_in_force(claim, as_of))
        .any(|claim| claim_in_force(case, &claim.by, as_of).is_some_and(dead));
    if claimed_dead { Status::ClaimedDead } else { Status::Unresolved }
}

/// What a case is as of a day, for the two parties compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CaseState {
    /// Its status.
    pub status: Status,
    /// The position of each of the two parties.
    pub positions: [Position; 2],
}

impl CaseState {
    /// Works out the standing of a case between two parties.
    pub fn of_case(case: &Case, pair: [&PartyId; 2], as_of: Day) -> Self {
        let [state] = Self::of_case_on_days(case, pair, [as_of]);
        state
    }

    /// Works out the standings of a case as of several days, looking at each claim once.
    pub(super) fn of_case_on_days<const N: usize>(
        case: &Case,
        pair: [&PartyId; 2],
        days: [Day; N],
    ) -> [Self; N] {
        let mut positions: [[Option<(Day, Position)>; 2]; N] = [[None; 2]; N];
        let mut dead_elsewhere = false;
        for claim in case.claims.iter().filter(|claim| can_be_position(claim)) {
            let (said, position) = (claim.on.latest(), Position::from_claim(claim));
            let by = pair.map(|party| *party == claim.by);
            dead_elsewhere |= position == Position::Dead && by == [false; 2];
            for (known, _) in positions.iter_mut().zip(days).filter(|(_, day)| said <= *day) {
                for (known, _) in known.iter_mut().zip(by).filter(|(_, by)| *by) {
                    // Of two made on one day, the one entered later.
                    if known.is_none_or(|(before, _)| before <= said) {
                        *known = Some((said, position));
                    }
                }
            }
        }
        let back = case.returned.as_ref().map(|returned| returned.on.latest());
        std::array::from_fn(|at| {
            let accounts =
                positions[at].map(|known| known.map_or(Position::Silent, |(_, position)| position));
            let status = if dead_elsewhere {
                status(case, days[at])
            } else if back.is_some_and(|back| back <= days[at]) {
                Status::Returned
            } else if accounts.contains(&Position::Dead) {
                Status::ClaimedDead
            } else {
                Status::Unresolved
            };
            Self { status, positions: accounts }
        })
    }

    /// The standings of a case over time: each with the first day it holds for, in rising order.
    /// Before the first of them nothing has been said.
    pub(super) fn timeline(case: &Case, pair: [&PartyId; 2]) -> Box<[(Day, Self)]> {
        let mut days: Vec<Day> = Vec::with_capacity(case.claims.len() + 1);
        days.extend(
            case.claims
                .iter()
                .filter(|claim| can_be_position(claim))
                .map(|claim| claim.on.latest()),
        );
        days.extend(case.returned.iter().map(|returned| returned.on.latest()));
        days.sort_unstable();
        days.dedup();
        let mut line: Vec<(Day, Self)> = Vec::with_capacity(days.len());
        for day in days {
            let state = Self::of_case(case, pair, day);
            if line.last().map_or(Self::INITIAL, |(_, last)| *last) != state {
                line.push((day, state));
            }
        }
        line.into()
    }

    /// The standing that a timeline gives for a day.
    pub(super) fn from_timeline(timeline: &[(Day, Self)], as_of: Day) -> Self {
        let begun = timeline.iter().rev().find(|(day, _)| *day <= as_of);
        begun.map_or(Self::INITIAL, |(_, state)| *state)
    }

    /// Nothing said, nobody returned.
    pub(super) const INITIAL: Self =
        Self { status: Status::Unresolved, positions: [Position::Silent; 2] };

    /// Whether the party on this side (0 or 1) lists the person.
    pub fn is_listed(self, side: usize) -> bool {
        self.positions[side].counts_as_abducted()
    }
}
