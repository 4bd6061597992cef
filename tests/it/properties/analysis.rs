use std::{collections::BTreeSet, sync::Arc};

use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    generators::{self, bundled, day, day_near, edit_request, read, register, steps},
    properties::checks,
};
use blue_ribbon::{
    analysis::{
        Analysis, CheckResults,
        changes::membership::{CountedGroup, MembershipFilter},
        map::geo_bounds::GeoBounds,
        position::{CaseState, Position, Status},
        query::{Column, Facet, FacetFilter, FacetValue, Query, Sort},
        query_result::QueryResult,
        reconciliation::Cohort,
    },
    model::{self, Day, Sex, SourceKind, folding::fold},
    register::{self, Register, Step},
};

/// The day of the checks.
const TODAY: Day = Day::constant(2025, 12, 31);

/// Generates queries; most match some cases.
fn query() -> impl Strategy<Value = Query> {
    let value = prop_oneof![
        select(Status::ALL.to_vec()).prop_map(|status| (Facet::Status, FacetValue::Status(status))),
        select(Position::ALL.to_vec()).prop_map(|position| (Facet::First, facet_value(position))),
        select(Position::ALL.to_vec()).prop_map(|position| (Facet::Second, facet_value(position))),
        (1995..2005_i16).prop_map(|year| (Facet::Year, FacetValue::Year(year))),
        select(vec![Sex::Female, Sex::Male]).prop_map(|sex| (Facet::Sex, FacetValue::Sex(sex))),
        select(vec!["Niigata", "新潟"])
            .prop_map(|place| (Facet::Place, FacetValue::Place(place.to_owned()))),
        (1..5_u32).prop_map(|number| (Facet::Incident, FacetValue::Incident(number))),
        select(SourceKind::ALL.to_vec())
            .prop_map(|kind| (Facet::SourceKind, FacetValue::SourceKind(kind))),
        Just((Facet::Findings, FacetValue::HasFindings)),
        select(Facet::ALL.to_vec()).prop_map(|facet| (facet, FacetValue::Missing)),
    ];
    let pick = value.prop_map(|(facet, value)| FacetFilter { facet, value });
    let people = prop_oneof![
        Just(Cohort::Both),
        (0..2_usize).prop_map(Cohort::Only),
        (0..2_usize).prop_map(|side| Cohort::Listed(side, None)),
    ];
    let years = (1995..2005_i16, 0..5_i16).prop_map(|(from, more)| (from, from + more));
    (
        select(vec!["", "", "", "NIIGATA", "ヨコタ", "tor", "niigata 横田", "case-1"]),
        prop::collection::btree_set(pick, 0..3),
        (prop::option::weighted(0.2, years), any::<bool>()),
        prop::option::weighted(0.2, people),
        prop::option::weighted(0.2, cohort_change()),
        prop::option::weighted(0.2, area()),
        sort(),
    )
        .prop_map(|(search, picks, (years, certain), people, moved, area, sort)| Query {
            search: search.to_owned(),
            facet_filters: picks,
            year_range: years,
            is_year_certain: certain,
            cohort: people,
            membership: moved,
            bounds: area,
            sort,
        })
}

/// Generates filters for people who joined or left a group between two days, in either order.
fn cohort_change() -> impl Strategy<Value = MembershipFilter> {
    (select(CountedGroup::ALL.to_vec()), day_near(), day_near(), any::<bool>())
        .prop_map(|(group, from, to, joined)| MembershipFilter { group, from, to, joined })
}

/// Generates geographic bounds, most often large ones, in half degrees so that cases lie on their
/// edges.
pub fn area() -> impl Strategy<Value = GeoBounds> {
    let corner =
        || (-90..=90_i32, -180..=180_i32).prop_map(|(a, b)| (f64::from(a), f64::from(b) / 2.0));
    (corner(), corner()).prop_map(|(a, b)| GeoBounds::between(a, b))
}

/// Returns the facet value of a position; a silent party has none.
fn facet_value(position: Position) -> FacetValue {
    if position == Position::Silent { FacetValue::Missing } else { FacetValue::Position(position) }
}

fn sort() -> impl Strategy<Value = Sort> {
    (select(Column::ALL.to_vec()), any::<bool>())
        .prop_map(|(by, descending)| Sort { by, descending })
}

fn new_analysis(register: &Register, as_of: Day, query: &Query) -> Analysis {
    let mut view = Analysis::new(register, as_of, Arc::new(CheckResults::new(register, TODAY)));
    view.set_query(register, query.clone());
    view
}

proptest! {
    // Each case builds many views.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_updated_analysis_equals_a_new_one(
        start in register(),
        as_of in day_near(),
        asked in query(),
        wishes in vec(vec(edit_request(), 1..3), 1..5),
        later in day_near(),
        queries in vec(query(), 1..4),
    ) {
        let steps: Vec<Step> = steps(&start, &wishes);
        let mut register = start;
        let mut view = new_analysis(&register, as_of, &asked);
        for step in steps {
            register.apply_all(&step.edits).unwrap();
            let version = view.rows_version();
            view.update(&register, &step.edits);
            prop_assert!(view.rows_version() > version, "records changed");
            let anew = new_analysis(&register, as_of, &asked);
            prop_assert_eq!(view.case_states(), anew.case_states());
            prop_assert_eq!(view.reconciliation(), anew.reconciliation());
            view.set_check_results(Arc::new(CheckResults::new(&register, TODAY)));
            prop_assert_eq!(view.query_result(), anew.query_result());
        }
        view.set_as_of(&register, later);
        for query in queries {
            view.set_query(&register, query.clone());
            let anew = new_analysis(&register, later, &query);
            prop_assert_eq!(view.as_of(), later);
            prop_assert_eq!(view.query(), &query);
            prop_assert_eq!(view.query_result(), anew.query_result(), "{:?}", query);
        }
    }

    #[test]
    fn the_row_version_changes_exactly_when_the_rows_change(
        register in register(), as_of in day_near(), days in vec(day_near(), 1..4), query in query(),
    ) {
        let mut view = new_analysis(&register, as_of, &query);
        for day in days {
            let (rows, version) = (view.query_result().rows.clone(), view.rows_version());
            view.set_as_of(&register, day);
            prop_assert_eq!(view.rows_version() == version, view.query_result().rows == rows);
        }
        let placed: Vec<_> = view.row_coordinates().collect();
        let of = |at: &u32| (*at, register.cases()[*at as usize].taken.at);
        prop_assert_eq!(placed, view.query_result().rows.iter().map(of).collect::<Vec<_>>());
    }

    #[test]
    fn rows_are_the_matching_cases_in_a_stable_order(
        register in register(), as_of in day_near(), query in query(),
    ) {
        let view = new_analysis(&register, as_of, &query);
        let fits = |at: &u32| matches(&register, &view, *at as usize, &query);
        let fitting: Vec<u32> = (0..).take(register.cases().len()).filter(fits).collect();
        prop_assert_eq!(&view.query_result().rows, &sort_reference(&register, view.case_states(), fitting, query.sort));
    }

    #[test]
    fn a_facet_count_equals_the_rows_that_its_value_selects(
        register in register(), as_of in day_near(), query in query(),
    ) {
        let view = new_analysis(&register, as_of, &query);
        for (facet, counts) in &view.query_result().facet_counts {
            let values: BTreeSet<&FacetValue> = counts.iter().map(|(value, _)| value).collect();
            prop_assert_eq!(values.len(), counts.len(), "each value once");
            for (value, count) in counts {
                let pick = FacetFilter { facet: *facet, value: value.clone() };
                let mut picked = query.clone();
                picked.facet_filters.retain(|pick| pick.facet != *facet);
                picked.facet_filters.insert(pick.clone());
                if *facet == Facet::Year {
                    picked.year_range = None;
                }
                let rows = new_analysis(&register, as_of, &picked).query_result().rows.len();
                prop_assert_eq!(rows, *count, "{:?}", pick);
                prop_assert!(*count > 0 || query.facet_filters.contains(&pick));
            }
        }
    }

    #[test]
    fn every_case_is_counted_under_some_value_of_every_facet(
        register in register(), as_of in day_near(),
    ) {
        let view = new_analysis(&register, as_of, &Query::default());
        for (facet, counts) in &view.query_result().facet_counts {
            let counted: usize = counts.iter().map(|(_, count)| count).sum();
            if matches!(facet, Facet::SourceKind | Facet::Year) {
                prop_assert!(counted >= register.cases().len());
            } else {
                prop_assert_eq!(counted, register.cases().len(), "{:?}", facet);
            }
        }
    }

    #[test]
    fn change_days_are_exactly_the_days_with_changes(register in register()) {
        let days = CheckResults::new(&register, TODAY).days;
        prop_assert!(days.is_sorted_by(|a, b| a < b));
        let answer = |as_of| {
            let view = new_analysis(&register, as_of, &Query::default());
            let found = view.reconciliation().clone();
            (view.case_states().to_vec(), found.both, found.only, found.announced)
        };
        for pair in days.windows(2) {
            prop_assert_eq!(answer(pair[0]), answer(pair[1].yesterday().unwrap()));
        }
    }
}

/// Returns true if a case matches a query by the documentation of the query.
fn matches(register: &Register, view: &Analysis, at: usize, query: &Query) -> bool {
    let (case, case_state) = (&register.cases()[at], view.case_states()[at]);
    let incident = case.taken.incident.and_then(|number| register.incident(number));
    let latin = [&case.name.given, &case.name.family].map(String::as_str);
    let texts = [
        latin.concat(),
        [latin[1], latin[0]].concat(),
        case.name.native.clone(),
        case.name.reading.clone(),
        case.taken.place.clone(),
        case.taken.prefecture.clone(),
        case.note.clone(),
        case.id.to_string(),
    ];
    let claimed = case.claims.iter().flat_map(|claim| {
        let said = match &claim.says {
            model::Statement::Dead { place, cause, .. } => {
                vec![place.clone(), cause.clone()]
            }
            model::Statement::Disputes(what) => vec![what.clone()],
            _ => vec![],
        };
        [vec![claim.note.clone()], said].concat()
    });
    let named = incident.map(|incident| {
        let name = incident.name.clone();
        [name.en, name.ja, name.ko]
    });
    let texts = texts.into_iter().chain(case.name.other.clone()).chain(claimed);
    let texts: Vec<String> =
        texts.chain(named.into_iter().flatten()).map(|text| fold(&text)).collect();
    let found = |word: &str| texts.iter().any(|text| text.contains(&fold(word)));

    let cited = case
        .sources
        .iter()
        .chain(case.claims.iter().flat_map(|claim| &claim.sources))
        .chain(case.returned.iter().flat_map(|returned| &returned.sources));
    let kinds: BTreeSet<SourceKind> =
        cited.filter_map(|id| register.source(id)).map(|source| source.kind).collect();
    let years = case.taken.on.as_ref().map(model::Date::years);
    let is_year = |years: model::YearSpan, (from, to)| {
        let is_within = years.lies_within(from, to);
        if query.is_year_certain { is_within } else { years.overlaps(from, to) }
    };
    let region = [&case.taken.prefecture, &case.taken.place];
    let region = region.into_iter().find(|text| !text.is_empty());
    let flagged = view.check_results().flagged_cases.contains(&u32::try_from(at).unwrap());
    let or_nothing = |value: Option<FacetValue>| vec![value.unwrap_or(FacetValue::Missing)];
    let values = |facet: Facet| match facet {
        Facet::Status => vec![FacetValue::Status(case_state.status)],
        Facet::First => vec![facet_value(case_state.positions[0])],
        Facet::Second => vec![facet_value(case_state.positions[1])],
        Facet::Year => match years {
            None => vec![FacetValue::Missing],
            Some(years) => {
                let picked = query.facet_filters.iter().filter_map(|pick| match pick.value {
                    FacetValue::Year(year) => Some(year),
                    _ => None,
                });
                let certain = picked.filter(|year| is_year(years, (*year, *year)));
                certain.map(FacetValue::Year).collect()
            }
        },
        Facet::Sex => or_nothing(case.sex.map(FacetValue::Sex)),
        Facet::Place => or_nothing(region.cloned().map(FacetValue::Place)),
        Facet::Incident => or_nothing(case.taken.incident.map(FacetValue::Incident)),
        Facet::SourceKind if kinds.is_empty() => vec![FacetValue::Missing],
        Facet::SourceKind => kinds.iter().copied().map(FacetValue::SourceKind).collect(),
        Facet::Findings => or_nothing(flagged.then_some(FacetValue::HasFindings)),
    };
    let fits = |facet: Facet| {
        let range = query.year_range.filter(|_| facet == Facet::Year);
        let mut picks = query.facet_filters.iter().filter(|pick| pick.facet == facet).peekable();
        (picks.peek().is_none() && range.is_none())
            || picks.any(|pick| values(facet).contains(&pick.value))
            || range.zip(years).is_some_and(|(range, years)| is_year(years, range))
    };
    let lies = |area: GeoBounds| {
        let [south, west, north, east] = area.edges();
        case.taken.at.is_some_and(|at| {
            (south..=north).contains(&at.latitude()) && (west..=east).contains(&at.longitude())
        })
    };
    let pair = register.compared_parties();
    let moved = |moved: MembershipFilter| moved.contains(|day| CaseState::of_case(case, pair, day));
    query.cohort.is_none_or(|people| people.contains(case_state))
        && query.membership.is_none_or(moved)
        && query.bounds.is_none_or(lies)
        && query.search.split_whitespace().all(found)
        && Facet::ALL.into_iter().all(fits)
}

/// Sorts indexes of cases. Cases without a value are last; equal ones keep the order of the
/// register.
fn sort_reference(
    register: &Register,
    standings: &[CaseState],
    mut places: Vec<u32>,
    sort: Sort,
) -> Vec<u32> {
    let text = |text: String| (!text.is_empty()).then_some(text);
    let key = |at: &u32| -> Option<(String, i64)> {
        let (case, case_state) = (&register.cases()[*at as usize], standings[*at as usize]);
        let (name, taken) = (&case.name, &case.taken);
        let latin = || fold(&format!("{}{}", name.family, name.given));
        let number = |number: i64| (String::new(), number);
        let words = |words: String| text(words).map(|words| (words, 0));
        let position =
            |position: Position| (position != Position::Silent).then_some(number(position as i64));
        match sort.by {
            Column::Name => words(latin()),
            Column::Native => {
                let native =
                    [&name.reading, &name.native].into_iter().find(|text| !text.is_empty());
                words(native.map_or_else(latin, |text| fold(text)))
            }
            Column::Taken => taken.on.as_ref().map(|on| (format!("{:?}", on.sort_days()), 0)),
            Column::Age => taken.age.map(|age| number(age.into())),
            Column::Place => words(fold(&format!("{} {}", taken.prefecture, taken.place))),
            Column::Status => Some(number(case_state.status as i64)),
            Column::First => position(case_state.positions[0]),
            Column::Second => position(case_state.positions[1]),
            Column::Incident => taken.incident.map(|incident| number(incident.into())),
        }
    };
    places.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) if sort.descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    places
}

/// Returns the given names that a search in the bundled register shows.
fn search_names(search: &str) -> Vec<String> {
    let register = bundled();
    let query = Query { search: search.to_owned(), ..Query::default() };
    let QueryResult { rows, .. } =
        new_analysis(&register, day("2025-01-01"), &query).query_result().clone();
    rows.iter().map(|at| register.cases()[*at as usize].name.given.clone()).collect()
}

#[test]
fn a_search_ignores_case_width_accents_spaces_and_kana_type() {
    for search in [
        "yokota",
        "YOKOTA",
        "ｙｏｋｏｔａ",
        "Yōkota",
        "横田めぐみ",
        "横田　めぐみ",
        "よこた",
        "ヨコタ",
        "ﾖｺﾀ",
    ] {
        assert_eq!(search_names(search)[0], "Megumi", "{search}");
    }
    assert_eq!(search_names("Megumi Yokota"), ["Megumi"]);
    assert_eq!(search_names("yokotamegumi"), ["Megumi"]);
    assert_eq!(search_names("宇出津"), ["Yutaka"], "the incident's name");
    assert_eq!(search_names("ushitsu coast"), ["Yutaka"], "the place");
    assert_eq!(search_names("nobody of this name"), Vec::<String>::new());
}

#[test]
fn a_query_filters_until_it_is_cleared() {
    let mut query = Query { sort: Sort { by: Column::Age, descending: true }, ..Query::default() };
    assert!(!query.is_filtered());
    let pick = FacetFilter { facet: Facet::Status, value: FacetValue::Status(Status::Returned) };
    query.toggle_facet(pick.clone());
    assert!(query.is_filtered());
    query.toggle_facet(pick.clone());
    assert!(!query.is_filtered());
    query.toggle_facet(pick);
    query.search = " ".to_owned();
    query.clear();
    assert_eq!(query, Query { sort: query.sort, ..Query::default() });
    assert_eq!(query.sort, Sort { by: Column::Age, descending: true });
    assert!(!Query { search: "  ".to_owned(), ..Query::default() }.is_filtered());
}

#[test]
fn an_edit_that_reorders_cases_reorders_their_index() {
    let mut register = read(checks::CLEAN);
    let mut view = new_analysis(&register, day("2003-01-01"), &Query::default());
    let first = register.cases()[0].as_ref().clone();
    let other = model::Case::new(model::CaseId::new("other").unwrap());
    let edit = register::Edit::Case(generators::creation(0, other));
    register.apply(&edit).unwrap();
    view.update(&register, &[edit]);
    assert_eq!(register.cases()[1].as_ref(), &first);
    assert_eq!(view.case_states()[1].status, Status::Returned);
    assert_eq!(view.case_states()[0].status, Status::Unresolved);
}
