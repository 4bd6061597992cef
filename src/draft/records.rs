//! The smaller records in an open form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::finding::RecordField,
    draft::{
        Validated,
        validation::{FieldError, Validator, dedup_sources},
    },
    model::{Event, LocalizedText, PartyId, Source, SourceId, SourceKind, Total},
    register::{Change, Edit, Register, RegisterInfo, Step, StepKind, StepSubject},
};

/// A record as it was opened, with its place; none for a new one.
type OriginalRecord<T> = Option<(usize, Arc<T>)>;

/// The step that creates or changes one record.
fn save_step<T>(
    before: &OriginalRecord<T>,
    count: usize,
    after: T,
    subject: StepSubject,
    edit: impl Fn(Change<T>) -> Edit,
) -> Step {
    let (deed, at, before) = match before {
        Some((at, before)) => (StepKind::Change, *at, Some(Arc::clone(before))),
        None => (StepKind::Create, count, None),
    };
    Step::new(deed, subject, vec![edit(Change { at, before, after: Some(Arc::new(after)) })])
}

/// The step that deletes one record.
fn delete_step<T>(
    before: &OriginalRecord<T>,
    subject: StepSubject,
    edit: impl Fn(Change<T>) -> Edit,
) -> Option<Step> {
    let (at, before) = before.as_ref()?;
    let change = Change { at: *at, before: Some(Arc::clone(before)), after: None };
    Some(Step::new(StepKind::Delete, subject, vec![edit(change)]))
}

fn into_validated(reader: Validator, step: Option<Step>) -> Validated {
    let step = step.filter(|_| reader.problems.is_empty());
    Validated { step, problems: reader.problems, findings: Vec::new() }
}

/// A source as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDraft {
    /// As it was opened.
    pub before: OriginalRecord<Source>,
    /// The id; fixed once the source is in the register.
    pub id: String,
    /// Kind.
    pub kind: SourceKind,
    /// Publisher.
    pub publisher: String,
    /// Title.
    pub title: String,
    /// Date of publication.
    pub published: String,
    /// Address.
    pub address: String,
    /// Remark.
    pub note: String,
}

impl SourceDraft {
    /// A new, empty source.
    pub fn new() -> Self {
        Self {
            before: None,
            id: String::new(),
            kind: SourceKind::Press,
            publisher: String::new(),
            title: String::new(),
            published: String::new(),
            address: String::new(),
            note: String::new(),
        }
    }

    /// The draft of the source at a place.
    pub fn from_source(at: usize, source: &Arc<Source>) -> Self {
        let Source { id, kind, publisher, title, published, address, note } = source.as_ref();
        Self {
            before: Some((at, Arc::clone(source))),
            id: id.to_string(),
            kind: *kind,
            publisher: publisher.clone(),
            title: title.clone(),
            published: published.as_ref().map(ToString::to_string).unwrap_or_default(),
            address: address.clone(),
            note: note.clone(),
        }
    }

    /// The draft as it was when the form was opened.
    pub fn original(&self) -> Self {
        self.before.as_ref().map_or_else(Self::new, |(at, source)| Self::from_source(*at, source))
    }

    pub(super) fn deletion_step(&self) -> Option<Step> {
        let (_, before) = self.before.as_ref()?;
        delete_step(&self.before, StepSubject::Source(before.title.clone()), Edit::Source)
    }

    pub(super) fn validate(&self, register: &Register) -> Validated {
        let mut reader = Validator::default();
        let id = match &self.before {
            Some((_, before)) => Some(before.id.clone()),
            None => SourceId::new(self.id.trim()).ok(),
        };
        match &id {
            None if self.id.trim().is_empty() => {
                reader.add_error(RecordField::Id, FieldError::Empty);
            }
            None => reader.add_error(RecordField::Id, FieldError::InvalidId),
            Some(id) if self.before.is_none() && register.source(id).is_some() => {
                reader.add_error(RecordField::Id, FieldError::DuplicateId);
            }
            Some(_) => {}
        }
        let source = id.map(|id| Source {
            id,
            kind: self.kind,
            publisher: reader.require_text(RecordField::Publisher, &self.publisher),
            title: reader.require_text(RecordField::Name, &self.title),
            published: reader.parse_date(RecordField::Date, &self.published),
            address: self.address.trim().to_owned(),
            note: self.note.trim().to_owned(),
        });
        let step = source.map(|source| {
            let subject = StepSubject::Source(source.title.clone());
            save_step(&self.before, register.sources().len(), source, subject, Edit::Source)
        });
        into_validated(reader, step)
    }
}

impl Default for SourceDraft {
    fn default() -> Self {
        Self::new()
    }
}

/// A total as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotalDraft {
    /// As it was opened.
    pub before: OriginalRecord<Total>,
    /// Who announced it.
    pub by: PartyId,
    /// How many people.
    pub count: String,
    /// When.
    pub on: String,
    /// Where it was read.
    pub sources: Vec<SourceId>,
    /// Remark.
    pub note: String,
}

impl TotalDraft {
    /// A new, empty total by the second compared party.
    pub fn new(register: &Register) -> Self {
        Self {
            before: None,
            by: register.compared_parties()[1].clone(),
            count: String::new(),
            on: String::new(),
            sources: Vec::new(),
            note: String::new(),
        }
    }

    /// The draft of the total at a place.
    pub fn from_total(at: usize, total: &Arc<Total>) -> Self {
        Self {
            before: Some((at, Arc::clone(total))),
            by: total.by.clone(),
            count: total.count.to_string(),
            on: total.on.to_string(),
            sources: total.sources.clone(),
            note: total.note.clone(),
        }
    }

    /// The draft as it was when the form was opened.
    pub fn original(&self, register: &Register) -> Self {
        match &self.before {
            Some((at, total)) => Self::from_total(*at, total),
            None => Self::new(register),
        }
    }

    pub(super) fn deletion_step(&self) -> Option<Step> {
        let (_, before) = self.before.as_ref()?;
        delete_step(&self.before, StepSubject::Total(before.count), Edit::Total)
    }

    pub(super) fn validate(&self, register: &Register) -> Validated {
        let mut reader = Validator::default();
        if self.count.trim().is_empty() {
            reader.add_error(RecordField::Count, FieldError::Empty);
        }
        let count = reader.parse_number(RecordField::Count, &self.count, u32::MAX);
        let on = reader.require_date(RecordField::Date, &self.on);
        let step = count.zip(on).map(|(count, on)| {
            let (by, sources) = (self.by.clone(), dedup_sources(&self.sources));
            let total = Total { by, count, on, sources, note: self.note.trim().to_owned() };
            let places = register.totals().len();
            save_step(&self.before, places, total, StepSubject::Total(count), Edit::Total)
        });
        into_validated(reader, step)
    }
}

/// An event as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventDraft {
    /// As it was opened.
    pub before: OriginalRecord<Event>,
    /// How many events there are: the place of a new one.
    pub count: usize,
    /// When.
    pub on: String,
    /// Title.
    pub title: LocalizedText,
    /// Place.
    pub place: LocalizedText,
    /// Where it was read.
    pub sources: Vec<SourceId>,
    /// Remark.
    pub note: String,
}

impl EventDraft {
    /// A new, empty event.
    pub fn new(register: &Register) -> Self {
        Self::empty(register.events().len())
    }

    /// The draft of the event at a place.
    pub fn from_event(register: &Register, at: usize, event: &Arc<Event>) -> Self {
        Self::with_original(register.events().len(), at, event)
    }

    fn empty(count: usize) -> Self {
        Self {
            before: None,
            count,
            on: String::new(),
            title: LocalizedText::default(),
            place: LocalizedText::default(),
            sources: Vec::new(),
            note: String::new(),
        }
    }

    fn with_original(count: usize, at: usize, event: &Arc<Event>) -> Self {
        Self {
            before: Some((at, Arc::clone(event))),
            count,
            on: event.on.to_string(),
            title: event.title.clone(),
            place: event.place.clone(),
            sources: event.sources.clone(),
            note: event.note.clone(),
        }
    }

    /// The draft as it was when the form was opened.
    pub fn original(&self) -> Self {
        let count = self.count;
        self.before.as_ref().map_or_else(
            || Self::empty(count),
            |(at, event)| Self::with_original(count, *at, event),
        )
    }

    pub(super) fn deletion_step(&self) -> Option<Step> {
        let (_, before) = self.before.as_ref()?;
        delete_step(
            &self.before,
            StepSubject::Event(before.title.in_language("en").to_owned()),
            Edit::Event,
        )
    }

    pub(super) fn validate(&self) -> Validated {
        let mut reader = Validator::default();
        let on = reader.require_date(RecordField::Date, &self.on);
        let title = trim_localized_text(&self.title);
        if title.is_empty() {
            reader.add_error(RecordField::Name, FieldError::Empty);
        }
        let step = on.map(|on| {
            let subject = StepSubject::Event(title.in_language("en").to_owned());
            let event = Event {
                on,
                title,
                place: trim_localized_text(&self.place),
                sources: dedup_sources(&self.sources),
                note: self.note.trim().to_owned(),
            };
            save_step(&self.before, self.count, event, subject, Edit::Event)
        });
        into_validated(reader, step)
    }
}

/// The register's own facts as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterInfoDraft {
    /// As they were.
    pub before: RegisterInfo,
    /// Title.
    pub title: String,
    /// Remark.
    pub note: LocalizedText,
    /// The compared parties.
    pub compare: (PartyId, PartyId),
}

impl RegisterInfoDraft {
    /// The draft of what a register says of itself.
    pub fn from_info(about: &RegisterInfo) -> Self {
        let RegisterInfo { title, note, compare } = about.clone();
        Self { before: about.clone(), title, note, compare }
    }

    pub(super) fn validate(&self) -> Validated {
        let mut reader = Validator::default();
        let title = reader.require_text(RecordField::Name, &self.title);
        if self.compare.0 == self.compare.1 {
            reader.add_error(RecordField::Party, FieldError::SameParty);
        }
        let after = RegisterInfo {
            title,
            note: trim_localized_text(&self.note),
            compare: self.compare.clone(),
        };
        let (before, after) = (self.before.clone().into(), after.into());
        let edits = vec![Edit::RegisterInfo { before, after }];
        into_validated(reader, Some(Step::new(StepKind::Change, StepSubject::Register, edits)))
    }
}

fn trim_localized_text(localized_text: &LocalizedText) -> LocalizedText {
    let text = |text: &String| text.trim().to_owned();
    LocalizedText {
        en: text(&localized_text.en),
        ja: text(&localized_text.ja),
        ko: text(&localized_text.ko),
    }
}
