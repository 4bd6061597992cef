//! The title, note and compared parties of a register in an open form.

use serde::{Deserialize, Serialize};

use crate::{
    analysis::finding::RecordField,
    draft::{
        record_step::into_validated,
        validation::{FieldError, Validated, Validator, trim_localized_text},
    },
    model::{LocalizedText, PartyId},
    register::{Edit, RegisterInfo, Step, StepKind, StepSubject},
};

/// The register's own facts as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterInfoDraft {
    /// The register's own fields as they were opened.
    pub before: RegisterInfo,
    /// Title.
    pub title: String,
    /// Note.
    pub note: LocalizedText,
    /// The compared parties.
    pub compare: (PartyId, PartyId),
}

impl RegisterInfoDraft {
    /// Creates the draft of the register's own fields.
    pub fn from_info(about: &RegisterInfo) -> Self {
        let RegisterInfo { title, note, compare } = about.clone();
        Self { before: about.clone(), title, note, compare }
    }

    pub(super) fn validate(&self) -> Validated {
        let mut validator = Validator::default();
        let title = validator.require_text(RecordField::Name, &self.title);
        if self.compare.0 == self.compare.1 {
            validator.add_error(RecordField::Party, FieldError::SameParty);
        }
        let after = RegisterInfo {
            title,
            note: trim_localized_text(&self.note),
            compare: self.compare.clone(),
        };
        let (before, after) = (self.before.clone().into(), after.into());
        let edits = vec![Edit::RegisterInfo { before, after }];
        into_validated(validator, Some(Step::new(StepKind::Change, StepSubject::Register, edits)))
    }
}
