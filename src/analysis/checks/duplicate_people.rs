//! Search for people whom a register holds twice, by the likeness of names and dates.
//!
//! Only cases that share a folded form of the name are compared, so that the search takes little more
//! than linear time.

use std::{
    hash::{DefaultHasher, Hasher},
    sync::Arc,
};

use crate::{
    analysis::{
        checks::dates::ages_between,
        finding::{Finding, FindingKind, FindingSubject, Likeness, RecordField},
    },
    model::{
        Case, CaseId, Date, Day,
        folding::{fold, fold_into, fold_latin_name_into},
    },
};

/// The number of cases of one name before a case, in order of the abduction, that it is compared
/// with.
const MAX_COMPARED: usize = 256;

/// A case that can be of the same person as an earlier one.
pub(super) struct DuplicatePerson {
    /// The index of the case.
    pub case: u32,
    /// The index of the first case of the same person.
    pub first: u32,
    likenesses: Vec<Likeness>,
}

impl DuplicatePerson {
    /// Makes the finding of the case, at the form of the name that the two have in common.
    pub(super) fn into_finding(self, subject: FindingSubject, first: CaseId) -> Finding {
        let is_latin = |likeness: &Likeness| *likeness == Likeness::LatinName;
        let field = match self.likenesses.first() {
            Some(likeness) if is_latin(likeness) => RecordField::Name,
            _ => RecordField::Native,
        };
        let kind = FindingKind::SamePerson { case: first, likenesses: self.likenesses };
        Finding::warning(subject, field, kind)
    }
}

/// Returns each case that can be of the same person as an earlier one, in the order of the cases.
pub(super) fn find_duplicate_people(cases: &[Arc<Case>]) -> Vec<DuplicatePerson> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for of_name in name_entries(cases).chunk_by(|a, b| a.name == b.name) {
        for (at, entry) in of_name.iter().enumerate() {
            for other in of_name[at.saturating_sub(MAX_COMPARED)..at].iter() {
                if other.to >= entry.from && other.case != entry.case {
                    pairs.push((entry.case.max(other.case), entry.case.min(other.case)));
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut found: Vec<DuplicatePerson> = Vec::new();
    for (case, first) in pairs {
        if found.last().is_some_and(|last| last.case == case) {
            continue;
        }
        if let Some(likenesses) = likenesses(&cases[first as usize], &cases[case as usize]) {
            found.push(DuplicatePerson { case, first, likenesses });
        }
    }
    found
}

/// One form of the name of a case, and the days of the abduction.
struct NameEntry {
    /// The hash of the folded form.
    name: u64,
    from: Day,
    to: Day,
    case: u32,
}

/// Returns each form of the name of each case, those of one form together and in order of the
/// abduction.
fn name_entries(cases: &[Arc<Case>]) -> Vec<NameEntry> {
    let mut entries = Vec::with_capacity(cases.len() * 3);
    let mut buffer = String::new();
    for (case, record) in (0..).zip(cases) {
        let taken = record.taken.on.as_ref();
        let (from, to) = taken.map_or((Day::MIN, Day::MAX), |on| (on.earliest(), on.latest()));
        let mut add = |fold_form: &dyn Fn(&mut String)| {
            buffer.clear();
            fold_form(&mut buffer);
            if !buffer.is_empty() {
                let mut hasher = DefaultHasher::new();
                hasher.write(buffer.as_bytes());
                entries.push(NameEntry { name: hasher.finish(), from, to, case });
            }
        };
        let name = &record.name;
        add(&|out| fold_into(out, &name.native));
        add(&|out| fold_into(out, &name.reading));
        add(&|out| fold_latin_name_into(out, &name.given, &name.family));
    }
    entries.sort_unstable_by_key(|entry| (entry.name, entry.from, entry.case));
    entries
}

/// Returns what two cases have in common, names first; `None` if they are not of one person as far
/// as the register tells: without a common name and a date that can be the same day, or with facts
/// that rule each other out.
fn likenesses(a: &Case, b: &Case) -> Option<Vec<Likeness>> {
    let dates = date_likenesses(a, b)?;
    let names = name_likenesses(a, b, dates.contains(&Likeness::AbductionDay))?;
    let is_ruled_out = a.sex.zip(b.sex).is_some_and(|(a, b)| a != b)
        || are_ages_apart(a, b)
        || (!dates.contains(&Likeness::AbductionDay) && are_places_apart(a, b));
    (!is_ruled_out).then(|| [names, dates].concat())
}

/// Returns what the dates of abduction and of birth have in common; `None` if no date of one kind is
/// known of both, or if two dates exclude each other.
fn date_likenesses(a: &Case, b: &Case) -> Option<Vec<Likeness>> {
    let compare = |a: Option<&Date>, b: Option<&Date>, [day, dates]: [Likeness; 2]| {
        let (Some(a), Some(b)) = (a, b) else { return Some(None) };
        let is_one_day = a.is_one_day() && b.is_one_day();
        a.overlaps(b).then_some(Some(if is_one_day { day } else { dates }))
    };
    let abduction = [Likeness::AbductionDay, Likeness::AbductionDates];
    let birth = [Likeness::BirthDay, Likeness::BirthDates];
    let taken = compare(a.taken.on.as_ref(), b.taken.on.as_ref(), abduction)?;
    let born = compare(a.born.as_ref(), b.born.as_ref(), birth)?;
    let found: Vec<_> = taken.into_iter().chain(born).collect();
    (!found.is_empty()).then_some(found)
}

/// Returns the forms of the name that two cases have in common; `None` if there is none. Two native
/// names that differ are two names, however they are read, unless both were taken on one day.
fn name_likenesses(a: &Case, b: &Case, is_one_day: bool) -> Option<Vec<Likeness>> {
    let (a, b) = (&a.name, &b.name);
    let [native_a, native_b] = [a, b].map(|name| fold(&name.native));
    let [reading_a, reading_b] = [a, b].map(|name| fold(&name.reading));
    let [latin_a, latin_b] = [a, b].map(|name| {
        let mut key = String::new();
        fold_latin_name_into(&mut key, &name.given, &name.family);
        key
    });
    let alike = |a: &str, b: &str| !a.is_empty() && a == b;
    let mut found = Vec::new();
    if alike(&native_a, &native_b) {
        let is_same = a.native == b.native;
        found.push(if is_same { Likeness::NativeName } else { Likeness::NativeSpelling });
    }
    // A name that is written in kana is its own reading.
    let is_read_alike = alike(&reading_a, &reading_b)
        || alike(&native_a, &reading_b)
        || alike(&reading_a, &native_b);
    if is_read_alike {
        found.push(Likeness::Reading);
    }
    let are_natives_apart = !native_a.is_empty()
        && !native_b.is_empty()
        && ![&native_b, &reading_b].contains(&&native_a)
        && native_b != reading_a;
    if alike(&latin_a, &latin_b) {
        found.push(Likeness::LatinName);
    }
    (!found.is_empty() && (is_one_day || !are_natives_apart)).then_some(found)
}

/// Returns true if the age of one case when taken fits neither the age nor the birth of the other.
/// An age that is one year off fits: it may have been counted otherwise.
fn are_ages_apart(a: &Case, b: &Case) -> bool {
    let ages = a.taken.age.zip(b.taken.age);
    let does_not_fit = |age: &Case, birth: &Case| {
        let (Some(age), Some(taken), Some(born)) =
            (age.taken.age.map(i16::from), &age.taken.on, &birth.born)
        else {
            return false;
        };
        let (from, to) = ages_between(born, taken);
        from.is_some_and(|from| age + 1 < from) || to.is_some_and(|to| age > to + 1)
    };
    ages.is_some_and(|(a, b)| a.abs_diff(b) > 1) || does_not_fit(a, b) || does_not_fit(b, a)
}

/// Returns true if two cases are of two incidents or of two prefectures.
fn are_places_apart(a: &Case, b: &Case) -> bool {
    let (a, b) = (&a.taken, &b.taken);
    let incidents = a.incident.zip(b.incident);
    let prefectures = [a, b].map(|taken| fold(&taken.prefecture));
    incidents.is_some_and(|(a, b)| a != b)
        || (prefectures.iter().all(|text| !text.is_empty()) && prefectures[0] != prefectures[1])
}
