//! Search for sources by text, and for similar sources.

use foldhash::HashSet;

use crate::{
    model::{Source, SourceId, folding::fold},
    register::Register,
};

/// An index that finds sources by words of their id, publisher or title.
#[derive(Clone, Debug, Default)]
pub struct SourceSearch(Vec<String>);

impl SourceSearch {
    /// Indexes the sources of a register.
    pub fn new(register: &Register) -> Self {
        let folded = |Source { id, publisher, title, .. }: &Source| {
            [id.as_str(), publisher, title].map(fold).join("\n")
        };
        Self(register.sources().iter().map(|source| folded(source)).collect())
    }

    /// Returns the sources of the indexed register whose id, publisher or title contains every
    /// word, without the sources in `but`, in the order of the file.
    pub fn matching<'a>(
        &self,
        register: &'a Register,
        words: &str,
        but: &[SourceId],
    ) -> impl Iterator<Item = &'a Source> {
        let words: Vec<String> = words.split_whitespace().map(fold).collect();
        let found = move |text: &String| words.iter().all(|word| text.contains(word.as_str()));
        let but: HashSet<&SourceId> = but.iter().collect();
        let hits = self.0.iter().zip(register.sources()).filter(move |(text, _)| found(text));
        hits.map(|(_, source)| source.as_ref()).filter(move |source| !but.contains(&source.id))
    }
}

/// Returns the keys that similar sources share: the address without its variable parts; and
/// publisher, title and date.
pub(super) fn similarity_keys(source: &Source) -> [Option<String>; 2] {
    let Source { publisher, title, published, address, .. } = source;
    let address = address.trim();
    let bare = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let bare = bare.map(|bare| bare.trim_start_matches("www.").trim_end_matches('/').to_owned());
    let date = published.as_ref().map(ToString::to_string).unwrap_or_default();
    let text = [fold(publisher), fold(title), date].join("\n");
    [bare.filter(|bare| !bare.is_empty()), (!title.is_empty()).then_some(text)]
}

/// Returns the sources that look like another entry of the source with this id.
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
