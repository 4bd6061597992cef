//! What a mark stands for, in words.

use super::{Gathering, Mark};
use crate::{
    lang::Lang,
    register::Register,
    view::{Status, labels::place_words},
};

/// Up to how many cases of a mark are asked for their places.
const LOOKED_AT: usize = 16;
/// How many places are named.
const PLACES: usize = 2;
/// How many people are named.
const NAMES: usize = 3;

/// What is said of a mark.
#[derive(Clone, Debug)]
pub struct Said {
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
    pub fn of(lang: Lang, register: &Register, gathering: &Gathering, mark: &Mark) -> Self {
        let cases = gathering.cases(mark);
        let places = places(lang, register, cases, mark.is_one_place);
        let names = names_words(lang, register, cases);
        let statuses = statuses(lang, mark.counts);
        let count = lang.count("subject.cases", mark.count());
        let parts: [(&str, &str); 4] =
            [("places", &places), ("cases", &count), ("statuses", &statuses), ("names", &names)];
        let line = lang.with("map.mark", &parts);
        let label = match (cases.len(), mark.is_one_place) {
            (..=2, _) => names.clone(),
            (_, true) => places.clone(),
            (_, false) => String::new(),
        };
        Self { places, names, statuses, line, label }
    }
}

fn places(lang: Lang, register: &Register, cases: &[u32], is_one_place: bool) -> String {
    let mut places: Vec<String> = Vec::new();
    for at in cases.iter().take(LOOKED_AT) {
        let words = register.cases().get(*at as usize).map(|case| place_words(lang, case));
        let Some(words) = words else { continue };
        if !words.is_empty() && !places.contains(&words) {
            places.push(words);
        }
    }
    let more = places.len() > PLACES || (cases.len() > LOOKED_AT && !is_one_place);
    places.truncate(PLACES);
    if places.is_empty() {
        return lang.t("map.no_words").into_owned();
    }
    let places = places.join(" · ");
    if more { lang.with("map.elsewhere", &[("places", &places)]) } else { places }
}

/// The names of cases, given by their places in the register, as many as are easily read, and how
/// many more there are.
pub fn names_words(lang: Lang, register: &Register, cases: &[u32]) -> String {
    let told = cases.iter().take(NAMES);
    let told = told.filter_map(|at| register.cases().get(*at as usize));
    let mut names: Vec<String> = told.map(|case| case.name.shown(lang.code())).collect();
    if cases.len() > names.len() {
        names.push(lang.count("summary.more", cases.len() - names.len()));
    }
    lang.join(names)
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
