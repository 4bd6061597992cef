//! A case in an open form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{checks::check_case, finding::RecordField},
    draft::{
        claim::ClaimDraft,
        typed_value::{TypedValue, read_field},
        validation::{FieldError, Validated, Validator, dedup_sources},
    },
    model::{
        Abduction, Case, CaseId, Claim, Day, Fact, Name, Return, Sex, SourceId, Variant,
        case_fields::for_each_case_field, folding::fold,
    },
    register::{Change, Edit, Register, Step, StepKind, StepSubject},
};

/// Defines [`CaseDraft`] from the table of the fields of a case.
macro_rules! case_draft {
    ($($group:ident {
        $($fact:ident $member:ident ($key:literal, $locale_key:literal)
            ($(#[$attribute:meta])* $draft:ident: $type:ty $(, checked $checked:ident)?);)*
    })*) => {
        /// A case as typed.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct CaseDraft {
            /// The case as it was opened, with its index; `None` for a new one.
            pub before: Option<(usize, Arc<Case>)>,
            /// The case it was copied from.
            pub copied_from: Option<Arc<Case>>,
            /// The id; fixed once the case is in the register.
            pub id: String,
            $($(
                #[doc = concat!("The field `", $key, "` of the case.")]
                $(#[$attribute])*
                pub $draft: $type,
            )*)*
            /// Claims.
            pub claims: Vec<ClaimDraft>,
            /// Date of the return.
            pub returned: String,
            /// Sources of the return.
            pub returned_sources: Vec<SourceId>,
            /// Variants.
            pub variants: Vec<VariantDraft>,
            /// Note.
            pub note: String,
            /// Sources of the plain facts.
            pub sources: Vec<SourceId>,
        }
    };
}
for_each_case_field!(case_draft);

/// Implements the conversion of a case to its draft and back from the table of its fields.
macro_rules! case_conversion {
    (
        name {
            $($name:ident $name_member:ident $name_keys:tt
                ($(#[$name_attribute:meta])* $name_draft:ident: $name_type:ty
                    $(, checked $name_checked:ident)?);)*
        }
        person {
            $($fact:ident $member:ident $keys:tt
                ($(#[$attribute:meta])* $draft:ident: $type:ty $(, checked $checked:ident)?);)*
        }
        taken {
            $($taken:ident $taken_member:ident $taken_keys:tt
                ($(#[$taken_attribute:meta])* $taken_draft:ident: $taken_type:ty
                    $(, checked $taken_checked:ident)?);)*
        }
    ) => {
        impl CaseDraft {
            fn from_case(case: &Case) -> Self {
                let returned = case.returned.as_ref();
                Self {
                    before: None,
                    copied_from: None,
                    id: case.id.to_string(),
                    $($name_draft: case.name.$name_member.to_draft(),)*
                    $($draft: case.$member.to_draft(),)*
                    $($taken_draft: case.taken.$taken_member.to_draft(),)*
                    claims: case.claims.iter().map(ClaimDraft::from_claim).collect(),
                    returned: returned.map(|it| it.on.to_string()).unwrap_or_default(),
                    returned_sources: returned.map(|it| it.sources.clone()).unwrap_or_default(),
                    variants: case.variants.iter().map(VariantDraft::from_variant).collect(),
                    note: case.note.clone(),
                    sources: case.sources.clone(),
                }
            }

            fn to_case(&self, register: &Register, validator: &mut Validator) -> Option<Case> {
                let name = Name {
                    $($name_member:
                        read_field!(self.$name_draft, validator $(, $name_checked)?),)*
                };
                if name.is_blank() {
                    validator.add_error(RecordField::Name, FieldError::Empty);
                }
                let id = self.parse_id(register, validator);
                $(let $member = read_field!(self.$draft, validator $(, $checked)?);)*
                let taken = Abduction {
                    $($taken_member:
                        read_field!(self.$taken_draft, validator $(, $taken_checked)?),)*
                };
                let claims = self.read_claims(validator);
                let returned = self.read_return(validator);
                let variants = self.read_variants(validator);
                Some(Case {
                    id: id?,
                    name,
                    $($member,)*
                    taken,
                    claims,
                    returned,
                    variants,
                    note: self.note.trim().to_owned(),
                    sources: dedup_sources(&self.sources),
                })
            }
        }
    };
}
for_each_case_field!(case_conversion);

/// A variant as typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantDraft {
    /// The fact.
    pub field: Fact,
    /// The value that another source gives.
    pub value: String,
    /// The cited sources.
    pub sources: Vec<SourceId>,
    /// Note.
    pub note: String,
}

impl CaseDraft {
    /// Creates the draft of a new, empty case.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates the draft of the case with this index.
    pub fn from_case_at(at: usize, case: &Arc<Case>) -> Self {
        Self { before: Some((at, Arc::clone(case))), ..Self::from_case(case) }
    }

    /// Creates the draft of a new case with all fields of another but the id.
    pub fn copy_of(case: &Arc<Case>) -> Self {
        Self { copied_from: Some(Arc::clone(case)), id: String::new(), ..Self::from_case(case) }
    }

    /// Returns the draft as it was when the form was opened.
    pub fn original(&self) -> Self {
        match (&self.before, &self.copied_from) {
            (Some((at, case)), _) => Self::from_case_at(*at, case),
            (None, Some(case)) => Self::copy_of(case),
            (None, None) => Self::new(),
        }
    }

    /// Returns the id of a new case if none is typed: family name and given name, made unique.
    /// `None` without a name.
    pub fn suggested_id(&self, register: &Register) -> Option<CaseId> {
        let name = slug(&format!("{} {}", self.family, self.given));
        let name = if name.is_empty() { slug(&self.native) } else { name };
        if name.is_empty() {
            return None;
        }
        let numbered = |n: usize| if n == 1 { name.clone() } else { format!("{name}-{n}") };
        (1..=register.cases().len() + 1)
            .filter_map(|n| CaseId::new(&numbered(n)).ok())
            .find(|id| register.case(id).is_none())
    }

    pub(super) fn validate(&self, register: &Register, today: Option<Day>) -> Validated {
        let mut validator = Validator::default();
        let case = self.to_case(register, &mut validator);
        let findings = case.as_ref().map(|case| check_case(register, case, today));
        let findings = findings.unwrap_or_default();
        let step =
            case.filter(|_| validator.problems.is_empty()).map(|case| self.to_step(register, case));
        Validated { step, problems: validator.problems, findings }
    }

    fn to_step(&self, register: &Register, case: Case) -> Step {
        let subject = StepSubject::Case(case.name.latin());
        let (kind, at, before) = match (&self.before, &self.copied_from) {
            (Some((at, before)), _) => (StepKind::Change, *at, Some(Arc::clone(before))),
            (None, Some(_)) => (StepKind::Duplicate, register.cases().len(), None),
            (None, None) => (StepKind::Create, register.cases().len(), None),
        };
        let change = Change { at, before, after: Some(Arc::new(case)) };
        Step::new(kind, subject, vec![Edit::Case(change)])
    }

    fn read_claims(&self, validator: &mut Validator) -> Vec<Claim> {
        let claims = (0..).zip(&self.claims);
        claims.filter_map(|(at, claim)| claim.to_claim(at, validator)).collect()
    }

    fn read_return(&self, validator: &mut Validator) -> Option<Return> {
        let on = validator.parse_date(RecordField::ReturnDate, &self.returned);
        if self.returned.trim().is_empty() && !self.returned_sources.is_empty() {
            validator.add_error(RecordField::ReturnDate, FieldError::Empty);
        }
        on.map(|on| Return { on, sources: dedup_sources(&self.returned_sources) })
    }

    fn read_variants(&self, validator: &mut Validator) -> Vec<Variant> {
        let variants = self.variants.iter().enumerate();
        variants
            .map(|(at, variant)| Variant {
                field: variant.field,
                value: validator.require_text(RecordField::Variant(at), &variant.value),
                sources: dedup_sources(&variant.sources),
                note: variant.note.trim().to_owned(),
            })
            .collect()
    }

    fn parse_id(&self, register: &Register, validator: &mut Validator) -> Option<CaseId> {
        if let Some((_, before)) = &self.before {
            return Some(before.id.clone());
        }
        if self.id.trim().is_empty() {
            let suggested = self.suggested_id(register);
            if suggested.is_none() {
                validator.add_error(RecordField::Id, FieldError::Empty);
            }
            return suggested;
        }
        let Ok(id) = CaseId::new(self.id.trim()) else {
            validator.add_error(RecordField::Id, FieldError::InvalidId);
            return None;
        };
        if register.case(&id).is_some() {
            validator.add_error(RecordField::Id, FieldError::DuplicateId);
        }
        Some(id)
    }
}

impl VariantDraft {
    /// Creates an empty variant.
    pub fn new() -> Self {
        Self { field: Fact::Born, value: String::new(), sources: Vec::new(), note: String::new() }
    }

    fn from_variant(Variant { field, value, sources, note }: &Variant) -> Self {
        Self { field: *field, value: value.clone(), sources: sources.clone(), note: note.clone() }
    }
}

impl Default for VariantDraft {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns a text as a readable slug: folded, with single hyphens for everything but letters and
/// digits. "Yokota Megumi" gives `yokota-megumi`.
pub fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(fold);
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}
