//! Paints a picture in the window.

use egui::{
    Align2, CornerRadius, FontId, Mesh, Painter, Pos2, Rect, Shape as Paint, Stroke, StrokeKind,
    Vec2,
};

use super::theme::Palette;
use crate::picture::{Anchor, Picture, Point, Shape, Side};

/// How long the dashes of a broken line are, and the gaps between them, in points.
const DASH: f32 = 5.0;

/// Paints a picture with its left upper corner at a place.
pub fn paint(painter: &Painter, palette: &Palette, at: Pos2, picture: &Picture) {
    paint_shapes(painter, palette, at, &picture.shapes);
}

fn paint_shapes(painter: &Painter, palette: &Palette, at: Pos2, shapes: &[Shape]) {
    let place = |point: &Point| at + Vec2::from(*point);
    for shape in shapes {
        match shape {
            Shape::Line { points, ink, width, dashed } => {
                let points: Vec<Pos2> = points.iter().map(place).collect();
                let stroke = Stroke::new(*width, palette.ink(*ink));
                if *dashed {
                    painter.extend(Paint::dashed_line(&points, stroke, DASH, DASH));
                } else {
                    painter.add(Paint::line(points, stroke));
                }
            }
            Shape::Area { corners, triangles, fill } => {
                let colour = palette.ink(*fill);
                let corners: Vec<Pos2> = corners.iter().map(place).collect();
                if triangles.is_empty() {
                    painter.add(Paint::convex_polygon(corners, colour, Stroke::NONE));
                } else {
                    let mut mesh = Mesh::default();
                    corners.iter().for_each(|corner| mesh.colored_vertex(*corner, colour));
                    triangles.iter().for_each(|[a, b, c]| mesh.add_triangle(*a, *b, *c));
                    painter.add(mesh);
                }
            }
            Shape::Rect { at, size, fill, frame, round } => {
                let rect = Rect::from_min_size(place(at), Vec2::from(*size));
                let round = CornerRadius::same(*round as u8);
                if let Some(fill) = fill {
                    painter.rect_filled(rect, round, palette.ink(*fill));
                }
                if let Some(frame) = frame {
                    let stroke = Stroke::new(1.0, palette.ink(*frame));
                    painter.rect_stroke(rect, round, stroke, StrokeKind::Inside);
                }
            }
            Shape::Circle { centre, radius, fill, edge } => {
                if let Some(fill) = fill {
                    painter.circle_filled(place(centre), *radius, palette.ink(*fill));
                }
                if let Some((ink, width)) = edge {
                    let stroke = Stroke::new(*width, palette.ink(*ink));
                    painter.circle_stroke(place(centre), *radius, stroke);
                }
            }
            Shape::Text { at, anchor, words, size, ink } => {
                let font = FontId::proportional(*size);
                painter.text(place(at), align(*anchor), words, font, palette.ink(*ink));
            }
            Shape::Clip { at: corner, size, shapes } => {
                let seen = Rect::from_min_size(place(corner), Vec2::from(*size));
                let painter = painter.with_clip_rect(seen.intersect(painter.clip_rect()));
                paint_shapes(&painter, palette, at, shapes);
            }
        }
    }
}

fn align(Anchor { across, down }: Anchor) -> Align2 {
    let align = |side| match side {
        Side::Begin => egui::Align::Min,
        Side::Middle => egui::Align::Center,
        Side::End => egui::Align::Max,
    };
    Align2([align(across), align(down)])
}
