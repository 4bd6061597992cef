//! The viewport: the visible part of the flat map.

use crate::analysis::map::{
    geo_bounds::GeoBounds,
    projection::{MapPoint, MapRect, project, projected_length, unproject},
};

/// The width of the whole world at zoom 0, in points.
const WORLD_WIDTH: f64 = 256.0;

/// A point of the screen, in points from the left and from the top.
type ScreenPoint = [f32; 2];

/// The zoom levels, from the whole world to a tenth of a degree as wide as a few marks: the
/// coordinates are no more exact than that.
const ZOOM_RANGE: (f64, f64) = (1.0, 9.5);

/// The number of zoom steps with clusters of their own: two for each zoom level.
pub const CLUSTER_STEPS: usize = 18;

/// A view of the flat map: the point in the middle, and the zoom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The point of the map in the middle of the screen.
    center: MapPoint,
    /// Each more shows everything twice as large.
    zoom: f64,
    /// The width and height of the screen, in points.
    size: [f32; 2],
}

impl Viewport {
    /// Returns the viewport that shows a rectangle of the map as large as possible.
    pub fn fit(part: MapRect, size: [f32; 2]) -> Self {
        let zoom = (0..2).map(|axis| {
            let share = (part.max[axis] - part.min[axis]).max(f64::EPSILON);
            (f64::from(size[axis]).max(1.0) / share / WORLD_WIDTH).log2()
        });
        let zoom = zoom.fold(f64::INFINITY, f64::min);
        Self { center: part.center(), zoom, size }.clamped()
    }

    /// Returns the viewport that shows geographic bounds as large as possible.
    pub fn fit_bounds(area: GeoBounds, size: [f32; 2]) -> Self {
        let [south, west, north, east] = area.edges();
        let part = MapRect { min: project(north, west), max: project(south, east) };
        Self::fit(part, size)
    }

    /// Returns the viewport with another screen size.
    pub fn with_size(self, size: [f32; 2]) -> Self {
        Self { size, ..self }
    }

    /// Returns the viewport after the map was dragged by a distance in points.
    pub fn panned(self, by: [f32; 2]) -> Self {
        let middle =
            [0, 1].map(|axis| self.center[axis] - f64::from(by[axis]) / self.world_width());
        Self { center: middle, ..self }.clamped()
    }

    /// Zooms by some levels, keeping the map point under `around` fixed.
    pub fn zoomed(self, by: f64, around: ScreenPoint) -> Self {
        let zoom = (self.zoom + by).clamp(ZOOM_RANGE.0, ZOOM_RANGE.1);
        let near = Self { zoom, ..self };
        let (before, after) = (self.to_map(around), near.to_map(around));
        let middle = [0, 1].map(|axis| self.center[axis] + before[axis] - after[axis]);
        Self { center: middle, ..near }.clamped()
    }

    /// Returns the width and height of the screen, in points.
    pub fn size(&self) -> [f32; 2] {
        self.size
    }

    /// Returns the width of the whole world, in points.
    pub fn world_width(&self) -> f64 {
        WORLD_WIDTH * self.zoom.exp2()
    }

    /// Returns the length of a degree of latitude in the middle of the screen, in points.
    pub fn degree_length(&self) -> f64 {
        projected_length(1.0, self.center) * self.world_width()
    }

    /// Returns the zoom step of the visible clusters: the last that is not nearer than the
    /// viewport.
    pub fn cluster_step(&self) -> usize {
        // The cast saturates.
        (((self.zoom - ZOOM_RANGE.0) * 2.0 + 1e-9).floor() as usize).min(CLUSTER_STEPS - 1)
    }

    /// Returns the width of the whole world at a zoom step, in points.
    pub(super) fn world_width_of_step(step: usize) -> f64 {
        WORLD_WIDTH * (ZOOM_RANGE.0 + step as f64 / 2.0).exp2()
    }

    /// Returns the screen point of a map point.
    pub fn to_screen(&self, at: MapPoint) -> ScreenPoint {
        [0, 1].map(|axis| {
            let from_middle = (at[axis] - self.center[axis]) * self.world_width();
            (from_middle + f64::from(self.size[axis]) / 2.0) as f32
        })
    }

    /// Returns the map point of a screen point.
    pub fn to_map(&self, point: ScreenPoint) -> MapPoint {
        [0, 1].map(|axis| {
            let from_middle = f64::from(point[axis]) - f64::from(self.size[axis]) / 2.0;
            self.center[axis] + from_middle / self.world_width()
        })
    }

    /// Returns the visible rectangle of the map, extended by `more` points on each side.
    pub fn visible_rect(&self, more: f32) -> MapRect {
        let [width, height] = self.size;
        MapRect {
            min: self.to_map([-more, -more]),
            max: self.to_map([width + more, height + more]),
        }
    }

    /// Returns the visible geographic bounds.
    pub fn visible_bounds(&self) -> GeoBounds {
        self.bounds_between([0.0, 0.0], self.size)
    }

    /// Returns the geographic bounds between two screen points.
    pub fn bounds_between(&self, a: ScreenPoint, b: ScreenPoint) -> GeoBounds {
        GeoBounds::between(unproject(self.to_map(a)), unproject(self.to_map(b)))
    }

    /// Returns the viewport with its zoom within the allowed range and its center on the map.
    fn clamped(self) -> Self {
        let middle =
            self.center.map(|axis| if axis.is_finite() { axis.clamp(0.0, 1.0) } else { 0.5 });
        Self { center: middle, zoom: self.zoom.clamp(ZOOM_RANGE.0, ZOOM_RANGE.1), ..self }
    }
}
