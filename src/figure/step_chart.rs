//! Both lists over time, as a chart of steps.

use crate::{
    Locale,
    analysis::{counts_over_time::CountPoint, reconciliation},
    describe::claims::party_label,
    figure::{
        Alignment::{Center, End, Start},
        Figure, Point, Shape,
        color::ColorToken,
        text_metrics::{text_width, truncate},
        time_axis::{TimeScale, count_ticks},
    },
    model::Day,
    register::Register,
};

/// The size of letters, in points.
const FONT_SIZE: f32 = 12.0;
/// The room above the greatest count, for the legend of the diamonds, and below it for the days.
const TOP_MARGIN: f32 = 28.0;
const BOTTOM_MARGIN: f32 = 24.0;
/// The greatest part of the width that the labels beside the lines take.
const MAX_LABEL_SHARE: f32 = 0.4;
/// The gap between a text and the shape beside it.
const GAP: f32 = 8.0;

/// The chart of both lists over time.
#[derive(Clone, Debug)]
pub struct CountsChart {
    /// The figures, in rising order of their days.
    pub count_points: Vec<CountPoint>,
    /// The totals announced up to the day shown.
    pub total_marks: Vec<TotalMark>,
    /// The names of the two sides, of the returned people, and of an announced total.
    pub labels: [String; 4],
    /// The first day of the chart.
    pub from: Day,
    /// The day shown, up to which the figures go.
    pub as_of: Day,
    /// The last day of the chart: the day shown or one after it.
    pub until: Day,
    /// The language of the labels.
    pub locale: Locale,
}

/// A total that a side had announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotalMark {
    /// The side, 0 or 1.
    pub side: usize,
    /// The first and the last day that its date can mean.
    pub date_range: (Day, Day),
    /// The announced count.
    pub count: usize,
}

/// A chart with the positions of its parts.
#[derive(Clone, Debug)]
pub struct CountsChartLayout {
    /// The chart.
    pub figure: Figure,
    /// The scale of days.
    pub scale: TimeScale,
    /// The upper left corner of the plot.
    pub plot_origin: Point,
    /// The height of the plot, in points.
    pub plot_height: f32,
}

/// Returns the names of the three lines: each side, and the returned people.
pub fn line_labels(locale: Locale, register: &Register) -> [String; 3] {
    let [first, second] =
        register.compared_parties().map(|party| party_label(locale, register, party));
    [first, second, locale.t("status.returned").into_owned()]
}

/// Describes counts in a line, as in "North Korea 13, Japan 17, Returned 5".
pub fn describe_counts(locale: Locale, register: &Register, figures: &CountPoint) -> String {
    let pairs = line_labels(locale, register).into_iter().zip(figures.series());
    locale.join_list(pairs.map(|(name, n)| format!("{name} {}", locale.format_number(n))))
}

impl CountsChart {
    /// Creates the chart of counts up to a day, with an empty part up to another day. It begins
    /// with the year of the first abduction, or of the first count if that is not known.
    pub fn new(
        register: &Register,
        count_points: Vec<CountPoint>,
        first: Option<i16>,
        (as_of, until): (Day, Day),
        locale: Locale,
    ) -> Self {
        let side_of = |id| register.compared_parties().iter().position(|party| *party == id);
        let totals = register.totals().iter().filter(|total| total.on.in_force_from() <= as_of);
        let marks = totals.filter_map(|total| {
            let on = (total.on.earliest(), total.on.latest());
            Some(TotalMark {
                side: side_of(&total.by)?,
                date_range: on,
                count: total.count as usize,
            })
        });
        let [one, other, returned] = line_labels(locale, register);
        let labels = [one, other, returned, locale.t("over_time.announced_totals").into_owned()];
        let figure = count_points.first().map(|figures| figures.from.year());
        let year = first.into_iter().chain(figure).min().unwrap_or(as_of.year());
        let from = Day::new(year, 1, 1).unwrap_or(Day::MIN);
        Self { total_marks: marks.collect(), count_points, labels, from, as_of, until, locale }
    }

    /// Draws the chart on a page.
    pub fn draw(&self, size: [f32; 2]) -> CountsChartLayout {
        let last = self.count_points.last();
        let greatest = self.count_points.iter().flat_map(|figures| figures.listed);
        let greatest = greatest.chain(self.total_marks.iter().map(|mark| mark.count)).max();
        let counts = count_ticks(greatest.unwrap_or(0));
        let highest = counts.last().copied().unwrap_or(1);
        let last = last.map_or([0; 3], CountPoint::series);
        let ends: Vec<(String, ColorToken, usize)> = (0..3)
            .map(|line| {
                let n = last[line];
                let count = format!(" {}", self.locale.format_number(n));
                let room = size[0] * MAX_LABEL_SHARE - text_width(&count, FONT_SIZE);
                let name = truncate(&self.labels[line], room, FONT_SIZE);
                (name + &count, line_color(line), n)
            })
            .collect();
        let left = text_width(&self.locale.format_number(highest), FONT_SIZE) + GAP;
        let right = ends.iter().map(|(label, ..)| text_width(label, FONT_SIZE)).fold(0.0, f32::max);
        let at = [left, TOP_MARGIN];
        let width = (size[0] - left - right - GAP * 2.0).max(1.0);
        let height = (size[1] - TOP_MARGIN - BOTTOM_MARGIN).max(1.0);
        let scale = TimeScale::new(self.from, self.until, width);
        let mut drawn = CountsChartLayout {
            figure: Figure::new(size),
            scale,
            plot_origin: at,
            plot_height: height,
        };
        let y = |count: usize| TOP_MARGIN + height * (1.0 - count as f32 / highest as f32);
        self.draw_grid(&mut drawn, &counts, y);
        // Where two lines run together, what comes first lies below.
        for line in [2, 1, 0] {
            self.draw_step_line(&mut drawn, line, y);
        }
        self.draw_totals(&mut drawn, y);
        draw_diamond(&mut drawn.figure, [left + GAP, FONT_SIZE / 2.0 + 2.0], ColorToken::MutedText);
        let at = [left + GAP * 2.5, FONT_SIZE / 2.0 + 2.0];
        drawn.figure.push_text(
            at,
            [Start, Center],
            &self.labels[3],
            FONT_SIZE,
            ColorToken::MutedText,
        );
        let mut ends: Vec<_> =
            ends.into_iter().map(|(label, color, n)| (y(n), label, color)).collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        spread_labels(&mut ends, TOP_MARGIN + height);
        for (y, label, color) in ends {
            let at = [left + width + GAP, y];
            drawn.figure.push_text(at, [Start, Center], &label, FONT_SIZE, color);
        }
        drawn
    }

    /// Draws the lines of round counts, the days below them, and the part after the day shown.
    fn draw_grid(&self, drawn: &mut CountsChartLayout, counts: &[usize], y: impl Fn(usize) -> f32) {
        let CountsChartLayout { figure, scale, plot_origin: [left, top], plot_height: height } =
            drawn;
        let end = scale.day_end_x(self.as_of);
        if end < scale.width {
            figure.push_rect(
                [*left + end, *top],
                [scale.width - end, *height],
                ColorToken::Raised,
                0.0,
            );
        }
        for count in counts {
            let y = y(*count);
            figure.push_line([*left, y], [*left + scale.width, y], ColorToken::Line, 1.0);
            let label = self.locale.format_number(*count);
            figure.push_text(
                [*left - GAP, y],
                [End, Center],
                &label,
                FONT_SIZE,
                ColorToken::MutedText,
            );
        }
        let bottom = *top + *height;
        for tick in scale.ticks(self.locale, FONT_SIZE) {
            let x = *left + tick.x;
            figure.push_line([x, bottom], [x, bottom + 4.0], ColorToken::Frame, 1.0);
            figure.push_text(
                [x, bottom + 6.0],
                [Center, Start],
                &tick.label,
                FONT_SIZE,
                ColorToken::MutedText,
            );
        }
        let x = *left + end;
        figure.push_line([x, *top], [x, bottom], ColorToken::Accent, 1.0);
    }

    /// Draws one of the three lines: horizontal from day to day, and vertical at a change.
    fn draw_step_line(&self, drawn: &mut CountsChartLayout, line: usize, y: impl Fn(usize) -> f32) {
        let CountsChartLayout { figure, scale, plot_origin: [left, _], .. } = drawn;
        let mut points = vec![[*left, y(0)]];
        for figures in &self.count_points {
            let (x, before) =
                (*left + scale.day_start_x(figures.from).max(0.0), points[points.len() - 1]);
            let now = y(figures.series()[line]);
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
        points.push([*left + scale.day_end_x(self.as_of), level]);
        let (width, dashed) = if line == 2 { (2.0, true) } else { (2.5, false) };
        figure.shapes.push(Shape::Polyline {
            points,
            color: line_color(line),
            width,
            is_dashed: dashed,
        });
    }

    /// Draws the announced totals: a diamond at the count, and a line over the days that an inexact
    /// date can mean.
    fn draw_totals(&self, drawn: &mut CountsChartLayout, y: impl Fn(usize) -> f32) {
        let CountsChartLayout { figure, scale, plot_origin: [left, _], .. } = drawn;
        for mark in &self.total_marks {
            let (y, color) = (y(mark.count), ColorToken::for_party_side(mark.side));
            let [from, to] = [mark.date_range.0, mark.date_range.1]
                .map(|day| *left + scale.day_start_x(day).max(0.0));
            if mark.date_range.0 < mark.date_range.1 {
                figure.push_line([from, y], [to, y], color, 1.0);
            }
            draw_diamond(figure, [to, y], color);
        }
    }
}

/// Draws the mark of an announced total.
fn draw_diamond(figure: &mut Figure, [x, y]: Point, color: ColorToken) {
    for (reach, fill) in [(7.0, ColorToken::Surface), (5.0, color)] {
        let corners = vec![[x, y - reach], [x + reach, y], [x, y + reach], [x - reach, y]];
        figure.shapes.push(Shape::Polygon { corners, triangles: Vec::new(), fill });
    }
}

fn line_color(line: usize) -> ColorToken {
    if line < 2 {
        ColorToken::for_party_side(line)
    } else {
        ColorToken::Segment(reconciliation::Segment::Returned)
    }
}

/// Moves labels at about the same height apart, from the lowest up.
fn spread_labels(labels: &mut [(f32, String, ColorToken)], lowest: f32) {
    let mut below = lowest + FONT_SIZE / 2.0;
    for (y, ..) in labels.iter_mut().rev() {
        *y = y.min(below - FONT_SIZE * 0.7);
        below = *y - FONT_SIZE * 0.7;
    }
}
