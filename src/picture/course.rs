//! Both lists over time, as a chart of steps.

use super::{
    Ink, Picture, Point, Shape,
    Side::{Begin, End, Middle},
    scale::{TimeScale, counts},
    width_of,
};
use crate::{
    lang::Lang,
    model::Day,
    register::Register,
    view::{Figures, party_words},
};

/// The size of letters, in points.
const TEXT: f32 = 12.0;
/// The room above the highest figure, for what the rhombs mean, and below for the days.
const ABOVE: f32 = 28.0;
const BELOW: f32 = 24.0;
/// Between words and what they stand beside.
const GAP: f32 = 8.0;

/// What the chart shows.
#[derive(Clone, Debug)]
pub struct CourseChart {
    /// The figures, in rising order of their days.
    pub course: Vec<Figures>,
    /// The totals announced up to the day shown.
    pub marks: Vec<TotalMark>,
    /// The name of each side, what those who are back are called, and what an announced total.
    pub names: [String; 4],
    /// The first day drawn.
    pub from: Day,
    /// The day shown, up to which the figures go.
    pub as_of: Day,
    /// The last day drawn: the day shown or one after it.
    pub until: Day,
    /// The language of what is written.
    pub lang: Lang,
}

/// A total that a side had announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalMark {
    /// Which side, 0 or 1.
    pub side: usize,
    /// The first and the last day that its date can mean.
    pub on: (Day, Day),
    /// How many.
    pub count: usize,
}

/// A chart with where things stand on it.
#[derive(Clone, Debug)]
pub struct DrawnCourse {
    /// The chart.
    pub picture: Picture,
    /// Its scale of days.
    pub scale: TimeScale,
    /// The left upper corner of where the lines are drawn.
    pub at: Point,
    /// How high that is.
    pub height: f32,
}

/// What the three lines are called: each side, and those who are back.
pub fn line_names(lang: Lang, register: &Register) -> [String; 3] {
    let [first, second] = register.compare().map(|party| party_words(lang, register, party));
    [first, second, lang.t("status.returned").into_owned()]
}

/// Figures in a row: "North Korea 13, Japan 17, Returned 5".
pub fn figures_words(lang: Lang, register: &Register, figures: &Figures) -> String {
    let words = line_names(lang, register).into_iter().zip(figures.lines());
    lang.join(words.map(|(name, n)| format!("{name} {}", lang.number(n))))
}

impl CourseChart {
    /// The chart of a course up to a day, and as empty as it is up to another. It begins with the
    /// year of the first taking, where that is known, or of the first figure.
    pub fn new(
        register: &Register,
        course: Vec<Figures>,
        first: Option<i16>,
        (as_of, until): (Day, Day),
        lang: Lang,
    ) -> Self {
        let side_of = |id| register.compare().iter().position(|party| *party == id);
        let totals = register.totals().iter().filter(|total| total.on.latest() <= as_of);
        let marks = totals.filter_map(|total| {
            let on = (total.on.earliest(), total.on.latest());
            Some(TotalMark { side: side_of(&total.by)?, on, count: total.count as usize })
        });
        let [one, other, returned] = line_names(lang, register);
        let names = [one, other, returned, lang.t("time.announced").into_owned()];
        let figure = course.first().map(|figures| figures.from.year());
        let year = first.into_iter().chain(figure).min().unwrap_or(as_of.year());
        let from = Day::new(year, 1, 1).unwrap_or(Day::MIN);
        Self { marks: marks.collect(), course, names, from, as_of, until, lang }
    }

    /// Draws the chart on a sheet.
    pub fn draw(&self, size: [f32; 2]) -> DrawnCourse {
        let last = self.course.last();
        let greatest = self.course.iter().flat_map(|figures| figures.listed);
        let greatest = greatest.chain(self.marks.iter().map(|mark| mark.count)).max();
        let counts = counts(greatest.unwrap_or(0));
        let highest = counts.last().copied().unwrap_or(1);
        let last = last.map_or([0; 3], Figures::lines);
        let ends: Vec<(String, Ink, usize)> = (0..3)
            .map(|line| {
                let n = last[line];
                (format!("{} {}", self.names[line], self.lang.number(n)), ink(line), n)
            })
            .collect();
        let left = width_of(&self.lang.number(highest), TEXT) + GAP;
        let right = ends.iter().map(|(words, ..)| width_of(words, TEXT)).fold(0.0, f32::max);
        let at = [left, ABOVE];
        let width = (size[0] - left - right - GAP * 2.0).max(1.0);
        let height = (size[1] - ABOVE - BELOW).max(1.0);
        let scale = TimeScale::new(self.from, self.until, width);
        let mut drawn = DrawnCourse { picture: Picture::new(size), scale, at, height };
        let y = |count: usize| ABOVE + height * (1.0 - count as f32 / highest as f32);
        self.ground(&mut drawn, &counts, y);
        // Where two lines run together, what comes first lies below.
        for line in [2, 1, 0] {
            self.steps(&mut drawn, line, y);
        }
        self.totals(&mut drawn, y);
        rhomb(&mut drawn.picture, [left + GAP, TEXT / 2.0 + 2.0], Ink::Weak);
        let at = [left + GAP * 2.5, TEXT / 2.0 + 2.0];
        drawn.picture.text(at, [Begin, Middle], &self.names[3], TEXT, Ink::Weak);
        let mut ends: Vec<_> = ends.into_iter().map(|(words, ink, n)| (y(n), words, ink)).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        apart(&mut ends, ABOVE + height);
        for (y, words, ink) in ends {
            let at = [left + width + GAP, y];
            drawn.picture.text(at, [Begin, Middle], &words, TEXT, ink);
        }
        drawn
    }

    /// The lines of even counts, the days below, and what lies after the day shown.
    fn ground(&self, drawn: &mut DrawnCourse, counts: &[usize], y: impl Fn(usize) -> f32) {
        let DrawnCourse { picture, scale, at: [left, top], height } = drawn;
        let end = scale.end(self.as_of);
        if end < scale.width {
            picture.filled([*left + end, *top], [scale.width - end, *height], Ink::Raised, 0.0);
        }
        for count in counts {
            let y = y(*count);
            picture.line([*left, y], [*left + scale.width, y], Ink::Line, 1.0);
            let words = self.lang.number(*count);
            picture.text([*left - GAP, y], [End, Middle], &words, TEXT, Ink::Weak);
        }
        let bottom = *top + *height;
        for tick in scale.ticks(self.lang, TEXT) {
            let x = *left + tick.x;
            picture.line([x, bottom], [x, bottom + 4.0], Ink::Frame, 1.0);
            picture.text([x, bottom + 6.0], [Middle, Begin], &tick.words, TEXT, Ink::Weak);
        }
        let x = *left + end;
        picture.line([x, *top], [x, bottom], Ink::Accent, 1.0);
    }

    /// One of the three lines: level from day to day, and upright where something changed.
    fn steps(&self, drawn: &mut DrawnCourse, line: usize, y: impl Fn(usize) -> f32) {
        let DrawnCourse { picture, scale, at: [left, _], .. } = drawn;
        let mut points = vec![[*left, y(0)]];
        for figures in &self.course {
            let (x, before) = (*left + scale.x(figures.from).max(0.0), points[points.len() - 1]);
            let now = y(figures.lines()[line]);
            if (now - before[1]).abs() <= f32::EPSILON {
                continue;
            }
            // What follows within a point is drawn as one step, however many days that are.
            match points.last_mut() {
                Some(last) if x - last[0] < 1.0 && last[0] > *left => last[1] = now,
                _ => points.extend([[x, before[1]], [x, now]]),
            }
        }
        let level = points[points.len() - 1][1];
        points.push([*left + scale.end(self.as_of), level]);
        let (width, dashed) = if line == 2 { (2.0, true) } else { (2.5, false) };
        picture.shapes.push(Shape::Line { points, ink: ink(line), width, dashed });
    }

    /// The announced totals: a rhomb at the count, and the days that a rough date can mean.
    fn totals(&self, drawn: &mut DrawnCourse, y: impl Fn(usize) -> f32) {
        let DrawnCourse { picture, scale, at: [left, _], .. } = drawn;
        for mark in &self.marks {
            let (y, ink) = (y(mark.count), Ink::side(mark.side));
            let [from, to] = [mark.on.0, mark.on.1].map(|day| *left + scale.x(day).max(0.0));
            if mark.on.0 < mark.on.1 {
                picture.line([from, y], [to, y], ink, 1.0);
            }
            rhomb(picture, [to, y], ink);
        }
    }
}

/// The mark of an announced total.
fn rhomb(picture: &mut Picture, [x, y]: Point, ink: Ink) {
    for (reach, fill) in [(7.0, Ink::Surface), (5.0, ink)] {
        let corners = vec![[x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]];
        picture.shapes.push(Shape::Area { corners, triangles: Vec::new(), fill });
    }
}

fn ink(line: usize) -> Ink {
    if line < 2 { Ink::side(line) } else { Ink::Segment(crate::view::Segment::Returned) }
}

/// Moves words that stand at about the same height apart, from the lowest up.
fn apart(words: &mut [(f32, String, Ink)], lowest: f32) {
    let mut below = lowest + TEXT / 2.0;
    for (y, ..) in words.iter_mut().rev() {
        *y = y.min(below - TEXT * 0.7);
        below = *y - TEXT * 0.7;
    }
}
