//! Sources as numbered notes, numbered in the order they are first cited.

use std::collections::HashMap;

use crate::{
    Locale,
    describe::claims::{format_date, source_kind_label},
    model::{Source, SourceId},
    register::Register,
};

/// Numbers the sources of a register as they are cited.
pub(crate) struct Footnotes<'a> {
    sources: HashMap<&'a SourceId, &'a Source>,
    numbers: HashMap<&'a SourceId, usize>,
    footnotes: Vec<Footnote<'a>>,
}

/// A source that was cited. Its number is its place in the list, from 1.
pub(crate) struct Footnote<'a> {
    /// The id it was cited by.
    pub id: &'a SourceId,
    /// The source, where the register holds it.
    pub source: Option<&'a Source>,
}

/// A reference to a note.
#[derive(Clone, Copy)]
pub(crate) struct FootnoteRef {
    /// The note's number.
    pub number: usize,
    /// Whether it is the first reference to this note, which the note leads back to.
    pub is_first: bool,
}

impl<'a> Footnotes<'a> {
    /// Nothing cited yet.
    pub fn new(register: &'a Register) -> Self {
        let sources = register.sources().iter().map(|source| (&source.id, source.as_ref()));
        Self { sources: sources.collect(), numbers: HashMap::new(), footnotes: Vec::new() }
    }

    /// Nothing cited yet; what the first register does not hold is looked up in the second.
    pub fn from_either([first, second]: [&'a Register; 2]) -> Self {
        let mut notes = Self::new(second);
        notes.sources.extend(Self::new(first).sources);
        notes
    }

    /// Cites sources.
    pub fn cite(&mut self, ids: &'a [SourceId]) -> Vec<FootnoteRef> {
        ids.iter().map(|id| self.cite_one(id)).collect()
    }

    /// What was cited, by number.
    pub fn into_footnotes(self) -> Vec<Footnote<'a>> {
        self.footnotes
    }

    fn cite_one(&mut self, id: &'a SourceId) -> FootnoteRef {
        if let Some(number) = self.numbers.get(id) {
            return FootnoteRef { number: *number, is_first: false };
        }
        self.footnotes.push(Footnote { id, source: self.sources.get(id).copied() });
        let number = self.footnotes.len();
        self.numbers.insert(id, number);
        FootnoteRef { number, is_first: true }
    }
}

impl Footnote<'_> {
    /// The whole note as plain text: kind, publisher, title, date, address, remark.
    pub fn describe(&self, locale: Locale) -> String {
        let Some(source) = self.source else { return self.describe_missing_source(locale) };
        let Source { kind, publisher, title, address, note, .. } = source;
        let kind = source_kind_label(locale, *kind);
        let date = publication_label(locale, source);
        let parts = [kind.as_str(), publisher, title, &date, address, note];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    /// That the register does not hold the source.
    pub fn describe_missing_source(&self, locale: Locale) -> String {
        locale.t_with("export.sources.unknown_source", &[("id", self.id.as_str())])
    }
}

/// When a source was published, or that it bears no date.
pub(super) fn publication_label(locale: Locale, source: &Source) -> String {
    match &source.published {
        Some(date) => format_date(locale, date),
        None => locale.t("export.sources.undated").into_owned(),
    }
}

/// Numbers as references, as in `[1] [7]`.
pub(super) fn format_footnote_refs(cites: &[FootnoteRef]) -> String {
    let refs: Vec<_> = cites.iter().map(|cite| format!("[{}]", cite.number)).collect();
    refs.join(" ")
}

/// Whether an address can be made a link: a web address without anything that ends one early.
pub(super) fn is_link(address: &str) -> bool {
    let web = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
    web && !address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}
