//! Names of the fields of records: one name for each field, in forms, findings, differences,
//! exports and on the command line. Their texts are `assets/locales/fields.*.toml`.

use crate::{
    Locale,
    analysis::finding::{ClaimField, FindingSubject, RecordField},
    i18n::lowercase_first,
    model::Fact,
};

/// The style of the name of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameStyle {
    /// Alone, as the label of a field: "Date of birth".
    Label,
    /// As a noun within a sentence: "date of birth".
    InSentence,
}

/// Returns the name of the field with a locale key of the section `field`.
pub fn field_name(locale: Locale, key: &str, style: NameStyle) -> String {
    match (style, key) {
        // Their labels are no nouns: "Taken on", "Returned on".
        (NameStyle::InSentence, "field.abduction_date") => {
            locale.t("field.in_sentence.abduction_date").into_owned()
        }
        (NameStyle::InSentence, "field.return_date") => {
            locale.t("field.in_sentence.return_date").into_owned()
        }
        (NameStyle::InSentence, key) => lowercase_first(&locale.t(key)),
        (NameStyle::Label, key) => locale.t(key).into_owned(),
    }
}

/// Returns the name of a plain fact for which other sources can give another value.
pub fn fact_name(locale: Locale, fact: Fact, style: NameStyle) -> String {
    let key = match fact {
        Fact::Name => "field.name",
        Fact::Reading => "field.reading",
        Fact::Born => "field.birth_date",
        Fact::Taken => "field.abduction_date",
        Fact::Age => "field.age",
        Fact::Place => "field.place",
        Fact::Returned => "field.return_date",
    };
    field_name(locale, key, style)
}

/// Returns the name of the field that a finding is about, as in "Claim 2: date said".
pub fn finding_field_name(
    locale: Locale,
    subject: &FindingSubject,
    field: RecordField,
    style: NameStyle,
) -> String {
    let number = |index: usize| locale.format_number(index + 1);
    match field {
        RecordField::Claim(index, field) => {
            let name = field_name(locale, claim_field_key(field), NameStyle::InSentence);
            let key = match style {
                NameStyle::Label => "record.claim_field",
                NameStyle::InSentence => "record.claim_field_in_sentence",
            };
            locale.t_with(key, &[("n", &number(index)), ("field", &name)])
        }
        RecordField::Variant(index) => {
            let name = locale.t_with("form.variant_number", &[("n", &number(index))]);
            if style == NameStyle::InSentence { lowercase_first(&name) } else { name }
        }
        field => field_name(locale, record_field_key(subject, field), style),
    }
}

fn claim_field_key(field: ClaimField) -> &'static str {
    match field {
        ClaimField::Party => "field.party",
        ClaimField::Date => "field.claim_date",
        ClaimField::Statement => "field.statement",
        ClaimField::Death => "field.death_date",
        ClaimField::Sources => "field.sources",
    }
}

/// Returns the locale key of a field. Records have fields of one kind by different names: a case
/// has a name and a source has a title.
fn record_field_key(subject: &FindingSubject, field: RecordField) -> &'static str {
    match (field, subject) {
        (RecordField::Id, _) => "field.id",
        (
            RecordField::Name,
            FindingSubject::Source(_) | FindingSubject::Event(_) | FindingSubject::Register,
        ) => "field.title",
        (RecordField::Name, _) => "field.name",
        (RecordField::Native, _) => "field.native_name",
        (RecordField::Born, _) => "field.birth_date",
        (RecordField::Date, FindingSubject::Case(_)) => "field.abduction_date",
        (RecordField::Date, FindingSubject::Source(_)) => "field.publication_date",
        (RecordField::Date, FindingSubject::Total(_)) => "field.announcement_date",
        (RecordField::Date, _) => "field.event_date",
        (RecordField::Age, _) => "field.age",
        (RecordField::Place, _) => "field.place",
        (RecordField::Coordinates, _) => "field.coordinates",
        (RecordField::Incident, _) => "field.incident",
        (RecordField::ReturnDate, _) => "field.return_date",
        (RecordField::ReturnSources, _) => "field.return_sources",
        (RecordField::Sources, _) => "field.sources",
        (RecordField::Claims | RecordField::Claim(..), _) => "field.claims",
        (RecordField::Variant(_), _) => "field.variants",
        (RecordField::Publisher, _) => "field.publisher",
        (RecordField::Party, FindingSubject::Register) => "field.compared_parties",
        (RecordField::Party, _) => "field.party",
        (RecordField::Count, _) => "field.count",
    }
}
