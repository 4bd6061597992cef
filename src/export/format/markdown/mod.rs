//! A text in Markdown in the making.

pub(crate) mod escape;

use crate::{
    Locale,
    describe::claims::source_kind_label,
    export::{
        footnotes::{Footnote, FootnoteRef, format_footnote_refs, is_link, publication_label},
        format::markdown::escape::{escape, escape_line_start},
    },
};

/// A text in Markdown in the making.
pub(crate) struct MarkdownWriter {
    /// Its language.
    pub locale: Locale,
    out: String,
}

impl MarkdownWriter {
    /// Nothing written yet.
    pub fn new(locale: Locale) -> Self {
        Self { locale, out: String::new() }
    }

    /// The whole text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    /// The sources that were cited, by number.
    pub fn write_sources(&mut self, notes: &[Footnote<'_>]) {
        self.write_heading("export.sources.title");
        self.write_blank_line();
        for (number, note) in (1..).zip(notes) {
            self.write_line(&format!("- [{number}] {}", self.format_footnote(note)));
        }
        if notes.is_empty() {
            self.write_line(&self.text("export.sources.none"));
        }
    }

    fn format_footnote(&self, note: &Footnote<'_>) -> String {
        let locale = self.locale;
        let Some(source) = note.source else {
            return escape(&note.describe_missing_source(locale));
        };
        let address = &source.address;
        let parts = [
            format!("**{}**", escape(&source_kind_label(locale, source.kind))),
            escape(&source.publisher),
            escape(&source.title),
            escape(&publication_label(locale, source)),
            if is_link(address) { format!("<{address}>") } else { escape(address) },
            escape(&source.note),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// The text with this key.
    pub fn text(&self, key: &str) -> String {
        escape(&self.locale.t(key))
    }

    /// Words with references to notes after them.
    pub fn with_footnote_refs(&self, text: &str, cites: &[FootnoteRef]) -> String {
        format!("{} {}", escape(text), format_footnote_refs(cites)).trim().to_owned()
    }

    /// A heading of the second level.
    pub fn write_heading(&mut self, key: &str) {
        let heading = format!("\n## {}", self.text(key));
        self.write_line(&heading);
    }

    /// A paragraph of a text already escaped.
    pub fn write_paragraph(&mut self, text: &str) {
        self.write_blank_line();
        self.write_line(&escape_line_start(text));
    }

    /// An item of a list: a label, and a text already escaped.
    pub fn write_list_item(&mut self, label: &str, text: &str) {
        let label = format!("**{}**", escape(label));
        let item_text = self.locale.t_with("export.cell", &[("label", &label), ("text", text)]);
        self.write_line(&format!("- {item_text}"));
    }

    /// A row of a table, of cells already escaped.
    pub fn write_table_row(&mut self, cells: &[String]) {
        self.write_line(&format!("| {} |", cells.join(" | ")));
    }

    /// A line as it is.
    pub fn write_line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// An empty line.
    pub fn write_blank_line(&mut self) {
        self.out.push('\n');
    }
}

/// Words already escaped, with a remark after them.
pub(crate) fn with_remark(text: String, remark: &str) -> String {
    if remark.is_empty() { text } else { format!("{text} — {}", escape(remark)) }
}
