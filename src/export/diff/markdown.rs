//! What differs in Markdown: a heading for each person or record, an item for each difference.

use super::Report;
use crate::export::{
    markdown::{Sheet, escape},
    notes::cite_words,
};

/// Prints a report.
pub(super) fn print(report: &Report<'_>) -> Vec<u8> {
    let mut page = Sheet::new(report.lang);
    page.line(&format!("# {}", escape(report.new.title())));
    page.paragraph(&format!("**{}**", page.t("diff.between")));
    if let Some(older) = report.older_words() {
        page.paragraph(&escape(&older));
    }
    page.paragraph(&page.t("diff.method"));
    page.heading("diff.title");
    page.paragraph(&escape(&report.count_words()));
    let mut record = None;
    for entry in &report.entries {
        let this = &entry.difference.piece.record;
        if record.replace(this) != Some(this) {
            page.gap();
            page.line(&format!("### {}", escape(&entry.spoken.who)));
            page.gap();
        }
        let words = entry.spoken.values(report.lang);
        let words = format!("{} {}", escape(&words), cite_words(&entry.cites));
        match words.trim() {
            "" => page.line(&format!("- **{}**", escape(&entry.spoken.what))),
            words => page.item(&entry.spoken.what, words),
        }
    }
    page.sources(&report.notes);
    page.into_bytes()
}
