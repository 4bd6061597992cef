//! Names and descriptions of drafts, their claims and their field errors.

use crate::{
    Locale,
    describe::{
        characters::describe_hidden_character,
        claims::{format_date, party_label},
    },
    draft::{
        Draft,
        claim::{ClaimDraft, ClaimKind},
        validation::FieldError,
    },
    i18n::lowercase_first,
    model::{Date, DateError, LocalizedText},
    register::Register,
};

/// Describes a claim as typed in two parts: the party and the date, and the statement.
pub fn describe_claim_draft(
    locale: Locale,
    register: &Register,
    claim: &ClaimDraft,
) -> [String; 2] {
    let date = |text: &str| {
        let text = text.trim();
        text.parse::<Date>().map_or_else(|_| text.to_owned(), |date| format_date(locale, &date))
    };
    let party = party_label(locale, register, &claim.by);
    let says = locale.t(claim.kind.key()).into_owned();
    let second = match claim.kind {
        ClaimKind::Dead => {
            let death = date(&claim.death);
            let details = non_empty([&death, &claim.place, &claim.cause]);
            if details.is_empty() {
                says
            } else {
                locale.t_with("statement.dead_details", &[("details", &locale.join_list(details))])
            }
        }
        ClaimKind::Disputes if !claim.disputes.trim().is_empty() => {
            locale.t_with("statement.disputes_details", &[("what", claim.disputes.trim())])
        }
        _ => says,
    };
    let mut first = non_empty([&party, &date(&claim.on)]).join(" · ");
    if claim.reported {
        first.push_str(&format!(" · {}", locale.t("form.reported_claim")));
    }
    [first, second]
}

/// Returns a label with its group, as in "Claim 2: date said"; the label alone if the group is
/// empty.
pub fn label_in_group(locale: Locale, group: &str, label: &str) -> String {
    if group.is_empty() {
        return label.to_owned();
    }
    let label = lowercase_first(label);
    locale.t_with("form.label_in_group", &[("group", group), ("label", &label)])
}

/// Returns the name of the record of a draft: of the original, or what was typed of a new one.
/// Empty for a new record without a name.
pub fn draft_subject(locale: Locale, register: &Register, draft: &Draft) -> String {
    match draft {
        Draft::Case(draft) => match &draft.before {
            Some((_, case)) => case.name.display_name(locale.code()),
            None => {
                let latin = [draft.given.trim(), draft.family.trim()];
                let latin = non_empty(latin).join(" ");
                if latin.is_empty() { draft.native.trim().to_owned() } else { latin }
            }
        },
        Draft::Source(draft) => match &draft.before {
            Some((_, source)) => source.title.clone(),
            None => draft.title.trim().to_owned(),
        },
        Draft::Total(draft) => {
            let (by, count) = match &draft.before {
                Some((_, total)) => (&total.by, locale.format_number(total.count as usize)),
                None => (&draft.by, draft.count.trim().to_owned()),
            };
            if count.is_empty() {
                return count;
            }
            let party = party_label(locale, register, by);
            locale.t_with("records.total", &[("party", &party), ("count", &count)])
        }
        Draft::Event(draft) => {
            let title: &LocalizedText =
                draft.before.as_ref().map_or(&draft.title, |(_, event)| &event.title);
            locale.pick(title).trim().to_owned()
        }
        Draft::RegisterInfo(_) => locale.t("subject.register").into_owned(),
    }
}

/// Returns what is wrong with a field and what to write instead.
pub fn describe_field_error(locale: Locale, error: &FieldError) -> String {
    let key = match error {
        FieldError::Empty => "field_error.empty",
        FieldError::Date(DateError::NotADate(_)) => "field_error.not_a_date",
        FieldError::Date(DateError::TimeOfDay(_)) => "field_error.time_of_day",
        FieldError::Date(DateError::YearOutOfRange(_)) => "field_error.year_out_of_range",
        FieldError::Date(DateError::EndsBeforeStart(_)) => "field_error.reversed_date_range",
        FieldError::InvalidId => "field_error.invalid_id",
        FieldError::DuplicateId => "field_error.duplicate_id",
        FieldError::Number(max) => {
            return locale.t_with("field_error.invalid_number", &[("max", &max.to_string())]);
        }
        FieldError::Coordinates => "field_error.invalid_coordinates",
        FieldError::SameParty => "field_error.same_party",
    };
    let sentence = locale.t(key).into_owned();
    let hidden = match error {
        FieldError::Date(DateError::NotADate(text)) => describe_hidden_character(locale, text),
        _ => None,
    };
    hidden.map_or(sentence.clone(), |hidden| {
        let values = [("sentence", &*sentence), ("hidden", &hidden)];
        locale.t_with("character.sentence_with_hidden", &values)
    })
}

/// Returns the texts that are not empty.
fn non_empty<const N: usize>(texts: [&str; N]) -> Vec<&str> {
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}
