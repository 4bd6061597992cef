//! A part of the earth that a query asks for.

use crate::model::Coordinates;

/// How many parts a degree has here.
const UNITS_PER_DEGREE: f64 = 100.0;

/// A part of the earth between two parallels and two meridians, to a hundredth of a degree.
///
/// Guarantees that south is not north of north, and west not east of east.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GeoBounds {
    south: i32,
    west: i32,
    north: i32,
    east: i32,
}

impl GeoBounds {
    /// The area between two corners, each a latitude and a longitude in degrees.
    pub fn between(a: (f64, f64), b: (f64, f64)) -> Self {
        // The cast saturates, so that what lies beyond the poles is as far as it gets.
        let whole =
            |degrees: f64, end: f64| (degrees.clamp(-end, end) * UNITS_PER_DEGREE).round() as i32;
        let (lat, lon) =
            ([a.0, b.0].map(|at| whole(at, 90.0)), [a.1, b.1].map(|at| whole(at, 180.0)));
        Self {
            south: lat[0].min(lat[1]),
            west: lon[0].min(lon[1]),
            north: lat[0].max(lat[1]),
            east: lon[0].max(lon[1]),
        }
    }

    /// Its southern, western, northern and eastern end, in degrees.
    pub fn edges(self) -> [f64; 4] {
        [self.south, self.west, self.north, self.east].map(|end| f64::from(end) / UNITS_PER_DEGREE)
    }

    /// Whether a place lies in it, its edges included.
    pub fn contains(self, at: Coordinates) -> bool {
        let [south, west, north, east] = self.edges();
        (south..=north).contains(&at.latitude()) && (west..=east).contains(&at.longitude())
    }
}
