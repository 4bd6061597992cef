//! Values of the register that a form suggests.

use std::collections::BTreeSet;

use crate::{
    analysis::source_search::SourceSearch,
    model::{Source, SourceId},
    register::Register,
};

/// The number of sources that the picker lists; as many as fit beneath a field.
const MAX_OFFERED_SOURCES: usize = 8;

/// The values that a form suggests; they are collected when it is opened.
#[derive(Debug)]
pub(super) struct Suggestions {
    sources: SourceSearch,
    /// Every prefecture of a case, sorted.
    pub prefectures: Vec<String>,
}

impl Suggestions {
    /// Collects the values of a register.
    pub fn of(register: &Register) -> Self {
        let cases = register.cases().iter();
        let prefectures: BTreeSet<&str> = cases
            .map(|case| case.taken.prefecture.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        Self {
            sources: SourceSearch::new(register),
            prefectures: prefectures.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Returns the first sources whose id, publisher or title contains every word of a query.
    pub fn matching_sources<'a>(
        &self,
        register: &'a Register,
        query: &str,
        excluded: &[SourceId],
    ) -> Vec<&'a Source> {
        self.sources.matching(register, query, excluded).take(MAX_OFFERED_SOURCES).collect()
    }
}
