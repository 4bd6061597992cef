//! What a finding concerns, in words.

use crate::{
    lang::Lang,
    register::Register,
    view::{About, ClaimField, Field, Level, date_words, incident_words, party_words},
};

/// The record a finding concerns, by the name a reader knows it by.
pub(super) fn record(lang: Lang, register: &Register, about: &About) -> String {
    match about {
        About::Case(id) => {
            let name = register.case(id).map(|case| case.name.shown(lang.code()));
            name.filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_string())
        }
        About::Total(at) => register.totals().get(*at).map_or_else(String::new, |total| {
            let party = party_words(lang, register, &total.by);
            let (count, on) = (lang.number(total.count as usize), date_words(lang, &total.on));
            lang.with("record.total", &[("party", &party), ("count", &count), ("on", &on)])
        }),
        About::Event(at) => {
            let event = register.events().get(*at);
            event.map_or_else(String::new, |event| lang.pick(&event.title).to_owned())
        }
        About::Source(id) => {
            let title = register.source(id).map(|source| source.title.as_str());
            title.filter(|title| !title.is_empty()).unwrap_or(id.as_str()).to_owned()
        }
        About::Incident(number) => incident_words(lang, register, *number),
        About::Party(id) => party_words(lang, register, id),
        About::Register => lang.t("record.register").into_owned(),
    }
}

/// The field a finding concerns.
pub(super) fn field(lang: Lang, field: Field) -> String {
    let key = match field {
        Field::Id => "record.field.id",
        Field::Name => "record.field.name",
        Field::Native => "record.field.native",
        Field::Born => "record.field.born",
        Field::On => "record.field.on",
        Field::Age => "record.field.age",
        Field::Place => "record.field.place",
        Field::At => "record.field.at",
        Field::Incident => "record.field.incident",
        Field::Returned => "record.field.returned",
        Field::ReturnedSources => "record.field.returned_sources",
        Field::Sources => "record.field.sources",
        Field::Claims => "record.field.claims",
        Field::Publisher => "record.field.publisher",
        Field::Party => "record.field.party",
        Field::Count => "record.field.count",
        Field::Claim(at, field) => {
            let key = match field {
                ClaimField::By => "record.claim_field.by",
                ClaimField::On => "record.claim_field.on",
                ClaimField::Says => "record.claim_field.says",
                ClaimField::Death => "record.claim_field.death",
                ClaimField::Sources => "record.claim_field.sources",
            };
            let field = lang.t(key);
            let number = lang.number(at + 1);
            return lang.with("record.claim", &[("number", &number), ("field", &field)]);
        }
        Field::Variant(at) => {
            return lang.with("record.variant", &[("number", &lang.number(at + 1))]);
        }
    };
    lang.t(key).into_owned()
}

/// How grave a finding is.
pub(super) fn level(lang: Lang, level: Level) -> String {
    let key = match level {
        Level::Error => "findings.level.error",
        Level::Warning => "findings.level.warning",
        Level::Note => "findings.level.note",
    };
    lang.t(key).into_owned()
}

/// So many findings of a level.
pub(super) fn count(lang: Lang, level: Level, n: usize) -> String {
    let key = match level {
        Level::Error => "findings.error",
        Level::Warning => "findings.warning",
        Level::Note => "findings.note",
    };
    lang.count(key, n)
}
