//! The timeline as a page to export: the lanes with room, and the number of those without.

use crate::{
    Locale,
    figure::{
        Alignment::{Center, Start},
        Figure,
        color::ColorToken,
        legend::Legend,
        text_metrics::truncate,
        time_axis::TimeScale,
        timeline::{
            HEADER_HEIGHT, LANE_HEIGHT, TimelineItem, case_items, draw_grouped_items, draw_lane,
            draw_time_axis, event_items, group_into_marks,
            item_text::{describe_lane, legend_items},
        },
    },
    model::{Case, Day},
    register::Register,
};

/// The room for names, in points.
const NAMES_WIDTH: f32 = 180.0;
/// The size of letters.
const FONT_SIZE: f32 = 12.0;
/// The width of a mark in the legend.
const MARK_WIDTH: f32 = 16.0;
/// The gap between the lanes and the legend.
const GAP: f32 = 8.0;
/// The least distance between two lanes.
const MIN_LANE_PITCH: f32 = 17.0;

/// The timeline of cases and events on a page.
#[derive(Clone, Copy, Debug)]
pub struct TimelineChart<'a> {
    /// The records.
    pub register: &'a Register,
    /// The cases, by their places.
    pub rows: &'a [u32],
    /// The stretch shown, in days after 1 January 1970.
    pub day_range: (f64, f64),
    /// The day of the timeline: later items are not shown.
    pub as_of: Day,
    /// The language of the labels.
    pub locale: Locale,
}

impl TimelineChart<'_> {
    /// Draws it on a page.
    pub fn draw(&self, size: [f32; 2]) -> Figure {
        let Self { register, rows, day_range: (from, to), as_of, locale } = *self;
        let mut figure = Figure::new(size);
        let scale = TimeScale { from, to, width: (size[0] - NAMES_WIDTH - LANE_HEIGHT).max(1.0) };
        let (drawn, pitch) = self.visible_lanes(size);
        let left = rows.len() - drawn;
        // The cases, what is said of those there is no room for, and the events.
        let lanes = drawn + usize::from(left > 0) + 1;
        let bottom = HEADER_HEIGHT + pitch * lanes as f32;
        draw_time_axis(&mut figure, [NAMES_WIDTH, 0.0], bottom, &scale, locale);
        let mut row = |y: f32, name: &str, color: ColorToken, items: &[TimelineItem]| {
            let name = truncate(name, NAMES_WIDTH - MARK_WIDTH, FONT_SIZE);
            figure.push_text([0.0, y], [Start, Center], &name, FONT_SIZE, color);
            let marks = group_into_marks(items, &scale);
            draw_lane(&mut figure, [NAMES_WIDTH, y], &scale, items, &marks, locale);
        };
        let mut y = HEADER_HEIGHT + pitch / 2.0;
        for case in self.cases().take(drawn) {
            let items = case_items(case, register.compared_parties(), as_of);
            row(y, &case.name.display_name(locale.code()), ColorToken::Text, &items);
            y += pitch;
        }
        if left > 0 {
            row(y, &locale.t_plural("summary.more_names", left), ColorToken::MutedText, &[]);
            y += pitch;
        }
        row(
            y,
            &locale.t("command.page_events"),
            ColorToken::MutedText,
            &event_items(register, as_of),
        );
        let x = NAMES_WIDTH + scale.day_end_x(as_of);
        if (NAMES_WIDTH..=size[0]).contains(&x) {
            figure.push_line([x, HEADER_HEIGHT], [x, bottom], ColorToken::Accent, 1.0);
        }
        let (signs, key) = self.legend(size[0]);
        let places = key.draw(&mut figure, [0.0, bottom + GAP]);
        for (place, (items, _)) in places.into_iter().zip(&signs) {
            draw_grouped_items(&mut figure, place, MARK_WIDTH, items, locale);
        }
        figure
    }

    /// Returns the height of a chart with this many lanes of cases at a width, in points.
    pub fn height(&self, lanes: usize, width: f32) -> f32 {
        HEADER_HEIGHT + LANE_HEIGHT * (lanes + 1) as f32 + GAP + self.legend(width).1.height()
    }

    /// Describes each lane drawn at this size in a line, as alternative text.
    pub fn describe(&self, size: [f32; 2]) -> String {
        let Self { register, rows, as_of, locale, .. } = *self;
        let (drawn, _) = self.visible_lanes(size);
        let lane = |case: &Case| {
            let items = case_items(case, register.compared_parties(), as_of);
            describe_lane(
                locale,
                register,
                &case.name.display_name(locale.code()),
                Some(case),
                &items,
            )
        };
        let mut lines: Vec<String> = self.cases().take(drawn).map(lane).collect();
        if rows.len() > drawn {
            lines.push(locale.t_plural("summary.more_names", rows.len() - drawn));
        }
        let events = event_items(register, as_of);
        lines.push(describe_lane(
            locale,
            register,
            &locale.t("command.page_events"),
            None,
            &events,
        ));
        lines.join("\n")
    }

    /// Returns the number of cases with room for their lanes, and the distance of the lanes, which
    /// is less if not all have room otherwise. If some still have none, one lane tells how many
    /// more there are.
    fn visible_lanes(&self, size: [f32; 2]) -> (usize, f32) {
        let room = size[1] - HEADER_HEIGHT - GAP - self.legend(size[0]).1.height();
        let pitch = (room / (self.rows.len() + 1) as f32).clamp(MIN_LANE_PITCH, LANE_HEIGHT);
        // A little less than a lane may be missing by the rounding of its height.
        let lanes = (room / pitch + 0.01).max(2.0) as usize - 1;
        let drawn = if self.rows.len() <= lanes { self.rows.len() } else { lanes - 1 };
        (drawn, pitch)
    }

    fn cases(&self) -> impl Iterator<Item = &Case> {
        self.rows.iter().filter_map(|at| Some(self.register.cases().get(*at as usize)?.as_ref()))
    }

    /// Returns the items of each symbol with their text, and the legend of the texts.
    fn legend(&self, width: f32) -> (Vec<(Vec<TimelineItem>, String)>, Legend) {
        let Self { register, as_of, locale, .. } = *self;
        let signs = legend_items(locale, register, as_of);
        let key = Legend::new(signs.iter().map(|(_, label)| label), MARK_WIDTH, width);
        (signs, key)
    }
}
