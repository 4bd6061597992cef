//! The fields of each record, in the order of the form, and the keys by which versions of a record
//! are matched.

use std::{fmt::Debug, sync::Arc};

use crate::{
    merge::{
        align::Triple,
        field_path::{CaseListItem, FieldName, ListName, RecordRef},
        three_way::{MatchKey, Mergeable, MergeableValue, ThreeWayWalk, Versions},
        value::FieldValue,
    },
    model::{
        Abduction, Case, Claim, Date, Event, Incident, Name, Party, Return, Source, Statement,
        Total, Variant, case_fields::for_each_case_field,
    },
    register::record_list::for_each_record_list,
};

/// Returns a key made of several values, unequal for unequal values.
fn content_key(parts: &[&dyn Debug]) -> String {
    format!("{parts:?}")
}

macro_rules! records {
    ($($record:ident, $field:ident, $variant:ident;)*) => {$(
        impl MergeableValue for $record {
            const LIST: Option<ListName> = Some(ListName::$variant);

            fn value(&self) -> FieldValue {
                FieldValue::Record(RecordRef::$record(Arc::new(self.clone())))
            }
        }
    )*};
}
for_each_record_list!(records);

macro_rules! items {
    ($($item:ident, $list:expr;)*) => {$(
        impl MergeableValue for $item {
            const LIST: Option<ListName> = $list;

            fn value(&self) -> FieldValue {
                FieldValue::Item(CaseListItem::$item(self.clone()))
            }
        }
    )*};
}

items! {
    Claim, Some(ListName::Claims);
    Variant, Some(ListName::Variants);
    Return, None;
}

/// Implements [`Mergeable`] for a case from the table of its fields.
macro_rules! mergeable_case {
    (
        name { $($name:ident $name_member:ident $name_keys:tt $name_draft:tt;)* }
        person { $($fact:ident $member:ident $keys:tt $draft:tt;)* }
        taken { $($taken:ident $taken_member:ident $taken_keys:tt $taken_draft:tt;)* }
    ) => {
        impl Mergeable for Case {
            fn match_key(&self) -> MatchKey {
                MatchKey::Id(self.id.to_string())
            }

            fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
                Self {
                    id: of.ours.id.clone(),
                    name: Name {
                        $($name_member: walk.merge_field(
                            FieldName::$name,
                            of.map(|case| &case.name.$name_member),
                        ),)*
                    },
                    $($member: walk.merge_field(FieldName::$fact, of.map(|case| &case.$member)),)*
                    taken: Abduction {
                        $($taken_member: walk.merge_field(
                            FieldName::$taken,
                            of.map(|case| &case.taken.$taken_member),
                        ),)*
                    },
                    claims: walk.merge_list::<Claim, _>(case_lists(of, |case| &case.claims)),
                    returned: walk.merge_optional::<Return, _>(Triple {
                        base: of.base.and_then(|case| case.returned.as_ref()),
                        ours: of.ours.returned.as_ref(),
                        theirs: of.theirs.returned.as_ref(),
                    }),
                    variants: walk.merge_list::<Variant, _>(case_lists(of, |case| &case.variants)),
                    note: walk.merge_field(FieldName::Note, of.map(|case| &case.note)),
                    sources: walk.merge_field(FieldName::Sources, of.map(|case| &case.sources)),
                }
            }
        }
    };
}
for_each_case_field!(mergeable_case);

/// Returns a list of a case in each version; empty if the base has no such case.
fn case_lists<'a, I>(
    of: Versions<'a, Case>,
    list: impl Fn(&'a Case) -> &'a Vec<I>,
) -> [&'a [I]; 3] {
    [of.base.map_or(&[], |case| list(case)), list(of.ours), list(of.theirs)]
}

impl Mergeable for Claim {
    fn match_key(&self) -> MatchKey {
        let Self { by, on, says, .. } = self;
        let kind = std::mem::discriminant(says);
        // A claim with another date, or with another statement on the same day, is the same one
        // corrected.
        let corrected = [Some(content_key(&[by, says])), Some(content_key(&[by, on]))];
        MatchKey::Content(content_key(&[by, on, &kind]), corrected)
    }

    fn date(&self) -> Option<&Date> {
        Some(&self.on)
    }

    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            by: walk.merge_field(FieldName::Party, of.map(|claim| &claim.by)),
            on: walk.merge_field(FieldName::SaidOn, of.map(|claim| &claim.on)),
            says: merge_statement(walk, of.map(|claim| &claim.says)),
            reported: walk.merge_field(FieldName::Reported, of.map(|claim| &claim.reported)),
            sources: walk.merge_field(FieldName::Sources, of.map(|claim| &claim.sources)),
            note: walk.merge_field(FieldName::Note, of.map(|claim| &claim.note)),
        }
    }
}

/// Merges the statement of a claim: as one value, except for the details of a death.
fn merge_statement(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Statement>) -> Statement {
    let (
        Statement::Dead { on, place, cause },
        Statement::Dead { on: on2, place: place2, cause: cause2 },
    ) = (of.ours, of.theirs)
    else {
        return walk.merge_field(FieldName::Statement, of);
    };
    let (on0, place0, cause0) = match of.base {
        Some(Statement::Dead { on, place, cause }) => (Some(on), Some(place), Some(cause)),
        None => (None, None, None),
        Some(_) => return walk.merge_field(FieldName::Statement, of),
    };
    Statement::Dead {
        on: walk.merge_field(FieldName::Death, Versions { base: on0, ours: on, theirs: on2 }),
        place: walk.merge_field(
            FieldName::DeathPlace,
            Versions { base: place0, ours: place, theirs: place2 },
        ),
        cause: walk
            .merge_field(FieldName::Cause, Versions { base: cause0, ours: cause, theirs: cause2 }),
    }
}

impl Mergeable for Return {
    fn match_key(&self) -> MatchKey {
        MatchKey::Id(String::new())
    }

    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            on: walk.merge_field(FieldName::Returned, of.map(|returned| &returned.on)),
            sources: walk.merge_field(FieldName::Sources, of.map(|returned| &returned.sources)),
        }
    }
}

impl Mergeable for Variant {
    fn match_key(&self) -> MatchKey {
        let Self { field, value, sources, .. } = self;
        MatchKey::Content(
            content_key(&[field, value]),
            [Some(content_key(&[field, sources])), None],
        )
    }

    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            field: walk.merge_field(FieldName::Fact, of.map(|variant| &variant.field)),
            value: walk.merge_field(FieldName::Value, of.map(|variant| &variant.value)),
            sources: walk.merge_field(FieldName::Sources, of.map(|variant| &variant.sources)),
            note: walk.merge_field(FieldName::Note, of.map(|variant| &variant.note)),
        }
    }
}

impl Mergeable for Total {
    fn match_key(&self) -> MatchKey {
        let Self { by, count, on, .. } = self;
        MatchKey::Content(content_key(&[by, on]), [Some(content_key(&[by, count])), None])
    }

    fn date(&self) -> Option<&Date> {
        Some(&self.on)
    }

    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            by: walk.merge_field(FieldName::Party, of.map(|total| &total.by)),
            count: walk.merge_field(FieldName::Count, of.map(|total| &total.count)),
            on: walk.merge_field(FieldName::AnnouncedOn, of.map(|total| &total.on)),
            sources: walk.merge_field(FieldName::Sources, of.map(|total| &total.sources)),
            note: walk.merge_field(FieldName::Note, of.map(|total| &total.note)),
        }
    }
}

impl Mergeable for Event {
    fn match_key(&self) -> MatchKey {
        let Self { on, title, .. } = self;
        MatchKey::Content(
            content_key(&[on, title]),
            [Some(content_key(&[title])), Some(content_key(&[on]))],
        )
    }

    fn date(&self) -> Option<&Date> {
        Some(&self.on)
    }

    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            on: walk.merge_field(FieldName::On, of.map(|event| &event.on)),
            title: walk.merge_localized_text(FieldName::EventTitle, of.map(|event| &event.title)),
            place: walk.merge_localized_text(FieldName::EventPlace, of.map(|event| &event.place)),
            sources: walk.merge_field(FieldName::Sources, of.map(|event| &event.sources)),
            note: walk.merge_field(FieldName::Note, of.map(|event| &event.note)),
        }
    }
}

impl Mergeable for Incident {
    fn match_key(&self) -> MatchKey {
        MatchKey::Id(self.number.to_string())
    }

    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            number: of.ours.number,
            name: walk.merge_localized_text(FieldName::Name, of.map(|incident| &incident.name)),
            note: walk.merge_field(FieldName::Note, of.map(|incident| &incident.note)),
        }
    }
}

impl Mergeable for Party {
    fn match_key(&self) -> MatchKey {
        MatchKey::Id(self.id.to_string())
    }

    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            id: of.ours.id.clone(),
            name: walk.merge_localized_text(FieldName::Name, of.map(|party| &party.name)),
            short: walk.merge_localized_text(FieldName::Short, of.map(|party| &party.short)),
        }
    }
}

impl Mergeable for Source {
    fn match_key(&self) -> MatchKey {
        MatchKey::Id(self.id.to_string())
    }

    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            id: of.ours.id.clone(),
            kind: walk.merge_field(FieldName::Kind, of.map(|source| &source.kind)),
            publisher: walk.merge_field(FieldName::Publisher, of.map(|source| &source.publisher)),
            title: walk.merge_field(FieldName::Title, of.map(|source| &source.title)),
            published: walk.merge_field(FieldName::Published, of.map(|source| &source.published)),
            address: walk.merge_field(FieldName::Address, of.map(|source| &source.address)),
            note: walk.merge_field(FieldName::Note, of.map(|source| &source.note)),
        }
    }
}
