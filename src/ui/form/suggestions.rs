//! What the register already holds, ready to be offered while typing.

use std::collections::BTreeSet;

use crate::{
    analysis::source_search::SourceSearch,
    model::{Source, SourceId},
    register::Register,
};

/// How many sources are offered at once: what fits under a field.
const MAX_OFFERED_SOURCES: usize = 8;

/// Values of a register that a form offers; gathered when it opens, not while it is drawn.
#[derive(Debug)]
pub(super) struct Suggestions {
    sources: SourceSearch,
    /// Every prefecture that a case names, in rising order.
    pub prefectures: Vec<String>,
}

impl Suggestions {
    /// Gathers them.
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

    /// The first few sources in whose id, publisher or title every word is found.
    pub fn matching_sources<'a>(
        &self,
        register: &'a Register,
        query: &str,
        excluded: &[SourceId],
    ) -> Vec<&'a Source> {
        self.sources.matching(register, query, excluded).take(MAX_OFFERED_SOURCES).collect()
    }
}
