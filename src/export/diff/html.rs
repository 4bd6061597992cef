//! What differs as one HTML file, in the style of the summary.

use maud::{Markup, html};

use crate::export::{
    diff::{DiffEntry, DiffReport},
    summary::html::{footnote_links, render_page, sources},
};

/// The widths of the columns.
const STYLE: &str = include_str!("style.css");

/// The columns.
const COLUMNS: [&str; 4] = [
    "changes.column.subject",
    "changes.column.change",
    "changes.column.before",
    "changes.column.after",
];

/// Prints a report.
pub(super) fn print(report: &DiffReport<'_>) -> Vec<u8> {
    let locale = report.locale;
    let remarks = html! {
        @if let Some(older) = report.describe_older_title() { p.scope { (older) } }
        p.remark { (locale.t("diff.method")) }
    };
    let main = html! {
        section aria-labelledby="differences" {
            h2 #differences { (locale.t("diff.title")) }
            @if report.entries.is_empty() { p { (report.describe_count()) } } @else {
                table.stack.differences role="table" {
                    caption { (report.describe_count()) }
                    thead { tr role="row" {
                        @for key in COLUMNS {
                            th scope="col" role="columnheader" { (locale.t(key)) }
                        }
                    } }
                    tbody role="rowgroup" { @for entry in &report.entries { (difference_row(report, entry)) } }
                }
            }
        }
        (sources(&report.footnotes, locale))
    };
    let titles = [report.new.title(), &locale.t("diff.heading")];
    render_page(locale, titles, STYLE, &remarks, &main)
}

fn difference_row(report: &DiffReport<'_>, entry: &DiffEntry<'_>) -> Markup {
    let [who, deed, before, after] = COLUMNS.map(|key| report.locale.t(key));
    let spoken = &entry.text;
    html! {
        tr role="row" {
            th scope="row" role="rowheader" data-label=(who) { (spoken.subject) }
            td role="cell" data-label=(deed) {
                span { (spoken.change) " " (footnote_links(&entry.cites)) }
            }
            td role="cell" data-label=(before) { (spoken.old) }
            td role="cell" data-label=(after) { (spoken.new) }
        }
    }
}
