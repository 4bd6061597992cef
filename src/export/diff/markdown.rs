//! What differs in Markdown: a heading for each person or record, an item for each difference.

use crate::export::{
    diff::DiffReport,
    footnotes::format_footnote_refs,
    format::markdown::{MarkdownWriter, escape::escape},
};

/// Prints a report.
pub(super) fn print(report: &DiffReport<'_>) -> Vec<u8> {
    let mut page = MarkdownWriter::new(report.locale);
    page.write_line(&format!("# {}", escape(report.new.title())));
    page.write_paragraph(&format!("**{}**", page.text("diff.heading")));
    if let Some(older) = report.describe_older_title() {
        page.write_paragraph(&escape(&older));
    }
    page.write_paragraph(&page.text("diff.method"));
    page.write_heading("diff.title");
    page.write_paragraph(&escape(&report.describe_count()));
    let mut record = None;
    for entry in &report.entries {
        let this = &entry.difference.path.record;
        if record.replace(this) != Some(this) {
            page.write_blank_line();
            page.write_line(&format!("### {}", escape(&entry.text.subject)));
            page.write_blank_line();
        }
        let text = entry.text.values_text(report.locale);
        let text = format!("{} {}", escape(&text), format_footnote_refs(&entry.cites));
        match text.trim() {
            "" => page.write_line(&format!("- **{}**", escape(&entry.text.change))),
            text => page.write_list_item(&entry.text.change, text),
        }
    }
    page.write_sources(&report.footnotes);
    page.into_bytes()
}
