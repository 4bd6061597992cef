//! The register: every record, and the one door through which they change.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    model::{
        Case, CaseId, Event, Incident, LocalizedText, Party, PartyId, Source, SourceId, Total,
    },
    register::{
        ApplyError, Edit, RegisterInfo,
        indexed_list::{IndexedList, apply_change},
    },
};

/// The number of the file's shape that this program writes, and the newest it reads.
pub const FORMAT_VERSION: u32 = 1;

/// The whole content of a register file.
///
/// Records are shared, so that a copy taken for saving costs no more than a pointer each.
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

impl Register {
    /// A register without cases that reconciles these two parties.
    pub fn new(title: String, first: Party, second: Party) -> Self {
        Self {
            format: FORMAT_VERSION,
            title,
            note: LocalizedText::default(),
            compare: (first.id.clone(), second.id.clone()),
            parties: IndexedList::new(vec![first.into(), second.into()]),
            sources: IndexedList::default(),
            totals: Vec::new(),
            incidents: IndexedList::default(),
            cases: IndexedList::default(),
            events: Vec::new(),
        }
    }

    /// A register with this title that knows the same parties and nothing else.
    pub fn with_parties_only(&self, title: String) -> Self {
        Self {
            format: FORMAT_VERSION,
            title,
            note: LocalizedText::default(),
            parties: self.parties.clone(),
            compare: self.compare.clone(),
            sources: IndexedList::default(),
            totals: Vec::new(),
            incidents: IndexedList::default(),
            cases: IndexedList::default(),
            events: Vec::new(),
        }
    }

    /// A register put together of records of others, whose ids are unique in each list.
    pub(crate) fn from_parts(
        RegisterInfo { title, note, compare }: RegisterInfo,
        parties: Vec<Arc<Party>>,
        sources: Vec<Arc<Source>>,
        totals: Vec<Arc<Total>>,
        incidents: Vec<Arc<Incident>>,
        cases: Vec<Arc<Case>>,
        events: Vec<Arc<Event>>,
    ) -> Self {
        Self {
            format: FORMAT_VERSION,
            title,
            note,
            parties: IndexedList::new(parties),
            compare,
            sources: IndexedList::new(sources),
            totals,
            incidents: IndexedList::new(incidents),
            cases: IndexedList::new(cases),
            events,
        }
    }

    /// A copy to compare with later: the same records, without what finds them by their ids, so
    /// that changing this one copies nothing.
    pub(crate) fn clone_without_indexes(&self) -> Self {
        macro_rules! records {
            ($($of:ident),*) => {
                Self {
                    $($of: IndexedList::new(self.$of.records().to_vec()),)*
                    format: self.format,
                    title: self.title.clone(),
                    note: self.note.clone(),
                    compare: self.compare.clone(),
                    totals: self.totals.clone(),
                    events: self.events.clone(),
                }
            };
        }
        records!(parties, sources, incidents, cases)
    }

    /// The number of the file's shape it was read from.
    pub fn format_version(&self) -> u32 {
        self.format
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// A remark on the whole register.
    pub fn note(&self) -> &LocalizedText {
        &self.note
    }

    /// Returns the two parties whose lists are compared. The first is the party that answers for the
    /// abductions: its list is worded as an admission.
    pub fn compared_parties(&self) -> [&PartyId; 2] {
        [&self.compare.0, &self.compare.1]
    }

    /// Title, remark and compared parties, as one record.
    pub fn info(&self) -> RegisterInfo {
        RegisterInfo {
            title: self.title.clone(),
            note: self.note.clone(),
            compare: self.compare.clone(),
        }
    }

    /// The parties, in the file's order.
    pub fn parties(&self) -> &[Arc<Party>] {
        self.parties.records()
    }

    /// The party with this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.get(id).map(AsRef::as_ref)
    }

    /// The sources, in the file's order.
    pub fn sources(&self) -> &[Arc<Source>] {
        self.sources.records()
    }

    /// The source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id).map(AsRef::as_ref)
    }

    /// The announced totals, in the file's order.
    pub fn totals(&self) -> &[Arc<Total>] {
        &self.totals
    }

    /// The incidents, in the file's order.
    pub fn incidents(&self) -> &[Arc<Incident>] {
        self.incidents.records()
    }

    /// The incident with this number.
    pub fn incident(&self, number: u32) -> Option<&Incident> {
        self.incidents.get(&number).map(AsRef::as_ref)
    }

    /// The cases, in the file's order.
    pub fn cases(&self) -> &[Arc<Case>] {
        self.cases.records()
    }

    /// The register with these cases, read apart from the rest of its file.
    pub(crate) fn with_cases(self, cases: Vec<Arc<Case>>) -> Self {
        Self { cases: IndexedList::new(cases), ..self }
    }

    /// The case with this id.
    pub fn case(&self, id: &CaseId) -> Option<&Arc<Case>> {
        self.cases.get(id)
    }

    /// Where the case with this id stands among the cases.
    pub fn case_index(&self, id: &CaseId) -> Option<usize> {
        self.cases.index_of(id)
    }

    /// Whether two parties, sources, incidents or cases have one id, as only a file written by
    /// hand can have it.
    pub(crate) fn has_repeated_ids(&self) -> bool {
        self.parties.has_repeated_ids()
            || self.sources.has_repeated_ids()
            || self.incidents.has_repeated_ids()
            || self.cases.has_repeated_ids()
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
