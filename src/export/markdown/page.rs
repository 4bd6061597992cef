//! The pieces of a page in Markdown.

use super::escape::{begun, escape};
use crate::{
    export::notes::{Cite, Note, cite_words, is_link, published_words},
    lang::Lang,
    view::kind_words,
};

/// A page in the making.
pub(in crate::export) struct Page {
    lang: Lang,
    out: String,
}

impl Page {
    /// An empty page in a language.
    pub fn new(lang: Lang) -> Self {
        Self { lang, out: String::new() }
    }

    /// The whole page.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// The sources that were cited, by number, under a heading.
    pub fn sources(&mut self, notes: &[Note<'_>]) {
        self.heading("export.sources.title");
        self.gap();
        for (number, note) in (1..).zip(notes) {
            self.line(&format!("- [{number}] {}", self.note(note)));
        }
        if notes.is_empty() {
            self.line(&self.t("export.sources.none"));
        }
    }

    fn note(&self, note: &Note<'_>) -> String {
        let lang = self.lang;
        let Some(source) = note.source else { return escape(&note.missing(lang)) };
        let address = &source.address;
        let parts = [
            format!("**{}**", escape(&kind_words(lang, source.kind))),
            escape(&source.publisher),
            escape(&source.title),
            escape(&published_words(lang, source)),
            if is_link(address) { format!("<{address}>") } else { escape(address) },
            escape(&source.note),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// A text, escaped.
    pub fn t(&self, key: &str) -> String {
        escape(&self.lang.t(key))
    }

    /// Words, escaped, with references to notes after them.
    pub fn cited(&self, words: &str, cites: &[Cite]) -> String {
        format!("{} {}", escape(words), cite_words(cites)).trim().to_owned()
    }

    /// A heading of the second level, with an empty line before it.
    pub fn heading(&mut self, key: &str) {
        let heading = format!("\n## {}", self.t(key));
        self.line(&heading);
    }

    /// A paragraph of words already escaped.
    pub fn paragraph(&mut self, text: &str) {
        self.gap();
        self.line(&begun(text));
    }

    /// An item of a list: a label, then words already escaped.
    pub fn item(&mut self, label: &str, text: &str) {
        let label = format!("**{}**", escape(label));
        let words = self.lang.with("export.cell", &[("label", &label), ("words", text)]);
        self.line(&format!("- {words}"));
    }

    /// A row of a table, of cells already escaped.
    pub fn row(&mut self, cells: &[String]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    /// A line as it is.
    pub fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.out.push('\n');
    }
}

/// Words already escaped, with a remark after them.
pub(in crate::export) fn remarked(words: String, remark: &str) -> String {
    if remark.is_empty() { words } else { format!("{words} — {}", escape(remark)) }
}
