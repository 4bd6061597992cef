//! Pictures: what a chart or a map shows, as shapes with a meaning. Pure: made from what is to be
//! shown and a size. The window paints them, and an export prints them, so that both are one.

mod ink;
mod clip;
mod text;
mod key;
pub mod scale;
mod course;
pub mod timeline;
pub mod sheet;
mod map;

pub use clip::clipped;
pub use course::{CourseChart, DrawnCourse, TotalMark, figures_words, line_names};
pub use ink::Ink;
pub use map::{Drawn, MapChart, NAMED, Stress, map, rough_sign, sign};
pub use sheet::Sheet;
pub use text::{cut, width_of, wrapped};

/// The bundled font, for Latin, Japanese and Korean; its kanji have their Japanese forms.
pub const FONT: &[u8] = include_bytes!("../../assets/fonts/BlueRibbonCJK-Regular.otf");

/// A place in a picture: points from the left, points from the top.
pub type Point = [f32; 2];

/// Shapes on a sheet, from the undermost to the uppermost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Width and height of the sheet, in points.
    pub size: [f32; 2],
    /// What is on it.
    pub shapes: Vec<Shape>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line from point to point.
    Line {
        /// The points; fewer than two draw nothing.
        points: Vec<Point>,
        /// Its colour.
        ink: Ink,
        /// Its width, in points.
        width: f32,
        /// Whether it is broken.
        dashed: bool,
    },
    /// An area within a closed line that does not cross itself.
    Area {
        /// Its corners; the last is joined to the first.
        corners: Vec<Point>,
        /// The triangles that fill it, three places of corners each. An area without any is
        /// convex.
        triangles: Vec<[u32; 3]>,
        /// Its colour.
        fill: Ink,
    },
    /// A rectangle with sides that are level and upright.
    Rect {
        /// Its left upper corner.
        at: Point,
        /// Width and height.
        size: [f32; 2],
        /// What it is filled with.
        fill: Option<Ink>,
        /// What its frame is drawn with, a point wide.
        frame: Option<Ink>,
        /// How far its corners are rounded.
        round: f32,
    },
    /// A circle.
    Circle {
        /// Its middle.
        centre: Point,
        /// Its radius.
        radius: f32,
        /// What it is filled with.
        fill: Option<Ink>,
        /// What its edge is drawn with, and how wide.
        edge: Option<(Ink, f32)>,
    },
    /// A line of words.
    Text {
        /// Where it stands.
        at: Point,
        /// Which point of it stands there.
        anchor: Anchor,
        /// The words, on one line.
        words: String,
        /// The height of its letters, in points.
        size: f32,
        /// Its colour.
        ink: Ink,
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
    pub across: Side,
    /// Down.
    pub down: Side,
}

/// The beginning, the middle or the end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Its left or upper end.
    Begin,
    /// Its middle.
    Middle,
    /// Its right or lower end.
    End,
}

impl Picture {
    /// An empty sheet.
    pub fn new(size: [f32; 2]) -> Self {
        Self { size, shapes: Vec::new() }
    }

    /// Adds a line between two points.
    pub fn line(&mut self, from: Point, to: Point, ink: Ink, width: f32) {
        self.shapes.push(Shape::Line { points: vec![from, to], ink, width, dashed: false });
    }

    /// Adds a text that stands at a point.
    pub fn text(&mut self, at: Point, [across, down]: [Side; 2], words: &str, size: f32, ink: Ink) {
        let anchor = Anchor { across, down };
        self.shapes.push(Shape::Text { at, anchor, words: words.to_owned(), size, ink });
    }

    /// Adds a filled rectangle.
    pub fn filled(&mut self, at: Point, size: [f32; 2], fill: Ink, round: f32) {
        self.shapes.push(Shape::Rect { at, size, fill: Some(fill), frame: None, round });
    }

    /// Puts another picture on this one.
    pub fn put(&mut self, at: Point, picture: Self) {
        self.shapes.extend(picture.shapes.into_iter().map(|shape| shape.moved(at)));
    }

    /// Puts another picture on this one; what goes beyond that one's edge is not seen.
    pub fn put_clipped(&mut self, at: Point, picture: Self) {
        let size = picture.size;
        let shapes = picture.shapes.into_iter().map(|shape| shape.moved(at)).collect();
        self.shapes.push(Shape::Clip { at, size, shapes });
    }
}

impl Shape {
    /// The same shape elsewhere.
    fn moved(mut self, by: Point) -> Self {
        let shift = |point: &mut Point| *point = [point[0] + by[0], point[1] + by[1]];
        match &mut self {
            Self::Line { points, .. } => points.iter_mut().for_each(shift),
            Self::Area { corners, .. } => corners.iter_mut().for_each(shift),
            Self::Rect { at, .. } | Self::Text { at, .. } => shift(at),
            Self::Circle { centre, .. } => shift(centre),
            Self::Clip { at, shapes, .. } => {
                shift(at);
                let within = std::mem::take(shapes);
                *shapes = within.into_iter().map(|shape| shape.moved(by)).collect();
            }
        }
        self
    }
}
