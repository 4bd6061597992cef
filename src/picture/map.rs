//! The map: land and borders, how rough each place is, the marks with their names, a scale.

mod chart;
mod label;
mod mark;

pub use chart::{MapChart, NAMED};
pub use mark::{Drawn, Stress, rough_sign, sign};

use super::{Ink, Picture, Point, Shape, Side};
use crate::{
    lang::Lang,
    view::{Area, Sight, Stretch, flat, world},
};

/// The height of letters, in points.
const LETTERS: f32 = 12.0;
/// How far from the corner the scale stands, in points.
const MARGIN: f32 = 16.0;
/// The longest that the scale may be, in points.
const LONGEST: f64 = 140.0;
/// A degree of latitude, in kilometres.
const DEGREE: f64 = 111.2;

/// Draws what is seen of the world, marks on it, and areas with a broken frame. Land goes beyond
/// the sheet's edge.
pub fn map(sight: &Sight, marks: &[Drawn], areas: &[Area], lang: Lang) -> Picture {
    let mut picture = Picture::new(sight.size());
    picture.filled([0.0, 0.0], sight.size(), Ink::Sea, 0.0);
    lands(&mut picture, sight);
    let discs = || marks.iter().filter_map(|mark| Some((mark.at, mark.disc?)));
    discs().for_each(|(at, radius)| mark::disc(&mut picture, at, radius));
    let part = sight.part(1.0);
    for land in world().lands.iter().filter(|land| land.around.meets(&part)) {
        lines(&mut picture, sight, &land.coast, false);
    }
    lines(&mut picture, sight, &world().borders, true);
    discs().for_each(|(at, radius)| mark::edge(&mut picture, at, radius));
    areas.iter().for_each(|area| frame(&mut picture, sight, *area));
    // Labels lie under the marks, so that no mark is hidden.
    label::labels(&mut picture, marks);
    marks.iter().for_each(|mark| mark::mark(&mut picture, mark));
    scale(&mut picture, sight, lang);
    picture
}

fn lands(picture: &mut Picture, sight: &Sight) {
    let part = sight.part(1.0);
    for land in world().lands.iter().filter(|land| land.around.meets(&part)) {
        picture.shapes.push(Shape::Area {
            corners: land.corners.iter().map(|corner| sight.point(*corner)).collect(),
            triangles: land.triangles.clone(),
            fill: if land.is_water { Ink::Sea } else { Ink::Land },
        });
    }
}

/// Draws those of some lines that are in sight.
fn lines(picture: &mut Picture, sight: &Sight, lines: &[Stretch], dashed: bool) {
    let part = sight.part(1.0);
    for line in lines.iter().filter(|line| line.around.meets(&part)) {
        let mut points: Vec<Point> = Vec::with_capacity(line.points.len());
        for point in line.points.iter().map(|point| sight.point(*point)) {
            // What is less than a point away would not be seen.
            let near = points.last().is_some_and(|last: &Point| {
                (last[0] - point[0]).abs().max((last[1] - point[1]).abs()) < 0.75
            });
            if !near {
                points.push(point);
            }
        }
        picture.shapes.push(Shape::Line { points, ink: Ink::Frame, width: 0.75, dashed });
    }
}

fn frame(picture: &mut Picture, sight: &Sight, area: Area) {
    let [south, west, north, east] = area.ends();
    let corners = [(north, west), (north, east), (south, east), (south, west), (north, west)];
    let points = corners.map(|(latitude, longitude)| sight.point(flat(latitude, longitude)));
    let points = points.to_vec();
    picture.shapes.push(Shape::Line { points, ink: Ink::Accent, width: 1.5, dashed: true });
}

/// A line with its length, as it is in the middle of the sheet.
fn scale(picture: &mut Picture, sight: &Sight, lang: Lang) {
    let [_, height] = sight.size();
    let per_kilometre = sight.degree() / DEGREE;
    let lengths = [1, 2, 5].map(|n| [1, 10, 100, 1_000].map(|ten| n * ten));
    let fits = lengths
        .into_iter()
        .flatten()
        .filter(|length| f64::from(*length) * per_kilometre <= LONGEST);
    let Some(length) = fits.max() else { return };
    let width = (f64::from(length) * per_kilometre) as f32;
    let y = height - MARGIN;
    let points = [[MARGIN, y - 5.0], [MARGIN, y], [MARGIN + width, y], [MARGIN + width, y - 5.0]];
    let line = |ink, width| Shape::Line { points: points.to_vec(), ink, width, dashed: false };
    picture.shapes.extend([line(Ink::Surface, 4.0), line(Ink::Text, 1.5)]);
    let words = lang.with("map.distance", &[("n", &lang.number(length as usize))]);
    let at = [MARGIN + width + 8.0, y - 2.0];
    label::lit(picture, at, [Side::Begin, Side::Middle], &words, LETTERS);
}
