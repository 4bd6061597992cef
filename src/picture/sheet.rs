//! A picture to hand out: a chart with its title, the day, the counts and the sources.

use super::{
    Ink, Picture,
    Side::{Begin, Middle},
    width_of,
};

/// The width of every sheet, in points; what is printed is scaled from it.
pub const WIDTH: f32 = 1200.0;

const MARGIN: f32 = 36.0;
const TITLE: f32 = 24.0;
const TEXT: f32 = 14.0;
const SMALL: f32 = 10.0;
/// From line to line of the smallest letters.
const LINE: f32 = 14.0;
/// The part of the height that sources may take.
const SOURCES: f32 = 0.22;

/// What stands on a sheet around its chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The title.
    pub title: String,
    /// The day, and what was asked for: a line each.
    pub lines: Vec<String>,
    /// The counts, in a line.
    pub counts: String,
    /// The heading of the sources.
    pub heading: String,
    /// The sources, a line each, the most cited first.
    pub sources: Vec<String>,
    /// What is said of sources that there is no room for; `%{n}` stands for how many.
    pub more: String,
}

impl Sheet {
    /// The room for the chart on a sheet of this height, in points.
    pub fn room(&self, height: f32) -> [f32; 2] {
        [WIDTH - MARGIN * 2.0, (height - self.above() - self.below(height)).max(LINE)]
    }

    /// Puts a chart, drawn to that size, on its sheet.
    pub fn put(&self, chart: Picture, height: f32) -> Picture {
        let mut sheet = Picture::new([WIDTH, height]);
        let begin = [Begin, Middle];
        sheet.text([MARGIN, MARGIN + TITLE / 2.0], begin, &self.title, TITLE, Ink::Text);
        let mut y = MARGIN + TITLE + TEXT;
        for line in &self.lines {
            sheet.text([MARGIN, y], begin, line, TEXT, Ink::Weak);
            y += TEXT * 1.5;
        }
        sheet.put([MARGIN, self.above()], chart);
        let mut y = height - self.below(height) + LINE;
        sheet.text([MARGIN, y], begin, &self.counts, TEXT, Ink::Text);
        y += TEXT * 1.5;
        sheet.text([MARGIN, y], begin, &self.heading, SMALL, Ink::Weak);
        let (lines, told) = self.rows(height);
        let width = (WIDTH - MARGIN * 3.0) / 2.0;
        for (at, source) in self.sources.iter().take(told).enumerate() {
            let (column, row) = (at / lines, at % lines);
            let place = [MARGIN + (width + MARGIN) * column as f32, y + LINE * (row as f32 + 1.2)];
            sheet.text(place, begin, &cut(source, width, SMALL), SMALL, Ink::Weak);
        }
        let left = self.sources.len() - told;
        if left > 0 {
            let words = self.more.replace("%{n}", &left.to_string());
            let place = [MARGIN, y + LINE * (lines as f32 + 1.2)];
            sheet.text(place, begin, &words, SMALL, Ink::Weak);
        }
        sheet
    }

    fn above(&self) -> f32 {
        MARGIN + TITLE + TEXT + TEXT * 1.5 * self.lines.len() as f32 + LINE / 2.0
    }

    fn below(&self, height: f32) -> f32 {
        let (lines, told) = self.rows(height);
        let more = usize::from(told < self.sources.len());
        TEXT * 2.0 + LINE * 1.5 + LINE * (lines + more) as f32 + MARGIN
    }

    /// How many lines the sources take in two columns, and how many of them are told.
    fn rows(&self, height: f32) -> (usize, usize) {
        let room = ((height * SOURCES / LINE) as usize).max(1);
        let lines = self.sources.len().div_ceil(2).min(room).max(1);
        (lines, self.sources.len().min(lines * 2))
    }
}

/// A text as far as it fits a width.
fn cut(text: &str, width: f32, size: f32) -> String {
    if width_of(text, size) <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        cut.push(letter);
        if width_of(&cut, size) + size > width {
            break;
        }
    }
    cut.trim_end().to_owned() + "…"
}
