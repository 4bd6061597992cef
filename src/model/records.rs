//! The records of a register besides cases: parties, sources, totals, incidents and events.

use serde::{Deserialize, Serialize};

use crate::model::{
    date::Date,
    ids::{PartyId, SourceId},
    localized_text::LocalizedText,
};

/// A party: a government or another body that makes claims and announces totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The id, unique in the register.
    pub id: PartyId,
    /// The full name.
    pub name: LocalizedText,
    /// The short name; empty if the full name is short enough.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub short: LocalizedText,
}

impl Party {
    /// Returns the short name in the language of this code, or else the full name.
    pub fn short_name(&self, code: &str) -> &str {
        match self.short.in_language(code) {
            "" => self.name.in_language(code),
            short => short,
        }
    }
}

/// The kind of publication of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SourceKind {
    /// A publication of a government or a parliament.
    Official,
    /// A newspaper, a news agency or a broadcaster.
    Press,
    /// A publication that repeats others, like an encyclopedia, a support group or a blog.
    Secondary,
}

impl SourceKind {
    /// Every kind, the most authoritative first.
    pub const ALL: [Self; 3] = [Self::Official, Self::Press, Self::Secondary];
}

/// A source: a publication in which a fact was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id, unique in the register.
    pub id: SourceId,
    /// The kind of publication.
    pub kind: SourceKind,
    /// The publisher.
    pub publisher: String,
    /// The title; in square brackets if the register supplied it.
    pub title: String,
    /// The date of publication, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The address on the web.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// A note on the source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A total: the number of people that a party announced on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The party that announced the total.
    pub by: PartyId,
    /// The number of people.
    pub count: u32,
    /// The date of the announcement.
    pub on: Date,
    /// The sources that the total was read in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// A note on the total.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// An incident in which one or more people were abducted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// The number, unique in the register.
    pub number: u32,
    /// The name.
    pub name: LocalizedText,
    /// A note on the incident.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A diplomatic event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The date.
    pub on: Date,
    /// The title.
    pub title: LocalizedText,
    /// The place.
    #[serde(default, skip_serializing_if = "LocalizedText::is_empty")]
    pub place: LocalizedText,
    /// The sources that the event was read in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// A note on the event.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}
