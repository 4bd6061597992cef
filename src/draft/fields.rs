//! The tables of the fields of drafts: each field once, with its name, in the order of the form.
//! Rebasing a draft and describing its differences walk over these tables.

use crate::{
    draft::{
        case::{CaseDraft, VariantDraft},
        claim::{ClaimDraft, ClaimKind},
        event::EventDraft,
        list_merge::merge_lists,
        register_info::RegisterInfoDraft,
        source::SourceDraft,
        total::TotalDraft,
    },
    model::{
        Fact, LocalizedText, PartyId, Sex, SourceId, SourceKind, case_fields::for_each_case_field,
    },
};

/// The value of a field of a draft.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum DraftValue<'a> {
    /// A text as typed: a date and a number are texts too.
    Text(&'a str),
    /// A sex; `None` where it is not known.
    Sex(Option<Sex>),
    /// The number of an incident; `None` for no incident.
    Incident(Option<u32>),
    /// A party.
    Party(&'a PartyId),
    /// Cited sources.
    Sources(&'a [SourceId]),
    /// The kind of a source.
    SourceKind(SourceKind),
    /// The kind of a statement, without its details.
    ClaimKind(ClaimKind),
    /// True for a claim that is only reported by others.
    IsReported(bool),
    /// The plain fact of another value.
    Fact(Fact),
}

/// Receives the differences between a draft and the record as it was opened.
pub(crate) trait DifferenceVisitor {
    /// Receives a field that differs. `name` is the locale key of its name.
    fn field(&mut self, name: &'static str, original: DraftValue<'_>, typed: DraftValue<'_>);

    /// Receives the claims of a case, whether they differ or not.
    fn claims(&mut self, original: &[ClaimDraft], typed: &[ClaimDraft]);

    /// Receives the other values of a case, whether they differ or not.
    fn variants(&mut self, original: &[VariantDraft], typed: &[VariantDraft]);
}

/// A draft whose fields stand in a table.
pub(crate) trait DraftFields: Sized {
    /// Returns the current draft with what was typed: a field of `typed` that is as in `original`
    /// is as in `current`.
    fn rebase_fields(original: &Self, typed: &Self, current: Self) -> Self;

    /// Passes each field in which `typed` differs from `original` to a visitor.
    fn visit_differences(original: &Self, typed: &Self, visitor: &mut impl DifferenceVisitor);
}

/// The type of a field of a draft.
trait FieldType: Clone + PartialEq {
    /// One locale key for the name of the field, or one for each of its parts.
    type NameKeys;

    fn rebase(original: &Self, typed: &Self, current: &Self) -> Self {
        if typed == original { current.clone() } else { typed.clone() }
    }

    fn visit_differences(
        name: Self::NameKeys,
        original: &Self,
        typed: &Self,
        visitor: &mut impl DifferenceVisitor,
    );
}

/// The type of a field that is one value.
trait SingleValue: Clone + PartialEq {
    fn value(&self) -> DraftValue<'_>;
}

impl<T: SingleValue> FieldType for T {
    type NameKeys = &'static str;

    fn visit_differences(
        name: Self::NameKeys,
        original: &Self,
        typed: &Self,
        visitor: &mut impl DifferenceVisitor,
    ) {
        if original != typed {
            visitor.field(name, original.value(), typed.value());
        }
    }
}

macro_rules! single_values {
    ($($type:ty: $value:ident => $variant:expr;)*) => {$(
        impl SingleValue for $type {
            fn value(&self) -> DraftValue<'_> {
                let $value = self;
                $variant
            }
        }
    )*};
}

single_values! {
    String: text => DraftValue::Text(text);
    Option<Sex>: sex => DraftValue::Sex(*sex);
    Option<u32>: incident => DraftValue::Incident(*incident);
    PartyId: party => DraftValue::Party(party);
    SourceKind: kind => DraftValue::SourceKind(*kind);
    ClaimKind: kind => DraftValue::ClaimKind(*kind);
    bool: is_reported => DraftValue::IsReported(*is_reported);
    Fact: fact => DraftValue::Fact(*fact);
}

impl FieldType for LocalizedText {
    /// The name of the field in English, Japanese and Korean texts.
    type NameKeys = [&'static str; 3];

    fn rebase(original: &Self, typed: &Self, current: &Self) -> Self {
        Self {
            en: FieldType::rebase(&original.en, &typed.en, &current.en),
            ja: FieldType::rebase(&original.ja, &typed.ja, &current.ja),
            ko: FieldType::rebase(&original.ko, &typed.ko, &current.ko),
        }
    }

    fn visit_differences(
        [en, ja, ko]: Self::NameKeys,
        original: &Self,
        typed: &Self,
        visitor: &mut impl DifferenceVisitor,
    ) {
        FieldType::visit_differences(en, &original.en, &typed.en, visitor);
        FieldType::visit_differences(ja, &original.ja, &typed.ja, visitor);
        FieldType::visit_differences(ko, &original.ko, &typed.ko, visitor);
    }
}

/// The compared parties: chosen together, shown as two fields.
impl FieldType for (PartyId, PartyId) {
    type NameKeys = [&'static str; 2];

    fn visit_differences(
        [first, second]: Self::NameKeys,
        original: &Self,
        typed: &Self,
        visitor: &mut impl DifferenceVisitor,
    ) {
        FieldType::visit_differences(first, &original.0, &typed.0, visitor);
        FieldType::visit_differences(second, &original.1, &typed.1, visitor);
    }
}

impl FieldType for Vec<SourceId> {
    type NameKeys = &'static str;

    fn rebase(original: &Self, typed: &Self, current: &Self) -> Self {
        merge_lists(original, typed, current)
    }

    fn visit_differences(
        name: Self::NameKeys,
        original: &Self,
        typed: &Self,
        visitor: &mut impl DifferenceVisitor,
    ) {
        if original != typed {
            visitor.field(name, DraftValue::Sources(original), DraftValue::Sources(typed));
        }
    }
}

/// The claims of a case. Their fields have a table of their own.
impl FieldType for Vec<ClaimDraft> {
    type NameKeys = ();

    fn rebase(original: &Self, typed: &Self, current: &Self) -> Self {
        merge_lists(original, typed, current)
    }

    fn visit_differences(
        (): Self::NameKeys,
        original: &Self,
        typed: &Self,
        visitor: &mut impl DifferenceVisitor,
    ) {
        visitor.claims(original, typed);
    }
}

/// The other values of a case. Their fields have a table of their own.
impl FieldType for Vec<VariantDraft> {
    type NameKeys = ();

    fn rebase(original: &Self, typed: &Self, current: &Self) -> Self {
        merge_lists(original, typed, current)
    }

    fn visit_differences(
        (): Self::NameKeys,
        original: &Self,
        typed: &Self,
        visitor: &mut impl DifferenceVisitor,
    ) {
        visitor.variants(original, typed);
    }
}

/// Implements [`DraftFields`] from a table: each field of the draft with the locale key of its
/// name. A field that is in no table, as the original record, cannot be typed.
macro_rules! draft_fields {
    ($($draft:ident { $($field:ident: $name:expr,)* })*) => {$(
        impl DraftFields for $draft {
            fn rebase_fields(original: &Self, typed: &Self, mut current: Self) -> Self {
                $(current.$field =
                    FieldType::rebase(&original.$field, &typed.$field, &current.$field);)*
                current
            }

            fn visit_differences(
                original: &Self,
                typed: &Self,
                visitor: &mut impl DifferenceVisitor,
            ) {
                $(FieldType::visit_differences(
                    $name,
                    &original.$field,
                    &typed.$field,
                    visitor,
                );)*
            }
        }
    )*};
}

/// Implements [`DraftFields`] for a case from the table of its fields. The id stands between the
/// name and the rest, as in the form.
macro_rules! case_draft_fields {
    (
        name {
            $($name:ident $name_member:ident ($name_key:literal, $name_locale_key:literal)
                ($(#[$name_attribute:meta])* $name_draft:ident: $($name_type:tt)*);)*
        }
        $($group:ident {
            $($fact:ident $member:ident ($key:literal, $locale_key:literal)
                ($(#[$attribute:meta])* $draft:ident: $($type:tt)*);)*
        })*
    ) => {
        draft_fields! {
            CaseDraft {
                $($name_draft: $name_locale_key,)*
                id: "field.id",
                $($($draft: $locale_key,)*)*
                sources: "field.sources",
                claims: (),
                returned: "field.return_date",
                returned_sources: "field.return_sources",
                variants: (),
                note: "field.note",
            }
        }
    };
}
for_each_case_field!(case_draft_fields);

draft_fields! {
    ClaimDraft {
        by: "field.party",
        on: "field.claim_date",
        kind: "field.statement",
        death: "field.death_date",
        place: "field.death_place",
        cause: "field.death_cause",
        disputes: "field.disputed_point",
        reported: "field.claim_channel",
        sources: "field.sources",
        note: "field.note",
    }
    VariantDraft {
        field: "field.fact",
        value: "field.value",
        sources: "field.sources",
        note: "field.note",
    }
    SourceDraft {
        title: "field.title",
        publisher: "field.publisher",
        kind: "field.source_kind",
        published: "field.publication_date",
        address: "field.address",
        id: "field.id",
        note: "field.note",
    }
    TotalDraft {
        by: "field.party",
        count: "field.count",
        on: "field.announcement_date",
        sources: "field.sources",
        note: "field.note",
    }
    EventDraft {
        on: "field.event_date",
        title: ["field.title_en", "field.title_ja", "field.title_ko"],
        place: ["field.place_en", "field.place_ja", "field.place_ko"],
        sources: "field.sources",
        note: "field.note",
    }
    RegisterInfoDraft {
        title: "field.title",
        compare: ["field.first_party", "field.second_party"],
        note: ["field.note_en", "field.note_ja", "field.note_ko"],
    }
}
