//! A list of records with an index by id.

use std::{
    hash::Hash,
    sync::{Arc, OnceLock},
};

use foldhash::{HashMap, HashMapExt as _};
use serde::{Deserialize, Serialize};

use crate::{
    model::{Case, CaseId, Incident, Party, PartyId, Source, SourceId},
    register::edit::{ApplyError, Change},
};

/// A record whose id no other record of its list has.
pub(super) trait Identified: PartialEq {
    /// The type of the id.
    type Id: Clone + Eq + Hash;

    fn id(&self) -> &Self::Id;
}

/// A list of records in order, with an index by id: a lookup takes constant time.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent, bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>"))]
pub(super) struct IndexedList<T: Identified> {
    records: Vec<Arc<T>>,
    /// The first record with each id. Built at the first lookup, then kept up to date.
    #[serde(skip)]
    by_id: OnceLock<Arc<HashMap<T::Id, Arc<T>>>>,
}

impl<T: Identified> IndexedList<T> {
    pub fn new(records: Vec<Arc<T>>) -> Self {
        Self { records, by_id: OnceLock::new() }
    }

    pub fn records(&self) -> &[Arc<T>] {
        &self.records
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Returns the record with this id; the first, if several have it.
    pub fn get(&self, id: &T::Id) -> Option<&Arc<T>> {
        self.by_id().get(id)
    }

    /// Returns the index of the record with this id. Compares the pointers of the list one by one,
    /// without reading the records.
    pub fn index_of(&self, id: &T::Id) -> Option<usize> {
        let record = self.get(id)?;
        self.records.iter().position(|other| Arc::ptr_eq(other, record))
    }

    /// Returns whether two records have the same id.
    pub fn has_repeated_ids(&self) -> bool {
        self.by_id().len() < self.records.len()
    }

    fn by_id(&self) -> &HashMap<T::Id, Arc<T>> {
        self.by_id.get_or_init(|| {
            let mut by_id = HashMap::with_capacity(self.records.len());
            for record in &self.records {
                by_id.entry(record.id().clone()).or_insert_with(|| Arc::clone(record));
            }
            Arc::new(by_id)
        })
    }

    /// Creates, replaces or deletes one record.
    ///
    /// # Errors
    /// Returns [`ApplyError::Stale`] if the list does not hold the record that the change starts
    /// from, [`ApplyError::RepeatedId`] if another record has the new id.
    pub fn apply(&mut self, change: &Change<T>) -> Result<(), ApplyError> {
        check_change(&self.records, change)?;
        let Change { before, after, .. } = change;
        let (was, is) = (before.as_ref().map(|it| it.id()), after.as_ref().map(|it| it.id()));
        if was != is && is.is_some_and(|id| self.get(id).is_some()) {
            return Err(ApplyError::RepeatedId);
        }
        if self.by_id.get().is_some() && self.has_repeated_ids() {
            self.by_id = OnceLock::new();
        } else if let Some(by_id) = self.by_id.get_mut() {
            let by_id = Arc::make_mut(by_id);
            was.map(|id| by_id.remove(id));
            after.as_ref().map(|after| by_id.insert(after.id().clone(), Arc::clone(after)));
        }
        apply_unchecked(&mut self.records, change);
        Ok(())
    }
}

/// Creates, replaces or deletes one record of a list without ids.
///
/// # Errors
/// Returns [`ApplyError::Stale`] if the list does not hold the record that the change starts from.
pub(super) fn apply_change<T: PartialEq>(
    records: &mut Vec<Arc<T>>,
    change: &Change<T>,
) -> Result<(), ApplyError> {
    check_change(records, change)?;
    apply_unchecked(records, change);
    Ok(())
}

/// Checks that a list holds the record that a change starts from.
fn check_change<T: PartialEq>(records: &[Arc<T>], change: &Change<T>) -> Result<(), ApplyError> {
    let fits = match &change.before {
        Some(before) => records.get(change.at) == Some(before),
        None => change.at <= records.len(),
    };
    fits.then_some(()).ok_or(ApplyError::Stale)
}

fn apply_unchecked<T>(records: &mut Vec<Arc<T>>, Change { at, before, after }: &Change<T>) {
    match (before, after) {
        (None, Some(after)) => records.insert(*at, Arc::clone(after)),
        (Some(_), Some(after)) => records[*at] = Arc::clone(after),
        (Some(_), None) => drop(records.remove(*at)),
        (None, None) => {}
    }
}

// The index follows from the records.
impl<T: Identified> PartialEq for IndexedList<T> {
    fn eq(&self, other: &Self) -> bool {
        self.records == other.records
    }
}

impl<T: Identified + Eq> Eq for IndexedList<T> {}

// Derived, it would require a default of the records.
impl<T: Identified> Default for IndexedList<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

macro_rules! identified {
    ($($record:ty, $id:ty, $field:ident;)*) => {$(
        impl Identified for $record {
            type Id = $id;

            fn id(&self) -> &$id {
                &self.$field
            }
        }
    )*};
}

identified! {
    Party, PartyId, id;
    Source, SourceId, id;
    Incident, u32, number;
    Case, CaseId, id;
}
