//! Edits: the one kind of change of a register, a record before and after.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    model::{Case, Event, Incident, LocalizedText, Party, PartyId, Source, Total},
    register::record_list::for_each_record_list,
};

/// A change of one record. Its inverse swaps before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// A change of the register's title, note or compared parties.
    #[serde(rename = "About")]
    RegisterInfo {
        /// The information as it was.
        before: Box<RegisterInfo>,
        /// The information as it will be.
        after: Box<RegisterInfo>,
    },
    /// A change of a party.
    Party(Change<Party>),
    /// A change of a source.
    Source(Change<Source>),
    /// A change of an announced total.
    Total(Change<Total>),
    /// A change of an incident.
    Incident(Change<Incident>),
    /// A change of a case.
    Case(Change<Case>),
    /// A change of an event.
    Event(Change<Event>),
}

/// A record before and after: `None → Some` creates, `Some → None` deletes.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<T> {
    /// The index of the record in its list.
    pub at: usize,
    /// The record as it was; `None` if it did not exist.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub before: Option<Arc<T>>,
    /// The record as it will be; `None` if it is deleted.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub after: Option<Arc<T>>,
}

/// Returns `None`: the serde default of a record that is absent. Records have no `Default`, which
/// `#[serde(default)]` alone would require.
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

/// The title, note and compared parties of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "About")]
pub struct RegisterInfo {
    /// The title.
    pub title: String,
    /// A note on the whole register.
    pub note: LocalizedText,
    /// The two parties that the register reconciles, in order.
    pub compare: (PartyId, PartyId),
}

impl Edit {
    /// Returns the edit that undoes this one.
    pub fn inverse(&self) -> Self {
        macro_rules! inverse {
            ($($record:ident, $field:ident, $variant:ident;)*) => {
                match self {
                    Self::RegisterInfo { before, after } => {
                        Self::RegisterInfo { before: after.clone(), after: before.clone() }
                    }
                    $(Self::$record(change) => Self::$record(change.inverse()),)*
                }
            };
        }
        for_each_record_list!(inverse)
    }
}

/// The reason for which a register refuses an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// The register does not hold the record that the edit starts from.
    #[error("the record has changed since it was opened; open it again and repeat the change")]
    Stale,
    /// Two records of a list would have one id.
    #[error("this id is already taken; choose another")]
    RepeatedId,
    /// The register is open for reading only.
    #[error("this register is read-only here")]
    ReadOnly,
}
