//! What signs mean: each sign with its words, side by side in as many lines as the width needs.

use crate::figure::{
    Alignment::{Center, Start},
    Figure, Point,
    color::ColorToken,
    text_metrics::{text_width, wrap},
};

/// The height of letters, in points.
const FONT_SIZE: f32 = 11.0;
/// From sign to sign downwards, and from line to line of the words of one.
const ROW_HEIGHT: f32 = 22.0;
const LINE_HEIGHT: f32 = 14.0;
/// How many lines the words of one sign may take.
const MAX_LINES: usize = 4;
/// Between a sign and its words, and between these and the next sign.
const GAPS: [f32; 2] = [5.0, 16.0];

/// Signs of a width, laid out with their words.
pub(super) struct Legend {
    marker_width: f32,
    /// The left end of each sign, in the middle of its first line, and its words in lines.
    entries: Vec<(Point, Vec<String>)>,
    height: f32,
}

impl Legend {
    /// Makes room for signs of a width with these words.
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

    /// How high it is.
    pub fn height(&self) -> f32 {
        self.height
    }

    /// Writes all words with the left upper corner at a place; gives where each sign stands: its
    /// left end.
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
