//! The differences between a draft and the record as it was opened, field by field.

use crate::{
    Locale,
    describe::{
        claims::{incident_label, party_label, sex_label, source_kind_label},
        drafts::{describe_claim_draft, label_in_group},
        field_names::{NameStyle, fact_name},
    },
    draft::{
        Draft,
        case::VariantDraft,
        claim::ClaimDraft,
        fields::{DifferenceVisitor, DraftFields, DraftValue},
        list_merge::pair_rows,
    },
    register::Register,
};

/// A field that differs from the record as it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftDifference {
    /// The field, by its name in the form.
    pub label: String,
    /// The value in the record; `None` where there was no record or no such row.
    pub before: Option<String>,
    /// The value as typed.
    pub after: String,
}

/// Returns every field in which a draft differs from the record as it was opened, in the order of
/// the form.
pub fn draft_differences(
    locale: Locale,
    register: &Register,
    draft: &Draft,
) -> Vec<DraftDifference> {
    let mut out = DraftComparison {
        locale,
        register,
        has_original: draft.has_original(),
        group: String::new(),
        differences: Vec::new(),
    };
    match (draft.original(register), draft) {
        (Draft::Case(original), Draft::Case(typed)) => {
            DraftFields::visit_differences(&*original, typed, &mut out);
        }
        (Draft::Source(original), Draft::Source(typed)) => {
            DraftFields::visit_differences(&original, typed, &mut out);
        }
        (Draft::Total(original), Draft::Total(typed)) => {
            DraftFields::visit_differences(&original, typed, &mut out);
        }
        (Draft::Event(original), Draft::Event(typed)) => {
            DraftFields::visit_differences(&original, typed, &mut out);
        }
        (Draft::RegisterInfo(original), Draft::RegisterInfo(typed)) => {
            DraftFields::visit_differences(&original, typed, &mut out);
        }
        // Not reached: the original of a draft is of the same kind.
        _ => {}
    }
    out.differences
}

/// Collects the differences of a draft.
struct DraftComparison<'a> {
    locale: Locale,
    register: &'a Register,
    has_original: bool,
    /// The row that the fields belong to, as in "Claim 2"; empty for a field of the record itself.
    group: String,
    differences: Vec<DraftDifference>,
}

impl DraftComparison<'_> {
    fn describe_value(&self, value: DraftValue<'_>) -> String {
        let (locale, register) = (self.locale, self.register);
        match value {
            DraftValue::Text(text) => text.lines().map(str::trim).collect::<Vec<_>>().join(" / "),
            DraftValue::Sex(Some(sex)) => sex_label(locale, sex),
            DraftValue::Sex(None) => locale.t("form.no_value").into_owned(),
            DraftValue::Incident(Some(number)) => incident_label(locale, register, number),
            DraftValue::Incident(None) => locale.t("form.no_incident").into_owned(),
            DraftValue::Party(id) => party_label(locale, register, id),
            DraftValue::Sources(ids) => locale.join_list(ids.iter().map(|id| {
                register.source(id).map_or_else(|| id.to_string(), |source| source.title.clone())
            })),
            DraftValue::SourceKind(kind) => source_kind_label(locale, kind),
            DraftValue::ClaimKind(kind) => locale.t(kind.key()).into_owned(),
            DraftValue::IsReported(true) => locale.t("form.reported_claim").into_owned(),
            DraftValue::IsReported(false) => locale.t("form.official_claim").into_owned(),
            DraftValue::Fact(fact) => fact_name(locale, fact, NameStyle::Label),
        }
    }

    /// Compares the rows of a list. A changed row is compared field by field; a new or removed row
    /// is one difference, described in two parts by `describe`.
    fn compare_rows<T: DraftFields + PartialEq>(
        &mut self,
        list_name: &str,
        row_name: &str,
        [original, typed]: [&[T]; 2],
        describe: impl Fn(&T) -> [String; 2],
    ) {
        let locale = self.locale;
        let line = |row: &T| {
            let [first, second] = describe(row);
            locale.t_with("form.label_in_group", &[("group", &first), ("label", &second)])
        };
        let original_indexes = pair_rows(original, typed);
        for (index, (row, original_index)) in typed.iter().zip(&original_indexes).enumerate() {
            let group = locale.t_with(row_name, &[("n", &(index + 1).to_string())]);
            match original_index.and_then(|index| original.get(index)) {
                Some(original) => {
                    self.group = group;
                    DraftFields::visit_differences(original, row, self);
                    self.group.clear();
                }
                None => {
                    let text =
                        locale.t_with("recovered_draft.added_value", &[("what", &line(row))]);
                    self.push(group, None, text);
                }
            }
        }
        let mut is_kept = vec![false; original.len()];
        original_indexes.iter().flatten().for_each(|index| is_kept[*index] = true);
        for (row, _) in original.iter().zip(is_kept).filter(|(_, is_kept)| !is_kept) {
            let text = locale.t_with("form.removed_entry", &[("what", &line(row))]);
            self.push(locale.t(list_name).into_owned(), None, text);
        }
    }

    fn push(&mut self, label: String, before: Option<String>, after: String) {
        self.differences.push(DraftDifference { label, before, after });
    }
}

impl DifferenceVisitor for DraftComparison<'_> {
    fn field(&mut self, name: &'static str, original: DraftValue<'_>, typed: DraftValue<'_>) {
        let label = label_in_group(self.locale, &self.group, &self.locale.t(name));
        let before = self.has_original.then(|| self.describe_value(original));
        self.push(label, before, self.describe_value(typed));
    }

    fn claims(&mut self, original: &[ClaimDraft], typed: &[ClaimDraft]) {
        let (locale, register) = (self.locale, self.register);
        self.compare_rows("field.claims", "form.claim_number", [original, typed], |claim| {
            describe_claim_draft(locale, register, claim)
        });
    }

    fn variants(&mut self, original: &[VariantDraft], typed: &[VariantDraft]) {
        let locale = self.locale;
        self.compare_rows("field.variants", "form.variant_number", [original, typed], |variant| {
            [fact_name(locale, variant.field, NameStyle::Label), variant.value.clone()]
        });
    }
}
