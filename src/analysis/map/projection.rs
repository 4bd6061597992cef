//! Mercator's projection: everywhere shapes keep their angles, and north is up.

use std::f64::consts::PI;

/// A place on the flat map: from 0 in the west to 1 in the east, from 0 in the north to 1 in the
/// south.
pub type MapPoint = [f64; 2];

/// Beyond this latitude the flat map ends, in degrees; it is a square then.
const MAX_LATITUDE: f64 = 85.051_128_779_806_6;

/// Returns the point of the flat map at a latitude and a longitude in degrees. Places beyond the
/// edges of the map are on them.
pub fn project(latitude: f64, longitude: f64) -> MapPoint {
    let tangent = latitude.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians().tan();
    [longitude / 360.0 + 0.5, (0.5 - tangent.asinh() / (2.0 * PI)).clamp(0.0, 1.0)]
}

/// Returns the latitude and the longitude of a point of the flat map, in degrees.
pub fn unproject([x, y]: MapPoint) -> (f64, f64) {
    (((0.5 - y) * 2.0 * PI).sinh().atan().to_degrees(), (x - 0.5) * 360.0)
}

/// Returns the length of some degrees of latitude on the flat map, at a point.
pub(super) fn projected_length(degrees: f64, [_, y]: MapPoint) -> f64 {
    // The map stretches everything by as much as the parallel there is shorter than the equator.
    degrees / 360.0 * ((0.5 - y) * 2.0 * PI).cosh()
}

/// A part of the flat map with sides that are level and upright.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapRect {
    /// The north-western corner.
    pub min: MapPoint,
    /// The south-eastern corner.
    pub max: MapPoint,
}

impl MapRect {
    /// The whole map.
    pub const WORLD: Self = Self { min: [0.0, 0.0], max: [1.0, 1.0] };

    /// Returns the smallest rectangle with all points; `None` without points.
    pub fn bounding(places: impl IntoIterator<Item = MapPoint>) -> Option<Self> {
        let one = |at| Self { min: at, max: at };
        places.into_iter().map(one).reduce(Self::union)
    }

    /// Returns the smallest rectangle that contains both.
    pub fn union(self, other: Self) -> Self {
        let pick =
            |a: MapPoint, b: MapPoint, of: fn(f64, f64) -> f64| [of(a[0], b[0]), of(a[1], b[1])];
        Self { min: pick(self.min, other.min, f64::min), max: pick(self.max, other.max, f64::max) }
    }

    /// Returns true if the rectangles have a point in common.
    pub fn intersects(&self, other: &Self) -> bool {
        (0..2).all(|axis| self.min[axis] <= other.max[axis] && other.min[axis] <= self.max[axis])
    }

    /// Returns true if the rectangle contains a point.
    pub fn contains(&self, at: MapPoint) -> bool {
        self.intersects(&Self { min: at, max: at })
    }

    /// Returns the rectangle extended by `more` on each side.
    pub fn expanded(self, more: f64) -> Self {
        let Self { min, max } = self;
        Self { min: min.map(|axis| axis - more), max: max.map(|axis| axis + more) }
    }

    /// Returns the center.
    pub fn center(&self) -> MapPoint {
        [0, 1].map(|axis| f64::midpoint(self.min[axis], self.max[axis]))
    }
}
