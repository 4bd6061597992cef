//! The conversion of the values of a record to those of a form, and back.

use crate::{
    analysis::finding::RecordField,
    draft::validation::{FieldError, Validator, to_half_width},
    model::{Coordinates, Date, Sex},
};

/// The highest age that can be typed, in years.
const MAX_AGE: u32 = 130;

/// A value of a record that a form holds, as a rule as a text.
pub(super) trait TypedValue {
    /// The type of the value in a draft.
    type Draft;

    /// Returns the value as the form first shows it.
    fn to_draft(&self) -> Self::Draft;
}

/// A value for which everything that can be typed is valid.
pub(super) trait FromDraft: TypedValue {
    /// Returns the typed value.
    fn from_draft(draft: &Self::Draft) -> Self;
}

/// A value for which what is typed can be wrong.
pub(super) trait ParseDraft: TypedValue {
    /// Returns the typed value; empty if nothing is typed or if it is wrong, which adds an error in
    /// `field`.
    fn parse_draft(draft: &Self::Draft, field: RecordField, validator: &mut Validator) -> Self;
}

/// Reads a field of a draft by the row of its table: with the [`RecordField`] that shows an error
/// if what is typed can be wrong, else without.
macro_rules! read_field {
    ($draft:expr, $validator:expr) => {
        $crate::draft::typed_value::FromDraft::from_draft(&$draft)
    };
    ($draft:expr, $validator:expr, $field:ident) => {
        $crate::draft::typed_value::ParseDraft::parse_draft(
            &$draft,
            $crate::analysis::finding::RecordField::$field,
            $validator,
        )
    };
}
pub(super) use read_field;

/// A text, without the spaces around it.
impl TypedValue for String {
    type Draft = Self;

    fn to_draft(&self) -> Self {
        self.clone()
    }
}

impl FromDraft for String {
    fn from_draft(draft: &Self) -> Self {
        draft.trim().to_owned()
    }
}

/// Several texts, one per line.
impl TypedValue for Vec<String> {
    type Draft = String;

    fn to_draft(&self) -> String {
        self.join("\n")
    }
}

impl FromDraft for Vec<String> {
    fn from_draft(draft: &String) -> Self {
        draft.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

/// Implements the conversion of values that a form chooses from a list.
macro_rules! chosen_values {
    ($($type:ty),*) => {$(
        impl TypedValue for $type {
            type Draft = Self;

            fn to_draft(&self) -> Self {
                *self
            }
        }

        impl FromDraft for $type {
            fn from_draft(draft: &Self) -> Self {
                *draft
            }
        }
    )*};
}
chosen_values!(Option<Sex>, Option<u32>);

impl TypedValue for Option<Date> {
    type Draft = String;

    fn to_draft(&self) -> String {
        self.as_ref().map(ToString::to_string).unwrap_or_default()
    }
}

impl ParseDraft for Option<Date> {
    fn parse_draft(draft: &String, field: RecordField, validator: &mut Validator) -> Self {
        validator.parse_date(field, draft)
    }
}

/// An age in years.
impl TypedValue for Option<u8> {
    type Draft = String;

    fn to_draft(&self) -> String {
        self.map(|age| age.to_string()).unwrap_or_default()
    }
}

impl ParseDraft for Option<u8> {
    fn parse_draft(draft: &String, field: RecordField, validator: &mut Validator) -> Self {
        let age = validator.parse_number(field, draft, MAX_AGE);
        age.and_then(|age| u8::try_from(age).ok())
    }
}

/// Latitude and longitude with a comma between them, as in `37.92, 139.05`.
impl TypedValue for Option<Coordinates> {
    type Draft = String;

    fn to_draft(&self) -> String {
        self.map(|spot| format!("{}, {}", spot.latitude(), spot.longitude())).unwrap_or_default()
    }
}

impl ParseDraft for Option<Coordinates> {
    fn parse_draft(draft: &String, field: RecordField, validator: &mut Validator) -> Self {
        let text = to_half_width(draft);
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let spot = text
            .split_once(',')
            .and_then(|(lat, lon)| Some((lat.trim().parse().ok()?, lon.trim().parse().ok()?)))
            .and_then(|pair: (f64, f64)| Coordinates::try_from(pair).ok());
        if spot.is_none() {
            validator.add_error(field, FieldError::Coordinates);
        }
        spot
    }
}
