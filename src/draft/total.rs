//! An announced total in an open form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::finding::RecordField,
    draft::{
        record_step::{OriginalRecord, delete_step, into_validated, save_step},
        validation::{FieldError, Validated, Validator, dedup_sources},
    },
    model::{PartyId, SourceId, Total},
    register::{Edit, Register, Step, StepSubject},
};

/// A total as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotalDraft {
    /// The record as it was opened.
    pub before: OriginalRecord<Total>,
    /// The party that announced it.
    pub by: PartyId,
    /// The number of people.
    pub count: String,
    /// The date of the announcement.
    pub on: String,
    /// The cited sources.
    pub sources: Vec<SourceId>,
    /// Note.
    pub note: String,
}

impl TotalDraft {
    /// Creates the draft of a new, empty total of the second compared party.
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

    /// Creates the draft of the total with this index.
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

    /// Returns the draft as it was when the form was opened.
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
        let mut validator = Validator::default();
        if self.count.trim().is_empty() {
            validator.add_error(RecordField::Count, FieldError::Empty);
        }
        let count = validator.parse_number(RecordField::Count, &self.count, u32::MAX);
        let on = validator.require_date(RecordField::Date, &self.on);
        let step = count.zip(on).map(|(count, on)| {
            let (by, sources) = (self.by.clone(), dedup_sources(&self.sources));
            let total = Total { by, count, on, sources, note: self.note.trim().to_owned() };
            let places = register.totals().len();
            save_step(&self.before, places, total, StepSubject::Total(count), Edit::Total)
        });
        into_validated(validator, step)
    }
}
