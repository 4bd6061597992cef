//! Figures: charts and maps as shapes with a meaning. Pure: a figure depends on its data and size
//! alone. The window paints the shapes and an export prints them, so that both look the same.

pub(crate) mod color;
pub(crate) mod clip;
mod text_metrics;
mod legend;
pub mod time_axis;
pub mod step_chart;
pub mod timeline;
pub mod page_layout;
pub mod map;

use crate::figure::color::ColorToken;

/// The bundled font, for Latin, Japanese and Korean; its kanji have their Japanese forms.
pub static FONT: &[u8] = include_bytes!("../../assets/fonts/BlueRibbonCJK-Regular.otf");

/// A place in a picture: points from the left, points from the top.
pub type Point = [f32; 2];

/// A figure: shapes from the lowest to the uppermost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The width and height, in points.
    pub size: [f32; 2],
    /// The shapes, the lowest first.
    pub shapes: Vec<Shape>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line from point to point.
    Polyline {
        /// The points. Fewer than two draw nothing.
        points: Vec<Point>,
        /// The color.
        color: ColorToken,
        /// The width, in points.
        width: f32,
        /// True for a dashed line.
        is_dashed: bool,
    },
    /// An area within a closed line that does not cross itself.
    Polygon {
        /// The corners; the last is joined to the first.
        corners: Vec<Point>,
        /// The triangles that fill it, three places of corners each. An area without any is
        /// convex.
        triangles: Vec<[u32; 3]>,
        /// The color.
        fill: ColorToken,
    },
    /// A rectangle with sides that are level and upright.
    Rect {
        /// The upper left corner.
        at: Point,
        /// Width and height.
        size: [f32; 2],
        /// The color of the area; `None` for no filling.
        fill: Option<ColorToken>,
        /// The color of the frame, which is one point wide; `None` for no frame.
        stroke: Option<ColorToken>,
        /// The radius of the rounded corners, in points.
        corner_radius: f32,
    },
    /// A circle.
    Circle {
        /// The center.
        center: Point,
        /// The radius, in points.
        radius: f32,
        /// The color of the area; `None` for no filling.
        fill: Option<ColorToken>,
        /// The color and the width of the edge; `None` for no edge.
        stroke: Option<(ColorToken, f32)>,
    },
    /// A line of text.
    Text {
        /// The point of the anchor.
        at: Point,
        /// The part of the text that is at the point.
        anchor: Anchor,
        /// The text, on one line.
        text: String,
        /// The height of its letters, in points.
        font_size: f32,
        /// The color.
        color: ColorToken,
    },
    /// Shapes clipped to a rectangle.
    Clip {
        /// The upper left corner.
        at: Point,
        /// Width and height.
        size: [f32; 2],
        /// The clipped shapes.
        shapes: Vec<Shape>,
    },
}

/// The part of a text that is at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Across.
    pub horizontal: Alignment,
    /// Down.
    pub vertical: Alignment,
}

/// The beginning, the middle or the end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// The left or upper end.
    Start,
    /// The middle.
    Center,
    /// The right or lower end.
    End,
}

impl Figure {
    /// Creates an empty figure of a size in points.
    pub fn new(size: [f32; 2]) -> Self {
        Self { size, shapes: Vec::new() }
    }

    /// Adds a line between two points.
    pub fn push_line(&mut self, from: Point, to: Point, color: ColorToken, width: f32) {
        self.shapes.push(Shape::Polyline {
            points: vec![from, to],
            color,
            width,
            is_dashed: false,
        });
    }

    /// Adds a text at a point.
    pub fn push_text(
        &mut self,
        at: Point,
        [across, down]: [Alignment; 2],
        text: &str,
        size: f32,
        color: ColorToken,
    ) {
        let anchor = Anchor { horizontal: across, vertical: down };
        self.shapes.push(Shape::Text { at, anchor, text: text.to_owned(), font_size: size, color });
    }

    /// Adds a filled rectangle with rounded corners.
    pub fn push_rect(&mut self, at: Point, size: [f32; 2], fill: ColorToken, round: f32) {
        self.shapes.push(Shape::Rect {
            at,
            size,
            fill: Some(fill),
            stroke: None,
            corner_radius: round,
        });
    }

    /// Adds the shapes of another figure with its upper left corner at a point.
    pub fn push_figure(&mut self, at: Point, figure: Self) {
        self.shapes.extend(figure.shapes.into_iter().map(|shape| shape.translate(at)));
    }

    /// Adds another figure with its upper left corner at a point, clipped to its size.
    pub fn push_clipped_figure(&mut self, at: Point, figure: Self) {
        let size = figure.size;
        let shapes = figure.shapes.into_iter().map(|shape| shape.translate(at)).collect();
        self.shapes.push(Shape::Clip { at, size, shapes });
    }
}

impl Shape {
    /// Returns the shape moved by a distance.
    fn translate(mut self, by: Point) -> Self {
        let shift = |point: &mut Point| *point = [point[0] + by[0], point[1] + by[1]];
        match &mut self {
            Self::Polyline { points, .. } => points.iter_mut().for_each(shift),
            Self::Polygon { corners, .. } => corners.iter_mut().for_each(shift),
            Self::Rect { at, .. } | Self::Text { at, .. } => shift(at),
            Self::Circle { center: centre, .. } => shift(centre),
            Self::Clip { at, shapes, .. } => {
                shift(at);
                let within = std::mem::take(shapes);
                *shapes = within.into_iter().map(|shape| shape.translate(by)).collect();
            }
        }
        self
    }
}
