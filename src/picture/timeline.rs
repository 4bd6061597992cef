//! The timeline: a lane for each case, with the taking, what was said and the return.

mod chart;
mod words;

pub use chart::TimelineChart;
pub use words::{item_parts, item_words, lane_words, legend};

use super::{
    Ink, Picture, Point, Shape,
    Side::{Begin, Middle},
    scale::{TimeScale, days},
    width_of,
};
use crate::{
    lang::Lang,
    model::{Case, Date, Day, PartyId},
    register::Register,
    view::{Segment, in_force},
};

/// The height of a lane, in points.
pub const LANE: f32 = 28.0;
/// The height of the row of days above the lanes.
pub const HEAD: f32 = 24.0;
/// The size of letters.
const TEXT: f32 = 12.0;
/// How far a mark reaches from its middle.
const MARK: f32 = 5.5;
/// The least width of a span: it must never look like a day.
const SPAN: f32 = 14.0;

/// What happened or was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The person was taken.
    Taken,
    /// A party said something.
    Claim {
        /// Which of the two compared parties, if one of them.
        side: Option<usize>,
        /// Only reported by others.
        reported: bool,
        /// Its place among the claims of the case.
        at: usize,
    },
    /// The person came back.
    Returned,
    /// A step of diplomacy: its place among the register's events.
    Event(usize),
}

/// Something with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// The first day its date can mean.
    pub from: Day,
    /// The last.
    pub to: Day,
}

impl Item {
    /// Something with this date.
    pub fn new(kind: Kind, on: &Date) -> Self {
        Self { kind, from: on.earliest(), to: on.latest() }
    }

    /// Whether its date is one day.
    pub fn is_exact(&self) -> bool {
        self.from == self.to
    }
}

/// What happened to one person and was said of them by the end of a day, in order of time. Who may
/// have been taken by then is shown as taken.
pub fn items(case: &Case, pair: [&PartyId; 2], as_of: Day) -> Vec<Item> {
    let taken = case.taken.on.iter().filter(|on| on.earliest() <= as_of);
    let taken = taken.map(|on| Item::new(Kind::Taken, on));
    let claims = case.claims.iter().enumerate().filter(|(_, claim)| in_force(claim, as_of));
    let claims = claims.map(|(at, claim)| {
        let side = pair.iter().position(|party| **party == claim.by);
        Item::new(Kind::Claim { side, reported: claim.reported, at }, &claim.on)
    });
    let returned = case.returned.iter().filter(|returned| returned.on.latest() <= as_of);
    let returned = returned.map(|returned| Item::new(Kind::Returned, &returned.on));
    let mut items: Vec<_> = taken.chain(claims).chain(returned).collect();
    items.sort_by_key(|item| (item.from, item.to));
    items
}

/// The steps of diplomacy by the end of a day, in order of time.
pub fn events(register: &Register, as_of: Day) -> Vec<Item> {
    let events = register.events().iter().enumerate();
    let by_then = events.filter(|(_, event)| event.on.latest() <= as_of);
    let mut items: Vec<_> =
        by_then.map(|(at, event)| Item::new(Kind::Event(at), &event.on)).collect();
    items.sort_by_key(|item| (item.from, item.to));
    items
}

/// All of a timeline, in days after 1 January 1970: from the year of what is first, where that
/// is known, to a little after the last day.
pub fn whole(first: Option<i16>, last: Day) -> (f64, f64) {
    let first = Day::new(first.unwrap_or(last.year() - 1), 1, 1).unwrap_or(Day::MIN);
    (days(first), days(last).max(days(first)) + 60.0)
}

/// What is drawn in one place: an item, or several for which there is no room side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// From where to where it reaches, in points from the left end of the scale.
    pub reach: (f32, f32),
    /// The places of its items in their lane.
    pub items: Vec<usize>,
}

/// Gathers the items of a lane, in order of time, into marks that do not cover each other. Every
/// item is in one mark. Spans are drawn to scale and gathered with nothing, but where they are
/// too narrow for it.
pub fn marks(items: &[Item], scale: &TimeScale) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    // The mark that the next one may fall on.
    let mut last: Option<usize> = None;
    for (at, item) in items.iter().enumerate() {
        let (from, to) = (scale.x(item.from), scale.end(item.to));
        let middle = from.midpoint(to);
        let wide = !item.is_exact() && to - from > SPAN * 2.0;
        if wide {
            marks.push(Mark { reach: (from, to), items: vec![at] });
            continue;
        }
        let half = if item.is_exact() { MARK } else { SPAN / 2.0 };
        let reach = (middle - half, middle + half);
        match last.and_then(|last| marks.get_mut(last)) {
            Some(mark) if mark.reach.1 + 1.0 > reach.0 => {
                mark.reach.1 = mark.reach.1.max(reach.1);
                mark.items.push(at);
            }
            _ => {
                last = Some(marks.len());
                marks.push(Mark { reach, items: vec![at] });
            }
        }
    }
    marks
}

/// The ink of an item.
pub fn ink(kind: Kind) -> Ink {
    match kind {
        Kind::Taken => Ink::Text,
        Kind::Claim { side: Some(side), .. } => Ink::side(side),
        Kind::Claim { side: None, .. } | Kind::Event(_) => Ink::Weak,
        Kind::Returned => Ink::Segment(Segment::Returned),
    }
}

/// Draws the days above the lanes, with a thin line for each down to where the lanes end.
pub fn ground(
    picture: &mut Picture,
    [left, top]: Point,
    bottom: f32,
    scale: &TimeScale,
    lang: Lang,
) {
    for tick in scale.ticks(lang, TEXT) {
        let x = left + tick.x;
        picture.line([x, top + HEAD], [x, bottom], Ink::Line, 1.0);
        if tick.x + width_of(&tick.words, TEXT) <= scale.width {
            picture.text(
                [x + 2.0, top + HEAD / 2.0],
                [Begin, Middle],
                &tick.words,
                TEXT,
                Ink::Weak,
            );
        }
    }
}

/// Draws the marks of a lane around a height.
pub fn lane(
    picture: &mut Picture,
    [left, y]: Point,
    scale: &TimeScale,
    items: &[Item],
    marks: &[Mark],
    lang: Lang,
) {
    // Spans lie beneath what is exact.
    let wide = |mark: &&Mark| matches!(mark.items[..], [one] if !items[one].is_exact());
    for mark in marks.iter().filter(wide).chain(marks.iter().filter(|mark| !wide(mark))) {
        let (from, to) = mark.reach;
        if to < 0.0 || from > scale.width {
            continue;
        }
        let (from, to) = (left + from.max(0.0), left + to.min(scale.width));
        match mark.items[..] {
            [one] => single(picture, [from, y], to, &items[one]),
            ref several => {
                let words = lang.number(several.len());
                let half = (width_of(&words, TEXT) / 2.0 + 4.0).max(MARK + 2.0);
                let middle = from.midpoint(to);
                picture.shapes.push(Shape::Rect {
                    at: [middle - half, y - 8.0],
                    size: [half * 2.0, 16.0],
                    fill: Some(Ink::Raised),
                    frame: Some(Ink::Frame),
                    round: 8.0,
                });
                picture.text([middle, y], [Middle, Middle], &words, TEXT, Ink::Text);
            }
        }
    }
}

/// Draws items that are gathered into one mark, or the one there is, in the middle of a width, to
/// tell what the mark means.
pub fn together(picture: &mut Picture, at: Point, width: f32, items: &[Item], lang: Lang) {
    let Some(first) = items.first() else { return };
    let scale = TimeScale::new(first.from, first.to, width);
    lane(picture, at, &scale, items, &marks(items, &scale), lang);
}

/// Draws one item: filled where its day is known, else the hollow span that it can mean.
fn single(picture: &mut Picture, [from, y]: Point, to: f32, item: &Item) {
    let ink = ink(item.kind);
    if !item.is_exact() {
        picture.shapes.push(Shape::Rect {
            at: [from, y - 4.0],
            size: [to - from, 8.0],
            fill: Some(Ink::Surface),
            frame: Some(ink),
            round: 4.0,
        });
        return;
    }
    let x = from.midpoint(to);
    let area = |corners| Shape::Area { corners, triangles: Vec::new(), fill: ink };
    picture.shapes.push(match item.kind {
        Kind::Taken => Shape::Rect {
            at: [x - 4.5, y - 4.5],
            size: [9.0, 9.0],
            fill: Some(ink),
            frame: None,
            round: 0.0,
        },
        Kind::Claim { reported: true, .. } => Shape::Circle {
            centre: [x, y],
            radius: 4.0,
            fill: Some(Ink::Surface),
            edge: Some((ink, 1.5)),
        },
        Kind::Claim { .. } => {
            Shape::Circle { centre: [x, y], radius: 5.0, fill: Some(ink), edge: None }
        }
        Kind::Returned => area(vec![[x, y - 6.0], [x + 6.0, y + 5.0], [x - 6.0, y + 5.0]]),
        Kind::Event(_) => area(vec![[x, y - 6.0], [x + 6.0, y], [x, y + 6.0], [x - 6.0, y]]),
    });
}
