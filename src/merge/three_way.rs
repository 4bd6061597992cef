//! The walk over three versions of a register, which merges them field by field.

use std::{borrow::Borrow, fmt::Debug, sync::Arc};

use crate::{
    merge::{
        align::{Triple, align},
        field_path::{CaseListItem, FieldName, FieldPath, Language, ListName, RecordRef},
        side::Side,
        value::FieldValue,
    },
    model::{Date, LocalizedText},
    register::{Register, RegisterInfo, RegisterParts, record::Record},
};

/// The side that changed a value since the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangedBy {
    /// Our side alone.
    Ours,
    /// Their side alone.
    Theirs,
    /// Both sides, to the same value.
    Both,
    /// Both sides, to different values.
    Conflict,
}

/// A field, item or record that is not the same in all three versions.
pub(super) struct FieldChange {
    pub path: FieldPath,
    pub changed_by: ChangedBy,
    pub base: Option<FieldValue>,
    pub ours: Option<FieldValue>,
    pub theirs: Option<FieldValue>,
}

/// A callback for each change; returns the side whose value is taken in a conflict.
type Resolver<'s> = dyn FnMut(FieldChange) -> Side + 's;

/// A predicate: whether a change that one side made alone is a conflict.
type ContestedPredicate<'s> = dyn Fn(&FieldChange) -> bool + 's;

/// Merges three versions of a register; `resolve` is called for each change. A change of one side
/// for which `is_contested` is true is a conflict.
pub(super) fn walk_versions(
    base: Option<&Register>,
    ours: &Register,
    theirs: &Register,
    is_contested: &ContestedPredicate<'_>,
    resolve: &mut Resolver<'_>,
) -> Register {
    let mut walk =
        ThreeWayWalk { is_contested, resolve, record: RecordRef::RegisterInfo, item: None };
    let (before, after, other) = (base.map(Register::info), ours.info(), theirs.info());
    let versions = Versions { base: before.as_ref(), ours: &after, theirs: &other };
    let info = RegisterInfo {
        title: walk.merge_field(FieldName::Title, versions.map(|info| &info.title)),
        note: walk.merge_localized_text(FieldName::RegisterNote, versions.map(|info| &info.note)),
        compare: walk.merge_field(FieldName::Compare, versions.map(|info| &info.compare)),
    };
    Register::from_parts(RegisterParts {
        info,
        // In this order the changes are reported.
        cases: walk.merge_records(base, ours, theirs),
        totals: walk.merge_records(base, ours, theirs),
        events: walk.merge_records(base, ours, theirs),
        incidents: walk.merge_records(base, ours, theirs),
        parties: walk.merge_records(base, ours, theirs),
        sources: walk.merge_records(base, ours, theirs),
    })
}

/// A record, or an item of a case, as the value of a difference.
pub(super) trait MergeableValue: Clone + Eq + Debug {
    /// The list that holds values of this type; `None` for a value that is in no list.
    const LIST: Option<ListName>;

    /// Returns the whole value.
    fn value(&self) -> FieldValue;
}

/// A record, or an item of a case, that is merged field by field.
pub(super) trait Mergeable: MergeableValue {
    /// Returns the key by which a version of this value is found in the same list of another
    /// register.
    fn match_key(&self) -> MatchKey;

    /// Returns the date by which values of this type are put in order.
    fn date(&self) -> Option<&Date> {
        None
    }

    /// Merges three versions field by field.
    fn merge_fields(walk: &mut ThreeWayWalk<'_, '_>, versions: Versions<'_, Self>) -> Self;
}

/// The key by which versions of a value are matched.
pub(super) enum MatchKey {
    /// An id.
    Id(String),
    /// A key of the fields that identify the value, and the keys that are tried in turn where one
    /// of these fields was corrected.
    Content(String, [Option<String>; 2]),
}

/// Three versions of a value; `base` is `None` if both sides created it.
pub(super) struct Versions<'a, T> {
    pub base: Option<&'a T>,
    pub ours: &'a T,
    pub theirs: &'a T,
}

impl<T> Clone for Versions<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Versions<'_, T> {}

impl<'a, T> Versions<'a, T> {
    /// Returns a part of each version.
    pub fn map<U>(self, part: impl Fn(&'a T) -> &'a U) -> Versions<'a, U> {
        let Self { base, ours, theirs } = self;
        Versions { base: base.map(&part), ours: part(ours), theirs: part(theirs) }
    }
}

/// The type of a field that is merged as one value, or as a set of values.
pub(super) trait Scalar: Clone + PartialEq {
    /// Returns the value of a field that is left empty; `None` for a required field.
    fn empty() -> Option<Self>;

    /// Returns the value; `None` if the field is empty.
    fn value(&self) -> Option<FieldValue>;

    /// Returns the merge of two sides that changed the value differently; `None` for a conflict.
    fn combine(_base: &Self, _ours: &Self, _theirs: &Self) -> Option<Self> {
        None
    }
}

/// A walk over three versions, and its position.
pub(super) struct ThreeWayWalk<'w, 's> {
    is_contested: &'w ContestedPredicate<'s>,
    resolve: &'w mut Resolver<'s>,
    record: RecordRef,
    item: Option<CaseListItem>,
}

impl ThreeWayWalk<'_, '_> {
    /// Merges a field that is one value or a set of values.
    pub fn merge_field<L: Scalar>(&mut self, field: FieldName, versions: Versions<'_, L>) -> L {
        let Versions { base, ours, theirs } = versions;
        let empty = L::empty();
        let base = base.or(empty.as_ref());
        let values = || [base.and_then(L::value), ours.value(), theirs.value()];
        let Some(changed_by) = changed_by(base, ours, theirs) else { return ours.clone() };
        if changed_by == ChangedBy::Conflict
            && let Some(combined) = base.and_then(|base| L::combine(base, ours, theirs))
        {
            return combined;
        }
        match self.report_change(Some(field), changed_by, values()) {
            Side::Ours => ours.clone(),
            Side::Theirs => theirs.clone(),
        }
    }

    /// Merges a text in several languages, each as a field of its own.
    pub fn merge_localized_text(
        &mut self,
        field: impl Fn(Language) -> FieldName,
        of: Versions<'_, LocalizedText>,
    ) -> LocalizedText {
        LocalizedText {
            en: self.merge_field(field(Language::En), of.map(|text| &text.en)),
            ja: self.merge_field(field(Language::Ja), of.map(|text| &text.ja)),
            ko: self.merge_field(field(Language::Ko), of.map(|text| &text.ko)),
        }
    }

    /// Merges the records of one list of the register.
    fn merge_records<T: Record + Mergeable>(
        &mut self,
        base: Option<&Register>,
        ours: &Register,
        theirs: &Register,
    ) -> Vec<Arc<T>> {
        let base = base.map_or(&[][..], T::records);
        self.merge_list::<T, _>([base, T::records(ours), T::records(theirs)])
    }

    /// Merges a list of records or of items.
    pub fn merge_list<T: Mergeable, I: Borrow<T> + From<T> + Clone>(
        &mut self,
        lists: [&[I]; 3],
    ) -> Vec<I> {
        let [base, ours, theirs] = lists;
        if base.len() == ours.len()
            && base.len() == theirs.len()
            && base.iter().zip(ours).zip(theirs).all(|((base, ours), theirs)| {
                base.borrow() == ours.borrow() && base.borrow() == theirs.borrow()
            })
        {
            return ours.to_vec();
        }
        let id = |one: &I| match one.borrow().match_key() {
            MatchKey::Id(id) => Some(id),
            MatchKey::Content(..) => None,
        };
        let content = |one: &I, way: usize| match one.borrow().match_key() {
            MatchKey::Id(_) => None,
            MatchKey::Content(name, rest) => match way {
                0 => Some(format!("{:?}", one.borrow())),
                1 => Some(name),
                way => rest.into_iter().nth(way - 2).flatten(),
            },
        };
        let aligned = align(
            lists,
            &[&id, &|one| content(one, 0), &|one| content(one, 1)],
            &[&|one| content(one, 2), &|one| content(one, 3)],
            &|one| {
                let one = one.borrow();
                (one.date().map(Date::latest), format!("{one:?}"))
            },
        );
        if aligned.reordered
            && let Some(list) = T::LIST
        {
            let order = || Some(FieldValue::Order);
            // The merged order is ours, even if theirs differs as well.
            self.report_change(
                Some(FieldName::Order(list)),
                ChangedBy::Ours,
                [order(), order(), order()],
            );
        }
        aligned.triples.into_iter().filter_map(|triple| self.merge_optional(triple)).collect()
    }

    /// Merges a record or an item, which a side may have deleted.
    pub fn merge_optional<T: Mergeable, I: Borrow<T> + From<T> + Clone>(
        &mut self,
        Triple { base, ours, theirs }: Triple<'_, I>,
    ) -> Option<I> {
        let bare = |one: Option<&I>| one.map(|one| one.borrow().value());
        let [b, o, t] = [base, ours, theirs].map(|one| one.map(Borrow::<T>::borrow));
        let Some(changed_by) = changed_by(Some(&b), &o, &t) else { return ours.cloned() };
        let outside = (self.record.clone(), self.item.clone());
        match bare(ours.or(theirs).or(base)) {
            Some(FieldValue::Record(record)) => (self.record, self.item) = (record, None),
            Some(FieldValue::Item(item)) => self.item = Some(item),
            _ => {}
        }
        let made = match (o, t) {
            (Some(ours), Some(theirs)) if changed_by != ChangedBy::Both => {
                Some(T::merge_fields(self, Versions { base: b, ours, theirs }).into())
            }
            _ => match self.report_change(None, changed_by, [base, ours, theirs].map(bare)) {
                Side::Ours => ours.cloned(),
                Side::Theirs => theirs.cloned(),
            },
        };
        (self.record, self.item) = outside;
        made
    }

    /// Reports a change, and returns the side whose value is taken.
    fn report_change(
        &mut self,
        field: Option<FieldName>,
        changed_by: ChangedBy,
        [base, ours, theirs]: [Option<FieldValue>; 3],
    ) -> Side {
        let path = FieldPath { record: self.record.clone(), item: self.item.clone(), field };
        let mut change = FieldChange { path, changed_by, base, ours, theirs };
        if (self.is_contested)(&change) {
            change.changed_by = ChangedBy::Conflict;
        }
        let changed_by = change.changed_by;
        let side = (self.resolve)(change);
        match changed_by {
            ChangedBy::Ours | ChangedBy::Both => Side::Ours,
            ChangedBy::Theirs => Side::Theirs,
            ChangedBy::Conflict => side,
        }
    }
}

/// Returns the side that changed a value; `None` if all versions are the same.
fn changed_by<T: PartialEq>(base: Option<&T>, ours: &T, theirs: &T) -> Option<ChangedBy> {
    match (base == Some(ours), base == Some(theirs), ours == theirs) {
        (true, true, _) => None,
        (_, _, true) => Some(ChangedBy::Both),
        (_, true, _) => Some(ChangedBy::Ours),
        (true, ..) => Some(ChangedBy::Theirs),
        _ => Some(ChangedBy::Conflict),
    }
}
