//! A claim: what a party said of a case.

use serde::{Deserialize, Serialize};

use crate::model::{
    date::Date,
    ids::{PartyId, SourceId},
};

/// A statement of one party about one case, with its date and sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The party that made the statement.
    pub by: PartyId,
    /// The date of the statement.
    pub on: Date,
    /// The statement.
    pub says: Statement,
    /// True if the statement is only reported by others, not made officially. A reported claim is
    /// shown and never counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reported: bool,
    /// The sources that the claim was read in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// A note on the claim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

// A large register holds several hundred thousand claims.
const _: () = assert!(size_of::<Claim>() <= 128);

/// The statement of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "Says")]
pub enum Statement {
    /// The person was abducted. Says nothing of their fate.
    Abducted,
    /// The person is alive.
    Alive,
    /// The person is dead.
    Dead {
        /// The date of the death.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
        /// The place of the death.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        place: String,
        /// The cause of the death.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        cause: String,
    },
    /// The person never entered the territory of the party.
    NeverEntered,
    /// An answer to the claim of another party, with its text. Leaves the party's own position
    /// unchanged.
    Disputes(String),
    /// The party withdraws its earlier claim.
    Withdrawn,
}

impl Statement {
    /// Returns the statement of a death without date, place and cause.
    pub fn dead_without_details() -> Self {
        Self::Dead { on: None, place: String::new(), cause: String::new() }
    }
}
