//! The register: every record, and the one door through which they change.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{About, ApplyError, Change, Edit};
use crate::model::{
    Case, CaseId, Event, Incident, Party, PartyId, Source, SourceId, Total, Words,
};

/// The number of the file's shape that this program writes, and the newest it reads.
pub const FORMAT: u32 = 1;

/// The whole content of a register file.
///
/// Records are shared, so that a copy taken for saving costs no more than a pointer each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    format: u32,
    title: String,
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    note: Words,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parties: Vec<Arc<Party>>,
    compare: (PartyId, PartyId),
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Arc<Source>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    totals: Vec<Arc<Total>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    incidents: Vec<Arc<Incident>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cases: Vec<Arc<Case>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<Arc<Event>>,
}

impl Register {
    /// A register without cases that reconciles these two parties.
    pub fn new(title: String, first: Party, second: Party) -> Self {
        Self {
            format: FORMAT,
            title,
            note: Words::default(),
            compare: (first.id.clone(), second.id.clone()),
            parties: vec![first.into(), second.into()],
            sources: Vec::new(),
            totals: Vec::new(),
            incidents: Vec::new(),
            cases: Vec::new(),
            events: Vec::new(),
        }
    }

    /// The number of the file's shape it was read from.
    pub fn format(&self) -> u32 {
        self.format
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// A remark on the whole register.
    pub fn note(&self) -> &Words {
        &self.note
    }

    /// The two parties it reconciles, in order.
    pub fn compare(&self) -> [&PartyId; 2] {
        [&self.compare.0, &self.compare.1]
    }

    /// Title, remark and compared parties, as one record.
    pub fn about(&self) -> About {
        About { title: self.title.clone(), note: self.note.clone(), compare: self.compare.clone() }
    }

    /// The parties, in the file's order.
    pub fn parties(&self) -> &[Arc<Party>] {
        &self.parties
    }

    /// The party with this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == *id).map(AsRef::as_ref)
    }

    /// The sources, in the file's order.
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.sources
    }

    /// The source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id).map(AsRef::as_ref)
    }

    /// The announced totals, in the file's order.
    pub fn totals(&self) -> &[Arc<Total>] {
        &self.totals
    }

    /// The incidents, in the file's order.
    pub fn incidents(&self) -> &[Arc<Incident>] {
        &self.incidents
    }

    /// The incident with this number.
    pub fn incident(&self, number: u32) -> Option<&Incident> {
        self.incidents.iter().find(|incident| incident.number == number).map(AsRef::as_ref)
    }

    /// The cases, in the file's order.
    pub fn cases(&self) -> &[Arc<Case>] {
        &self.cases
    }

    /// Where the case with this id stands among the cases.
    pub fn position(&self, id: &CaseId) -> Option<usize> {
        self.cases.iter().position(|case| case.id == *id)
    }

    /// The events, in the file's order.
    pub fn events(&self) -> &[Arc<Event>] {
        &self.events
    }

    /// Applies one edit.
    ///
    /// # Errors
    /// When the edit's *before* is not what the register holds, when its place does not exist,
    /// or when it would give two records one id. The register is then as it was.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), ApplyError> {
        match edit {
            Edit::About { before, after } => {
                if self.about() != *before {
                    return Err(ApplyError::Stale);
                }
                let About { title, note, compare } = after.clone();
                (self.title, self.note, self.compare) = (title, note, compare);
                Ok(())
            }
            Edit::Party(change) => change_in(&mut self.parties, change, |a, b| a.id == b.id),
            Edit::Source(change) => change_in(&mut self.sources, change, |a, b| a.id == b.id),
            Edit::Total(change) => change_in(&mut self.totals, change, |_, _| false),
            Edit::Incident(change) => {
                change_in(&mut self.incidents, change, |a, b| a.number == b.number)
            }
            Edit::Case(change) => change_in(&mut self.cases, change, |a, b| a.id == b.id),
            Edit::Event(change) => change_in(&mut self.events, change, |_, _| false),
        }
    }

    /// Applies a group of edits: all of them, or none.
    ///
    /// # Errors
    /// When one of them is refused; the register is then as it was.
    pub fn apply_all(&mut self, edits: &[Edit]) -> Result<(), ApplyError> {
        for (done, edit) in edits.iter().enumerate() {
            if let Err(error) = self.apply(edit) {
                for edit in edits[..done].iter().rev() {
                    self.apply(&edit.inverse())?;
                }
                return Err(error);
            }
        }
        Ok(())
    }
}

/// Creates, replaces or deletes one record of a list.
fn change_in<T: PartialEq>(
    records: &mut Vec<Arc<T>>,
    Change { at, before, after }: &Change<T>,
    same_id: impl Fn(&T, &T) -> bool,
) -> Result<(), ApplyError> {
    if let Some(before) = before {
        if records.get(*at) != Some(before) {
            return Err(ApplyError::Stale);
        }
    } else if *at > records.len() {
        return Err(ApplyError::Stale);
    }
    if let Some(after) = after {
        // Looked for only where an id is new: most edits leave it as it was.
        let keeps_id = before.as_ref().is_some_and(|before| same_id(before, after));
        let taken = || {
            let others = records.iter().enumerate().filter(|(i, _)| before.is_none() || i != at);
            others.into_iter().any(|(_, other)| same_id(other, after))
        };
        if !keeps_id && taken() {
            return Err(ApplyError::RepeatedId);
        }
    }
    match (before, after) {
        (None, Some(after)) => records.insert(*at, Arc::clone(after)),
        (Some(_), Some(after)) => records[*at] = Arc::clone(after),
        (Some(_), None) => drop(records.remove(*at)),
        (None, None) => {}
    }
    Ok(())
}
