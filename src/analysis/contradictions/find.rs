//! Search for the contradictions of one case: each claim is compared with the earlier ones.

use foldhash::{HashMap, HashMapExt as _};

use crate::{
    analysis::contradictions::{
        Contradiction, ContradictionKind, Ground,
        death_details::{DeathDates, DeathTexts},
    },
    model::{Case, Claim, Date, Day, Fact, PartyId, Statement},
};

/// Returns the contradictions of a case on any day: those of claims in order of time, then those of
/// plain facts.
pub(crate) fn find_contradictions(case: &Case) -> Vec<Contradiction> {
    let mut found = Vec::new();
    if case.claims.len() > 1 {
        find_in_claims(case, &mut found);
    }
    find_in_birth_dates(case, &mut found);
    found
}

/// Returns the contradictions of a case as of a day: those of claims in order of time, then those
/// of plain facts.
pub fn contradictions_as_of(case: &Case, as_of: Day) -> Vec<Contradiction> {
    let mut found = find_contradictions(case);
    found.retain(|one| one.since <= as_of);
    found
}

fn find_in_claims(case: &Case, found: &mut Vec<Contradiction>) {
    let mut claims: Vec<(u32, &Claim)> = (0..).zip(&case.claims).collect();
    // What is said on the day of a dispute is there to be disputed.
    claims.sort_by_key(|(_, claim)| (claim.on.in_force_from(), is_dispute(claim)));
    let mut parties: HashMap<&PartyId, PartyClaims> = HashMap::new();
    // The latest claim but the disputes, and the latest one of any other party than its own.
    let (mut last, mut last_of_others) = (None, None);
    for (at, claim) in claims {
        let mut contradicts = |kind, first| {
            let grounds = [Ground::Claim(first), Ground::Claim(at)];
            found.push(Contradiction { kind, grounds, since: claim.on.in_force_from() });
        };
        let is_of_other = |(by, _): &(&PartyId, u32)| **by != claim.by;
        if is_dispute(claim) {
            if let Some((_, answered)) = last.filter(is_of_other).or(last_of_others) {
                contradicts(ContradictionKind::Disputed, answered);
            }
            continue;
        }
        last_of_others = last.filter(is_of_other).or(last_of_others);
        last = Some((&claim.by, at));
        let of_party = parties.entry(&claim.by).or_default();
        of_party.add_claim(at, claim, &mut contradicts);
    }
}

fn is_dispute(claim: &Claim) -> bool {
    matches!(claim.says, Statement::Disputes(_))
}

/// Returns true if a claim counts the person as abducted.
fn counts_as_abducted(claim: &Claim) -> bool {
    matches!(claim.says, Statement::Abducted | Statement::Alive | Statement::Dead { .. })
}

/// The claims of one party on a case so far. Each claim is given by its index.
#[derive(Default)]
struct PartyClaims<'a> {
    /// The claim that is the position.
    position: Option<(u32, &'a Claim)>,
    /// The latest official claim on whether the person is alive or dead.
    fate: Option<(u32, &'a Claim)>,
    /// The latest reported claim, if it counts the person as abducted.
    reported: Option<u32>,
    /// True if the reported claim has been compared with the position.
    has_reported_conflict: bool,
    /// The dates, places and causes of death that the party gave.
    dates: DeathDates<'a>,
    places: DeathTexts<'a>,
    causes: DeathTexts<'a>,
}

impl<'a> PartyClaims<'a> {
    /// Compares a claim with the earlier ones, then adds it. `contradicts` receives the kind and
    /// the index of the earlier claim.
    fn add_claim(
        &mut self,
        at: u32,
        claim: &'a Claim,
        contradicts: &mut impl FnMut(ContradictionKind, u32),
    ) {
        if claim.reported {
            self.reported = counts_as_abducted(claim).then_some(at);
        } else {
            self.update_position(at, claim, contradicts);
            self.update_fate(at, claim, contradicts);
        }
        let denial = self.position.filter(|(_, position)| !counts_as_abducted(position));
        match (self.reported, denial) {
            (Some(reported), Some((denial, _))) if !self.has_reported_conflict => {
                self.has_reported_conflict = true;
                contradicts(
                    ContradictionKind::Reported,
                    if claim.reported { denial } else { reported },
                );
            }
            (Some(_), Some(_)) => {}
            _ => self.has_reported_conflict = false,
        }
    }

    fn update_position(
        &mut self,
        at: u32,
        claim: &'a Claim,
        contradicts: &mut impl FnMut(ContradictionKind, u32),
    ) {
        if let Some((first, before)) = self.position.replace((at, claim)) {
            match (counts_as_abducted(before), counts_as_abducted(claim)) {
                (true, false) => contradicts(ContradictionKind::Denied, first),
                (false, true) => contradicts(ContradictionKind::Admitted, first),
                _ => {}
            }
        }
    }

    fn update_fate(
        &mut self,
        at: u32,
        claim: &'a Claim,
        contradicts: &mut impl FnMut(ContradictionKind, u32),
    ) {
        match &claim.says {
            Statement::Alive => {
                let before = self.fate.replace((at, claim));
                if let Some((first, _)) =
                    before.filter(|(_, before)| before.says != Statement::Alive)
                {
                    contradicts(ContradictionKind::AliveAfterDead, first);
                }
            }
            Statement::Dead { on, place, cause } => {
                let before = self.fate.replace((at, claim));
                // A death on a date after the word that the person was alive fits that word.
                let fits = |before: &Claim| {
                    on.as_ref().is_some_and(|on| on.latest() >= before.on.earliest())
                };
                if let Some((first, before)) = before
                    && before.says == Statement::Alive
                    && !fits(before)
                {
                    contradicts(ContradictionKind::DeadAfterAlive, first);
                }
                let date = on.as_ref().and_then(|on| self.dates.add(at, on));
                let place = self.places.add(at, place);
                let cause = self.causes.add(at, cause);
                for (kind, first) in [
                    (ContradictionKind::DeathDate, date),
                    (ContradictionKind::DeathPlace, place),
                    (ContradictionKind::DeathCause, cause),
                ] {
                    if let Some(first) = first {
                        contradicts(kind, first);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Returns true if two dates have no day in common.
fn are_dates_disjoint(a: &Date, b: &Date) -> bool {
    !a.overlaps(b)
}

/// Compares other dates of birth with that of the register. A value that is no date cannot
/// contradict one.
fn find_in_birth_dates(case: &Case, found: &mut Vec<Contradiction>) {
    let Some(born) = &case.born else { return };
    let variants = (0..).zip(&case.variants);
    for (at, variant) in variants.filter(|(_, variant)| variant.field == Fact::Born) {
        if variant.value.parse().is_ok_and(|other| are_dates_disjoint(born, &other)) {
            let grounds = [Ground::Born, Ground::Variant(at)];
            found.push(Contradiction { kind: ContradictionKind::Born, grounds, since: Day::MIN });
        }
    }
}
