//! The map: land and borders, the uncertainty of places, markers with labels, and a scale bar.

pub mod chart;
mod label_placement;
pub(crate) mod marker;

use crate::{
    Locale,
    analysis::map::{
        geo_bounds::GeoBounds,
        projection::project,
        viewport::Viewport,
        world_map::{MapPolyline, world_map},
    },
    figure::{Alignment, Figure, Point, Shape, color::ColorToken, map::marker::Marker},
};

/// The distance of the scale bar from the corner, in points.
const MARGIN: f32 = 16.0;
/// The longest that the scale may be, in points.
const MAX_SCALE_BAR_WIDTH: f64 = 140.0;
/// A degree of latitude, in kilometres.
const KM_PER_DEGREE: f64 = 111.2;

/// Draws what is seen of the world, marks on it, and areas with a broken frame. Land goes beyond
/// the page's edge.
pub fn draw_map(
    viewport: &Viewport,
    marks: &[Marker],
    areas: &[GeoBounds],
    locale: Locale,
) -> Figure {
    let mut figure = Figure::new(viewport.size());
    figure.push_rect([0.0, 0.0], viewport.size(), ColorToken::Sea, 0.0);
    draw_land(&mut figure, viewport);
    let discs = || marks.iter().filter_map(|mark| Some((mark.center, mark.uncertainty_radius?)));
    discs().for_each(|(at, radius)| marker::draw_uncertainty_disc(&mut figure, at, radius));
    let part = viewport.visible_rect(1.0);
    for land in world_map().polygons.iter().filter(|land| land.bounding_rect.intersects(&part)) {
        draw_polylines(&mut figure, viewport, &land.outline, false);
    }
    draw_polylines(&mut figure, viewport, &world_map().borders, true);
    discs().for_each(|(at, radius)| marker::draw_uncertainty_edge(&mut figure, at, radius));
    areas.iter().for_each(|area| draw_area_frame(&mut figure, viewport, *area));
    // Labels lie under the marks, so that no mark is hidden.
    label_placement::place_labels(&mut figure, marks);
    marks.iter().for_each(|mark| marker::draw_marker(&mut figure, mark));
    draw_scale_bar(&mut figure, viewport, locale);
    figure
}

fn draw_land(figure: &mut Figure, viewport: &Viewport) {
    let part = viewport.visible_rect(1.0);
    for land in world_map().polygons.iter().filter(|land| land.bounding_rect.intersects(&part)) {
        figure.shapes.push(Shape::Polygon {
            corners: land.corners.iter().map(|corner| viewport.to_screen(*corner)).collect(),
            triangles: land.triangles.clone(),
            fill: if land.is_water { ColorToken::Sea } else { ColorToken::Land },
        });
    }
}

/// Draws those of some lines that are in sight.
fn draw_polylines(figure: &mut Figure, viewport: &Viewport, lines: &[MapPolyline], dashed: bool) {
    let part = viewport.visible_rect(1.0);
    for line in lines.iter().filter(|line| line.bounding_rect.intersects(&part)) {
        let mut points: Vec<Point> = Vec::with_capacity(line.points.len());
        for point in line.points.iter().map(|point| viewport.to_screen(*point)) {
            // What is less than a point away would not be seen.
            let near = points.last().is_some_and(|last: &Point| {
                (last[0] - point[0]).abs().max((last[1] - point[1]).abs()) < 0.75
            });
            if !near {
                points.push(point);
            }
        }
        figure.shapes.push(Shape::Polyline {
            points,
            color: ColorToken::Frame,
            width: 0.75,
            is_dashed: dashed,
        });
    }
}

fn draw_area_frame(figure: &mut Figure, viewport: &Viewport, area: GeoBounds) {
    let [south, west, north, east] = area.edges();
    let corners = [(north, west), (north, east), (south, east), (south, west), (north, west)];
    let points =
        corners.map(|(latitude, longitude)| viewport.to_screen(project(latitude, longitude)));
    let points = points.to_vec();
    figure.shapes.push(Shape::Polyline {
        points,
        color: ColorToken::Accent,
        width: 1.5,
        is_dashed: true,
    });
}

/// Draws a line with its length, as it is in the middle of the map.
fn draw_scale_bar(figure: &mut Figure, viewport: &Viewport, locale: Locale) {
    let [_, height] = viewport.size();
    let per_kilometre = viewport.degree_length() / KM_PER_DEGREE;
    let lengths = [1, 2, 5].map(|n| [1, 10, 100, 1_000].map(|ten| n * ten));
    let fits = lengths
        .into_iter()
        .flatten()
        .filter(|length| f64::from(*length) * per_kilometre <= MAX_SCALE_BAR_WIDTH);
    let Some(length) = fits.max() else { return };
    let width = (f64::from(length) * per_kilometre) as f32;
    let y = height - MARGIN;
    let points = [[MARGIN, y - 5.0], [MARGIN, y], [MARGIN + width, y], [MARGIN + width, y - 5.0]];
    let line =
        |color, width| Shape::Polyline { points: points.to_vec(), color, width, is_dashed: false };
    figure.shapes.extend([line(ColorToken::Surface, 4.0), line(ColorToken::Text, 1.5)]);
    let label = locale.t_with("map.distance", &[("n", &locale.format_number(length as usize))]);
    let at = [MARGIN + width + 8.0, y - 2.0];
    label_placement::push_text_with_halo(figure, at, [Alignment::Start, Alignment::Center], &label);
}
