//! Sources as numbered notes, numbered in the order they are first cited.

use std::collections::HashMap;

use crate::{
    lang::Lang,
    model::{Source, SourceId},
    register::Register,
    view::{date_words, kind_words},
};

/// Numbers the sources of a register as they are cited.
pub(super) struct Notes<'a> {
    known: HashMap<&'a SourceId, &'a Source>,
    numbers: HashMap<&'a SourceId, usize>,
    cited: Vec<Note<'a>>,
}

/// A source that was cited. Its number is its place in the list, from 1.
pub(super) struct Note<'a> {
    /// The id it was cited by.
    pub id: &'a SourceId,
    /// The source, where the register holds it.
    pub source: Option<&'a Source>,
}

/// A reference to a note.
#[derive(Clone, Copy)]
pub(super) struct Cite {
    /// The note's number.
    pub number: usize,
    /// Whether it is the first reference to this note, which the note leads back to.
    pub first: bool,
}

impl<'a> Notes<'a> {
    /// Nothing cited yet.
    pub fn new(register: &'a Register) -> Self {
        let known = register.sources().iter().map(|source| (&source.id, source.as_ref()));
        Self { known: known.collect(), numbers: HashMap::new(), cited: Vec::new() }
    }

    /// Nothing cited yet; what the first register does not hold is looked up in the second.
    pub fn of_either([first, second]: [&'a Register; 2]) -> Self {
        let mut notes = Self::new(second);
        notes.known.extend(Self::new(first).known);
        notes
    }

    /// Cites sources.
    pub fn cite(&mut self, ids: &'a [SourceId]) -> Vec<Cite> {
        ids.iter().map(|id| self.cite_one(id)).collect()
    }

    /// What was cited, by number.
    pub fn into_cited(self) -> Vec<Note<'a>> {
        self.cited
    }

    fn cite_one(&mut self, id: &'a SourceId) -> Cite {
        if let Some(number) = self.numbers.get(id) {
            return Cite { number: *number, first: false };
        }
        self.cited.push(Note { id, source: self.known.get(id).copied() });
        let number = self.cited.len();
        self.numbers.insert(id, number);
        Cite { number, first: true }
    }
}

impl Note<'_> {
    /// The whole note as plain text: kind, publisher, title, date, address, remark.
    pub fn words(&self, lang: Lang) -> String {
        let Some(source) = self.source else { return self.missing(lang) };
        let Source { kind, publisher, title, address, note, .. } = source;
        let kind = kind_words(lang, *kind);
        let date = published_words(lang, source);
        let parts = [kind.as_str(), publisher, title, &date, address, note];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    /// That the register does not hold the source.
    pub fn missing(&self, lang: Lang) -> String {
        lang.with("export.sources.missing", &[("id", self.id.as_str())])
    }
}

/// When a source was published, or that it bears no date.
pub(super) fn published_words(lang: Lang, source: &Source) -> String {
    match &source.published {
        Some(date) => date_words(lang, date),
        None => lang.t("export.sources.undated").into_owned(),
    }
}

/// Numbers as references, as in `[1] [7]`.
pub(super) fn cite_words(cites: &[Cite]) -> String {
    let words: Vec<_> = cites.iter().map(|cite| format!("[{}]", cite.number)).collect();
    words.join(" ")
}

/// Whether an address can be made a link: a web address without anything that ends one early.
pub(super) fn is_link(address: &str) -> bool {
    let web = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    web && !address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}
