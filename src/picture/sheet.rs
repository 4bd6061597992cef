//! A picture to hand out: a chart with its title, the day, the counts and the sources.

use super::{
    Ink, Picture,
    Side::{Begin, Middle},
    cut, wrapped,
};

/// The least and the greatest width of a sheet, in points: what is printed narrower or wider is
/// scaled, so that letters are neither crowded nor lost.
const WIDTHS: [f32; 2] = [800.0, 1200.0];

const MARGIN: f32 = 36.0;
const TITLE: f32 = 24.0;
const TEXT: f32 = 14.0;
const SMALL: f32 = 10.0;
/// From line to line of the smallest letters.
const LINE: f32 = 14.0;
/// The part of the height that sources may take.
const SOURCES: f32 = 0.16;
/// How many lines the title and each line below it may take.
const LINES: [usize; 2] = [2, 3];

/// Width and height in points of a sheet that is so many dots wide and high.
pub fn points([width, height]: [u32; 2]) -> [f32; 2] {
    let points = (width as f32).clamp(WIDTHS[0], WIDTHS[1]);
    [points, points * height as f32 / width.max(1) as f32]
}

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
    /// The room for the chart on a sheet of this size, in points.
    pub fn room(&self, size: [f32; 2]) -> [f32; 2] {
        let height = size[1] - self.above(size[0]) - self.below(size[1]);
        [size[0] - MARGIN * 2.0, height.max(LINE)]
    }

    /// Puts a chart, drawn to that room, on its sheet.
    pub fn put(&self, chart: Picture, size: [f32; 2]) -> Picture {
        let [width, height] = size;
        let mut sheet = Picture::new(size);
        let begin = [Begin, Middle];
        let [title, lines] = self.head(width);
        let mut y = MARGIN + TITLE / 2.0;
        for line in title {
            sheet.text([MARGIN, y], begin, &line, TITLE, Ink::Text);
            y += TITLE * 1.25;
        }
        y += TEXT - TITLE * 0.75;
        for line in lines {
            sheet.text([MARGIN, y], begin, &line, TEXT, Ink::Weak);
            y += TEXT * 1.5;
        }
        sheet.put([MARGIN, self.above(width)], chart);
        let mut y = height - self.below(height) + LINE * 1.5;
        let counts = cut(&self.counts, width - MARGIN * 2.0, TEXT);
        sheet.text([MARGIN, y], begin, &counts, TEXT, Ink::Text);
        y += TEXT * 1.5;
        sheet.text([MARGIN, y], begin, &self.heading, SMALL, Ink::Weak);
        let (lines, told) = self.rows(height);
        let column_width = (width - MARGIN * 3.0) / 2.0;
        for (at, source) in self.sources.iter().take(told).enumerate() {
            let (column, row) = (at / lines, at % lines);
            let x = MARGIN + (column_width + MARGIN) * column as f32;
            let place = [x, y + LINE * (row as f32 + 1.2)];
            sheet.text(place, begin, &cut(source, column_width, SMALL), SMALL, Ink::Weak);
        }
        let left = self.sources.len() - told;
        if left > 0 {
            let words = self.more.replace("%{n}", &left.to_string());
            let place = [MARGIN, y + LINE * (lines as f32 + 1.2)];
            sheet.text(place, begin, &words, SMALL, Ink::Weak);
        }
        sheet
    }

    /// The title and what stands below it, in lines of the sheet's width.
    fn head(&self, width: f32) -> [Vec<String>; 2] {
        let width = width - MARGIN * 2.0;
        let lines = self.lines.iter().flat_map(|line| wrapped(line, width, TEXT, LINES[1]));
        [wrapped(&self.title, width, TITLE, LINES[0]), lines.collect()]
    }

    fn above(&self, width: f32) -> f32 {
        let [title, lines] = self.head(width);
        let title = TITLE * 1.25 * title.len().max(1) as f32 - TITLE * 0.25;
        MARGIN + title + TEXT + TEXT * 1.5 * lines.len() as f32 + LINE / 2.0
    }

    fn below(&self, height: f32) -> f32 {
        let (lines, told) = self.rows(height);
        let more = usize::from(told < self.sources.len());
        TEXT * 2.5 + LINE * 1.5 + LINE * (lines + more) as f32 + MARGIN
    }

    /// How many lines the sources take in two columns, and how many of them are told.
    fn rows(&self, height: f32) -> (usize, usize) {
        let room = ((height * SOURCES / LINE) as usize).max(1);
        let lines = self.sources.len().div_ceil(2).min(room).max(1);
        (lines, self.sources.len().min(lines * 2))
    }
}
