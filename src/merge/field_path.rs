//! Paths of the fields, items and records of a register that can differ.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::{
    model::{
        Case, Claim, Event, Incident, Party, Return, Source, Total, Variant,
        case_fields::for_each_case_field,
    },
    register::{Edit, record::Record, record_list::for_each_record_list},
};

/// The path of a record, of an item of a case, or of a field of either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    /// The record: the version of our side or of the new register, else that of the other.
    pub record: RecordRef,
    /// The item of the case, if the path leads to one or into one; its version is chosen likewise.
    pub item: Option<CaseListItem>,
    /// The field; `None` if the path leads to a whole record or a whole item.
    pub field: Option<FieldName>,
}

/// A record of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordRef {
    /// The title, note and compared parties of the register, and the order of its records.
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
    /// Returns the key of the record in a JSON export.
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

    /// Returns whether both are versions of one record: by id, a total by its party and date, an event
    /// by its title.
    pub fn is_version_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::RegisterInfo, Self::RegisterInfo) => true,
            (Self::Party(it), Self::Party(other)) => it.id == other.id,
            (Self::Source(it), Self::Source(other)) => it.id == other.id,
            (Self::Total(it), Self::Total(other)) => it.key() == other.key(),
            (Self::Incident(it), Self::Incident(other)) => it.number == other.number,
            (Self::Case(it), Self::Case(other)) => it.id == other.id,
            (Self::Event(it), Self::Event(other)) => it.title == other.title,
            _ => false,
        }
    }

    /// Returns whether an edit changes this record. A total is identified by its party and date, an
    /// event by its title.
    pub fn is_target_of(&self, edit: &Edit) -> bool {
        match self {
            Self::RegisterInfo => matches!(edit, Edit::RegisterInfo { .. }),
            Self::Party(it) => has_version(edit, |other: &Party| other.id == it.id),
            Self::Source(it) => has_version(edit, |other: &Source| other.id == it.id),
            Self::Total(it) => has_version(edit, |other: &Total| other.key() == it.key()),
            Self::Incident(it) => has_version(edit, |other: &Incident| other.number == it.number),
            Self::Case(it) => has_version(edit, |other: &Case| other.id == it.id),
            Self::Event(it) => has_version(edit, |other: &Event| other.title == it.title),
        }
    }
}

/// Returns whether an edit changes a record that fulfils a condition before or after it.
fn has_version<T: Record>(edit: &Edit, condition: impl Fn(&T) -> bool) -> bool {
    let change = T::change(edit);
    change.is_some_and(|it| [&it.before, &it.after].into_iter().flatten().any(|it| condition(it)))
}

/// Serializes the record as its file has it; the register itself as nothing.
impl Serialize for RecordRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        macro_rules! serialize {
            ($($record:ident, $field:ident, $variant:ident;)*) => {
                match self {
                    Self::RegisterInfo => serializer.serialize_none(),
                    $(Self::$record(record) => record.serialize(serializer),)*
                }
            };
        }
        for_each_record_list!(serialize)
    }
}

/// An item of a case, which is added or removed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum CaseListItem {
    /// A claim.
    Claim(Claim),
    /// A variant: the value that another source gives for a fact.
    Variant(Variant),
    /// The return.
    Return(Return),
}

impl CaseListItem {
    /// Returns the key of the item in a JSON export.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Claim(_) => "claim",
            Self::Variant(_) => "variant",
            Self::Return(_) => "return",
        }
    }
}

/// A language of a [localized text](crate::model::LocalizedText).
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
    /// Returns the two-letter code of the language (ISO 639-1).
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
            Self::Ko => "ko",
        }
    }
}

macro_rules! list_names {
    ($($record:ident, $field:ident, $variant:ident;)*) => {
        /// A list whose order can differ between two versions: of the register or of a case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ListName {
            $(
                #[doc = concat!("The `", stringify!($field), "` of the register.")]
                $variant,
            )*
            /// The claims of a case.
            Claims,
            /// The variants of a case.
            Variants,
        }

        impl ListName {
            /// Returns the key of a difference in the order of the list in a JSON export.
            fn order_key(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("order/", stringify!($field)),)*
                    Self::Claims => "order/claims",
                    Self::Variants => "order/variants",
                }
            }
        }
    };
}
for_each_record_list!(list_names);

impl ListName {
    /// Returns the locale key of a difference in the order of the list.
    fn order_locale_key(self) -> &'static str {
        match self {
            Self::Parties => "diff.order.parties",
            Self::Sources => "diff.order.sources",
            Self::Totals => "diff.order.totals",
            Self::Incidents => "diff.order.incidents",
            Self::Cases => "diff.order.cases",
            Self::Events => "diff.order.events",
            Self::Claims => "diff.order.claims",
            Self::Variants => "diff.order.variants",
        }
    }
}

/// Defines [`FieldName`]: for each field its variant, its key in a JSON export, and the locale key
/// of its name; for a text in several languages, a locale key for each of them. The fields of a
/// case that are one value come from their own table.
macro_rules! field_names {
    (
        {
            single { $($field:ident ($key:literal, $locale_key:literal);)* }
            localized {
                $($text:ident ($text_key:literal, [$en:literal, $ja:literal, $ko:literal]);)*
            }
        }
        $($group:ident {
            $($fact:ident $member:ident ($fact_key:literal, $fact_locale_key:literal) $draft:tt;)*
        })*
    ) => {
        /// A field of a record or of an item. A text in several languages has a field for each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FieldName {
            $(
                #[doc = concat!("The field with the key `", $key, "`.")]
                $field,
            )*
            $($(
                #[doc = concat!("The field of a case with the key `", $fact_key, "`.")]
                $fact,
            )*)*
            $(
                #[doc = concat!("The text with the key `", $text_key, "` in a language.")]
                $text(Language),
            )*
            /// The order of a list.
            Order(ListName),
        }

        impl FieldName {
            /// Returns the key of the field in a JSON export: its path in the file.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$field => $key,)*
                    $($(Self::$fact => $fact_key,)*)*
                    $(Self::$text(_) => $text_key,)*
                    Self::Order(list) => list.order_key(),
                }
            }

            /// Returns the locale key of the name of the field.
            pub fn locale_key(self) -> &'static str {
                match self {
                    $(Self::$field => $locale_key,)*
                    $($(Self::$fact => $fact_locale_key,)*)*
                    $(
                        Self::$text(Language::En) => $en,
                        Self::$text(Language::Ja) => $ja,
                        Self::$text(Language::Ko) => $ko,
                    )*
                    Self::Order(list) => list.order_locale_key(),
                }
            }

            /// Returns the language of the field, if it is one of a text in several languages.
            pub fn language(self) -> Option<Language> {
                match self {
                    $(Self::$text(language) => Some(language),)*
                    _ => None,
                }
            }
        }
    };
}

for_each_case_field!(field_names, {
    single {
        Returned ("on", "field.return_date");
        Title ("title", "field.title");
        Note ("note", "field.note");
        Sources ("sources", "field.sources");
        Party ("by", "field.party");
        SaidOn ("on", "field.claim_date");
        Statement ("says", "field.statement");
        Death ("says/on", "field.death_date");
        DeathPlace ("says/place", "field.death_place");
        Cause ("says/cause", "field.death_cause");
        Reported ("reported", "field.claim_channel");
        Fact ("field", "field.fact");
        Value ("value", "field.value");
        Publisher ("publisher", "field.publisher");
        Kind ("kind", "field.source_kind");
        Published ("published", "field.publication_date");
        Address ("address", "field.address");
        Count ("count", "field.count");
        AnnouncedOn ("on", "field.announcement_date");
        On ("on", "field.event_date");
        Compare ("compare", "field.compared_parties");
    }
    localized {
        Name ("name", ["field.name_en", "field.name_ja", "field.name_ko"]);
        Short ("short", ["field.short_name_en", "field.short_name_ja", "field.short_name_ko"]);
        EventTitle ("title", ["field.title_en", "field.title_ja", "field.title_ko"]);
        EventPlace ("place", ["field.place_en", "field.place_ja", "field.place_ko"]);
        RegisterNote ("note", ["field.note_en", "field.note_ja", "field.note_ko"]);
    }
});
