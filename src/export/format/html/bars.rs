//! Bars of one scale as SVG. Each part has a pattern, a number and a label, so that nothing depends
//! on colour.

use maud::{Markup, html};

use crate::{
    Locale,
    export::{
        document::{Bar, BarPart},
        format::html::language::render_text,
    },
};

/// The whole width, in hundredths of a percent.
const FULL_WIDTH: usize = 10_000;

/// The narrowest part that has room for its number, in hundredths of a percent.
const MIN_LABELLED_WIDTH: usize = 500;

/// Renders bars; the longest has the whole width.
pub(super) fn render_bars(bars: &[Bar], locale: Locale) -> Markup {
    let scale = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    html! {
        (patterns())
        div.bars {
            @for (index, bar) in bars.iter().enumerate() { (render_bar(index, bar, scale, locale)) }
        }
    }
}

fn render_bar(index: usize, bar: &Bar, scale: usize, locale: Locale) -> Markup {
    let (title, description_id) = (format!("bar-{index}-title"), format!("bar-{index}-words"));
    html! {
        figure {
            figcaption {
                span { (render_text(&bar.caption, locale)) }
                b { (locale.format_number(bar.count)) }
            }
            svg.bar role="img" aria-labelledby={ (title) " " (description_id) } {
                title id=(title) { (bar.title) }
                desc id=(description_id) { (bar.description) }
                rect.track x="0" y="0" width="100%" height="100%" {}
                @for (part, [from, to]) in part_extents(bar, scale) {
                    rect class={ "part " (part.class) } x=(format_percent(from)) y="0"
                        width=(format_percent(to - from)) height="100%" {}
                    @if to - from >= MIN_LABELLED_WIDTH {
                        text x=(format_percent(from.midpoint(to))) y="50%" text-anchor="middle"
                            dominant-baseline="central" { (locale.format_number(part.count)) }
                    }
                }
            }
            ul.legend { @for part in &bar.parts { li {
                svg aria-hidden="true" {
                    rect class={ "part " (part.class) } width="100%" height="100%" {}
                }
                (render_text(&part.label, locale))
            } } }
        }
    }
}

/// Returns the parts of a bar, each with its beginning and its end in hundredths of a percent.
fn part_extents(bar: &Bar, scale: usize) -> impl Iterator<Item = (&BarPart, [usize; 2])> {
    bar.parts.iter().scan(0, move |before, part| {
        let from = *before * FULL_WIDTH / scale;
        *before += part.count;
        Some((part, [from, *before * FULL_WIDTH / scale]))
    })
}

fn format_percent(hundredths: usize) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Defines the patterns of the parts, once for the page.
fn patterns() -> Markup {
    html! {
        svg.defs width="0" height="0" aria-hidden="true" {
            defs {
                pattern #hatch width="8" height="8" patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)" {
                    rect.hatch-ground width="8" height="8" {}
                    line.hatch-line x1="2" y1="0" x2="2" y2="8" {}
                }
                pattern #dots width="6" height="6" patternUnits="userSpaceOnUse" {
                    rect.dots-ground width="6" height="6" {}
                    circle.dot cx="2" cy="2" r="1.2" {}
                }
            }
        }
    }
}
