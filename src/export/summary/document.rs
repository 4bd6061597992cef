//! The summary as a document.

use std::collections::HashSet;

use crate::{
    Progress,
    describe::claims::format_date,
    export::{
        document::{
            Bar, BarPart, Block, Cell, Document, Inline, Item, Medium, Paragraph, ParagraphRole,
            Row, Section, Table, TableColumn, ready_rows,
        },
        report_input::{Scope, history_paragraph},
        summary::{
            case_entries::{case_overview_table, case_table, claim_entries},
            figures::{self, figures_section},
            report::{PartySide, Summary, describe_segment_count},
        },
    },
};

const COUNT_COLUMNS: [(&str, bool); 5] = [
    ("export.column.party", false),
    ("export.column.counted", true),
    ("export.column.announced", true),
    ("export.column.announced_on", false),
    ("export.column.agreement", false),
];

/// Builds the document: the counts, their difference, the status, the figures, the cases with
/// their claims, and the contradictions.
pub(super) fn summary_document<'a>(
    summary: &'a Summary<'_>,
    progress: &'a Progress,
) -> Document<'a> {
    let (input, locale) = (summary.input, summary.input.locale);
    let remark = Some(locale.pick(input.register.note())).filter(|remark| !remark.is_empty());
    let remark = remark.map(|remark| Paragraph::new(ParagraphRole::Remark, remark));
    let scope = Paragraph::new(ParagraphRole::Scope, summary.describe_scope());
    let mut sections = vec![
        counts_section(summary),
        difference_section(summary),
        status_section(summary),
        cases_section(summary, progress),
    ];
    if let Some(count_points) = input.count_points {
        sections.insert(3, figures_section(input, count_points));
    }
    if input.case_count() > 0 {
        sections.push(
            Section::new("claims", locale.t("export.claims.title").into_owned())
                .with_for(Medium::PlainText, Block::Entries(claim_entries(summary, progress))),
        );
    }
    if let Some(list) = &summary.contradictions {
        let caption = summary.describe_contradiction_count(list.count);
        sections.push(list.to_section(&summary.footnotes, progress, caption));
    }
    Document {
        locale,
        title: input.register.title().to_owned(),
        subtitle: input.describe_as_of(),
        lead: [scope]
            .into_iter()
            .chain(remark)
            .chain([history_paragraph(locale, input.history)])
            .collect(),
        sections,
        footnotes: summary.footnotes.as_slice(),
        style: if input.count_points.is_some() { figures::STYLE } else { "" },
    }
}

fn counts_section<'a>(summary: &'a Summary<'_>) -> Section<'a> {
    let locale = summary.input.locale;
    let columns = COUNT_COLUMNS
        .map(|(key, is_number)| TableColumn { heading: locale.t(key).into_owned(), is_number });
    let bars = || Block::BarChart(summary.sides.iter().map(|side| bar(summary, side)).collect());
    let table = Table {
        class: "stack plain",
        caption: locale.t_with("export.counts.caption", &[("day", &summary.day_label())]),
        columns: columns.into(),
        rows: ready_rows(summary.sides.iter().map(|side| count_row(summary, side))),
        empty_text: String::new(),
    };
    let remarks = summary.sides.iter().filter_map(|side| {
        let (total, _) = side.announced.as_ref().filter(|(total, _)| !total.note.is_empty())?;
        let count = locale.format_number(total.count as usize);
        Some(Item::text(format!("{} {count}", side.name), &total.note))
    });
    Section::new("counts", locale.t("export.counts.title").into_owned())
        .with(Block::Paragraph(Paragraph::new(ParagraphRole::Remark, locale.t("export.method"))))
        .with_for(Medium::Page, bars())
        .with(Block::Table(table))
        .with_for(Medium::PlainText, bars())
        .with(Block::Remarks(remarks.collect()))
}

fn bar(summary: &Summary<'_>, side: &PartySide<'_>) -> Bar {
    let locale = summary.input.locale;
    let n = locale.format_number(side.counted);
    let parts = side.segments.iter().map(|(segment, count)| BarPart {
        class: segment.key(),
        count: *count,
        label: describe_segment_count(locale, *segment, *count),
    });
    Bar {
        name: side.name.clone(),
        caption: locale.t_with("export.counts.counts", &[("party", &side.name)]),
        title: locale.t_with("export.counts.bar", &[("party", &side.name), ("n", &n)]),
        description: side.describe_segments(locale),
        count: side.counted,
        parts: parts.collect(),
    }
}

fn count_row(summary: &Summary<'_>, side: &PartySide<'_>) -> Row {
    let locale = summary.input.locale;
    let [count, on] = match &side.announced {
        Some((total, cites)) => {
            let on = Inline::Cited(format_date(locale, &total.on), cites.clone());
            let count = locale.format_number(total.count as usize);
            [Cell::number(count), Cell::of(vec![Inline::Span("", vec![on])])]
        }
        None => [Cell::text(locale.t("export.announced_total.none")), Cell::text("")],
    };
    vec![
        Cell::header(&side.name),
        Cell::number(locale.format_number(side.counted)),
        count,
        on,
        Cell::text(side.describe_agreement(locale)),
    ]
    .into()
}

fn difference_section<'a>(summary: &'a Summary<'_>) -> Section<'a> {
    let locale = summary.input.locale;
    let listed: Option<HashSet<u32>> = match summary.input.scope {
        Scope::Whole => None,
        Scope::Filtered { rows, .. } => Some(rows.iter().copied().collect()),
    };
    let is_listed = |index: usize| {
        u32::try_from(index)
            .is_ok_and(|index| listed.as_ref().is_none_or(|rows| rows.contains(&index)))
    };
    let person = |index: usize| {
        let case = summary.input.register.cases().get(index)?;
        let text = case.name.display_name(locale.code());
        Some(match is_listed(index) {
            true => vec![Inline::Link { anchor: format!("case-{}", case.id), text }],
            false => vec![Inline::Text(text)],
        })
    };
    let only = |side: &PartySide<'_>| {
        let people: Vec<_> = side.only.iter().filter_map(|index| person(*index)).collect();
        let content = match people.is_empty() {
            true => Inline::text(locale.t("export.difference.nobody")),
            false => Inline::List("", people),
        };
        Item::of(side.describe_only_count(locale), vec![content])
    };
    let n = locale.format_number(summary.input.reconciliation.both.len());
    let both = Item::text("", locale.t_with("export.difference.both", &[("n", &n)]));
    let result = Paragraph::new(ParagraphRole::Result, summary.describe_difference());
    Section::new("difference", locale.t("export.difference.title").into_owned())
        .with(Block::Paragraph(result))
        .with(Block::Definitions(summary.sides.iter().map(only).chain([both]).collect()))
}

fn status_section<'a>(summary: &'a Summary<'_>) -> Section<'a> {
    let locale = summary.input.locale;
    let rows = summary.status_counts().map(move |(status, n)| {
        let label = locale.t(&format!("status.{}", status.key()));
        vec![Cell::header(label), Cell::number(locale.format_number(n))].into()
    });
    let table = Table {
        class: "short",
        caption: summary.describe_union_count(),
        columns: vec![
            TableColumn::text(locale.t("export.column.status")),
            TableColumn::number(locale.t("export.status.people")),
        ],
        rows: ready_rows(rows),
        empty_text: String::new(),
    };
    Section::new("status", locale.t("export.status.title").into_owned()).with(Block::Table(table))
}

fn cases_section<'a>(summary: &'a Summary<'_>, progress: &'a Progress) -> Section<'a> {
    Section::new("cases", summary.input.locale.t("export.cases.title").into_owned())
        .with_for(Medium::Page, Block::Table(case_table(summary, progress)))
        .with_for(Medium::PlainText, Block::Table(case_overview_table(summary, progress)))
}
