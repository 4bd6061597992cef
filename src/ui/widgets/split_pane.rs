//! A list with the details of its current row beside it, or beneath it in a narrow window.

use egui::{CentralPanel, Frame, Id, Margin, Panel, Ui};

use crate::ui::theme::SPACE;

/// The width from which the details stand beside the list, in points.
const SIDE_BY_SIDE_WIDTH: f32 = SPACE * 88.0;

/// Draws the details of a page in a panel beside or beneath its list; [`list_pane`] draws the
/// list in the rest. Returns the margin between the two.
///
/// The sizes that the user drags are kept for each `page`.
pub fn detail_pane(ui: &mut Ui, page: &str, draw: impl FnOnce(&mut Ui)) -> Margin {
    let (width, height) = (ui.available_width(), ui.available_height());
    if width >= SIDE_BY_SIDE_WIDTH {
        let frame = Frame::new().inner_margin(Margin { left: 16, ..Margin::ZERO });
        Panel::right(Id::unique((page, "beside")))
            .frame(frame)
            .default_size(width * 0.5)
            .size_range(width * 0.35..=width * 0.65)
            .show(ui, draw);
        Margin { right: 8, ..Margin::ZERO }
    } else {
        Panel::bottom(Id::unique((page, "beneath")))
            .frame(Frame::new())
            .default_size(height * 0.55)
            .size_range(height * 0.3..=height * 0.7)
            .show(ui, draw);
        Margin::ZERO
    }
}

/// Draws the list of a page in the room that [`detail_pane`] left, with the margin it returned.
pub fn list_pane(ui: &mut Ui, margin: Margin, draw: impl FnOnce(&mut Ui)) {
    CentralPanel::default().frame(Frame::new().inner_margin(margin)).show(ui, draw);
}
