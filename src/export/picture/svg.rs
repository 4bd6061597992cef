//! A picture as SVG 1.1: one file, with its letters as text.

use maud::{Markup, PreEscaped, html};

use crate::picture::{Anchor, Ink, Picture, Shape, Side};

/// The fonts asked for: what systems have for Latin, Japanese and Korean letters.
const FONTS: &str = "'Helvetica Neue', Arial, 'Noto Sans', 'Hiragino Sans', 'Yu Gothic', \
                     'Noto Sans CJK JP', 'Malgun Gothic', sans-serif";

/// Prints a picture, light and so many dots wide and high, with its title for who cannot see it.
pub(super) fn print(picture: &Picture, title: &str, size: [u32; 2]) -> String {
    let [width, height] = picture.size.map(number);
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(size[0]) height=(size[1])
            viewBox={ "0 0 " (width) " " (height) } role="img" font-family=(FONTS) {
            title { (title) }
            rect width="100%" height="100%" fill=(colour(Ink::Surface)) {}
            @for shape in &picture.shapes { (printed(shape)) }
        }
    };
    let head = PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    html! { (head) (page) }.into_string()
}

fn printed(shape: &Shape) -> Markup {
    match shape {
        Shape::Line { points, ink, width, dashed } => html! {
            polyline points=(points_of(points)) fill="none" stroke=(colour(*ink))
                stroke-width=(number(*width)) stroke-dasharray=[dashed.then_some("5 5")] {}
        },
        Shape::Area { corners, fill, .. } => html! {
            polygon points=(points_of(corners)) fill=(colour(*fill)) {}
        },
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
                    font-size=(number(*size)) fill=(colour(*ink)) { (words) }
            }
        }
    }
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

fn points_of(points: &[[f32; 2]]) -> String {
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
