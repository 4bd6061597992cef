//! Labels of clusters on the map.

use crate::{
    Locale,
    analysis::{
        map::clusters::{Cluster, ClusterIndex},
        position::Status,
    },
    describe::labels::place_label,
    register::Register,
};

/// The greatest number of cases of a cluster whose places are looked up.
const MAX_CASES_FOR_PLACES: usize = 16;
/// The greatest number of places in a label.
const MAX_PLACES: usize = 2;
/// The greatest number of people in a label.
const MAX_NAMES: usize = 3;

/// The texts of a cluster.
#[derive(Clone, Debug)]
pub struct ClusterLabel {
    /// The places of the abductions, as the register names them.
    #[cfg(feature = "window")]
    pub places: String,
    /// The names of the first people, and how many more there are.
    #[cfg(feature = "window")]
    pub names: String,
    /// The number of cases with each status; the status alone for one case.
    #[cfg(feature = "window")]
    pub statuses: String,
    /// All texts in one line.
    pub accessible_text: String,
    /// The text beside the mark: the names of up to two people, or the place if all were taken at
    /// one.
    pub label: String,
}

impl ClusterLabel {
    /// Describes a cluster.
    pub fn new(
        locale: Locale,
        register: &Register,
        clusters: &ClusterIndex,
        cluster: &Cluster,
    ) -> Self {
        let cases = clusters.cases(cluster);
        let places = places_label(locale, register, cases, cluster.is_one_place);
        let names = names_label(locale, register, cases);
        let statuses = describe_statuses(locale, cluster.status_counts);
        let count = locale.t_plural("subject.cases", cluster.case_count());
        let parts: [(&str, &str); 4] =
            [("places", &places), ("cases", &count), ("statuses", &statuses), ("names", &names)];
        let accessible_text = locale.t_with("map.cluster", &parts);
        let label = match (cases.len(), cluster.is_one_place) {
            (..=2, _) => names.clone(),
            (_, true) => places.clone(),
            (_, false) => String::new(),
        };
        Self {
            #[cfg(feature = "window")]
            places,
            #[cfg(feature = "window")]
            names,
            #[cfg(feature = "window")]
            statuses,
            accessible_text,
            label,
        }
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

/// Returns the names of the first cases, given by their index in the register, and how many more
/// there are.
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
