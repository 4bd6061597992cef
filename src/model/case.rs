//! A case: one person, the facts about them, and the claims made of them.

use serde::{Deserialize, Serialize};

use crate::model::{
    claim::Claim,
    date::Date,
    ids::{CaseId, SourceId},
    person::{Name, Sex},
};

/// The case of one person: the plain facts, and the claims of each party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The id, unique in the register and never reused.
    pub id: CaseId,
    /// The person's name.
    pub name: Name,
    /// The person's sex, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The date of birth, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// The abduction.
    #[serde(default, skip_serializing_if = "Abduction::is_empty")]
    pub taken: Abduction,
    /// The claims about this person, in the order in which they were entered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// The return, if the person returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Return>,
    /// The values that other sources give for plain facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// A note on the case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The sources of the plain facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
}

impl Case {
    /// Returns an empty case with this id.
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

/// The abduction of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "Taken")]
pub struct Abduction {
    /// The date, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The person's age at that time, in whole years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// The name of the place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The prefecture or wider region of the place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefecture: String,
    /// The rough coordinates of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Coordinates>,
    /// The number of the incident that the abduction belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<u32>,
}

impl Abduction {
    /// Returns whether no field is filled.
    pub fn is_empty(&self) -> bool {
        let Self { on, age, place, prefecture, at, incident } = self;
        on.is_none()
            && age.is_none()
            && place.is_empty()
            && prefecture.is_empty()
            && at.is_none()
            && incident.is_none()
    }
}

/// The return of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "Returned")]
pub struct Return {
    /// The date.
    pub on: Date,
    /// The sources that state it.
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

/// The error of two numbers that are not coordinates.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("({0}, {1}) is not on the map; write latitude (-90 to 90), then longitude (-180 to 180)")]
pub struct CoordinatesError(f64, f64);

impl Coordinates {
    /// Returns the latitude in degrees north.
    pub fn latitude(self) -> f64 {
        self.latitude
    }

    /// Returns the longitude in degrees east.
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

/// The value that another source gives for a plain fact of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The fact.
    pub field: Fact,
    /// The value of that source.
    pub value: String,
    /// The sources that state the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// A note on the value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A plain fact of a case, on which sources may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fact {
    /// The name.
    Name,
    /// The reading of the name.
    Reading,
    /// The date of birth.
    Born,
    /// The date of the abduction.
    Taken,
    /// The age at the abduction.
    Age,
    /// The place of the abduction.
    Place,
    /// The date of the return.
    Returned,
}

impl Fact {
    /// Every fact, in the order of the form of a case.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Reading,
        Self::Born,
        Self::Taken,
        Self::Age,
        Self::Place,
        Self::Returned,
    ];

    /// Returns the key of the fact in the locale files.
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
