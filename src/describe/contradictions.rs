//! Descriptions of contradictions, with each account attributed to its party.

use crate::{
    Locale,
    analysis::contradictions::{Contradiction, ContradictionKind, Ground},
    describe::claims::{format_date, party_label},
    model::{
        Case, Claim, Date, DateKind, DatePoint, DatePrecision, IntervalEnd, SourceId, Statement,
    },
    register::Register,
};

/// Returns the name of a kind of contradiction.
pub fn contradiction_kind_label(locale: Locale, kind: ContradictionKind) -> String {
    let key = match kind {
        ContradictionKind::Denied => "contradiction.kind.denial",
        ContradictionKind::Admitted => "contradiction.kind.admission_after_denial",
        ContradictionKind::Reported => "contradiction.kind.reported_against_official",
        ContradictionKind::AliveAfterDead => "contradiction.kind.alive_after_dead",
        ContradictionKind::DeadAfterAlive => "contradiction.kind.dead_after_alive",
        ContradictionKind::DeathDate => "contradiction.kind.death_date",
        ContradictionKind::DeathPlace => "contradiction.kind.death_place",
        ContradictionKind::DeathCause => "contradiction.kind.death_cause",
        ContradictionKind::Disputed => "contradiction.kind.dispute",
        ContradictionKind::Born => "contradiction.kind.birth_date",
    };
    locale.t(key).into_owned()
}

/// Describes a contradiction in one sentence: who said what, and when. Does not name the case.
/// Empty if the case does not have the two accounts.
pub fn describe_contradiction(
    locale: Locale,
    register: &Register,
    case: &Case,
    Contradiction { kind, grounds, .. }: &Contradiction,
) -> String {
    let claim = |at: u32| case.claims.get(at as usize);
    let text = match *grounds {
        [Ground::Claim(first), Ground::Claim(second)] => claim(first)
            .zip(claim(second))
            .map(|(first, second)| describe_claim_pair(locale, register, *kind, first, second)),
        [_, Ground::Variant(at)] => {
            case.born.as_ref().zip(case.variants.get(at as usize)).map(|(born, variant)| {
                let other = variant.value.parse::<Date>();
                let other = other
                    .map_or_else(|_| variant.value.clone(), |other| format_date(locale, &other));
                let publishers = publishers_label(locale, register, &variant.sources);
                let first = format_date(locale, born);
                let parts: [(&str, &str); 3] =
                    [("first", &first), ("publisher", &publishers), ("second", &other)];
                locale.t_with("contradiction.birth_date", &parts)
            })
        }
        _ => None,
    };
    text.unwrap_or_default()
}

/// Returns the party of an account and its date; for a fact, the publishers.
pub fn ground_label(locale: Locale, register: &Register, case: &Case, ground: Ground) -> String {
    match ground {
        Ground::Claim(at) => case.claims.get(at as usize).map_or_else(String::new, |claim| {
            let party = party_label(locale, register, &claim.by);
            locale.join_list([party, format_date(locale, &claim.on)])
        }),
        Ground::Born => locale.t("contradiction.register").into_owned(),
        Ground::Variant(at) => case.variants.get(at as usize).map_or_else(String::new, |variant| {
            publishers_label(locale, register, &variant.sources)
        }),
    }
}

/// Returns the publishers of sources, or "another source" if none is known.
fn publishers_label(locale: Locale, register: &Register, sources: &[SourceId]) -> String {
    let known = sources.iter().filter_map(|id| register.source(id));
    let mut publishers: Vec<&str> = known.map(|source| source.publisher.as_str()).collect();
    publishers.retain(|publisher| !publisher.is_empty());
    publishers.dedup();
    if publishers.is_empty() {
        return locale.t("contradiction.another_source").into_owned();
    }
    locale.join_list(publishers)
}

fn describe_claim_pair(
    locale: Locale,
    register: &Register,
    kind: ContradictionKind,
    first: &Claim,
    second: &Claim,
) -> String {
    let party = party_label(locale, register, &second.by);
    let details = |key: &str, [a, b]: [&str; 2]| {
        let whens = [first, second].map(|claim| describe_time(locale, &claim.on));
        let parts: [(&str, &str); 5] = [
            ("party", &party),
            ("first_when", &whens[0]),
            ("second_when", &whens[1]),
            ("first", a),
            ("second", b),
        ];
        locale.t_with(key, &parts)
    };
    match (kind, &first.says, &second.says) {
        (
            ContradictionKind::DeathDate,
            Statement::Dead { on: Some(a), .. },
            Statement::Dead { on: Some(b), .. },
        ) => details(
            "contradiction.death_date",
            [&describe_time(locale, a), &describe_time(locale, b)],
        ),
        (
            ContradictionKind::DeathPlace,
            Statement::Dead { place: a, .. },
            Statement::Dead { place: b, .. },
        ) => details("contradiction.death_place", [a, b]),
        (
            ContradictionKind::DeathCause,
            Statement::Dead { cause: a, .. },
            Statement::Dead { cause: b, .. },
        ) => details("contradiction.death_cause", [a, b]),
        _ => {
            let other = party_label(locale, register, &first.by);
            let (a, b) =
                (describe_claim_clause(locale, first), describe_claim_clause(locale, second));
            let one = first.by == second.by;
            let key =
                if one { "contradiction.same_party" } else { "contradiction.between_parties" };
            let parts: [(&str, &str); 4] =
                [("first", &a), ("party", &party), ("second", &b), ("other", &other)];
            locale.t_with(key, if one { &parts[..3] } else { &parts })
        }
    }
}

/// Describes a claim and its date as the rest of a sentence that begins with the party.
fn describe_claim_clause(locale: Locale, claim: &Claim) -> String {
    let when = describe_time(locale, &claim.on);
    let with = |[said, reported]: [&str; 2], more: &[(&str, &str)]| {
        let key = if claim.reported { reported } else { said };
        locale.t_with(key, &[&[("when", when.as_str())], more].concat())
    };
    match &claim.says {
        Statement::Abducted => {
            with(["contradiction.official.abducted", "contradiction.reported.abducted"], &[])
        }
        Statement::Alive => {
            with(["contradiction.official.alive", "contradiction.reported.alive"], &[])
        }
        Statement::Dead { on: None, .. } => {
            with(["contradiction.official.dead", "contradiction.reported.dead"], &[])
        }
        Statement::Dead { on: Some(on), .. } => with(
            ["contradiction.official.dead_on_date", "contradiction.reported.dead_on_date"],
            &[("on", &describe_time(locale, on))],
        ),
        Statement::NeverEntered => with(
            ["contradiction.official.never_entered", "contradiction.reported.never_entered"],
            &[],
        ),
        Statement::Withdrawn => {
            with(["contradiction.official.withdrawn", "contradiction.reported.withdrawn"], &[])
        }
        Statement::Disputes(what) => match what.trim_end_matches(['.', '。']) {
            "" => with(["contradiction.official.disputes", "contradiction.reported.disputes"], &[]),
            what => with(
                [
                    "contradiction.official.disputes_details",
                    "contradiction.reported.disputes_details",
                ],
                &[("what", what)],
            ),
        },
    }
}

/// Describes a date as the time of an action, as in "on 17 September 2002" or "in November 2004".
fn describe_time(locale: Locale, date: &Date) -> String {
    let of_one_month = |a: DatePoint, b: DatePoint| match (a.precision, b.precision) {
        (DatePrecision::Day(a), DatePrecision::Day(b)) => a.first_of_month() == b.first_of_month(),
        _ => false,
    };
    let key = match date.kind() {
        DateKind::Single(DatePoint { precision: DatePrecision::Day(_), .. }) => {
            "contradiction.date.day"
        }
        DateKind::Single(DatePoint { precision: DatePrecision::Century(_), .. }) => {
            "contradiction.date.range"
        }
        DateKind::Single(_) => "contradiction.date.period",
        DateKind::Interval(IntervalEnd::Point(a), IntervalEnd::Point(b)) => {
            if of_one_month(a, b) {
                "contradiction.date.day"
            } else {
                "contradiction.date.range"
            }
        }
        DateKind::Interval(..) => "contradiction.date.open_range",
    };
    locale.t_with(key, &[("date", &format_date(locale, date))])
}
