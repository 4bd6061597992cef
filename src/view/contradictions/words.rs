//! Contradictions in words: who said what when, each side's word as its own.

use super::{Contradiction, Ground, Kind};
use crate::{
    lang::Lang,
    model::{Case, Claim, Date, Known, Point, Says, Shape, SourceId},
    register::Register,
    view::{date_words, party_words},
};

/// What two accounts differ in, in a few words.
pub fn contradiction_kind_words(lang: Lang, kind: Kind) -> String {
    let key = match kind {
        Kind::Denied => "contradiction.kind.denied",
        Kind::Admitted => "contradiction.kind.admitted",
        Kind::Reported => "contradiction.kind.reported",
        Kind::AliveAfterDead => "contradiction.kind.alive_after_dead",
        Kind::DeadAfterAlive => "contradiction.kind.dead_after_alive",
        Kind::DeathDate => "contradiction.kind.death_date",
        Kind::DeathPlace => "contradiction.kind.death_place",
        Kind::DeathCause => "contradiction.kind.death_cause",
        Kind::Disputed => "contradiction.kind.disputed",
        Kind::Born => "contradiction.kind.born",
    };
    lang.t(key).into_owned()
}

/// Who said what when, in one sentence; empty where the case does not have what it stands on. The
/// case is not named here.
pub fn contradiction_words(
    lang: Lang,
    register: &Register,
    case: &Case,
    Contradiction { kind, grounds, .. }: &Contradiction,
) -> String {
    let claim = |at: u32| case.claims.get(at as usize);
    let words = match *grounds {
        [Ground::Claim(first), Ground::Claim(second)] => claim(first)
            .zip(claim(second))
            .map(|(first, second)| claims_words(lang, register, *kind, first, second)),
        [_, Ground::Variant(at)] => {
            case.born.as_ref().zip(case.variants.get(at as usize)).map(|(born, variant)| {
                let other = variant.value.parse::<Date>();
                let other =
                    other.map_or_else(|_| variant.value.clone(), |other| date_words(lang, &other));
                let publishers = publishers_words(lang, register, &variant.sources);
                let first = date_words(lang, born);
                let parts: [(&str, &str); 3] =
                    [("first", &first), ("publisher", &publishers), ("second", &other)];
                lang.with("contradiction.birth", &parts)
            })
        }
        _ => None,
    };
    words.unwrap_or_default()
}

/// Whose word a ground is, and when it was said; for a fact, who published it.
pub fn ground_words(lang: Lang, register: &Register, case: &Case, ground: Ground) -> String {
    match ground {
        Ground::Claim(at) => case.claims.get(at as usize).map_or_else(String::new, |claim| {
            let party = party_words(lang, register, &claim.by);
            lang.join([party, date_words(lang, &claim.on)])
        }),
        Ground::Born => lang.t("contradiction.register").into_owned(),
        Ground::Variant(at) => case
            .variants
            .get(at as usize)
            .map_or_else(String::new, |variant| publishers_words(lang, register, &variant.sources)),
    }
}

/// Who published some sources; "another source" where that is not known.
fn publishers_words(lang: Lang, register: &Register, sources: &[SourceId]) -> String {
    let known = sources.iter().filter_map(|id| register.source(id));
    let mut publishers: Vec<&str> = known.map(|source| source.publisher.as_str()).collect();
    publishers.retain(|publisher| !publisher.is_empty());
    publishers.dedup();
    if publishers.is_empty() {
        return lang.t("contradiction.another_source").into_owned();
    }
    lang.join(publishers)
}

fn claims_words(
    lang: Lang,
    register: &Register,
    kind: Kind,
    first: &Claim,
    second: &Claim,
) -> String {
    let party = party_words(lang, register, &second.by);
    let details = |key: &str, [a, b]: [&str; 2]| {
        let whens = [first, second].map(|claim| when_words(lang, &claim.on));
        let parts: [(&str, &str); 5] = [
            ("party", &party),
            ("first_when", &whens[0]),
            ("second_when", &whens[1]),
            ("first", a),
            ("second", b),
        ];
        lang.with(key, &parts)
    };
    match (kind, &first.says, &second.says) {
        (Kind::DeathDate, Says::Dead { on: Some(a), .. }, Says::Dead { on: Some(b), .. }) => {
            details("contradiction.death_date", [&when_words(lang, a), &when_words(lang, b)])
        }
        (Kind::DeathPlace, Says::Dead { place: a, .. }, Says::Dead { place: b, .. }) => {
            details("contradiction.death_place", [a, b])
        }
        (Kind::DeathCause, Says::Dead { cause: a, .. }, Says::Dead { cause: b, .. }) => {
            details("contradiction.death_cause", [a, b])
        }
        _ => {
            let other = party_words(lang, register, &first.by);
            let (a, b) = (said_words(lang, first), said_words(lang, second));
            let one = first.by == second.by;
            let key = if one { "contradiction.own" } else { "contradiction.others" };
            let parts: [(&str, &str); 4] =
                [("first", &a), ("party", &party), ("second", &b), ("other", &other)];
            lang.with(key, if one { &parts[..3] } else { &parts })
        }
    }
}

/// What a party did by a claim, and when, as the rest of a sentence that begins with the party.
fn said_words(lang: Lang, claim: &Claim) -> String {
    let when = when_words(lang, &claim.on);
    let with = |[said, reported]: [&str; 2], more: &[(&str, &str)]| {
        let key = if claim.reported { reported } else { said };
        lang.with(key, &[&[("when", when.as_str())], more].concat())
    };
    match &claim.says {
        Says::Abducted => {
            with(["contradiction.said.abducted", "contradiction.reported.abducted"], &[])
        }
        Says::Alive => with(["contradiction.said.alive", "contradiction.reported.alive"], &[]),
        Says::Dead { on: None, .. } => {
            with(["contradiction.said.dead", "contradiction.reported.dead"], &[])
        }
        Says::Dead { on: Some(on), .. } => with(
            ["contradiction.said.dead_on", "contradiction.reported.dead_on"],
            &[("on", &when_words(lang, on))],
        ),
        Says::NeverEntered => {
            with(["contradiction.said.never_entered", "contradiction.reported.never_entered"], &[])
        }
        Says::Withdrawn => {
            with(["contradiction.said.withdrawn", "contradiction.reported.withdrawn"], &[])
        }
        Says::Disputes(what) => match what.trim_end_matches(['.', '。']) {
            "" => with(["contradiction.said.disputes", "contradiction.reported.disputes"], &[]),
            what => with(
                ["contradiction.said.disputes_what", "contradiction.reported.disputes_what"],
                &[("what", what)],
            ),
        },
    }
}

/// A date as the time at which something was said or happened: "on 17 September 2002", "in
/// November 2004".
fn when_words(lang: Lang, date: &Date) -> String {
    let of_one_month = |a: Point, b: Point| match (a.known, b.known) {
        (Known::Day(a), Known::Day(b)) => a.first_of_month() == b.first_of_month(),
        _ => false,
    };
    let key = match date.shape() {
        Shape::Single(Point { known: Known::Day(_), .. }) => "contradiction.when.day",
        Shape::Single(Point { known: Known::Century(_), .. }) => "contradiction.when.span",
        Shape::Single(_) => "contradiction.when.within",
        Shape::Span(Some(a), Some(b)) if of_one_month(a, b) => "contradiction.when.day",
        Shape::Span(Some(_), Some(_)) => "contradiction.when.span",
        Shape::Span(..) => "contradiction.when.open",
    };
    lang.with(key, &[("date", &date_words(lang, date))])
}
