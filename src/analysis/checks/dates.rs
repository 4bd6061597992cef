//! Checks of dates: dates out of order, ages that nobody reaches, dates after today.
//!
//! A finding says only what is certain: no reading of the dates is in order.

use crate::{
    analysis::finding::{ClaimField, Finding, FindingKind, FindingSubject, RecordField},
    model::{Case, Claim, Date, Day, Statement},
};

/// The greatest age in whole years that is not reported. The oldest person on record reached 122.
const MAX_AGE: i16 = 120;

/// Adds findings about the dates and the age of a case. With a day, dates after it are among them.
pub(super) fn check_dates(case: &Case, today: Option<Day>, found: &mut Vec<Finding>) {
    check_order(case, found);
    check_age(case, found);
    check_life_span(case, found);
    let subject = || FindingSubject::Case(case.id.clone());
    for (date, field) in dates(case) {
        check_not_after_today(date, today, subject, field, found);
    }
}

/// Adds a finding if every day that a date can mean is after today.
pub(super) fn check_not_after_today(
    date: &Date,
    today: Option<Day>,
    subject: impl FnOnce() -> FindingSubject,
    field: RecordField,
    found: &mut Vec<Finding>,
) {
    if today.is_some_and(|today| date.earliest() > today) {
        found.push(Finding::warning(subject(), field, FindingKind::DateAfterToday));
    }
}

/// Returns every date of a case with its field.
fn dates(case: &Case) -> impl Iterator<Item = (&Date, RecordField)> {
    let born = case.born.iter().map(|on| (on, RecordField::Born));
    let taken = case.taken.on.iter().map(|on| (on, RecordField::Date));
    let returned = case.returned.iter().map(|it| (&it.on, RecordField::ReturnDate));
    let claims = case.claims.iter().enumerate().flat_map(|(at, claim)| {
        let death = death_date(claim).map(|on| (on, RecordField::Claim(at, ClaimField::Death)));
        [(&claim.on, RecordField::Claim(at, ClaimField::Date))].into_iter().chain(death)
    });
    born.chain(taken).chain(returned).chain(claims)
}

/// Returns the date of death that a claim gives.
fn death_date(claim: &Claim) -> Option<&Date> {
    match &claim.says {
        Statement::Dead { on, .. } => on.as_ref(),
        _ => None,
    }
}

/// Adds findings about dates out of order.
fn check_order(case: &Case, found: &mut Vec<Finding>) {
    let (born, taken) = (case.born.as_ref(), case.taken.on.as_ref());
    let is_before = |day: Day, date: Option<&Date>| date.is_some_and(|it| day < it.earliest());
    // The later of the two that a day is certainly before.
    let before = |day: Day, [born_kind, taken_kind]: [FindingKind; 2]| {
        let kind = is_before(day, born).then_some(born_kind);
        kind.or_else(|| is_before(day, taken).then_some(taken_kind))
    };
    let mut add = |severe: bool, field, kind: FindingKind| {
        let subject = FindingSubject::Case(case.id.clone());
        let new = if severe { Finding::error } else { Finding::warning };
        found.push(new(subject, field, kind));
    };
    if let (Some(born), Some(taken)) = (born, taken)
        && born.earliest() > taken.latest()
    {
        add(true, RecordField::Born, FindingKind::BornAfterTaken);
    }
    if let Some(returned) = &case.returned {
        let kinds = [FindingKind::ReturnedBeforeBorn, FindingKind::ReturnedBeforeTaken];
        if let Some(kind) = before(returned.on.in_force_from(), kinds) {
            add(true, RecordField::ReturnDate, kind);
        }
    }
    for (at, claim) in case.claims.iter().enumerate() {
        let field = |field| RecordField::Claim(at, field);
        let kinds = [FindingKind::ClaimBeforeBorn, FindingKind::ClaimBeforeTaken];
        if let Some(kind) = before(claim.on.in_force_from(), kinds) {
            add(true, field(ClaimField::Date), kind);
        }
        let Some(death) = death_date(claim) else { continue };
        let kinds = [FindingKind::DeathBeforeBorn, FindingKind::DeathBeforeTaken];
        if let Some(kind) = before(death.latest(), kinds) {
            add(false, field(ClaimField::Death), kind);
        }
        if death.earliest() > claim.on.in_force_from() {
            add(false, field(ClaimField::Death), FindingKind::DeathAfterClaim);
        }
    }
}

/// Adds a finding if the age when taken is out of reach, or does not fit birth and abduction.
fn check_age(case: &Case, found: &mut Vec<Finding>) {
    let Some(age) = case.taken.age else { return };
    let subject = || FindingSubject::Case(case.id.clone());
    if i16::from(age) > MAX_AGE {
        found.push(Finding::error(subject(), RecordField::Age, FindingKind::AgeTooHigh(age)));
        return;
    }
    let (Some(born), Some(taken)) = (&case.born, &case.taken.on) else { return };
    if born.earliest() > taken.latest() {
        return;
    }
    let (from, to) = ages_between(born, taken);
    let fits = from.is_none_or(|from| from <= age.into()) && to.is_none_or(|to| to >= age.into());
    if !fits {
        let kind = FindingKind::AgeDiffers { age, from: from.map(|from| from.max(0)), to };
        found.push(Finding::warning(subject(), RecordField::Age, kind));
    }
}

/// Adds a finding if the person certainly reached an age out of reach by the abduction, the return
/// or a claimed death.
fn check_life_span(case: &Case, found: &mut Vec<Finding>) {
    let Some(born) = &case.born else { return };
    let deaths = case.claims.iter().filter_map(death_date);
    let returned = case.returned.iter().map(|returned| &returned.on);
    let ages = case.taken.on.iter().chain(returned).chain(deaths);
    let oldest = ages.filter_map(|date| ages_between(born, date).0).max();
    if let Some(age) = oldest.filter(|age| *age > MAX_AGE) {
        let subject = FindingSubject::Case(case.id.clone());
        found.push(Finding::warning(subject, RecordField::Born, FindingKind::LifeTooLong(age)));
    }
}

/// Returns the least and the greatest age in whole years that a person can have on a date; `None`
/// where an open or unknown end leaves it without a bound.
pub(super) fn ages_between(born: &Date, on: &Date) -> (Option<i16>, Option<i16>) {
    let age = |born: Option<Day>, on: Option<Day>| Some(age_on(born?, on?));
    let least = age(born.bounded_latest(), on.bounded_earliest());
    (least, age(born.bounded_earliest(), on.bounded_latest()))
}

/// Returns the age in whole years on a day; negative before birth.
fn age_on(born: Day, day: Day) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year().saturating_sub(born.year()) - i16::from(!had_birthday)
}
