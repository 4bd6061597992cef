//! What changed between two days as one HTML file, in the style of the summary.

use maud::{Markup, PreEscaped, Render, html};

use crate::{
    Progress,
    describe::claims::format_date,
    export::{
        ExportError,
        changes::{ChangeEntry, ChangesReport},
        footnotes::FootnoteRef,
        summary::html::{footnote_links, render_page, sources},
    },
    model::{Case, Total},
};

/// The widths of the columns.
const STYLE: &str = include_str!("style.css");

/// The columns of the changes.
const COLUMNS: [&str; 4] = [
    "changes.column.date",
    "changes.column.subject",
    "changes.column.statement",
    "changes.column.position",
];

/// Prints a report.
pub(super) fn print(
    report: &ChangesReport<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let locale = report.locale;
    let mut rows = String::new();
    for entry in report.entries_with_progress(progress) {
        change_row(report, entry?).render_to(&mut rows);
    }
    let remarks = html! { p.remark { (locale.t("changes.method")) } };
    let main = html! {
        (cohorts_section(report))
        section aria-labelledby="changes" {
            h2 #changes { (locale.t("changes.title")) }
            @if rows.is_empty() { p { (report.describe_count()) } } @else {
                table.stack.changes role="table" {
                    caption { (report.describe_count()) }
                    thead { tr role="row" {
                        @for key in COLUMNS {
                            th scope="col" role="columnheader" { (locale.t(key)) }
                        }
                    } }
                    tbody role="rowgroup" { (PreEscaped(rows)) }
                }
            }
        }
        (sources(&report.footnotes, locale))
    };
    let titles = [report.register.title(), &report.describe_span()];
    Ok(render_page(locale, titles, STYLE, &remarks, &main))
}

/// The counts and totals on both days, and who joined or left.
fn cohorts_section(report: &ChangesReport<'_>) -> Markup {
    let locale = report.locale;
    let days = report.day_labels();
    let [joined, left] = ["changes.column.joined", "changes.column.left"].map(|key| locale.t(key));
    html! {
        section aria-labelledby="figures" {
            h2 #figures { (locale.t("changes.counts_title")) }
            table.stack.figures role="table" {
                caption { (locale.t("changes.counts_explanation")) }
                thead { tr role="row" {
                    th scope="col" role="columnheader" { (locale.t("changes.count_label")) }
                    @for day in &days { th scope="col" role="columnheader" { (day) } }
                    th scope="col" role="columnheader" { (joined) }
                    th scope="col" role="columnheader" { (left) }
                } }
                tbody role="rowgroup" {
                    @for figure in &report.cohorts { tr role="row" {
                        th scope="row" role="rowheader" { (figure.label) }
                        @for (day, count) in days.iter().zip(figure.counts) {
                            td.number role="cell" data-label=(day) { (locale.format_number(count)) }
                        }
                        (names_cell(report, &joined, &figure.joined))
                        (names_cell(report, &left, &figure.left))
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
fn names_cell(report: &ChangesReport<'_>, label: &str, people: &[&Case]) -> Markup {
    html! { td role="cell" data-label=(label) { (report.join_names(people)) } }
}

fn total_cell(report: &ChangesReport<'_>, total: &Option<(&Total, Vec<FootnoteRef>)>) -> Markup {
    html! {
        @match total {
            Some((total, cites)) => {
                span { (report.describe_total(Some(total))) " " (footnote_links(cites)) }
            }
            None => { (report.describe_total(None)) }
        }
    }
}

fn change_row(report: &ChangesReport<'_>, entry: &ChangeEntry<'_>) -> Markup {
    let locale = report.locale;
    let change_text = &entry.text;
    let [date, who, text, position] = COLUMNS.map(|key| locale.t(key));
    html! {
        tr role="row" {
            td role="cell" data-label=(date) { (format_date(locale, change_text.date)) }
            th scope="row" role="rowheader" data-label=(who) { (change_text.subject) }
            td role="cell" data-label=(text) {
                span.word { (change_text.action) }
                @if change_text.text.is_empty() { " " (footnote_links(&entry.cites)) }
                @else { p { (change_text.text) " " (footnote_links(&entry.cites)) } }
                @if !change_text.replaced_claim.is_empty() { span.soft { (change_text.replaced_claim) } }
                @if !change_text.note.is_empty() { span.soft { (change_text.note) } }
            }
            td role="cell" data-label=(position) { (change_text.describe_position_change(locale)) }
        }
    }
}
