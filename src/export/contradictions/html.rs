//! Contradictions as a table: who, in words, and both sides with their sources.

use maud::{Markup, html};

use crate::{
    Locale,
    export::{
        case_section::other_name,
        contradictions::{CitedContradiction, ContradictionsReport},
        summary::html::{footnote_links, render_page, sources},
    },
    model::Case,
};

/// The columns.
const COLUMNS: [&str; 4] =
    ["export.column.name", "contradictions.kind", "contradictions.first", "contradictions.second"];

/// Prints the document.
pub(super) fn print(document: &ContradictionsReport<'_>) -> Vec<u8> {
    let locale = document.locale;
    let lead = html! {
        p.scope { (document.describe_scope()) }
        p.remark { (locale.t("contradictions.method")) }
    };
    let main = html! {
        (section(document.cases(), locale, &document.describe_count()))
        (sources(&document.footnotes, locale))
    };
    render_page(locale, [document.register.title(), &document.describe_as_of()], "", &lead, &main)
}

/// The contradictions of some cases, with a caption; says so where there are none.
pub(crate) fn section<'a, 'b: 'a>(
    cases: impl Iterator<Item = (&'a Case, &'a [CitedContradiction<'b>])>,
    locale: Locale,
    caption: &str,
) -> Markup {
    let mut cases = cases.peekable();
    html! {
        section aria-labelledby="contradictions" {
            h2 #contradictions { (locale.t("contradictions.title")) }
            @if cases.peek().is_none() {
                p { (locale.t("contradictions.none_in_export")) }
            } @else {
                table.stack.cases role="table" {
                    caption { (caption) }
                    thead { tr role="row" {
                        @for key in COLUMNS {
                            th scope="col" role="columnheader" { (locale.t(key)) }
                        }
                    } }
                    tbody role="rowgroup" {
                        @for (case, all) in cases {
                            @for one in all { (contradiction_row(case, one, locale)) }
                        }
                    }
                }
            }
        }
    }
}

fn contradiction_row(case: &Case, one: &CitedContradiction<'_>, locale: Locale) -> Markup {
    let [_, kind, first, second] = COLUMNS.map(|key| locale.t(key));
    html! {
        tr role="row" {
            th scope="row" role="rowheader" {
                span.name { (case.name.display_name(locale.code())) }
                span.soft { (other_name(case, locale)) }
            }
            td.words role="cell" data-label=(kind) {
                span.word { (one.label) }
                p { (one.text) }
            }
            @for (label, side) in [first, second].iter().zip(&one.sides) {
                td role="cell" data-label=(label) {
                    p { (side.who) " " (footnote_links(&side.cites)) }
                    @if !side.says.is_empty() { span.soft { (side.says) } }
                }
            }
        }
    }
}
