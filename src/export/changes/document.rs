//! The changes between two days as a document.

use crate::{
    Cancelled, Locale, Progress,
    describe::claims::{format_date, format_day},
    export::{
        changes::report::{AnnouncedTotals, ChangeEntry, ChangesReport, CohortRow},
        document::{
            Block, Cell, CellRole, Document, Entry, Inline, Item, Medium, Paragraph, ParagraphRole,
            Row, Section, Table, TableColumn, ready_rows, with_remark,
        },
        report_input::history_paragraph,
    },
};

/// The widths of the columns.
const STYLE: &str = include_str!("style.css");

const COLUMNS: [&str; 4] = [
    "changes.column.date",
    "changes.column.subject",
    "changes.column.statement",
    "changes.column.position",
];

/// Builds the document: the counts of both days, then each change.
pub(super) fn changes_document<'a>(
    report: &'a ChangesReport<'_>,
    progress: &'a Progress,
) -> Document<'a> {
    let locale = report.locale;
    Document {
        locale,
        title: report.register.title().to_owned(),
        subtitle: report.describe_span(),
        lead: vec![
            Paragraph::new(ParagraphRole::Remark, locale.t("changes.method")),
            history_paragraph(locale, report.history),
        ],
        sections: vec![counts_section(report), changes_section(report, progress)],
        footnotes: report.footnotes.as_slice(),
        style: STYLE,
    }
}

/// Builds the table of the counts and totals on both days, and of who joined or left.
fn counts_section<'a>(report: &'a ChangesReport<'_>) -> Section<'a> {
    let locale = report.locale;
    let [from, to] = report.day_labels();
    let cohorts = report.cohorts.iter().map(|cohort| cohort_row(report, cohort));
    let totals = report.announced.iter().map(|announced| announced_row(report, announced));
    let table = Table {
        class: "stack figures",
        caption: locale.t("changes.counts_explanation").into_owned(),
        columns: vec![
            TableColumn::text(locale.t("changes.count_label")),
            TableColumn::number(from),
            TableColumn::number(to),
            TableColumn::text(locale.t("changes.column.joined")),
            TableColumn::text(locale.t("changes.column.left")),
        ],
        rows: ready_rows(cohorts.chain(totals)),
        empty_text: String::new(),
    };
    Section::new("figures", locale.t("changes.counts_title").into_owned()).with(Block::Table(table))
}

fn cohort_row(report: &ChangesReport<'_>, cohort: &CohortRow<'_>) -> Row {
    let [before, after] =
        cohort.counts.map(|count| Cell::number(report.locale.format_number(count)));
    let [joined, left] =
        [&cohort.joined, &cohort.left].map(|people| Cell::text(report.join_names(people)));
    vec![Cell::header(&cohort.label), before, after, joined, left].into()
}

fn announced_row(report: &ChangesReport<'_>, announced: &AnnouncedTotals<'_>) -> Row {
    let [before, after] = announced.totals.each_ref().map(|total| match total {
        None => Cell::number(report.describe_total(None)),
        Some((total, cites)) => {
            let text = report.describe_total(Some(total));
            let content = vec![Inline::Span("", vec![Inline::Cited(text, cites.clone())])];
            Cell { role: CellRole::Number, content }
        }
    });
    vec![Cell::header(&announced.label), before, after, Cell::text(""), Cell::text("")].into()
}

/// Builds the list of changes: a table on a page, and items under their days in plain text.
fn changes_section<'a>(report: &'a ChangesReport<'_>, progress: &'a Progress) -> Section<'a> {
    let locale = report.locale;
    let count = report.describe_count();
    let table = Table {
        class: "stack changes",
        caption: count.clone(),
        columns: COLUMNS.map(|key| TableColumn::text(locale.t(key))).into(),
        rows: Box::new(
            report.entries_with_progress(progress).map(move |entry| Ok(change_row(entry?, locale))),
        ),
        empty_text: count.clone(),
    };
    Section::new("changes", locale.t("changes.title").into_owned())
        .with_for(Medium::Page, Block::Table(table))
        .with_for(Medium::PlainText, Block::paragraph(count))
        .with_for(Medium::PlainText, Block::Entries(Box::new(grouped_entries(report, progress))))
}

fn change_row(ChangeEntry { text, cites, .. }: &ChangeEntry<'_>, locale: Locale) -> Row {
    let cited = Inline::Cited(text.text.clone(), cites.clone());
    let mut statement = vec![Inline::span("word", &text.action)];
    statement.push(if text.text.is_empty() { cited } else { Inline::Line(vec![cited]) });
    let further = [text.replaced_claim.as_str(), text.note];
    let further = further.into_iter().filter(|text| !text.is_empty());
    statement.extend(further.map(|text| Inline::span("soft", text)));
    vec![
        Cell::text(format_date(locale, text.date)),
        Cell::header(&text.subject),
        Cell::of(statement),
        Cell::text(text.describe_position_change(locale)),
    ]
    .into()
}

fn grouped_entries<'a>(
    report: &'a ChangesReport<'_>,
    progress: &'a Progress,
) -> impl Iterator<Item = Result<Entry, Cancelled>> + 'a {
    let (locale, mut group) = (report.locale, None);
    report.entries_with_progress(progress).map(move |entry| {
        let entry = entry?;
        let day = entry.item.day;
        let heading = (group.replace(day) != Some(day)).then(|| format_day(locale, day));
        Ok(Entry { heading, items: vec![change_item(entry, locale)] })
    })
}

fn change_item(entry: &ChangeEntry<'_>, locale: Locale) -> Item {
    let ChangeEntry { text, cites, .. } = entry;
    let (action, position) = (entry.describe_action(locale), text.describe_position_change(locale));
    let parts = [&action, &text.text, &text.replaced_claim, &position];
    let parts: Vec<&str> =
        parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    let cited = Inline::Cited(parts.join(" · "), cites.clone());
    Item::of(&text.subject, with_remark(vec![cited], text.note))
}
