//! What the reader can ask for, in words: groups of people, facets, columns, a whole query.

use std::collections::BTreeMap;

use super::{
    Column, Facet, Moved, People, Query, Standing, area_words, date_words, day_words, group_words,
    incident_words, party_words, value_words,
};
use crate::{
    lang::Lang,
    model::{Case, PartyId, Taken},
    register::Register,
};

/// The party whose list is an admission: it says of itself that it took the people on it.
const ADMITS: &str = "north-korea";

/// A group of people in words.
pub fn people_words(lang: Lang, register: &Register, people: People) -> String {
    let party = |side: usize| register.compare()[side];
    let named = |key: &str, id: &PartyId| {
        let verb = if id.as_str() == ADMITS { "admits" } else { "lists" };
        lang.with(&format!("people.{key}.{verb}"), &[("party", &party_words(lang, register, id))])
    };
    match people {
        People::Listed(side, None) => named("listed", party(side)),
        People::Listed(side, Some(segment)) => {
            let listed = named("listed", party(side));
            let segment = lang.t(&format!("segment.{}", segment.key()));
            lang.with("people.segment", &[("listed", &listed), ("segment", &segment)])
        }
        People::Both => lang.t("people.both").into_owned(),
        People::Only(side) => named("only", party(side)),
    }
}

/// Those who joined a group or left it, in words.
pub fn moved_words(lang: Lang, register: &Register, moved: Moved) -> String {
    let Moved { group, from, to, joined } = moved;
    let group = group_words(lang, register, group);
    let [from, to] = [from, to].map(|day| day_words(lang, day));
    let key = if joined { "changes.who_joined" } else { "changes.who_left" };
    lang.with(key, &[("group", &group), ("from", &from), ("to", &to)])
}

/// The name of a facet.
pub fn facet_words(lang: Lang, register: &Register, facet: Facet) -> String {
    let party = |side: usize| {
        let party = party_words(lang, register, register.compare()[side]);
        lang.with("facet.account", &[("party", &party)])
    };
    match facet {
        Facet::First => party(0),
        Facet::Second => party(1),
        Facet::Status => lang.t("facet.status").into_owned(),
        Facet::Year => lang.t("facet.year").into_owned(),
        Facet::Sex => lang.t("facet.sex").into_owned(),
        Facet::Place => lang.t("facet.place").into_owned(),
        Facet::Incident => lang.t("facet.incident").into_owned(),
        Facet::SourceKind => lang.t("facet.source_kind").into_owned(),
        Facet::Findings => lang.t("facet.findings").into_owned(),
    }
}

/// The name of a column.
pub fn column_words(lang: Lang, register: &Register, column: Column) -> String {
    match column {
        Column::First => party_words(lang, register, register.compare()[0]),
        Column::Second => party_words(lang, register, register.compare()[1]),
        column => lang.t(&format!("column.{}", column.key())).into_owned(),
    }
}

/// What the table says of a case in a column; empty where nothing is known.
pub fn cell_words(
    lang: Lang,
    register: &Register,
    case: &Case,
    Standing { status, accounts }: Standing,
    column: Column,
) -> String {
    let Taken { on, age, incident, .. } = &case.taken;
    let account = |side: usize| lang.t(&format!("account.{}", accounts[side].key())).into_owned();
    let words = match column {
        Column::Name => Some(case.name.latin()),
        Column::Native => Some(case.name.native.clone()),
        Column::Taken => on.as_ref().map(|on| date_words(lang, on)),
        Column::Age => age.map(|age| age.to_string()),
        Column::Place => Some(place_words(lang, case)),
        Column::Status => Some(lang.t(&format!("status.{}", status.key())).into_owned()),
        Column::First => Some(account(0)),
        Column::Second => Some(account(1)),
        Column::Incident => incident.map(|number| incident_words(lang, register, number)),
    };
    words.unwrap_or_default()
}

/// Where a person was taken: the place and the region it lies in; empty where neither is known.
pub(super) fn place_words(lang: Lang, case: &Case) -> String {
    let Taken { place, prefecture, .. } = &case.taken;
    lang.join([place, prefecture].into_iter().filter(|part| !part.is_empty()))
}

/// Everything that a query asks for, in a row; empty where it asks for all.
pub fn query_words(lang: Lang, register: &Register, query: &Query) -> String {
    let mut parts = Vec::new();
    if let Some(people) = query.people {
        parts.push(people_words(lang, register, people));
    }
    parts.extend(query.moved.map(|moved| moved_words(lang, register, moved)));
    parts.extend(query.area.map(|area| area_words(lang, area)));
    if !query.search.trim().is_empty() {
        parts.push(lang.with("query.search", &[("text", query.search.trim())]));
    }
    parts.extend(query.years.map(|years| years_words(lang, years)));
    let mut picked: BTreeMap<Facet, Vec<String>> = BTreeMap::new();
    for pick in &query.picks {
        picked.entry(pick.facet).or_default().push(value_words(lang, register, pick));
    }
    for (facet, values) in picked {
        let facet = facet_words(lang, register, facet);
        let values = values.join(&lang.t("query.or"));
        parts.push(lang.with("query.facet", &[("facet", &facet), ("values", &values)]));
    }
    parts.join(&lang.t("query.and"))
}

/// A range of years that is open where it reaches the ends of what a year can be.
fn years_words(lang: Lang, (from, to): (i16, i16)) -> String {
    let key = match (from, to) {
        (i16::MIN, _) => "query.until",
        (_, i16::MAX) => "query.since",
        _ if from == to => "query.year",
        _ => "query.years",
    };
    lang.with(key, &[("from", &from.to_string()), ("to", &to.to_string())])
}
