//! A picture to hand out: a chart with its title, the day, the counts and the sources.

use crate::figure::{
    Alignment::{Center, Start},
    Figure,
    color::ColorToken,
    text_metrics::{truncate, wrap},
};

/// The least and the greatest width of a page, in points. A narrower or wider page is scaled, so
/// that texts are neither crowded nor too small.
const PAGE_WIDTH_RANGE: [f32; 2] = [800.0, 1200.0];

const MARGIN: f32 = 36.0;
const TITLE_SIZE: f32 = 24.0;
const TEXT_SIZE: f32 = 14.0;
const SMALL_TEXT_SIZE: f32 = 10.0;
/// The distance between lines of the smallest text.
const SMALL_LINE_HEIGHT: f32 = 14.0;
/// The part of the height that sources may take.
const MAX_SOURCES_SHARE: f32 = 0.16;
/// The greatest number of lines of the title, and of each line below it.
const MAX_LINES: [usize; 2] = [2, 3];

/// Returns the width and height in points of a page with a width and height in pixels.
pub fn page_size_in_points([width, height]: [u32; 2]) -> [f32; 2] {
    let points = (width as f32).clamp(PAGE_WIDTH_RANGE[0], PAGE_WIDTH_RANGE[1]);
    [points, points * height as f32 / width.max(1) as f32]
}

/// The texts of a page around its chart.
#[derive(Clone, Debug, PartialEq)]
pub struct FigurePage {
    /// The title.
    pub title: String,
    /// The day and the filters, a line each.
    pub subtitle_lines: Vec<String>,
    /// The counts, in a line.
    pub counts: String,
    /// The heading of the sources.
    pub sources_heading: String,
    /// The sources, a line each, the most cited first.
    pub sources: Vec<String>,
    /// The text about sources without room; `%{n}` stands for their number.
    pub more_sources_text: String,
    /// The line of the history that records the register, below the sources.
    pub history: String,
}

impl FigurePage {
    /// Returns the room for the chart on a page of this size, in points.
    pub fn chart_size(&self, size: [f32; 2]) -> [f32; 2] {
        let height = size[1] - self.header_height(size[0]) - self.footer_height(size[1]);
        [size[0] - MARGIN * 2.0, height.max(SMALL_LINE_HEIGHT)]
    }

    /// Composes a page from a chart that was drawn to the room for it.
    pub fn compose(&self, chart: Figure, size: [f32; 2]) -> Figure {
        let [width, height] = size;
        let mut page = Figure::new(size);
        let begin = [Start, Center];
        let [title, lines] = self.wrap_header(width);
        let mut y = MARGIN + TITLE_SIZE / 2.0;
        for line in title {
            page.push_text([MARGIN, y], begin, &line, TITLE_SIZE, ColorToken::Text);
            y += TITLE_SIZE * 1.25;
        }
        y += TEXT_SIZE - TITLE_SIZE * 0.75;
        for line in lines {
            page.push_text([MARGIN, y], begin, &line, TEXT_SIZE, ColorToken::MutedText);
            y += TEXT_SIZE * 1.5;
        }
        page.push_figure([MARGIN, self.header_height(width)], chart);
        let mut y = height - self.footer_height(height) + SMALL_LINE_HEIGHT * 1.5;
        let counts = truncate(&self.counts, width - MARGIN * 2.0, TEXT_SIZE);
        page.push_text([MARGIN, y], begin, &counts, TEXT_SIZE, ColorToken::Text);
        y += TEXT_SIZE * 1.5;
        page.push_text(
            [MARGIN, y],
            begin,
            &self.sources_heading,
            SMALL_TEXT_SIZE,
            ColorToken::MutedText,
        );
        let (lines, told) = self.source_layout(height);
        let column_width = (width - MARGIN * 3.0) / 2.0;
        for (at, source) in self.sources.iter().take(told).enumerate() {
            let (column, row) = (at / lines, at % lines);
            let x = MARGIN + (column_width + MARGIN) * column as f32;
            let place = [x, y + SMALL_LINE_HEIGHT * (row as f32 + 1.2)];
            page.push_text(
                place,
                begin,
                &truncate(source, column_width, SMALL_TEXT_SIZE),
                SMALL_TEXT_SIZE,
                ColorToken::MutedText,
            );
        }
        let left = self.sources.len() - told;
        if left > 0 {
            let text = self.more_sources_text.replace("%{n}", &left.to_string());
            let place = [MARGIN, y + SMALL_LINE_HEIGHT * (lines as f32 + 1.2)];
            page.push_text(place, begin, &text, SMALL_TEXT_SIZE, ColorToken::MutedText);
        }
        let place = [MARGIN, height - MARGIN + SMALL_LINE_HEIGHT * 0.2];
        let history = truncate(&self.history, width - MARGIN * 2.0, SMALL_TEXT_SIZE);
        page.push_text(place, begin, &history, SMALL_TEXT_SIZE, ColorToken::MutedText);
        page
    }

    /// Returns the title and the texts below it, wrapped to the width of the page.
    fn wrap_header(&self, width: f32) -> [Vec<String>; 2] {
        let width = width - MARGIN * 2.0;
        let lines =
            self.subtitle_lines.iter().flat_map(|line| wrap(line, width, TEXT_SIZE, MAX_LINES[1]));
        [wrap(&self.title, width, TITLE_SIZE, MAX_LINES[0]), lines.collect()]
    }

    fn header_height(&self, width: f32) -> f32 {
        let [title, lines] = self.wrap_header(width);
        let title = TITLE_SIZE * 1.25 * title.len().max(1) as f32 - TITLE_SIZE * 0.25;
        MARGIN + title + TEXT_SIZE + TEXT_SIZE * 1.5 * lines.len() as f32 + SMALL_LINE_HEIGHT / 2.0
    }

    fn footer_height(&self, height: f32) -> f32 {
        let (lines, told) = self.source_layout(height);
        let more = usize::from(told < self.sources.len());
        TEXT_SIZE * 2.5
            + SMALL_LINE_HEIGHT * 1.5
            + SMALL_LINE_HEIGHT * (lines + more) as f32
            + MARGIN
    }

    /// Returns the number of lines of the sources in two columns, and the number of sources shown.
    fn source_layout(&self, height: f32) -> (usize, usize) {
        let room = ((height * MAX_SOURCES_SHARE / SMALL_LINE_HEIGHT) as usize).max(1);
        let lines = self.sources.len().div_ceil(2).min(room).max(1);
        (lines, self.sources.len().min(lines * 2))
    }
}
