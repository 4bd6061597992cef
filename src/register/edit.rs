//! Edits: a record before and after.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{Case, Event, Incident, LocalizedText, Party, PartyId, Source, Total};

/// One change of one record. Its inverse is a swap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// The register's title, remark and compared parties.
    #[serde(rename = "About")]
    RegisterInfo {
        /// As it was.
        before: Box<RegisterInfo>,
        /// As it will be.
        after: Box<RegisterInfo>,
    },
    /// A party.
    Party(Change<Party>),
    /// A source.
    Source(Change<Source>),
    /// An announced total.
    Total(Change<Total>),
    /// An incident.
    Incident(Change<Incident>),
    /// A case.
    Case(Change<Case>),
    /// An event.
    Event(Change<Event>),
}

/// A record before and after: `None → Some` creates, `Some → None` deletes.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<T> {
    /// The record's place in its list.
    pub at: usize,
    /// The record as it was.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub before: Option<Arc<T>>,
    /// The record as it will be.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub after: Option<Arc<T>>,
}

/// A record that is not there; a default of its own, so that a record need have none.
fn none<T>() -> Option<T> {
    None
}

impl<T> Clone for Change<T> {
    fn clone(&self) -> Self {
        Self { at: self.at, before: self.before.clone(), after: self.after.clone() }
    }
}

impl<T> Change<T> {
    fn inverse(&self) -> Self {
        Self { at: self.at, before: self.after.clone(), after: self.before.clone() }
    }
}

/// What a register says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "About")]
pub struct RegisterInfo {
    /// Its title.
    pub title: String,
    /// A remark on the whole.
    pub note: LocalizedText,
    /// The two parties it reconciles.
    pub compare: (PartyId, PartyId),
}

impl Edit {
    /// The edit that undoes this one.
    pub fn inverse(&self) -> Self {
        match self {
            Self::RegisterInfo { before, after } => {
                Self::RegisterInfo { before: after.clone(), after: before.clone() }
            }
            Self::Party(change) => Self::Party(change.inverse()),
            Self::Source(change) => Self::Source(change.inverse()),
            Self::Total(change) => Self::Total(change.inverse()),
            Self::Incident(change) => Self::Incident(change.inverse()),
            Self::Case(change) => Self::Case(change.inverse()),
            Self::Event(change) => Self::Event(change.inverse()),
        }
    }
}

/// Why an edit was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// What the edit started from is not what the register holds.
    #[error("the record has changed since it was opened; open it again and repeat the change")]
    Stale,
    /// Two records would have one id.
    #[error("this id is already taken; choose another")]
    RepeatedId,
    /// The register is shown only.
    #[error("this register is read-only here")]
    ReadOnly,
}
