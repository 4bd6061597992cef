//! A mark on the map.

use std::f32::consts::TAU;

use crate::{
    lang::Lang,
    picture::{Ink, Picture, Point, Shape, Side},
    view::{Mark, Sight, Status},
};

/// How wide the ring of a mark for several cases is, in points.
const RING: f32 = 4.0;
/// How wide a single line of it is, in points.
const THIN: f32 = 1.5;

/// A mark as it is to be drawn.
pub struct Drawn {
    /// Its middle.
    pub at: Point,
    /// Its radius, in points.
    pub radius: f32,
    /// How many cases of each status it stands for, in the order of [`Status::ALL`].
    pub counts: [u32; Status::ALL.len()],
    /// Their number in words, where there are several.
    pub number: String,
    /// The radius of the disc within which its cases were taken, where it shows.
    pub disc: Option<f32>,
    /// Its name; empty where it is not to be named.
    pub label: String,
    /// How it stands out.
    pub stress: Stress,
}

impl Drawn {
    /// A mark where it is seen, with a name, not standing out.
    pub fn of(lang: Lang, mark: &Mark, sight: &Sight, label: String) -> Self {
        Self {
            at: sight.point(mark.at),
            radius: mark.radius(),
            counts: mark.counts,
            number: lang.number(mark.count()),
            disc: mark.disc(sight),
            label,
            stress: Stress::None,
        }
    }
}

/// How a mark stands out among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stress {
    /// It does not.
    None,
    /// It is chosen.
    Chosen,
    /// It has the focus.
    Focus,
}

/// The soft disc within which a place lies; coasts are to be drawn over it.
pub(super) fn disc(picture: &mut Picture, centre: Point, radius: f32) {
    let fill = Some(Ink::Chosen);
    picture.shapes.push(Shape::Circle { centre, radius, fill, edge: None });
}

/// The broken edge of that disc.
pub(super) fn edge(picture: &mut Picture, centre: Point, radius: f32) {
    let points = arc(centre, radius, 0.0, TAU);
    picture.shapes.push(Shape::Line { points, ink: Ink::Accent, width: 1.0, dashed: true });
}

/// The sign of a place that is only roughly known.
pub fn rough_sign(picture: &mut Picture, centre: Point, radius: f32) {
    disc(picture, centre, radius);
    edge(picture, centre, radius);
}

/// The sign of a status: a disc for who is back, a square for who is claimed dead, a ring for who
/// is neither, so that they can be told apart without colour.
pub fn sign(picture: &mut Picture, centre: Point, radius: f32, status: Status) {
    let ink = Ink::status(status);
    let circle = |radius, fill, edge| Shape::Circle { centre, radius, fill: Some(fill), edge };
    let square = |side: f32, fill| Shape::Rect {
        at: centre.map(|axis| axis - side / 2.0),
        size: [side; 2],
        fill: Some(fill),
        frame: None,
        round: 1.0,
    };
    picture.shapes.extend(match status {
        Status::Returned => [circle(radius, Ink::Surface, None), circle(radius - 1.5, ink, None)],
        Status::ClaimedDead => {
            [square(radius * 1.8, Ink::Surface), square(radius * 1.8 - 3.0, ink)]
        }
        Status::Unresolved => [
            circle(radius, Ink::Surface, None),
            circle(radius - 2.5, Ink::Surface, Some((ink, 2.5))),
        ],
    });
}

/// Draws a mark: the sign of its case, or how many there are within a ring of their statuses.
pub(super) fn mark(picture: &mut Picture, mark: &Drawn) {
    let Drawn { at, radius, counts, .. } = mark;
    let circle = |radius: f32, edge| Shape::Circle { centre: *at, radius, fill: None, edge };
    match mark.stress {
        Stress::None => {}
        Stress::Chosen => picture.shapes.push(circle(radius + 2.5, Some((Ink::Accent, 2.0)))),
        Stress::Focus => {
            picture.shapes.push(circle(radius + 2.5, Some((Ink::Accent, 3.0))));
            picture.shapes.push(circle(radius + 5.0, Some((Ink::Surface, 2.0))));
        }
    }
    let count: u32 = counts.iter().sum();
    if count <= 1 {
        let status = Status::ALL.into_iter().find(|status| counts[*status as usize] > 0);
        sign(picture, *at, *radius, status.unwrap_or(Status::Unresolved));
        return;
    }
    picture.shapes.push(Shape::Circle {
        centre: *at,
        radius: *radius,
        fill: Some(Ink::Surface),
        edge: None,
    });
    let mut from = 0.0;
    for status in Status::ALL {
        let share = counts[status as usize] as f32 / count as f32;
        if share > 0.0 {
            ring(picture, mark, status, [from, from + share]);
        }
        from += share;
    }
    let size = if mark.number.len() > 4 { 10.0 } else { 12.0 };
    picture.text(*at, [Side::Middle; 2], &mark.number, size, Ink::Text);
}

/// A part of the ring: full for who is back, a double line for who is claimed dead, a single one
/// for who is neither.
fn ring(picture: &mut Picture, mark: &Drawn, status: Status, [from, to]: [f32; 2]) {
    // Parts are kept apart by a point.
    let gap = if to - from < 1.0 { 1.0 / (mark.radius * TAU) } else { 0.0 };
    let mut line = |inwards: f32, width: f32| {
        let points = arc(mark.at, mark.radius - inwards, (from + gap) * TAU, (to - gap) * TAU);
        let ink = Ink::status(status);
        picture.shapes.push(Shape::Line { points, ink, width, dashed: false });
    };
    match status {
        Status::Returned => line(RING / 2.0, RING),
        Status::ClaimedDead => {
            line(THIN / 2.0, THIN);
            line(RING - THIN / 2.0, THIN);
        }
        Status::Unresolved => line(THIN / 2.0, THIN),
    }
}

/// A part of a circle, clockwise from the top.
fn arc(centre: Point, radius: f32, from: f32, to: f32) -> Vec<Point> {
    let steps = ((to - from) * radius.sqrt() * 2.5).ceil().max(2.0);
    // A few dozen.
    (0..=steps as u16)
        .map(|step| from + (to - from) * f32::from(step) / steps)
        .map(|angle| [centre[0] + angle.sin() * radius, centre[1] - angle.cos() * radius])
        .collect()
}
