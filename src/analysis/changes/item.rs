//! The single changes between two days.

use crate::{
    analysis::position::{Position, PositionIndex},
    model::{Case, Claim, Date, Day, Statement},
    register::Register,
};

/// One change, with the day from which it is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeItem {
    /// The latest day its date can mean.
    pub day: Day,
    /// The kind of change.
    pub kind: ChangeKind,
}

/// The kind of a change. Records are given by their index in the register, claims by their index
/// among the claims of their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A claim came into force.
    Claim {
        /// The case.
        case: usize,
        /// The claim.
        claim: usize,
        /// The effect on the position of the claim's party.
        effect: ClaimEffect,
        /// The claim that was the position of its party until then; none where there was none,
        /// and where the claim is only reported.
        before: Option<usize>,
    },
    /// Someone came back.
    Return {
        /// The case.
        case: usize,
    },
    /// A party announced a total.
    Total {
        /// The total.
        total: usize,
        /// The one it had announced before.
        before: Option<usize>,
    },
    /// A step of diplomacy.
    Event {
        /// The event.
        event: usize,
    },
}

/// The effect of a claim on the position of its party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimEffect {
    /// The party's first position on the case.
    New,
    /// Another position than before, or the same with other details.
    Changed,
    /// The position stays the same: the statement is an exact repetition.
    Repeated,
    /// The party withdraws its position.
    TakenBack,
    /// None: the claim disputes another party's claim.
    Answered,
    /// None: the claim is only reported by others.
    Reported,
}

impl ClaimEffect {
    /// Every turn.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Changed, Self::Repeated, Self::TakenBack, Self::Answered, Self::Reported];

    /// Returns the key in JSON exports.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "newly_said",
            Self::Changed => "changed",
            Self::Repeated => "said_again",
            Self::TakenBack => "taken_back",
            Self::Answered => "answered",
            Self::Reported => "reported",
        }
    }

    fn from_claim(claim: &Claim, before: Option<&Claim>) -> Self {
        match (&claim.says, before) {
            _ if claim.reported => Self::Reported,
            (Statement::Disputes(_), _) => Self::Answered,
            (says, Some(before)) if *says == before.says => Self::Repeated,
            (Statement::Withdrawn, _) => Self::TakenBack,
            (_, None) => Self::New,
            (_, Some(_)) => Self::Changed,
        }
    }

    /// Returns the position of the claim's party before and after the claim; `None` for a claim
    /// that is only reported. `before` is the claim that was the position until then.
    pub fn positions(self, claim: &Claim, before: Option<&Claim>) -> Option<[Position; 2]> {
        let before = before.map_or(Position::Silent, Position::from_claim);
        match self {
            Self::Reported => None,
            Self::Answered => Some([before; 2]),
            Self::New | Self::Changed | Self::Repeated | Self::TakenBack => {
                Some([before, Position::from_claim(claim)])
            }
        }
    }
}

/// Returns the totals announced between two days.
pub(super) fn total_changes(
    register: &Register,
    falls: &impl Fn(&Date) -> bool,
) -> Vec<ChangeItem> {
    let totals = register.totals();
    let mut in_order: Vec<_> = totals.iter().zip(0..).collect();
    in_order.sort_by_key(|(total, at)| (&total.by, total.on.in_force_from(), *at));
    let mut before = vec![None; totals.len()];
    for pair in in_order.windows(2).filter(|pair| pair[0].0.by == pair[1].0.by) {
        before[pair[1].1] = Some(pair[0].1);
    }
    let in_time = totals.iter().enumerate().filter(|(_, total)| falls(&total.on));
    let item = in_time.map(|(at, total)| ChangeItem {
        day: total.on.in_force_from(),
        kind: ChangeKind::Total { total: at, before: before[at] },
    });
    item.collect()
}

/// Returns the claims on a case between two days, and its return if it falls between them.
pub(super) fn case_changes<'a>(
    at: usize,
    case: &'a Case,
    falls: &'a impl Fn(&Date) -> bool,
) -> impl Iterator<Item = ChangeItem> + 'a {
    let positions = PositionIndex::new(case);
    let claims = case.claims.iter().enumerate().filter(|(_, claim)| falls(&claim.on));
    let claims = claims.map(move |(place, claim)| {
        let before = if claim.reported { None } else { positions.claim_before(place) };
        let turn = ClaimEffect::from_claim(claim, before.map(|before| &case.claims[before]));
        let what = ChangeKind::Claim { case: at, claim: place, effect: turn, before };
        ChangeItem { day: claim.on.in_force_from(), kind: what }
    });
    let back = case.returned.iter().filter(|returned| falls(&returned.on));
    claims.chain(back.map(move |returned| ChangeItem {
        day: returned.on.in_force_from(),
        kind: ChangeKind::Return { case: at },
    }))
}

/// Returns the events between two days.
pub(super) fn event_changes<'a>(
    register: &'a Register,
    falls: &'a impl Fn(&Date) -> bool,
) -> impl Iterator<Item = ChangeItem> + 'a {
    let in_time = register.events().iter().enumerate().filter(move |(_, event)| falls(&event.on));
    in_time.map(|(at, event)| ChangeItem {
        day: event.on.in_force_from(),
        kind: ChangeKind::Event { event: at },
    })
}
