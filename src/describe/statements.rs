//! A statement in words, in each language.

use crate::{
    Locale,
    analysis::citation_index::statement::{CitableStatement, CitableStatementKind},
    describe::{
        claims::{describe_statement, format_date, party_label},
        field_names::{NameStyle, fact_name},
    },
    model::{Case, Date},
    register::Register,
};

/// A statement, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitableStatementText {
    /// Its date in words; empty where it has none.
    pub date: String,
    /// Whom or what it is about: a person, a party, an event by its title.
    pub subject: String,
    /// What it says; may be empty.
    pub text: String,
}

/// So many statements of a kind.
pub fn citable_statement_count_label(
    locale: Locale,
    kind: CitableStatementKind,
    n: usize,
) -> String {
    let key = match kind {
        CitableStatementKind::Claim => "statement_ref.count.claim",
        CitableStatementKind::Total => "statement_ref.count.total",
        CitableStatementKind::Event => "statement_ref.count.event",
        CitableStatementKind::Fact => "statement_ref.count.fact",
    };
    locale.t_plural(key, n)
}

/// Tells a statement of this register; nothing where the register does not have it.
pub fn describe_citable_statement(
    locale: Locale,
    register: &Register,
    statement: CitableStatement,
) -> Option<CitableStatementText> {
    let case = |at: u32| register.cases().get(at as usize).map(AsRef::as_ref);
    let to_text = |date: Option<&Date>, who: String, words: String| CitableStatementText {
        date: date.map(|date| format_date(locale, date)).unwrap_or_default(),
        subject: who,
        text: words,
    };
    let name = |case: &Case| case.name.display_name(locale.code());
    Some(match statement {
        CitableStatement::Claim(at, claim) => {
            let case = case(at)?;
            let claim = case.claims.get(claim as usize)?;
            let key =
                if claim.reported { "statement_ref.reported_claim" } else { "statement_ref.claim" };
            let party = party_label(locale, register, &claim.by);
            let text = describe_statement(locale, &claim.says);
            let text = locale.t_with(key, &[("party", &party), ("text", &text)]);
            to_text(Some(&claim.on), name(case), text)
        }
        CitableStatement::Total(at) => {
            let total = register.totals().get(at as usize)?;
            let count = locale.format_number(total.count as usize);
            let text = locale.t_with("statement_ref.total", &[("count", &count)]);
            to_text(Some(&total.on), party_label(locale, register, &total.by), text)
        }
        CitableStatement::Event(at) => {
            let event = register.events().get(at as usize)?;
            let (title, place) = (locale.pick(&event.title), locale.pick(&event.place));
            to_text(Some(&event.on), title.to_owned(), place.to_owned())
        }
        CitableStatement::Facts(at) => {
            to_text(None, name(case(at)?), locale.t("statement_ref.facts").into_owned())
        }
        CitableStatement::Return(at) => {
            let case = case(at)?;
            let on = &case.returned.as_ref()?.on;
            to_text(Some(on), name(case), locale.t("statement_ref.return").into_owned())
        }
        CitableStatement::Variant(at, variant) => {
            let case = case(at)?;
            let variant = case.variants.get(variant as usize)?;
            let fact = fact_name(locale, variant.field, NameStyle::Label);
            let parts: [(&str, &str); 2] = [("fact", &fact), ("value", &variant.value)];
            to_text(None, name(case), locale.t_with("statement_ref.variant", &parts))
        }
    })
}
