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
        Case, CaseId, Date, Day, Name,
        folding::{fold, fold_into, fold_latin_name_into},
    },
};

/// The number of earlier cases of one name, whose dates can mean the same day, that a case is
/// compared with.
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
    let taken: Vec<(Day, Day)> = cases.iter().map(|case| abduction_days(case)).collect();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    // The cases of one name whose dates can mean the day of the case that is looked at.
    let mut open: Vec<u32> = Vec::new();
    let entries = name_entries(cases, &taken);
    for of_name in entries.chunk_by(|a, b| a.name() == b.name()) {
        open.clear();
        for case in of_name.iter().map(|entry| entry.case()) {
            let (from, _) = taken[case as usize];
            open.retain(|other| taken[*other as usize].1 >= from && *other != case);
            if open.len() > MAX_COMPARED {
                open.remove(0);
            }
            pairs.extend(open.iter().map(|other| (case.max(*other), case.min(*other))));
            open.push(case);
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

/// Returns the first and the last day that the date of an abduction can mean; all days without one.
fn abduction_days(case: &Case) -> (Day, Day) {
    case.taken.on.as_ref().map_or((Day::MIN, Day::MAX), |on| (on.earliest(), on.latest()))
}

/// One form of the name of a case in one number, so that many are sorted quickly: by the hash of the
/// folded form, then by the first day of the abduction, then by the index of the case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NameEntry(u128);

impl NameEntry {
    fn new(folded: &str, from: Day, case: u32) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(folded.as_bytes());
        // Rises with the day: years go from -9999.
        let [year, month, day] =
            [i32::from(from.year()) + 9999, from.month().into(), from.day().into()];
        let day_number = ((year * 13 + month) * 32 + day).unsigned_abs();
        Self(u128::from(hasher.finish()) << 64 | u128::from(day_number) << 32 | u128::from(case))
    }

    /// Returns the hash of the folded form.
    fn name(self) -> u128 {
        self.0 >> 64
    }

    /// Returns the index of the case.
    fn case(self) -> u32 {
        // The index is in the lowest 32 bits.
        self.0 as u32
    }
}

/// Returns each form of the name of each case, sorted.
fn name_entries(cases: &[Arc<Case>], taken: &[(Day, Day)]) -> Vec<NameEntry> {
    let mut entries = Vec::with_capacity(cases.len() * 3);
    let mut folded = String::new();
    for (at, (case, (from, _))) in (0..).zip(cases.iter().zip(taken)) {
        let Name { given, family, native, reading, .. } = &case.name;
        let mut add = |fold_form: &dyn Fn(&mut String)| {
            folded.clear();
            fold_form(&mut folded);
            if !folded.is_empty() {
                entries.push(NameEntry::new(&folded, *from, at));
            }
        };
        add(&|out| fold_into(out, native));
        add(&|out| fold_into(out, reading));
        add(&|out| fold_latin_name_into(out, given, family));
    }
    entries.sort_unstable();
    entries
}

/// Returns what two cases have in common, names first; `None` if they are not of one person as far
/// as the register tells: without a common name and a date that can be the same day, or with facts
/// that rule each other out.
fn likenesses(a: &Case, b: &Case) -> Option<Vec<Likeness>> {
    let dates = date_likenesses(a, b)?;
    let is_one_day = dates.contains(&Likeness::AbductionDay);
    let is_ruled_out = a.sex.zip(b.sex).is_some_and(|(a, b)| a != b)
        || are_ages_apart(a, b)
        || (!is_one_day && are_places_apart(a, b));
    if is_ruled_out {
        return None;
    }
    name_likenesses(a, b, is_one_day).map(|names| [names, dates].concat())
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
    let are_prefectures_apart = || {
        let [a, b] = [a, b].map(|taken| fold(&taken.prefecture));
        !a.is_empty() && !b.is_empty() && a != b
    };
    incidents.is_some_and(|(a, b)| a != b)
        || (a.prefecture != b.prefecture && are_prefectures_apart())
}
