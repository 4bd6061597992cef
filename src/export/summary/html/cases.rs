//! The cases as a table: who, the taking, the status, and each side's words.

use maud::{Markup, PreEscaped, Render, html};

use crate::{
    Progress,
    export::{
        ExportError,
        case_section::{CaseSection, CitedClaim},
        summary::{Summary, html::footnote_links},
    },
};

/// The columns before those of the two sides.
const COLUMNS: [&str; 3] =
    ["export.column.name", "export.column.abduction_date", "export.column.status"];

pub(super) fn cases(summary: &Summary<'_>, progress: &Progress) -> Result<Markup, ExportError> {
    let locale = summary.locale;
    let mut rows = String::new();
    for listed in summary.cases_with_progress(progress) {
        case_row(summary, listed?).render_to(&mut rows);
    }
    Ok(html! {
        section aria-labelledby="cases" {
            h2 #cases { (locale.t("export.cases.title")) }
            @if rows.is_empty() {
                p { (locale.t("export.cases.none")) }
            } @else {
                table.stack.cases role="table" {
                    caption { (summary.describe_listed_count()) }
                    thead { tr role="row" {
                        @for key in COLUMNS {
                            th scope="col" role="columnheader" { (locale.t(key)) }
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

fn case_row(summary: &Summary<'_>, row: &CaseSection<'_>) -> Markup {
    let Summary { locale, sides, .. } = summary;
    let case = row.case;
    html! {
        tr role="row" id={ "case-" (case.id) } {
            th scope="row" role="rowheader" {
                span.name { (row.name(*locale)) }
                span.soft { (row.other_name(*locale)) }
                @if !case.note.is_empty() { span.soft { (case.note) } }
            }
            td role="cell" data-label=(locale.t("export.column.abduction_date")) { (abduction_cell(summary, row)) }
            td.status role="cell" data-label=(locale.t("export.column.status")) {
                span.word { (row.describe_status(*locale)) }
                @if let Some((_, cites)) = &row.returned { " " (footnote_links(cites)) }
            }
            @for (at, side) in sides.iter().enumerate() {
                td.said role="cell" data-label=(side.name) {
                    span.word { (row.position_label(*locale, at)) }
                    @if let Some(said) = &row.positions[at] {
                        p { (cited_claim(summary, said)) }
                    }
                    (other_claims_list(summary, row, at))
                }
            }
        }
    }
}

fn abduction_cell(summary: &Summary<'_>, row: &CaseSection<'_>) -> Markup {
    let locale = summary.locale;
    let details = [row.age_label(locale), row.place_label(locale)];
    let details = locale.join_list(details.iter().filter(|detail| !detail.is_empty()));
    html! {
        (row.abduction_date_label(locale)) " " (footnote_links(&row.facts))
        span.soft { (details) }
        span.soft { (row.incident_label(locale, summary.register)) }
        @for (variant, cites) in &row.variants {
            @let (label, value) = row.describe_variant(locale, variant);
            @let value = locale.t_with("export.cell", &[("label", &label), ("text", &value)]);
            span.soft {
                (value) " " (footnote_links(cites))
                @if !variant.note.is_empty() { " — " (variant.note) }
            }
        }
    }
}

/// What else the party on this side said; words of other parties stand with the second side.
fn other_claims_list(summary: &Summary<'_>, row: &CaseSection<'_>, at: usize) -> Markup {
    let is_firsts = |said: &CitedClaim<'_>| said.claim.by == *summary.sides[0].id;
    let belongs = |said: &&CitedClaim<'_>| is_firsts(said) == (at == 0);
    let mut claims = row.other_claims.iter().filter(belongs).peekable();
    html! {
        @if claims.peek().is_some() {
            ul.further { @for said in claims { li {
                @if said.claim.reported || said.claim.by != *summary.sides[at].id {
                    span.reported { (said.party_label(summary.locale, summary.register)) }
                    " — "
                }
                (cited_claim(summary, said))
            } } }
        }
    }
}

fn cited_claim(summary: &Summary<'_>, said: &CitedClaim<'_>) -> Markup {
    html! {
        (said.describe(summary.locale)) " " (footnote_links(&said.cites))
        @if !said.claim.note.is_empty() { span.soft { (said.claim.note) } }
    }
}
