//! Land and borders, from the public-domain map that comes with the program.

use std::sync::OnceLock;

use earcut::Earcut;

use crate::analysis::map::projection::{MapPoint, MapRect, project};

/// The text of the map. `assets/map/README.md` describes its format and origin.
const WORLD_MAP_TEXT: &str = include_str!("../../../assets/map/world.txt");
/// One unit of the file, in degrees.
const DEGREES_PER_UNIT: f64 = 0.002;
/// The number of points of a polyline: a line is cut so that parts out of sight need not be drawn.
const POLYLINE_SEGMENTS: usize = 64;

/// The land of the world and the borders on it.
pub struct WorldMap {
    /// Continents and islands, each before the waters within it.
    pub polygons: Vec<MapPolygon>,
    /// Borders between countries, as the source draws them.
    pub borders: Vec<MapPolyline>,
}

/// A polygon of land, or of water within land.
pub struct MapPolygon {
    /// The bounding rectangle.
    pub bounding_rect: MapRect,
    /// True for water within land.
    pub is_water: bool,
    /// The corners, along the coast.
    pub corners: Vec<MapPoint>,
    /// The triangles that fill it, three places of corners each.
    pub triangles: Vec<[u32; 3]>,
    /// The coast.
    pub outline: Vec<MapPolyline>,
}

/// A part of a line.
pub struct MapPolyline {
    /// The bounding rectangle.
    pub bounding_rect: MapRect,
    /// The points.
    pub points: Vec<MapPoint>,
}

/// Returns the world map, which is read and cut into triangles once.
pub fn world_map() -> &'static WorldMap {
    static WORLD: OnceLock<WorldMap> = OnceLock::new();
    WORLD.get_or_init(|| {
        let mut world = WorldMap { polygons: Vec::new(), borders: Vec::new() };
        for line in WORLD_MAP_TEXT.lines() {
            let (kind, numbers) = line.split_once(' ').unwrap_or_default();
            let points = parse_points(numbers);
            if kind == "border" {
                world.borders.extend(split_polyline(&points));
            } else {
                world.polygons.extend(MapPolygon::new(points, kind == "hole"));
            }
        }
        world
    })
}

/// Returns the points of a line, each given as units east and north of the one before.
fn parse_points(numbers: &str) -> Vec<MapPoint> {
    let numbers: Vec<i32> = numbers.split(' ').filter_map(|number| number.parse().ok()).collect();
    let mut at = [0, 0];
    let step = |step: &[i32; 2]| {
        at = [at[0] + step[0], at[1] + step[1]];
        project(f64::from(at[1]) * DEGREES_PER_UNIT, f64::from(at[0]) * DEGREES_PER_UNIT)
    };
    numbers.as_chunks::<2>().0.iter().map(step).collect()
}

fn split_polyline(points: &[MapPoint]) -> Vec<MapPolyline> {
    let last = points.len().saturating_sub(1);
    let stretch = |from: usize| {
        // The last point of a stretch is the first of the next.
        let points = points[from..=(from + POLYLINE_SEGMENTS).min(last)].to_vec();
        Some(MapPolyline { bounding_rect: MapRect::bounding(points.iter().copied())?, points })
    };
    (0..last).step_by(POLYLINE_SEGMENTS).filter_map(stretch).collect()
}

impl MapPolygon {
    fn new(corners: Vec<MapPoint>, is_water: bool) -> Option<Self> {
        let mut triangles: Vec<u32> = Vec::new();
        Earcut::new().earcut(corners.iter().copied(), &[] as &[u32], &mut triangles);
        let mut closed = corners.clone();
        closed.extend(corners.first());
        Some(Self {
            bounding_rect: MapRect::bounding(corners.iter().copied())?,
            is_water,
            triangles: triangles.as_chunks::<3>().0.to_vec(),
            outline: split_polyline(&closed),
            corners,
        })
    }
}

#[cfg(test)]
mod tests {

    use super::world_map;
    use crate::analysis::map::projection::{MapPoint, project};

    fn area(corners: &[MapPoint]) -> f64 {
        let next = corners.iter().cycle().skip(1);
        let pairs = corners.iter().zip(next);
        pairs.map(|([ax, ay], [bx, by])| ax * by - bx * ay).sum::<f64>().abs() / 2.0
    }

    #[test]
    fn the_triangles_cover_the_land_exactly() {
        for land in &world_map().polygons {
            let triangles = land
                .triangles
                .iter()
                .map(|triangle| area(&triangle.map(|corner| land.corners[corner as usize])));
            let (covered, whole) = (triangles.sum::<f64>(), area(&land.corners));
            assert!(
                (covered - whole).abs() <= whole * 1e-3,
                "{:?}: {covered} of {whole}",
                land.bounding_rect
            );
        }
    }

    #[test]
    fn cities_lie_on_land_and_seas_do_not() {
        let is_land = |latitude, longitude| {
            let at = project(latitude, longitude);
            let holds = |corners: [MapPoint; 3]| {
                let parts =
                    [[0, 1], [1, 2], [2, 0]].map(|[a, b]| area(&[corners[a], corners[b], at]));
                (parts.iter().sum::<f64>() - area(&corners)).abs() < 1e-15
            };
            let mut hits =
                world_map().polygons.iter().filter(|land| land.bounding_rect.contains(at)).filter(
                    |land| {
                        let mut triangles = land.triangles.iter();
                        triangles.any(|one| holds(one.map(|corner| land.corners[corner as usize])))
                    },
                );
            hits.next_back().is_some_and(|land| !land.is_water)
        };
        for (name, latitude, longitude) in [
            ("Tokyo", 35.70, 139.50),
            ("Pyongyang", 39.03, 125.75),
            ("Sado", 38.03, 138.40),
            ("Madrid", 40.42, -3.70),
            ("London", 51.50, -0.12),
        ] {
            assert!(is_land(latitude, longitude), "{name}");
        }
        for (name, latitude, longitude) in [
            ("between Sado and Wonsan", 39.5, 133.0),
            ("the Bay of Biscay", 45.0, -5.0),
            ("the Caspian", 42.0, 50.5),
            ("the Pacific", 30.0, 160.0),
        ] {
            assert!(!is_land(latitude, longitude), "{name}");
        }
    }
}
