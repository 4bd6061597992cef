//! Icons of severities. They stand beside a word, so that the severity is never shown by colour
//! alone.

use egui::{Align2, Color32, Pos2, Rect, Sense, Shape, Ui, Vec2};

use crate::{
    analysis::finding::Severity,
    ui::theme::{Palette, Role, SPACE},
};

/// The side of an icon, in points.
pub const ICON_SIZE: f32 = SPACE * 2.0;

/// Returns the colour of a severity.
pub fn severity_color(palette: &Palette, severity: Severity) -> Color32 {
    match severity {
        Severity::Error => palette.error,
        Severity::Warning => palette.warning,
        Severity::Note => palette.accent,
    }
}

/// Draws the icon of a severity.
pub fn severity_icon(ui: &mut Ui, severity: Severity) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(ICON_SIZE), Sense::hover());
    paint_severity(ui, rect, severity);
}

/// Paints the icon of a severity: a disc for an error, a triangle for a warning, a ring for a note.
pub fn paint_severity(ui: &Ui, rect: Rect, severity: Severity) {
    let palette = Palette::of(ui);
    let colour = severity_color(&palette, severity);
    let painter = ui.painter();
    let (centre, radius) = (rect.center(), rect.height() / 2.0 - 1.0);
    let letter = |at: Pos2, letter: &str, color| {
        painter.text(at, Align2::CENTER_CENTER, letter, Role::Caption.font(), color);
    };
    match severity {
        Severity::Error => {
            painter.circle_filled(centre, radius, colour);
            letter(centre, "!", palette.surface);
        }
        Severity::Warning => {
            let (left, right, top, bottom) =
                (centre.x - radius, centre.x + radius, centre.y - radius, centre.y + radius - 1.0);
            let corners =
                vec![Pos2::new(centre.x, top), Pos2::new(right, bottom), Pos2::new(left, bottom)];
            painter.add(Shape::convex_polygon(corners, colour, egui::Stroke::NONE));
            letter(centre + Vec2::new(0.0, 1.5), "!", palette.surface);
        }
        Severity::Note => {
            painter.circle_stroke(centre, radius - 0.5, egui::Stroke::new(1.5, colour));
            letter(centre, "i", colour);
        }
    }
}
