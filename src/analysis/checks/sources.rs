//! Checks of sources: records that cite none or an unknown one, and sources entered twice.

use std::collections::HashMap;

use crate::{
    analysis::{
        finding::{Finding, FindingKind, FindingSubject, RecordField},
        source_search::similarity_keys,
    },
    model::SourceId,
    register::Register,
};

/// Adds findings if a record cites no source, or one that the register does not hold.
pub(super) fn check_sources(
    sources: &[SourceId],
    register: &Register,
    subject: &dyn Fn() -> FindingSubject,
    field: RecordField,
    found: &mut Vec<Finding>,
) {
    if sources.is_empty() {
        found.push(Finding::warning(subject(), field, FindingKind::NoSource));
    }
    for source in sources.iter().filter(|source| register.source(source).is_none()) {
        found.push(Finding::error(subject(), field, FindingKind::UnknownSource(source.clone())));
    }
}

/// Adds a finding for each source that looks like one entered before it.
pub(super) fn check_similar_sources(register: &Register, found: &mut Vec<Finding>) {
    let mut first_by_key: HashMap<String, &SourceId> = HashMap::new();
    for source in register.sources() {
        let keys: Vec<String> = similarity_keys(source).into_iter().flatten().collect();
        if let Some(first) = keys.iter().find_map(|key| first_by_key.get(key)) {
            let kind = FindingKind::SameSource((*first).clone());
            let subject = FindingSubject::Source(source.id.clone());
            found.push(Finding::note(subject, RecordField::Name, kind));
        }
        for key in keys {
            first_by_key.entry(key).or_insert(&source.id);
        }
    }
}
