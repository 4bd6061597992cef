//! A source in an open form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::finding::RecordField,
    draft::{
        record_step::{OriginalRecord, delete_step, into_validated, save_step},
        validation::{FieldError, Validated, Validator},
    },
    model::{Source, SourceId, SourceKind},
    register::{Edit, Register, Step, StepSubject},
};

/// A source as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDraft {
    /// The record as it was opened.
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
    /// Note.
    pub note: String,
}

impl SourceDraft {
    /// Creates the draft of a new, empty source.
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

    /// Creates the draft of the source with this index.
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

    /// Returns the draft as it was when the form was opened.
    pub fn original(&self) -> Self {
        self.before.as_ref().map_or_else(Self::new, |(at, source)| Self::from_source(*at, source))
    }

    pub(super) fn deletion_step(&self) -> Option<Step> {
        let (_, before) = self.before.as_ref()?;
        delete_step(&self.before, StepSubject::Source(before.title.clone()), Edit::Source)
    }

    pub(super) fn validate(&self, register: &Register) -> Validated {
        let mut validator = Validator::default();
        let id = match &self.before {
            Some((_, before)) => Some(before.id.clone()),
            None => SourceId::new(self.id.trim()).ok(),
        };
        match &id {
            None if self.id.trim().is_empty() => {
                validator.add_error(RecordField::Id, FieldError::Empty);
            }
            None => validator.add_error(RecordField::Id, FieldError::InvalidId),
            Some(id) if self.before.is_none() && register.source(id).is_some() => {
                validator.add_error(RecordField::Id, FieldError::DuplicateId);
            }
            Some(_) => {}
        }
        let source = id.map(|id| Source {
            id,
            kind: self.kind,
            publisher: validator.require_text(RecordField::Publisher, &self.publisher),
            title: validator.require_text(RecordField::Name, &self.title),
            published: validator.parse_date(RecordField::Date, &self.published),
            address: self.address.trim().to_owned(),
            note: self.note.trim().to_owned(),
        });
        let step = source.map(|source| {
            let subject = StepSubject::Source(source.title.clone());
            save_step(&self.before, register.sources().len(), source, subject, Edit::Source)
        });
        into_validated(validator, step)
    }
}

impl Default for SourceDraft {
    fn default() -> Self {
        Self::new()
    }
}
