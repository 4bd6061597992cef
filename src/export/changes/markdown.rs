//! What changed between two days, in Markdown, day by day.

use crate::{
    Locale, Progress,
    describe::claims::format_day,
    export::{
        ExportError,
        changes::{ChangeEntry, ChangesReport},
        footnotes::format_footnote_refs,
        format::markdown::{MarkdownWriter, escape::escape, with_remark},
    },
};

/// Prints a report.
pub(super) fn print(
    report: &ChangesReport<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let locale = report.locale;
    let mut page = MarkdownWriter::new(locale);
    page.write_line(&format!("# {}", escape(report.register.title())));
    page.write_paragraph(&format!("**{}**", escape(&report.describe_span())));
    page.write_paragraph(&page.text("changes.method"));
    print_cohorts(&mut page, report);
    page.write_heading("changes.title");
    page.write_paragraph(&escape(&report.describe_count()));
    let mut day = None;
    for entry in report.entries_with_progress(progress) {
        let entry = entry?;
        if day.replace(entry.item.day) != Some(entry.item.day) {
            page.write_blank_line();
            page.write_line(&format!("### {}", escape(&format_day(locale, entry.item.day))));
            page.write_blank_line();
        }
        page.write_list_item(&entry.text.subject, &describe_entry(entry, locale));
    }
    page.write_sources(&report.footnotes);
    Ok(page.into_bytes())
}

/// The counts and totals on both days, and who joined or left.
fn print_cohorts(page: &mut MarkdownWriter, report: &ChangesReport<'_>) {
    let locale = report.locale;
    page.write_heading("changes.counts_title");
    page.write_paragraph(&page.text("changes.counts_explanation"));
    page.write_blank_line();
    let [from, to] = report.day_labels().map(|day| escape(&day));
    let [figure, joined, left] =
        ["changes.count_label", "changes.column.joined", "changes.column.left"]
            .map(|key| page.text(key));
    page.write_table_row(&[figure, from, to, joined, left]);
    page.write_line("|---|--:|--:|---|---|");
    for figure in &report.cohorts {
        let [before, after] = figure.counts.map(|count| locale.format_number(count));
        let [joined, left] = [&figure.joined, &figure.left].map(|names| report.join_names(names));
        page.write_table_row(&[
            escape(&figure.label),
            before,
            after,
            escape(&joined),
            escape(&left),
        ]);
    }
    for announced in &report.announced {
        let [before, after] = announced.totals.each_ref().map(|total| match total {
            Some((total, cites)) => {
                page.with_footnote_refs(&report.describe_total(Some(total)), cites)
            }
            None => escape(&report.describe_total(None)),
        });
        page.write_table_row(&[
            escape(&announced.label),
            before,
            after,
            String::new(),
            String::new(),
        ]);
    }
}

/// What an entry says beside whom it concerns.
fn describe_entry(entry: &ChangeEntry<'_>, locale: Locale) -> String {
    let change_text = &entry.text;
    let deed = entry.describe_change(locale);
    let position = change_text.describe_position_change(locale);
    let parts =
        [&deed, &change_text.text, &change_text.replaced_claim, &position].map(|part| escape(part));
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let text = format!("{} {}", parts.join(" · "), format_footnote_refs(&entry.cites));
    with_remark(text.trim_end().to_owned(), change_text.note)
}
