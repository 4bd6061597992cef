//! Contradictions: each kind by example, and properties of all.

use std::{collections::BTreeSet, sync::Arc};

use proptest::{collection::vec, prelude::*, sample::Index};

use crate::generators::{case, claim, date, day, day_near, edit_request, read, register, steps};
use blue_ribbon::{
    Locale,
    analysis::{
        Analysis, CheckResults,
        contradictions::{
            Contradiction, ContradictionKind, Ground, contradiction_index::Contradictions,
            find::contradictions_as_of,
        },
        query::Query,
    },
    describe::contradictions::{contradiction_kind_label, describe_contradiction, ground_label},
    model::{self, Case, Claim, Date, Day, Fact, SourceId, Statement, Variant},
    register::Register,
};

fn ja() -> Locale {
    Locale::from_tag("ja").unwrap()
}

/// Returns a register of one case with these claims and these further fields.
fn one_case_register(claims: &str, rest: &str) -> Register {
    read(&format!(
        r#"(
            format: 1,
            title: "One",
            parties: [
                (id: "north", name: (en: "North", ja: "北")),
                (id: "south", name: (en: "South", ja: "南")),
                (id: "east", name: (en: "East", ja: "東")),
            ],
            compare: ("north", "south"),
            sources: [
                (id: "p", kind: Press, publisher: "The Paper", title: "T"),
                (id: "q", kind: Press, publisher: "The Paper", title: "U"),
                (id: "r", kind: Press, publisher: "The Other", title: "V"),
            ],
            cases: [(id: "one", name: (family: "One"), claims: [{claims}], {rest})],
        )"#
    ))
}

/// Returns the contradictions as of a day, each as its kind and its English sentence.
fn contradictions_by(register: &Register, by: &str) -> Vec<(ContradictionKind, String)> {
    let case = &register.cases()[0];
    let text = |one: &Contradiction| describe_contradiction(Locale::ENGLISH, register, case, one);
    contradictions_as_of(case, day(by)).iter().map(|one| (one.kind, text(one))).collect()
}

fn contradictions_of(claims: &str) -> Vec<(ContradictionKind, String)> {
    contradictions_by(&one_case_register(claims, ""), "2025-12-31")
}

fn kinds(claims: &str) -> Vec<ContradictionKind> {
    contradictions_of(claims).into_iter().map(|(kind, _)| kind).collect()
}

/// Pairs of claims, each with the kind of their contradiction and the sentence in both languages.
const EXAMPLES: [(&str, &str, ContradictionKind, &str, &str); 11] = [
    (
        "(by: \"north\", on: \"2002-09-17\", says: Dead(on: \"1993-03-13\"))",
        "(by: \"north\", on: \"2004-11\", says: Dead(on: \"1994-04\"))",
        ContradictionKind::DeathDate,
        "North said on 17 September 2002 that the person died on 13 March 1993, and in November \
         2004 that it was in April 1994.",
        "北は2002年9月17日には1993年3月13日に死亡したと主張し、2004年11月には1994年4月に死亡したと主張。",
    ),
    (
        "(by: \"north\", on: \"2002\", says: Dead(place: \"a ward\"))",
        "(by: \"north\", on: \"2004\", says: Dead(place: \"a beach\"))",
        ContradictionKind::DeathPlace,
        "North said in 2002 that the place of death was “a ward”, and in 2004 that it was “a \
         beach”.",
        "北が主張する死亡の場所は、2002年には「a ward」、2004年には「a beach」。",
    ),
    (
        "(by: \"north\", on: \"2002\", says: Dead(cause: \"illness\"))",
        "(by: \"north\", on: \"2004\", says: Dead(cause: \"accident\"))",
        ContradictionKind::DeathCause,
        "North said in 2002 that the cause of death was “illness”, and in 2004 that it was \
         “accident”.",
        "北が主張する死因は、2002年には「illness」、2004年には「accident」。",
    ),
    (
        "(by: \"north\", on: \"2002\", says: Alive)",
        "(by: \"north\", on: \"2004\", says: Dead())",
        ContradictionKind::DeadAfterAlive,
        "North said in 2002 that the person was alive, and said in 2004 that the person was dead.",
        "北は2002年に生存していると説明、2004年に死亡したと主張。",
    ),
    (
        "(by: \"north\", on: \"2002\", says: Dead(on: \"1990\"))",
        "(by: \"north\", on: \"2004\", says: Alive)",
        ContradictionKind::AliveAfterDead,
        "North said in 2002 that the person died in 1990, and said in 2004 that the person was \
         alive.",
        "北は2002年に、1990年に死亡したと主張、2004年に生存していると説明。",
    ),
    (
        "(by: \"north\", on: \"2002\", says: Alive)",
        "(by: \"north\", on: \"2004-09-25/2004-09-26\", says: NeverEntered)",
        ContradictionKind::Denied,
        "North said in 2002 that the person was alive, and said on 25–26 September 2004 that the \
         person never entered.",
        "北は2002年に生存していると説明、2004年9月25日～26日に入境していないと主張。",
    ),
    (
        "(by: \"south\", on: \"2002\", says: Abducted)",
        "(by: \"south\", on: \"2003-12/2004-02\", says: Withdrawn)",
        ContradictionKind::Denied,
        "South said in 2002 that the person was abducted, and took back at some time from \
         December 2003 to February 2004 what it had said.",
        "南は2002年に拉致被害者とする立場を表明、2003年12月～2004年2月に以前の発言を撤回。",
    ),
    (
        "(by: \"north\", on: \"2002\", says: NeverEntered)",
        "(by: \"north\", on: \"2004\", says: Abducted)",
        ContradictionKind::Admitted,
        "North said in 2002 that the person never entered, and said in 2004 that the person was \
         abducted.",
        "北は2002年に入境していないと主張、2004年に拉致被害者とする立場を表明。",
    ),
    (
        "(by: \"north\", on: \"2004\", says: NeverEntered)",
        "(by: \"north\", on: \"2018-03-16\", says: Alive, reported: true)",
        ContradictionKind::Reported,
        "North said in 2004 that the person never entered, and was reported on 16 March 2018 to \
         have said that the person was alive.",
        "北は2004年に入境していないと主張、2018年3月16日に生存していると説明したとの報道。",
    ),
    (
        "(by: \"north\", on: \"2002\", says: Dead())",
        "(by: \"south\", on: \"2004\", says: Disputes(\"the papers are forged.\"))",
        ContradictionKind::Disputed,
        "North said in 2002 that the person was dead; South disputed this in 2004: the papers are \
         forged.",
        "北は2002年に死亡したと主張。南は2004年にこれに反論（the papers are forged）。",
    ),
    (
        "(by: \"east\", on: \"2002\", says: Alive, reported: true)",
        "(by: \"north\", on: \"2004\", says: Disputes(\"\"))",
        ContradictionKind::Disputed,
        "East was reported in 2002 to have said that the person was alive; North disputed this in \
         2004.",
        "東は2002年に生存していると説明したとの報道。北は2004年にこれに反論。",
    ),
];

#[test]
fn each_kind_of_contradiction_is_found_and_described_in_both_languages() {
    for (first, second, kind, en, ja_words) in EXAMPLES {
        let register = one_case_register(&format!("{first}, {second}"), "");
        assert_eq!(contradictions_by(&register, "2025-12-31"), [(kind, en.to_owned())], "{second}");
        let case = &register.cases()[0];
        let all = contradictions_as_of(case, day("2025-12-31"));
        assert_eq!(describe_contradiction(ja(), &register, case, &all[0]), ja_words);
        // Neither claim contradicts anything by itself.
        assert_eq!(kinds(first), []);
        assert_eq!(kinds(second), []);
    }
    let tried: BTreeSet<ContradictionKind> =
        EXAMPLES.iter().map(|(.., kind, _, _)| *kind).collect();
    let all: BTreeSet<ContradictionKind> = ContradictionKind::ALL
        .into_iter()
        .filter(|kind| *kind != ContradictionKind::Born)
        .collect();
    assert_eq!(tried, all);
}

#[test]
fn a_claim_that_only_adds_detail_contradicts_nothing() {
    let north = |says: &str, on: u32| format!("(by: \"north\", on: \"{on}\", says: {says}),");
    for (first, second) in [
        ("Dead(on: \"1990\")", "Dead(on: \"1990-05\")"),
        ("Dead(on: \"1990-05~\")", "Dead(on: \"1989/1990\")"),
        ("Dead(on: \"1990\")", "Dead()"),
        ("Dead(place: \"Pyongyang\")", "Dead(place: \"49th hospital, PYONGYANG\")"),
        ("Dead(cause: \"\")", "Dead(cause: \"illness\")"),
        ("Abducted", "Alive"),
        ("Abducted", "Dead(on: \"1990\")"),
        ("NeverEntered", "Withdrawn"),
        // Whoever was alive then may have died since.
        ("Alive", "Dead(on: \"2003\")"),
        ("Alive", "Dead(on: \"2002\")"),
    ] {
        assert_eq!(kinds(&(north(first, 2002) + &north(second, 2004))), [], "{first} {second}");
    }
    let before = north("Alive", 2002) + &north("Dead(on: \"2001\")", 2004);
    assert_eq!(kinds(&before), [ContradictionKind::DeadAfterAlive]);
}

#[test]
fn a_repeated_value_is_contradicted_once_at_its_first_claim() {
    let dead = |by: &str, on: u32, death: &str| {
        format!("(by: \"{by}\", on: \"{on}\", says: Dead(on: \"{death}\")),")
    };
    let claims = dead("north", 2002, "1993")
        + &dead("north", 2003, "1993")
        + "(by: \"north\", on: \"2004\", says: Dead()),"
        + &dead("north", 2005, "1994")
        + &dead("north", 2006, "1994")
        + &dead("north", 2007, "1993");
    let register = one_case_register(&claims, "");
    let grounds: Vec<_> = contradictions_as_of(&register.cases()[0], day("2025-12-31"))
        .into_iter()
        .map(|one| (one.kind, one.grounds))
        .collect();
    let of = |a, b| (ContradictionKind::DeathDate, [Ground::Claim(a), Ground::Claim(b)]);
    assert_eq!(grounds, [of(0, 3), of(3, 5)]);
    // What two parties say of the date is not one party's change of account.
    assert_eq!(kinds(&(dead("north", 2002, "1993") + &dead("south", 2003, "1994"))), []);
    // A year leaves open which of its months is meant.
    let months = dead("north", 2002, "1990-05") + &dead("north", 2003, "1990");
    assert_eq!(kinds(&months), []);
    assert_eq!(kinds(&(months + &dead("north", 2004, "1990-07"))), [ContradictionKind::DeathDate]);
}

#[test]
fn a_reported_claim_contradicts_the_official_one_once_in_either_order() {
    let claim = |on: u32, says: &str, reported: bool| {
        format!("(by: \"north\", on: \"{on}\", says: {says}, reported: {reported}),")
    };
    let denial = claim(2004, "NeverEntered", false);
    let (private, again) = (claim(2018, "Alive", true), claim(2019, "Alive", true));
    assert_eq!(kinds(&(denial.clone() + &private + &again)), [ContradictionKind::Reported]);
    let later = claim(2020, "NeverEntered", false);
    assert_eq!(kinds(&(private.clone() + &later)), [ContradictionKind::Reported]);
    assert_eq!(kinds(&(denial.clone() + &private + &later)), [ContradictionKind::Reported]);
    // Once the party admits it, and denies it again, that is said anew.
    let admits = claim(2021, "Abducted", false) + &claim(2022, "NeverEntered", false);
    assert_eq!(
        kinds(&(denial + &private + &admits)),
        [
            ContradictionKind::Reported,
            ContradictionKind::Admitted,
            ContradictionKind::Denied,
            ContradictionKind::Reported
        ]
    );
    assert_eq!(kinds(&(claim(2004, "Dead()", false) + &again)), []);
}

#[test]
fn a_dispute_refers_to_the_latest_claim_of_another_party() {
    let claims = "(by: \"north\", on: \"2002\", says: Alive),
                  (by: \"south\", on: \"2003-05-01\", says: Disputes(\"a\")),
                  (by: \"north\", on: \"2003-05-01\", says: Dead()),
                  (by: \"north\", on: \"2003-06\", says: Disputes(\"b\")),
                  (by: \"south\", on: \"2003-07\", says: Abducted),
                  (by: \"south\", on: \"2004\", says: Disputes(\"c\")),
                  (by: \"east\", on: \"2005\", says: Disputes(\"d\"))";
    let register = one_case_register(claims, "");
    let all = contradictions_as_of(&register.cases()[0], day("2025-12-31"));
    let disputes = all.iter().filter(|one| one.kind == ContradictionKind::Disputed);
    let grounds: Vec<_> = disputes.map(|one| one.grounds).collect();
    let of = |a, b| [Ground::Claim(a), Ground::Claim(b)];
    // South’s answers North’s word of that very day; North’s has nothing of South to answer.
    assert_eq!(grounds, [of(2, 1), of(2, 5), of(4, 6)]);
    assert_eq!(kinds("(by: \"south\", on: \"2004\", says: Disputes(\"e\"))"), []);
}

#[test]
fn a_differing_date_of_birth_names_its_publisher() {
    let variants = |value: &str, sources: &str| {
        format!(
            "born: \"1954-10-20\", sources: [\"r\"], \
             variants: [(field: Born, value: \"{value}\", sources: [{sources}])]"
        )
    };
    for (value, sources, en, ja_words) in [
        (
            "1954-10-27",
            "\"p\", \"q\"",
            "The register gives the date of birth as 20 October 1954; The Paper gives it as 27 \
             October 1954.",
            "台帳の生年月日は1954年10月20日、The Paperでは1954年10月27日。",
        ),
        (
            "1953?",
            "\"gone\"",
            "The register gives the date of birth as 20 October 1954; another source gives it as \
             1953 (uncertain).",
            "台帳の生年月日は1954年10月20日、他の出典では1953年（不確実）。",
        ),
    ] {
        let register = one_case_register("", &variants(value, sources));
        // A plain fact bears no day.
        assert_eq!(
            contradictions_by(&register, "1900-01-01"),
            [(ContradictionKind::Born, en.to_owned())]
        );
        let case = &register.cases()[0];
        let all = contradictions_as_of(case, day("1900-01-01"));
        assert_eq!(describe_contradiction(ja(), &register, case, &all[0]), ja_words);
        assert_eq!(all[0].grounds[0].sources(case), [SourceId::new("r").unwrap()]);
    }
    for value in ["1954-10", "1954~", "195X", "autumn of 1953"] {
        assert_eq!(
            contradictions_by(&one_case_register("", &variants(value, "\"p\"")), "2025-12-31"),
            [],
            "{value}"
        );
    }
    let age = "born: \"1954-10-20\", variants: [(field: Age, value: \"1953\", sources: [\"p\"])]";
    assert_eq!(contradictions_by(&one_case_register("", age), "2025-12-31"), []);
    let unborn = "variants: [(field: Born, value: \"1953\", sources: [\"p\"])]";
    assert_eq!(contradictions_by(&one_case_register("", unborn), "2025-12-31"), []);
}

/// Generates cases, often with another date of birth.
fn case_with_variants() -> impl Strategy<Value = Case> {
    (case(Just(0)), vec(claim(), 0..8), prop::option::of(date())).prop_map(
        |(mut case, claims, born)| {
            case.claims.extend(claims);
            case.variants.extend(born.map(|born| Variant {
                field: Fact::Born,
                value: born.to_string(),
                sources: vec![SourceId::new("s1").unwrap()],
                note: String::new(),
            }));
            case
        },
    )
}

fn claim_of(case: &Case, ground: Ground) -> Option<&Claim> {
    match ground {
        Ground::Claim(at) => Some(&case.claims[at as usize]),
        Ground::Born | Ground::Variant(_) => None,
    }
}

/// Returns contradictions without indexes: the claims, their parties and their dates.
fn contradicting_claims<'a>(
    case: &'a Case,
    all: &[Contradiction],
) -> Vec<(ContradictionKind, [Option<&'a Claim>; 2])> {
    all.iter().map(|one| (one.kind, one.grounds.map(|ground| claim_of(case, ground)))).collect()
}

fn dates_differ(a: &Date, b: &Date) -> bool {
    a.latest() < b.earliest() || b.latest() < a.earliest()
}

proptest! {
    #[test]
    fn later_claims_do_not_change_earlier_contradictions(
        case in case_with_variants(), later in vec(claim(), 0..6), as_of in day_near(),
    ) {
        let before = contradictions_as_of(&case, as_of);
        let mut after = case.clone();
        after.claims.extend(later.into_iter().filter(|claim| claim.on.in_force_from() > as_of));
        prop_assert_eq!(contradictions_as_of(&after, as_of), before);
        // And none of those that the case has already.
        let mut without = case.clone();
        without.claims.retain(|claim| claim.on.in_force_from() <= as_of);
        prop_assert_eq!(
            contradicting_claims(&without, &contradictions_as_of(&without, as_of)),
            contradicting_claims(&case, &contradictions_as_of(&case, as_of))
        );
    }

    #[test]
    fn contradictions_do_not_depend_on_the_order_of_entry(
        mut case in case_with_variants(), moves in vec(any::<Index>(), 0..12), as_of in day_near(),
    ) {
        let mut days = BTreeSet::new();
        case.claims.retain(|claim| days.insert(claim.on.in_force_from()));
        let mut other = case.clone();
        if !other.claims.is_empty() {
            for pair in moves.chunks_exact(2) {
                let len = other.claims.len();
                other.claims.swap(pair[0].index(len), pair[1].index(len));
            }
        }
        prop_assert_eq!(
            contradicting_claims(&case, &contradictions_as_of(&case, as_of)),
            contradicting_claims(&other, &contradictions_as_of(&other, as_of))
        );
    }

    #[test]
    fn fewer_than_two_claims_contradict_nothing(
        mut case in case_with_variants(), as_of in day_near(),
    ) {
        case.claims.truncate(1);
        case.variants.clear();
        prop_assert_eq!(contradictions_as_of(&case, as_of), []);
    }

    #[test]
    fn the_sides_of_a_contradiction_differ_and_are_in_order_of_time(
        case in case_with_variants(), as_of in day_near(),
    ) {
        let all = contradictions_as_of(&case, as_of);
        let of_claims = all.iter().take_while(|one| one.kind != ContradictionKind::Born);
        prop_assert!(of_claims.is_sorted_by_key(|one| one.since));
        for one in &all {
            let [first, second] = one.grounds;
            prop_assert_ne!(first, second);
            prop_assert!(one.since <= as_of);
            let (Some(a), Some(b)) = (claim_of(&case, first), claim_of(&case, second)) else {
                prop_assert_eq!(one.kind, ContradictionKind::Born);
                prop_assert_eq!(first.sources(&case), &case.sources);
                let Ground::Variant(at) = second else { panic!("{second:?}") };
                let variant = &case.variants[at as usize];
                prop_assert_eq!(second.sources(&case), &variant.sources);
                prop_assert!(dates_differ(case.born.as_ref().unwrap(), &variant.value.parse().unwrap()));
                continue;
            };
            prop_assert_eq!(first.sources(&case), &a.sources);
            prop_assert_eq!(second.sources(&case), &b.sources);
            prop_assert!(a.on.in_force_from() <= b.on.in_force_from());
            prop_assert_eq!(one.since, b.on.in_force_from());
            prop_assert_eq!(a.by == b.by, one.kind != ContradictionKind::Disputed);
            prop_assert_eq!(matches!(b.says, Statement::Disputes(_)), one.kind == ContradictionKind::Disputed);
            prop_assert_eq!(a.reported != b.reported, one.kind == ContradictionKind::Reported
                || (one.kind == ContradictionKind::Disputed && a.reported != b.reported));
            if one.kind == ContradictionKind::DeathDate {
                let (Statement::Dead { on: Some(a), .. }, Statement::Dead { on: Some(b), .. }) =
                    (&a.says, &b.says) else { panic!("{one:?}") };
                prop_assert!(dates_differ(a, b));
            }
        }
    }

    #[test]
    fn every_contradiction_reads_as_a_sentence_in_both_languages(register in register()) {
        let all = Contradictions::new(&register);
        for (at, case) in register.cases().iter().enumerate() {
            prop_assert_eq!(all.of_case(at), contradictions_as_of(case, model::Day::MAX));
            for one in all.of_case(at) {
                for locale in [Locale::ENGLISH, ja()] {
                    let text = describe_contradiction(locale, &register, case, one);
                    prop_assert!(text.ends_with(['.', '。']), "{}", text);
                    let kind = contradiction_kind_label(locale, one.kind);
                    let sides = one.grounds.map(|side| ground_label(locale, &register, case, side));
                    for text in [&text, &kind, &sides[0], &sides[1]] {
                        let raw = text.contains("contradiction.") || text.contains("%{");
                        prop_assert!(!raw && !text.is_empty(), "{}", text);
                    }
                }
            }
        }
    }

    #[test]
    fn contradictions_of_an_updated_analysis_equal_those_of_a_new_one(
        start in register(),
        as_of in day_near(),
        wishes in vec(vec(edit_request(), 1..3), 1..5),
        later in day_near(),
    ) {
        let shown = |view: &Analysis| -> Vec<(usize, Contradiction)> {
            let all = (0..view.contradiction_count().unwrap()).map(|at| view.contradiction(at).unwrap());
            all.map(|(case, one)| (case, *one)).collect()
        };
        let steps = steps(&start, &wishes);
        let mut register = start;
        let mut view = Analysis::new(&register, as_of, Arc::default());
        prop_assert_eq!(view.contradiction_count(), None);
        view.set_check_results(Arc::new(CheckResults::new(&register, Day::MAX)));
        for step in steps {
            register.apply_all(&step.edits).unwrap();
            view.update(&register, &step.edits);
            let mut anew = Analysis::new(&register, as_of, Arc::default());
            anew.set_check_results(Arc::new(CheckResults::new(&register, Day::MAX)));
            prop_assert_eq!(shown(&view), shown(&anew));
        }
        view.set_as_of(&register, later);
        let query = Query { search: "niigata".to_owned(), ..Query::default() };
        view.set_query(&register, query);
        let rows = view.query_result().rows.iter().map(|at| *at as usize);
        let by_hand: Vec<(usize, Contradiction)> = rows
            .flat_map(|at| {
                let all = contradictions_as_of(&register.cases()[at], later);
                all.into_iter().map(move |one| (at, one))
            })
            .collect();
        prop_assert_eq!(shown(&view), by_hand);
    }
}
