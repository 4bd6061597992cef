//! The map with what goes with it where it is handed out: a key, and who is not on it.

use super::{Drawn, LETTERS, Stress, map, mark, rough_sign, sign};
use crate::{
    lang::Lang,
    picture::{
        Ink, Picture, Point, Shape,
        Side::{Begin, End, Middle},
        key::Key,
        width_of, wrapped,
    },
    register::Register,
    view::{Area, Gathering, Mark, Part, Said, Sight, Standing, Status, flat, names_words},
};

/// Up to how many marks in sight are named.
pub const NAMED: usize = 80;
/// The room for a sign that is explained.
const SIGN: f32 = 22.0;
/// The height of the smallest letters, and from line to line.
const SMALL: f32 = 10.0;
const LINE: f32 = 16.0;
/// Between the map and what stands around it.
const GAP: f32 = 8.0;
/// The width of what stands beside it.
const SIDE: f32 = 230.0;

/// The map of some cases on a sheet.
pub struct MapChart<'a> {
    register: &'a Register,
    lang: Lang,
    area: Option<Area>,
    size: [f32; 2],
    sight: Sight,
    /// The cases in sight, gathered.
    gathering: Gathering,
    /// Those that were taken elsewhere, by their places in the register.
    outside: Vec<u32>,
    /// Those without a known place.
    nowhere: Vec<u32>,
}

impl<'a> MapChart<'a> {
    /// A map on which at least a part of the flat map is seen, with an area that was asked for.
    /// Rows are cases by their places in the register, standings are those of all its cases. Each
    /// row that lies in sight is on the map, and each other is said to be missing.
    pub fn new(
        register: &'a Register,
        (rows, standings): (&[u32], &[Standing]),
        (part, area): (Part, Option<Area>),
        lang: Lang,
        size: [f32; 2],
    ) -> Self {
        let sight = Sight::on(part, map_size(lang, size));
        let seen = sight.part(0.0);
        let [mut inside, mut outside, mut nowhere] = [const { Vec::new() }; 3];
        for at in rows {
            let Some(case) = register.cases().get(*at as usize) else { continue };
            match case.taken.at.map(|at| flat(at.latitude(), at.longitude())) {
                None => nowhere.push(*at),
                Some(place) if seen.holds(place) => inside.push(*at),
                Some(_) => outside.push(*at),
            }
        }
        let gathering = Gathering::of(register, &inside, standings);
        Self { register, lang, area, size, sight, gathering, outside, nowhere }
    }

    /// Draws it.
    pub fn draw(&self) -> Picture {
        let Self { register, gathering, sight, lang, .. } = self;
        let mut picture = Picture::new(self.size);
        let seen = gathering.seen(sight);
        let drawn = |mark: &&Mark| {
            let named = seen.len() <= NAMED;
            let said = named.then(|| Said::of(*lang, register, gathering, mark).label);
            Drawn::of(*lang, mark, sight, said.unwrap_or_default())
        };
        let drawn: Vec<Drawn> = seen.iter().map(drawn).collect();
        let areas: Vec<Area> = self.area.into_iter().collect();
        picture.put_clipped([0.0; 2], map(sight, &drawn, &areas, *lang));
        picture.shapes.push(Shape::Rect {
            at: [0.0; 2],
            size: sight.size(),
            fill: None,
            frame: Some(Ink::Line),
            round: 0.0,
        });
        self.around(&mut picture);
        picture
    }

    /// How many cases are on it.
    pub fn count(&self) -> usize {
        self.gathering.members().len()
    }

    /// What stands for whom on it, a line each, for who cannot see it.
    pub fn words(&self) -> String {
        let Self { register, gathering, sight, lang, .. } = self;
        let seen = gathering.seen(sight);
        let said = |mark: &&Mark| Said::of(*lang, register, gathering, mark).line;
        let mut lines: Vec<String> = seen.iter().take(NAMED).map(said).collect();
        if seen.len() > NAMED {
            lines.push(lang.count("timeline.more", seen.len() - NAMED));
        }
        lines.extend(self.notes());
        lines.join("\n")
    }

    /// The key, who is not on the map, and whose land it is drawn from.
    fn around(&self, picture: &mut Picture) {
        let Self { lang, size, .. } = *self;
        let beside = is_beside(size);
        let [wide, high] = self.sight.size();
        let (at, width) =
            if beside { ([wide + GAP * 2.0, 0.0], SIDE) } else { ([0.0, high + GAP], size[0]) };
        let (signs, key) = key(lang, width);
        let places = key.write(picture, at);
        for ([x, y], (sign, _)) in places.into_iter().zip(signs) {
            sign.draw(picture, [x + SIGN / 2.0, y]);
        }
        let mut y = at[1] + key.height() + LINE;
        let most = if beside { 4 } else { 1 };
        let mut last = 0.0;
        for note in self.notes() {
            for line in wrapped(&note, width, LETTERS, most) {
                picture.text([at[0], y], [Begin, Middle], &line, LETTERS, Ink::Text);
                last = width_of(&line, LETTERS);
                y += LINE;
            }
            y += if beside { GAP } else { 0.0 };
        }
        let credit = lang.t("picture.credit");
        let credited = wrapped(&credit, width, SMALL, most);
        // Below the map it stands at the end of the last line, or of the next one.
        if !beside && last + SIGN + width_of(&credit, SMALL) <= width {
            y -= LINE;
        }
        let (x, across) = if beside { (at[0], Begin) } else { (size[0], End) };
        let (lowest, down) = if beside { (high, End) } else { (y, Middle) };
        for (at, words) in credited.iter().enumerate() {
            let y = lowest - LINE * (credited.len() - 1 - at) as f32;
            picture.text([x, y], [across, down], words, SMALL, Ink::Weak);
        }
    }

    /// Who of the cases is not on the map although asked for: who was taken elsewhere, and who has
    /// no known place.
    fn notes(&self) -> Vec<String> {
        let lang = self.lang;
        let note = |key: &str, cases: &[u32]| {
            let names = names_words(lang, self.register, cases);
            let words = lang.count(key, cases.len());
            lang.with("picture.named", &[("words", &words), ("names", &names)])
        };
        let outside = (!self.outside.is_empty()).then(|| note("picture.outside", &self.outside));
        let nowhere = if self.nowhere.is_empty() {
            lang.t("picture.placed").into_owned()
        } else {
            note("picture.nowhere", &self.nowhere)
        };
        outside.into_iter().chain([nowhere]).collect()
    }
}

/// The size of the map itself, beside or above the key.
fn map_size(lang: Lang, size: [f32; 2]) -> [f32; 2] {
    let [width, height] = size;
    let room = if is_beside(size) {
        [width - SIDE - GAP * 2.0, height]
    } else {
        // Two lines of notes at the most, and the credit.
        [width, height - GAP - key(lang, width).1.height() - LINE * 3.5]
    };
    room.map(|side| side.max(LINE))
}

/// What the signs mean.
fn key(lang: Lang, width: f32) -> (Vec<(Sign, String)>, Key) {
    let status = |status: Status| lang.t(&format!("status.{}", status.key())).into_owned();
    let signs = Status::ALL.map(|one| (Sign::Status(one), status(one)));
    let mut signs = Vec::from(signs);
    signs.push((Sign::Several, lang.t("picture.several").into_owned()));
    signs.push((Sign::Rough, lang.t("map.rough").into_owned()));
    let key = Key::new(signs.iter().map(|(_, words)| words), SIGN, width);
    (signs, key)
}

/// Whether the key stands beside the map on a sheet of this size: where it is wide, and high enough
/// for it.
fn is_beside([width, height]: [f32; 2]) -> bool {
    width > height * 1.6 && height > 250.0
}

/// A sign of the map, to be explained.
#[derive(Clone, Copy)]
enum Sign {
    Status(Status),
    Several,
    Rough,
}

impl Sign {
    fn draw(self, picture: &mut Picture, at: Point) {
        match self {
            Self::Status(status) => sign(picture, at, 7.0, status),
            Self::Rough => rough_sign(picture, at, 8.0),
            Self::Several => {
                let counts = [1; Status::ALL.len()];
                let number = counts.len().to_string();
                let (label, stress) = (String::new(), Stress::None);
                let several = Drawn { at, radius: 10.0, counts, number, disc: None, label, stress };
                mark::mark(picture, &several);
            }
        }
    }
}
