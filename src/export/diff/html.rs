//! What differs as one HTML file, in the style of the summary.

use maud::{Markup, html};

use super::{Entry, Report};
use crate::export::html::{cited, page, sources};

/// The widths of the columns.
const STYLE: &str = include_str!("style.css");

/// The columns.
const COLUMNS: [&str; 4] =
    ["changes.column.who", "changes.column.deed", "changes.column.before", "changes.column.after"];

/// Prints a report.
pub(super) fn print(report: &Report<'_>) -> Vec<u8> {
    let lang = report.lang;
    let remarks = html! {
        @if let Some(older) = report.older_words() { p.scope { (older) } }
        p.remark { (lang.t("diff.method")) }
    };
    let main = html! {
        section aria-labelledby="differences" {
            h2 #differences { (lang.t("diff.title")) }
            @if report.entries.is_empty() { p { (report.count_words()) } } @else {
                table.stack.differences role="table" {
                    caption { (report.count_words()) }
                    thead { tr role="row" {
                        @for key in COLUMNS {
                            th scope="col" role="columnheader" { (lang.t(key)) }
                        }
                    } }
                    tbody role="rowgroup" { @for entry in &report.entries { (row(report, entry)) } }
                }
            }
        }
        (sources(&report.notes, lang))
    };
    let titles = [report.new.title(), &lang.t("diff.between")];
    page(lang, titles, STYLE, &remarks, &main)
}

fn row(report: &Report<'_>, entry: &Entry<'_>) -> Markup {
    let [who, deed, before, after] = COLUMNS.map(|key| report.lang.t(key));
    let spoken = &entry.spoken;
    html! {
        tr role="row" {
            th scope="row" role="rowheader" data-label=(who) { (spoken.who) }
            td role="cell" data-label=(deed) {
                span { (spoken.what) " " (cited(&entry.cites)) }
            }
            td role="cell" data-label=(before) { (spoken.old) }
            td role="cell" data-label=(after) { (spoken.new) }
        }
    }
}
