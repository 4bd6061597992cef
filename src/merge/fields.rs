//! The fields of each record, in the order of the form, and how records are known again.

use std::{fmt::Debug, sync::Arc};

use super::{
    align::Triple,
    piece::{Field, Item, List, Record},
    value::Value,
    walk::{Named, Part, Versions, Walk},
};
use crate::model::{
    Case, Claim, Event, Incident, Name, Party, Returned, Says, Source, Taken, Total, Variant,
};

/// The name of something known by what it holds. Each part is told from the next.
fn name(parts: &[&dyn Debug]) -> String {
    format!("{parts:?}")
}

impl Part for Case {
    const LIST: Option<List> = Some(List::Cases);

    fn named(&self) -> Named {
        Named::Id(self.id.to_string())
    }

    fn value(&self) -> Value {
        Value::Record(Record::Case(Arc::new(self.clone())))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        let (name, taken) = (of.of(|case| &case.name), of.of(|case| &case.taken));
        Self {
            id: of.ours.id.clone(),
            name: Name {
                given: walk.field(Field::Given, name.of(|name| &name.given)),
                family: walk.field(Field::Family, name.of(|name| &name.family)),
                native: walk.field(Field::Native, name.of(|name| &name.native)),
                reading: walk.field(Field::Reading, name.of(|name| &name.reading)),
                other: walk.set(Field::Other, name.of(|name| &name.other)),
            },
            sex: walk.field(Field::Sex, of.of(|case| &case.sex)),
            born: walk.field(Field::Born, of.of(|case| &case.born)),
            taken: Taken {
                on: walk.field(Field::Taken, taken.of(|taken| &taken.on)),
                age: walk.field(Field::Age, taken.of(|taken| &taken.age)),
                place: walk.field(Field::Place(None), taken.of(|taken| &taken.place)),
                prefecture: walk.field(Field::Prefecture, taken.of(|taken| &taken.prefecture)),
                at: walk.field(Field::Spot, taken.of(|taken| &taken.at)),
                incident: walk.field(Field::Incident, taken.of(|taken| &taken.incident)),
            },
            claims: walk.list::<Claim, _>(lists(of, |case| &case.claims)),
            returned: walk.part::<Returned, _>(Triple {
                base: of.base.and_then(|case| case.returned.as_ref()),
                ours: of.ours.returned.as_ref(),
                theirs: of.theirs.returned.as_ref(),
            }),
            variants: walk.list::<Variant, _>(lists(of, |case| &case.variants)),
            note: walk.field(Field::Note(None), of.of(|case| &case.note)),
            sources: walk.set(Field::Sources, of.of(|case| &case.sources)),
        }
    }
}

/// A list of a case in each version.
fn lists<'a, I>(of: Versions<'a, Case>, list: impl Fn(&'a Case) -> &'a Vec<I>) -> [&'a [I]; 3] {
    [of.base.map_or(&[], |case| list(case)), list(of.ours), list(of.theirs)]
}

impl Part for Claim {
    const LIST: Option<List> = Some(List::Claims);

    fn named(&self) -> Named {
        let Self { by, on, says, .. } = self;
        let kind = std::mem::discriminant(says);
        // With another date, or with another word on the same day, it is the same one corrected.
        let corrected = [Some(name(&[by, says])), Some(name(&[by, on]))];
        Named::Content(name(&[by, on, &kind]), corrected)
    }

    fn value(&self) -> Value {
        Value::Item(Item::Claim(self.clone()))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            by: walk.field(Field::Party, of.of(|claim| &claim.by)),
            on: walk.field(Field::SaidOn, of.of(|claim| &claim.on)),
            says: says(walk, of.of(|claim| &claim.says)),
            reported: walk.field(Field::Reported, of.of(|claim| &claim.reported)),
            sources: walk.set(Field::Sources, of.of(|claim| &claim.sources)),
            note: walk.field(Field::Note(None), of.of(|claim| &claim.note)),
        }
    }
}

/// What a claim says: one value, but for the details of a death.
fn says(walk: &mut Walk<'_, '_>, of: Versions<'_, Says>) -> Says {
    let (Says::Dead { on, place, cause }, Says::Dead { on: on2, place: place2, cause: cause2 }) =
        (of.ours, of.theirs)
    else {
        return walk.field(Field::Says, of);
    };
    let (on0, place0, cause0) = match of.base {
        Some(Says::Dead { on, place, cause }) => (Some(on), Some(place), Some(cause)),
        None => (None, None, None),
        Some(_) => return walk.field(Field::Says, of),
    };
    Says::Dead {
        on: walk.field(Field::Death, Versions { base: on0, ours: on, theirs: on2 }),
        place: walk
            .field(Field::DeathPlace, Versions { base: place0, ours: place, theirs: place2 }),
        cause: walk.field(Field::Cause, Versions { base: cause0, ours: cause, theirs: cause2 }),
    }
}

impl Part for Returned {
    const LIST: Option<List> = None;

    fn named(&self) -> Named {
        Named::Id(String::new())
    }

    fn value(&self) -> Value {
        Value::Item(Item::Return(self.clone()))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            on: walk.field(Field::Returned, of.of(|returned| &returned.on)),
            sources: walk.set(Field::Sources, of.of(|returned| &returned.sources)),
        }
    }
}

impl Part for Variant {
    const LIST: Option<List> = Some(List::Variants);

    fn named(&self) -> Named {
        let Self { field, value, sources, .. } = self;
        Named::Content(name(&[field, value]), [Some(name(&[field, sources])), None])
    }

    fn value(&self) -> Value {
        Value::Item(Item::Variant(self.clone()))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            field: walk.field(Field::Fact, of.of(|variant| &variant.field)),
            value: walk.field(Field::Value, of.of(|variant| &variant.value)),
            sources: walk.set(Field::Sources, of.of(|variant| &variant.sources)),
            note: walk.field(Field::Note(None), of.of(|variant| &variant.note)),
        }
    }
}

impl Part for Total {
    const LIST: Option<List> = Some(List::Totals);

    fn named(&self) -> Named {
        let Self { by, count, on, .. } = self;
        Named::Content(name(&[by, on]), [Some(name(&[by, count])), None])
    }

    fn value(&self) -> Value {
        Value::Record(Record::Total(Arc::new(self.clone())))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            by: walk.field(Field::Party, of.of(|total| &total.by)),
            count: walk.field(Field::Count, of.of(|total| &total.count)),
            on: walk.field(Field::AnnouncedOn, of.of(|total| &total.on)),
            sources: walk.set(Field::Sources, of.of(|total| &total.sources)),
            note: walk.field(Field::Note(None), of.of(|total| &total.note)),
        }
    }
}

impl Part for Event {
    const LIST: Option<List> = Some(List::Events);

    fn named(&self) -> Named {
        let Self { on, title, .. } = self;
        Named::Content(name(&[on, title]), [Some(name(&[title])), Some(name(&[on]))])
    }

    fn value(&self) -> Value {
        Value::Record(Record::Event(Arc::new(self.clone())))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            on: walk.field(Field::On, of.of(|event| &event.on)),
            title: walk.words(|tongue| Field::Title(Some(tongue)), of.of(|event| &event.title)),
            place: walk.words(|tongue| Field::Place(Some(tongue)), of.of(|event| &event.place)),
            sources: walk.set(Field::Sources, of.of(|event| &event.sources)),
            note: walk.field(Field::Note(None), of.of(|event| &event.note)),
        }
    }
}

impl Part for Incident {
    const LIST: Option<List> = Some(List::Incidents);

    fn named(&self) -> Named {
        Named::Id(self.number.to_string())
    }

    fn value(&self) -> Value {
        Value::Record(Record::Incident(Arc::new(self.clone())))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            number: of.ours.number,
            name: walk.words(Field::Name, of.of(|incident| &incident.name)),
            note: walk.field(Field::Note(None), of.of(|incident| &incident.note)),
        }
    }
}

impl Part for Party {
    const LIST: Option<List> = Some(List::Parties);

    fn named(&self) -> Named {
        Named::Id(self.id.to_string())
    }

    fn value(&self) -> Value {
        Value::Record(Record::Party(Arc::new(self.clone())))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            id: of.ours.id.clone(),
            name: walk.words(Field::Name, of.of(|party| &party.name)),
            short: walk.words(Field::Short, of.of(|party| &party.short)),
        }
    }
}

impl Part for Source {
    const LIST: Option<List> = Some(List::Sources);

    fn named(&self) -> Named {
        Named::Id(self.id.to_string())
    }

    fn value(&self) -> Value {
        Value::Record(Record::Source(Arc::new(self.clone())))
    }

    fn together(walk: &mut Walk<'_, '_>, of: Versions<'_, Self>) -> Self {
        Self {
            id: of.ours.id.clone(),
            kind: walk.field(Field::Kind, of.of(|source| &source.kind)),
            publisher: walk.field(Field::Publisher, of.of(|source| &source.publisher)),
            title: walk.field(Field::Title(None), of.of(|source| &source.title)),
            published: walk.field(Field::Published, of.of(|source| &source.published)),
            address: walk.field(Field::Address, of.of(|source| &source.address)),
            note: walk.field(Field::Note(None), of.of(|source| &source.note)),
        }
    }
}
