//! Footnotes: the cited sources, numbered in the order in which they are first cited.

use foldhash::{HashMap, HashMapExt as _};

use crate::{
    Locale,
    describe::claims::{format_date, source_kind_label},
    model::{Source, SourceId},
    register::Register,
};

/// The numbered sources of a report.
pub(super) struct Footnotes<'a> {
    registers: Vec<&'a Register>,
    /// The numbers, by the id of the source.
    numbers: HashMap<&'a str, usize>,
    footnotes: Vec<Footnote<'a>>,
}

/// A cited source. Its number is its position in the list, from 1.
pub(super) struct Footnote<'a> {
    /// The id of the source.
    pub id: &'a SourceId,
    /// The source, where the register has it.
    pub source: Option<&'a Source>,
}

/// A reference to a footnote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FootnoteRef {
    /// The number of the footnote.
    pub number: usize,
    /// True for the first reference to the footnote, which the footnote links back to.
    pub is_first: bool,
}

/// References to numbered sources, in the order in which the sources were numbered.
pub(super) struct FootnoteReferences<'f, 'a> {
    footnotes: &'f Footnotes<'a>,
    /// The highest number that was referred to so far.
    highest: usize,
}

impl<'a> Footnotes<'a> {
    /// Creates an empty list. A source is looked up in the registers, in their order.
    pub fn new(registers: impl IntoIterator<Item = &'a Register>) -> Self {
        let registers = registers.into_iter().collect();
        Self { registers, numbers: HashMap::new(), footnotes: Vec::new() }
    }

    /// Numbers the sources that are not numbered yet.
    pub fn number(&mut self, ids: &'a [SourceId]) {
        for id in ids {
            if !self.numbers.contains_key(id.as_str()) {
                let source = self.registers.iter().find_map(|register| register.source(id));
                self.footnotes.push(Footnote { id, source });
                self.numbers.insert(id.as_str(), self.footnotes.len());
            }
        }
    }

    /// Numbers the sources that are not numbered yet, and refers to all of them.
    pub fn cite(&mut self, ids: &'a [SourceId]) -> Vec<FootnoteRef> {
        let highest = self.len();
        self.number(ids);
        self.references_after(highest).cite(ids)
    }

    /// Returns how many sources are numbered.
    pub fn len(&self) -> usize {
        self.footnotes.len()
    }

    /// Returns the cited sources, in order of their numbers.
    pub fn as_slice(&self) -> &[Footnote<'a>] {
        &self.footnotes
    }

    /// Refers to sources that are numbered already. What was cited while the highest number was
    /// the given one comes first, then what was cited after it, in the same order.
    pub fn references_after(&self, highest: usize) -> FootnoteReferences<'_, 'a> {
        FootnoteReferences { footnotes: self, highest }
    }
}

impl FootnoteReferences<'_, '_> {
    /// Refers to sources; one without a number is left out.
    pub fn cite(&mut self, ids: &[SourceId]) -> Vec<FootnoteRef> {
        let numbers = ids.iter().filter_map(|id| self.footnotes.numbers.get(id.as_str()).copied());
        let highest = &mut self.highest;
        let refs = numbers.map(|number| {
            // Numbers rise in the order of citing: a higher one is referred to for the first time.
            let is_first = number > *highest;
            *highest = number.max(*highest);
            FootnoteRef { number, is_first }
        });
        refs.collect()
    }
}

impl Footnote<'_> {
    /// Describes the source as plain text: kind, publisher, title, date, address, remark.
    pub fn describe(&self, locale: Locale) -> String {
        let Some(source) = self.source else { return self.describe_missing_source(locale) };
        let Source { kind, publisher, title, address, note, .. } = source;
        let kind = source_kind_label(locale, *kind);
        let date = publication_label(locale, source);
        let parts = [kind.as_str(), publisher, title, &date, address, note];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    /// Describes a source that the register does not have.
    pub fn describe_missing_source(&self, locale: Locale) -> String {
        locale.t_with("export.sources.unknown_source", &[("id", self.id.as_str())])
    }
}

/// Returns the date of publication, or the word for an undated source.
pub(super) fn publication_label(locale: Locale, source: &Source) -> String {
    match &source.published {
        Some(date) => format_date(locale, date),
        None => locale.t("export.sources.undated").into_owned(),
    }
}

/// Formats references: `[1] [7]`.
pub(super) fn format_footnote_refs(cites: &[FootnoteRef]) -> String {
    let refs: Vec<_> = cites.iter().map(|cite| format!("[{}]", cite.number)).collect();
    refs.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_repeat_the_order_of_the_numbering() {
        let ids = ["a", "b"].map(|id| SourceId::new(id).expect("an id"));
        let mut footnotes = Footnotes::new([]);
        let total = footnotes.cite(&ids[..1]);
        let before = footnotes.len();
        footnotes.number(&ids);
        let mut references = footnotes.references_after(before);
        let refs = |firsts: [bool; 2]| {
            [1, 2].map(|number| FootnoteRef { number, is_first: firsts[number - 1] })
        };
        assert_eq!(total, refs([true, false])[..1]);
        assert_eq!(references.cite(&ids), refs([false, true]));
        assert_eq!(references.cite(&ids), refs([false, false]));
        assert!(footnotes.as_slice().iter().all(|footnote| footnote.source.is_none()));
    }
}
