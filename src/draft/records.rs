//! The smaller records in an open form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Checked, Wrong,
    problem::{Reader, distinct},
};
use crate::{
    model::{Event, PartyId, Source, SourceId, SourceKind, Total, Words},
    register::{About, Change, Deed, Edit, Register, Step, Subject},
    view::Field,
};

/// A record as it was opened, with its place; none for a new one.
type Before<T> = Option<(usize, Arc<T>)>;

/// The step that creates or changes one record.
fn step<T>(
    before: &Before<T>,
    count: usize,
    after: T,
    subject: Subject,
    edit: impl Fn(Change<T>) -> Edit,
) -> Step {
    let (deed, at, before) = match before {
        Some((at, before)) => (Deed::Change, *at, Some(Arc::clone(before))),
        None => (Deed::Create, count, None),
    };
    Step::new(deed, subject, vec![edit(Change { at, before, after: Some(Arc::new(after)) })])
}

/// The step that deletes one record.
fn deletion<T>(
    before: &Before<T>,
    subject: Subject,
    edit: impl Fn(Change<T>) -> Edit,
) -> Option<Step> {
    let (at, before) = before.as_ref()?;
    let change = Change { at: *at, before: Some(Arc::clone(before)), after: None };
    Some(Step::new(Deed::Delete, subject, vec![edit(change)]))
}

fn checked(reader: Reader, step: Option<Step>) -> Checked {
    let step = step.filter(|_| reader.problems.is_empty());
    Checked { step, problems: reader.problems, findings: Vec::new() }
}

/// A source as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDraft {
    /// As it was opened.
    pub before: Before<Source>,
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
    pub fn of(at: usize, source: &Arc<Source>) -> Self {
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
    pub fn as_opened(&self) -> Self {
        self.before.as_ref().map_or_else(Self::new, |(at, source)| Self::of(*at, source))
    }

    pub(super) fn deletion(&self) -> Option<Step> {
        let (_, before) = self.before.as_ref()?;
        deletion(&self.before, Subject::Source(before.title.clone()), Edit::Source)
    }

    pub(super) fn check(&self, register: &Register) -> Checked {
        let mut reader = Reader::default();
        let id = match &self.before {
            Some((_, before)) => Some(before.id.clone()),
            None => SourceId::new(self.id.trim()).ok(),
        };
        match &id {
            None if self.id.trim().is_empty() => reader.wrong(Field::Id, Wrong::Empty),
            None => reader.wrong(Field::Id, Wrong::Id),
            Some(id) if self.before.is_none() && register.source(id).is_some() => {
                reader.wrong(Field::Id, Wrong::IdTaken);
            }
            Some(_) => {}
        }
        let source = id.map(|id| Source {
            id,
            kind: self.kind,
            publisher: reader.needed(Field::Publisher, &self.publisher),
            title: reader.needed(Field::Name, &self.title),
            published: reader.date(Field::On, &self.published),
            address: self.address.trim().to_owned(),
            note: self.note.trim().to_owned(),
        });
        let step = source.map(|source| {
            let subject = Subject::Source(source.title.clone());
            step(&self.before, register.sources().len(), source, subject, Edit::Source)
        });
        checked(reader, step)
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
    pub before: Before<Total>,
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
            by: register.compare()[1].clone(),
            count: String::new(),
            on: String::new(),
            sources: Vec::new(),
            note: String::new(),
        }
    }

    /// The draft of the total at a place.
    pub fn of(at: usize, total: &Arc<Total>) -> Self {
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
    pub fn as_opened(&self, register: &Register) -> Self {
        match &self.before {
            Some((at, total)) => Self::of(*at, total),
            None => Self::new(register),
        }
    }

    pub(super) fn deletion(&self) -> Option<Step> {
        let (_, before) = self.before.as_ref()?;
        deletion(&self.before, Subject::Total(before.count), Edit::Total)
    }

    pub(super) fn check(&self, register: &Register) -> Checked {
        let mut reader = Reader::default();
        if self.count.trim().is_empty() {
            reader.wrong(Field::Count, Wrong::Empty);
        }
        let count = reader.number(Field::Count, &self.count, u32::MAX);
        let on = reader.needed_date(Field::On, &self.on);
        let step = count.zip(on).map(|(count, on)| {
            let (by, sources) = (self.by.clone(), distinct(&self.sources));
            let total = Total { by, count, on, sources, note: self.note.trim().to_owned() };
            let places = register.totals().len();
            step(&self.before, places, total, Subject::Total(count), Edit::Total)
        });
        checked(reader, step)
    }
}

/// An event as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventDraft {
    /// As it was opened.
    pub before: Before<Event>,
    /// How many events there are: the place of a new one.
    pub count: usize,
    /// When.
    pub on: String,
    /// Title.
    pub title: Words,
    /// Place.
    pub place: Words,
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
    pub fn of(register: &Register, at: usize, event: &Arc<Event>) -> Self {
        Self::filled(register.events().len(), at, event)
    }

    fn empty(count: usize) -> Self {
        Self {
            before: None,
            count,
            on: String::new(),
            title: Words::default(),
            place: Words::default(),
            sources: Vec::new(),
            note: String::new(),
        }
    }

    fn filled(count: usize, at: usize, event: &Arc<Event>) -> Self {
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
    pub fn as_opened(&self) -> Self {
        let count = self.count;
        self.before
            .as_ref()
            .map_or_else(|| Self::empty(count), |(at, event)| Self::filled(count, *at, event))
    }

    pub(super) fn deletion(&self) -> Option<Step> {
        let (_, before) = self.before.as_ref()?;
        deletion(&self.before, Subject::Event(before.title.get("en").to_owned()), Edit::Event)
    }

    pub(super) fn check(&self) -> Checked {
        let mut reader = Reader::default();
        let on = reader.needed_date(Field::On, &self.on);
        let title = trimmed(&self.title);
        if title.is_empty() {
            reader.wrong(Field::Name, Wrong::Empty);
        }
        let step = on.map(|on| {
            let subject = Subject::Event(title.get("en").to_owned());
            let event = Event {
                on,
                title,
                place: trimmed(&self.place),
                sources: distinct(&self.sources),
                note: self.note.trim().to_owned(),
            };
            step(&self.before, self.count, event, subject, Edit::Event)
        });
        checked(reader, step)
    }
}

/// The register's own facts as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AboutDraft {
    /// As they were.
    pub before: About,
    /// Title.
    pub title: String,
    /// Remark.
    pub note: Words,
    /// The compared parties.
    pub compare: (PartyId, PartyId),
}

impl AboutDraft {
    /// The draft of what a register says of itself.
    pub fn of(about: &About) -> Self {
        let About { title, note, compare } = about.clone();
        Self { before: about.clone(), title, note, compare }
    }

    pub(super) fn check(&self) -> Checked {
        let mut reader = Reader::default();
        let title = reader.needed(Field::Name, &self.title);
        if self.compare.0 == self.compare.1 {
            reader.wrong(Field::Party, Wrong::SameParty);
        }
        let after = About { title, note: trimmed(&self.note), compare: self.compare.clone() };
        let (before, after) = (self.before.clone().into(), after.into());
        let edits = vec![Edit::About { before, after }];
        checked(reader, Some(Step::new(Deed::Change, Subject::Register, edits)))
    }
}

fn trimmed(words: &Words) -> Words {
    let text = |text: &String| text.trim().to_owned();
    Words { en: text(&words.en), ja: text(&words.ja), ko: text(&words.ko) }
}
