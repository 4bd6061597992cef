//! Names beside marks, where there is room for them.

use super::{LETTERS, mark::Drawn};
use crate::picture::{Ink, Picture, Point, Side, width_of};

/// How far a name stands from its mark, in points.
const GAP: f32 = 5.0;

/// A part of the sheet: its left upper and its right lower corner.
type Patch = [Point; 2];

/// Draws the name of each mark on one of its sides, where it hides no other mark and no name and
/// does not reach beyond the sheet.
pub(super) fn labels(picture: &mut Picture, marks: &[Drawn]) {
    if marks.iter().all(|mark| mark.label.is_empty()) {
        return;
    }
    let around = |mark: &Drawn| {
        let reach = mark.radius + 2.0;
        [mark.at.map(|axis| axis - reach), mark.at.map(|axis| axis + reach)]
    };
    let mut taken: Vec<Patch> = marks.iter().map(around).collect();
    for (at, mark) in marks.iter().enumerate().filter(|(_, mark)| !mark.label.is_empty()) {
        let [x, y] = mark.at;
        let reach = mark.radius + GAP;
        let sides = [
            ([x + reach, y], [Side::Begin, Side::Middle]),
            ([x - reach, y], [Side::End, Side::Middle]),
            ([x, y + reach], [Side::Middle, Side::Begin]),
            ([x, y - reach], [Side::Middle, Side::End]),
        ];
        let free = sides.into_iter().find(|(place, anchor)| {
            let patch = patch(*place, *anchor, &mark.label, LETTERS);
            let inside = patch[0].iter().all(|axis| *axis >= 0.0)
                && (0..2).all(|axis| patch[1][axis] <= picture.size[axis]);
            let mut others = taken.iter().enumerate().filter(|(other, _)| *other != at);
            inside && !others.any(|(_, other)| meet(*other, patch))
        });
        if let Some((place, anchor)) = free {
            taken.push(patch(place, anchor, &mark.label, LETTERS));
            lit(picture, place, anchor, &mark.label, LETTERS);
        }
    }
}

/// A text with a light edge, so that it can be read over a coast.
pub(super) fn lit(picture: &mut Picture, at: Point, anchor: [Side; 2], words: &str, size: f32) {
    for dx in [-1.0, 0.0, 1.0] {
        for dy in [-1.0, 0.0, 1.0] {
            picture.text([at[0] + dx, at[1] + dy], anchor, words, size, Ink::Surface);
        }
    }
    picture.text(at, anchor, words, size, Ink::Text);
}

/// What a text covers, with a little room around it.
fn patch(at: Point, anchor: [Side; 2], words: &str, size: f32) -> Patch {
    let extent = [width_of(words, size), size * 1.3];
    let from = [0, 1].map(|axis| {
        at[axis]
            - match anchor[axis] {
                Side::Begin => 0.0,
                Side::Middle => extent[axis] / 2.0,
                Side::End => extent[axis],
            }
    });
    [[from[0] - 3.0, from[1] - 1.0], [from[0] + extent[0] + 3.0, from[1] + extent[1] + 1.0]]
}

fn meet(a: Patch, b: Patch) -> bool {
    (0..2).all(|axis| a[0][axis] < b[1][axis] && b[0][axis] < a[1][axis])
}
