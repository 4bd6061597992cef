//! What a party said of a case.

use serde::{Deserialize, Serialize};

use crate::model::{Date, PartyId, SourceId};

/// What one party said of one case, on a date, on which sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Who said it.
    pub by: PartyId,
    /// When it was said.
    pub on: Date,
    /// What was said.
    pub says: Statement,
    /// Not said officially, only reported by others: shown, never counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reported: bool,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// A remark on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What a claim says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "Says")]
pub enum Statement {
    /// Lists or recognises the person as abducted; nothing on the fate.
    Abducted,
    /// The person is alive.
    Alive,
    /// The person is dead.
    Dead {
        /// When the person is said to have died.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
        /// Where.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        place: String,
        /// Of what.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        cause: String,
    },
    /// The person never entered the party's territory.
    NeverEntered,
    /// An answer to another party's claim; leaves the party's own position as it was.
    Disputes(String),
    /// Takes an earlier claim back.
    Withdrawn,
}

impl Statement {
    /// Dead, with nothing said of when, where or why.
    pub fn dead_without_details() -> Self {
        Self::Dead { on: None, place: String::new(), cause: String::new() }
    }
}
