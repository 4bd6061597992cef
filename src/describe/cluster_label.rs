//! What a mark stands for, in words.

use crate::{
    Locale,
    analysis::{
        map::clusters::{Cluster, ClusterIndex},
        position::Status,
    },
    describe::labels::place_label,
    register::Register,
};

/// Up to how many cases of a mark are asked for their places.
const MAX_CASES_FOR_PLACES: usize = 16;
/// How many places are named.
const MAX_PLACES: usize = 2;
/// How many people are named.
const MAX_NAMES: usize = 3;

/// What is said of a mark.
#[derive(Clone, Debug)]
pub struct ClusterLabel {
    /// Where its cases were taken, in the register's words.
    pub places: String,
    /// Who they are, as many as are easily read.
    pub names: String,
    /// How many have which status; of one alone, which it is.
    pub statuses: String,
    /// All of it, in one line.
    pub accessible_text: String,
    /// What is written beside it: the people where they are few, or else the place, if they were
    /// taken at one.
    pub label: String,
}

impl ClusterLabel {
    /// Puts it into words.
    pub fn new(
        locale: Locale,
        register: &Register,
        clusters: &ClusterIndex,
        mark: &Cluster,
    ) -> Self {
        let cases = clusters.cases(mark);
        let places = places_label(locale, register, cases, mark.is_one_place);
        let names = names_label(locale, register, cases);
        let statuses = describe_statuses(locale, mark.status_counts);
        let count = locale.t_plural("subject.cases", mark.case_count());
        let parts: [(&str, &str); 4] =
            [("places", &places), ("cases", &count), ("statuses", &statuses), ("names", &names)];
        let accessible_text = locale.t_with("map.cluster", &parts);
        let label = match (cases.len(), mark.is_one_place) {
            (..=2, _) => names.clone(),
            (_, true) => places.clone(),
            (_, false) => String::new(),
        };
        Self { places, names, statuses, accessible_text, label }
    }
}

fn places_label(locale: Locale, register: &Register, cases: &[u32], is_one_place: bool) -> String {
    let mut places: Vec<String> = Vec::new();
    for at in cases.iter().take(MAX_CASES_FOR_PLACES) {
        let place = register.cases().get(*at as usize).map(|case| place_label(locale, case));
        let Some(text) = place else { continue };
        if !text.is_empty() && !places.contains(&text) {
            places.push(text);
        }
    }
    let more = places.len() > MAX_PLACES || (cases.len() > MAX_CASES_FOR_PLACES && !is_one_place);
    places.truncate(MAX_PLACES);
    if places.is_empty() {
        return locale.t("map.unnamed_place").into_owned();
    }
    let places = places.join(" · ");
    if more { locale.t_with("map.places_and_elsewhere", &[("places", &places)]) } else { places }
}

/// The names of cases, given by their places in the register, as many as are easily read, and how
/// many more there are.
pub fn names_label(locale: Locale, register: &Register, cases: &[u32]) -> String {
    let first_cases = cases.iter().take(MAX_NAMES);
    let text = first_cases.filter_map(|at| register.cases().get(*at as usize));
    let mut names: Vec<String> = text.map(|case| case.name.display_name(locale.code())).collect();
    if cases.len() > names.len() {
        names.push(locale.t_plural("summary.more_names", cases.len() - names.len()));
    }
    locale.join_list(names)
}

fn describe_statuses(locale: Locale, counts: [u32; Status::ALL.len()]) -> String {
    let single = counts.iter().sum::<u32>() == 1;
    let some = Status::ALL.into_iter().filter(|status| counts[*status as usize] > 0);
    locale.join_list(some.map(|status| {
        let (one, several) = match status {
            Status::Returned => ("map.all_returned", "map.returned"),
            Status::ClaimedDead => ("map.all_claimed_dead", "map.claimed_dead"),
            Status::Unresolved => ("map.all_unresolved", "map.unresolved"),
        };
        if single {
            locale.t(one).into_owned()
        } else {
            locale.t_plural(several, counts[status as usize] as usize)
        }
    }))
}
