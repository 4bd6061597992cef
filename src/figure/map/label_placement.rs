//! Placement of labels beside markers.

use crate::figure::{
    Alignment, Figure, Point, color::ColorToken, map::marker::Marker, text_metrics::text_width,
};

/// The height of letters, in points.
pub(super) const FONT_SIZE: f32 = 12.0;

/// The distance of a label from its marker, in points.
const GAP: f32 = 5.0;

/// A rectangle: the upper left and the lower right corner.
type LabelRect = [Point; 2];

/// Draws the name of each mark on one of its sides, where it hides no other mark and no name and
/// does not reach beyond the page.
pub(super) fn place_labels(figure: &mut Figure, marks: &[Marker]) {
    if marks.iter().all(|mark| mark.label.is_empty()) {
        return;
    }
    let around = |mark: &Marker| {
        let reach = mark.radius + 2.0;
        [mark.center.map(|axis| axis - reach), mark.center.map(|axis| axis + reach)]
    };
    let mut occupied: Vec<LabelRect> = marks.iter().map(around).collect();
    for (at, mark) in marks.iter().enumerate().filter(|(_, mark)| !mark.label.is_empty()) {
        let [x, y] = mark.center;
        let reach = mark.radius + GAP;
        let sides = [
            ([x + reach, y], [Alignment::Start, Alignment::Center]),
            ([x - reach, y], [Alignment::End, Alignment::Center]),
            ([x, y + reach], [Alignment::Center, Alignment::Start]),
            ([x, y - reach], [Alignment::Center, Alignment::End]),
        ];
        let free = sides.into_iter().find(|(place, anchor)| {
            let patch = label_rect(*place, *anchor, &mark.label);
            let inside = patch[0].iter().all(|axis| *axis >= 0.0)
                && (0..2).all(|axis| patch[1][axis] <= figure.size[axis]);
            let mut others = occupied.iter().enumerate().filter(|(other, _)| *other != at);
            inside && !others.any(|(_, other)| has_overlap(*other, patch))
        });
        if let Some((place, anchor)) = free {
            occupied.push(label_rect(place, anchor, &mark.label));
            push_text_with_halo(figure, place, anchor, &mark.label);
        }
    }
}

/// Adds a text with a light halo, which makes it readable over a coast.
pub(super) fn push_text_with_halo(
    figure: &mut Figure,
    at: Point,
    anchor: [Alignment; 2],
    text: &str,
) {
    for dx in [-1.0, 0.0, 1.0] {
        for dy in [-1.0, 0.0, 1.0] {
            figure.push_text(
                [at[0] + dx, at[1] + dy],
                anchor,
                text,
                FONT_SIZE,
                ColorToken::Surface,
            );
        }
    }
    figure.push_text(at, anchor, text, FONT_SIZE, ColorToken::Text);
}

/// Returns the rectangle of a text with some room around it.
fn label_rect(at: Point, anchor: [Alignment; 2], text: &str) -> LabelRect {
    let extent = [text_width(text, FONT_SIZE), FONT_SIZE * 1.3];
    let from = [0, 1].map(|axis| {
        at[axis]
            - match anchor[axis] {
                Alignment::Start => 0.0,
                Alignment::Center => extent[axis] / 2.0,
                Alignment::End => extent[axis],
            }
    });
    [[from[0] - 3.0, from[1] - 1.0], [from[0] + extent[0] + 3.0, from[1] + extent[1] + 1.0]]
}

fn has_overlap(a: LabelRect, b: LabelRect) -> bool {
    (0..2).all(|axis| a[0][axis] < b[1][axis] && b[0][axis] < a[1][axis])
}
