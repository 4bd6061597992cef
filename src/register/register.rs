//! The register: all records, and the only function that changes them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    model::{
        Case, CaseId, Event, Incident, LocalizedText, Party, PartyId, Source, SourceId, Total,
    },
    register::{
        edit::{ApplyError, Edit, RegisterInfo},
        indexed_list::{IndexedList, apply_change},
    },
};

/// The version of the file format that this program writes, and the only one it reads.
pub const FORMAT_VERSION: u32 = 1;

/// The whole content of a register file.
///
/// Records are shared: a copy of a register costs one pointer for each record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    format: u32,
    title: String,
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    note: LocalizedText,
    #[serde(default, skip_serializing_if = "IndexedList::is_empty")]
    parties: IndexedList<Party>,
    compare: (PartyId, PartyId),
    #[serde(default, skip_serializing_if = "IndexedList::is_empty")]
    sources: IndexedList<Source>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    totals: Vec<Arc<Total>>,
    #[serde(default, skip_serializing_if = "IndexedList::is_empty")]
    incidents: IndexedList<Incident>,
    #[serde(default, skip_serializing_if = "IndexedList::is_empty")]
    cases: IndexedList<Case>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<Arc<Event>>,
}

/// The content of a register of the [current format](FORMAT_VERSION). The caller guarantees that
/// the ids of each list are unique, or checks the register for repeated ones.
pub(crate) struct RegisterParts {
    pub info: RegisterInfo,
    pub parties: Vec<Arc<Party>>,
    pub sources: Vec<Arc<Source>>,
    pub totals: Vec<Arc<Total>>,
    pub incidents: Vec<Arc<Incident>>,
    pub cases: Vec<Arc<Case>>,
    pub events: Vec<Arc<Event>>,
}

impl Register {
    /// Returns a register that holds two parties, which it reconciles, and no other record.
    pub fn new(title: String, first: Party, second: Party) -> Self {
        let compare = (first.id.clone(), second.id.clone());
        let parties = IndexedList::new(vec![first.into(), second.into()]);
        Self::without_records(title, parties, compare)
    }

    /// Returns a register with this title that holds the same parties and no other record.
    pub fn with_parties_only(&self, title: String) -> Self {
        Self::without_records(title, self.parties.clone(), self.compare.clone())
    }

    /// Returns a register without a title and without records that compares the same parties.
    pub fn to_empty(&self) -> Self {
        Self::without_records(String::new(), IndexedList::default(), self.compare.clone())
    }

    /// Returns a register that holds parties and no other record.
    fn without_records(
        title: String,
        parties: IndexedList<Party>,
        compare: (PartyId, PartyId),
    ) -> Self {
        Self {
            format: FORMAT_VERSION,
            title,
            note: LocalizedText::default(),
            parties,
            compare,
            sources: IndexedList::default(),
            totals: Vec::new(),
            incidents: IndexedList::default(),
            cases: IndexedList::default(),
            events: Vec::new(),
        }
    }

    /// Returns the register that consists of these parts.
    pub(crate) fn from_parts(parts: RegisterParts) -> Self {
        let RegisterInfo { title, note, compare } = parts.info;
        Self {
            format: FORMAT_VERSION,
            title,
            note,
            parties: IndexedList::new(parts.parties),
            compare,
            sources: IndexedList::new(parts.sources),
            totals: parts.totals,
            incidents: IndexedList::new(parts.incidents),
            cases: IndexedList::new(parts.cases),
            events: parts.events,
        }
    }

    /// Returns a copy that holds the same records without their indexes by id, so that changing
    /// this register copies no index.
    pub(crate) fn clone_without_indexes(&self) -> Self {
        Self::from_parts(RegisterParts {
            info: self.info(),
            parties: self.parties().to_vec(),
            sources: self.sources().to_vec(),
            totals: self.totals().to_vec(),
            incidents: self.incidents().to_vec(),
            cases: self.cases().to_vec(),
            events: self.events().to_vec(),
        })
    }

    /// Returns the version of the file format.
    pub fn format_version(&self) -> u32 {
        self.format
    }

    /// Returns the title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the note on the whole register.
    pub fn note(&self) -> &LocalizedText {
        &self.note
    }

    /// Returns the two parties whose lists are compared. The first is the party that answers for
    /// the abductions: its list is worded as an admission.
    pub fn compared_parties(&self) -> [&PartyId; 2] {
        [&self.compare.0, &self.compare.1]
    }

    /// Returns the title, note and compared parties.
    pub fn info(&self) -> RegisterInfo {
        RegisterInfo {
            title: self.title.clone(),
            note: self.note.clone(),
            compare: self.compare.clone(),
        }
    }

    /// Returns the parties, in the order of the file.
    pub fn parties(&self) -> &[Arc<Party>] {
        self.parties.records()
    }

    /// Returns the party with this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.get(id).map(AsRef::as_ref)
    }

    /// Returns the sources, in the order of the file.
    pub fn sources(&self) -> &[Arc<Source>] {
        self.sources.records()
    }

    /// Returns the source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id).map(AsRef::as_ref)
    }

    /// Returns the announced totals, in the order of the file.
    pub fn totals(&self) -> &[Arc<Total>] {
        &self.totals
    }

    /// Returns the incidents, in the order of the file.
    pub fn incidents(&self) -> &[Arc<Incident>] {
        self.incidents.records()
    }

    /// Returns the incident with this number.
    pub fn incident(&self, number: u32) -> Option<&Incident> {
        self.incidents.get(&number).map(AsRef::as_ref)
    }

    /// Returns the cases, in the order of the file.
    pub fn cases(&self) -> &[Arc<Case>] {
        self.cases.records()
    }

    /// Returns the register with these cases in place of its own.
    pub(crate) fn with_cases(self, cases: Vec<Arc<Case>>) -> Self {
        Self { cases: IndexedList::new(cases), ..self }
    }

    /// Returns the case with this id.
    pub fn case(&self, id: &CaseId) -> Option<&Arc<Case>> {
        self.cases.get(id)
    }

    /// Returns the index of the case with this id.
    pub fn case_index(&self, id: &CaseId) -> Option<usize> {
        self.cases.index_of(id)
    }

    /// Returns whether two parties, sources, incidents or cases have the same id, which only a file
    /// written by hand can cause.
    pub(crate) fn has_repeated_ids(&self) -> bool {
        self.parties.has_repeated_ids()
            || self.sources.has_repeated_ids()
            || self.incidents.has_repeated_ids()
            || self.cases.has_repeated_ids()
    }

    /// Returns the events, in the order of the file.
    pub fn events(&self) -> &[Arc<Event>] {
        &self.events
    }

    /// Applies one edit.
    ///
    /// # Errors
    /// Returns [`ApplyError::Stale`] if the register does not hold the edit's *before* at its index,
    /// [`ApplyError::RepeatedId`] if two records would have one id. The register is then unchanged.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), ApplyError> {
        match edit {
            Edit::RegisterInfo { before, after } => {
                if self.info() != **before {
                    return Err(ApplyError::Stale);
                }
                let RegisterInfo { title, note, compare } = after.as_ref().clone();
                (self.title, self.note, self.compare) = (title, note, compare);
                Ok(())
            }
            Edit::Party(edit) => self.parties.apply(edit),
            Edit::Source(edit) => self.sources.apply(edit),
            Edit::Total(edit) => apply_change(&mut self.totals, edit),
            Edit::Incident(edit) => self.incidents.apply(edit),
            Edit::Case(edit) => self.cases.apply(edit),
            Edit::Event(edit) => apply_change(&mut self.events, edit),
        }
    }

    /// Applies a group of edits: all of them, or none.
    ///
    /// # Errors
    /// Returns the error of the edit that is refused. The register is then unchanged.
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
