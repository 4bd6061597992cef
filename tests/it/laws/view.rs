use std::{collections::BTreeSet, sync::Arc};

use blue_ribbon::{
    model::{Day, Sex, SourceKind},
    register::{Register, Step},
    view::{
        Account, Answer, Area, Column, Digest, Facet, Group, Moved, People, Pick, Query, Sort,
        Standing, Status, Value, View, fold,
    },
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::made_up::{a_day, bundled, day, read, register, steps, wish};

/// A question; most leave some cases.
fn query() -> impl Strategy<Value = Query> {
    let value = prop_oneof![
        select(Status::ALL.to_vec()).prop_map(|status| (Facet::Status, Value::Status(status))),
        select(Account::ALL.to_vec()).prop_map(|account| (Facet::First, said(account))),
        select(Account::ALL.to_vec()).prop_map(|account| (Facet::Second, said(account))),
        (1995..2005_i16).prop_map(|year| (Facet::Year, Value::Year(year))),
        select(vec![Sex::Female, Sex::Male]).prop_map(|sex| (Facet::Sex, Value::Sex(sex))),
        select(vec!["Niigata", "新潟"])
            .prop_map(|place| (Facet::Place, Value::Place(place.to_owned()))),
        (1..5_u32).prop_map(|number| (Facet::Incident, Value::Incident(number))),
        select(SourceKind::ALL.to_vec()).prop_map(|kind| (Facet::SourceKind, Value::Kind(kind))),
        Just((Facet::Findings, Value::Yes)),
        select(Facet::ALL.to_vec()).prop_map(|facet| (facet, Value::Nothing)),
    ];
    let pick = value.prop_map(|(facet, value)| Pick { facet, value });
    let people = prop_oneof![
        Just(People::Both),
        (0..2_usize).prop_map(People::Only),
        (0..2_usize).prop_map(|side| People::Listed(side, None)),
    ];
    let years = (1995..2005_i16, 0..5_i16).prop_map(|(from, more)| (from, from + more));
    (
        select(vec!["", "", "", "NIIGATA", "ヨコタ", "tor", "niigata 横田", "case-1"]),
        prop::collection::btree_set(pick, 0..3),
        prop::option::weighted(0.2, years),
        prop::option::weighted(0.2, people),
        prop::option::weighted(0.2, moved()),
        prop::option::weighted(0.2, area()),
        sort(),
    )
        .prop_map(|(search, picks, years, people, moved, area, sort)| Query {
            search: search.to_owned(),
            picks,
            years,
            people,
            moved,
            area,
            sort,
        })
}

/// Those who joined a group or left it between two days, in either order.
fn moved() -> impl Strategy<Value = Moved> {
    (select(Group::ALL.to_vec()), a_day(), a_day(), any::<bool>())
        .prop_map(|(group, from, to, joined)| Moved { group, from, to, joined })
}

/// A part of the earth, most often a large one; half degrees, so that cases lie on its edges.
pub fn area() -> impl Strategy<Value = Area> {
    let corner =
        || (-90..=90_i32, -180..=180_i32).prop_map(|(a, b)| (f64::from(a), f64::from(b) / 2.0));
    (corner(), corner()).prop_map(|(a, b)| Area::between(a, b))
}

/// The facet value of an account; a party that said nothing has no value.
fn said(account: Account) -> Value {
    if account == Account::Silent { Value::Nothing } else { Value::Account(account) }
}

fn sort() -> impl Strategy<Value = Sort> {
    (select(Column::ALL.to_vec()), any::<bool>())
        .prop_map(|(by, descending)| Sort { by, descending })
}

fn fresh(register: &Register, as_of: Day, query: &Query) -> View {
    let mut view = View::new(register, as_of, Arc::new(Digest::new(register)));
    view.set_query(register, query.clone());
    view
}

proptest! {
    // Each case builds many views.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_view_kept_up_equals_one_built_anew(
        start in register(),
        as_of in a_day(),
        asked in query(),
        wishes in vec(vec(wish(), 1..3), 1..5),
        later in a_day(),
        queries in vec(query(), 1..4),
    ) {
        let steps: Vec<Step> = steps(&start, &wishes);
        let mut register = start;
        let mut view = fresh(&register, as_of, &asked);
        for step in steps {
            register.apply_all(&step.edits).unwrap();
            let version = view.rows_version();
            view.update(&register, &step.edits);
            prop_assert!(view.rows_version() > version, "records changed");
            let anew = fresh(&register, as_of, &asked);
            prop_assert_eq!(view.standings(), anew.standings());
            prop_assert_eq!(view.reconciliation(), anew.reconciliation());
            view.set_digest(Arc::new(Digest::new(&register)));
            prop_assert_eq!(view.answer(), anew.answer());
        }
        view.set_as_of(&register, later);
        for query in queries {
            view.set_query(&register, query.clone());
            let anew = fresh(&register, later, &query);
            prop_assert_eq!(view.as_of(), later);
            prop_assert_eq!(view.query(), &query);
            prop_assert_eq!(view.answer(), anew.answer(), "{:?}", query);
        }
    }

    #[test]
    fn the_version_of_the_rows_tells_whether_they_are_others(
        register in register(), as_of in a_day(), days in vec(a_day(), 1..4), query in query(),
    ) {
        let mut view = fresh(&register, as_of, &query);
        for day in days {
            let (rows, version) = (view.answer().rows.clone(), view.rows_version());
            view.set_as_of(&register, day);
            prop_assert_eq!(view.rows_version() == version, view.answer().rows == rows);
        }
        let placed: Vec<_> = view.placed().collect();
        let of = |at: &u32| (*at, register.cases()[*at as usize].taken.at);
        prop_assert_eq!(placed, view.answer().rows.iter().map(of).collect::<Vec<_>>());
    }

    #[test]
    fn rows_are_the_cases_that_fit_in_a_stable_order(
        register in register(), as_of in a_day(), query in query(),
    ) {
        let view = fresh(&register, as_of, &query);
        let fits = |at: &u32| matches(&register, &view, *at as usize, &query);
        let fitting: Vec<u32> = (0..).take(register.cases().len()).filter(fits).collect();
        prop_assert_eq!(&view.answer().rows, &sorted(&register, view.standings(), fitting, query.sort));
    }

    #[test]
    fn a_facet_count_is_the_number_of_rows_its_value_would_show(
        register in register(), as_of in a_day(), query in query(),
    ) {
        let view = fresh(&register, as_of, &query);
        for (facet, counts) in &view.answer().counts {
            let values: BTreeSet<&Value> = counts.iter().map(|(value, _)| value).collect();
            prop_assert_eq!(values.len(), counts.len(), "each value once");
            for (value, count) in counts {
                let pick = Pick { facet: *facet, value: value.clone() };
                let mut picked = query.clone();
                picked.picks.retain(|pick| pick.facet != *facet);
                picked.picks.insert(pick.clone());
                if *facet == Facet::Year {
                    picked.years = None;
                }
                let rows = fresh(&register, as_of, &picked).answer().rows.len();
                prop_assert_eq!(rows, *count, "{:?}", pick);
                prop_assert!(*count > 0 || query.picks.contains(&pick));
            }
        }
    }

    #[test]
    fn every_case_is_counted_under_some_value_of_every_facet(
        register in register(), as_of in a_day(),
    ) {
        let view = fresh(&register, as_of, &Query::default());
        for (facet, counts) in &view.answer().counts {
            let counted: usize = counts.iter().map(|(_, count)| count).sum();
            if *facet == Facet::SourceKind {
                prop_assert!(counted >= register.cases().len());
            } else {
                prop_assert_eq!(counted, register.cases().len(), "{:?}", facet);
            }
        }
    }

    #[test]
    fn a_change_day_is_where_something_changes_and_nothing_changes_between(register in register()) {
        let days = Digest::new(&register).days;
        prop_assert!(days.is_sorted_by(|a, b| a < b));
        let answer = |as_of| {
            let view = fresh(&register, as_of, &Query::default());
            let found = view.reconciliation().clone();
            (view.standings().to_vec(), found.both, found.only, found.announced)
        };
        for pair in days.windows(2) {
            prop_assert_eq!(answer(pair[0]), answer(pair[1].yesterday().unwrap()));
        }
    }
}

/// Whether a case fits a query, worked out by the words of the query's documentation.
fn matches(register: &Register, view: &View, at: usize, query: &Query) -> bool {
    let (case, standing) = (&register.cases()[at], view.standings()[at]);
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
            blue_ribbon::model::Says::Dead { place, cause, .. } => {
                vec![place.clone(), cause.clone()]
            }
            blue_ribbon::model::Says::Disputes(what) => vec![what.clone()],
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
    let year = case.taken.on.as_ref().and_then(blue_ribbon::model::Date::year);
    let region = [&case.taken.prefecture, &case.taken.place];
    let region = region.into_iter().find(|text| !text.is_empty());
    let flagged = view.digest().flagged.contains(&u32::try_from(at).unwrap());
    let or_nothing = |value: Option<Value>| vec![value.unwrap_or(Value::Nothing)];
    let values = |facet: Facet| match facet {
        Facet::Status => vec![Value::Status(standing.status)],
        Facet::First => vec![said(standing.accounts[0])],
        Facet::Second => vec![said(standing.accounts[1])],
        Facet::Year => or_nothing(year.map(Value::Year)),
        Facet::Sex => or_nothing(case.sex.map(Value::Sex)),
        Facet::Place => or_nothing(region.cloned().map(Value::Place)),
        Facet::Incident => or_nothing(case.taken.incident.map(Value::Incident)),
        Facet::SourceKind if kinds.is_empty() => vec![Value::Nothing],
        Facet::SourceKind => kinds.iter().copied().map(Value::Kind).collect(),
        Facet::Findings => or_nothing(flagged.then_some(Value::Yes)),
    };
    let fits = |facet: Facet| {
        let range = query.years.filter(|_| facet == Facet::Year);
        let mut picks = query.picks.iter().filter(|pick| pick.facet == facet).peekable();
        (picks.peek().is_none() && range.is_none())
            || picks.any(|pick| values(facet).contains(&pick.value))
            || range.zip(year).is_some_and(|((from, to), year)| (from..=to).contains(&year))
    };
    let lies = |area: Area| {
        let [south, west, north, east] = area.ends();
        case.taken.at.is_some_and(|at| {
            (south..=north).contains(&at.latitude()) && (west..=east).contains(&at.longitude())
        })
    };
    let pair = register.compare();
    let moved = |moved: Moved| moved.contains(|day| Standing::of(case, pair, day));
    query.people.is_none_or(|people| people.contains(standing))
        && query.moved.is_none_or(moved)
        && query.area.is_none_or(lies)
        && query.search.split_whitespace().all(found)
        && Facet::ALL.into_iter().all(fits)
}

/// Sorts places of cases, those without a value last; equal ones keep the register's order.
fn sorted(
    register: &Register,
    standings: &[Standing],
    mut places: Vec<u32>,
    sort: Sort,
) -> Vec<u32> {
    let text = |text: String| (!text.is_empty()).then_some(text);
    let key = |at: &u32| -> Option<(String, i64)> {
        let (case, standing) = (&register.cases()[*at as usize], standings[*at as usize]);
        let (name, taken) = (&case.name, &case.taken);
        let latin = || fold(&format!("{}{}", name.family, name.given));
        let number = |number: i64| (String::new(), number);
        let words = |words: String| text(words).map(|words| (words, 0));
        let account =
            |account: Account| (account != Account::Silent).then_some(number(account as i64));
        match sort.by {
            Column::Name => words(latin()),
            Column::Native => {
                let native =
                    [&name.reading, &name.native].into_iter().find(|text| !text.is_empty());
                words(native.map_or_else(latin, |text| fold(text)))
            }
            Column::Taken => {
                taken.on.as_ref().map(|on| (format!("{} {}", on.earliest(), on.latest()), 0))
            }
            Column::Age => taken.age.map(|age| number(age.into())),
            Column::Place => words(fold(&format!("{} {}", taken.prefecture, taken.place))),
            Column::Status => Some(number(standing.status as i64)),
            Column::First => account(standing.accounts[0]),
            Column::Second => account(standing.accounts[1]),
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

/// The given names shown for a search in the bundled register.
fn found(search: &str) -> Vec<String> {
    let register = bundled();
    let query = Query { search: search.to_owned(), ..Query::default() };
    let Answer { rows, .. } = fresh(&register, day("2025-01-01"), &query).answer().clone();
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
        assert_eq!(found(search)[0], "Megumi", "{search}");
    }
    assert_eq!(found("Megumi Yokota"), ["Megumi"]);
    assert_eq!(found("yokotamegumi"), ["Megumi"]);
    assert_eq!(found("宇出津"), ["Yutaka"], "the incident's name");
    assert_eq!(found("ushitsu coast"), ["Yutaka"], "the place");
    assert_eq!(found("nobody of this name"), Vec::<String>::new());
}

#[test]
fn a_query_is_narrow_until_it_is_cleared() {
    let mut query = Query { sort: Sort { by: Column::Age, descending: true }, ..Query::default() };
    assert!(!query.is_narrow());
    let pick = Pick { facet: Facet::Status, value: Value::Status(Status::Returned) };
    query.toggle(pick.clone());
    assert!(query.is_narrow());
    query.toggle(pick.clone());
    assert!(!query.is_narrow());
    query.toggle(pick);
    query.search = " ".to_owned();
    query.clear();
    assert_eq!(query, Query { sort: query.sort, ..Query::default() });
    assert_eq!(query.sort, Sort { by: Column::Age, descending: true });
    assert!(!Query { search: "  ".to_owned(), ..Query::default() }.is_narrow());
}

#[test]
fn an_edit_that_moves_cases_moves_what_is_known_of_them() {
    let mut register = read(super::checks::CLEAN);
    let mut view = fresh(&register, day("2003-01-01"), &Query::default());
    let first = register.cases()[0].as_ref().clone();
    let other = blue_ribbon::model::Case::new(blue_ribbon::model::CaseId::new("other").unwrap());
    let edit = blue_ribbon::register::Edit::Case(crate::made_up::created(0, other));
    register.apply(&edit).unwrap();
    view.update(&register, &[edit]);
    assert_eq!(register.cases()[1].as_ref(), &first);
    assert_eq!(view.standings()[1].status, Status::Returned);
    assert_eq!(view.standings()[0].status, Status::Unresolved);
}
