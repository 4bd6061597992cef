//! Names of groups of people, facets, columns, places and times, and descriptions of queries.

use std::collections::BTreeMap;

use jiff::ZonedDateTime;

use crate::{
    Locale,
    analysis::{
        changes::membership::{CountedGroup, MembershipFilter},
        map::geo_bounds::GeoBounds,
        position::CaseState,
        query::{Column, Facet, Query},
        reconciliation::Cohort,
    },
    describe::claims::{
        facet_value_label, format_date, format_day, incident_label, party_label, position_label,
        status_label,
    },
    model::{Abduction, Case},
    register::Register,
};

/// Returns the name of a group of people, as in "North Korea admits" or "Only Japan lists".
///
/// The register says whose list is an admission by the order of the parties it compares: the first
/// *admits*, because it answers for the abductions; the second *lists*.
pub fn cohort_label(locale: Locale, register: &Register, cohort: Cohort) -> String {
    let with_party = |keys: [&str; 2], side: usize| {
        let party = party_label(locale, register, register.compared_parties()[side]);
        locale.t_with(keys[side], &[("party", &party)])
    };
    match cohort {
        Cohort::Listed(side, None) => {
            with_party(["cohort.listed.admits", "cohort.listed.lists"], side)
        }
        Cohort::Listed(side, Some(segment)) => {
            let listed = cohort_label(locale, register, Cohort::Listed(side, None));
            let segment = locale.t(&format!("segment.{}", segment.key()));
            locale.t_with("cohort.segment_of_list", &[("listed", &listed), ("segment", &segment)])
        }
        Cohort::Both => locale.t("cohort.on_both_lists").into_owned(),
        Cohort::Only(side) => with_party(["cohort.only.admits", "cohort.only.lists"], side),
    }
}

/// Returns the name of a counted group of people.
pub fn counted_group_label(locale: Locale, register: &Register, group: CountedGroup) -> String {
    match group {
        CountedGroup::Cohort(people) => cohort_label(locale, register, people),
        CountedGroup::Status(status) => status_label(locale, status),
    }
}

/// Describes the filter for people who joined or left a group between two days.
pub fn describe_membership_filter(
    locale: Locale,
    register: &Register,
    moved: MembershipFilter,
) -> String {
    let MembershipFilter { group, from, to, joined } = moved;
    let group = counted_group_label(locale, register, group);
    let [from, to] = [from, to].map(|day| format_day(locale, day));
    let key = if joined { "changes.joined_between" } else { "changes.left_between" };
    locale.t_with(key, &[("group", &group), ("from", &from), ("to", &to)])
}

/// Returns the name of a facet.
pub fn facet_label(locale: Locale, register: &Register, facet: Facet) -> String {
    let party = |side: usize| {
        let party = party_label(locale, register, register.compared_parties()[side]);
        locale.t_with("facet.position", &[("party", &party)])
    };
    match facet {
        Facet::First => party(0),
        Facet::Second => party(1),
        Facet::Status => locale.t("facet.status").into_owned(),
        Facet::Year => locale.t("facet.abduction_year").into_owned(),
        Facet::Sex => locale.t("facet.sex").into_owned(),
        Facet::Place => locale.t("facet.place").into_owned(),
        Facet::Incident => locale.t("facet.incident").into_owned(),
        Facet::SourceKind => locale.t("facet.source_kind").into_owned(),
        Facet::Findings => locale.t("facet.findings").into_owned(),
    }
}

/// Returns the name of a column.
pub fn column_label(locale: Locale, register: &Register, column: Column) -> String {
    match column {
        Column::First => party_label(locale, register, register.compared_parties()[0]),
        Column::Second => party_label(locale, register, register.compared_parties()[1]),
        column => locale.t(&format!("column.{}", column.key())).into_owned(),
    }
}

/// Returns the text of a cell of the table; empty for an unknown value.
pub fn cell_text(
    locale: Locale,
    register: &Register,
    case: &Case,
    CaseState { status, positions }: CaseState,
    column: Column,
) -> String {
    let Abduction { on, age, incident, .. } = &case.taken;
    let position = |side: usize| position_label(locale, positions[side]);
    let text = match column {
        Column::Name => Some(case.name.latin()),
        Column::Native => Some(case.name.native.clone()),
        Column::Taken => on.as_ref().map(|on| format_date(locale, on)),
        Column::Age => age.map(|age| age.to_string()),
        Column::Place => Some(place_label(locale, case)),
        Column::Status => Some(status_label(locale, status)),
        Column::First => Some(position(0)),
        Column::Second => Some(position(1)),
        Column::Incident => incident.map(|number| incident_label(locale, register, number)),
    };
    text.unwrap_or_default()
}

/// Returns the place of an abduction and its region; empty if neither is known.
pub fn place_label(locale: Locale, case: &Case) -> String {
    let Abduction { place, prefecture, .. } = &case.taken;
    locale.join_list([place, prefecture].into_iter().filter(|part| !part.is_empty()))
}

/// Describes the filters of a query, joined in one line; empty if there is none.
pub fn describe_query(locale: Locale, register: &Register, query: &Query) -> String {
    let mut parts = Vec::new();
    if let Some(people) = query.cohort {
        parts.push(cohort_label(locale, register, people));
    }
    parts.extend(query.membership.map(|moved| describe_membership_filter(locale, register, moved)));
    parts.extend(query.bounds.map(|area| describe_geo_bounds(locale, area)));
    if !query.search.trim().is_empty() {
        parts.push(locale.t_with("query.search", &[("text", query.search.trim())]));
    }
    parts.extend(query.year_range.map(|years| {
        let years = describe_year_range(locale, years);
        if query.is_year_certain {
            locale.t_with("query.certain_years", &[("years", &years)])
        } else {
            years
        }
    }));
    let mut picked: BTreeMap<Facet, Vec<String>> = BTreeMap::new();
    for pick in &query.facet_filters {
        picked.entry(pick.facet).or_default().push(facet_value_label(locale, register, pick));
    }
    for (facet, values) in picked {
        let facet = facet_label(locale, register, facet);
        let values = values.join(&locale.t("query.or"));
        parts.push(locale.t_with("query.facet", &[("facet", &facet), ("values", &values)]));
    }
    parts.join(&locale.t("query.and"))
}

/// Describes a range of years. It is open at an end that is the least or greatest year.
fn describe_year_range(locale: Locale, (from, to): (i16, i16)) -> String {
    let key = match (from, to) {
        (i16::MIN, _) => "query.abduction_until",
        (_, i16::MAX) => "query.abduction_since",
        _ if from == to => "query.abduction_year",
        _ => "query.abduction_years",
    };
    locale.t_with(key, &[("from", &from.to_string()), ("to", &to.to_string())])
}

/// Returns the description of an area of the map, as in "taken in the area 33.5°N to 45.2°N,
/// 129°E to 146°E".
pub fn describe_geo_bounds(locale: Locale, area: GeoBounds) -> String {
    let [south, west, north, east] = area.edges();
    let side = |degrees: f64, [above, below]: [&str; 2]| {
        let key = if degrees < 0.0 { below } else { above };
        locale.t_with(key, &[("degrees", &degrees.abs().to_string())])
    };
    let latitude = |degrees| side(degrees, ["area.north", "area.south"]);
    let longitude = |degrees| side(degrees, ["area.east", "area.west"]);
    locale.t_with(
        "area.description",
        &[
            ("south", &latitude(south)),
            ("north", &latitude(north)),
            ("west", &longitude(west)),
            ("east", &longitude(east)),
        ],
    )
}

/// Returns the time of a day as a label, as in `17:05`.
pub fn time_label(time: &ZonedDateTime) -> String {
    time.strftime("%H:%M").to_string()
}
