//! Checks of one case.

use crate::{
    analysis::{
        checks::{claims::check_claims, dates::check_dates, sources::check_sources},
        contradictions::Contradiction,
        finding::{ClaimField, Finding, FindingKind, FindingSubject, RecordField},
        position::position,
    },
    model::{Case, Coordinates, Day},
    register::Register,
};

/// Adds the findings in one case. With a day, dates after it are among them.
pub(super) fn check_case_with_contradictions(
    case: &Case,
    contradictions: &[Contradiction],
    register: &Register,
    today: Option<Day>,
    found: &mut Vec<Finding>,
) {
    let subject = || FindingSubject::Case(case.id.clone());
    if case.name.is_blank() {
        found.push(Finding::error(subject(), RecordField::Name, FindingKind::NoName));
    }
    if let Some(number) = case.taken.incident.filter(|number| register.incident(*number).is_none())
    {
        let kind = FindingKind::UnknownIncident(number);
        found.push(Finding::error(subject(), RecordField::Incident, kind));
    }
    if case.taken.at.is_some_and(are_zero) {
        let kind = FindingKind::ZeroCoordinates;
        found.push(Finding::warning(subject(), RecordField::Coordinates, kind));
    }
    check_sources(&case.sources, register, &subject, RecordField::Sources, found);
    if let Some(returned) = &case.returned {
        check_sources(&returned.sources, register, &subject, RecordField::ReturnSources, found);
    }
    for (at, variant) in case.variants.iter().enumerate() {
        check_sources(&variant.sources, register, &subject, RecordField::Variant(at), found);
    }
    for (at, claim) in case.claims.iter().enumerate() {
        if register.party(&claim.by).is_none() {
            let kind = FindingKind::UnknownParty(claim.by.clone());
            found.push(Finding::error(subject(), RecordField::Claim(at, ClaimField::Party), kind));
        }
        let field = RecordField::Claim(at, ClaimField::Sources);
        check_sources(&claim.sources, register, &subject, field, found);
    }
    check_dates(case, today, found);
    check_claims(case, contradictions, found);
    let listed = register
        .compared_parties()
        .into_iter()
        .any(|party| position(case, party, Day::MAX).counts_as_abducted());
    if !listed {
        found.push(Finding::note(subject(), RecordField::Claims, FindingKind::OnNeitherList));
    }
}

/// Returns true for coordinates that are zero to a tenth of a degree, a place in the open sea that
/// stands for coordinates that nobody entered.
fn are_zero(at: Coordinates) -> bool {
    at.latitude().abs() < 0.05 && at.longitude().abs() < 0.05
}
