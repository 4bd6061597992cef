//! A painter of figures in the window.

use egui::{
    Align2, CornerRadius, FontId, Mesh, Painter, Pos2, Rect, Shape as Paint, Stroke, StrokeKind,
    Vec2,
};

use crate::{
    figure::{Alignment, Anchor, Figure, Point, Shape},
    ui::theme::Palette,
};

/// The length of the dashes of a dashed line, and of the gaps between them, in points.
const DASH_LENGTH: f32 = 5.0;

/// Paints a figure with its upper left corner at a point.
pub fn paint_figure(painter: &Painter, palette: &Palette, at: Pos2, figure: &Figure) {
    paint_shapes(painter, palette, at, &figure.shapes);
}

fn paint_shapes(painter: &Painter, palette: &Palette, at: Pos2, shapes: &[Shape]) {
    let to_screen = |point: &Point| at + Vec2::from(*point);
    for shape in shapes {
        match shape {
            Shape::Polyline { points, color, width, is_dashed: dashed } => {
                let points: Vec<Pos2> = points.iter().map(to_screen).collect();
                let stroke = Stroke::new(*width, palette.color(*color));
                if *dashed {
                    painter.extend(Paint::dashed_line(&points, stroke, DASH_LENGTH, DASH_LENGTH));
                } else {
                    painter.add(Paint::line(points, stroke));
                }
            }
            Shape::Polygon { corners, triangles, fill } => {
                let colour = palette.color(*fill);
                let corners: Vec<Pos2> = corners.iter().map(to_screen).collect();
                if triangles.is_empty() {
                    painter.add(Paint::convex_polygon(corners, colour, Stroke::NONE));
                } else {
                    let mut mesh = Mesh::default();
                    corners.iter().for_each(|corner| mesh.colored_vertex(*corner, colour));
                    triangles.iter().for_each(|[a, b, c]| mesh.add_triangle(*a, *b, *c));
                    painter.add(mesh);
                }
            }
            Shape::Rect { at, size, fill, stroke: frame, corner_radius: round } => {
                let rect = Rect::from_min_size(to_screen(at), Vec2::from(*size));
                let round = CornerRadius::same(*round as u8);
                if let Some(fill) = fill {
                    painter.rect_filled(rect, round, palette.color(*fill));
                }
                if let Some(frame) = frame {
                    let stroke = Stroke::new(1.0, palette.color(*frame));
                    painter.rect_stroke(rect, round, stroke, StrokeKind::Inside);
                }
            }
            Shape::Circle { center: centre, radius, fill, stroke: edge } => {
                if let Some(fill) = fill {
                    painter.circle_filled(to_screen(centre), *radius, palette.color(*fill));
                }
                if let Some((color, width)) = edge {
                    let stroke = Stroke::new(*width, palette.color(*color));
                    painter.circle_stroke(to_screen(centre), *radius, stroke);
                }
            }
            Shape::Text { at, anchor, text, font_size: size, color } => {
                let font = FontId::proportional(*size);
                painter.text(to_screen(at), align(*anchor), text, font, palette.color(*color));
            }
            Shape::Clip { at: corner, size, shapes } => {
                let visible_rect = Rect::from_min_size(to_screen(corner), Vec2::from(*size));
                let painter = painter.with_clip_rect(visible_rect.intersect(painter.clip_rect()));
                paint_shapes(&painter, palette, at, shapes);
            }
        }
    }
}

fn align(Anchor { horizontal: across, vertical: down }: Anchor) -> Align2 {
    let align = |side| match side {
        Alignment::Start => egui::Align::Min,
        Alignment::Center => egui::Align::Center,
        Alignment::End => egui::Align::Max,
    };
    Align2([align(across), align(down)])
}
