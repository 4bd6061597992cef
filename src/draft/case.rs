//! A case in an open form.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{checks::check_case, finding::RecordField, normalize::fold},
    draft::{
        claim::ClaimDraft,
        validation::{FieldError, Validated, Validator, dedup_sources, to_half_width},
    },
    model::{
        self, Abduction, Case, CaseId, Coordinates, Fact, Name, Return, Sex, SourceId, Variant,
    },
    register::{Change, Edit, Register, Step, StepKind, StepSubject},
};

/// A case as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseDraft {
    /// The case as it was opened, with its index; `None` for a new one.
    pub before: Option<(usize, Arc<Case>)>,
    /// The case it was copied from.
    pub copied_from: Option<Arc<Case>>,
    /// The id; fixed once the case is in the register.
    pub id: String,
    /// Given name in Latin letters.
    pub given: String,
    /// Family name in Latin letters.
    pub family: String,
    /// Native name.
    pub native: String,
    /// Reading.
    pub reading: String,
    /// Other names, one per line.
    pub other: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Date of birth.
    pub born: String,
    /// Date of the abduction.
    pub taken: String,
    /// Age then.
    pub age: String,
    /// Place.
    pub place: String,
    /// Prefecture.
    pub prefecture: String,
    /// Latitude and longitude.
    #[serde(rename = "spot")]
    pub coordinates: String,
    /// Incident.
    pub incident: Option<u32>,
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

/// A variant as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
        Self {
            before: None,
            copied_from: None,
            id: String::new(),
            given: String::new(),
            family: String::new(),
            native: String::new(),
            reading: String::new(),
            other: String::new(),
            sex: None,
            born: String::new(),
            taken: String::new(),
            age: String::new(),
            place: String::new(),
            prefecture: String::new(),
            coordinates: String::new(),
            incident: None,
            claims: Vec::new(),
            returned: String::new(),
            returned_sources: Vec::new(),
            variants: Vec::new(),
            note: String::new(),
            sources: Vec::new(),
        }
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

    fn from_case(case: &Case) -> Self {
        let Case { id, name, sex, born, taken, claims, returned, variants, note, sources } = case;
        let text =
            |date: &Option<model::Date>| date.as_ref().map(ToString::to_string).unwrap_or_default();
        Self {
            id: id.to_string(),
            given: name.given.clone(),
            family: name.family.clone(),
            native: name.native.clone(),
            reading: name.reading.clone(),
            other: name.other.join("\n"),
            sex: *sex,
            born: text(born),
            taken: text(&taken.on),
            age: taken.age.map(|age| age.to_string()).unwrap_or_default(),
            place: taken.place.clone(),
            prefecture: taken.prefecture.clone(),
            coordinates: taken
                .at
                .map(|spot| format!("{}, {}", spot.latitude(), spot.longitude()))
                .unwrap_or_default(),
            incident: taken.incident,
            claims: claims.iter().map(ClaimDraft::from_claim).collect(),
            returned: returned.as_ref().map(|returned| returned.on.to_string()).unwrap_or_default(),
            returned_sources: returned
                .as_ref()
                .map(|returned| returned.sources.clone())
                .unwrap_or_default(),
            variants: variants.iter().map(VariantDraft::from_variant).collect(),
            note: note.clone(),
            sources: sources.clone(),
            ..Self::new()
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

    pub(super) fn validate(&self, register: &Register) -> Validated {
        let mut validator = Validator::default();
        let case = self.to_case(register, &mut validator);
        let findings = case.as_ref().map(|case| check_case(register, case)).unwrap_or_default();
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

    fn to_case(&self, register: &Register, validator: &mut Validator) -> Option<Case> {
        let trimmed = |text: &String| text.trim().to_owned();
        let name = Name {
            given: trimmed(&self.given),
            family: trimmed(&self.family),
            native: trimmed(&self.native),
            reading: trimmed(&self.reading),
            other: non_empty_lines(&self.other),
        };
        if name.is_empty() {
            validator.add_error(RecordField::Name, FieldError::Empty);
        }
        let id = self.parse_id(register, validator);
        let born = validator.parse_date(RecordField::Born, &self.born);
        let taken = Abduction {
            on: validator.parse_date(RecordField::Date, &self.taken),
            age: validator
                .parse_number(RecordField::Age, &self.age, 130)
                .and_then(|age| u8::try_from(age).ok()),
            place: trimmed(&self.place),
            prefecture: trimmed(&self.prefecture),
            at: self.parse_coordinates(validator),
            incident: self.incident,
        };
        let claims: Vec<_> = (0..)
            .zip(&self.claims)
            .filter_map(|(at, claim)| claim.to_claim(at, validator))
            .collect();
        let returned = validator.parse_date(RecordField::ReturnDate, &self.returned);
        if returned.is_none()
            && self.returned.trim().is_empty()
            && !self.returned_sources.is_empty()
        {
            validator.add_error(RecordField::ReturnDate, FieldError::Empty);
        }
        let mut variants = Vec::with_capacity(self.variants.len());
        for (at, variant) in self.variants.iter().enumerate() {
            variants.push(Variant {
                field: variant.field,
                value: validator.require_text(RecordField::Variant(at), &variant.value),
                sources: dedup_sources(&variant.sources),
                note: trimmed(&variant.note),
            });
        }
        Some(Case {
            id: id?,
            name,
            sex: self.sex,
            born,
            taken,
            claims,
            returned: returned
                .map(|on| Return { on, sources: dedup_sources(&self.returned_sources) }),
            variants,
            note: trimmed(&self.note),
            sources: dedup_sources(&self.sources),
        })
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

    fn parse_coordinates(&self, validator: &mut Validator) -> Option<Coordinates> {
        let text = to_half_width(&self.coordinates);
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let spot = text
            .split_once(',')
            .and_then(|(lat, lon)| Some((lat.trim().parse().ok()?, lon.trim().parse().ok()?)))
            .and_then(|pair: (f64, f64)| Coordinates::try_from(pair).ok());
        if spot.is_none() {
            validator.add_error(RecordField::Coordinates, FieldError::Coordinates);
        }
        spot
    }
}

impl Default for CaseDraft {
    fn default() -> Self {
        Self::new()
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

fn non_empty_lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
