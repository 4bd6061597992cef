//! Clipping of polygons to a rectangle.

use crate::figure::Point;

/// Returns the corners of the part of a polygon within a rectangle, given by its upper left corner
/// and its size; empty if they do not intersect. Where the polygon leaves the rectangle and comes
/// back, the parts are joined along the edge.
pub fn clip_polygon(corners: &[Point], at: Point, size: [f32; 2]) -> Vec<Point> {
    let mut corners = corners.to_vec();
    for axis in 0..2 {
        for (edge, sign) in [(at[axis], 1.0), (at[axis] + size[axis], -1.0)] {
            corners = clip_half_plane(&corners, axis, edge, sign);
        }
    }
    corners
}

/// Clips a polygon to a half-plane bounded by a horizontal or vertical line: the points whose
/// coordinate on `axis`, times `sign`, is not less than that of the line.
fn clip_half_plane(corners: &[Point], axis: usize, edge: f32, sign: f32) -> Vec<Point> {
    let distance = |point: &Point| (point[axis] - edge) * sign;
    let mut clipped = Vec::with_capacity(corners.len());
    let Some(mut before) = corners.last() else { return clipped };
    for corner in corners {
        if (distance(before) < 0.0) != (distance(corner) < 0.0) {
            let part = distance(before) / (distance(before) - distance(corner));
            let mut crossing =
                [0, 1].map(|axis| before[axis] + (corner[axis] - before[axis]) * part);
            crossing[axis] = edge;
            clipped.push(crossing);
        }
        if distance(corner) >= 0.0 {
            clipped.push(*corner);
        }
        before = corner;
    }
    clipped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::clip_polygon;
    use crate::figure::Point;

    fn area(corners: &[Point]) -> f32 {
        let next = corners.iter().cycle().skip(1);
        corners.iter().zip(next).map(|([ax, ay], [bx, by])| ax * by - bx * ay).sum::<f32>() / 2.0
    }

    #[test]
    fn a_square_is_cut_at_each_side_and_gone_beyond_them() {
        let square = |x: f32, y: f32| [[x, y], [x + 10.0, y], [x + 10.0, y + 10.0], [x, y + 10.0]];
        let seen = |x, y| area(&clip_polygon(&square(x, y), [0.0, 0.0], [20.0, 30.0]));
        for (x, y, left) in [
            (5.0, 5.0, 100.0),
            (-4.0, 5.0, 60.0),
            (16.0, 5.0, 40.0),
            (5.0, -7.0, 30.0),
            (16.0, 28.0, 8.0),
            (-10.5, 0.0, 0.0),
            (0.0, 31.0, 0.0),
        ] {
            assert!((seen(x, y) - left).abs() < 1e-3, "{x} {y}: {}", seen(x, y));
        }
        let around = [[-9.0, -9.0], [99.0, -9.0], [99.0, 99.0], [-9.0, 99.0]];
        assert!((area(&clip_polygon(&around, [0.0, 0.0], [20.0, 30.0])) - 600.0).abs() < 1e-2);
    }

    proptest! {
        #[test]
        fn nothing_is_left_beyond_the_rectangle(
            corners in prop::collection::vec((-50f32..50.0, -50f32..50.0), 0..12),
        ) {
            let corners: Vec<Point> = corners.into_iter().map(|(x, y)| [x, y]).collect();
            for [x, y] in clip_polygon(&corners, [-10.0, 0.0], [30.0, 20.0]) {
                prop_assert!((-10.001..=20.001).contains(&x) && (-0.001..=20.001).contains(&y));
            }
        }
    }
}
