//! Search index: the keys of each case that queries need. They do not depend on the day and are
//! updated by edits.

use std::{collections::HashMap, hash::Hash, mem, sync::Arc};

use indexmap::IndexSet;

use crate::{
    analysis::timelines::Timelines,
    model::{
        Case, Coordinates, Date, Incident, LocalizedText, Sex, Statement, YearSpan,
        folding::{fold, fold_into},
    },
    register::{Change, Register},
};

/// The keys of one case that queries need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CaseKeys {
    /// Every name form, place and note, folded, a line each.
    pub text: Box<str>,
    /// The span of the family and given name in Latin letters.
    latin: TextSpan,
    /// The span of the reading, or of the native name or the Latin one if there is no reading.
    native: TextSpan,
    /// Roughly where on the map.
    pub coordinates: Option<Coordinates>,
    /// The years that the date of the abduction can mean; `None` without a date.
    pub years: Option<YearSpan>,
    /// The person's sex.
    pub sex: Option<Sex>,
    /// The code of the prefecture or, without one, of the place; 0 where neither is known.
    pub place: u32,
    /// The number of the incident.
    pub incident: Option<u32>,
    /// The kinds of the sources cited for the case and its claims, one bit each.
    pub source_kinds: u8,
}

/// The begin and the end of a line in a text, in bytes.
type TextSpan = (u32, u32);

impl CaseKeys {
    /// Returns the folded family name and given name in Latin letters.
    pub fn latin(&self) -> &str {
        self.slice(self.latin)
    }

    /// Returns the folded reading, or the native name or the Latin one if there is no reading.
    pub fn native(&self) -> &str {
        self.slice(self.native)
    }

    fn slice(&self, (start, end): TextSpan) -> &str {
        &self.text[start as usize..end as usize]
    }
}

/// The entries of a register's cases, in the cases' order.
#[derive(Clone, Debug)]
pub struct SearchIndex {
    pub(super) entries: Vec<CaseKeys>,
    /// The incidents' names, folded, by number.
    incidents: HashMap<u32, String>,
    /// The places by code. The first is empty and means "not known".
    places: IndexSet<String>,
    /// The timelines of the cases.
    timelines: Arc<Timelines>,
    /// The buffer in which the text of a case is built.
    text_buffer: String,
}

impl SearchIndex {
    /// Indexes every case of a register.
    pub fn new(register: &Register) -> Self {
        let mut this = Self {
            entries: Vec::new(),
            incidents: register
                .incidents()
                .iter()
                .map(|one| (one.number, folded_incident_names(one)))
                .collect(),
            places: IndexSet::from([String::new()]),
            timelines: Arc::new(Timelines::new(register)),
            text_buffer: String::new(),
        };
        this.entries.reserve_exact(register.cases().len());
        for case in register.cases() {
            let entry = this.index_case(register, case);
            this.entries.push(entry);
        }
        this
    }

    /// Updates the index after a case was created, changed or deleted.
    pub(super) fn update(&mut self, register: &Register, change: &Change<Case>) {
        // Copied only where a worker still holds them.
        let mut timelines = Arc::unwrap_or_clone(mem::take(&mut self.timelines));
        timelines.update(register, change);
        self.timelines = Arc::new(timelines);
        let entry = change.after.as_ref().map(|case| self.index_case(register, case));
        match (&change.before, entry) {
            (Some(_), Some(entry)) => self.entries[change.at] = entry,
            (None, Some(entry)) => self.entries.insert(change.at, entry),
            (Some(_), None) => drop(self.entries.remove(change.at)),
            (None, None) => {}
        }
    }

    /// Returns true if the name of the case with this index begins with a folded text.
    pub(super) fn name_starts_with(&self, at: usize, start: &str) -> bool {
        let entry = &self.entries[at];
        entry.latin().starts_with(start) || entry.native().starts_with(start)
    }

    /// Returns the timelines of the cases.
    pub(super) fn timelines(&self) -> &Arc<Timelines> {
        &self.timelines
    }

    /// Returns the places by code.
    pub(super) fn places(&self) -> &IndexSet<String> {
        &self.places
    }

    fn index_case(&mut self, register: &Register, case: &Case) -> CaseKeys {
        let Case { id, name, sex, taken, claims, note, sources, returned, .. } = case;
        let text = &mut self.text_buffer;
        text.clear();
        let mut add = |parts: &[&str]| {
            let start = text.len();
            parts.iter().for_each(|part| fold_into(text, part));
            let end = text.len();
            // A search finds nothing across two fields.
            if end > start {
                text.push('\n');
            }
            let place = |at| u32::try_from(at).unwrap_or(0);
            (place(start), place(end))
        };
        add(&[&name.given, &name.family]);
        let latin = add(&[&name.family, &name.given]);
        let [native, reading] = [&name.native, &name.reading].map(|form| add(&[form]));
        let forms = [reading, native];
        let native = forms.into_iter().find(|(start, end)| start < end).unwrap_or(latin);
        for part in [&taken.place, &taken.prefecture, note] {
            add(&[part]);
        }
        add(&[id.as_str()]);
        for part in &name.other {
            add(&[part]);
        }
        for claim in claims {
            add(&[&claim.note]);
            match &claim.says {
                Statement::Dead { place, cause, .. } => {
                    add(&[place]);
                    add(&[cause]);
                }
                Statement::Disputes(what) => {
                    add(&[what]);
                }
                _ => {}
            }
        }
        if let Some(incident) = taken.incident.and_then(|number| self.incidents.get(&number)) {
            text.push_str(incident);
        }
        let cited = sources
            .iter()
            .chain(claims.iter().flat_map(|claim| &claim.sources))
            .chain(returned.iter().flat_map(|returned| &returned.sources));
        let kinds = cited
            .filter_map(|id| register.source(id))
            .fold(0, |bits, source| bits | 1 << (source.kind as u8));
        let region = if taken.prefecture.is_empty() { &taken.place } else { &taken.prefecture };
        CaseKeys {
            text: self.text_buffer.as_str().into(),
            latin,
            native,
            coordinates: taken.at,
            years: taken.on.as_ref().map(Date::years),
            sex: *sex,
            place: intern_code(&mut self.places, region.clone()),
            incident: taken.incident,
            source_kinds: kinds,
        }
    }
}

/// Returns the number of a value, which is assigned when the value is first seen.
fn intern_code<T: Eq + Hash>(values: &mut IndexSet<T>, value: T) -> u32 {
    u32::try_from(values.insert_full(value).0).unwrap_or(0)
}

fn folded_incident_names(Incident { name: LocalizedText { en, ja, ko }, .. }: &Incident) -> String {
    [en, ja, ko].map(|name| fold(name) + "\n").concat()
}
