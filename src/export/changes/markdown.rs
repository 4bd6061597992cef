//! What changed between two days, in Markdown, day by day.

use super::{Entry, Report};
use crate::{
    export::{
        ExportError,
        markdown::{Sheet, escape, remarked},
        notes::cite_words,
    },
    lang::Lang,
    progress::Progress,
    view::day_words,
};

/// Prints a report.
pub(super) fn print(report: &Report<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let lang = report.lang;
    let mut page = Sheet::new(lang);
    page.line(&format!("# {}", escape(report.register.title())));
    page.paragraph(&format!("**{}**", escape(&report.span_words())));
    page.paragraph(&page.t("changes.method"));
    figures(&mut page, report);
    page.heading("changes.title");
    page.paragraph(&escape(&report.count_words()));
    let mut day = None;
    for entry in report.printed(progress) {
        let entry = entry?;
        if day.replace(entry.item.day) != Some(entry.item.day) {
            page.gap();
            page.line(&format!("### {}", escape(&day_words(lang, entry.item.day))));
            page.gap();
        }
        page.item(&entry.told.who, &entry_words(entry, lang));
    }
    page.sources(&report.notes);
    Ok(page.into_bytes())
}

/// The counts and totals on both days, and who joined or left.
fn figures(page: &mut Sheet, report: &Report<'_>) {
    let lang = report.lang;
    page.heading("changes.figures");
    page.paragraph(&page.t("changes.figures_words"));
    page.gap();
    let [from, to] = report.days_words().map(|day| escape(&day));
    let [figure, joined, left] =
        ["changes.figure", "changes.column.joined", "changes.column.left"].map(|key| page.t(key));
    page.row(&[figure, from, to, joined, left]);
    page.line("|---|--:|--:|---|---|");
    for figure in &report.figures {
        let [before, after] = figure.counts.map(|count| lang.number(count));
        let [joined, left] = [&figure.joined, &figure.left].map(|names| report.names(names));
        page.row(&[escape(&figure.label), before, after, escape(&joined), escape(&left)]);
    }
    for announced in &report.announced {
        let [before, after] = announced.totals.each_ref().map(|total| match total {
            Some((total, cites)) => page.cited(&report.total_words(Some(total)), cites),
            None => escape(&report.total_words(None)),
        });
        page.row(&[escape(&announced.label), before, after, String::new(), String::new()]);
    }
}

/// What an entry says beside whom it concerns.
fn entry_words(entry: &Entry<'_>, lang: Lang) -> String {
    let told = &entry.told;
    let deed = entry.deed_words(lang);
    let position = told.position_words(lang);
    let parts = [&deed, &told.words, &told.instead, &position].map(|part| escape(part));
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let words = format!("{} {}", parts.join(" · "), cite_words(&entry.cites));
    remarked(words.trim_end().to_owned(), told.note)
}
