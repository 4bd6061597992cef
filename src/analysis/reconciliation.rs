//! Reconciliation: the lists of two parties compared by name, as of a day.

use std::sync::Arc;

use crate::{
    analysis::position::{CaseState, Position, Status},
    model::{Day, PartyId, Total},
    register::Register,
};

/// The fate of a listed person by the claims of both sides: one segment of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// Returned.
    Returned,
    /// Not returned; a party says dead.
    ClaimedDead,
    /// Not returned; a party says alive.
    SaidAlive,
    /// A party says the person never entered.
    NeverEntered,
    /// No other segment.
    Open,
}

impl Segment {
    /// Every segment, in the order of a bar.
    pub const ALL: [Self; 5] =
        [Self::Returned, Self::ClaimedDead, Self::SaidAlive, Self::NeverEntered, Self::Open];

    /// Returns the segment of a case.
    pub fn from_case_state(state: CaseState) -> Self {
        let says = |position| state.positions.contains(&position);
        match state.status {
            Status::Returned => Self::Returned,
            Status::ClaimedDead => Self::ClaimedDead,
            Status::Unresolved if says(Position::Alive) => Self::SaidAlive,
            Status::Unresolved if says(Position::NeverEntered) => Self::NeverEntered,
            Status::Unresolved => Self::Open,
        }
    }

    /// Returns the last part of the locale key `segment.…`, which is also the class in HTML.
    pub fn key(self) -> &'static str {
        match self {
            Self::Returned => "returned",
            Self::ClaimedDead => "claimed_dead",
            Self::SaidAlive => "said_alive",
            Self::NeverEntered => "never_entered",
            Self::Open => "open",
        }
    }
}

/// A group of people that a figure of the summary counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cohort {
    /// The list of the party on this side, or one segment of it.
    Listed(usize, Option<Segment>),
    /// Listed by both.
    Both,
    /// Listed by the party on this side only.
    Only(usize),
}

impl Cohort {
    /// Returns true if a case belongs to the group.
    pub fn contains(self, state: CaseState) -> bool {
        match self {
            Self::Listed(side, segment) => {
                state.is_listed(side)
                    && segment.is_none_or(|segment| Segment::from_case_state(state) == segment)
            }
            Self::Both => state.is_listed(0) && state.is_listed(1),
            Self::Only(side) => state.is_listed(side) && !state.is_listed(1 - side),
        }
    }
}

/// The comparison of two parties' lists as of a day. Cases are given by their index in the
/// register.
///
/// The three sets are disjoint and together the union of both lists; the status counts add up to
/// the union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciliation {
    /// The day it holds for.
    pub as_of: Day,
    /// The two parties.
    pub parties: [PartyId; 2],
    /// Listed by both.
    pub both: Vec<usize>,
    /// Listed by the party on each side only.
    pub only: [Vec<usize>; 2],
    /// The number of people on either list with each status, in the order of [`Status::ALL`].
    pub status_counts: [usize; 3],
    /// The number of people on the list of each side in each segment, in the order of
    /// [`Segment::ALL`].
    pub segment_counts: [[usize; 5]; 2],
    /// The total each side had announced by then, if any: its latest.
    pub announced: [Option<Arc<Total>>; 2],
    /// The people who joined or left the list of each side since the day of its announced total, if
    /// its count is not that total.
    pub changed_since_announced: [Vec<usize>; 2],
}

impl Reconciliation {
    /// Compares the lists of the two compared parties of a register.
    pub fn new(register: &Register, as_of: Day) -> Self {
        let pair = register.compared_parties();
        let states: Vec<CaseState> =
            register.cases().iter().map(|case| CaseState::of_case(case, pair, as_of)).collect();
        Self::from_case_states(register, &states, as_of, |at, day| {
            CaseState::of_case(&register.cases()[at], pair, day)
        })
    }

    /// Compares the lists from states that are known already, one for each case in order. `on`
    /// returns the state of the case with an index on another day.
    pub fn from_case_states(
        register: &Register,
        states: &[CaseState],
        as_of: Day,
        on: impl Fn(usize, Day) -> CaseState,
    ) -> Self {
        let mut this = Self {
            as_of,
            parties: register.compared_parties().map(Clone::clone),
            both: Vec::new(),
            only: [Vec::new(), Vec::new()],
            status_counts: [0; 3],
            segment_counts: [[0; 5]; 2],
            announced: register
                .compared_parties()
                .map(|party| announced_total(register, party, as_of)),
            changed_since_announced: [Vec::new(), Vec::new()],
        };
        for (at, state) in states.iter().enumerate() {
            match [state.is_listed(0), state.is_listed(1)] {
                [true, true] => this.both.push(at),
                [true, false] => this.only[0].push(at),
                [false, true] => this.only[1].push(at),
                [false, false] => continue,
            }
            this.status_counts[state.status as usize] += 1;
            for side in [0, 1] {
                if state.is_listed(side) {
                    this.segment_counts[side][Segment::from_case_state(*state) as usize] += 1;
                }
            }
        }
        for side in [0, 1] {
            if let Some(total) =
                this.announced[side].as_ref().filter(|_| !this.matches_announced(side))
            {
                let then = total.on.in_force_from();
                let moved = states
                    .iter()
                    .enumerate()
                    .filter(|(at, now)| now.is_listed(side) != on(*at, then).is_listed(side));
                this.changed_since_announced[side] = moved.map(|(at, _)| at).collect();
            }
        }
        this
    }

    /// Returns the number of people on the list of a side.
    pub fn listed_count(&self, side: usize) -> usize {
        self.both.len() + self.only[side].len()
    }

    /// Returns true if the count of a side is its announced total, or if it has announced none.
    pub fn matches_announced(&self, side: usize) -> bool {
        let total = self.announced[side].as_ref();
        total.is_none_or(|total| usize::try_from(total.count) == Ok(self.listed_count(side)))
    }

    /// Returns the number of people on either list.
    pub fn union_count(&self) -> usize {
        self.both.len() + self.only[0].len() + self.only[1].len()
    }
}

/// Returns the total that a party had announced by a day: its latest, and of two announced on one
/// day the one entered later.
pub fn announced_total(register: &Register, party: &PartyId, as_of: Day) -> Option<Arc<Total>> {
    register
        .totals()
        .iter()
        .filter(|total| total.by == *party && total.on.in_force_from() <= as_of)
        .max_by_key(|total| total.on.in_force_from())
        .cloned()
}
