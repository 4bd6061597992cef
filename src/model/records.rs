//! The smaller records of a register.

use serde::{Deserialize, Serialize};

use crate::model::{Date, LocalizedText, PartyId, SourceId};

/// Someone who makes claims and announces totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its full name.
    pub name: LocalizedText,
    /// Its name where there is little room; the full name where empty.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub short: LocalizedText,
}

impl Party {
    /// The short name in a language, or else the full one.
    pub fn short_name(&self, code: &str) -> &str {
        match self.short.in_language(code) {
            "" => self.name.in_language(code),
            short => short,
        }
    }
}

/// What kind of publication a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourceKind {
    /// A government or a parliament.
    Official,
    /// A newspaper, an agency, a broadcaster.
    Press,
    /// An encyclopedia, a support group, a blog: someone who repeats others.
    Secondary,
}

impl SourceKind {
    /// Every kind, the weightiest first.
    pub const ALL: [Self; 3] = [Self::Official, Self::Press, Self::Secondary];
}

/// Where a fact was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What kind of publication.
    pub kind: SourceKind,
    /// Who published it.
    pub publisher: String,
    /// Its title; in square brackets where the register supplied one.
    pub title: String,
    /// When it was published, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Its address on the web.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// A remark on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A figure that a party announced on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// Who announced it.
    pub by: PartyId,
    /// How many people.
    pub count: u32,
    /// When it was announced.
    pub on: Date,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// A remark on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One event in which one or more people were taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Its number, unique in the register.
    pub number: u32,
    /// Its name.
    pub name: LocalizedText,
    /// A remark on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A dated step of diplomacy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When.
    pub on: Date,
    /// What.
    pub title: LocalizedText,
    /// Where.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub place: LocalizedText,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// A remark on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
