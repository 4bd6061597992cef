//! The statements of a register: whatever cites sources.

use crate::{
    analysis::finding::{ClaimField, FindingSubject, RecordField},
    model::{Date, Day, SourceId},
    register::Register,
};

/// Something the register says, on sources; by its places in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitableStatement {
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
    /// Another value for a plain fact of a case.
    Variant(u32, u32),
}

/// The kind of a citable statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitableStatementKind {
    /// A claim of a party on a case.
    Claim,
    /// A figure that a party announced.
    Total,
    /// A step of diplomacy.
    Event,
    /// A plain fact of a case.
    Fact,
}

impl CitableStatementKind {
    /// Every kind, in the order it is listed.
    pub const ALL: [Self; 4] = [Self::Claim, Self::Total, Self::Event, Self::Fact];
}

impl CitableStatement {
    /// Returns the kind of the statement.
    pub fn kind(self) -> CitableStatementKind {
        match self {
            Self::Claim(..) => CitableStatementKind::Claim,
            Self::Total(_) => CitableStatementKind::Total,
            Self::Event(_) => CitableStatementKind::Event,
            Self::Facts(_) | Self::Return(_) | Self::Variant(..) => CitableStatementKind::Fact,
        }
    }

    /// Returns the index of the case; `None` for a statement of no case.
    pub fn case(self) -> Option<usize> {
        match self {
            Self::Claim(case, _) | Self::Facts(case) | Self::Return(case) => Some(case as usize),
            Self::Variant(case, _) => Some(case as usize),
            Self::Total(_) | Self::Event(_) => None,
        }
    }

    /// Returns the record of the statement and the field that holds its sources; `None` if the
    /// register does not have it.
    pub fn subject_and_field(self, register: &Register) -> Option<(FindingSubject, RecordField)> {
        let case = |at: u32| {
            register.cases().get(at as usize).map(|case| FindingSubject::Case(case.id.clone()))
        };
        Some(match self {
            Self::Claim(at, claim) => {
                (case(at)?, RecordField::Claim(claim as usize, ClaimField::Sources))
            }
            Self::Total(at) => (FindingSubject::Total(at as usize), RecordField::Sources),
            Self::Event(at) => (FindingSubject::Event(at as usize), RecordField::Sources),
            Self::Facts(at) => (case(at)?, RecordField::Sources),
            Self::Return(at) => (case(at)?, RecordField::ReturnSources),
            Self::Variant(at, variant) => (case(at)?, RecordField::Variant(variant as usize)),
        })
    }

    /// Returns the cited sources; none if the register does not have the statement.
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

/// Calls `take` for every statement of a register with the day from which it counts, kind by kind:
/// those of cases in the order of the register, totals and events in order of time.
pub(super) fn for_each_statement(register: &Register, mut take: impl FnMut(CitableStatement, Day)) {
    for (at, case) in (0_u32..).zip(register.cases()) {
        for (claim, said) in (0..).zip(&case.claims) {
            take(CitableStatement::Claim(at, claim), said.on.in_force_from());
        }
    }
    let in_order = |dates: Vec<&Date>| {
        let mut order: Vec<(&Date, u32)> = dates.into_iter().zip(0..).collect();
        order.sort();
        order.into_iter().map(|(date, at)| (at, date.in_force_from())).collect::<Vec<_>>()
    };
    for (at, since) in in_order(register.totals().iter().map(|total| &total.on).collect()) {
        take(CitableStatement::Total(at), since);
    }
    for (at, since) in in_order(register.events().iter().map(|event| &event.on).collect()) {
        take(CitableStatement::Event(at), since);
    }
    for (at, case) in (0_u32..).zip(register.cases()) {
        take(CitableStatement::Facts(at), Day::MIN);
        if let Some(returned) = &case.returned {
            take(CitableStatement::Return(at), returned.on.in_force_from());
        }
        for (variant, _) in (0..).zip(&case.variants) {
            take(CitableStatement::Variant(at, variant), Day::MIN);
        }
    }
}
