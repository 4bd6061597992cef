//! The statements of a register: whatever cites sources.

use crate::{
    model::{Case, Day, SourceId},
    register::Register,
    view::{About, ClaimField, Field, position::in_force},
};

/// Something the register says, on sources; by its places in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Statement {
    /// The claim of a case.
    Claim(u32, u32),
    /// An announced total.
    Total(u32),
    /// An event.
    Event(u32),
    /// The plain facts of a case.
    Facts(u32),
    /// The return of a case.
    Return(u32),
    /// What another source gives for a plain fact of a case.
    Variant(u32, u32),
}

/// What kind of statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatementKind {
    /// What a party said of a case.
    Claim,
    /// A figure that a party announced.
    Total,
    /// A step of diplomacy.
    Event,
    /// What is known of a case whoever speaks.
    Fact,
}

impl StatementKind {
    /// Every kind, in the order it is listed.
    pub const ALL: [Self; 4] = [Self::Claim, Self::Total, Self::Event, Self::Fact];
}

impl Statement {
    /// What kind it is.
    pub fn kind(self) -> StatementKind {
        match self {
            Self::Claim(..) => StatementKind::Claim,
            Self::Total(_) => StatementKind::Total,
            Self::Event(_) => StatementKind::Event,
            Self::Facts(_) | Self::Return(_) | Self::Variant(..) => StatementKind::Fact,
        }
    }

    /// The place of its case, where it is of one.
    pub fn case(self) -> Option<usize> {
        match self {
            Self::Claim(case, _) | Self::Facts(case) | Self::Return(case) => Some(case as usize),
            Self::Variant(case, _) => Some(case as usize),
            Self::Total(_) | Self::Event(_) => None,
        }
    }

    /// The record it stands in, and the field of that with its sources; none where the register
    /// does not have it.
    pub fn about(self, register: &Register) -> Option<(About, Field)> {
        let case =
            |at: u32| register.cases().get(at as usize).map(|case| About::Case(case.id.clone()));
        Some(match self {
            Self::Claim(at, claim) => {
                (case(at)?, Field::Claim(claim as usize, ClaimField::Sources))
            }
            Self::Total(at) => (About::Total(at as usize), Field::Sources),
            Self::Event(at) => (About::Event(at as usize), Field::Sources),
            Self::Facts(at) => (case(at)?, Field::Sources),
            Self::Return(at) => (case(at)?, Field::ReturnedSources),
            Self::Variant(at, variant) => (case(at)?, Field::Variant(variant as usize)),
        })
    }

    /// The sources it cites; none where the register does not have it.
    pub fn sources(self, register: &Register) -> &[SourceId] {
        let case = |at: u32| register.cases().get(at as usize);
        let sources = match self {
            Self::Claim(at, claim) => case(at)
                .and_then(|case| case.claims.get(claim as usize))
                .map(|claim| &claim.sources),
            Self::Total(at) => register.totals().get(at as usize).map(|total| &total.sources),
            Self::Event(at) => register.events().get(at as usize).map(|event| &event.sources),
            Self::Facts(at) => case(at).map(|case| &case.sources),
            Self::Return(at) => {
                case(at).and_then(|case| case.returned.as_ref()).map(|back| &back.sources)
            }
            Self::Variant(at, variant) => case(at)
                .and_then(|case| case.variants.get(variant as usize))
                .map(|variant| &variant.sources),
        };
        sources.map(Vec::as_slice).unwrap_or_default()
    }
}

/// Goes through every statement of a register, by kind; says of each whether it is of one of these
/// cases, or of none, and made by this day. Those of the cases named come first, in their order.
pub(super) fn each(
    register: &Register,
    rows: &[u32],
    as_of: Day,
    mut take: impl FnMut(Statement, bool),
) {
    let cases = register.cases();
    let mut is_named = vec![false; cases.len()];
    rows.iter().for_each(|at| is_named[*at as usize] = true);
    let others = (0_u32..).zip(&is_named).filter(|(_, is_named)| !**is_named).map(|(at, _)| at);
    let order: Vec<(u32, bool)> =
        rows.iter().map(|at| (*at, true)).chain(others.map(|at| (at, false))).collect();
    for (at, is_named) in &order {
        for (claim, said) in (0..).zip(&cases[*at as usize].claims) {
            take(Statement::Claim(*at, claim), *is_named && in_force(said, as_of));
        }
    }
    let by_date = |dates: Vec<&crate::model::Date>| {
        let mut order: Vec<u32> = (0..).zip(&dates).map(|(at, _)| at).collect();
        order.sort_by_key(|at| dates[*at as usize]);
        let by_then = |at: u32| dates[at as usize].latest() <= as_of;
        order.into_iter().map(|at| (at, by_then(at))).collect::<Vec<_>>()
    };
    for (at, by_then) in by_date(register.totals().iter().map(|total| &total.on).collect()) {
        take(Statement::Total(at), by_then);
    }
    for (at, by_then) in by_date(register.events().iter().map(|event| &event.on).collect()) {
        take(Statement::Event(at), by_then);
    }
    for (at, is_named) in order {
        facts(at, &cases[at as usize], as_of, |statement, by_then| {
            take(statement, is_named && by_then);
        });
    }
}

/// The statements of a case that no party makes, and whether each is there by a day.
fn facts(at: u32, case: &Case, as_of: Day, mut take: impl FnMut(Statement, bool)) {
    take(Statement::Facts(at), true);
    if let Some(returned) = &case.returned {
        take(Statement::Return(at), returned.on.latest() <= as_of);
    }
    for (variant, _) in (0..).zip(&case.variants) {
        take(Statement::Variant(at, variant), true);
    }
}
