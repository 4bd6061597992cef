//! What the pieces of a register hold.

use serde::{Serialize, Serializer};

use super::piece::{Item, Record};
use crate::model::{Date, Fact, PartyId, Says, Sex, SourceId, SourceKind, Spot};

/// What a piece holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
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
    Pair(PartyId, PartyId),
    /// Sources.
    Sources(Vec<SourceId>),
    /// A kind of source.
    Kind(SourceKind),
    /// A person's sex.
    Sex(Sex),
    /// A place on the map.
    Spot(Spot),
    /// What a claim says.
    Says(Says),
    /// Whether a claim is only reported by others.
    Reported(bool),
    /// Which fact another value is given for.
    Fact(Fact),
    /// A whole item.
    Item(Item),
    /// A whole record.
    Record(Record),
    /// The order of a list, which the records themselves show.
    Order,
}

impl Value {
    /// The sources that it rests on; none for a value that has none of its own.
    pub fn sources(&self) -> &[SourceId] {
        match self {
            Self::Sources(sources) => sources,
            Self::Item(Item::Claim(claim)) => &claim.sources,
            Self::Item(Item::Variant(variant)) => &variant.sources,
            Self::Item(Item::Return(returned)) => &returned.sources,
            Self::Record(Record::Case(case)) => &case.sources,
            Self::Record(Record::Total(total)) => &total.sources,
            Self::Record(Record::Event(event)) => &event.sources,
            _ => &[],
        }
    }
}

/// As the register's file has it, in JSON; the order of a list is no value.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Texts(texts) => texts.serialize(serializer),
            Self::Date(date) => date.serialize(serializer),
            Self::Number(number) | Self::Incident(number) => number.serialize(serializer),
            Self::Party(id) => id.serialize(serializer),
            Self::Pair(first, second) => [first, second].serialize(serializer),
            Self::Sources(ids) => ids.serialize(serializer),
            Self::Kind(kind) => kind.serialize(serializer),
            Self::Sex(sex) => sex.serialize(serializer),
            Self::Spot(spot) => spot.serialize(serializer),
            Self::Says(says) => says.serialize(serializer),
            Self::Reported(reported) => reported.serialize(serializer),
            Self::Fact(fact) => fact.serialize(serializer),
            Self::Item(Item::Claim(claim)) => claim.serialize(serializer),
            Self::Item(Item::Variant(variant)) => variant.serialize(serializer),
            Self::Item(Item::Return(returned)) => returned.serialize(serializer),
            Self::Record(Record::Party(party)) => party.serialize(serializer),
            Self::Record(Record::Source(source)) => source.serialize(serializer),
            Self::Record(Record::Total(total)) => total.serialize(serializer),
            Self::Record(Record::Incident(incident)) => incident.serialize(serializer),
            Self::Record(Record::Case(case)) => case.serialize(serializer),
            Self::Record(Record::Event(event)) => event.serialize(serializer),
            Self::Record(Record::About) | Self::Order => serializer.serialize_none(),
        }
    }
}
