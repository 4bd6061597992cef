//! What a query needs of each case: made once for every day, kept up by edits.

use std::{collections::HashMap, hash::Hash, mem, sync::Arc};

use indexmap::IndexSet;

use crate::{
    analysis::{
        normalize::{fold, fold_into},
        timelines::Timelines,
    },
    model::{Case, Coordinates, Date, Incident, LocalizedText, Sex, Statement},
    register::{Change, Register},
};

/// What a query needs of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CaseKeys {
    /// Every name form, place and note, folded, a line each.
    pub text: Box<str>,
    /// Where the family and given name in Latin letters stand in the text.
    latin: TextSpan,
    /// Where the reading stands in it, or else the native name, or else the Latin one.
    native: TextSpan,
    /// Roughly where on the map.
    pub coordinates: Option<Coordinates>,
    /// The year of the taking, where known.
    pub year: Option<i16>,
    /// The person's sex.
    pub sex: Option<Sex>,
    /// The code of the prefecture or, without one, of the place; 0 where neither is known.
    pub place: u32,
    /// The number of the incident.
    pub incident: Option<u32>,
    /// The kinds of the sources cited for the case and its claims, one bit each.
    pub source_kinds: u8,
}

/// Where a line of a text begins and ends.
type TextSpan = (u32, u32);

impl CaseKeys {
    /// Family then given name in Latin letters, folded.
    pub fn latin(&self) -> &str {
        self.slice(self.latin)
    }

    /// The reading, or else the native name, or else the Latin one, folded.
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
    /// By code; the first is empty and stands for "not known".
    places: IndexSet<String>,
    /// How the cases stand over time.
    timelines: Arc<Timelines>,
    /// Where texts are put together.
    text_buffer: String,
}

impl SearchIndex {
    /// Indexes every case.
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

    /// Takes note of a case that was created, changed or deleted.
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

    /// Whether the name of the case at a place begins with this folded text.
    pub(super) fn name_starts_with(&self, at: usize, start: &str) -> bool {
        let entry = &self.entries[at];
        entry.latin().starts_with(start) || entry.native().starts_with(start)
    }

    /// How the cases stand over time.
    pub(super) fn timelines(&self) -> &Arc<Timelines> {
        &self.timelines
    }

    /// The places by code.
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
            year: taken.on.as_ref().and_then(Date::year),
            sex: *sex,
            place: intern_code(&mut self.places, region.clone()),
            incident: taken.incident,
            source_kinds: kinds,
        }
    }
}

/// The number of a value, given to it when it is first met.
fn intern_code<T: Eq + Hash>(values: &mut IndexSet<T>, value: T) -> u32 {
    u32::try_from(values.insert_full(value).0).unwrap_or(0)
}

fn folded_incident_names(Incident { name: LocalizedText { en, ja, ko }, .. }: &Incident) -> String {
    [en, ja, ko].map(|name| fold(name) + "\n").concat()
}
