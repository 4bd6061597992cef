//! Markers on the map.

use std::f32::consts::TAU;

use crate::{
    Locale,
    analysis::{
        map::{clusters::Cluster, viewport::Viewport},
        position::Status,
    },
    figure::{Alignment, Figure, Point, Shape, color::ColorToken},
};

/// The width of the ring of a marker for several cases, in points.
const RING_WIDTH: f32 = 4.0;
/// The width of a thin line of the ring, in points.
const THIN_RING_WIDTH: f32 = 1.5;

/// A marker to draw.
pub struct Marker {
    /// The center.
    pub center: Point,
    /// The radius, in points.
    pub radius: f32,
    /// The number of cases with each status, in the order of [`Status::ALL`].
    pub counts: [u32; Status::ALL.len()],
    /// The number of cases as text.
    pub count_label: String,
    /// The radius of the disc within which its cases were taken, where it shows.
    pub uncertainty_radius: Option<f32>,
    /// The label; empty for none.
    pub label: String,
    /// The emphasis.
    pub emphasis: Emphasis,
}

impl Marker {
    /// Creates the marker of a cluster in a viewport, with a label and without emphasis.
    pub fn from_cluster(
        locale: Locale,
        mark: &Cluster,
        viewport: &Viewport,
        label: String,
    ) -> Self {
        Self {
            center: viewport.to_screen(mark.center),
            radius: mark.radius(),
            counts: mark.status_counts,
            count_label: locale.format_number(mark.case_count()),
            uncertainty_radius: mark.uncertainty_radius(viewport),
            label,
            emphasis: Emphasis::None,
        }
    }
}

/// The emphasis of a marker among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// No emphasis.
    None,
    /// The marker is selected.
    Selected,
    /// The marker has the keyboard focus.
    Focused,
}

/// Draws the soft disc within which a place lies. Coasts are drawn over it.
pub(super) fn draw_uncertainty_disc(figure: &mut Figure, centre: Point, radius: f32) {
    let fill = Some(ColorToken::Selection);
    figure.shapes.push(Shape::Circle { center: centre, radius, fill, stroke: None });
}

/// Draws the dashed edge of the disc within which a place lies.
pub(super) fn draw_uncertainty_edge(figure: &mut Figure, centre: Point, radius: f32) {
    let points = arc_points(centre, radius, 0.0, TAU);
    figure.shapes.push(Shape::Polyline {
        points,
        color: ColorToken::Accent,
        width: 1.0,
        is_dashed: true,
    });
}

/// Draws the symbol of a place that is only roughly known.
pub fn draw_uncertain_marker(figure: &mut Figure, centre: Point, radius: f32) {
    draw_uncertainty_disc(figure, centre, radius);
    draw_uncertainty_edge(figure, centre, radius);
}

/// Draws the symbol of a status: a disc for returned, a square for claimed dead, a ring for
/// unresolved. They can be told apart without color.
pub fn draw_status_marker(figure: &mut Figure, centre: Point, radius: f32, status: Status) {
    let color = ColorToken::for_status(status);
    let circle = |radius, fill, edge| Shape::Circle {
        center: centre,
        radius,
        fill: Some(fill),
        stroke: edge,
    };
    let square = |side: f32, fill| Shape::Rect {
        at: centre.map(|axis| axis - side / 2.0),
        size: [side; 2],
        fill: Some(fill),
        stroke: None,
        corner_radius: 1.0,
    };
    figure.shapes.extend(match status {
        Status::Returned => {
            [circle(radius, ColorToken::Surface, None), circle(radius - 1.5, color, None)]
        }
        Status::ClaimedDead => {
            [square(radius * 1.8, ColorToken::Surface), square(radius * 1.8 - 3.0, color)]
        }
        Status::Unresolved => [
            circle(radius, ColorToken::Surface, None),
            circle(radius - 2.5, ColorToken::Surface, Some((color, 2.5))),
        ],
    });
}

/// Draws a mark: the sign of its case, or how many there are within a ring of their statuses.
pub(super) fn draw_marker(figure: &mut Figure, mark: &Marker) {
    let Marker { center: at, radius, counts, .. } = mark;
    let circle =
        |radius: f32, edge| Shape::Circle { center: *at, radius, fill: None, stroke: edge };
    match mark.emphasis {
        Emphasis::None => {}
        Emphasis::Selected => {
            figure.shapes.push(circle(radius + 2.5, Some((ColorToken::Accent, 2.0))));
        }
        Emphasis::Focused => {
            figure.shapes.push(circle(radius + 2.5, Some((ColorToken::Accent, 3.0))));
            figure.shapes.push(circle(radius + 5.0, Some((ColorToken::Surface, 2.0))));
        }
    }
    let count: u32 = counts.iter().sum();
    if count <= 1 {
        let status = Status::ALL.into_iter().find(|status| counts[*status as usize] > 0);
        draw_status_marker(figure, *at, *radius, status.unwrap_or(Status::Unresolved));
        return;
    }
    figure.shapes.push(Shape::Circle {
        center: *at,
        radius: *radius,
        fill: Some(ColorToken::Surface),
        stroke: None,
    });
    let mut from = 0.0;
    for status in Status::ALL {
        let share = counts[status as usize] as f32 / count as f32;
        if share > 0.0 {
            draw_ring_segment(figure, mark, status, [from, from + share]);
        }
        from += share;
    }
    let size = if mark.count_label.len() > 4 { 10.0 } else { 12.0 };
    figure.push_text(*at, [Alignment::Center; 2], &mark.count_label, size, ColorToken::Text);
}

/// Draws a part of the ring: solid for returned, a double line for claimed dead, a thin line for
/// unresolved.
fn draw_ring_segment(figure: &mut Figure, mark: &Marker, status: Status, [from, to]: [f32; 2]) {
    // Parts are kept apart by a point.
    let gap = if to - from < 1.0 { 1.0 / (mark.radius * TAU) } else { 0.0 };
    let mut line = |inwards: f32, width: f32| {
        let points =
            arc_points(mark.center, mark.radius - inwards, (from + gap) * TAU, (to - gap) * TAU);
        let color = ColorToken::for_status(status);
        figure.shapes.push(Shape::Polyline { points, color, width, is_dashed: false });
    };
    match status {
        Status::Returned => line(RING_WIDTH / 2.0, RING_WIDTH),
        Status::ClaimedDead => {
            line(THIN_RING_WIDTH / 2.0, THIN_RING_WIDTH);
            line(RING_WIDTH - THIN_RING_WIDTH / 2.0, THIN_RING_WIDTH);
        }
        Status::Unresolved => line(THIN_RING_WIDTH / 2.0, THIN_RING_WIDTH),
    }
}

/// Returns the points of an arc, clockwise from the top.
fn arc_points(centre: Point, radius: f32, from: f32, to: f32) -> Vec<Point> {
    let steps = ((to - from) * radius.sqrt() * 2.5).ceil().max(2.0);
    // A few dozen.
    (0..=steps as u16)
        .map(|step| from + (to - from) * f32::from(step) / steps)
        .map(|angle| [centre[0] + angle.sin() * radius, centre[1] - angle.cos() * radius])
        .collect()
}
