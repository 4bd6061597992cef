//! The two counts as bars of one scale. Each part has a pattern, a number and a label in words,
//! so that nothing depends on colour.

use maud::{Markup, html};

use crate::{
    Locale,
    analysis::reconciliation::Segment,
    export::summary::{PartySide, Summary, describe_segment_count},
};

/// Hundredths of a percent in the whole width.
const FULL_WIDTH: usize = 10_000;

/// A part narrower than this, in hundredths of a percent, has no room for its number.
const MIN_LABELLED_WIDTH: usize = 500;

pub(super) fn bars(summary: &Summary<'_>) -> Markup {
    let scale = summary.sides.iter().map(|side| side.counted).max().unwrap_or(0).max(1);
    html! {
        (patterns())
        div.bars {
            @for (at, side) in summary.sides.iter().enumerate() {
                (bar(at, side, scale, summary.locale))
            }
        }
    }
}

fn bar(at: usize, side: &PartySide<'_>, scale: usize, locale: Locale) -> Markup {
    let (title, description_id) = (format!("bar-{at}-title"), format!("bar-{at}-words"));
    let n = locale.format_number(side.counted);
    let counts = locale.t_with("export.counts.bar", &[("party", &side.name), ("n", &n)]);
    html! {
        figure {
            figcaption {
                span { (locale.t_with("export.counts.counts", &[("party", &side.name)])) }
                b { (n) }
            }
            svg.bar role="img" aria-labelledby={ (title) " " (description_id) } {
                title id=(title) { (counts) }
                desc id=(description_id) { (side.describe_segments(locale)) }
                rect.track x="0" y="0" width="100%" height="100%" {}
                @for (segment, n, from, to) in segment_extents(side, scale) {
                    rect class={ "part " (segment.key()) } x=(format_percent(from)) y="0"
                        width=(format_percent(to - from)) height="100%" {}
                    @if to - from >= MIN_LABELLED_WIDTH {
                        text x=(format_percent(from.midpoint(to))) y="50%" text-anchor="middle"
                            dominant-baseline="central" { (locale.format_number(n)) }
                    }
                }
            }
            ul.legend { @for (segment, n) in &side.segments { li {
                svg aria-hidden="true" {
                    rect class={ "part " (segment.key()) } width="100%" height="100%" {}
                }
                (describe_segment_count(locale, *segment, *n))
            } } }
        }
    }
}

/// The parts of a bar: what they show, how many people, and where each begins and ends in
/// hundredths of a percent.
fn segment_extents(
    side: &PartySide<'_>,
    scale: usize,
) -> impl Iterator<Item = (Segment, usize, usize, usize)> {
    side.segments.iter().scan(0, move |before, (segment, n)| {
        let from = *before * FULL_WIDTH / scale;
        *before += n;
        Some((*segment, *n, from, *before * FULL_WIDTH / scale))
    })
}

fn format_percent(hundredths: usize) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The patterns that parts are filled with, defined once for the page.
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
