//! The timeline as a picture: as many lanes as there is room for, and how many more there are.

use super::{HEAD, Item, LANE, events, ground, items, lane, lane_words, legend, marks, together};
use crate::{
    lang::Lang,
    model::{Case, Day},
    picture::{
        Ink, Picture,
        Side::{Begin, Middle},
        cut,
        key::Key,
        scale::TimeScale,
    },
    register::Register,
};

/// The room for names, in points.
const NAMES: f32 = 180.0;
/// The size of letters.
const TEXT: f32 = 12.0;
/// The room for a mark that is explained.
const MARK: f32 = 16.0;
/// Between the lanes and what the marks mean.
const GAP: f32 = 8.0;
/// The least distance between two lanes.
const LEAST: f32 = 17.0;

/// What the timeline shows.
#[derive(Clone, Copy, Debug)]
pub struct TimelineChart<'a> {
    /// The records.
    pub register: &'a Register,
    /// The cases, by their places.
    pub rows: &'a [u32],
    /// The stretch shown, in days after 1 January 1970.
    pub span: (f64, f64),
    /// The day up to which it shows what happened and was said.
    pub as_of: Day,
    /// The language of what is written.
    pub lang: Lang,
}

impl TimelineChart<'_> {
    /// Draws it on a sheet.
    pub fn draw(&self, size: [f32; 2]) -> Picture {
        let Self { register, rows, span: (from, to), as_of, lang } = *self;
        let mut picture = Picture::new(size);
        let scale = TimeScale { from, to, width: (size[0] - NAMES - LANE).max(1.0) };
        let (drawn, pitch) = self.drawn(size);
        let left = rows.len() - drawn;
        // The cases, what is said of those there is no room for, and the events.
        let lanes = drawn + usize::from(left > 0) + 1;
        let bottom = HEAD + pitch * lanes as f32;
        ground(&mut picture, [NAMES, 0.0], bottom, &scale, lang);
        let mut row = |y: f32, name: &str, ink: Ink, items: &[Item]| {
            let name = cut(name, NAMES - MARK, TEXT);
            picture.text([0.0, y], [Begin, Middle], &name, TEXT, ink);
            let marks = marks(items, &scale);
            lane(&mut picture, [NAMES, y], &scale, items, &marks, lang);
        };
        let mut y = HEAD + pitch / 2.0;
        for case in self.cases().take(drawn) {
            let items = items(case, register.compare(), as_of);
            row(y, &case.name.shown(lang.code()), Ink::Text, &items);
            y += pitch;
        }
        if left > 0 {
            row(y, &lang.count("summary.more", left), Ink::Weak, &[]);
            y += pitch;
        }
        row(y, &lang.t("command.page_events"), Ink::Weak, &events(register, as_of));
        let x = NAMES + scale.end(as_of);
        if (NAMES..=size[0]).contains(&x) {
            picture.line([x, HEAD], [x, bottom], Ink::Accent, 1.0);
        }
        let (signs, key) = self.key(size[0]);
        let places = key.write(&mut picture, [0.0, bottom + GAP]);
        for (place, (items, _)) in places.into_iter().zip(&signs) {
            together(&mut picture, place, MARK, items, lang);
        }
        picture
    }

    /// How high it is with so many lanes of cases, in points, where it is so wide.
    pub fn height(&self, lanes: usize, width: f32) -> f32 {
        HEAD + LANE * (lanes + 1) as f32 + GAP + self.key(width).1.height()
    }

    /// What the lanes drawn on a sheet of this size show, a line each, for who cannot see it.
    pub fn words(&self, size: [f32; 2]) -> String {
        let Self { register, rows, as_of, lang, .. } = *self;
        let (drawn, _) = self.drawn(size);
        let lane = |case: &Case| {
            let items = items(case, register.compare(), as_of);
            lane_words(lang, register, &case.name.shown(lang.code()), Some(case), &items)
        };
        let mut lines: Vec<String> = self.cases().take(drawn).map(lane).collect();
        if rows.len() > drawn {
            lines.push(lang.count("summary.more", rows.len() - drawn));
        }
        let events = events(register, as_of);
        lines.push(lane_words(lang, register, &lang.t("command.page_events"), None, &events));
        lines.join("\n")
    }

    /// How many cases have room for their lanes, and how far these are apart: nearer where not
    /// all have room otherwise. Where not even then, there is one lane for how many more.
    fn drawn(&self, size: [f32; 2]) -> (usize, f32) {
        let room = size[1] - HEAD - GAP - self.key(size[0]).1.height();
        let pitch = (room / (self.rows.len() + 1) as f32).clamp(LEAST, LANE);
        // A little less than a lane may be missing by the rounding of its height.
        let lanes = (room / pitch + 0.01).max(2.0) as usize - 1;
        let drawn = if self.rows.len() <= lanes { self.rows.len() } else { lanes - 1 };
        (drawn, pitch)
    }

    fn cases(&self) -> impl Iterator<Item = &Case> {
        self.rows.iter().filter_map(|at| Some(self.register.cases().get(*at as usize)?.as_ref()))
    }

    /// What each mark means: the items of one, and words.
    fn key(&self, width: f32) -> (Vec<(Vec<Item>, String)>, Key) {
        let Self { register, as_of, lang, .. } = *self;
        let signs = legend(lang, register, as_of);
        let key = Key::new(signs.iter().map(|(_, words)| words), MARK, width);
        (signs, key)
    }
}
