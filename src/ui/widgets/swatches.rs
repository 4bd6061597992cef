//! Small squares in the colour of a status or of a segment of the summary's bars.

use egui::{Rect, Sense, Stroke, StrokeKind, Ui, Vec2, pos2};

use crate::{
    analysis::{position::Status, reconciliation::Segment},
    ui::theme::{Palette, SPACE},
};

/// Draws the swatch of a status before its name: a filled square, or an outline where the case is
/// unresolved.
pub fn status_swatch(ui: &mut Ui, status: Status) {
    let palette = Palette::of(ui);
    let rect = allocate_swatch(ui);
    match status {
        Status::Returned | Status::ClaimedDead => {
            ui.painter().rect_filled(rect, 2.0, palette.status(status));
        }
        Status::Unresolved => {
            let stroke = Stroke::new(1.5, palette.status(status));
            ui.painter().rect_stroke(rect, 2.0, stroke, StrokeKind::Inside);
        }
    }
}

/// Draws the swatch of a segment before its name, filled as the segment is.
pub fn segment_swatch(ui: &mut Ui, segment: Segment) {
    let rect = allocate_swatch(ui);
    paint_segment(ui, rect, segment);
}

fn allocate_swatch(ui: &mut Ui) -> Rect {
    ui.allocate_exact_size(Vec2::splat(SPACE + 2.0), Sense::hover()).0.shrink(1.0)
}

/// Paints a segment of a bar so that it can be told apart without colour: filled; outlined where
/// no party says that the people returned or died; outlined and hatched where one says that they
/// never entered.
pub fn paint_segment(ui: &Ui, rect: Rect, segment: Segment) {
    let palette = Palette::of(ui);
    let color = palette.segment(segment);
    if !matches!(segment, Segment::NeverEntered | Segment::Open) {
        ui.painter().rect_filled(rect, 2.0, color);
        return;
    }
    let stroke = Stroke::new(1.5, color);
    ui.painter().rect(rect, 2.0, palette.surface, stroke, StrokeKind::Inside);
    if segment == Segment::NeverEntered {
        let painter = ui.painter().with_clip_rect(rect.shrink(1.0).intersect(ui.clip_rect()));
        let (height, step) = (rect.height(), (rect.height() / 2.0).min(6.0));
        let mut x = rect.left() - height;
        while x < rect.right() {
            let line = [pos2(x, rect.bottom()), pos2(x + height, rect.top())];
            painter.line_segment(line, Stroke::new(1.0, color));
            x += step;
        }
    }
}
