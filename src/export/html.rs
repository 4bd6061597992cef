//! A summary as one HTML file that needs nothing beside it: no script, no font, no picture file.
//!
//! Every text of the register goes through maud's escaping. It is laid out for a desk, for a
//! phone (where a row of a table becomes a block with labels) and for A4.

mod bars;
mod cases;
mod pictures;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    ExportError, Input, contradictions,
    notes::{Cite, Note, is_link, published_words},
    summary::{Side, Summary},
};
use crate::{
    lang::Lang,
    model::SourceKind,
    progress::Progress,
    view::{date_words, kind_words},
};

const STYLE: &str = include_str!("html/style.css");

/// The columns of the counts.
const COUNTS: [&str; 5] = [
    "export.column.party",
    "export.column.counted",
    "export.column.announced",
    "export.column.announced_on",
    "export.column.agreement",
];

/// Prints a summary.
pub(super) fn print(
    summary: &Summary<'_>,
    input: &Input<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let lang = summary.lang;
    let remark = lang.pick(summary.register.note());
    let cases = cases::cases(summary, progress)?;
    let title = summary.register.title();
    let remarks = html! {
        p.scope { (summary.scope_words()) }
        @if !remark.is_empty() { p.remark { (remark) } }
    };
    let main = html! {
        (counts(summary))
        (difference(summary))
        (status(summary))
        @if let Some(course) = input.pictures { (pictures::section(input, course)) }
        (cases)
        @if summary.with_contradictions {
            (contradictions::html::section(
                summary.contradicted(),
                lang,
                &summary.contradictions_words(),
            ))
        }
        (sources(&summary.notes, lang))
    };
    let style = if input.pictures.is_some() { pictures::STYLE } else { "" };
    Ok(page(lang, [title, &summary.as_of_words()], style, &remarks, &main))
}

/// A whole page: its title and the day or days it holds for, what its style has beyond that of
/// every page, what is to be known first, the rest.
pub(super) fn page(
    lang: Lang,
    [title, day]: [&str; 2],
    style: &'static str,
    remarks: &Markup,
    main: &Markup,
) -> Vec<u8> {
    let page = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
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
    let lang = summary.lang;
    let columns = COUNTS.map(|key| lang.t(key));
    let [_, counted, announced, announced_on, agreement] = &columns;
    let caption = lang.with("export.counts.caption", &[("day", &summary.day())]);
    html! {
        section aria-labelledby="counts" {
            h2 #counts { (lang.t("export.counts.title")) }
            p.remark { (lang.t("export.method")) }
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
                        td.number role="cell" data-label=(counted) { (lang.number(side.counted)) }
                        (announced_cells(side, lang, announced, announced_on))
                        td role="cell" data-label=(agreement) { (side.agreement_words(lang)) }
                    } }
                }
            }
            @for side in &summary.sides { (total_remark(side, lang)) }
        }
    }
}

fn announced_cells(side: &Side<'_>, lang: Lang, count_label: &str, on_label: &str) -> Markup {
    html! {
        @match &side.announced {
            Some((total, cites)) => {
                td.number role="cell" data-label=(count_label) {
                    (lang.number(total.count as usize))
                }
                td role="cell" data-label=(on_label) {
                    span { (date_words(lang, &total.on)) " " (cited(cites)) }
                }
            }
            None => {
                td role="cell" data-label=(count_label) { (lang.t("export.announced.none")) }
                td role="cell" data-label=(on_label) {}
            }
        }
    }
}

/// What the register remarks on an announced total.
fn total_remark(side: &Side<'_>, lang: Lang) -> Markup {
    let total = side.announced.as_ref().filter(|(total, _)| !total.note.is_empty());
    html! {
        @if let Some((total, _)) = total {
            p.remark {
                b { (side.name) " " (lang.number(total.count as usize)) } " — " (total.note)
            }
        }
    }
}

fn difference(summary: &Summary<'_>) -> Markup {
    let Summary { lang, sides, reconciliation, .. } = summary;
    let n = lang.number(reconciliation.both.len());
    html! {
        section aria-labelledby="difference" {
            h2 #difference { (lang.t("export.difference.title")) }
            p.sum { (summary.difference_words()) }
            dl.names {
                @for side in sides {
                    dt { (side.only_words(*lang)) }
                    dd { (names(side, *lang)) }
                }
            }
            p.remark { (lang.with("export.difference.both", &[("n", &n)])) }
        }
    }
}

fn names(side: &Side<'_>, lang: Lang) -> Markup {
    html! {
        @if side.only.is_empty() { (lang.t("export.difference.nobody")) } @else {
            ul { @for person in &side.only { li {
                @if person.listed { a href={ "#case-" (person.case.id) } { (person.name) } }
                @else { (person.name) }
            } } }
        }
    }
}

fn status(summary: &Summary<'_>) -> Markup {
    let lang = summary.lang;
    html! {
        section aria-labelledby="status" {
            h2 #status { (lang.t("export.status.title")) }
            table.short {
                caption { (summary.union_words()) }
                thead { tr {
                    th scope="col" { (lang.t("export.column.status")) }
                    th scope="col" { (lang.t("export.status.people")) }
                } }
                tbody { @for (status, n) in summary.status() { tr {
                    th scope="row" { (lang.t(&format!("status.{}", status.key()))) }
                    td.number { (lang.number(n)) }
                } } }
            }
        }
    }
}

/// The sources that were cited, by number.
pub(super) fn sources(notes: &[Note<'_>], lang: Lang) -> Markup {
    html! {
        section.sources aria-labelledby="sources" {
            h2 #sources { (lang.t("export.sources.title")) }
            @if notes.is_empty() { p { (lang.t("export.sources.none")) } }
            ol { @for (number, note) in (1..).zip(notes) {
                li id={ "source-" (number) } {
                    @let back = lang.with("export.sources.back", &[("n", &lang.number(number))]);
                    a href={ "#cite-" (number) } title=(back) { "[" (number) "]" }
                    span { (source(note, lang)) }
                }
            } }
        }
    }
}

fn source(note: &Note<'_>, lang: Lang) -> Markup {
    let Some(source) = note.source else { return html! { (note.missing(lang)) } };
    let kind = match source.kind {
        SourceKind::Official => "official",
        SourceKind::Press => "press",
        SourceKind::Secondary => "secondary",
    };
    html! {
        span class={ "mark " (kind) } { (kind_words(lang, source.kind)) }
        " " (source.publisher) " · " cite { (source.title) } " · " (published_words(lang, source))
        @if !source.address.is_empty() {
            " · "
            @if is_link(&source.address) { a href=(source.address) { (source.address) } }
            @else { (source.address) }
        }
        @if !source.note.is_empty() { " · " (source.note) }
    }
}

/// References to notes; the first to each note is where the note leads back to.
pub(super) fn cited(cites: &[Cite]) -> Markup {
    html! {
        @for (at, Cite { number, first }) in cites.iter().enumerate() {
            @if at > 0 { " " }
            a.cite id=[first.then(|| format!("cite-{number}"))] href={ "#source-" (number) } {
                "[" (number) "]"
            }
        }
    }
}
