//! What the register already holds, ready to be offered while typing.

use std::collections::BTreeSet;

use crate::{
    model::{Source, SourceId},
    register::Register,
    view::fold,
};

/// How many sources are offered at once: what fits under a field.
const OFFERED: usize = 8;

/// Values of a register that a form offers; gathered when it opens, not while it is drawn.
#[derive(Debug)]
pub(super) struct Known {
    /// Id, publisher and title of each source, folded for search.
    sources: Vec<String>,
    /// Every prefecture that a case names, in rising order.
    pub prefectures: Vec<String>,
}

impl Known {
    /// Gathers them.
    pub fn of(register: &Register) -> Self {
        let folded = |Source { id, publisher, title, .. }: &Source| {
            [id.as_str(), publisher, title].map(fold).join("\n")
        };
        let sources = register.sources();
        let cases = register.cases().iter();
        let prefectures: BTreeSet<&str> = cases
            .map(|case| case.taken.prefecture.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        Self {
            sources: sources.iter().map(|source| folded(source)).collect(),
            prefectures: prefectures.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The first few sources in whose id, publisher or title every word is found.
    pub fn matching<'a>(
        &self,
        register: &'a Register,
        words: &str,
        but: &[SourceId],
    ) -> Vec<&'a Source> {
        let words: Vec<String> = words.split_whitespace().map(fold).collect();
        let found = |text: &String| words.iter().all(|word| text.contains(word.as_str()));
        let hits = self.sources.iter().zip(register.sources()).filter(|(text, _)| found(text));
        hits.map(|(_, source)| source.as_ref())
            .filter(|source| !but.contains(&source.id))
            .take(OFFERED)
            .collect()
    }
}
