//! What of the flat map is seen.

use crate::analysis::map::{
    geo_bounds::GeoBounds,
    projection::{MapPoint, MapRect, project, projected_length, unproject},
};

/// The width of the whole world at zoom 0, in points.
const WORLD_WIDTH: f64 = 256.0;

/// A point of the sheet: points from the left, points from the top.
type ScreenPoint = [f32; 2];

/// From the world in one look to a tenth of a degree as wide as a few marks: what would be seen
/// nearer is more exact than the coordinates are.
const ZOOM_RANGE: (f64, f64) = (1.0, 9.5);

/// How many steps the marks are gathered for: one each half of a zoom.
pub const CLUSTER_STEPS: usize = 18;

/// A look at the flat map: what lies in the middle of a sheet, and how large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// What lies in the middle.
    center: MapPoint,
    /// Each more shows everything twice as large.
    zoom: f64,
    /// Width and height of the sheet, in points.
    size: [f32; 2],
}

impl Viewport {
    /// A look at the whole of a part of the map, as large as it can be on a sheet.
    pub fn fit(part: MapRect, size: [f32; 2]) -> Self {
        let zoom = (0..2).map(|axis| {
            let share = (part.max[axis] - part.min[axis]).max(f64::EPSILON);
            (f64::from(size[axis]).max(1.0) / share / WORLD_WIDTH).log2()
        });
        let zoom = zoom.fold(f64::INFINITY, f64::min);
        Self { center: part.center(), zoom, size }.clamped()
    }

    /// A look at the whole of an area.
    pub fn fit_bounds(area: GeoBounds, size: [f32; 2]) -> Self {
        let [south, west, north, east] = area.edges();
        let part = MapRect { min: project(north, west), max: project(south, east) };
        Self::fit(part, size)
    }

    /// The same on a sheet of another size.
    pub fn with_size(self, size: [f32; 2]) -> Self {
        Self { size, ..self }
    }

    /// The same, moved with what is seen by so many points.
    pub fn panned(self, by: [f32; 2]) -> Self {
        let middle =
            [0, 1].map(|axis| self.center[axis] - f64::from(by[axis]) / self.world_width());
        Self { center: middle, ..self }.clamped()
    }

    /// The same, nearer by so much, with what lies at a point staying there.
    pub fn zoomed(self, by: f64, around: ScreenPoint) -> Self {
        let zoom = (self.zoom + by).clamp(ZOOM_RANGE.0, ZOOM_RANGE.1);
        let near = Self { zoom, ..self };
        let (before, after) = (self.to_map(around), near.to_map(around));
        let middle = [0, 1].map(|axis| self.center[axis] + before[axis] - after[axis]);
        Self { center: middle, ..near }.clamped()
    }

    /// Width and height of the sheet, in points.
    pub fn size(&self) -> [f32; 2] {
        self.size
    }

    /// How wide the whole world is, in points.
    pub fn world_width(&self) -> f64 {
        WORLD_WIDTH * self.zoom.exp2()
    }

    /// How long a degree of latitude is in the middle of the sheet, in points.
    pub fn degree_length(&self) -> f64 {
        projected_length(1.0, self.center) * self.world_width()
    }

    /// The step whose marks are shown: the last that is not nearer.
    pub fn cluster_step(&self) -> usize {
        // The cast saturates.
        (((self.zoom - ZOOM_RANGE.0) * 2.0 + 1e-9).floor() as usize).min(CLUSTER_STEPS - 1)
    }

    /// How wide the whole world is at a step, in points.
    pub(super) fn world_width_of_step(step: usize) -> f64 {
        WORLD_WIDTH * (ZOOM_RANGE.0 + step as f64 / 2.0).exp2()
    }

    /// Where a place lies on the sheet.
    pub fn to_screen(&self, at: MapPoint) -> ScreenPoint {
        [0, 1].map(|axis| {
            let from_middle = (at[axis] - self.center[axis]) * self.world_width();
            (from_middle + f64::from(self.size[axis]) / 2.0) as f32
        })
    }

    /// Which place lies at a point of the sheet.
    pub fn to_map(&self, point: ScreenPoint) -> MapPoint {
        [0, 1].map(|axis| {
            let from_middle = f64::from(point[axis]) - f64::from(self.size[axis]) / 2.0;
            self.center[axis] + from_middle / self.world_width()
        })
    }

    /// What is seen, and so many points more on each side.
    pub fn visible_rect(&self, more: f32) -> MapRect {
        let [width, height] = self.size;
        MapRect {
            min: self.to_map([-more, -more]),
            max: self.to_map([width + more, height + more]),
        }
    }

    /// What is seen, as an area.
    pub fn visible_bounds(&self) -> GeoBounds {
        self.bounds_between([0.0, 0.0], self.size)
    }

    /// The area between two points of the sheet.
    pub fn bounds_between(&self, a: ScreenPoint, b: ScreenPoint) -> GeoBounds {
        GeoBounds::between(unproject(self.to_map(a)), unproject(self.to_map(b)))
    }

    /// The same with the zoom within its ends and the middle on the map.
    fn clamped(self) -> Self {
        let middle =
            self.center.map(|axis| if axis.is_finite() { axis.clamp(0.0, 1.0) } else { 0.5 });
        Self { center: middle, zoom: self.zoom.clamp(ZOOM_RANGE.0, ZOOM_RANGE.1), ..self }
    }
}
