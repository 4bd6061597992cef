//! An event in an open form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::finding::RecordField,
    draft::{
        record_step::{OriginalRecord, delete_step, into_validated, save_step},
        validation::{FieldError, Validated, Validator, dedup_sources, trim_localized_text},
    },
    model::{Event, LocalizedText, SourceId},
    register::{Edit, Register, Step, StepSubject},
};

/// An event as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventDraft {
    /// The record as it was opened.
    pub before: OriginalRecord<Event>,
    /// The number of events in the register: the index of a new one.
    pub count: usize,
    /// The date.
    pub on: String,
    /// Title.
    pub title: LocalizedText,
    /// Place.
    pub place: LocalizedText,
    /// The cited sources.
    pub sources: Vec<SourceId>,
    /// Note.
    pub note: String,
}

impl EventDraft {
    /// Creates the draft of a new, empty event.
    pub fn new(register: &Register) -> Self {
        Self::empty(register.events().len())
    }

    /// Creates the draft of the event with this index.
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

    /// Returns the draft as it was when the form was opened.
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
        let mut validator = Validator::default();
        let on = validator.require_date(RecordField::Date, &self.on);
        let title = trim_localized_text(&self.title);
        if title.is_empty() {
            validator.add_error(RecordField::Name, FieldError::Empty);
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
        into_validated(validator, step)
    }
}
