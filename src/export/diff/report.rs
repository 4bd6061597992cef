//! The differences between two versions of a register, described, and their document.

use crate::{
    Cancelled, Locale, Progress,
    describe::differences::{DifferenceDescriber, DifferenceText},
    export::{
        document::{
            Block, Cell, Document, Entry, FlatTable, Inline, Item, Medium, Paragraph,
            ParagraphRole, Section, Table, TableColumn, ready_rows,
        },
        footnotes::{FootnoteRef, Footnotes},
    },
    merge::Difference,
    register::Register,
};

/// The widths of the columns.
const STYLE: &str = include_str!("style.css");

const COLUMNS: [&str; 4] = [
    "changes.column.subject",
    "changes.column.change",
    "changes.column.before",
    "changes.column.after",
];

/// The input of a difference report. The differences are those between the two registers.
pub struct DiffInput<'a> {
    /// The older version.
    pub old: &'a Register,
    /// The newer version.
    pub new: &'a Register,
    /// The differences.
    pub differences: &'a [Difference],
    /// The language.
    pub locale: Locale,
}

/// The described differences. Sources are numbered in the order of the entries.
pub(super) struct DiffReport<'a> {
    pub locale: Locale,
    pub old: &'a Register,
    pub new: &'a Register,
    pub entries: Vec<DiffEntry<'a>>,
    pub footnotes: Footnotes<'a>,
}

/// A difference with its sources.
pub(super) struct DiffEntry<'a> {
    pub difference: &'a Difference,
    pub text: DifferenceText,
    pub cites: Vec<FootnoteRef>,
}

impl<'a> DiffReport<'a> {
    /// Describes differences. Reports each once to the progress.
    ///
    /// # Errors
    /// When the export is cancelled.
    pub fn new(input: &DiffInput<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let DiffInput { old, new, differences, locale } = *input;
        let describer = DifferenceDescriber { locale, registers: [new, old] };
        let mut footnotes = Footnotes::new([new, old]);
        let mut entries = Vec::with_capacity(differences.len());
        for (done, difference) in differences.iter().enumerate() {
            progress.report(done, differences.len())?;
            let value = difference.new.as_ref().or(difference.old.as_ref());
            let cites = footnotes.cite(value.map_or(&[], |value| value.sources()));
            let text = describer.describe_difference(difference);
            entries.push(DiffEntry { difference, text, cites });
        }
        Ok(Self { locale, old, new, entries, footnotes })
    }

    /// Builds the document: a table on a page, and items under their records in plain text.
    pub fn to_document(&self) -> Document<'_> {
        let locale = self.locale;
        let count = match self.entries.len() {
            0 => locale.t("diff.no_differences").into_owned(),
            n => locale.t_plural("diff.count", n),
        };
        let (old, new) = (self.old.title(), self.new.title());
        let older = (old != new).then(|| locale.t_with("diff.older_version", &[("title", old)]));
        let lead = older.map(|older| Paragraph::new(ParagraphRole::Scope, older));
        let method = Paragraph::new(ParagraphRole::Remark, locale.t("diff.method"));
        let differences = Section::new("differences", locale.t("diff.title").into_owned())
            .with_for(Medium::Page, Block::Table(self.table(count.clone())))
            .with_for(Medium::PlainText, Block::paragraph(count))
            .with_for(Medium::PlainText, Block::Entries(ready_rows(self.grouped_entries())));
        Document {
            locale,
            title: new.to_owned(),
            subtitle: locale.t("diff.heading").into_owned(),
            lead: lead.into_iter().chain([method]).collect(),
            sections: vec![differences],
            footnotes: self.footnotes.as_slice(),
            style: STYLE,
        }
    }

    fn table(&self, count: String) -> Table<'_> {
        let row = |DiffEntry { text, cites, .. }: &DiffEntry<'_>| {
            let change = Inline::Cited(text.change.clone(), cites.clone());
            vec![
                Cell::header(&text.subject),
                Cell::of(vec![Inline::Span("", vec![change])]),
                Cell::text(&text.old),
                Cell::text(&text.new),
            ]
            .into()
        };
        Table {
            class: "stack differences",
            caption: count.clone(),
            columns: COLUMNS.map(|key| TableColumn::text(self.locale.t(key))).into(),
            rows: ready_rows(self.entries.iter().map(row)),
            empty_text: count,
        }
    }

    fn grouped_entries(&self) -> impl Iterator<Item = Entry> {
        let mut group = None;
        self.entries.iter().map(move |DiffEntry { difference, text, cites }| {
            let record = &difference.path.record;
            let heading = (group.replace(record) != Some(record)).then(|| text.subject.clone());
            let values = Inline::Cited(text.values_text(self.locale), cites.clone());
            Entry { heading, items: vec![Item::of(&text.change, vec![values])] }
        })
    }

    /// Builds the flat table: one column with a line for each difference.
    pub fn to_flat_table(&self) -> FlatTable<'_> {
        let heading = self.locale.t("diff.title").into_owned();
        let line = |entry: &DiffEntry<'_>| vec![entry.text.to_line(self.locale)];
        FlatTable { headings: vec![heading], rows: ready_rows(self.entries.iter().map(line)) }
    }
}
