//! Checks: what is odd in a register, where, and what to do.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::position::account;
use crate::{
    model::{Case, CaseId, Date, Day, PartyId, Says, SourceId},
    register::Register,
};

/// Something a check noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub level: Level,
    /// The record it concerns.
    pub about: About,
    /// The field of that record.
    pub field: Field,
    /// What was noticed.
    pub what: What,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The register contradicts itself; something must be put right.
    Error,
    /// Likely a slip.
    Warning,
    /// Worth knowing.
    Note,
}

impl Level {
    /// Its key in the texts of the window.
    pub fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The record a finding concerns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// A case.
    Case(CaseId),
    /// The announced total at this place.
    Total(usize),
    /// The event at this place.
    Event(usize),
    /// A source.
    Source(SourceId),
    /// An incident, by number.
    Incident(u32),
    /// A party.
    Party(PartyId),
    /// The register itself.
    Register,
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The id or number.
    Id,
    /// The name or title.
    Name,
    /// The native name.
    Native,
    /// The date of birth.
    Born,
    /// The date of the taking, or of an event or a total.
    On,
    /// The age when taken.
    Age,
    /// The place.
    Place,
    /// The coordinates.
    At,
    /// The incident.
    Incident,
    /// The date of the return.
    Returned,
    /// The sources of a return.
    ReturnedSources,
    /// The sources.
    Sources,
    /// The list of claims.
    Claims,
    /// The party of a claim or a total; the compared parties.
    Party,
    /// The count of a total.
    Count,
    /// A field of the claim at this place.
    Claim(usize, ClaimField),
    /// The variant at this place.
    Variant(usize),
}

/// A field of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimField {
    /// Who said it.
    By,
    /// When.
    On,
    /// What it says.
    Says,
    /// The date of death it gives.
    Death,
    /// Where it was read.
    Sources,
}

/// What a check noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A party announced one figure, and its claims give another as of that day.
    TotalDiffers {
        /// The party.
        by: PartyId,
        /// As of the last day the total's date can mean.
        as_of: Day,
        /// What it announced.
        announced: u32,
        /// What its claims give.
        counted: usize,
    },
    /// The age does not follow from birth and taking.
    AgeDiffers {
        /// The age in the register.
        age: u8,
        /// The ages that birth and taking allow.
        from: i16,
        /// The oldest of them.
        to: i16,
    },
    /// Returned before taken.
    ReturnedBeforeTaken,
    /// A death claimed to lie before the taking.
    DeathBeforeTaken,
    /// A claim made before the taking.
    ClaimBeforeTaken,
    /// Born after the taking.
    BornAfterTaken,
    /// Nothing cited.
    NoSource,
    /// A source that the register does not hold.
    UnknownSource(SourceId),
    /// A party that the register does not hold.
    UnknownParty(PartyId),
    /// An incident that the register does not hold.
    UnknownIncident(u32),
    /// An id or number that another record has.
    RepeatedId(String),
    /// The same native name, taken on the same day.
    SamePerson(CaseId),
    /// A party gives two different dates of death.
    TwoDeaths {
        /// The party.
        by: PartyId,
        /// The earlier said date.
        first: Date,
        /// The later said date.
        second: Date,
    },
    /// A party says the person never entered, after it said alive.
    NeverEnteredAfterAlive(PartyId),
    /// On neither of the two compared lists, as its claims stand at the end.
    OnNeitherList,
    /// No name in any form.
    NoName,
}

impl What {
    /// Its key in the texts of the window.
    pub fn key(&self) -> &'static str {
        match self {
            Self::TotalDiffers { .. } => "total_differs",
            Self::AgeDiffers { .. } => "age_differs",
            Self::ReturnedBeforeTaken => "returned_before_taken",
            Self::DeathBeforeTaken => "death_before_taken",
            Self::ClaimBeforeTaken => "claim_before_taken",
            Self::BornAfterTaken => "born_after_taken",
            Self::NoSource => "no_source",
            Self::UnknownSource(_) => "unknown_source",
            Self::UnknownParty(_) => "unknown_party",
            Self::UnknownIncident(_) => "unknown_incident",
            Self::RepeatedId(_) => "repeated_id",
            Self::SamePerson(_) => "same_person",
            Self::TwoDeaths { .. } => "two_deaths",
            Self::NeverEnteredAfterAlive(_) => "never_entered_after_alive",
            Self::OnNeitherList => "on_neither_list",
            Self::NoName => "no_name",
        }
    }
}

/// What the records of a register may refer to.
struct Known<'a> {
    sources: HashSet<&'a SourceId>,
    parties: HashSet<&'a PartyId>,
    incidents: HashSet<u32>,
    pair: [&'a PartyId; 2],
}

/// Everything the checks notice in a register, the gravest first, then in the file's order.
pub fn check(register: &Register) -> Vec<Finding> {
    let known = Known {
        sources: register.sources().iter().map(|source| &source.id).collect(),
        parties: register.parties().iter().map(|party| &party.id).collect(),
        incidents: register.incidents().iter().map(|incident| incident.number).collect(),
        pair: register.compare(),
    };
    let mut found = Vec::new();
    for party in known.pair {
        if !known.parties.contains(party) {
            let what = What::UnknownParty(party.clone());
            found.push(error(About::Register, Field::Party, what));
        }
    }
    repeated(register, &mut found);
    for case in register.cases() {
        check_case(case, &known, &mut found);
    }
    same_person(register, &mut found);
    for (at, total) in register.totals().iter().enumerate() {
        let about = || About::Total(at);
        if !known.parties.contains(&total.by) {
            found.push(error(about(), Field::Party, What::UnknownParty(total.by.clone())));
        }
        check_sources(&total.sources, &known, &about, Field::Sources, &mut found);
    }
    check_totals(register, &mut found);
    for (at, event) in register.events().iter().enumerate() {
        check_sources(&event.sources, &known, &|| About::Event(at), Field::Sources, &mut found);
    }
    found.sort_by_key(|finding| finding.level);
    found
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
    let mut seen = HashSet::with_capacity(register.cases().len());
    for case in register.cases() {
        if !seen.insert(&case.id) {
            let what = What::RepeatedId(case.id.to_string());
            found.push(error(About::Case(case.id.clone()), Field::Id, what));
        }
    }
}

fn check_case(case: &Case, known: &Known, found: &mut Vec<Finding>) {
    let about = || About::Case(case.id.clone());
    if case.name.is_empty() {
        found.push(error(about(), Field::Name, What::NoName));
    }
    if let Some(number) = case.taken.incident.filter(|number| !known.incidents.contains(number)) {
        found.push(error(about(), Field::Incident, What::UnknownIncident(number)));
    }
    check_sources(&case.sources, known, &about, Field::Sources, found);
    if let Some(returned) = &case.returned {
        check_sources(&returned.sources, known, &about, Field::ReturnedSources, found);
    }
    for (at, variant) in case.variants.iter().enumerate() {
        check_sources(&variant.sources, known, &about, Field::Variant(at), found);
    }
    for (at, claim) in case.claims.iter().enumerate() {
        if !known.parties.contains(&claim.by) {
            let what = What::UnknownParty(claim.by.clone());
            found.push(error(about(), Field::Claim(at, ClaimField::By), what));
        }
        let field = Field::Claim(at, ClaimField::Sources);
        check_sources(&claim.sources, known, &about, field, found);
    }
    check_dates(case, found);
    check_contradictions(case, found);
    let listed = known.pair.iter().any(|party| account(case, party, Day::MAX).counts());
    if !listed {
        found.push(note(about(), Field::Claims, What::OnNeitherList));
    }
}

fn check_sources(
    sources: &[SourceId],
    known: &Known,
    about: &dyn Fn() -> About,
    field: Field,
    found: &mut Vec<Finding>,
) {
    if sources.is_empty() {
        found.push(warning(about(), field, What::NoSource));
    }
    for source in sources.iter().filter(|source| !known.sources.contains(source)) {
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
            let (from, to) = (age_on(born.latest(), taken.earliest()), age_on(born.earliest(), taken.latest()));
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

/// What one party officially said of one case, held against itself.
fn check_contradictions(case: &Case, found: &mut Vec<Finding>) {
    let mut by_party: BTreeMap<&PartyId, Vec<(usize, &crate::model::Claim)>> = BTreeMap::new();
    for (at, claim) in case.claims.iter().enumerate().filter(|(_, claim)| !claim.reported) {
        by_party.entry(&claim.by).or_default().push((at, claim));
    }
    let about = || About::Case(case.id.clone());
    for (by, mut claims) in by_party {
        claims.sort_by_key(|(_, claim)| claim.on.latest());
        let mut death: Option<&Date> = None;
        let mut alive = false;
        for (at, claim) in claims {
            match &claim.says {
                Says::Dead { on: Some(on), .. } => {
                    let apart = |first: &&Date| {
                        on.latest() < first.earliest() || first.latest() < on.earliest()
                    };
                    if let Some(first) = death.filter(apart) {
                        let (first, second) = (first.clone(), on.clone());
                        let what = What::TwoDeaths { by: by.clone(), first, second };
                        found.push(warning(about(), Field::Claim(at, ClaimField::Death), what));
                    }
                    death = Some(on);
                }
                Says::Alive => alive = true,
                Says::NeverEntered if alive => {
                    let what = What::NeverEnteredAfterAlive(by.clone());
                    found.push(warning(about(), Field::Claim(at, ClaimField::Says), what));
                }
                _ => {}
            }
        }
    }
}

fn same_person(register: &Register, found: &mut Vec<Finding>) {
    let mut seen: HashMap<(&str, Day), &CaseId> = HashMap::new();
    for case in register.cases() {
        let Some(on) = case.taken.on.as_ref().filter(|on| on.earliest() == on.latest()) else {
            continue;
        };
        if case.name.native.is_empty() {
            continue;
        }
        match seen.entry((&case.name.native, on.earliest())) {
            std::collections::hash_map::Entry::Occupied(first) => {
                let what = What::SamePerson((*first.get()).clone());
                found.push(warning(About::Case(case.id.clone()), Field::Native, what));
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(&case.id);
            }
        }
    }
}

/// Holds each total against its party's list as of the last day the total's date can mean.
fn check_totals(register: &Register, found: &mut Vec<Finding>) {
    for (at, total) in register.totals().iter().enumerate() {
        let as_of = total.on.latest();
        let counts = |case: &&std::sync::Arc<Case>| account(case, &total.by, as_of).counts();
        let counted = register.cases().iter().filter(counts).count();
        if u32::try_from(counted) != Ok(total.count) {
            let (by, announced) = (total.by.clone(), total.count);
            let what = What::TotalDiffers { by, as_of, announced, counted };
            found.push(warning(About::Total(at), Field::Count, what));
        }
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
