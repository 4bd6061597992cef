//! Markdown: CommonMark with GitHub's tables, laid out to be read as plain text.

mod escape;

use std::io::{self, Write};

use crate::{
    Locale,
    describe::claims::source_kind_label,
    export::{
        document::{Block, Document, Inline, Item, Medium, Paragraph, ParagraphRole, Table},
        error::ExportError,
        footnotes::{Footnote, format_footnote_refs, publication_label},
        format::markdown::escape::{escape, escape_line_start},
    },
    model::web_address::WebAddress,
};

/// Writes a document.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub(in crate::export) fn write_document(
    document: Document<'_>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut writer = MarkdownWriter { locale: document.locale, out, is_in_list: false };
    writer.write_line(&format!("# {}", escape(&document.title)))?;
    writer.write_paragraph(&format!("**{}**", escape(&document.subtitle)))?;
    for paragraph in &document.lead {
        writer.write_paragraph(&format_paragraph(paragraph))?;
    }
    for section in document.sections {
        let title = format!("## {}", escape(&section.title));
        let blocks = section.into_blocks_for(Medium::PlainText);
        if !blocks.is_empty() {
            writer.write_blank_line()?;
            writer.write_line(&title)?;
        }
        for block in blocks {
            writer.write_block(block)?;
        }
    }
    Ok(writer.write_sources(document.footnotes)?)
}

struct MarkdownWriter<'o> {
    locale: Locale,
    out: &'o mut dyn Write,
    /// True after an item of a list, which a further item continues.
    is_in_list: bool,
}

impl MarkdownWriter<'_> {
    fn write_block(&mut self, block: Block<'_>) -> Result<(), ExportError> {
        match block {
            Block::Paragraph(paragraph) => self.write_paragraph(&format_paragraph(&paragraph))?,
            Block::Table(table) => self.write_table(table)?,
            Block::Definitions(items) | Block::Remarks(items) => self.write_items(&items)?,
            Block::Entries(entries) => {
                for entry in entries {
                    let entry = entry?;
                    if let Some(heading) = &entry.heading {
                        self.write_blank_line()?;
                        self.write_line(&format!("### {}", escape(heading)))?;
                    }
                    self.write_items(&entry.items)?;
                }
            }
            Block::BarChart(bars) => {
                let items = bars.into_iter().map(|bar| Item::text(bar.name, bar.description));
                self.write_items(&items.collect::<Vec<_>>())?;
            }
            Block::Figure(figure) => {
                self.write_paragraph(&format!("**{}**", escape(&figure.caption)))?;
                self.write_paragraph(&escape(&figure.description))?;
            }
        }
        Ok(())
    }

    fn write_table(&mut self, table: Table<'_>) -> Result<(), ExportError> {
        self.write_paragraph(&escape(&table.caption))?;
        let mut rows = table.rows.peekable();
        if rows.peek().is_none() {
            if table.empty_text != table.caption && !table.empty_text.is_empty() {
                self.write_paragraph(&escape(&table.empty_text))?;
            }
            return Ok(());
        }
        self.write_blank_line()?;
        self.write_row(table.columns.iter().map(|column| escape(&column.heading)))?;
        let marks = table.columns.iter().map(|column| if column.is_number { "--:" } else { "---" });
        self.write_line(&format!("|{}|", marks.collect::<Vec<_>>().join("|")))?;
        for row in rows {
            let cells = row?.cells;
            let locale = self.locale;
            self.write_row(cells.iter().map(|cell| format_inlines(&cell.content, locale)))?;
        }
        Ok(())
    }

    fn write_row(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        self.write_line(&format!("| {} |", cells.collect::<Vec<_>>().join(" | ")))
    }

    fn write_items(&mut self, items: &[Item]) -> io::Result<()> {
        if !self.is_in_list && !items.is_empty() {
            self.write_blank_line()?;
        }
        for Item { label, content } in items {
            let label = format!("**{}**", escape(label));
            let text = format_inlines(content, self.locale);
            let line = match (&*label, &*text) {
                ("****", text) => text.to_owned(),
                (label, "") => label.to_owned(),
                (label, text) => {
                    self.locale.t_with("export.cell", &[("label", label), ("text", text)])
                }
            };
            self.write_line(&format!("- {line}"))?;
            self.is_in_list = true;
        }
        Ok(())
    }

    fn write_sources(&mut self, footnotes: &[Footnote<'_>]) -> io::Result<()> {
        self.write_blank_line()?;
        self.write_line(&format!("## {}", escape(&self.locale.t("export.sources.title"))))?;
        self.write_blank_line()?;
        for (number, footnote) in (1..).zip(footnotes) {
            self.write_line(&format!("- [{number}] {}", format_source(footnote, self.locale)))?;
        }
        if footnotes.is_empty() {
            self.write_line(&escape(&self.locale.t("export.sources.none")))?;
        }
        Ok(())
    }

    /// Writes a paragraph of a text that is escaped already.
    fn write_paragraph(&mut self, text: &str) -> io::Result<()> {
        self.write_blank_line()?;
        self.write_line(&escape_line_start(text))
    }

    fn write_blank_line(&mut self) -> io::Result<()> {
        self.write_line("")
    }

    fn write_line(&mut self, text: &str) -> io::Result<()> {
        self.is_in_list = false;
        writeln!(self.out, "{text}")
    }
}

fn format_paragraph(Paragraph { role, text }: &Paragraph) -> String {
    match role {
        ParagraphRole::Result => format!("**{}**", escape(text)),
        ParagraphRole::Plain | ParagraphRole::Scope | ParagraphRole::Remark => escape(text),
    }
}

/// Formats the parts of a line. Parts on lines of their own are joined like a list.
fn format_inlines(parts: &[Inline], locale: Locale) -> String {
    let formatted = parts.iter().map(|part| match part {
        Inline::Text(text) | Inline::Link { text, .. } => escape(text),
        Inline::Separator(text) => (*text).to_owned(),
        Inline::Cited(text, cites) => {
            format!("{} {}", escape(text), format_footnote_refs(cites)).trim().to_owned()
        }
        Inline::Span(_, parts) | Inline::Line(parts) => format_inlines(parts, locale),
        Inline::List(_, items) => {
            locale.join_list(items.iter().map(|parts| format_inlines(parts, locale)))
        }
    });
    formatted.collect()
}

fn format_source(footnote: &Footnote<'_>, locale: Locale) -> String {
    let Some(source) = footnote.source else {
        return escape(&footnote.describe_missing_source(locale));
    };
    let parts = [
        format!("**{}**", escape(&source_kind_label(locale, source.kind))),
        escape(&source.publisher),
        escape(&source.title),
        escape(&publication_label(locale, source)),
        format_address(&source.address),
        escape(&source.note),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Formats an address: a link where it is one of the web, with the host where the text hides it.
fn format_address(address: &str) -> String {
    match WebAddress::parse(address) {
        Ok(link) => match link.hidden_host() {
            Some(host) => format!("<{address}> ({host})"),
            None => format!("<{address}>"),
        },
        Err(_) => escape(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::{
        document::{Cell, Entry, Section, TableColumn, ready_rows},
        footnotes::FootnoteRef,
    };

    fn written(section: Section<'_>) -> String {
        let document = Document {
            locale: Locale::ENGLISH,
            title: "A *title*".to_owned(),
            subtitle: "Today".to_owned(),
            lead: vec![Paragraph::new(ParagraphRole::Scope, "1. all")],
            sections: vec![section],
            footnotes: &[],
            style: "",
        };
        let mut out = Vec::new();
        write_document(document, &mut out).expect("memory accepts everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_document_has_a_head_and_sources() {
        let text = written(Section::new("empty", "Left out".to_owned()));
        assert_eq!(
            text,
            "# A \\*title\\*\n\n**Today**\n\n1\\. all\n\n## Sources\n\nNo source is cited.\n"
        );
    }

    #[test]
    fn a_table_has_its_caption_and_alignment() {
        let table = |rows: Vec<Vec<Cell>>| {
            Block::Table(Table {
                class: "",
                caption: "Counts".to_owned(),
                columns: vec![TableColumn::text("Who"), TableColumn::number("Count")],
                rows: ready_rows(rows.into_iter().map(Into::into)),
                empty_text: "Nobody".to_owned(),
            })
        };
        let row = vec![Cell::header("a|b"), Cell::number("2")];
        let text = written(Section::new("s", "S".to_owned()).with(table(vec![row])));
        assert!(
            text.contains("## S\n\nCounts\n\n| Who | Count |\n|---|--:|\n| a\\|b | 2 |\n"),
            "{text}"
        );
        let text = written(Section::new("s", "S".to_owned()).with(table(Vec::new())));
        assert!(text.contains("## S\n\nCounts\n\nNobody\n"), "{text}");
    }

    #[test]
    fn entries_are_items_under_headings_with_their_references() {
        let cites = vec![FootnoteRef { number: 3, is_first: true }];
        let items = vec![Item::of("Who", vec![Inline::Cited("said".to_owned(), cites)])];
        let further = vec![Item::text("What", ""), Item::text("", "alone")];
        let entries = [
            Entry { heading: Some("Person".to_owned()), items },
            Entry { heading: None, items: further },
        ];
        let section = Section::new("s", "S".to_owned()).with(Block::Entries(ready_rows(entries)));
        let text = written(section);
        assert!(
            text.contains("### Person\n\n- **Who**: said [3]\n- **What**\n- alone\n"),
            "{text}"
        );
    }

    #[test]
    fn blocks_for_a_page_are_left_out() {
        let section = Section::new("s", "S".to_owned())
            .with_for(Medium::Page, Block::paragraph("wide"))
            .with_for(Medium::PlainText, Block::paragraph("narrow"));
        let text = written(section);
        assert!(text.contains("narrow") && !text.contains("wide"), "{text}");
    }
}
