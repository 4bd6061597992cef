//! What a draft would change, field by field in words.

use crate::{
    Locale,
    describe::{
        claims::{incident_label, party_label, sex_label, source_kind_label},
        drafts::{describe_claim_draft, label_in_group},
        field_names::{NameStyle, fact_name},
    },
    draft::{
        Draft,
        case::{CaseDraft, VariantDraft},
        claim::{ClaimDraft, ClaimKind},
        list_merge::pair_rows,
        records::{EventDraft, RegisterInfoDraft, SourceDraft, TotalDraft},
    },
    model::{LocalizedText, PartyId, SourceId},
    register::Register,
};

/// A field that differs from the record as it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftDifference {
    /// The field, by its name in the form.
    pub label: String,
    /// What stood there; none where there was no record or no such row.
    pub before: Option<String>,
    /// What stands there now.
    pub after: String,
}

/// Every field in which a draft differs from the record as it was opened, in the form's order.
pub fn draft_differences(
    locale: Locale,
    register: &Register,
    draft: &Draft,
) -> Vec<DraftDifference> {
    let compares = draft.has_original();
    let mut out = DraftComparison {
        locale,
        register,
        has_original: compares,
        group: String::new(),
        differences: Vec::new(),
    };
    match (draft.original(register), draft) {
        (Draft::Case(was), Draft::Case(now)) => out.compare_case(&was, now),
        (Draft::Source(was), Draft::Source(now)) => out.compare_source(&was, now),
        (Draft::Total(was), Draft::Total(now)) => out.compare_total(&was, now),
        (Draft::Event(was), Draft::Event(now)) => out.compare_event(&was, now),
        (Draft::RegisterInfo(was), Draft::RegisterInfo(now)) => {
            out.compare_register_info(&was, now);
        }
        // Not reached: a draft as it was opened is of the same kind.
        _ => {}
    }
    out.differences
}

struct DraftComparison<'a> {
    locale: Locale,
    register: &'a Register,
    has_original: bool,
    /// The row that the fields belong to, as in "Claim 2".
    group: String,
    differences: Vec<DraftDifference>,
}

impl DraftComparison<'_> {
    fn compare_field<T: PartialEq>(
        &mut self,
        key: &str,
        was: &T,
        now: &T,
        said: impl Fn(&T) -> String,
    ) {
        if was != now {
            let label = label_in_group(self.locale, &self.group, &self.locale.t(key));
            let was = self.has_original.then(|| said(was));
            self.differences.push(DraftDifference { label, before: was, after: said(now) });
        }
    }

    fn compare_text(&mut self, key: &str, was: &String, now: &String) {
        let said = |text: &String| text.lines().map(str::trim).collect::<Vec<_>>().join(" / ");
        self.compare_field(key, was, now, said);
    }

    fn compare_localized_text(
        &mut self,
        keys: [&str; 3],
        was: &LocalizedText,
        now: &LocalizedText,
    ) {
        let [en, ja, ko] = keys;
        self.compare_text(en, &was.en, &now.en);
        self.compare_text(ja, &was.ja, &now.ja);
        self.compare_text(ko, &was.ko, &now.ko);
    }

    fn compare_sources(&mut self, key: &str, was: &Vec<SourceId>, now: &Vec<SourceId>) {
        let (locale, register) = (self.locale, self.register);
        let title = |id: &SourceId| {
            register.source(id).map_or_else(|| id.to_string(), |source| source.title.clone())
        };
        self.compare_field(key, was, now, |ids| locale.join_list(ids.iter().map(title)));
    }

    fn compare_party(&mut self, key: &str, was: &PartyId, now: &PartyId) {
        let (locale, register) = (self.locale, self.register);
        self.compare_field(key, was, now, |id| party_label(locale, register, id));
    }

    /// The rows of a list: those changed field by field, those new or removed in one line.
    fn compare_list<T: PartialEq>(
        &mut self,
        (key, numbered): (&str, &str),
        (was, now): (&[T], &[T]),
        said: impl Fn(&T) -> [String; 2],
        fields: impl Fn(&mut Self, &T, &T),
    ) {
        let locale = self.locale;
        let line = |row: &T| {
            let [first, second] = said(row);
            locale.t_with("form.label_in_group", &[("group", &first), ("label", &second)])
        };
        let places = pair_rows(was, now);
        for (at, (row, place)) in now.iter().zip(&places).enumerate() {
            let group = locale.t_with(numbered, &[("n", &(at + 1).to_string())]);
            match place.and_then(|place| was.get(place)) {
                Some(was) => {
                    self.group = group;
                    fields(self, was, row);
                    self.group.clear();
                }
                None => {
                    let now = locale.t_with("recovered_draft.added_value", &[("what", &line(row))]);
                    self.differences.push(DraftDifference {
                        label: group,
                        before: None,
                        after: now,
                    });
                }
            }
        }
        for (_, row) in was.iter().enumerate().filter(|(at, _)| !places.contains(&Some(*at))) {
            let now = locale.t_with("form.removed_entry", &[("what", &line(row))]);
            self.differences.push(DraftDifference {
                label: locale.t(key).into_owned(),
                before: None,
                after: now,
            });
        }
    }

    fn compare_case(&mut self, was: &CaseDraft, now: &CaseDraft) {
        let (locale, register) = (self.locale, self.register);
        self.compare_text("field.given_name", &was.given, &now.given);
        self.compare_text("field.family_name", &was.family, &now.family);
        self.compare_text("field.native_name", &was.native, &now.native);
        self.compare_text("field.reading", &was.reading, &now.reading);
        self.compare_text("field.other_names", &was.other, &now.other);
        self.compare_text("field.id", &was.id, &now.id);
        self.compare_field("field.sex", &was.sex, &now.sex, |sex| match sex {
            Some(sex) => sex_label(locale, *sex),
            None => locale.t("form.no_value").into_owned(),
        });
        self.compare_text("field.birth_date", &was.born, &now.born);
        self.compare_text("field.abduction_date", &was.taken, &now.taken);
        self.compare_text("field.age", &was.age, &now.age);
        self.compare_text("field.place", &was.place, &now.place);
        self.compare_text("field.prefecture", &was.prefecture, &now.prefecture);
        self.compare_text("field.coordinates", &was.coordinates, &now.coordinates);
        self.compare_field("field.incident", &was.incident, &now.incident, |number| match number {
            Some(number) => incident_label(locale, register, *number),
            None => locale.t("form.no_incident").into_owned(),
        });
        self.compare_sources("field.sources", &was.sources, &now.sources);
        self.compare_list(
            ("field.claims", "form.claim_number"),
            (&was.claims, &now.claims),
            |claim| describe_claim_draft(locale, register, claim),
            Self::compare_claim,
        );
        self.compare_text("field.return_date", &was.returned, &now.returned);
        self.compare_sources("field.return_sources", &was.returned_sources, &now.returned_sources);
        self.compare_list(
            ("field.variants", "form.variant_number"),
            (&was.variants, &now.variants),
            |variant| [fact_name(locale, variant.field, NameStyle::Label), variant.value.clone()],
            Self::compare_variant,
        );
        self.compare_text("field.note", &was.note, &now.note);
    }

    fn compare_claim(&mut self, was: &ClaimDraft, now: &ClaimDraft) {
        let locale = self.locale;
        self.compare_party("field.party", &was.by, &now.by);
        self.compare_text("field.claim_date", &was.on, &now.on);
        self.compare_field("field.statement", &was.kind, &now.kind, |kind: &ClaimKind| {
            locale.t(kind.key()).into()
        });
        self.compare_text("field.death_date", &was.death, &now.death);
        self.compare_text("field.death_place", &was.place, &now.place);
        self.compare_text("field.death_cause", &was.cause, &now.cause);
        self.compare_text("field.disputed_point", &was.disputes, &now.disputes);
        self.compare_field("field.claim_channel", &was.reported, &now.reported, |reported| {
            locale.t(if *reported { "form.reported_claim" } else { "form.official_claim" }).into()
        });
        self.compare_sources("field.sources", &was.sources, &now.sources);
        self.compare_text("field.note", &was.note, &now.note);
    }

    fn compare_variant(&mut self, was: &VariantDraft, now: &VariantDraft) {
        let locale = self.locale;
        self.compare_field("field.fact", &was.field, &now.field, |fact| {
            fact_name(locale, *fact, NameStyle::Label)
        });
        self.compare_text("field.value", &was.value, &now.value);
        self.compare_sources("field.sources", &was.sources, &now.sources);
        self.compare_text("field.note", &was.note, &now.note);
    }

    fn compare_source(&mut self, was: &SourceDraft, now: &SourceDraft) {
        let locale = self.locale;
        self.compare_text("field.title", &was.title, &now.title);
        self.compare_text("field.publisher", &was.publisher, &now.publisher);
        self.compare_field("field.source_kind", &was.kind, &now.kind, |kind| {
            source_kind_label(locale, *kind)
        });
        self.compare_text("field.publication_date", &was.published, &now.published);
        self.compare_text("field.address", &was.address, &now.address);
        self.compare_text("field.id", &was.id, &now.id);
        self.compare_text("field.note", &was.note, &now.note);
    }

    fn compare_total(&mut self, was: &TotalDraft, now: &TotalDraft) {
        self.compare_party("field.party", &was.by, &now.by);
        self.compare_text("field.count", &was.count, &now.count);
        self.compare_text("field.announcement_date", &was.on, &now.on);
        self.compare_sources("field.sources", &was.sources, &now.sources);
        self.compare_text("field.note", &was.note, &now.note);
    }

    fn compare_event(&mut self, was: &EventDraft, now: &EventDraft) {
        self.compare_text("field.event_date", &was.on, &now.on);
        self.compare_localized_text(
            ["field.title_en", "field.title_ja", "field.title_ko"],
            &was.title,
            &now.title,
        );
        self.compare_localized_text(
            ["field.place_en", "field.place_ja", "field.place_ko"],
            &was.place,
            &now.place,
        );
        self.compare_sources("field.sources", &was.sources, &now.sources);
        self.compare_text("field.note", &was.note, &now.note);
    }

    fn compare_register_info(&mut self, was: &RegisterInfoDraft, now: &RegisterInfoDraft) {
        self.compare_text("field.title", &was.title, &now.title);
        self.compare_party("field.first_party", &was.compare.0, &now.compare.0);
        self.compare_party("field.second_party", &was.compare.1, &now.compare.1);
        self.compare_localized_text(
            ["field.note_en", "field.note_ja", "field.note_ko"],
            &was.note,
            &now.note,
        );
    }
}
