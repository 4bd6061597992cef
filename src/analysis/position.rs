//! Positions of parties on a case and its status, as of a day.

use std::fmt;

use crate::model::{Case, Claim, Day, PartyId, Statement};

/// The position of a party on a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// The party has made no official claim.
    #[default]
    Silent,
    /// Lists or recognises the person as abducted.
    Abducted,
    /// The party says that the person is alive.
    Alive,
    /// The party says that the person is dead.
    Dead,
    /// The party says that the person never entered its country.
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

    /// Returns true if the party counts the person as abducted.
    pub fn counts_as_abducted(self) -> bool {
        matches!(self, Self::Abducted | Self::Alive | Self::Dead)
    }

    /// Returns the key in JSON exports, which is also the last part of the locale key `position.…`.
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

    /// Returns the position that a claim gives its party.
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

/// The status of a case. It is always computed, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The person has returned.
    Returned,
    /// A party's official position says dead.
    ClaimedDead,
    /// Neither returned nor claimed dead.
    Unresolved,
}

impl Status {
    /// Every status, in the order it is listed.
    pub const ALL: [Self; 3] = [Self::Returned, Self::ClaimedDead, Self::Unresolved];

    /// Returns the key in JSON exports, which is also the last part of the locale key `status.…`.
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

/// Returns true if a claim was certainly made by the end of a day: the latest day that its date can
/// mean is not after it, or the latest day that it can have begun if it holds "since" a date.
pub fn is_in_force(claim: &Claim, as_of: Day) -> bool {
    claim.on.in_force_from() <= as_of
}

/// Returns true if a claim can be a position: it is official, and more than an answer to another
/// claim.
pub(super) fn can_be_position(claim: &Claim) -> bool {
    !claim.reported && !matches!(claim.says, Statement::Disputes(_))
}

/// Returns the claim of a party on a case that is in force as of a day: its latest official one by
/// then. Of two claims made on one day, the one entered later is in force. A dispute never is.
pub fn claim_in_force<'a>(case: &'a Case, party: &PartyId, as_of: Day) -> Option<&'a Claim> {
    case.claims
        .iter()
        .filter(|claim| can_be_position(claim))
        .filter(|claim| claim.by == *party && is_in_force(claim, as_of))
        .max_by_key(|claim| claim.on.in_force_from())
}

/// Returns the position of a party on a case as of a day.
pub fn position(case: &Case, party: &PartyId, as_of: Day) -> Position {
    claim_in_force(case, party, as_of).map_or(Position::Silent, Position::from_claim)
}

/// Returns the status of a case as of a day.
pub fn status(case: &Case, as_of: Day) -> Status {
    if case.returned.as_ref().is_some_and(|returned| returned.on.in_force_from() <= as_of) {
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

/// The state of a case as of a day, for the two compared parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CaseState {
    /// The status.
    pub status: Status,
    /// The position of each of the two parties.
    pub positions: [Position; 2],
}

impl CaseState {
    /// Returns the state of a case as of a day, for two parties.
    pub fn of_case(case: &Case, pair: [&PartyId; 2], as_of: Day) -> Self {
        let [state] = Self::of_case_on_days(case, pair, [as_of]);
        state
    }

    /// Returns the states of a case as of several days in one walk over its claims.
    pub(super) fn of_case_on_days<const N: usize>(
        case: &Case,
        pair: [&PartyId; 2],
        days: [Day; N],
    ) -> [Self; N] {
        let mut positions: [[Option<(Day, Position)>; 2]; N] = [[None; 2]; N];
        let mut dead_elsewhere = false;
        for claim in case.claims.iter().filter(|claim| can_be_position(claim)) {
            let (said, position) = (claim.on.in_force_from(), Position::from_claim(claim));
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
        let back = case.returned.as_ref().map(|returned| returned.on.in_force_from());
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

    /// Returns the states of a case over time, each with the first day that it holds for, in rising
    /// order. Before the first, the state is [`CaseState::INITIAL`].
    pub(super) fn timeline(case: &Case, pair: [&PartyId; 2]) -> Box<[(Day, Self)]> {
        let mut days: Vec<Day> = Vec::with_capacity(case.claims.len() + 1);
        days.extend(
            case.claims
                .iter()
                .filter(|claim| can_be_position(claim))
                .map(|claim| claim.on.in_force_from()),
        );
        days.extend(case.returned.iter().map(|returned| returned.on.in_force_from()));
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

    /// Returns the state that a timeline gives for a day.
    pub(super) fn from_timeline(timeline: &[(Day, Self)], as_of: Day) -> Self {
        let begun = timeline.iter().rev().find(|(day, _)| *day <= as_of);
        begun.map_or(Self::INITIAL, |(_, state)| *state)
    }

    /// The state before any claim: both parties are silent, the person has not returned.
    pub(super) const INITIAL: Self =
        Self { status: Status::Unresolved, positions: [Position::Silent; 2] };

    /// Returns true if the party on this side (0 or 1) lists the person.
    pub fn is_listed(self, side: usize) -> bool {
        self.positions[side].counts_as_abducted()
    }
}
