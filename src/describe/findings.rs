//! What a finding concerns, in words.

use crate::{
    Locale,
    analysis::finding::{ClaimField, Finding, FindingKind, FindingSubject, RecordField, Severity},
    describe::claims::{format_date, format_day, incident_label, party_label},
    model::PartyId,
    register::Register,
};

/// The record a finding concerns, by the name a reader knows it by.
pub(crate) fn record_label(locale: Locale, register: &Register, about: &FindingSubject) -> String {
    match about {
        FindingSubject::Case(id) => {
            let name = register.case(id).map(|case| case.name.display_name(locale.code()));
            name.filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_string())
        }
        FindingSubject::Total(at) => register.totals().get(*at).map_or_else(String::new, |total| {
            let party = party_label(locale, register, &total.by);
            let (count, on) =
                (locale.format_number(total.count as usize), format_date(locale, &total.on));
            locale.t_with("record.total", &[("party", &party), ("count", &count), ("on", &on)])
        }),
        FindingSubject::Event(at) => {
            let event = register.events().get(*at);
            event.map_or_else(String::new, |event| locale.pick(&event.title).to_owned())
        }
        FindingSubject::Source(id) => {
            let title = register.source(id).map(|source| source.title.as_str());
            title.filter(|title| !title.is_empty()).unwrap_or(id.as_str()).to_owned()
        }
        FindingSubject::Incident(number) => incident_label(locale, register, *number),
        FindingSubject::Party(id) => party_label(locale, register, id),
        FindingSubject::Register => locale.t("record.register").into_owned(),
    }
}

/// The field a finding concerns.
pub(crate) fn field_label(locale: Locale, field: RecordField) -> String {
    let key = match field {
        RecordField::Id => "record.field.id",
        RecordField::Name => "record.field.name",
        RecordField::Native => "record.field.native_name",
        RecordField::Born => "record.field.birth_date",
        RecordField::Date => "record.field.date",
        RecordField::Age => "record.field.age",
        RecordField::Place => "record.field.place",
        RecordField::Coordinates => "record.field.coordinates",
        RecordField::Incident => "record.field.incident",
        RecordField::ReturnDate => "record.field.return",
        RecordField::ReturnSources => "record.field.return_sources",
        RecordField::Sources => "record.field.sources",
        RecordField::Claims => "record.field.claims",
        RecordField::Publisher => "record.field.publisher",
        RecordField::Party => "record.field.party",
        RecordField::Count => "record.field.count",
        RecordField::Claim(at, field) => {
            let key = match field {
                ClaimField::Party => "record.claim_field.party",
                ClaimField::Date => "record.claim_field.date",
                ClaimField::Statement => "record.claim_field.statement",
                ClaimField::Death => "record.claim_field.death_date",
                ClaimField::Sources => "record.claim_field.sources",
            };
            let field = locale.t(key);
            let number = locale.format_number(at + 1);
            return locale.t_with("record.claim", &[("number", &number), ("field", &field)]);
        }
        RecordField::Variant(at) => {
            return locale.t_with("record.variant", &[("number", &locale.format_number(at + 1))]);
        }
    };
    locale.t(key).into_owned()
}

/// How grave a finding is.
pub(crate) fn severity_label(locale: Locale, level: Severity) -> String {
    let key = match level {
        Severity::Error => "findings.level.error",
        Severity::Warning => "findings.level.warning",
        Severity::Note => "findings.level.note",
    };
    locale.t(key).into_owned()
}

/// So many findings of a level.
pub(crate) fn severity_count_label(locale: Locale, level: Severity, n: usize) -> String {
    let key = match level {
        Severity::Error => "findings.error",
        Severity::Warning => "findings.warning",
        Severity::Note => "findings.note",
    };
    locale.t_plural(key, n)
}

/// What a finding says and what to do about it. The case it concerns is not named here.
pub fn describe_finding(locale: Locale, register: &Register, finding: &Finding) -> String {
    let key = format!("finding.{}", finding.kind.key());
    let party = |id: &PartyId| party_label(locale, register, id);
    match &finding.kind {
        FindingKind::TotalDiffers { by, as_of, announced, counted } => locale.t_with(
            &key,
            &[
                ("party", &party(by)),
                ("day", &format_day(locale, *as_of)),
                ("announced", &locale.format_number(*announced as usize)),
                ("counted", &locale.format_number(*counted)),
            ],
        ),
        FindingKind::AgeDiffers { age, from, to } => {
            let fits = if from == to { from.to_string() } else { format!("{from}–{to}") };
            locale.t_with(&key, &[("age", &age.to_string()), ("fits", &fits)])
        }
        FindingKind::UnknownSource(id) => locale.t_with(&key, &[("id", id.as_str())]),
        FindingKind::UnknownParty(id) => locale.t_with(&key, &[("id", id.as_str())]),
        FindingKind::UnknownIncident(number) => locale.t_with(&key, &[("id", &number.to_string())]),
        FindingKind::RepeatedId(id) => locale.t_with(&key, &[("id", id)]),
        FindingKind::SamePerson(id) => locale.t_with(&key, &[("id", id.as_str())]),
        FindingKind::SameSource(id) => locale.t_with(&key, &[("id", id.as_str())]),
        FindingKind::TwoDeaths { by, first, second } => locale.t_with(
            &key,
            &[
                ("party", &party(by)),
                ("first", &format_date(locale, first)),
                ("second", &format_date(locale, second)),
            ],
        ),
        FindingKind::NeverEnteredAfterCounted(by) => locale.t_with(&key, &[("party", &party(by))]),
        FindingKind::ReturnedBeforeTaken
        | FindingKind::DeathBeforeTaken
        | FindingKind::ClaimBeforeTaken
        | FindingKind::BornAfterTaken
        | FindingKind::NoSource
        | FindingKind::OnNeitherList
        | FindingKind::NoName => locale.t(&key).into_owned(),
    }
}
