//! What a mark stands for, in words.

use crate::{
    lang::Lang,
    ui::Scene,
    view::{Column, Gathering, Mark, Status, cell_words},
};

/// Up to how many cases of a mark are asked for their places.
const LOOKED_AT: usize = 16;
/// How many places are named.
const PLACES: usize = 2;
/// How many people are named.
const NAMES: usize = 3;

/// What the table says of a case in a column.
pub(super) fn cell(scene: &Scene, at: u32, column: Column) -> String {
    let at = at as usize;
    let (case, standing) = (&scene.register().cases()[at], scene.session.view().standings()[at]);
    cell_words(scene.lang, scene.register(), case, standing, column)
}

/// The name of a person as the reader of the language looks for it.
pub(super) fn person(scene: &Scene, at: u32) -> String {
    scene.register().cases()[at as usize].name.shown(scene.lang.code())
}

/// What is said of a mark.
pub(super) struct Said {
    /// Where its cases were taken, in the register's words.
    pub places: String,
    /// Who they are, as many as are easily read.
    pub names: String,
    /// How many have which status; of one alone, which it is.
    pub statuses: String,
    /// All of it, in one line.
    pub line: String,
    /// What is written beside it: the people where they are few, or else the place, if they were
    /// taken at one.
    pub label: String,
}

impl Said {
    /// Puts it into words.
    pub(super) fn of(scene: &Scene, gathering: &Gathering, mark: &Mark) -> Self {
        let cases = gathering.cases(mark);
        let places = places(scene, cases, mark.is_one_place);
        let names = names(scene, cases);
        let statuses = statuses(scene.lang, mark.counts);
        let count = scene.lang.count("subject.cases", mark.count());
        let parts: [(&str, &str); 4] =
            [("places", &places), ("cases", &count), ("statuses", &statuses), ("names", &names)];
        let line = scene.lang.with("map.mark", &parts);
        let label = match (cases.len(), mark.is_one_place) {
            (..=2, _) => names.clone(),
            (_, true) => places.clone(),
            (_, false) => String::new(),
        };
        Self { places, names, statuses, line, label }
    }
}

fn places(scene: &Scene, cases: &[u32], is_one_place: bool) -> String {
    let mut places: Vec<String> = Vec::new();
    for at in cases.iter().take(LOOKED_AT) {
        let words = cell(scene, *at, Column::Place);
        if !words.is_empty() && !places.contains(&words) {
            places.push(words);
        }
    }
    let more = places.len() > PLACES || (cases.len() > LOOKED_AT && !is_one_place);
    places.truncate(PLACES);
    if places.is_empty() {
        return scene.lang.t("map.no_words").into_owned();
    }
    let places = places.join(" · ");
    if more { scene.lang.with("map.elsewhere", &[("places", &places)]) } else { places }
}

fn names(scene: &Scene, cases: &[u32]) -> String {
    let mut names: Vec<String> = cases.iter().take(NAMES).map(|at| person(scene, *at)).collect();
    if cases.len() > names.len() {
        names.push(scene.lang.count("summary.more", cases.len() - names.len()));
    }
    scene.lang.join(names)
}

fn statuses(lang: Lang, counts: [u32; Status::ALL.len()]) -> String {
    let single = counts.iter().sum::<u32>() == 1;
    let some = Status::ALL.into_iter().filter(|status| counts[*status as usize] > 0);
    lang.join(some.map(|status| {
        let (one, several) = match status {
            Status::Returned => ("map.is_returned", "map.returned"),
            Status::ClaimedDead => ("map.is_claimed_dead", "map.claimed_dead"),
            Status::Unresolved => ("map.is_unresolved", "map.unresolved"),
        };
        if single {
            lang.t(one).into_owned()
        } else {
            lang.count(several, counts[status as usize] as usize)
        }
    }))
}
