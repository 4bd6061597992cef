//! What a query needs of each case: made once for every day, kept up by edits.

use std::collections::HashMap;

use super::{
    Standing,
    fold::{fold, fold_into},
};
use crate::{
    model::{Case, Date, Day, Incident, Says, Sex, Words},
    register::{Change, Register},
};

/// What a query needs of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Every name form, place and note, folded.
    pub text: Box<str>,
    /// Family then given name in Latin letters, folded.
    pub latin: Box<str>,
    /// The reading, or else the native name, or else the Latin one, folded.
    pub native: Box<str>,
    /// The year of the taking, where known.
    pub year: Option<i16>,
    /// The person's sex.
    pub sex: Option<Sex>,
    /// The code of the prefecture or, without one, of the place; 0 where neither is known.
    pub place: u32,
    /// The number of the incident.
    pub incident: Option<u32>,
    /// The kinds of the sources cited for the case and its claims, one bit each.
    pub kinds: u8,
    /// Its standings over time, between the two compared parties.
    pub timeline: Box<[(Day, Standing)]>,
}

/// The entries of a register's cases, in the cases' order.
#[derive(Clone, Debug)]
pub struct Index {
    pub(super) entries: Vec<Entry>,
    /// The incidents' names, folded, by number.
    incidents: HashMap<u32, String>,
    places: Vec<String>,
    codes: HashMap<String, u32>,
}

impl Index {
    /// Indexes every case.
    pub fn new(register: &Register) -> Self {
        let mut this = Self {
            entries: Vec::new(),
            incidents: register.incidents().iter().map(|one| (one.number, names_of(one))).collect(),
            places: vec![String::new()],
            codes: HashMap::from([(String::new(), 0)]),
        };
        this.entries.reserve_exact(register.cases().len());
        for case in register.cases() {
            let entry = this.entry(register, case);
            this.entries.push(entry);
        }
        this
    }

    /// Takes note of a case that was created, changed or deleted.
    pub(super) fn update(&mut self, register: &Register, change: &Change<Case>) {
        let entry = change.after.as_ref().map(|case| self.entry(register, case));
        match (&change.before, entry) {
            (Some(_), Some(entry)) => self.entries[change.at] = entry,
            (None, Some(entry)) => self.entries.insert(change.at, entry),
            (Some(_), None) => drop(self.entries.remove(change.at)),
            (None, None) => {}
        }
    }

    /// Whether the name of the case at a place begins with this folded text.
    pub(super) fn starts_with(&self, at: usize, start: &str) -> bool {
        let entry = &self.entries[at];
        entry.latin.starts_with(start) || entry.native.starts_with(start)
    }

    /// The standing of each case as of a day.
    pub(super) fn standings(&self, as_of: Day) -> Vec<Standing> {
        self.entries.iter().map(|entry| Standing::on(&entry.timeline, as_of)).collect()
    }

    /// The places by code; the first is empty and stands for "not known".
    pub(super) fn places(&self) -> &[String] {
        &self.places
    }

    fn entry(&mut self, register: &Register, case: &Case) -> Entry {
        let Case { id, name, sex, taken, claims, note, sources, returned, .. } = case;
        let mut text = String::with_capacity(256);
        let mut add = |parts: &[&str]| {
            let start = text.len();
            parts.iter().for_each(|part| fold_into(&mut text, part));
            // A search finds nothing across two fields.
            if text.len() > start {
                text.push('\n');
            }
        };
        add(&[&name.given, &name.family]);
        add(&[&name.family, &name.given]);
        for part in [&name.native, &name.reading, &taken.place, &taken.prefecture, note] {
            add(&[part]);
        }
        add(&[id.as_str()]);
        for part in &name.other {
            add(&[part]);
        }
        for claim in claims {
            add(&[&claim.note]);
            match &claim.says {
                Says::Dead { place, cause, .. } => {
                    add(&[place]);
                    add(&[cause]);
                }
                Says::Disputes(what) => add(&[what]),
                _ => {}
            }
        }
        if let Some(incident) = taken.incident.and_then(|number| self.incidents.get(&number)) {
            text.push_str(incident);
        }
        let mut latin = fold(&name.family);
        fold_into(&mut latin, &name.given);
        let latin = latin.into_boxed_str();
        let native = [&name.reading, &name.native].into_iter().find(|text| !text.is_empty());
        let native = native.map_or_else(|| latin.clone(), |text| fold(text).into_boxed_str());
        let cited = sources
            .iter()
            .chain(claims.iter().flat_map(|claim| &claim.sources))
            .chain(returned.iter().flat_map(|returned| &returned.sources));
        let kinds = cited
            .filter_map(|id| register.source(id))
            .fold(0, |bits, source| bits | 1 << (source.kind as u8));
        let region = if taken.prefecture.is_empty() { &taken.place } else { &taken.prefecture };
        Entry {
            text: text.into_boxed_str(),
            latin,
            native,
            year: taken.on.as_ref().and_then(Date::year),
            sex: *sex,
            place: self.code(region),
            incident: taken.incident,
            kinds,
            timeline: Standing::timeline(case, register.compare()),
        }
    }

    fn code(&mut self, place: &str) -> u32 {
        if let Some(code) = self.codes.get(place) {
            return *code;
        }
        let code = u32::try_from(self.places.len()).unwrap_or(0);
        self.places.push(place.to_owned());
        self.codes.insert(place.to_owned(), code);
        code
    }
}

fn names_of(Incident { name: Words { en, ja, ko }, .. }: &Incident) -> String {
    [en, ja, ko].map(|name| fold(name) + "\n").concat()
}
