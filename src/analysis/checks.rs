//! Checks: find errors and oddities in a register.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use crate::{
    analysis::{
        contradictions::{
            Contradiction, ContradictionKind, Ground, contradiction_index::Contradictions,
            find::find_contradictions,
        },
        finding::{ClaimField, Finding, FindingKind, FindingSubject, RecordField, Severity},
        position::position,
        source_search::similarity_keys,
    },
    model::{Case, CaseId, Claim, Date, Day, SourceId, Statement, Total},
    register::Register,
};

/// Returns every finding in a register, the most severe first, then in the order of the file.
pub fn check(register: &Register) -> Vec<Finding> {
    run_checks(register).findings
}

/// The result of one walk over a register.
pub(super) struct CheckOutput {
    /// Every finding, the most severe first, then in the order of the file.
    pub findings: Vec<Finding>,
    /// The places of the cases that something was noticed in, in rising order.
    pub flagged_cases: Vec<u32>,
    /// The contradictions of every case.
    pub contradictions: Contradictions,
}

/// Runs all checks in one walk over the cases of a register.
pub(super) fn run_checks(register: &Register) -> CheckOutput {
    let (mut found, mut flagged) = (Vec::new(), Vec::new());
    let mut contradictions = Contradictions::default();
    for party in register.compared_parties() {
        if register.party(party).is_none() {
            let what = FindingKind::UnknownParty(party.clone());
            found.push(error(FindingSubject::Register, RecordField::Party, what));
        }
    }
    if register.has_repeated_ids() {
        check_repeated_ids(register, &mut found);
    }
    check_similar_sources(register, &mut found);
    let mut twice = DuplicateCases::new(register);
    let mut counted = vec![0; register.totals().len()];
    for (at, case) in (0..).zip(register.cases()) {
        let before = found.len();
        twice.check_duplicate(case, &mut found);
        let of_case = find_contradictions(case);
        check_case_with_contradictions(case, &of_case, register, &mut found);
        contradictions.push(&of_case);
        if found.len() > before {
            flagged.push(at);
        }
        // Counted here, while the case is at hand: a walk over all cases costs most by itself.
        for (total, counted) in register.totals().iter().zip(&mut counted) {
            *counted +=
                usize::from(position(case, &total.by, total.on.latest()).counts_as_abducted());
        }
    }
    for (at, (total, counted)) in register.totals().iter().zip(counted).enumerate() {
        check_total(at, total, counted, register, &mut found);
    }
    for (at, event) in register.events().iter().enumerate() {
        check_sources(
            &event.sources,
            register,
            &|| FindingSubject::Event(at),
            RecordField::Sources,
            &mut found,
        );
    }
    found.sort_by_key(|finding| finding.severity);
    CheckOutput { findings: found, flagged_cases: flagged, contradictions }
}

fn error(about: FindingSubject, field: RecordField, what: FindingKind) -> Finding {
    Finding { severity: Severity::Error, subject: about, field, kind: what }
}

fn warning(about: FindingSubject, field: RecordField, what: FindingKind) -> Finding {
    Finding { severity: Severity::Warning, subject: about, field, kind: what }
}

fn note(about: FindingSubject, field: RecordField, what: FindingKind) -> Finding {
    Finding { severity: Severity::Note, subject: about, field, kind: what }
}

fn check_repeated_ids(register: &Register, found: &mut Vec<Finding>) {
    fn check_ids_of_list<'a, K: Eq + std::hash::Hash + ToString>(
        ids: impl Iterator<Item = (K, FindingSubject)> + 'a,
        found: &mut Vec<Finding>,
    ) {
        let mut seen = HashSet::new();
        for (id, about) in ids {
            let text = id.to_string();
            if !seen.insert(id) {
                found.push(error(about, RecordField::Id, FindingKind::RepeatedId(text)));
            }
        }
    }
    check_ids_of_list(
        register.parties().iter().map(|x| (&x.id, FindingSubject::Party(x.id.clone()))),
        found,
    );
    check_ids_of_list(
        register.sources().iter().map(|x| (&x.id, FindingSubject::Source(x.id.clone()))),
        found,
    );
    check_ids_of_list(
        register.incidents().iter().map(|x| (x.number, FindingSubject::Incident(x.number))),
        found,
    );
}

/// Adds a finding for each source that looks like one entered before it.
fn check_similar_sources(register: &Register, found: &mut Vec<Finding>) {
    let mut first_by_key: HashMap<String, &SourceId> = HashMap::new();
    for source in register.sources() {
        let likeness: Vec<String> = similarity_keys(source).into_iter().flatten().collect();
        if let Some(first) = likeness.iter().find_map(|alike| first_by_key.get(alike)) {
            let what = FindingKind::SameSource((*first).clone());
            found.push(note(FindingSubject::Source(source.id.clone()), RecordField::Name, what));
        }
        for alike in likeness {
            first_by_key.entry(alike).or_insert(&source.id);
        }
    }
}

/// Returns the findings in one case as if the register held it.
pub fn check_case(register: &Register, case: &Case) -> Vec<Finding> {
    let mut found = Vec::new();
    check_case_with_contradictions(case, &find_contradictions(case), register, &mut found);
    found.sort_by_key(|finding| finding.severity);
    found
}

fn check_case_with_contradictions(
    case: &Case,
    contradictions: &[Contradiction],
    register: &Register,
    found: &mut Vec<Finding>,
) {
    let about = || FindingSubject::Case(case.id.clone());
    if case.name.is_empty() {
        found.push(error(about(), RecordField::Name, FindingKind::NoName));
    }
    if let Some(number) = case.taken.incident.filter(|number| register.incident(*number).is_none())
    {
        found.push(error(about(), RecordField::Incident, FindingKind::UnknownIncident(number)));
    }
    check_sources(&case.sources, register, &about, RecordField::Sources, found);
    if let Some(returned) = &case.returned {
        check_sources(&returned.sources, register, &about, RecordField::ReturnSources, found);
    }
    for (at, variant) in case.variants.iter().enumerate() {
        check_sources(&variant.sources, register, &about, RecordField::Variant(at), found);
    }
    for (at, claim) in case.claims.iter().enumerate() {
        if register.party(&claim.by).is_none() {
            let what = FindingKind::UnknownParty(claim.by.clone());
            found.push(error(about(), RecordField::Claim(at, ClaimField::Party), what));
        }
        let field = RecordField::Claim(at, ClaimField::Sources);
        check_sources(&claim.sources, register, &about, field, found);
    }
    check_dates(case, found);
    check_contradictions(case, contradictions, found);
    let listed = register
        .compared_parties()
        .into_iter()
        .any(|party| position(case, party, Day::MAX).counts_as_abducted());
    if !listed {
        found.push(note(about(), RecordField::Claims, FindingKind::OnNeitherList));
    }
}

fn check_sources(
    sources: &[SourceId],
    register: &Register,
    about: &dyn Fn() -> FindingSubject,
    field: RecordField,
    found: &mut Vec<Finding>,
) {
    if sources.is_empty() {
        found.push(warning(about(), field, FindingKind::NoSource));
    }
    for source in sources.iter().filter(|source| register.source(source).is_none()) {
        found.push(error(about(), field, FindingKind::UnknownSource(source.clone())));
    }
}

/// Adds findings about dates out of order: dates of which no reading is in order.
fn check_dates(case: &Case, found: &mut Vec<Finding>) {
    let about = || FindingSubject::Case(case.id.clone());
    let Some(taken) = &case.taken.on else { return };
    let before_taken = |date: &Date| date.latest() < taken.earliest();
    if let Some(born) = &case.born {
        if born.earliest() > taken.latest() {
            found.push(error(about(), RecordField::Born, FindingKind::BornAfterTaken));
        } else if let Some(age) = case.taken.age {
            let (from, to) =
                (age_on(born.latest(), taken.earliest()), age_on(born.earliest(), taken.latest()));
            if !(from..=to).contains(&i16::from(age)) {
                let what = FindingKind::AgeDiffers { age, from: from.max(0), to };
                found.push(warning(about(), RecordField::Age, what));
            }
        }
    }
    if case.returned.as_ref().is_some_and(|returned| before_taken(&returned.on)) {
        found.push(error(about(), RecordField::ReturnDate, FindingKind::ReturnedBeforeTaken));
    }
    for (at, claim) in case.claims.iter().enumerate() {
        if before_taken(&claim.on) {
            let field = RecordField::Claim(at, ClaimField::Date);
            found.push(error(about(), field, FindingKind::ClaimBeforeTaken));
        }
        if let Statement::Dead { on: Some(on), .. } = &claim.says
            && before_taken(on)
        {
            let field = RecordField::Claim(at, ClaimField::Death);
            found.push(warning(about(), field, FindingKind::DeathBeforeTaken));
        }
    }
}

/// Returns the age in whole years on a day; negative before birth.
fn age_on(born: Day, day: Day) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year().saturating_sub(born.year()) - i16::from(!had_birthday)
}

/// Adds findings about contradictions that may be slips of entry: two dates of death, and a denial
/// after the party counted the person. The page of contradictions shows all others.
fn check_contradictions(case: &Case, contradictions: &[Contradiction], found: &mut Vec<Finding>) {
    let about = || FindingSubject::Case(case.id.clone());
    for Contradiction { kind, grounds, .. } in contradictions {
        let [Ground::Claim(first), Ground::Claim(at)] = *grounds else { continue };
        let (first, at) = (first as usize, at as usize);
        let (first, Claim { by, says, .. }) = (&case.claims[first].says, &case.claims[at]);
        match (kind, first, says) {
            (
                ContradictionKind::DeathDate,
                Statement::Dead { on: Some(first), .. },
                Statement::Dead { on: Some(second), .. },
            ) => {
                let (first, second) = (first.clone(), second.clone());
                let what = FindingKind::TwoDeaths { by: by.clone(), first, second };
                found.push(warning(about(), RecordField::Claim(at, ClaimField::Death), what));
            }
            (ContradictionKind::Denied, _, Statement::NeverEntered) => {
                let what = FindingKind::NeverEnteredAfterCounted(by.clone());
                found.push(warning(about(), RecordField::Claim(at, ClaimField::Statement), what));
            }
            _ => {}
        }
    }
}

/// Finds cases that a register holds twice, by id or as a person.
struct DuplicateCases<'a> {
    /// The ids met so far; `None` if the register has no repeated id.
    ids: Option<HashSet<&'a CaseId>>,
    /// The people met so far, by native name and day of the abduction.
    people: HashMap<(&'a str, Day), &'a CaseId>,
}

impl<'a> DuplicateCases<'a> {
    fn new(register: &Register) -> Self {
        let ids = register.has_repeated_ids().then(HashSet::new);
        Self { ids, people: HashMap::with_capacity(register.cases().len()) }
    }

    fn check_duplicate(&mut self, case: &'a Case, found: &mut Vec<Finding>) {
        let about = || FindingSubject::Case(case.id.clone());
        if self.ids.as_mut().is_some_and(|ids| !ids.insert(&case.id)) {
            found.push(error(
                about(),
                RecordField::Id,
                FindingKind::RepeatedId(case.id.to_string()),
            ));
        }
        let one_day = |on: &&Date| on.earliest() == on.latest();
        let Some(on) = case.taken.on.as_ref().filter(one_day) else { return };
        if case.name.native.is_empty() {
            return;
        }
        match self.people.entry((&case.name.native, on.earliest())) {
            Entry::Occupied(first) => {
                let what = FindingKind::SamePerson((*first.get()).clone());
                found.push(warning(about(), RecordField::Native, what));
            }
            Entry::Vacant(place) => {
                place.insert(&case.id);
            }
        }
    }
}

/// Adds a finding if an announced total is not the count of its party's list as of the last day
/// that the date of the total can mean.
fn check_total(
    at: usize,
    total: &Total,
    counted: usize,
    register: &Register,
    found: &mut Vec<Finding>,
) {
    let about = || FindingSubject::Total(at);
    if register.party(&total.by).is_none() {
        found.push(error(about(), RecordField::Party, FindingKind::UnknownParty(total.by.clone())));
    }
    check_sources(&total.sources, register, &about, RecordField::Sources, found);
    if u32::try_from(counted) != Ok(total.count) {
        let (by, as_of, announced) = (total.by.clone(), total.on.latest(), total.count);
        let what = FindingKind::TotalDiffers { by, as_of, announced, counted };
        found.push(warning(about(), RecordField::Count, what));
    }
}

/// Returns every day on which an answer changes, in rising order: the days of claims, totals and
/// returns. The day picker steps through these days.
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
