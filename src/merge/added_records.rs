//! Records that both sides added with one id.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    merge::{contested_change::ContestedChanges, three_way::MergeableValue, value::FieldValue},
    model::{Case, Incident, LocalizedText, Party, Source},
    register::{Register, record::Record},
};

/// A record with an id and a name, by which a reader tells it from another.
trait NamedRecord: Record + MergeableValue {
    /// Returns the forms of the name. Two records with none in common are not of one person or
    /// thing.
    fn name_forms(&self) -> Vec<&str>;
}

impl NamedRecord for Case {
    fn name_forms(&self) -> Vec<&str> {
        vec![&self.name.given, &self.name.family, &self.name.native, &self.name.reading]
    }
}

impl NamedRecord for Source {
    fn name_forms(&self) -> Vec<&str> {
        vec![&self.title, &self.address]
    }
}

impl NamedRecord for Incident {
    fn name_forms(&self) -> Vec<&str> {
        localized_forms(&self.name)
    }
}

impl NamedRecord for Party {
    fn name_forms(&self) -> Vec<&str> {
        localized_forms(&self.name)
    }
}

fn localized_forms(name: &LocalizedText) -> Vec<&str> {
    vec![&name.en, &name.ja, &name.ko]
}

/// Returns the records whose changes are contested because each side may have added another person
/// or thing under the same id.
pub(super) fn find_contested_additions(
    base: Option<&Register>,
    ours: &Register,
    theirs: &Register,
) -> Vec<ContestedChanges> {
    let mut found = Vec::new();
    push_contested::<Case>(base, ours, theirs, &mut found);
    push_contested::<Source>(base, ours, theirs, &mut found);
    push_contested::<Incident>(base, ours, theirs, &mut found);
    push_contested::<Party>(base, ours, theirs, &mut found);
    found
}

fn push_contested<T: NamedRecord>(
    base: Option<&Register>,
    ours: &Register,
    theirs: &Register,
    found: &mut Vec<ContestedChanges>,
) {
    let known: HashSet<_> =
        base.map_or(&[][..], T::records).iter().map(|record| record.key()).collect();
    let added = |register| {
        let records: &[Arc<T>] = T::records(register);
        records.iter().filter(|record| !known.contains(&record.key()))
    };
    let own: HashMap<_, _> = added(ours).map(|record| (record.key(), record)).collect();
    for other in added(theirs) {
        let Some(record) = own.get(&other.key()) else { continue };
        let names = record.name_forms();
        let is_shared = |name: &&str| !name.is_empty() && names.contains(name);
        if record == &other
            || record.key() == other.key() && other.name_forms().iter().any(is_shared)
        {
            continue;
        }
        for record in [record.as_ref(), other.as_ref()] {
            if let FieldValue::Record(record) = record.value() {
                found.push(ContestedChanges::Record(record));
            }
        }
    }
}
