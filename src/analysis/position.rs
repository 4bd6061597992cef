//! Positions of parties on a case and its status, as of a day.

use std::fmt;

use foldhash::HashSet;

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

/// The claims on a case that can be positions, by party and in order of time: a claim in force is
/// found in logarithmic time, on any day.
pub struct PositionIndex<'a> {
    case: &'a Case,
    /// The party of each claim, the day from which it is in force and its place in the case, sorted.
    claims: Vec<(&'a PartyId, Day, usize)>,
}

impl<'a> PositionIndex<'a> {
    /// Indexes the claims on a case.
    pub fn new(case: &'a Case) -> Self {
        let positions = case.claims.iter().enumerate().filter(|(_, claim)| can_be_position(claim));
        let mut claims: Vec<_> =
            positions.map(|(at, claim)| (&claim.by, claim.on.in_force_from(), at)).collect();
        claims.sort_unstable();
        Self { case, claims }
    }

    /// Returns the claim that [`claim_in_force`] returns.
    pub fn claim_in_force(&self, party: &PartyId, as_of: Day) -> Option<&'a Claim> {
        self.last_before((party, as_of, usize::MAX)).map(|at| &self.case.claims[at])
    }

    /// Returns the position that [`position`] returns.
    pub fn position(&self, party: &PartyId, as_of: Day) -> Position {
        self.claim_in_force(party, as_of).map_or(Position::Silent, Position::from_claim)
    }

    /// Returns the place of the claim that was the position of a party before the claim at a place
    /// came into force. Of two claims made on one day, the one entered later is the later.
    pub(super) fn claim_before(&self, at: usize) -> Option<usize> {
        let claim = &self.case.claims[at];
        self.last_before((&claim.by, claim.on.in_force_from(), at))
    }

    /// Returns the indexed claims of each party, each with the day from which it is in force and
    /// its place in the case, in order of time.
    pub(super) fn parties(&self) -> impl Iterator<Item = &[(&'a PartyId, Day, usize)]> {
        self.claims.chunk_by(|(by, ..), (other, ..)| by == other)
    }

    fn last_before(&self, key: (&PartyId, Day, usize)) -> Option<usize> {
        let last = self.claims.partition_point(|claim| *claim < key).checked_sub(1)?;
        let (by, _, at) = self.claims[last];
        (by == key.0).then_some(at)
    }
}

/// Returns the position of a party on a case as of a day.
pub fn position(case: &Case, party: &PartyId, as_of: Day) -> Position {
    claim_in_force(case, party, as_of).map_or(Position::Silent, Position::from_claim)
}

/// Returns the status of a case as of a day.
pub fn status(case: &Case, as_of: Day) -> Status {
    CaseStateSweep::until(case, &[], as_of).state().status
}

/// The state of a case while its claims and its return come into force one by one.
struct CaseStateSweep<'a> {
    /// The parties whose positions the state has.
    pair: &'a [&'a PartyId],
    positions: [Position; 2],
    /// The parties whose position is that the person is dead.
    dead: HashSet<&'a PartyId>,
    is_returned: bool,
}

impl<'a> CaseStateSweep<'a> {
    /// Returns the state before any claim.
    fn new(pair: &'a [&'a PartyId]) -> Self {
        let positions = [Position::Silent; 2];
        Self { pair, positions, dead: HashSet::default(), is_returned: false }
    }

    /// Returns the state as of a day.
    fn until(case: &'a Case, pair: &'a [&'a PartyId], as_of: Day) -> Self {
        let mut this = Self::new(pair);
        let steps = Self::steps(case).into_iter();
        steps.take_while(|(day, _)| *day <= as_of).for_each(|(_, step)| this.apply(step));
        this
    }

    /// Returns the claims on a case that can be positions, and `None` for its return, in the order
    /// in which they come into force, each with its day.
    fn steps(case: &'a Case) -> Vec<(Day, Option<&'a Claim>)> {
        let mut steps = Vec::with_capacity(case.claims.len() + 1);
        let claims = case.claims.iter().filter(|claim| can_be_position(claim));
        steps.extend(claims.map(|claim| (claim.on.in_force_from(), Some(claim))));
        steps.extend(case.returned.iter().map(|returned| (returned.on.in_force_from(), None)));
        // Stable: of two claims made on one day, the one entered later comes later.
        steps.sort_by_key(|(day, _)| *day);
        steps
    }

    fn apply(&mut self, step: Option<&'a Claim>) {
        let Some(claim) = step else {
            self.is_returned = true;
            return;
        };
        let position = Position::from_claim(claim);
        for (known, _) in
            self.positions.iter_mut().zip(self.pair).filter(|(_, by)| **by == &claim.by)
        {
            *known = position;
        }
        match position {
            Position::Dead => self.dead.insert(&claim.by),
            _ => self.dead.remove(&claim.by),
        };
    }

    fn state(&self) -> CaseState {
        let status = match () {
            () if self.is_returned => Status::Returned,
            () if !self.dead.is_empty() => Status::ClaimedDead,
            () => Status::Unresolved,
        };
        CaseState { status, positions: self.positions }
    }
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
        CaseStateSweep::until(case, &pair, as_of).state()
    }

    /// Returns the states of a case over time, each with the first day that it holds for, in rising
    /// order. Before the first, the state is [`CaseState::INITIAL`].
    pub(super) fn timeline(case: &Case, pair: [&PartyId; 2]) -> Box<[(Day, Self)]> {
        let mut sweep = CaseStateSweep::new(&pair);
        let mut timeline: Vec<(Day, Self)> = Vec::new();
        for of_day in CaseStateSweep::steps(case).chunk_by(|(day, _), (other, _)| day == other) {
            of_day.iter().for_each(|(_, step)| sweep.apply(*step));
            let state = sweep.state();
            if timeline.last().map_or(Self::INITIAL, |(_, last)| *last) != state {
                timeline.push((of_day[0].0, state));
            }
        }
        timeline.into()
    }

    /// Returns the state that a timeline gives for a day.
    pub(super) fn from_timeline(timeline: &[(Day, Self)], as_of: Day) -> Self {
        let begun = timeline.partition_point(|(day, _)| *day <= as_of).checked_sub(1);
        begun.map_or(Self::INITIAL, |last| timeline[last].1)
    }

    /// The state before any claim: both parties are silent, the person has not returned.
    pub(super) const INITIAL: Self =
        Self { status: Status::Unresolved, positions: [Position::Silent; 2] };

    /// Returns true if the party on this side (0 or 1) lists the person.
    pub fn is_listed(self, side: usize) -> bool {
        self.positions[side].counts_as_abducted()
    }
}
