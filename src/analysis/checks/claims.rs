//! Checks of the claims of one case: claims entered twice, claims whose order is not certain, and
//! contradictions that may be slips of entry.

use std::collections::HashMap;

use crate::{
    analysis::{
        contradictions::{Contradiction, ContradictionKind, Ground},
        finding::{ClaimField, Finding, FindingKind, FindingSubject, RecordField},
        position::{Position, can_be_position},
    },
    model::{Case, Claim, Day, Statement, folding::fold},
};

/// Adds the findings about the claims of a case.
pub(super) fn check_claims(
    case: &Case,
    contradictions: &[Contradiction],
    found: &mut Vec<Finding>,
) {
    if case.claims.len() > 1 {
        // In the order in which the program counts them: by party, by the day from which each is in
        // force, by entry.
        let mut claims: Vec<(usize, &Claim)> = case.claims.iter().enumerate().collect();
        claims.sort_by_key(|&(at, claim)| (&claim.by, claim.on.in_force_from(), at));
        for of_party in claims.chunk_by(|(_, a), (_, b)| a.by == b.by) {
            let on_one_day = |a: &(usize, &Claim), b: &(usize, &Claim)| {
                a.1.on.in_force_from() == b.1.on.in_force_from()
            };
            for of_day in of_party.chunk_by(on_one_day).filter(|claims| claims.len() > 1) {
                check_repeated_claims(case, of_day, found);
            }
            check_order(case, of_party, found);
        }
    }
    check_contradictions(case, contradictions, found);
}

/// The values that two entries of one claim have in common: the days that the date can mean, whether the claim
/// is reported, and the statement with its texts folded.
#[derive(PartialEq, Eq, Hash)]
struct ClaimKey {
    days: (Day, Day),
    is_reported: bool,
    statement: std::mem::Discriminant<Statement>,
    death: Option<(Day, Day)>,
    texts: [String; 2],
}

impl ClaimKey {
    fn new(claim: &Claim) -> Self {
        let (death, texts) = match &claim.says {
            Statement::Dead { on, place, cause } => {
                let death = on.as_ref().map(|on| (on.earliest(), on.latest()));
                (death, [fold(place), fold(cause)])
            }
            Statement::Disputes(what) => (None, [fold(what), String::new()]),
            _ => (None, [const { String::new() }; 2]),
        };
        Self {
            days: (claim.on.earliest(), claim.on.latest()),
            is_reported: claim.reported,
            statement: std::mem::discriminant(&claim.says),
            death,
            texts,
        }
    }
}

/// Adds a finding for each claim that says the same as one before it, among the claims of one party
/// that are in force from one day.
fn check_repeated_claims(case: &Case, claims: &[(usize, &Claim)], found: &mut Vec<Finding>) {
    let mut first_by_key = HashMap::new();
    for (at, claim) in claims {
        let first = *first_by_key.entry(ClaimKey::new(claim)).or_insert(*at);
        if first != *at {
            let field = RecordField::Claim(*at, ClaimField::Statement);
            let subject = FindingSubject::Case(case.id.clone());
            found.push(Finding::warning(subject, field, FindingKind::SameClaim(first)));
        }
    }
}

/// Adds a finding for each official claim of a party that can have been made before, or on the same
/// day as, one that counts as earlier and gives another position.
fn check_order(case: &Case, claims: &[(usize, &Claim)], found: &mut Vec<Finding>) {
    let positions = claims.iter().filter(|(_, claim)| can_be_position(claim));
    let mut positions = positions.map(|(at, claim)| (*at, *claim, Position::from_claim(claim)));
    let Some(mut last) = positions.next() else { return };
    // The latest claim before `last` with another position.
    let mut last_other = None;
    for claim @ (at, this, position) in positions {
        if last.2 != position {
            last_other = Some(last);
        }
        last = claim;
        let uncertain = last_other.filter(|(_, other, _)| !is_certainly_before(other, this));
        let Some((other_at, other, _)) = uncertain else { continue };
        let by = this.by.clone();
        let (field, kind) = if is_made_on_one_day(other) && is_made_on_one_day(this) {
            (ClaimField::Statement, FindingKind::ClaimsOnOneDay { by, other: other_at })
        } else {
            let (earlier, later) = (other.on.clone(), this.on.clone());
            let kind = FindingKind::OrderUncertain { by, earlier, later, other: other_at };
            (ClaimField::Date, kind)
        };
        let subject = FindingSubject::Case(case.id.clone());
        found.push(Finding::warning(subject, RecordField::Claim(at, field), kind));
    }
}

/// Returns true if every day on which one claim can have been made is before every day of the other.
fn is_certainly_before(earlier: &Claim, later: &Claim) -> bool {
    earlier.on.in_force_from() < later.on.earliest()
}

/// Returns true if a claim can have been made on one day alone.
fn is_made_on_one_day(claim: &Claim) -> bool {
    claim.on.earliest() == claim.on.in_force_from()
}

/// Adds findings about contradictions that may be slips of entry: two dates of death, and a denial
/// certainly after the party counted the person. The page of contradictions shows all others.
fn check_contradictions(case: &Case, contradictions: &[Contradiction], found: &mut Vec<Finding>) {
    for Contradiction { kind, grounds, .. } in contradictions {
        let [Ground::Claim(first), Ground::Claim(at)] = *grounds else { continue };
        let (first, at) = (&case.claims[first as usize], at as usize);
        let this @ Claim { by, says, .. } = &case.claims[at];
        let (field, kind) = match (kind, &first.says, says) {
            (
                ContradictionKind::DeathDate,
                Statement::Dead { on: Some(first), .. },
                Statement::Dead { on: Some(second), .. },
            ) => {
                let (first, second) = (first.clone(), second.clone());
                (ClaimField::Death, FindingKind::TwoDeaths { by: by.clone(), first, second })
            }
            (ContradictionKind::Denied, _, Statement::NeverEntered)
                if is_certainly_before(first, this) =>
            {
                (ClaimField::Statement, FindingKind::NeverEnteredAfterCounted(by.clone()))
            }
            _ => continue,
        };
        let subject = FindingSubject::Case(case.id.clone());
        found.push(Finding::warning(subject, RecordField::Claim(at, field), kind));
    }
}
