//! What stands in a draft, in words.

use crate::{
    Locale,
    describe::claims::{format_date, party_label},
    draft::{
        Draft,
        claim::{ClaimDraft, ClaimKind},
        validation::FieldError,
    },
    i18n::lowercase_first,
    model::{Date, DateError, LocalizedText},
    register::Register,
};

/// A claim as typed, in two lines: who said it and when, and what it says.
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

/// A label with the group it belongs to, as in "Claim 2: date said"; the label alone where there
/// is no group.
pub fn label_in_group(locale: Locale, group: &str, label: &str) -> String {
    if group.is_empty() {
        return label.to_owned();
    }
    let label = lowercase_first(label);
    locale.t_with("form.label_in_group", &[("group", group), ("label", &label)])
}

/// Whom or what a draft is of: the record as it was opened, or what was typed of a new one; empty
/// where that has no name yet.
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
    locale.t(key).into_owned()
}

/// Those texts that are not empty.
fn non_empty<const N: usize>(texts: [&str; N]) -> Vec<&str> {
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}
