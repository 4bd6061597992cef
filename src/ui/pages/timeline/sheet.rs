//! The timeline as a picture: as many lanes as there is room for, and how many more there are.

use crate::{
    lang::Lang,
    model::Day,
    picture::{
        Ink, Picture,
        Side::{Begin, Middle},
        scale::TimeScale,
        timeline::{HEAD, Item, LANE, events, ground, items, lane, marks, sole},
        width_of,
    },
    register::Register,
};

/// The room for names, in points.
const NAMES: f32 = 180.0;
/// The size of letters.
const TEXT: f32 = 12.0;
const SMALL: f32 = 11.0;
/// The room for a mark that is explained.
const MARK: f32 = 16.0;

/// Draws the lanes of some cases over a stretch of time, up to a day.
pub(super) fn draw(
    register: &Register,
    rows: &[u32],
    ((from, to), as_of): ((f64, f64), Day),
    (lang, name, legend): (Lang, &str, &[(Item, String)]),
    size: [f32; 2],
) -> Picture {
    let mut picture = Picture::new(size);
    let scale = TimeScale { from, to, width: (size[0] - NAMES - LANE).max(1.0) };
    // The lane of events, what the marks mean, and what is said of those there is no room for.
    let room = ((size[1] - HEAD) / LANE - 3.0).max(0.0) as usize;
    let lanes = rows.len().min(room + 1) + 1;
    ground(&mut picture, [NAMES, 0.0], HEAD + LANE * lanes as f32, &scale, lang);
    let mut row = |y: f32, name: &str, ink: Ink, items: &[Item]| {
        picture.text([0.0, y], [Begin, Middle], name, TEXT, ink);
        let marks = marks(items, &scale);
        lane(&mut picture, [NAMES, y], &scale, items, &marks, lang);
    };
    let mut y = HEAD + LANE / 2.0;
    for case in rows.iter().take(room).filter_map(|at| register.cases().get(*at as usize)) {
        let items = items(case, register.compare(), as_of);
        row(y, &case.name.shown(lang.code()), Ink::Text, &items);
        y += LANE;
    }
    if rows.len() > room {
        row(y, &lang.count("summary.more", rows.len() - room), Ink::Weak, &[]);
        y += LANE;
    }
    row(y, name, Ink::Weak, &events(register, as_of));
    let (mut x, y) = (0.0, y + LANE);
    for (item, words) in legend {
        sole(&mut picture, [x, y], MARK, *item, lang);
        picture.text([x + MARK + 4.0, y], [Begin, Middle], words, SMALL, Ink::Weak);
        x += MARK + 20.0 + width_of(words, SMALL);
    }
    let x = NAMES + scale.end(as_of);
    if (NAMES..=size[0]).contains(&x) {
        picture.line([x, HEAD], [x, y - LANE / 2.0], Ink::Accent, 1.0);
    }
    picture
}
