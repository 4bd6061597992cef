//! What identifies a person.

use serde::{Deserialize, Serialize};

/// A person's name. Family and given name are kept apart, so that either order can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Given name in Latin letters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// Family name in Latin letters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// The whole name in the person's own script.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub native: String,
    /// How the native name is read (kana, for a Japanese name).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reading: String,
    /// Former names, other spellings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<String>,
}

impl Name {
    /// The name in Latin letters, given name first; the native name where there are none.
    pub fn latin(&self) -> String {
        let latin = format!("{} {}", self.given, self.family);
        match latin.trim() {
            "" => self.native.clone(),
            latin => latin.to_owned(),
        }
    }

    /// The name a reader of the language looks for first: native in Japanese and Korean.
    pub fn display_name(&self, code: &str) -> String {
        if matches!(code, "ja" | "ko") && !self.native.is_empty() {
            self.native.clone()
        } else {
            self.latin()
        }
    }

    /// Whether no form of the name is written.
    pub fn is_empty(&self) -> bool {
        let Self { given, family, native, reading, other } = self;
        [given, family, native, reading].iter().all(|text| text.is_empty()) && other.is_empty()
    }
}

/// A person's sex, as the register's sources give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}
