//! A picture as SVG 1.1: one file or a part of a page, with its letters as text.

use maud::{Markup, PreEscaped, html};

use crate::picture::{Anchor, Ink, Picture, Point, Shape, Side, clipped};

/// The fonts asked for: what systems have for Latin, Japanese and Korean letters.
const FONTS: &str = "'Helvetica Neue', Arial, 'Noto Sans', 'Hiragino Sans', 'Yu Gothic', \
                     'Noto Sans CJK JP', 'Malgun Gothic', sans-serif";

/// How near two corners of an area may be so that one of them would not be missed, in points.
const NEAR: f32 = 0.25;

/// Prints a picture as a file, light and so many dots wide and high, with its title for who
/// cannot see it.
pub(super) fn print(picture: &Picture, title: &str, size: [u32; 2]) -> String {
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(size[0]) height=(size[1])
            viewBox=(view_box(picture)) role="img" font-family=(FONTS) {
            title { (shown(title)) }
            (Printer::new("clip").all(picture))
        }
    };
    let head = PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    html! { (head) (page) }.into_string()
}

/// Prints a picture as a part of a page, light and as wide as there is room, with its title and
/// what is on it for who cannot see it. Its ids begin with a name that no other has on the page.
pub(in crate::export) fn inline(picture: &Picture, name: &str, title: &str, words: &str) -> Markup {
    let ids = [format!("{name}-title"), format!("{name}-words")];
    html! {
        svg viewBox=(view_box(picture)) role="img" aria-labelledby={ (ids[0]) " " (ids[1]) }
            font-family=(FONTS) {
            title id=(ids[0]) { (shown(title)) }
            desc id=(ids[1]) { (shown(words)) }
            (Printer::new(&format!("{name}-clip")).all(picture))
        }
    }
}

fn view_box(picture: &Picture) -> String {
    let [width, height] = picture.size.map(number);
    format!("0 0 {width} {height}")
}

/// Prints shapes, and counts the rectangles they are seen through.
struct Printer<'a> {
    name: &'a str,
    clips: usize,
}

impl<'a> Printer<'a> {
    /// Begins a picture whose rectangles have ids with this beginning.
    fn new(name: &'a str) -> Self {
        Self { name, clips: 0 }
    }

    /// The whole of a picture, on a sheet that is light.
    fn all(&mut self, picture: &Picture) -> Markup {
        html! {
            rect width="100%" height="100%" fill=(colour(Ink::Surface)) {}
            @for shape in &picture.shapes { (self.shape(shape)) }
        }
    }

    fn shape(&mut self, shape: &Shape) -> Markup {
        match shape {
            Shape::Clip { at, size, shapes } => self.clip(*at, *size, shapes),
            shape => printed(shape),
        }
    }

    /// What is seen through a rectangle. Of an area, which can go far beyond it, nothing else is
    /// printed.
    fn clip(&mut self, at: Point, size: [f32; 2], shapes: &[Shape]) -> Markup {
        self.clips += 1;
        let id = format!("{}-{}", self.name, self.clips);
        let [x, y, width, height] = [at[0], at[1], size[0], size[1]].map(number);
        html! {
            clipPath id=(id) { rect x=(x) y=(y) width=(width) height=(height) {} }
            g clip-path={ "url(#" (id) ")" } {
                @for shape in shapes {
                    @match shape {
                        Shape::Area { corners, fill, .. } => {
                            (area(&thinned(clipped(corners, at, size)), *fill))
                        }
                        shape => (self.shape(shape)),
                    }
                }
            }
        }
    }
}

fn printed(shape: &Shape) -> Markup {
    match shape {
        Shape::Line { points, ink, width, dashed } => html! {
            polyline points=(points_of(points)) fill="none" stroke=(colour(*ink))
                stroke-width=(number(*width)) stroke-dasharray=[dashed.then_some("5 5")] {}
        },
        Shape::Area { corners, fill, .. } => area(corners, *fill),
        Shape::Rect { at: [x, y], size: [width, height], fill, frame, round } => html! {
            rect x=(number(*x)) y=(number(*y)) width=(number(*width)) height=(number(*height))
                rx=[(*round > 0.0).then(|| number(*round))] fill=(painted(*fill))
                stroke=[frame.map(colour)] {}
        },
        Shape::Circle { centre: [x, y], radius, fill, edge } => html! {
            circle cx=(number(*x)) cy=(number(*y)) r=(number(*radius)) fill=(painted(*fill))
                stroke=[edge.map(|(ink, _)| colour(ink))]
                stroke-width=[edge.map(|(_, width)| number(width))] {}
        },
        Shape::Text { at: [x, y], anchor, words, size, ink } => {
            let (across, down) = anchored(*anchor, *size);
            html! {
                text x=(number(*x)) y=(number(*y + down)) text-anchor=(across)
                    font-size=(number(*size)) fill=(colour(*ink)) { (shown(words)) }
            }
        }
        // Only a printer knows which ids it has given away.
        Shape::Clip { .. } => Markup::default(),
    }
}

/// An area, unless nothing is left of it.
fn area(corners: &[Point], fill: Ink) -> Markup {
    html! {
        @if !corners.is_empty() {
            polygon points=(points_of(corners)) fill=(colour(fill)) {}
        }
    }
}

/// Corners without those that would not be missed.
fn thinned(mut corners: Vec<Point>) -> Vec<Point> {
    corners.dedup_by(|next, kept| (next[0] - kept[0]).abs().max((next[1] - kept[1]).abs()) < NEAR);
    corners
}

/// A text without what XML cannot hold, and without the signs that turn the direction of all that
/// follows.
fn shown(words: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let holds = |c: char| !matches!(c, '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    let words = words.chars().filter(|c| !turns(*c));
    words.map(|c| if holds(c) || c == '\n' { c } else { ' ' }).collect()
}

/// How a text is anchored across, and how far its base line lies below its place: not every
/// program knows SVG's own words for the latter.
fn anchored(Anchor { across, down }: Anchor, size: f32) -> (&'static str, f32) {
    let across = match across {
        Side::Begin => "start",
        Side::Middle => "middle",
        Side::End => "end",
    };
    let down = match down {
        Side::Begin => 0.95,
        Side::Middle => 0.36,
        Side::End => -0.2,
    };
    (across, size * down)
}

fn points_of(points: &[Point]) -> String {
    let points = points.iter().map(|[x, y]| format!("{},{}", number(*x), number(*y)));
    points.collect::<Vec<_>>().join(" ")
}

/// A number with at most two digits after the point.
fn number(n: f32) -> String {
    let text = format!("{n:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn colour(ink: Ink) -> String {
    let [red, green, blue] = ink.rgb(false);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn painted(fill: Option<Ink>) -> String {
    fill.map_or_else(|| "none".to_owned(), colour)
}
