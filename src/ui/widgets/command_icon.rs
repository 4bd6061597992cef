//! Icons of commands. They are painted as lines, so that they need no font.

use egui::{Pos2, Response, Shape, Stroke, Ui, Vec2, vec2};

use crate::ui::theme::SPACE;

/// The width of a button with an icon alone, in points.
pub const ICON_BUTTON_WIDTH: f32 = SPACE * 3.5;
/// The width of the lines, in points.
const LINE_WIDTH: f32 = 1.5;
/// The number of parts of the curve of an arrow back.
const CURVE_PARTS: usize = 12;

/// The icon of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandIcon {
    /// A plus sign: a new record.
    Plus,
    /// An arrow back to the left: undo.
    Undo,
    /// An arrow back to the right: redo.
    Redo,
    /// An arrow up out of a tray: export.
    Export,
}

impl CommandIcon {
    /// Returns the lines of the icon, by points in a square of 12 points around its centre.
    fn lines(self) -> Vec<Vec<Vec2>> {
        match self {
            Self::Plus => {
                vec![vec![vec2(0.0, -5.5), vec2(0.0, 5.5)], vec![vec2(-5.5, 0.0), vec2(5.5, 0.0)]]
            }
            Self::Undo => {
                let curve = (0..=CURVE_PARTS).map(|part| {
                    let angle = std::f32::consts::PI * part as f32 / CURVE_PARTS as f32;
                    vec2(2.5 + 3.5 * angle.sin(), 1.5 - 3.5 * angle.cos())
                });
                let shaft = [vec2(-6.0, -2.0)].into_iter().chain(curve).chain([vec2(-2.0, 5.0)]);
                vec![shaft.collect(), vec![vec2(-2.5, -5.5), vec2(-6.0, -2.0), vec2(-2.5, 1.5)]]
            }
            Self::Redo => {
                let mirrored = |line: Vec<Vec2>| {
                    line.into_iter().map(|point| vec2(-point.x, point.y)).collect()
                };
                Self::Undo.lines().into_iter().map(mirrored).collect()
            }
            Self::Export => vec![
                vec![vec2(-5.5, 2.0), vec2(-5.5, 5.5), vec2(5.5, 5.5), vec2(5.5, 2.0)],
                vec![vec2(0.0, 2.0), vec2(0.0, -6.0)],
                vec![vec2(-3.5, -2.5), vec2(0.0, -6.0), vec2(3.5, -2.5)],
            ],
        }
    }

    /// Draws a button with the icon alone; `name` is its accessible name.
    pub fn button_ui(self, ui: &mut Ui, is_enabled: bool, name: &str) -> Response {
        let size = vec2(ICON_BUTTON_WIDTH, ui.spacing().interact_size.y);
        let response = ui.add_enabled(is_enabled, egui::Button::new("").min_size(size));
        let color = ui.style().interact(&response).text_color();
        let color = if is_enabled { color } else { ui.visuals().disable(color) };
        let at = |point: Vec2| -> Pos2 { response.rect.center() + point };
        for line in self.lines() {
            let points = line.into_iter().map(at).collect();
            ui.painter().add(Shape::line(points, Stroke::new(LINE_WIDTH, color)));
        }
        response.accessible_name(name)
    }
}
