//! The timeline: a lane for each case, with the abduction, the claims and the return.

pub mod chart;
pub(crate) mod item_text;

use crate::{
    Locale,
    analysis::{position::is_in_force, reconciliation::Segment},
    figure::{
        Alignment::{Center, Start},
        Figure, Point, Shape,
        color::ColorToken,
        text_metrics::text_width,
        time_axis::{TimeScale, days_since_epoch},
    },
    model::{Case, Date, Day, PartyId},
    register::Register,
};

/// The height of a lane, in points.
pub const LANE_HEIGHT: f32 = 28.0;
/// The height of the row of days above the lanes.
pub const HEADER_HEIGHT: f32 = 24.0;
/// The size of letters.
const FONT_SIZE: f32 = 12.0;
/// The radius of a mark, in points.
const MARK_RADIUS: f32 = 5.5;
/// The least width of an inexact date, so that it does not look like a day.
const MIN_SPAN_WIDTH: f32 = 14.0;

/// The kind of an item of the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineItemKind {
    /// The person was taken.
    Abduction,
    /// A claim of a party.
    Claim {
        /// The compared party (0 or 1); `None` for any other party.
        side: Option<usize>,
        /// True if the claim is only reported by others.
        is_reported: bool,
        /// The index among the claims of the case.
        claim_index: usize,
    },
    /// The person came back.
    Return,
    /// A step of diplomacy: its place among the register's events.
    Event(usize),
}

/// Something with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelineItem {
    /// The kind.
    pub kind: TimelineItemKind,
    /// The first day its date can mean.
    pub from: Day,
    /// The last.
    pub to: Day,
}

impl TimelineItem {
    /// Creates an item with a date.
    pub fn new(kind: TimelineItemKind, on: &Date) -> Self {
        Self { kind, from: on.earliest(), to: on.latest() }
    }

    /// Returns true if the date is one day.
    pub fn is_exact(&self) -> bool {
        self.from == self.to
    }
}

/// Returns the items of one person as of a day, in order of time. An abduction is shown from the
/// first day that its date can mean.
pub fn case_items(case: &Case, pair: [&PartyId; 2], as_of: Day) -> Vec<TimelineItem> {
    let taken = case.taken.on.iter().filter(|on| on.earliest() <= as_of);
    let taken = taken.map(|on| TimelineItem::new(TimelineItemKind::Abduction, on));
    let claims = case.claims.iter().enumerate().filter(|(_, claim)| is_in_force(claim, as_of));
    let claims = claims.map(|(at, claim)| {
        let side = pair.iter().position(|party| **party == claim.by);
        TimelineItem::new(
            TimelineItemKind::Claim { side, is_reported: claim.reported, claim_index: at },
            &claim.on,
        )
    });
    let returned = case.returned.iter().filter(|returned| returned.on.in_force_from() <= as_of);
    let returned =
        returned.map(|returned| TimelineItem::new(TimelineItemKind::Return, &returned.on));
    let mut items: Vec<_> = taken.chain(claims).chain(returned).collect();
    items.sort_by_key(|item| (item.from, item.to));
    items
}

/// Returns the events as of a day, in order of time.
pub fn event_items(register: &Register, as_of: Day) -> Vec<TimelineItem> {
    let events = register.events().iter().enumerate();
    let by_then = events.filter(|(_, event)| event.on.in_force_from() <= as_of);
    let mut items: Vec<_> = by_then
        .map(|(at, event)| TimelineItem::new(TimelineItemKind::Event(at), &event.on))
        .collect();
    items.sort_by_key(|item| (item.from, item.to));
    items
}

/// Returns the whole range of a timeline, in days after 1 January 1970: from the year of the first
/// item, if it is known, to a little after the last day.
pub fn full_range(first: Option<i16>, last: Day) -> (f64, f64) {
    let first = Day::new(first.unwrap_or(last.year() - 1), 1, 1).unwrap_or(Day::MIN);
    (days_since_epoch(first), days_since_epoch(last).max(days_since_epoch(first)) + 60.0)
}

/// A mark of a lane: one item, or several that have no room side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneMark {
    /// The left and the right end, in points from the left end of the scale.
    pub extent: (f32, f32),
    /// The places of its items in their lane.
    pub items: Vec<usize>,
}

/// Groups the items of a lane, in order of time, into marks that do not overlap. Every item is in
/// one mark. Inexact dates are drawn to scale and not grouped, unless they are too narrow for it.
pub fn group_into_marks(items: &[TimelineItem], scale: &TimeScale) -> Vec<LaneMark> {
    let mut marks: Vec<LaneMark> = Vec::new();
    // The mark that the next one may fall on.
    let mut last: Option<usize> = None;
    for (at, item) in items.iter().enumerate() {
        let (from, to) = (scale.day_start_x(item.from), scale.day_end_x(item.to));
        let middle = from.midpoint(to);
        let wide = !item.is_exact() && to - from > MIN_SPAN_WIDTH * 2.0;
        if wide {
            marks.push(LaneMark { extent: (from, to), items: vec![at] });
            continue;
        }
        let half = if item.is_exact() { MARK_RADIUS } else { MIN_SPAN_WIDTH / 2.0 };
        let reach = (middle - half, middle + half);
        match last.and_then(|last| marks.get_mut(last)) {
            Some(mark) if mark.extent.1 + 1.0 > reach.0 => {
                mark.extent.1 = mark.extent.1.max(reach.1);
                mark.items.push(at);
            }
            _ => {
                last = Some(marks.len());
                marks.push(LaneMark { extent: reach, items: vec![at] });
            }
        }
    }
    marks
}

/// Returns the color of an item.
pub fn item_color(kind: TimelineItemKind) -> ColorToken {
    match kind {
        TimelineItemKind::Abduction => ColorToken::Text,
        TimelineItemKind::Claim { side: Some(side), .. } => ColorToken::for_party_side(side),
        TimelineItemKind::Claim { side: None, .. } | TimelineItemKind::Event(_) => {
            ColorToken::MutedText
        }
        TimelineItemKind::Return => ColorToken::Segment(Segment::Returned),
    }
}

/// Draws the days above the lanes, with a thin line for each down to where the lanes end.
pub fn draw_time_axis(
    figure: &mut Figure,
    [left, top]: Point,
    bottom: f32,
    scale: &TimeScale,
    locale: Locale,
) {
    for tick in scale.ticks(locale, FONT_SIZE) {
        let x = left + tick.x;
        figure.push_line([x, top + HEADER_HEIGHT], [x, bottom], ColorToken::Line, 1.0);
        if tick.x + text_width(&tick.label, FONT_SIZE) <= scale.width {
            figure.push_text(
                [x + 2.0, top + HEADER_HEIGHT / 2.0],
                [Start, Center],
                &tick.label,
                FONT_SIZE,
                ColorToken::MutedText,
            );
        }
    }
}

/// Draws the marks of a lane around a height.
pub fn draw_lane(
    figure: &mut Figure,
    [left, y]: Point,
    scale: &TimeScale,
    items: &[TimelineItem],
    marks: &[LaneMark],
    locale: Locale,
) {
    // Spans lie beneath what is exact.
    let wide = |mark: &&LaneMark| matches!(mark.items[..], [one] if !items[one].is_exact());
    for mark in marks.iter().filter(wide).chain(marks.iter().filter(|mark| !wide(mark))) {
        let (from, to) = mark.extent;
        if to < 0.0 || from > scale.width {
            continue;
        }
        let (from, to) = (left + from.max(0.0), left + to.min(scale.width));
        match mark.items[..] {
            [one] => draw_item(figure, [from, y], to, &items[one]),
            ref several => {
                let label = locale.format_number(several.len());
                let half = (text_width(&label, FONT_SIZE) / 2.0 + 4.0).max(MARK_RADIUS + 2.0);
                let middle = from.midpoint(to);
                figure.shapes.push(Shape::Rect {
                    at: [middle - half, y - 8.0],
                    size: [half * 2.0, 16.0],
                    fill: Some(ColorToken::Raised),
                    stroke: Some(ColorToken::Frame),
                    corner_radius: 8.0,
                });
                figure.push_text(
                    [middle, y],
                    [Center, Center],
                    &label,
                    FONT_SIZE,
                    ColorToken::Text,
                );
            }
        }
    }
}

/// Draws items that are gathered into one mark, or the one there is, in the middle of a width, to
/// tell what the mark means.
pub fn draw_grouped_items(
    figure: &mut Figure,
    at: Point,
    width: f32,
    items: &[TimelineItem],
    locale: Locale,
) {
    let Some(first) = items.first() else { return };
    let scale = TimeScale::new(first.from, first.to, width);
    draw_lane(figure, at, &scale, items, &group_into_marks(items, &scale), locale);
}

/// Draws one item: filled where its day is known, else the hollow span that it can mean.
fn draw_item(figure: &mut Figure, [from, y]: Point, to: f32, item: &TimelineItem) {
    let color = item_color(item.kind);
    if !item.is_exact() {
        figure.shapes.push(Shape::Rect {
            at: [from, y - 4.0],
            size: [to - from, 8.0],
            fill: Some(ColorToken::Surface),
            stroke: Some(color),
            corner_radius: 4.0,
        });
        return;
    }
    let x = from.midpoint(to);
    let area = |corners| Shape::Polygon { corners, triangles: Vec::new(), fill: color };
    figure.shapes.push(match item.kind {
        TimelineItemKind::Abduction => Shape::Rect {
            at: [x - 4.5, y - 4.5],
            size: [9.0, 9.0],
            fill: Some(color),
            stroke: None,
            corner_radius: 0.0,
        },
        TimelineItemKind::Claim { is_reported: true, .. } => Shape::Circle {
            center: [x, y],
            radius: 4.0,
            fill: Some(ColorToken::Surface),
            stroke: Some((color, 1.5)),
        },
        TimelineItemKind::Claim { .. } => {
            Shape::Circle { center: [x, y], radius: 5.0, fill: Some(color), stroke: None }
        }
        TimelineItemKind::Return => {
            area(vec![[x, y - 6.0], [x + 6.0, y + 5.0], [x - 6.0, y + 5.0]])
        }
        TimelineItemKind::Event(_) => {
            area(vec![[x, y - 6.0], [x + 6.0, y], [x, y + 6.0], [x - 6.0, y]])
        }
    });
}
