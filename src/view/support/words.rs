//! A statement in words, in each language.

use super::{Statement, StatementKind};
use crate::{
    lang::Lang,
    model::{Case, Date},
    register::Register,
    view::{date_words, party_words, says_words},
};

/// A statement, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Its date in words; empty where it has none.
    pub date: String,
    /// Whom or what it is about: a person, a party, an event by its title.
    pub who: String,
    /// What it says; may be empty.
    pub words: String,
}

/// So many statements of a kind.
pub fn statement_kind_words(lang: Lang, kind: StatementKind, n: usize) -> String {
    let key = match kind {
        StatementKind::Claim => "support.kind.claim",
        StatementKind::Total => "support.kind.total",
        StatementKind::Event => "support.kind.event",
        StatementKind::Fact => "support.kind.fact",
    };
    lang.count(key, n)
}

/// Tells a statement of this register; nothing where the register does not have it.
pub fn stated(lang: Lang, register: &Register, statement: Statement) -> Option<Stated> {
    let case = |at: u32| register.cases().get(at as usize).map(AsRef::as_ref);
    let told = |date: Option<&Date>, who: String, words: String| Stated {
        date: date.map(|date| date_words(lang, date)).unwrap_or_default(),
        who,
        words,
    };
    let name = |case: &Case| case.name.shown(lang.code());
    Some(match statement {
        Statement::Claim(at, claim) => {
            let case = case(at)?;
            let claim = case.claims.get(claim as usize)?;
            let key = if claim.reported { "support.reported" } else { "support.claim" };
            let party = party_words(lang, register, &claim.by);
            let words = says_words(lang, &claim.says);
            let words = lang.with(key, &[("party", &party), ("words", &words)]);
            told(Some(&claim.on), name(case), words)
        }
        Statement::Total(at) => {
            let total = register.totals().get(at as usize)?;
            let count = lang.number(total.count as usize);
            let words = lang.with("support.announced", &[("count", &count)]);
            told(Some(&total.on), party_words(lang, register, &total.by), words)
        }
        Statement::Event(at) => {
            let event = register.events().get(at as usize)?;
            let (title, place) = (lang.pick(&event.title), lang.pick(&event.place));
            told(Some(&event.on), title.to_owned(), place.to_owned())
        }
        Statement::Facts(at) => told(None, name(case(at)?), lang.t("support.facts").into_owned()),
        Statement::Return(at) => {
            let case = case(at)?;
            let on = &case.returned.as_ref()?.on;
            told(Some(on), name(case), lang.t("support.returned").into_owned())
        }
        Statement::Variant(at, variant) => {
            let case = case(at)?;
            let variant = case.variants.get(variant as usize)?;
            let fact = lang.t(&format!("fact.{}", variant.field.key()));
            let parts: [(&str, &str); 2] = [("fact", &fact), ("value", &variant.value)];
            told(None, name(case), lang.with("support.variant", &parts))
        }
    })
}
