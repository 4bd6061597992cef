//! Two parties' lists held against each other by name, as of a day.

use std::sync::Arc;

use crate::{
    analysis::position::{CaseState, Position, Status},
    model::{Day, PartyId, Total},
    register::Register,
};

/// What became of a listed person, as far as the other side's word goes: one segment of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// Back home.
    Returned,
    /// Not back; a party says dead.
    ClaimedDead,
    /// Not back; a party says alive.
    SaidAlive,
    /// A party says the person never entered.
    NeverEntered,
    /// None of these.
    Open,
}

impl Segment {
    /// Every segment, in the order of a bar.
    pub const ALL: [Self; 5] =
        [Self::Returned, Self::ClaimedDead, Self::SaidAlive, Self::NeverEntered, Self::Open];

    /// The segment of a case.
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

    /// Its key in the texts of the window.
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
    /// Everyone the party on this side lists, or one segment of them.
    Listed(usize, Option<Segment>),
    /// Listed by both.
    Both,
    /// Listed by the party on this side only.
    Only(usize),
}

impl Cohort {
    /// Whether a case belongs to the group.
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

/// Two parties' lists as of a day. Cases are given by their place in the register.
///
/// The three sets are disjoint and together the union of both lists; the status counts add up
/// to the union.
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
    /// How many of the union have each [`Status::ALL`].
    pub status_counts: [usize; 3],
    /// How many on each side's list have each [`Segment::ALL`].
    pub segment_counts: [[usize; 5]; 2],
    /// The total each side had announced by then, if any: its latest.
    pub announced: [Option<Arc<Total>>; 2],
    /// Where a side's count is not the total it had announced: whom it has taken onto its list or
    /// off it since the day of that announcement.
    pub changed_since_announced: [Vec<usize>; 2],
}

impl Reconciliation {
    /// Holds the two compared parties of a register against each other.
    pub fn new(register: &Register, as_of: Day) -> Self {
        let pair = register.compared_parties();
        let states: Vec<CaseState> =
            register.cases().iter().map(|case| CaseState::of_case(case, pair, as_of)).collect();
        Self::from_case_states(register, &states, as_of, |at, day| {
            CaseState::of_case(&register.cases()[at], pair, day)
        })
    }

    /// The same, from standings already worked out for that day, one per case in order; `on` gives
    /// that of the case at a place on another day.
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
                let then = total.on.latest();
                let moved = states
                    .iter()
                    .enumerate()
                    .filter(|(at, now)| now.is_listed(side) != on(*at, then).is_listed(side));
                this.changed_since_announced[side] = moved.map(|(at, _)| at).collect();
            }
        }
        this
    }

    /// How many people the party on this side lists.
    pub fn listed_count(&self, side: usize) -> usize {
        self.both.len() + self.only[side].len()
    }

    /// Whether a side's count is the total it had announced, if it had announced any.
    pub fn matches_announced(&self, side: usize) -> bool {
        let total = self.announced[side].as_ref();
        total.is_none_or(|total| usize::try_from(total.count) == Ok(self.listed_count(side)))
    }

    /// How many people are on either list.
    pub fn union_count(&self) -> usize {
        self.both.len() + self.only[0].len() + self.only[1].len()
    }
}

/// The total that a party had announced by a day: its latest, and of two announced on one day
/// the one entered later.
pub fn announced_total(register: &Register, party: &PartyId, as_of: Day) -> Option<Arc<Total>> {
    register
        .totals()
        .iter()
        .filter(|total| total.by == *party && total.on.latest() <= as_of)
        .max_by_key(|total| total.on.latest())
        .cloned()
}
