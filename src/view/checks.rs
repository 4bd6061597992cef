//! Checks: what is odd in a register.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{
    About, ClaimField, Contradiction, Contradictions, Field, Finding, Ground, Kind, Level, What,
    contradictions::find, position::account, sources::likeness,
};
use crate::{
    model::{Case, CaseId, Claim, Date, Day, Says, SourceId, Total},
    register::Register,
};

/// Everything the checks notice in a register, the gravest first, then in the file's order.
pub fn check(register: &Register) -> Vec<Finding> {
    walk(register).found
}

/// What one walk over a register gives.
pub(super) struct Walked {
    /// Everything the checks notice, the gravest first, then in the file's order.
    pub found: Vec<Finding>,
    /// The places of the cases that something was noticed in, in rising order.
    pub flagged: Vec<u32>,
    /// The contradictions of every case.
    pub contradictions: Contradictions,
}

/// Walks over a register once for everything that takes a walk over all cases.
pub(super) fn walk(register: &Register) -> Walked {
    let (mut found, mut flagged) = (Vec::new(), Vec::new());
    let mut contradictions = Contradictions::default();
    for party in register.compare() {
        if register.party(party).is_none() {
            let what = What::UnknownParty(party.clone());
            found.push(error(About::Register, Field::Party, what));
        }
    }
    if register.has_repeated_ids() {
        repeated(register, &mut found);
    }
    alike(register, &mut found);
    let mut twice = Twice::new(register);
    let mut counted = vec![0; register.totals().len()];
    for (at, case) in (0..).zip(register.cases()) {
        let before = found.len();
        twice.check(case, &mut found);
        let of_case = find(case);
        check_one(case, &of_case, register, &mut found);
        contradictions.push(&of_case);
        if found.len() > before {
            flagged.push(at);
        }
        // Counted here, while the case is at hand: a walk over all cases costs most by itself.
        for (total, counted) in register.totals().iter().zip(&mut counted) {
            *counted += usize::from(account(case, &total.by, total.on.latest()).counts());
        }
    }
    for (at, (total, counted)) in register.totals().iter().zip(counted).enumerate() {
        check_total(at, total, counted, register, &mut found);
    }
    for (at, event) in register.events().iter().enumerate() {
        check_sources(&event.sources, register, &|| About::Event(at), Field::Sources, &mut found);
    }
    found.sort_by_key(|finding| finding.level);
    Walked { found, flagged, contradictions }
}

fn error(about: About, field: Field, what: What) -> Finding {
    Finding { level: Level::Error, about, field, what }
}

fn warning(about: About, field: Field, what: What) -> Finding {
    Finding { level: Level::Warning, about, field, what }
}

fn note(about: About, field: Field, what: What) -> Finding {
    Finding { level: Level::Note, about, field, what }
}

fn repeated(register: &Register, found: &mut Vec<Finding>) {
    fn each<'a, K: Eq + std::hash::Hash + ToString>(
        ids: impl Iterator<Item = (K, About)> + 'a,
        found: &mut Vec<Finding>,
    ) {
        let mut seen = HashSet::new();
        for (id, about) in ids {
            let text = id.to_string();
            if !seen.insert(id) {
                found.push(error(about, Field::Id, What::RepeatedId(text)));
            }
        }
    }
    each(register.parties().iter().map(|x| (&x.id, About::Party(x.id.clone()))), found);
    each(register.sources().iter().map(|x| (&x.id, About::Source(x.id.clone()))), found);
    each(register.incidents().iter().map(|x| (x.number, About::Incident(x.number))), found);
}

/// Sources that look like one entered before them.
fn alike(register: &Register, found: &mut Vec<Finding>) {
    let mut met: HashMap<String, &SourceId> = HashMap::new();
    for source in register.sources() {
        let likeness: Vec<String> = likeness(source).into_iter().flatten().collect();
        if let Some(first) = likeness.iter().find_map(|alike| met.get(alike)) {
            let what = What::SameSource((*first).clone());
            found.push(note(About::Source(source.id.clone()), Field::Name, what));
        }
        for alike in likeness {
            met.entry(alike).or_insert(&source.id);
        }
    }
}

/// What the checks notice in one case on its own, were it in the register.
pub fn check_case(register: &Register, case: &Case) -> Vec<Finding> {
    let mut found = Vec::new();
    check_one(case, &find(case), register, &mut found);
    found.sort_by_key(|finding| finding.level);
    found
}

fn check_one(
    case: &Case,
    contradictions: &[Contradiction],
    register: &Register,
    found: &mut Vec<Finding>,
) {
    let about = || About::Case(case.id.clone());
    if case.name.is_empty() {
        found.push(error(about(), Field::Name, What::NoName));
    }
    if let Some(number) = case.taken.incident.filter(|number| register.incident(*number).is_none())
    {
        found.push(error(about(), Field::Incident, What::UnknownIncident(number)));
    }
    check_sources(&case.sources, register, &about, Field::Sources, found);
    if let Some(returned) = &case.returned {
        check_sources(&returned.sources, register, &about, Field::ReturnedSources, found);
    }
    for (at, variant) in case.variants.iter().enumerate() {
        check_sources(&variant.sources, register, &about, Field::Variant(at), found);
    }
    for (at, claim) in case.claims.iter().enumerate() {
        if register.party(&claim.by).is_none() {
            let what = What::UnknownParty(claim.by.clone());
            found.push(error(about(), Field::Claim(at, ClaimField::By), what));
        }
        let field = Field::Claim(at, ClaimField::Sources);
        check_sources(&claim.sources, register, &about, field, found);
    }
    check_dates(case, found);
    check_contradictions(case, contradictions, found);
    let listed =
        register.compare().into_iter().any(|party| account(case, party, Day::MAX).counts());
    if !listed {
        found.push(note(about(), Field::Claims, What::OnNeitherList));
    }
}

fn check_sources(
    sources: &[SourceId],
    register: &Register,
    about: &dyn Fn() -> About,
    field: Field,
    found: &mut Vec<Finding>,
) {
    if sources.is_empty() {
        found.push(warning(about(), field, What::NoSource));
    }
    for source in sources.iter().filter(|source| register.source(source).is_none()) {
        found.push(error(about(), field, What::UnknownSource(source.clone())));
    }
}

/// Dates are out of order only where no reading of them puts them in order.
fn check_dates(case: &Case, found: &mut Vec<Finding>) {
    let about = || About::Case(case.id.clone());
    let Some(taken) = &case.taken.on else { return };
    let before_taken = |date: &Date| date.latest() < taken.earliest();
    if let Some(born) = &case.born {
        if born.earliest() > taken.latest() {
            found.push(error(about(), Field::Born, What::BornAfterTaken));
        } else if let Some(age) = case.taken.age {
            let (from, to) =
                (age_on(born.latest(), taken.earliest()), age_on(born.earliest(), taken.latest()));
            if !(from..=to).contains(&i16::from(age)) {
                let what = What::AgeDiffers { age, from: from.max(0), to };
                found.push(warning(about(), Field::Age, what));
            }
        }
    }
    if case.returned.as_ref().is_some_and(|returned| before_taken(&returned.on)) {
        found.push(error(about(), Field::Returned, What::ReturnedBeforeTaken));
    }
    for (at, claim) in case.claims.iter().enumerate() {
        if before_taken(&claim.on) {
            let field = Field::Claim(at, ClaimField::On);
            found.push(error(about(), field, What::ClaimBeforeTaken));
        }
        if let Says::Dead { on: Some(on), .. } = &claim.says
            && before_taken(on)
        {
            let field = Field::Claim(at, ClaimField::Death);
            found.push(warning(about(), field, What::DeathBeforeTaken));
        }
    }
}

/// Age in whole years on a day; negative before birth.
fn age_on(born: Day, day: Day) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year().saturating_sub(born.year()) - i16::from(!had_birthday)
}

/// What in the contradictions of a case may be a slip of whoever entered it: two dates of death,
/// and no entry after all. Any other is for the page of contradictions alone.
fn check_contradictions(case: &Case, contradictions: &[Contradiction], found: &mut Vec<Finding>) {
    let about = || About::Case(case.id.clone());
    for Contradiction { kind, grounds, .. } in contradictions {
        let [Ground::Claim(first), Ground::Claim(at)] = *grounds else { continue };
        let (first, at) = (first as usize, at as usize);
        let (first, Claim { by, says, .. }) = (&case.claims[first].says, &case.claims[at]);
        match (kind, first, says) {
            (
                Kind::DeathDate,
                Says::Dead { on: Some(first), .. },
                Says::Dead { on: Some(second), .. },
            ) => {
                let (first, second) = (first.clone(), second.clone());
                let what = What::TwoDeaths { by: by.clone(), first, second };
                found.push(warning(about(), Field::Claim(at, ClaimField::Death), what));
            }
            (Kind::Denied, _, Says::NeverEntered) => {
                let what = What::NeverEnteredAfterCounted(by.clone());
                found.push(warning(about(), Field::Claim(at, ClaimField::Says), what));
            }
            _ => {}
        }
    }
}

/// Cases that stand in the register twice, by id or as a person.
struct Twice<'a> {
    /// Only where some id is repeated at all.
    ids: Option<HashSet<&'a CaseId>>,
    /// By native name and the day taken.
    people: HashMap<(&'a str, Day), &'a CaseId>,
}

impl<'a> Twice<'a> {
    fn new(register: &Register) -> Self {
        let ids = register.has_repeated_ids().then(HashSet::new);
        Self { ids, people: HashMap::with_capacity(register.cases().len()) }
    }

    fn check(&mut self, case: &'a Case, found: &mut Vec<Finding>) {
        let about = || About::Case(case.id.clone());
        if self.ids.as_mut().is_some_and(|ids| !ids.insert(&case.id)) {
            found.push(error(about(), Field::Id, What::RepeatedId(case.id.to_string())));
        }
        let one_day = |on: &&Date| on.earliest() == on.latest();
        let Some(on) = case.taken.on.as_ref().filter(one_day) else { return };
        if case.name.native.is_empty() {
            return;
        }
        match self.people.entry((&case.name.native, on.earliest())) {
            Entry::Occupied(first) => {
                let what = What::SamePerson((*first.get()).clone());
                found.push(warning(about(), Field::Native, what));
            }
            Entry::Vacant(place) => {
                place.insert(&case.id);
            }
        }
    }
}

/// Holds a total against how many its party's list gives as of the last day its date can mean.
fn check_total(
    at: usize,
    total: &Total,
    counted: usize,
    register: &Register,
    found: &mut Vec<Finding>,
) {
    let about = || About::Total(at);
    if register.party(&total.by).is_none() {
        found.push(error(about(), Field::Party, What::UnknownParty(total.by.clone())));
    }
    check_sources(&total.sources, register, &about, Field::Sources, found);
    if u32::try_from(counted) != Ok(total.count) {
        let (by, as_of, announced) = (total.by.clone(), total.on.latest(), total.count);
        let what = What::TotalDiffers { by, as_of, announced, counted };
        found.push(warning(about(), Field::Count, what));
    }
}

/// Every day on which the answers change: a claim of, a total by, a return, in rising order.
/// These are the stops of the day chooser.
pub fn change_days(register: &Register) -> Vec<Day> {
    let said = register.cases().iter().flat_map(|case| {
        let claims = case.claims.iter().map(|claim| claim.on.latest());
        claims.chain(case.returned.iter().map(|returned| returned.on.latest()))
    });
    let announced = register.totals().iter().map(|total| total.on.latest());
    let mut days: Vec<Day> = said.chain(announced).filter(|day| *day != Day::MAX).collect();
    days.sort_unstable();
    days.dedup();
    days
}
