//! The name and sex of a person.

use serde::{Deserialize, Serialize};

use crate::model::folding::is_blank;

/// The name of a person. Family and given name are separate, so that either order can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The given name in Latin letters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// The family name in Latin letters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// The whole name in the person's own script.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub native: String,
    /// The reading of the native name (kana, for a Japanese name).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reading: String,
    /// Former names and other spellings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<String>,
}

impl Name {
    /// Returns the name in Latin letters, given name first; the native name if there is none.
    pub fn latin(&self) -> String {
        let latin = format!("{} {}", self.given, self.family);
        match latin.trim() {
            "" => self.native.clone(),
            latin => latin.to_owned(),
        }
    }

    /// Returns the name that a reader of the language with this code looks for: the native name in
    /// Japanese (`ja`) and Korean (`ko`), else the name in Latin letters.
    pub fn display_name(&self, code: &str) -> String {
        if matches!(code, "ja" | "ko") && !self.native.is_empty() {
            self.native.clone()
        } else {
            self.latin()
        }
    }

    /// Returns true if no form of the name shows anything.
    pub fn is_blank(&self) -> bool {
        let Self { given, family, native, reading, other } = self;
        [given, family, native, reading].into_iter().chain(other).all(|text| is_blank(text))
    }
}

/// The sex of a person, as the sources of the register state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}
