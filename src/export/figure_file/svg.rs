//! SVG 1.1 of a figure, as a file or as a part of a page, with its text as text.

use maud::{Markup, PreEscaped, html};

use crate::figure::{
    Alignment, Anchor, Figure, Point, Shape, clip::clip_polygon, color::ColorToken,
};

/// The font families: those that systems have for Latin, Japanese and Korean letters.
const FONTS: &str = "'Helvetica Neue', Arial, 'Noto Sans', 'Hiragino Sans', 'Yu Gothic', \
                     'Noto Sans CJK JP', 'Malgun Gothic', sans-serif";

/// The distance in points below which one of two corners of an area is left out.
const MIN_POINT_DISTANCE: f32 = 0.25;

/// Prints a figure as a file in light colours, with a title for readers who cannot see it. The size
/// is in pixels.
pub(super) fn print(figure: &Figure, title: &str, size: [u32; 2]) -> String {
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(size[0]) height=(size[1])
            viewBox=(view_box(figure)) role="img" font-family=(FONTS) {
            title { (sanitize_text(title)) }
            (SvgPrinter::new("clip").print_figure(figure))
        }
    };
    let head = PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    html! { (head) (page) }.into_string()
}

/// Renders a figure as a part of a page in light colours and in the width of the page, with a title
/// and a description for readers who cannot see it. Its ids begin with `name`, which must be unique
/// on the page.
pub(crate) fn print_inline(figure: &Figure, name: &str, title: &str, description: &str) -> Markup {
    let ids = [format!("{name}-title"), format!("{name}-words")];
    html! {
        svg viewBox=(view_box(figure)) role="img" aria-labelledby={ (ids[0]) " " (ids[1]) }
            font-family=(FONTS) {
            title id=(ids[0]) { (sanitize_text(title)) }
            desc id=(ids[1]) { (sanitize_text(description)) }
            (SvgPrinter::new(&format!("{name}-clip")).print_figure(figure))
        }
    }
}

fn view_box(figure: &Figure) -> String {
    let [width, height] = figure.size.map(format_number);
    format!("0 0 {width} {height}")
}

/// Prints shapes, and counts the clip rectangles.
struct SvgPrinter<'a> {
    clip_id_prefix: &'a str,
    clip_count: usize,
}

impl<'a> SvgPrinter<'a> {
    /// Creates a printer whose clip rectangles have ids with this prefix.
    fn new(clip_id_prefix: &'a str) -> Self {
        Self { clip_id_prefix, clip_count: 0 }
    }

    /// Prints a figure on a light background.
    fn print_figure(&mut self, figure: &Figure) -> Markup {
        html! {
            rect width="100%" height="100%" fill=(hex_color(ColorToken::Surface)) {}
            @for shape in &figure.shapes { (self.print_shape(shape)) }
        }
    }

    fn print_shape(&mut self, shape: &Shape) -> Markup {
        match shape {
            Shape::Clip { at, size, shapes } => self.print_clip(*at, *size, shapes),
            shape => print_unclipped_shape(shape),
        }
    }

    /// Prints shapes within a clip rectangle. An area can extend far beyond the rectangle and is
    /// cut to it.
    fn print_clip(&mut self, at: Point, size: [f32; 2], shapes: &[Shape]) -> Markup {
        self.clip_count += 1;
        let id = format!("{}-{}", self.clip_id_prefix, self.clip_count);
        let [x, y, width, height] = [at[0], at[1], size[0], size[1]].map(format_number);
        html! {
            clipPath id=(id) { rect x=(x) y=(y) width=(width) height=(height) {} }
            g clip-path={ "url(#" (id) ")" } {
                @for shape in shapes {
                    @match shape {
                        Shape::Polygon { corners, fill, .. } => {
                            (print_polygon(&without_close_points(clip_polygon(corners, at, size)), *fill))
                        }
                        shape => (self.print_shape(shape)),
                    }
                }
            }
        }
    }
}

fn print_unclipped_shape(shape: &Shape) -> Markup {
    match shape {
        Shape::Polyline { points, color, width, is_dashed: dashed } => html! {
            polyline points=(format_points(points)) fill="none" stroke=(hex_color(*color))
                stroke-width=(format_number(*width)) stroke-dasharray=[dashed.then_some("5 5")] {}
        },
        Shape::Polygon { corners, fill, .. } => print_polygon(corners, *fill),
        Shape::Rect {
            at: [x, y],
            size: [width, height],
            fill,
            stroke: frame,
            corner_radius: round,
        } => html! {
            rect x=(format_number(*x)) y=(format_number(*y)) width=(format_number(*width)) height=(format_number(*height))
                rx=[(*round > 0.0).then(|| format_number(*round))] fill=(fill_attribute(*fill))
                stroke=[frame.map(hex_color)] {}
        },
        Shape::Circle { center: [x, y], radius, fill, stroke: edge } => html! {
            circle cx=(format_number(*x)) cy=(format_number(*y)) r=(format_number(*radius)) fill=(fill_attribute(*fill))
                stroke=[edge.map(|(color, _)| hex_color(color))]
                stroke-width=[edge.map(|(_, width)| format_number(width))] {}
        },
        Shape::Text { at: [x, y], anchor, text: words, font_size: size, color } => {
            let (across, down) = anchor_attributes(*anchor, *size);
            html! {
                text x=(format_number(*x)) y=(format_number(*y + down)) text-anchor=(across)
                    font-size=(format_number(*size)) fill=(hex_color(*color)) { (sanitize_text(words)) }
            }
        }
        // Only a printer knows which ids it has given away.
        Shape::Clip { .. } => Markup::default(),
    }
}

/// Renders an area, unless it has fewer than three distinct corners.
fn print_polygon(corners: &[Point], fill: ColorToken) -> Markup {
    html! {
        @if !corners.is_empty() {
            polygon points=(format_points(corners)) fill=(hex_color(fill)) {}
        }
    }
}

/// Returns the corners without those that are too near to the one before.
fn without_close_points(mut corners: Vec<Point>) -> Vec<Point> {
    corners.dedup_by(|next, kept| {
        (next[0] - kept[0]).abs().max((next[1] - kept[1]).abs()) < MIN_POINT_DISTANCE
    });
    corners
}

/// Removes the characters that XML cannot hold and those that change the direction of all text
/// after them.
fn sanitize_text(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let holds = |c: char| !matches!(c, '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    let chars = text.chars().filter(|c| !turns(*c));
    chars.map(|c| if holds(c) || c == '\n' { c } else { ' ' }).collect()
}

/// Returns the horizontal anchor of a text, and how far its base line lies below its position: not
/// every program supports SVG's own attribute for the latter.
fn anchor_attributes(
    Anchor { horizontal: across, vertical: down }: Anchor,
    size: f32,
) -> (&'static str, f32) {
    let across = match across {
        Alignment::Start => "start",
        Alignment::Center => "middle",
        Alignment::End => "end",
    };
    let down = match down {
        Alignment::Start => 0.95,
        Alignment::Center => 0.36,
        Alignment::End => -0.2,
    };
    (across, size * down)
}

fn format_points(points: &[Point]) -> String {
    let points = points.iter().map(|[x, y]| format!("{},{}", format_number(*x), format_number(*y)));
    points.collect::<Vec<_>>().join(" ")
}

/// Formats a number with at most two decimals.
fn format_number(n: f32) -> String {
    let text = format!("{n:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn hex_color(color: ColorToken) -> String {
    let [red, green, blue] = color.rgb(false);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn fill_attribute(fill: Option<ColorToken>) -> String {
    fill.map_or_else(|| "none".to_owned(), hex_color)
}
