//! The pieces of a register that can differ.

use std::sync::Arc;

use crate::{
    model::{Case, Claim, Event, Incident, Party, Return, Source, Total, Variant},
    register::{Change, Edit},
};

/// A piece of a register: a record, an item of a case, or a field of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    /// The record, as our side or the new version has it, else as the other has it.
    pub record: RecordRef,
    /// The item of the case, where the piece is one or lies in one; chosen in the same way.
    pub item: Option<ListItem>,
    /// The field; none where the piece is a whole record or a whole item.
    pub field: Option<FieldName>,
}

/// A record of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordRef {
    /// What the register says of itself, and the order of its records.
    RegisterInfo,
    /// A party.
    Party(Arc<Party>),
    /// A source.
    Source(Arc<Source>),
    /// An announced total.
    Total(Arc<Total>),
    /// An incident.
    Incident(Arc<Incident>),
    /// A case.
    Case(Arc<Case>),
    /// An event.
    Event(Arc<Event>),
}

impl RecordRef {
    /// Its key in a JSON export.
    pub fn key(&self) -> &'static str {
        match self {
            Self::RegisterInfo => "register",
            Self::Party(_) => "party",
            Self::Source(_) => "source",
            Self::Total(_) => "total",
            Self::Incident(_) => "incident",
            Self::Case(_) => "case",
            Self::Event(_) => "event",
        }
    }

    /// Whether an edit is of it. A total is known by its party and date, an event
    /// by its title.
    pub fn is_target_of(&self, edit: &Edit) -> bool {
        fn either<T>(change: &Change<T>, is_it: impl Fn(&T) -> bool) -> bool {
            [&change.before, &change.after].into_iter().flatten().any(|one| is_it(one))
        }
        match (self, edit) {
            (Self::RegisterInfo, Edit::RegisterInfo { .. }) => true,
            (Self::Party(it), Edit::Party(change)) => either(change, |one| one.id == it.id),
            (Self::Source(it), Edit::Source(change)) => either(change, |one| one.id == it.id),
            (Self::Total(it), Edit::Total(change)) => {
                either(change, |one| (&one.by, &one.on) == (&it.by, &it.on))
            }
            (Self::Incident(it), Edit::Incident(change)) => {
                either(change, |one| one.number == it.number)
            }
            (Self::Case(it), Edit::Case(change)) => either(change, |one| one.id == it.id),
            (Self::Event(it), Edit::Event(change)) => either(change, |one| one.title == it.title),
            _ => false,
        }
    }
}

/// A part of a case that is added or removed as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListItem {
    /// A claim.
    Claim(Claim),
    /// Another value given for a plain fact.
    Variant(Variant),
    /// The return.
    Return(Return),
}

impl ListItem {
    /// Its key in a JSON export.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Claim(_) => "claim",
            Self::Variant(_) => "variant",
            Self::Return(_) => "return",
        }
    }
}

/// A language in which a register's own words can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Japanese.
    Ja,
    /// Korean.
    Ko,
}

impl Language {
    /// Its two-letter code (ISO 639-1).
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
            Self::Ko => "ko",
        }
    }
}

/// A list whose order can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListName {
    /// The parties.
    Parties,
    /// The sources.
    Sources,
    /// The totals.
    Totals,
    /// The incidents.
    Incidents,
    /// The cases.
    Cases,
    /// The events.
    Events,
    /// The claims of a case.
    Claims,
    /// The other values of a case.
    Variants,
}

/// A field of a record or of an item. What can be written in several languages has a field for
/// each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named as its field in the model")]
pub enum FieldName {
    Title(Option<Language>),
    Note(Option<Language>),
    Place(Option<Language>),
    Name(Language),
    Short(Language),
    Compare,
    Given,
    Family,
    Native,
    Reading,
    Other,
    Sex,
    Born,
    Taken,
    Age,
    Prefecture,
    Coordinates,
    Incident,
    Returned,
    Sources,
    Party,
    SaidOn,
    Statement,
    Death,
    DeathPlace,
    Cause,
    Reported,
    Fact,
    Value,
    Publisher,
    Kind,
    Published,
    Address,
    Count,
    AnnouncedOn,
    On,
    /// The order of a list.
    Order(ListName),
}

impl FieldName {
    /// Its key in a JSON export: its name in the file, but for the order of a list.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title(_) => "title",
            Self::Note(_) => "note",
            Self::Place(_) => "place",
            Self::Name(_) => "name",
            Self::Short(_) => "short",
            Self::Compare => "compare",
            Self::Given => "name/given",
            Self::Family => "name/family",
            Self::Native => "name/native",
            Self::Reading => "name/reading",
            Self::Other => "name/other",
            Self::Sex => "sex",
            Self::Born => "born",
            Self::Taken => "taken/on",
            Self::Age => "taken/age",
            Self::Prefecture => "taken/prefecture",
            Self::Coordinates => "taken/at",
            Self::Incident => "taken/incident",
            Self::Sources => "sources",
            Self::Party => "by",
            Self::Returned | Self::SaidOn | Self::AnnouncedOn | Self::On => "on",
            Self::Statement => "says",
            Self::Death => "says/on",
            Self::DeathPlace => "says/place",
            Self::Cause => "says/cause",
            Self::Reported => "reported",
            Self::Fact => "field",
            Self::Value => "value",
            Self::Publisher => "publisher",
            Self::Kind => "kind",
            Self::Published => "published",
            Self::Address => "address",
            Self::Count => "count",
            Self::Order(list) => match list {
                ListName::Parties => "order/parties",
                ListName::Sources => "order/sources",
                ListName::Totals => "order/totals",
                ListName::Incidents => "order/incidents",
                ListName::Cases => "order/cases",
                ListName::Events => "order/events",
                ListName::Claims => "order/claims",
                ListName::Variants => "order/variants",
            },
        }
    }

    /// The language of what it holds, where it has a field for each.
    pub fn language(self) -> Option<Language> {
        match self {
            Self::Title(tongue) | Self::Note(tongue) | Self::Place(tongue) => tongue,
            Self::Name(tongue) | Self::Short(tongue) => Some(tongue),
            _ => None,
        }
    }
}
