//! A summary as one HTML file that needs nothing beside it: no script, no font, no picture file.
//!
//! Every text of the register goes through maud's escaping. It is laid out for a desk, for a
//! phone (where a row of a table becomes a block with labels) and for A4.

mod bars;
mod cases;
mod figures;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{
    Locale, Progress,
    describe::claims::{format_date, source_kind_label},
    export::{
        ExportError, ReportInput,
        contradictions::html,
        footnotes::{Footnote, FootnoteRef, is_link, publication_label},
        summary::{PartySide, Summary},
    },
    model::SourceKind,
};

const STYLE: &str = include_str!("style.css");

/// The columns of the counts.
const COUNT_COLUMNS: [&str; 5] = [
    "export.column.party",
    "export.column.counted",
    "export.column.announced",
    "export.column.announced_on",
    "export.column.agreement",
];

/// Prints a summary.
pub(crate) fn print(
    summary: &Summary<'_>,
    input: &ReportInput<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let locale = summary.locale;
    let remark = locale.pick(summary.register.note());
    let cases = cases::cases(summary, progress)?;
    let title = summary.register.title();
    let remarks = html! {
        p.scope { (summary.describe_scope()) }
        @if !remark.is_empty() { p.remark { (remark) } }
    };
    let main = html! {
        (counts(summary))
        (difference(summary))
        (status(summary))
        @if let Some(count_points) = input.count_points { (figures::section(input, count_points)) }
        (cases)
        @if summary.with_contradictions {
            (html::section(
                summary.cases_with_contradictions(),
                locale,
                &summary.describe_contradiction_count(),
            ))
        }
        (sources(&summary.footnotes, locale))
    };
    let style = if input.count_points.is_some() { figures::STYLE } else { "" };
    Ok(render_page(locale, [title, &summary.describe_as_of()], style, &remarks, &main))
}

/// A whole page: its title and the day or days it holds for, what its style has beyond that of
/// every page, what is to be known first, the rest.
pub(crate) fn render_page(
    locale: Locale,
    [title, day]: [&str; 2],
    style: &'static str,
    remarks: &Markup,
    main: &Markup,
) -> Vec<u8> {
    let page = html! {
        (DOCTYPE)
        html lang=(locale.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (day) }
                style { (PreEscaped(STYLE)) (PreEscaped(style)) }
            }
            body {
                header {
                    h1 { (title) }
                    p.day { (day) }
                    (remarks)
                }
                main { (main) }
            }
        }
    };
    let mut bytes = page.into_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn counts(summary: &Summary<'_>) -> Markup {
    let locale = summary.locale;
    let columns = COUNT_COLUMNS.map(|key| locale.t(key));
    let [_, counted, announced, announced_on, agreement] = &columns;
    let caption = locale.t_with("export.counts.caption", &[("day", &summary.day_label())]);
    html! {
        section aria-labelledby="counts" {
            h2 #counts { (locale.t("export.counts.title")) }
            p.remark { (locale.t("export.method")) }
            (bars::bars(summary))
            table.stack.plain role="table" {
                caption { (caption) }
                thead { tr role="row" {
                    @for column in &columns {
                        th scope="col" role="columnheader" { (column) }
                    }
                } }
                tbody role="rowgroup" {
                    @for side in &summary.sides { tr role="row" {
                        th scope="row" role="rowheader" { (side.name) }
                        td.number role="cell" data-label=(counted) { (locale.format_number(side.counted)) }
                        (announced_cells(side, locale, announced, announced_on))
                        td role="cell" data-label=(agreement) { (side.describe_agreement(locale)) }
                    } }
                }
            }
            @for side in &summary.sides { (total_remark(side, locale)) }
        }
    }
}

fn announced_cells(
    side: &PartySide<'_>,
    locale: Locale,
    count_label: &str,
    on_label: &str,
) -> Markup {
    html! {
        @match &side.announced {
            Some((total, cites)) => {
                td.number role="cell" data-label=(count_label) {
                    (locale.format_number(total.count as usize))
                }
                td role="cell" data-label=(on_label) {
                    span { (format_date(locale, &total.on)) " " (footnote_links(cites)) }
                }
            }
            None => {
                td role="cell" data-label=(count_label) { (locale.t("export.announced_total.none")) }
                td role="cell" data-label=(on_label) {}
            }
        }
    }
}

/// What the register remarks on an announced total.
fn total_remark(side: &PartySide<'_>, locale: Locale) -> Markup {
    let total = side.announced.as_ref().filter(|(total, _)| !total.note.is_empty());
    html! {
        @if let Some((total, _)) = total {
            p.remark {
                b { (side.name) " " (locale.format_number(total.count as usize)) } " — " (total.note)
            }
        }
    }
}

fn difference(summary: &Summary<'_>) -> Markup {
    let Summary { locale, sides, reconciliation, .. } = summary;
    let n = locale.format_number(reconciliation.both.len());
    html! {
        section aria-labelledby="difference" {
            h2 #difference { (locale.t("export.difference.title")) }
            p.sum { (summary.describe_difference()) }
            dl.names {
                @for side in sides {
                    dt { (side.describe_only_count(*locale)) }
                    dd { (names(side, *locale)) }
                }
            }
            p.remark { (locale.t_with("export.difference.both", &[("n", &n)])) }
        }
    }
}

fn names(side: &PartySide<'_>, locale: Locale) -> Markup {
    html! {
        @if side.only.is_empty() { (locale.t("export.difference.nobody")) } @else {
            ul { @for person in &side.only { li {
                @if person.is_listed { a href={ "#case-" (person.case.id) } { (person.name) } }
                @else { (person.name) }
            } } }
        }
    }
}

fn status(summary: &Summary<'_>) -> Markup {
    let locale = summary.locale;
    html! {
        section aria-labelledby="status" {
            h2 #status { (locale.t("export.status.title")) }
            table.short {
                caption { (summary.describe_union_count()) }
                thead { tr {
                    th scope="col" { (locale.t("export.column.status")) }
                    th scope="col" { (locale.t("export.status.people")) }
                } }
                tbody { @for (status, n) in summary.status_counts() { tr {
                    th scope="row" { (locale.t(&format!("status.{}", status.key()))) }
                    td.number { (locale.format_number(n)) }
                } } }
            }
        }
    }
}

/// The sources that were cited, by number.
pub(crate) fn sources(notes: &[Footnote<'_>], locale: Locale) -> Markup {
    html! {
        section.sources aria-labelledby="sources" {
            h2 #sources { (locale.t("export.sources.title")) }
            @if notes.is_empty() { p { (locale.t("export.sources.none")) } }
            ol { @for (number, note) in (1..).zip(notes) {
                li id={ "source-" (number) } {
                    @let back = locale.t_with("export.sources.back_link", &[("n", &locale.format_number(number))]);
                    a href={ "#cite-" (number) } title=(back) { "[" (number) "]" }
                    span { (source(note, locale)) }
                }
            } }
        }
    }
}

fn source(note: &Footnote<'_>, locale: Locale) -> Markup {
    let Some(source) = note.source else { return html! { (note.describe_missing_source(locale)) } };
    let kind = match source.kind {
        SourceKind::Official => "official",
        SourceKind::Press => "press",
        SourceKind::Secondary => "secondary",
    };
    html! {
        span class={ "mark " (kind) } { (source_kind_label(locale, source.kind)) }
        " " (source.publisher) " · " cite { (source.title) } " · " (publication_label(locale, source))
        @if !source.address.is_empty() {
            " · "
            @if is_link(&source.address) { a href=(source.address) { (source.address) } }
            @else { (source.address) }
        }
        @if !source.note.is_empty() { " · " (source.note) }
    }
}

/// References to notes; the first to each note is where the note leads back to.
pub(crate) fn footnote_links(cites: &[FootnoteRef]) -> Markup {
    html! {
        @for (at, FootnoteRef { number, is_first }) in cites.iter().enumerate() {
            @if at > 0 { " " }
            a.cite id=[is_first.then(|| format!("cite-{number}"))] href={ "#source-" (number) } {
                "[" (number) "]"
            }
        }
    }
}
