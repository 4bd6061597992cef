//! Finding the contradictions of one case: each claim is held against those made before it.

use super::{Contradiction, Ground, Kind};
use crate::{
    model::{Case, Claim, Date, Day, Fact, PartyId, Says},
    view::fold,
};

/// The contradictions of a case, whatever the day: those of claims in order of time, then those
/// of plain facts.
pub(in crate::view) fn find(case: &Case) -> Vec<Contradiction> {
    let mut found = Vec::new();
    if case.claims.len() > 1 {
        in_claims(case, &mut found);
    }
    in_births(case, &mut found);
    found
}

fn in_claims(case: &Case, found: &mut Vec<Contradiction>) {
    let mut claims: Vec<(u32, &Claim)> = (0..).zip(&case.claims).collect();
    // What is said on the day of a dispute is there to be disputed.
    claims.sort_by_key(|(_, claim)| (claim.on.latest(), is_dispute(claim)));
    let mut accounts: Vec<Account> = Vec::new();
    for (turn, (at, claim)) in claims.into_iter().enumerate() {
        let mut contradicts = |kind, first| {
            let grounds = [Ground::Claim(first), Ground::Claim(at)];
            found.push(Contradiction { kind, grounds, since: claim.on.latest() });
        };
        if is_dispute(claim) {
            let others = accounts.iter().filter(|account| *account.by != claim.by);
            if let Some((_, answered)) = others.map(|account| account.last).max() {
                contradicts(Kind::Disputed, answered);
            }
            continue;
        }
        let place = accounts.iter().position(|account| *account.by == claim.by);
        let place = place.unwrap_or_else(|| {
            accounts.push(Account::new(&claim.by));
            accounts.len() - 1
        });
        let account = &mut accounts[place];
        account.last = (turn, at);
        account.take(at, claim, &mut contradicts);
    }
}

fn is_dispute(claim: &Claim) -> bool {
    matches!(claim.says, Says::Disputes(_))
}

/// Whether a claim counts the person as abducted.
fn counts(claim: &Claim) -> bool {
    matches!(claim.says, Says::Abducted | Says::Alive | Says::Dead { .. })
}

/// What one party has said of a case so far; each claim by its place.
struct Account<'a> {
    by: &'a PartyId,
    /// Its latest claim: in which turn, and at which place.
    last: (usize, u32),
    /// Its position.
    position: Option<(u32, &'a Claim)>,
    /// Its latest official word on whether the person is alive or dead.
    fate: Option<(u32, &'a Claim)>,
    /// What was last reported of it, where that counts the person as abducted.
    reported: Option<u32>,
    /// What is reported of it has been held against its position.
    is_told: bool,
    /// The dates, places and causes of death that it gave and that agree with each other, each
    /// where it was given first.
    dates: Vec<(u32, &'a Date)>,
    places: Vec<(u32, &'a str)>,
    causes: Vec<(u32, &'a str)>,
}

impl<'a> Account<'a> {
    fn new(by: &'a PartyId) -> Self {
        Self {
            by,
            last: (0, 0),
            position: None,
            fate: None,
            reported: None,
            is_told: false,
            dates: Vec::new(),
            places: Vec::new(),
            causes: Vec::new(),
        }
    }

    /// Holds a claim against what was said before, then adds it; `contradicts` takes the kind and
    /// the place of the earlier claim.
    fn take(&mut self, at: u32, claim: &'a Claim, contradicts: &mut impl FnMut(Kind, u32)) {
        if claim.reported {
            self.reported = counts(claim).then_some(at);
        } else {
            self.take_position(at, claim, contradicts);
            self.take_fate(at, claim, contradicts);
        }
        let denial = self.position.filter(|(_, position)| !counts(position));
        match (self.reported, denial) {
            (Some(reported), Some((denial, _))) if !self.is_told => {
                self.is_told = true;
                contradicts(Kind::Reported, if claim.reported { denial } else { reported });
            }
            (Some(_), Some(_)) => {}
            _ => self.is_told = false,
        }
    }

    fn take_position(
        &mut self,
        at: u32,
        claim: &'a Claim,
        contradicts: &mut impl FnMut(Kind, u32),
    ) {
        if let Some((first, before)) = self.position.replace((at, claim)) {
            match (counts(before), counts(claim)) {
                (true, false) => contradicts(Kind::Denied, first),
                (false, true) => contradicts(Kind::Admitted, first),
                _ => {}
            }
        }
    }

    fn take_fate(&mut self, at: u32, claim: &'a Claim, contradicts: &mut impl FnMut(Kind, u32)) {
        match &claim.says {
            Says::Alive => {
                let before = self.fate.replace((at, claim));
                if let Some((first, _)) = before.filter(|(_, before)| before.says != Says::Alive) {
                    contradicts(Kind::AliveAfterDead, first);
                }
            }
            Says::Dead { on, place, cause } => {
                let before = self.fate.replace((at, claim));
                // A death on a date after the word that the person was alive fits that word.
                let fits = |before: &Claim| {
                    on.as_ref().is_some_and(|on| on.latest() >= before.on.earliest())
                };
                if let Some((first, before)) = before
                    && before.says == Says::Alive
                    && !fits(before)
                {
                    contradicts(Kind::DeadAfterAlive, first);
                }
                let date = on.as_ref().and_then(|on| tell(&mut self.dates, at, on, dates_apart));
                let text = |told: &mut Vec<_>, text: &'a String| {
                    (!text.is_empty()).then(|| tell(told, at, text.as_str(), texts_apart)).flatten()
                };
                let place = text(&mut self.places, place);
                let cause = text(&mut self.causes, cause);
                for (kind, first) in
                    [(Kind::DeathDate, date), (Kind::DeathPlace, place), (Kind::DeathCause, cause)]
                {
                    if let Some(first) = first {
                        contradicts(kind, first);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Adds a value to those told; the place of the last of them that it contradicts. With that
/// another account begins.
fn tell<T: Copy + PartialEq>(
    told: &mut Vec<(u32, T)>,
    at: u32,
    value: T,
    apart: impl Fn(T, T) -> bool,
) -> Option<u32> {
    let first = told.iter().rev().find(|(_, other)| apart(*other, value)).map(|(at, _)| *at);
    if first.is_some() {
        told.clear();
    }
    if told.iter().all(|(_, other)| *other != value) {
        told.push((at, value));
    }
    first
}

/// Whether no reading of two dates makes them the same.
fn dates_apart(a: &Date, b: &Date) -> bool {
    a.latest() < b.earliest() || b.latest() < a.earliest()
}

/// Whether two texts say different things: neither only adds to the other.
fn texts_apart(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    !a.contains(&b) && !b.contains(&a)
}

/// Holds other dates of birth against the register's own. What is no date cannot be held against
/// one.
fn in_births(case: &Case, found: &mut Vec<Contradiction>) {
    let Some(born) = &case.born else { return };
    let variants = (0..).zip(&case.variants);
    for (at, variant) in variants.filter(|(_, variant)| variant.field == Fact::Born) {
        if variant.value.parse().is_ok_and(|other| dates_apart(born, &other)) {
            let grounds = [Ground::Born, Ground::Variant(at)];
            found.push(Contradiction { kind: Kind::Born, grounds, since: Day::MIN });
        }
    }
}
