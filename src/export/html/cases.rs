//! The cases as a table: who, the taking, the status, and each side's words.

use maud::{Markup, PreEscaped, Render, html};

use super::cited;
use crate::{
    export::{
        ExportError,
        row::{Row, Said},
        summary::Summary,
    },
    progress::Progress,
};

/// The columns before those of the two sides.
const COLUMNS: [&str; 3] = ["export.column.name", "export.column.taken", "export.column.status"];

pub(super) fn cases(summary: &Summary<'_>, progress: &Progress) -> Result<Markup, ExportError> {
    let lang = summary.lang;
    let mut rows = String::new();
    for listed in summary.printed(progress) {
        row(summary, listed?).render_to(&mut rows);
    }
    Ok(html! {
        section aria-labelledby="cases" {
            h2 #cases { (lang.t("export.cases.title")) }
            @if rows.is_empty() {
                p { (lang.t("export.cases.none")) }
            } @else {
                table.stack.cases role="table" {
                    caption { (summary.listed_words()) }
                    thead { tr role="row" {
                        @for key in COLUMNS {
                            th scope="col" role="columnheader" { (lang.t(key)) }
                        }
                        @for side in &summary.sides {
                            th scope="col" role="columnheader" { (side.name) }
                        }
                    } }
                    tbody role="rowgroup" { (PreEscaped(rows)) }
                }
            }
        }
    })
}

fn row(summary: &Summary<'_>, row: &Row<'_>) -> Markup {
    let Summary { lang, sides, .. } = summary;
    let case = row.case;
    html! {
        tr role="row" id={ "case-" (case.id) } {
            th scope="row" role="rowheader" {
                span.name { (row.name(*lang)) }
                span.soft { (row.other_name(*lang)) }
                @if !case.note.is_empty() { span.soft { (case.note) } }
            }
            td role="cell" data-label=(lang.t("export.column.taken")) { (taken(summary, row)) }
            td.status role="cell" data-label=(lang.t("export.column.status")) {
                span.word { (row.status_words(*lang)) }
                @if let Some((_, cites)) = &row.returned { " " (cited(cites)) }
            }
            @for (at, side) in sides.iter().enumerate() {
                td.said role="cell" data-label=(side.name) {
                    span.word { (row.account_words(*lang, at)) }
                    @if let Some(said) = &row.positions[at] {
                        p { (words(summary, said)) }
                    }
                    (further(summary, row, at))
                }
            }
        }
    }
}

fn taken(summary: &Summary<'_>, row: &Row<'_>) -> Markup {
    let lang = summary.lang;
    let details = [row.age_words(lang), row.place_words(lang)];
    let details = lang.join(details.iter().filter(|detail| !detail.is_empty()));
    html! {
        (row.taken_words(lang)) " " (cited(&row.facts))
        span.soft { (details) }
        span.soft { (row.incident_words(lang, summary.register)) }
        @for (variant, cites) in &row.variants {
            @let (label, value) = row.variant_words(lang, variant);
            @let value = lang.with("export.cell", &[("label", &label), ("words", &value)]);
            span.soft {
                (value) " " (cited(cites))
                @if !variant.note.is_empty() { " — " (variant.note) }
            }
        }
    }
}

/// What else the party on this side said; words of other parties stand with the second side.
fn further(summary: &Summary<'_>, row: &Row<'_>, at: usize) -> Markup {
    let is_firsts = |said: &Said<'_>| said.claim.by == *summary.sides[0].id;
    let belongs = |said: &&Said<'_>| is_firsts(said) == (at == 0);
    let mut said = row.further.iter().filter(belongs).peekable();
    html! {
        @if said.peek().is_some() {
            ul.further { @for said in said { li {
                @if said.claim.reported || said.claim.by != *summary.sides[at].id {
                    span.reported { (said.by_words(summary.lang, summary.register)) }
                    " — "
                }
                (words(summary, said))
            } } }
        }
    }
}

fn words(summary: &Summary<'_>, said: &Said<'_>) -> Markup {
    html! {
        (said.words(summary.lang)) " " (cited(&said.cites))
        @if !said.claim.note.is_empty() { span.soft { (said.claim.note) } }
    }
}
