//! What changed between two days as one HTML file, in the style of the summary.

use maud::{Markup, PreEscaped, Render, html};

use super::{Entry, Report};
use crate::{
    export::{
        ExportError,
        html::{cited, page, sources},
        notes::Cite,
    },
    model::{Case, Total},
    progress::Progress,
    view::date_words,
};

/// The widths of the columns.
const STYLE: &str = include_str!("style.css");

/// The columns of the changes.
const COLUMNS: [&str; 4] = [
    "changes.column.date",
    "changes.column.who",
    "changes.column.words",
    "changes.column.position",
];

/// Prints a report.
pub(super) fn print(report: &Report<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let lang = report.lang;
    let mut rows = String::new();
    for entry in report.printed(progress) {
        row(report, entry?).render_to(&mut rows);
    }
    let remarks = html! { p.remark { (lang.t("changes.method")) } };
    let main = html! {
        (figures(report))
        section aria-labelledby="changes" {
            h2 #changes { (lang.t("changes.title")) }
            @if rows.is_empty() { p { (report.count_words()) } } @else {
                table.stack.changes role="table" {
                    caption { (report.count_words()) }
                    thead { tr role="row" {
                        @for key in COLUMNS {
                            th scope="col" role="columnheader" { (lang.t(key)) }
                        }
                    } }
                    tbody role="rowgroup" { (PreEscaped(rows)) }
                }
            }
        }
        (sources(&report.notes, lang))
    };
    let titles = [report.register.title(), &report.span_words()];
    Ok(page(lang, titles, STYLE, &remarks, &main))
}

/// The counts and totals on both days, and who joined or left.
fn figures(report: &Report<'_>) -> Markup {
    let lang = report.lang;
    let days = report.days_words();
    let [joined, left] = ["changes.column.joined", "changes.column.left"].map(|key| lang.t(key));
    html! {
        section aria-labelledby="figures" {
            h2 #figures { (lang.t("changes.figures")) }
            table.stack.figures role="table" {
                caption { (lang.t("changes.figures_words")) }
                thead { tr role="row" {
                    th scope="col" role="columnheader" { (lang.t("changes.figure")) }
                    @for day in &days { th scope="col" role="columnheader" { (day) } }
                    th scope="col" role="columnheader" { (joined) }
                    th scope="col" role="columnheader" { (left) }
                } }
                tbody role="rowgroup" {
                    @for figure in &report.figures { tr role="row" {
                        th scope="row" role="rowheader" { (figure.label) }
                        @for (day, count) in days.iter().zip(figure.counts) {
                            td.number role="cell" data-label=(day) { (lang.number(count)) }
                        }
                        (names(report, &joined, &figure.joined))
                        (names(report, &left, &figure.left))
                    } }
                    @for announced in &report.announced { tr role="row" {
                        th scope="row" role="rowheader" { (announced.label) }
                        @for (day, total) in days.iter().zip(&announced.totals) {
                            td.number role="cell" data-label=(day) { (total_cell(report, total)) }
                        }
                        td role="cell" {}
                        td role="cell" {}
                    } }
                }
            }
        }
    }
}

/// Names in a cell, which is empty where there is nobody.
fn names(report: &Report<'_>, label: &str, people: &[&Case]) -> Markup {
    html! { td role="cell" data-label=(label) { (report.names(people)) } }
}

fn total_cell(report: &Report<'_>, total: &Option<(&Total, Vec<Cite>)>) -> Markup {
    html! {
        @match total {
            Some((total, cites)) => {
                span { (report.total_words(Some(total))) " " (cited(cites)) }
            }
            None => { (report.total_words(None)) }
        }
    }
}

fn row(report: &Report<'_>, entry: &Entry<'_>) -> Markup {
    let lang = report.lang;
    let told = &entry.told;
    let [date, who, words, position] = COLUMNS.map(|key| lang.t(key));
    html! {
        tr role="row" {
            td role="cell" data-label=(date) { (date_words(lang, told.date)) }
            th scope="row" role="rowheader" data-label=(who) { (told.who) }
            td role="cell" data-label=(words) {
                span.word { (told.deed) }
                @if told.words.is_empty() { " " (cited(&entry.cites)) }
                @else { p { (told.words) " " (cited(&entry.cites)) } }
                @if !told.instead.is_empty() { span.soft { (told.instead) } }
                @if !told.note.is_empty() { span.soft { (told.note) } }
            }
            td role="cell" data-label=(position) { (told.position_words(lang)) }
        }
    }
}
