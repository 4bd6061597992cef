//! Checks: find errors and oddities in a register.

mod sources;
mod dates;
mod claims;
mod case;
mod duplicate_people;
mod list_sizes;

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use crate::{
    analysis::{
        checks::{
            case::check_case_with_contradictions,
            dates::check_not_after_today,
            duplicate_people::find_duplicate_people,
            list_sizes::ListSizes,
            sources::{check_similar_sources, check_sources},
        },
        contradictions::{contradiction_index::Contradictions, find::find_contradictions},
        finding::{Finding, FindingKind, FindingSubject, RecordField},
    },
    model::{Case, Date, Day, LocalizedText, Total, folding::is_blank},
    register::{Edit, Register},
    worker_thread::ScopedWork,
};

/// Returns every finding in a register that does not depend on the day, the most severe first, then
/// in the order of the file.
pub fn check(register: &Register) -> Vec<Finding> {
    run_checks(register, None).findings
}

/// Returns the findings in one case as if the register held it, the most severe first. With a day,
/// dates after it are among them.
pub fn check_case(register: &Register, case: &Case, today: Option<Day>) -> Vec<Finding> {
    let mut found = Vec::new();
    check_case_with_contradictions(case, &find_contradictions(case), register, today, &mut found);
    found.sort_by_key(|finding| finding.severity);
    found
}

/// Returns the findings about the date of a source, a total or an event that an edit leaves: a
/// warning if it is after today.
pub fn check_edited_date(edit: &Edit, today: Day) -> Option<Finding> {
    let (subject, date) = match edit {
        Edit::Source(change) => {
            let after = change.after.as_ref()?;
            (FindingSubject::Source(after.id.clone()), after.published.as_ref()?)
        }
        Edit::Total(change) => (FindingSubject::Total(change.at), &change.after.as_ref()?.on),
        Edit::Event(change) => (FindingSubject::Event(change.at), &change.after.as_ref()?.on),
        Edit::Case(_) | Edit::Party(_) | Edit::Incident(_) | Edit::RegisterInfo { .. } => {
            return None;
        }
    };
    let mut found = Vec::new();
    check_not_after_today(date, Some(today), || subject, RecordField::Date, &mut found);
    found.pop()
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

/// Runs all checks on a register. With a day, dates after it are among the findings.
pub(super) fn run_checks(register: &Register, today: Option<Day>) -> CheckOutput {
    thread::scope(|scope| {
        let find = || catch_unwind(AssertUnwindSafe(|| find_duplicate_people(register.cases())));
        let duplicates = ScopedWork::start(scope, find);
        let mut contradictions = Contradictions::default();
        let mut list_sizes = ListSizes::of_totals(register.totals());
        let mut of_cases = check_cases(register, today, &mut contradictions, &mut list_sizes);
        let counted = list_sizes.count(register.totals());
        // Should the search panic, the other findings are better than none.
        of_cases.extend(duplicates.join().unwrap_or_default().into_iter().map(|duplicate| {
            let [case, first] = [duplicate.case, duplicate.first]
                .map(|at| register.cases()[at as usize].id.clone());
            (duplicate.case, duplicate.into_finding(FindingSubject::Case(case), first))
        }));
        of_cases.sort_by_key(|(case, _)| *case);
        let mut flagged_cases: Vec<u32> = of_cases.iter().map(|(case, _)| *case).collect();
        flagged_cases.dedup();
        let mut found = Vec::new();
        check_compared_parties(register, &mut found);
        if register.has_repeated_ids() {
            check_repeated_ids(register, &mut found);
        }
        check_names(register, &mut found);
        check_similar_sources(register, &mut found);
        check_publication_dates(register, today, &mut found);
        found.extend(of_cases.into_iter().map(|(_, finding)| finding));
        for (at, (total, counted)) in register.totals().iter().zip(counted).enumerate() {
            check_total(at, total, counted, register, &mut found);
            let subject = || FindingSubject::Total(at);
            check_not_after_today(&total.on, today, subject, RecordField::Date, &mut found);
        }
        for (at, event) in register.events().iter().enumerate() {
            let subject = || FindingSubject::Event(at);
            check_sources(&event.sources, register, &subject, RecordField::Sources, &mut found);
            check_not_after_today(&event.on, today, subject, RecordField::Date, &mut found);
        }
        found.sort_by_key(|finding| finding.severity);
        CheckOutput { findings: found, flagged_cases, contradictions }
    })
}

/// Returns the findings of each case but the people entered twice, each with the index of the case,
/// in one walk over the cases. Adds the contradictions and the positions of each case.
fn check_cases(
    register: &Register,
    today: Option<Day>,
    contradictions: &mut Contradictions,
    list_sizes: &mut ListSizes<'_>,
) -> Vec<(u32, Finding)> {
    let mut ids = register.has_repeated_ids().then(HashSet::new);
    let (mut all, mut found) = (Vec::new(), Vec::new());
    for (at, case) in (0..).zip(register.cases()) {
        if ids.as_mut().is_some_and(|ids| !ids.insert(&case.id)) {
            let kind = FindingKind::RepeatedId(case.id.to_string());
            let subject = FindingSubject::Case(case.id.clone());
            found.push(Finding::error(subject, RecordField::Id, kind));
        }
        let of_case = find_contradictions(case);
        check_case_with_contradictions(case, &of_case, register, today, &mut found);
        contradictions.push(&of_case);
        all.extend(found.drain(..).map(|finding| (at, finding)));
        // Counted here, while the case is at hand: a walk over all cases costs most by itself.
        list_sizes.add_case(case);
    }
    all
}

/// Adds a finding for each source that is dated after today.
fn check_publication_dates(register: &Register, today: Option<Day>, found: &mut Vec<Finding>) {
    for source in register.sources() {
        if let Some(published) = &source.published {
            let subject = || FindingSubject::Source(source.id.clone());
            check_not_after_today(published, today, subject, RecordField::Date, found);
        }
    }
}

/// Adds a finding for each compared party that the register does not hold, and one if a party is
/// compared with itself.
fn check_compared_parties(register: &Register, found: &mut Vec<Finding>) {
    let parties @ [first, second] = register.compared_parties();
    let mut add = |kind| {
        found.push(Finding::error(FindingSubject::Register, RecordField::Party, kind));
    };
    for party in parties {
        if register.party(party).is_none() {
            add(FindingKind::UnknownParty(party.clone()));
        }
    }
    if first == second {
        add(FindingKind::ComparedWithItself(first.clone()));
    }
}

/// Adds a finding for each party, incident, source and event whose name or title shows nothing.
fn check_names(register: &Register, found: &mut Vec<Finding>) {
    let is_blank_in_all = |LocalizedText { en, ja, ko }: &LocalizedText| {
        [en, ja, ko].iter().all(|text| is_blank(text))
    };
    let mut add = |subject, kind| found.push(Finding::error(subject, RecordField::Name, kind));
    for party in register.parties().iter().filter(|party| is_blank_in_all(&party.name)) {
        add(FindingSubject::Party(party.id.clone()), FindingKind::NoName);
    }
    for incident in register.incidents().iter().filter(|it| is_blank_in_all(&it.name)) {
        add(FindingSubject::Incident(incident.number), FindingKind::NoName);
    }
    for source in register.sources().iter().filter(|source| is_blank(&source.title)) {
        add(FindingSubject::Source(source.id.clone()), FindingKind::NoTitle);
    }
    for (at, event) in register.events().iter().enumerate() {
        if is_blank_in_all(&event.title) {
            add(FindingSubject::Event(at), FindingKind::NoTitle);
        }
    }
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
                found.push(Finding::error(about, RecordField::Id, FindingKind::RepeatedId(text)));
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

/// Adds a finding if an announced total is not the count of its party's list as of the day by which
/// the total was certainly announced.
fn check_total(
    at: usize,
    total: &Total,
    counted: usize,
    register: &Register,
    found: &mut Vec<Finding>,
) {
    let subject = || FindingSubject::Total(at);
    if register.party(&total.by).is_none() {
        let kind = FindingKind::UnknownParty(total.by.clone());
        found.push(Finding::error(subject(), RecordField::Party, kind));
    }
    check_sources(&total.sources, register, &subject, RecordField::Sources, found);
    if u32::try_from(counted) != Ok(total.count) {
        let (by, as_of, announced) = (total.by.clone(), total.on.in_force_from(), total.count);
        let kind = FindingKind::TotalDiffers { by, as_of, announced, counted };
        found.push(Finding::warning(subject(), RecordField::Count, kind));
    }
}

/// Returns every day on which an answer changes, in rising order: the days of claims, totals and
/// returns. The day picker steps through these days.
pub fn change_days(register: &Register) -> Vec<Day> {
    let said = register.cases().iter().flat_map(|case| {
        let claims = case.claims.iter().map(|claim| &claim.on);
        claims.chain(case.returned.iter().map(|returned| &returned.on))
    });
    let announced = register.totals().iter().map(|total| &total.on);
    let mut days: Vec<Day> = said.chain(announced).map(Date::in_force_from).collect();
    days.sort_unstable();
    days.dedup();
    days
}
