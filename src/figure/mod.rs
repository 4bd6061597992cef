//! Pictures: what a chart or a map shows, as shapes with a meaning. Pure: made from what is to be
//! shown and a size. The window paints them, and an export prints them, so that both are one.

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

/// Shapes on a sheet, from the undermost to the uppermost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// Width and height of the sheet, in points.
    pub size: [f32; 2],
    /// What is on it.
    pub shapes: Vec<Shape>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line from point to point.
    Polyline {
        /// The points; fewer than two draw nothing.
        points: Vec<Point>,
        /// Its colour.
        color: ColorToken,
        /// Its width, in points.
        width: f32,
        /// Whether it is broken.
        is_dashed: bool,
    },
    /// An area within a closed line that does not cross itself.
    Polygon {
        /// Its corners; the last is joined to the first.
        corners: Vec<Point>,
        /// The triangles that fill it, three places of corners each. An area without any is
        /// convex.
        triangles: Vec<[u32; 3]>,
        /// Its colour.
        fill: ColorToken,
    },
    /// A rectangle with sides that are level and upright.
    Rect {
        /// Its left upper corner.
        at: Point,
        /// Width and height.
        size: [f32; 2],
        /// What it is filled with.
        fill: Option<ColorToken>,
        /// What its frame is drawn with, a point wide.
        stroke: Option<ColorToken>,
        /// How far its corners are rounded.
        corner_radius: f32,
    },
    /// A circle.
    Circle {
        /// Its middle.
        center: Point,
        /// Its radius.
        radius: f32,
        /// What it is filled with.
        fill: Option<ColorToken>,
        /// What its edge is drawn with, and how wide.
        stroke: Option<(ColorToken, f32)>,
    },
    /// A line of words.
    Text {
        /// Where it stands.
        at: Point,
        /// Which point of it stands there.
        anchor: Anchor,
        /// The words, on one line.
        text: String,
        /// The height of its letters, in points.
        font_size: f32,
        /// Its colour.
        color: ColorToken,
    },
    /// Shapes of which only what lies within a rectangle is seen.
    Clip {
        /// Its left upper corner.
        at: Point,
        /// Width and height.
        size: [f32; 2],
        /// What is seen through it.
        shapes: Vec<Shape>,
    },
}

/// Which point of a text stands at its place.
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
    /// Its left or upper end.
    Start,
    /// Its middle.
    Center,
    /// Its right or lower end.
    End,
}

impl Figure {
    /// An empty sheet.
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

    /// Adds a text that stands at a point.
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

    /// Adds a filled rectangle.
    pub fn push_rect(&mut self, at: Point, size: [f32; 2], fill: ColorToken, round: f32) {
        self.shapes.push(Shape::Rect {
            at,
            size,
            fill: Some(fill),
            stroke: None,
            corner_radius: round,
        });
    }

    /// Puts another picture on this one.
    pub fn push_figure(&mut self, at: Point, figure: Self) {
        self.shapes.extend(figure.shapes.into_iter().map(|shape| shape.translate(at)));
    }

    /// Puts another picture on this one; what goes beyond that one's edge is not seen.
    pub fn push_clipped_figure(&mut self, at: Point, figure: Self) {
        let size = figure.size;
        let shapes = figure.shapes.into_iter().map(|shape| shape.translate(at)).collect();
        self.shapes.push(Shape::Clip { at, size, shapes });
    }
}

impl Shape {
    /// The same shape elsewhere.
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
