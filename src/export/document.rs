//! The document model of the reports: a report builds a [`Document`] or a [`FlatTable`], and each
//! format has one writer for them.
//!
//! Rows are iterators, so that a document over many cases is made while it is written.

use crate::{
    Cancelled, Locale,
    export::footnotes::{Footnote, FootnoteRef},
    figure::Figure,
};

/// Rows that are made while they are written; the first error ends the export.
pub(super) type Rows<'a, T> = Box<dyn Iterator<Item = Result<T, Cancelled>> + 'a>;

/// A report to be read: a head, sections, and the sources that it cites.
pub(super) struct Document<'a> {
    /// The language of the headings of the sources, and of lists and numbers.
    pub locale: Locale,
    /// The title of the register.
    pub title: String,
    /// The day or the days of the report.
    pub subtitle: String,
    /// The paragraphs of the head: the scope and the method.
    pub lead: Vec<Paragraph>,
    /// The sections, in order.
    pub sections: Vec<Section<'a>>,
    /// The cited sources, in order of their numbers, from 1.
    pub footnotes: &'a [Footnote<'a>],
    /// CSS rules beside those of every report.
    pub style: &'static str,
}

/// A table of plain values, for the formats that have rows alone.
pub(super) struct FlatTable<'a> {
    /// The headings of the columns.
    pub headings: Vec<String>,
    /// The rows, each with as many cells as there are headings.
    pub rows: Rows<'a, Vec<String>>,
}

/// The medium that a block is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// A laid out page, with room for wide tables and figures.
    Page,
    /// Plain text, which is read line by line.
    PlainText,
}

/// A heading with its blocks.
pub(super) struct Section<'a> {
    /// The anchor, unique in the document.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// The blocks, each with the one medium that it is written for, or none for every medium.
    blocks: Vec<(Option<Medium>, Block<'a>)>,
}

/// A part of a section.
pub(super) enum Block<'a> {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table<'a>),
    /// Terms with their descriptions. An item without a label is a remark on all.
    Definitions(Vec<Item>),
    /// Labelled remarks.
    Remarks(Vec<Item>),
    /// Items under headings of their own.
    Entries(Rows<'a, Entry>),
    /// Bars of one scale.
    BarChart(Vec<Bar>),
    /// A figure with a caption.
    Figure(CaptionedFigure),
}

/// A paragraph of plain text.
pub(super) struct Paragraph {
    /// The role, which decides how the paragraph looks.
    pub role: ParagraphRole,
    /// The text.
    pub text: String,
}

/// The role of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParagraphRole {
    /// A statement like any other.
    Plain,
    /// The cases that the report covers.
    Scope,
    /// A remark on the method or by the register.
    Remark,
    /// The result that the section is about.
    Result,
}

/// A table, whose rows begin with or contain a header cell.
pub(super) struct Table<'a> {
    /// CSS classes; `stack` turns rows into blocks on a narrow screen.
    pub class: &'static str,
    /// The caption.
    pub caption: String,
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Rows<'a, Row>,
    /// The text in place of a table without rows.
    pub empty_text: String,
}

/// A column of a table.
pub(super) struct TableColumn {
    /// The heading.
    pub heading: String,
    /// Aligns the column to the right.
    pub is_number: bool,
}

/// A row of a table.
#[derive(Default)]
pub(super) struct Row {
    /// The anchor; empty where nothing links to the row.
    pub id: String,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
pub(super) struct Cell {
    /// The role.
    pub role: CellRole,
    /// The content.
    pub content: Vec<Inline>,
}

/// The role of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellRole {
    /// The heading of the row.
    Header,
    /// A number.
    Number,
    /// Content of this CSS class; empty for none.
    Content(&'static str),
}

/// A part of a line or of a cell.
pub(super) enum Inline {
    /// Text.
    Text(String),
    /// Punctuation between two parts, with its blanks.
    Separator(&'static str),
    /// Text with references to the sources after it.
    Cited(String, Vec<FootnoteRef>),
    /// Parts in a CSS class; plain text writes the parts alone.
    Span(&'static str, Vec<Inline>),
    /// Parts on lines of their own.
    Line(Vec<Inline>),
    /// A list, with a CSS class.
    List(&'static str, Vec<Vec<Inline>>),
    /// Text that leads to an anchor of the document.
    Link {
        /// The anchor.
        anchor: String,
        /// The text.
        text: String,
    },
}

/// A label with what it labels. Without content the label stands alone, and without a label the
/// content.
pub(super) struct Item {
    /// The label.
    pub label: String,
    /// The labelled content.
    pub content: Vec<Inline>,
}

/// An item, and the heading it begins a group with.
pub(super) struct Entry {
    /// The heading, where the entry begins a group.
    pub heading: Option<String>,
    /// The items.
    pub items: Vec<Item>,
}

/// A bar of a chart.
pub(super) struct Bar {
    /// The name of the counted people.
    pub name: String,
    /// The caption.
    pub caption: String,
    /// The count as a sentence.
    pub title: String,
    /// The parts as a sentence.
    pub description: String,
    /// The whole count.
    pub count: usize,
    /// The parts, in order; together at most the whole count.
    pub parts: Vec<BarPart>,
}

/// A part of a bar.
pub(super) struct BarPart {
    /// The CSS class of its pattern.
    pub class: &'static str,
    /// The count.
    pub count: usize,
    /// The count as a phrase.
    pub label: String,
}

/// A figure with its caption and description.
pub(super) struct CaptionedFigure {
    /// The anchor, unique in the document.
    pub id: String,
    /// The caption.
    pub caption: String,
    /// The shapes.
    pub figure: Figure,
    /// The description of the figure for readers who cannot see it.
    pub description: String,
}

impl<'a> Section<'a> {
    /// Creates a section without blocks.
    pub fn new(id: &'static str, title: String) -> Self {
        Self { id, title, blocks: Vec::new() }
    }

    /// Adds a block for every medium.
    pub fn with(mut self, block: Block<'a>) -> Self {
        self.blocks.push((None, block));
        self
    }

    /// Adds a block for one medium.
    pub fn with_for(mut self, medium: Medium, block: Block<'a>) -> Self {
        self.blocks.push((Some(medium), block));
        self
    }

    /// Returns the blocks for a medium; none means that the medium leaves the section out.
    pub fn into_blocks_for(self, medium: Medium) -> Vec<Block<'a>> {
        let for_medium = |only: &Option<Medium>| only.is_none_or(|only| only == medium);
        self.blocks
            .into_iter()
            .filter(|(only, _)| for_medium(only))
            .map(|(_, block)| block)
            .collect()
    }
}

impl Block<'_> {
    /// Creates a paragraph without a role.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(Paragraph::new(ParagraphRole::Plain, text))
    }
}

impl Paragraph {
    /// Creates a paragraph.
    pub fn new(role: ParagraphRole, text: impl Into<String>) -> Self {
        Self { role, text: text.into() }
    }
}

impl TableColumn {
    /// Creates a column of text.
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), is_number: false }
    }

    /// Creates a column of numbers.
    pub fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), is_number: true }
    }
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self { id: String::new(), cells }
    }
}

impl Cell {
    /// Creates the heading of a row.
    pub fn header(text: impl Into<String>) -> Self {
        Self { role: CellRole::Header, content: vec![Inline::text(text)] }
    }

    /// Creates a cell of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(vec![Inline::text(text)])
    }

    /// Creates a cell with a number.
    pub fn number(text: impl Into<String>) -> Self {
        Self { role: CellRole::Number, content: vec![Inline::text(text)] }
    }

    /// Creates a cell of several parts.
    pub fn of(content: Vec<Inline>) -> Self {
        Self { role: CellRole::Content(""), content }
    }
}

impl Inline {
    /// Creates plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Creates plain text in a CSS class.
    pub fn span(class: &'static str, text: impl Into<String>) -> Self {
        Self::Span(class, vec![Self::text(text)])
    }
}

impl Item {
    /// Creates an item of plain text.
    pub fn text(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of(label, vec![Inline::text(text)])
    }

    /// Creates an item of several parts.
    pub fn of(label: impl Into<String>, content: Vec<Inline>) -> Self {
        Self { label: label.into(), content }
    }
}

/// Appends a remark after a dash; an empty one adds nothing.
pub(super) fn with_remark(mut content: Vec<Inline>, remark: &str) -> Vec<Inline> {
    if !remark.is_empty() {
        content.extend([Inline::Separator(" — "), Inline::text(remark)]);
    }
    content
}

/// Makes rows of what is at hand and cannot be cancelled.
pub(super) fn ready_rows<'a, T: 'a>(rows: impl IntoIterator<Item = T> + 'a) -> Rows<'a, T> {
    Box::new(rows.into_iter().map(Ok))
}
