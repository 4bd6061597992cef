//! What the pieces of a register hold.

use serde::{Serialize, Serializer};

use crate::{
    merge::field_path::{ListItem, RecordRef},
    model::{Coordinates, Date, Fact, PartyId, Sex, SourceId, SourceKind, Statement},
};

/// What a piece holds.
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
    /// The two parties compared.
    PartyPair(PartyId, PartyId),
    /// Sources.
    Sources(Vec<SourceId>),
    /// A kind of source.
    Kind(SourceKind),
    /// A person's sex.
    Sex(Sex),
    /// A place on the map.
    Coordinates(Coordinates),
    /// What a claim says.
    Statement(Statement),
    /// Whether a claim is only reported by others.
    Reported(bool),
    /// Which fact another value is given for.
    Fact(Fact),
    /// A whole item.
    Item(ListItem),
    /// A whole record.
    Record(RecordRef),
    /// The order of a list, which the records themselves show.
    Order,
}

impl FieldValue {
    /// The sources that it rests on; none for a value that has none of its own.
    pub fn sources(&self) -> &[SourceId] {
        match self {
            Self::Sources(sources) => sources,
            Self::Item(ListItem::Claim(claim)) => &claim.sources,
            Self::Item(ListItem::Variant(variant)) => &variant.sources,
            Self::Item(ListItem::Return(returned)) => &returned.sources,
            Self::Record(RecordRef::Case(case)) => &case.sources,
            Self::Record(RecordRef::Total(total)) => &total.sources,
            Self::Record(RecordRef::Event(event)) => &event.sources,
            _ => &[],
        }
    }
}

/// As the register's file has it, in JSON; the order of a list is no value.
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
            Self::Item(ListItem::Claim(claim)) => claim.serialize(serializer),
            Self::Item(ListItem::Variant(variant)) => variant.serialize(serializer),
            Self::Item(ListItem::Return(returned)) => returned.serialize(serializer),
            Self::Record(RecordRef::Party(party)) => party.serialize(serializer),
            Self::Record(RecordRef::Source(source)) => source.serialize(serializer),
            Self::Record(RecordRef::Total(total)) => total.serialize(serializer),
            Self::Record(RecordRef::Incident(incident)) => incident.serialize(serializer),
            Self::Record(RecordRef::Case(case)) => case.serialize(serializer),
            Self::Record(RecordRef::Event(event)) => event.serialize(serializer),
            Self::Record(RecordRef::RegisterInfo) | Self::Order => serializer.serialize_none(),
        }
    }
}
