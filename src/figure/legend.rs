//! The legend of a figure: symbols with their texts, side by side in as many rows as the width
//! needs.

use crate::figure::{
    Alignment::{Center, Start},
    Figure, Point,
    color::ColorToken,
    text_metrics::{text_width, wrap},
};

/// The height of letters, in points.
const FONT_SIZE: f32 = 11.0;
/// The distance between rows, and between the lines of one text.
const ROW_HEIGHT: f32 = 22.0;
const LINE_HEIGHT: f32 = 14.0;
/// The greatest number of lines of one text.
const MAX_LINES: usize = 4;
/// The gap between a symbol and its text, and between the text and the next symbol.
const GAPS: [f32; 2] = [5.0, 16.0];

/// The layout of symbols of one width with their texts.
pub(super) struct Legend {
    marker_width: f32,
    /// The left end of each symbol, in the middle of its first line, and the lines of its text.
    entries: Vec<(Point, Vec<String>)>,
    height: f32,
}

impl Legend {
    /// Lays out symbols of the width `sign` with their texts.
    pub fn new(texts: impl IntoIterator<Item = impl AsRef<str>>, sign: f32, width: f32) -> Self {
        let mut this = Self { marker_width: sign, entries: Vec::new(), height: 0.0 };
        let mut x = 0.0;
        for text in texts {
            let room = width - sign - GAPS[0];
            let lines = wrap(text.as_ref(), room, FONT_SIZE, MAX_LINES);
            let longest = lines.iter().map(|line| text_width(line, FONT_SIZE)).fold(0.0, f32::max);
            let wide = sign + GAPS[0] + longest;
            if this.entries.is_empty() || x + wide > width {
                x = 0.0;
                this.height += ROW_HEIGHT;
            }
            this.entries.push(([x, this.height - ROW_HEIGHT / 2.0], lines));
            if let Some((_, lines)) = this.entries.last()
                && lines.len() > 1
            {
                // What is longer than a line stands alone.
                this.height += LINE_HEIGHT * (lines.len() - 1) as f32;
                x = width;
            } else {
                x += wide + GAPS[1];
            }
        }
        this
    }

    /// Returns the height, in points.
    pub fn height(&self) -> f32 {
        self.height
    }

    /// Draws all texts with the upper left corner at a point, and returns the left end of each
    /// symbol.
    pub fn draw(&self, figure: &mut Figure, [x, y]: Point) -> Vec<Point> {
        let mut places = Vec::with_capacity(self.entries.len());
        for ([dx, dy], lines) in &self.entries {
            let place = [x + dx, y + dy];
            for (at, line) in lines.iter().enumerate() {
                let beside =
                    [place[0] + self.marker_width + GAPS[0], place[1] + LINE_HEIGHT * at as f32];
                figure.push_text(beside, [Start, Center], line, FONT_SIZE, ColorToken::MutedText);
            }
            places.push(place);
        }
        places
    }
}
