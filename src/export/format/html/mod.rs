//! HTML: one file that needs nothing beside it, neither a script nor a font nor a picture file.
//!
//! Every text goes through maud's escaping. The page is laid out for a desk, for a phone (where a
//! row of a table becomes a block with labels) and for A4.

mod bars;
mod language;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{
    Locale,
    describe::claims::source_kind_label,
    export::{
        document::{
            Block, CellRole, Document, Inline, Item, Medium, Paragraph, ParagraphRole, Row, Table,
        },
        error::ExportError,
        figure_file::svg::print_inline,
        footnotes::{Footnote, FootnoteRef, publication_label},
        format::html::language::{render_plain_text, render_text},
    },
    model::{SourceKind, web_address::WebAddress},
};

const STYLE: &str = include_str!("style.css");

/// Writes a document.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub(in crate::export) fn write_document(
    document: Document<'_>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut writer = HtmlWriter { locale: document.locale, out };
    writer.write_head(&document)?;
    for section in document.sections {
        let (id, title) = (section.id, html! { h2 id=(section.id) { (section.title) } });
        let blocks = section.into_blocks_for(Medium::Page);
        if blocks.is_empty() {
            continue;
        }
        write!(writer.out, "<section aria-labelledby=\"{id}\">")?;
        writer.write(&title)?;
        for block in blocks {
            writer.write_block(block)?;
        }
        writer.write_tags("</section>")?;
    }
    writer.write(&sources_section(document.footnotes, document.locale))?;
    Ok(writer.write_tags("</main></body></html>\n")?)
}

/// Writes elements while they are made: the tags around many of them are written one by one.
struct HtmlWriter<'o> {
    locale: Locale,
    out: &'o mut dyn Write,
}

impl HtmlWriter<'_> {
    fn write(&mut self, markup: &Markup) -> io::Result<()> {
        self.out.write_all(markup.0.as_bytes())
    }

    /// Writes tags without a counterpart, which maud cannot.
    fn write_tags(&mut self, tags: &'static str) -> io::Result<()> {
        self.out.write_all(tags.as_bytes())
    }

    /// Writes everything up to the first section.
    fn write_head(&mut self, document: &Document<'_>) -> io::Result<()> {
        let Document { locale, title, subtitle, lead, style, .. } = document;
        let head = html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (subtitle) }
                style { (PreEscaped(STYLE)) (PreEscaped(style)) }
            }
        };
        let header = html! {
            header {
                h1 { (render_text(title, *locale)) }
                p.day { (subtitle) }
                @for paragraph in lead { (render_paragraph(paragraph, *locale)) }
            }
        };
        self.write(&html! { (DOCTYPE) })?;
        write!(self.out, "<html lang=\"{}\">", locale.code())?;
        self.write(&head)?;
        self.write_tags("<body>")?;
        self.write(&header)?;
        self.write_tags("<main>")
    }

    fn write_block(&mut self, block: Block<'_>) -> Result<(), ExportError> {
        let locale = self.locale;
        match block {
            Block::Paragraph(paragraph) => {
                self.write(&render_paragraph(&paragraph, self.locale))?;
            }
            Block::Table(table) => self.write_table(table)?,
            Block::Definitions(items) => self.write(&definitions(&items, self.locale))?,
            Block::Remarks(items) => {
                let remark = |item: &Item| html! { p.remark { (labelled(item, " — ", locale)) } };
                self.write(&html! { @for item in &items { (remark(item)) } })?;
            }
            Block::Entries(entries) => {
                for entry in entries {
                    let entry = entry?;
                    self.write(&html! {
                        @if let Some(heading) = &entry.heading { h3 { (render_text(heading, locale)) } }
                        ul { @for item in &entry.items { li { (labelled(item, ": ", locale)) } } }
                    })?;
                }
            }
            Block::BarChart(bars) => self.write(&bars::render_bars(&bars, self.locale))?,
            Block::Figure(figure) => self.write(&html! {
                figure.picture {
                    figcaption { (render_text(&figure.caption, self.locale)) }
                    (print_inline(&figure.figure, &figure.id, &figure.caption, &figure.description))
                }
            })?,
        }
        Ok(())
    }

    fn write_table(&mut self, table: Table<'_>) -> Result<(), ExportError> {
        let Table { class, caption, columns, rows, empty_text } = table;
        let mut rows = rows.peekable();
        if rows.peek().is_none() {
            return Ok(self.write(&html! { p { (empty_text) } })?);
        }
        // A table whose rows become blocks would lose its roles with its display.
        let is_stack = class.split(' ').any(|class| class == "stack");
        let role = |role: &'static str| is_stack.then_some(role);
        write!(self.out, "<table class=\"{class}\"")?;
        self.write_tags(if is_stack { " role=\"table\">" } else { ">" })?;
        self.write(&html! {
            caption { (render_text(&caption, self.locale)) }
            thead { tr role=[role("row")] {
                @for column in &columns {
                    th scope="col" role=[role("columnheader")] {
                        (render_text(&column.heading, self.locale))
                    }
                }
            } }
        })?;
        self.write_tags(if is_stack { "<tbody role=\"rowgroup\">" } else { "<tbody>" })?;
        let labels: Vec<_> =
            columns.iter().map(|column| is_stack.then_some(&*column.heading)).collect();
        for row in rows {
            self.write(&render_row(&row?, &labels, is_stack, self.locale))?;
        }
        Ok(self.write_tags("</tbody></table>")?)
    }
}

/// Renders a row. The labels are those of its columns, where the row may become a block.
fn render_row(row: &Row, labels: &[Option<&str>], has_roles: bool, locale: Locale) -> Markup {
    let role = |role: &'static str| has_roles.then_some(role);
    let id = Some(&row.id).filter(|id| !id.is_empty());
    html! {
        tr role=[role("row")] id=[id] {
            @for (cell, label) in row.cells.iter().zip(labels) {
                @match cell.role {
                    CellRole::Header => th scope="row" role=[role("rowheader")] {
                        (render_inlines(&cell.content, locale))
                    },
                    CellRole::Number => td.number role=[role("cell")] data-label=[*label] {
                        (render_inlines(&cell.content, locale))
                    },
                    CellRole::Content(class) => td class=[non_empty(class)] role=[role("cell")]
                        data-label=[*label] { (render_inlines(&cell.content, locale)) },
                }
            }
        }
    }
}

fn render_paragraph(Paragraph { role, text }: &Paragraph, locale: Locale) -> Markup {
    let class = match role {
        ParagraphRole::Plain => "",
        ParagraphRole::Scope => "scope",
        ParagraphRole::Remark => "remark",
        ParagraphRole::Result => "sum",
    };
    html! { p class=[non_empty(class)] { (render_text(text, locale)) } }
}

/// Renders labelled items as terms and descriptions, and those without a label as remarks.
fn definitions(items: &[Item], locale: Locale) -> Markup {
    let (remarks, terms): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.label.is_empty());
    html! {
        dl.names {
            @for Item { label, content } in terms { dt { (render_text(label, locale)) } dd { (render_inlines(content, locale)) } }
        }
        @for Item { content, .. } in remarks { p.remark { (render_inlines(content, locale)) } }
    }
}

fn labelled(Item { label, content }: &Item, separator: &str, locale: Locale) -> Markup {
    html! {
        @if !label.is_empty() { b { (render_text(label, locale)) } }
        @if !label.is_empty() && !content.is_empty() { (separator) }
        (render_inlines(content, locale))
    }
}

fn render_inlines(parts: &[Inline], locale: Locale) -> Markup {
    html! {
        @for part in parts {
            @match part {
                Inline::Text(text) => (render_text(text, locale)),
                Inline::Separator(text) => (text),
                Inline::Cited(text, cites) => { (render_text(text, locale)) " " (footnote_links(cites)) },
                Inline::Span(class, parts) => span class=[non_empty(class)] { (render_inlines(parts, locale)) },
                Inline::Line(parts) => p { (render_inlines(parts, locale)) },
                Inline::List(class, items) => ul class=[non_empty(class)] {
                    @for parts in items { li { (render_inlines(parts, locale)) } }
                },
                Inline::Link { anchor, text } => a href={ "#" (anchor) } { (render_text(text, locale)) },
            }
        }
    }
}

fn non_empty(class: &'static str) -> Option<&'static str> {
    Some(class).filter(|class| !class.is_empty())
}

/// Renders references to footnotes; the footnote links back to the first of them.
fn footnote_links(cites: &[FootnoteRef]) -> Markup {
    html! {
        @for (at, FootnoteRef { number, is_first }) in cites.iter().enumerate() {
            @if at > 0 { " " }
            a.cite id=[is_first.then(|| format!("cite-{number}"))] href={ "#source-" (number) } {
                "[" (number) "]"
            }
        }
    }
}

/// Renders the cited sources, by number.
fn sources_section(footnotes: &[Footnote<'_>], locale: Locale) -> Markup {
    html! {
        section.sources aria-labelledby="sources" {
            h2 #sources { (locale.t("export.sources.title")) }
            @if footnotes.is_empty() { p { (locale.t("export.sources.none")) } }
            ol { @for (number, footnote) in (1..).zip(footnotes) {
                li id={ "source-" (number) } {
                    @let back = locale.t_with("export.sources.back_link", &[("n", &locale.format_number(number))]);
                    a href={ "#cite-" (number) } title=(back) { "[" (number) "]" }
                    span { (render_source(footnote, locale)) }
                }
            } }
        }
    }
}

fn render_source(footnote: &Footnote<'_>, locale: Locale) -> Markup {
    let Some(source) = footnote.source else {
        return html! { (footnote.describe_missing_source(locale)) };
    };
    let kind = match source.kind {
        SourceKind::Official => "official",
        SourceKind::Press => "press",
        SourceKind::Secondary => "secondary",
    };
    html! {
        span class={ "mark " (kind) } { (source_kind_label(locale, source.kind)) }
        " " (render_text(&source.publisher, locale)) " · "
        cite { (render_text(&source.title, locale)) } " · " (publication_label(locale, source))
        @if !source.address.is_empty() { " · " (render_address(&source.address)) }
        @if !source.note.is_empty() { " · " (render_text(&source.note, locale)) }
    }
}

/// Renders an address: a link where it is one of the web, with the host where the text hides it.
fn render_address(address: &str) -> Markup {
    let text = render_plain_text(address);
    let Ok(link) = WebAddress::parse(address) else { return text };
    html! {
        a href=(link.as_str()) { (text) }
        @if let Some(host) = link.hidden_host() { " (" (host) ")" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::{Cell, Section, TableColumn, ready_rows};

    fn written(class: &'static str, cells: Vec<Cell>) -> String {
        let table = Table {
            class,
            caption: "Counts".to_owned(),
            columns: vec![TableColumn::text("Who"), TableColumn::number("<Count>")],
            rows: ready_rows([cells.into()]),
            empty_text: String::new(),
        };
        let document = Document {
            locale: Locale::ENGLISH,
            title: "<Title>".to_owned(),
            subtitle: "Today".to_owned(),
            lead: vec![Paragraph::new(ParagraphRole::Scope, "all")],
            sections: vec![Section::new("s", "S".to_owned()).with(Block::Table(table))],
            footnotes: &[],
            style: "",
        };
        let mut out = Vec::new();
        write_document(document, &mut out).expect("memory accepts everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_stacked_table_keeps_its_roles_and_labels_its_cells() {
        let page = written("stack", vec![Cell::header("a&b"), Cell::number("2")]);
        assert!(page.contains("<h1>&lt;Title&gt;</h1>"), "{page}");
        assert!(
            page.contains(
                "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">a&amp;b</th>\
                 <td class=\"number\" role=\"cell\" data-label=\"&lt;Count&gt;\">2</td></tr>"
            ),
            "{page}"
        );
        assert!(page.ends_with("</main></body></html>\n"), "{page}");
    }

    #[test]
    fn a_short_table_needs_neither_roles_nor_labels() {
        let content =
            vec![Inline::Cited("x".to_owned(), vec![FootnoteRef { number: 1, is_first: true }])];
        let page = written("short", vec![Cell::header("a"), Cell::of(content)]);
        let cell = "<tr><th scope=\"row\">a</th><td>x <a class=\"cite\" id=\"cite-1\" \
                    href=\"#source-1\">[1]</a></td></tr>";
        assert!(page.contains(cell), "{page}");
    }
}
