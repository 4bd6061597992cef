//! What a query needs of each case that does not depend on the day: made once, kept up by edits.

use std::collections::HashMap;

use super::fold;
use crate::{
    model::{Case, Sex, SourceId, SourceKind},
    register::Register,
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
}

/// The entries of a register's cases, in the cases' order.
#[derive(Clone, Debug)]
pub struct Index {
    pub(super) entries: Vec<Entry>,
    kinds: HashMap<SourceId, SourceKind>,
    places: Vec<String>,
    codes: HashMap<String, u32>,
}

impl Index {
    /// Indexes every case.
    pub fn new(register: &Register) -> Self {
        let mut this = Self {
            entries: Vec::new(),
            kinds: kinds_of(register),
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

    /// Takes note of a case that was created, changed or deleted at a place.
    pub(super) fn update(&mut self, register: &Register, at: usize, was: bool, is: bool) {
        let entry = if is { Some(self.entry(register, &register.cases()[at])) } else { None };
        match (was, entry) {
            (true, Some(entry)) => self.entries[at] = entry,
            (false, Some(entry)) => self.entries.insert(at, entry),
            (true, None) => drop(self.entries.remove(at)),
            (false, None) => {}
        }
    }

    /// The places by code; the first is empty and stands for "not known".
    pub(super) fn places(&self) -> &[String] {
        &self.places
    }

    fn entry(&mut self, register: &Register, case: &Case) -> Entry {
        let Case { id, name, sex, taken, claims, note, sources, returned, .. } = case;
        let mut text = String::with_capacity(160);
        let mut add = |part: &str| {
            if !part.is_empty() {
                text.push_str(&fold(part));
                text.push('\n');
            }
        };
        add(&format!("{}{}", name.given, name.family));
        add(&format!("{}{}", name.family, name.given));
        for part in [&name.native, &name.reading, &taken.place, &taken.prefecture, note] {
            add(part);
        }
        add(id.as_str());
        for part in &name.other {
            add(part);
        }
        for claim in claims {
            add(&claim.note);
            match &claim.says {
                crate::model::Says::Dead { place, cause, .. } => {
                    add(place);
                    add(cause);
                }
                crate::model::Says::Disputes(what) => add(what),
                _ => {}
            }
        }
        if let Some(incident) = taken.incident.and_then(|number| register.incident(number)) {
            for part in [&incident.name.en, &incident.name.ja, &incident.name.ko] {
                add(part);
            }
        }
        let latin = fold(&format!("{}{}", name.family, name.given)).into_boxed_str();
        let native = [&name.reading, &name.native].into_iter().find(|text| !text.is_empty());
        let native = native.map_or_else(|| latin.clone(), |text| fold(text).into_boxed_str());
        let cited = sources
            .iter()
            .chain(claims.iter().flat_map(|claim| &claim.sources))
            .chain(returned.iter().flat_map(|returned| &returned.sources));
        let kinds = cited
            .filter_map(|id| self.kinds.get(id))
            .fold(0, |bits, kind| bits | 1 << (*kind as u8));
        let region = if taken.prefecture.is_empty() { &taken.place } else { &taken.prefecture };
        Entry {
            text: text.into_boxed_str(),
            latin,
            native,
            year: taken.on.as_ref().and_then(crate::model::Date::year),
            sex: *sex,
            place: self.code(region),
            incident: taken.incident,
            kinds,
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

fn kinds_of(register: &Register) -> HashMap<SourceId, SourceKind> {
    register.sources().iter().map(|source| (source.id.clone(), source.kind)).collect()
}
