//! The values of the fields, items and records that can differ.

use serde::{Serialize, Serializer};

use crate::{
    merge::field_path::{CaseListItem, RecordRef},
    model::{Coordinates, Date, Fact, PartyId, Sex, SourceId, SourceKind, Statement},
};

/// The value of a field, an item or a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A date.
    Date(Date),
    /// A number of people or of years.
    Number(u32),
    /// The number of an incident.
    Incident(u32),
    /// A party.
    Party(PartyId),
    /// The two parties that the register reconciles.
    PartyPair(PartyId, PartyId),
    /// Sources.
    Sources(Vec<SourceId>),
    /// A kind of source.
    Kind(SourceKind),
    /// A person's sex.
    Sex(Sex),
    /// Coordinates.
    Coordinates(Coordinates),
    /// The statement of a claim.
    Statement(Statement),
    /// The mark of a claim that is only reported by others.
    Reported(bool),
    /// The fact of a variant.
    Fact(Fact),
    /// A whole item.
    Item(CaseListItem),
    /// A whole record.
    Record(RecordRef),
    /// The order of a list. Holds no value: the records themselves show it.
    Order,
}

impl FieldValue {
    /// Returns the sources that the value cites itself.
    pub fn sources(&self) -> &[SourceId] {
        match self {
            Self::Sources(sources) => sources,
            Self::Item(CaseListItem::Claim(claim)) => &claim.sources,
            Self::Item(CaseListItem::Variant(variant)) => &variant.sources,
            Self::Item(CaseListItem::Return(returned)) => &returned.sources,
            Self::Record(RecordRef::Case(case)) => &case.sources,
            Self::Record(RecordRef::Total(total)) => &total.sources,
            Self::Record(RecordRef::Event(event)) => &event.sources,
            _ => &[],
        }
    }
}

/// Serializes the value as its file has it; the order of a list as nothing.
impl Serialize for FieldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::Date(date) => date.serialize(serializer),
            Self::Number(number) | Self::Incident(number) => number.serialize(serializer),
            Self::Party(id) => id.serialize(serializer),
            Self::PartyPair(first, second) => [first, second].serialize(serializer),
            Self::Sources(ids) => ids.serialize(serializer),
            Self::Kind(kind) => kind.serialize(serializer),
            Self::Sex(sex) => sex.serialize(serializer),
            Self::Coordinates(spot) => spot.serialize(serializer),
            Self::Statement(says) => says.serialize(serializer),
            Self::Reported(reported) => reported.serialize(serializer),
            Self::Fact(fact) => fact.serialize(serializer),
            Self::Item(item) => item.serialize(serializer),
            Self::Record(record) => record.serialize(serializer),
            Self::Order => serializer.serialize_none(),
        }
    }
}
