//! Sources by what they say of themselves: found by words, and told to be the same.

use crate::{
    analysis::normalize::fold,
    model::{Source, SourceId},
    register::Register,
};

/// Finds sources by words of their id, publisher or title.
#[derive(Clone, Debug, Default)]
pub struct SourceSearch(Vec<String>);

impl SourceSearch {
    /// Takes in the sources of a register.
    pub fn new(register: &Register) -> Self {
        let folded = |Source { id, publisher, title, .. }: &Source| {
            [id.as_str(), publisher, title].map(fold).join("\n")
        };
        Self(register.sources().iter().map(|source| folded(source)).collect())
    }

    /// The sources of that register in whose id, publisher or title every word is found, without
    /// those named, in the file's order.
    pub fn matching<'a>(
        &self,
        register: &'a Register,
        words: &str,
        but: &[SourceId],
    ) -> impl Iterator<Item = &'a Source> {
        let words: Vec<String> = words.split_whitespace().map(fold).collect();
        let found = move |text: &String| words.iter().all(|word| text.contains(word.as_str()));
        let hits = self.0.iter().zip(register.sources()).filter(move |(text, _)| found(text));
        hits.map(|(_, source)| source.as_ref()).filter(|source| !but.contains(&source.id))
    }
}

/// What two sources have alike when they look the same: the address without what varies in it, or
/// else the publisher, the title and the date.
pub(super) fn similarity_keys(source: &Source) -> [Option<String>; 2] {
    let Source { publisher, title, published, address, .. } = source;
    let address = address.trim();
    let bare = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let bare = bare.map(|bare| bare.trim_start_matches("www.").trim_end_matches('/').to_owned());
    let date = published.as_ref().map(ToString::to_string).unwrap_or_default();
    let text = [fold(publisher), fold(title), date].join("\n");
    [bare.filter(|bare| !bare.is_empty()), (!title.is_empty()).then_some(text)]
}

/// The sources of a register that look as if one source had been entered twice, beside this one.
pub fn similar_sources(register: &Register, id: &SourceId) -> Vec<SourceId> {
    let Some(likeness_of_this) = register.source(id).map(similarity_keys) else {
        return Vec::new();
    };
    let is_alike = |other: &Source| {
        let mut pairs = likeness_of_this.iter().zip(similarity_keys(other));
        pairs.any(|(one, other)| one.is_some() && *one == other)
    };
    let others = register.sources().iter().filter(|other| other.id != *id && is_alike(other));
    others.map(|other| other.id.clone()).collect()
}
