//! What of the flat map is seen.

use super::{
    Area, Flat, Part,
    projection::{flat, length, on_earth},
};

/// The width of the whole world at zoom 0, in points.
const WORLD: f64 = 256.0;

/// A point of the sheet: points from the left, points from the top.
type Point = [f32; 2];

/// From the world in one look to a tenth of a degree as wide as a few marks: what would be seen
/// nearer is more exact than the coordinates are.
const ZOOM: (f64, f64) = (1.0, 9.5);

/// How many steps the marks are gathered for: one each half of a zoom.
pub const STEPS: usize = 18;

/// A look at the flat map: what lies in the middle of a sheet, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// What lies in the middle.
    middle: Flat,
    /// Each more shows everything twice as large.
    zoom: f64,
    /// Width and height of the sheet, in points.
    size: [f32; 2],
}

impl Sight {
    /// A look at the whole of a part of the map, as large as it can be on a sheet.
    pub fn on(part: Part, size: [f32; 2]) -> Self {
        let zoom = (0..2).map(|axis| {
            let share = (part.max[axis] - part.min[axis]).max(f64::EPSILON);
            (f64::from(size[axis]).max(1.0) / share / WORLD).log2()
        });
        let zoom = zoom.fold(f64::INFINITY, f64::min);
        Self { middle: part.middle(), zoom, size }.kept()
    }

    /// A look at the whole of an area.
    pub fn on_area(area: Area, size: [f32; 2]) -> Self {
        let [south, west, north, east] = area.ends();
        let part = Part { min: flat(north, west), max: flat(south, east) };
        Self::on(part, size)
    }

    /// The same on a sheet of another size.
    pub fn sized(self, size: [f32; 2]) -> Self {
        Self { size, ..self }
    }

    /// The same, moved with what is seen by so many points.
    pub fn moved(self, by: [f32; 2]) -> Self {
        let middle = [0, 1].map(|axis| self.middle[axis] - f64::from(by[axis]) / self.scale());
        Self { middle, ..self }.kept()
    }

    /// The same, nearer by so much, with what lies at a point staying there.
    pub fn zoomed(self, by: f64, around: Point) -> Self {
        let zoom = (self.zoom + by).clamp(ZOOM.0, ZOOM.1);
        let near = Self { zoom, ..self };
        let (before, after) = (self.flat(around), near.flat(around));
        let middle = [0, 1].map(|axis| self.middle[axis] + before[axis] - after[axis]);
        Self { middle, ..near }.kept()
    }

    /// Width and height of the sheet, in points.
    pub fn size(&self) -> [f32; 2] {
        self.size
    }

    /// How wide the whole world is, in points.
    pub fn scale(&self) -> f64 {
        WORLD * self.zoom.exp2()
    }

    /// How long a degree of latitude is in the middle of the sheet, in points.
    pub fn degree(&self) -> f64 {
        length(1.0, self.middle) * self.scale()
    }

    /// The step whose marks are shown: the last that is not nearer.
    pub fn step(&self) -> usize {
        // The cast saturates.
        (((self.zoom - ZOOM.0) * 2.0 + 1e-9).floor() as usize).min(STEPS - 1)
    }

    /// How wide the whole world is at a step, in points.
    pub(super) fn scale_of(step: usize) -> f64 {
        WORLD * (ZOOM.0 + step as f64 / 2.0).exp2()
    }

    /// Where a place lies on the sheet.
    pub fn point(&self, at: Flat) -> Point {
        [0, 1].map(|axis| {
            let from_middle = (at[axis] - self.middle[axis]) * self.scale();
            (from_middle + f64::from(self.size[axis]) / 2.0) as f32
        })
    }

    /// Which place lies at a point of the sheet.
    pub fn flat(&self, point: Point) -> Flat {
        [0, 1].map(|axis| {
            let from_middle = f64::from(point[axis]) - f64::from(self.size[axis]) / 2.0;
            self.middle[axis] + from_middle / self.scale()
        })
    }

    /// What is seen, and so many points more on each side.
    pub fn part(&self, more: f32) -> Part {
        let [width, height] = self.size;
        Part { min: self.flat([-more, -more]), max: self.flat([width + more, height + more]) }
    }

    /// What is seen, as an area.
    pub fn area(&self) -> Area {
        self.area_between([0.0, 0.0], self.size)
    }

    /// The area between two points of the sheet.
    pub fn area_between(&self, a: Point, b: Point) -> Area {
        Area::between(on_earth(self.flat(a)), on_earth(self.flat(b)))
    }

    /// The same with the zoom within its ends and the middle on the map.
    fn kept(self) -> Self {
        let middle =
            self.middle.map(|axis| if axis.is_finite() { axis.clamp(0.0, 1.0) } else { 0.5 });
        Self { middle, zoom: self.zoom.clamp(ZOOM.0, ZOOM.1), ..self }
    }
}
