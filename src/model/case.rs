//! A case: one person.

use serde::{Deserialize, Serialize};

use crate::model::{CaseId, Claim, Date, Name, Sex, SourceId};

/// One person: what is known, and what each party has said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// A readable slug, unique in the register, never reused.
    pub id: CaseId,
    /// The person's name.
    pub name: Name,
    /// The person's sex, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The date of birth, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// The taking.
    #[serde(default, skip_serializing_if = "Abduction::is_empty")]
    pub taken: Abduction,
    /// What was said of this person, in the order it was entered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// The return, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Return>,
    /// Values that other sources give for plain facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// A remark on the case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where the plain facts were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
}

impl Case {
    /// An empty case with this id.
    pub fn new(id: CaseId) -> Self {
        Self {
            id,
            name: Name::default(),
            sex: None,
            born: None,
            taken: Abduction::default(),
            claims: Vec::new(),
            returned: None,
            variants: Vec::new(),
            note: String::new(),
            sources: Vec::new(),
        }
    }
}

/// How a person was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "Taken")]
pub struct Abduction {
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The person's age then, in whole years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// Where, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The prefecture or wider region the place lies in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefecture: String,
    /// Roughly where on the map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Coordinates>,
    /// The number of the incident it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<u32>,
}

impl Abduction {
    /// Whether nothing is known of it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A return home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "Returned")]
pub struct Return {
    /// When.
    pub on: Date,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
}

/// Rough coordinates, good to about a tenth of a degree.
///
/// Guarantees that latitude lies in -90 to 90 and longitude in -180 to 180 (WGS 84 degrees).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(f64, f64)", into = "(f64, f64)")]
pub struct Coordinates {
    latitude: f64,
    longitude: f64,
}

// Both numbers are finite, so that each equals itself.
impl Eq for Coordinates {}

/// Why two numbers are not a place on the map.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("({0}, {1}) is not on the map; write latitude (-90 to 90), then longitude (-180 to 180)")]
pub struct CoordinatesError(f64, f64);

impl Coordinates {
    /// Degrees north.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    pub fn longitude(self) -> f64 {
        self.longitude
    }
}

impl TryFrom<(f64, f64)> for Coordinates {
    type Error = CoordinatesError;

    fn try_from((latitude, longitude): (f64, f64)) -> Result<Self, CoordinatesError> {
        if (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude) {
            Ok(Self { latitude, longitude })
        } else {
            Err(CoordinatesError(latitude, longitude))
        }
    }
}

impl From<Coordinates> for (f64, f64) {
    fn from(spot: Coordinates) -> Self {
        (spot.latitude, spot.longitude)
    }
}

/// A value that another source gives for a plain fact of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Which fact.
    pub field: Fact,
    /// What that source gives.
    pub value: String,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// A remark on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A plain fact of a case, on which sources may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fact {
    /// The name.
    Name,
    /// How the name is read.
    Reading,
    /// The date of birth.
    Born,
    /// The date of the taking.
    Taken,
    /// The age when taken.
    Age,
    /// The place of the taking.
    Place,
    /// The date of the return.
    Returned,
}

impl Fact {
    /// Every fact, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Reading,
        Self::Born,
        Self::Taken,
        Self::Age,
        Self::Place,
        Self::Returned,
    ];

    /// Its key in the texts of the window.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Reading => "reading",
            Self::Born => "born",
            Self::Taken => "taken",
            Self::Age => "age",
            Self::Place => "place",
            Self::Returned => "returned",
        }
    }
}
