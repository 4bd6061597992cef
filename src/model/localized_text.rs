//! Text in several languages.

use serde::{Deserialize, Serialize};

/// A text in the languages of the register; empty where it has not been written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "Words")]
pub struct LocalizedText {
    /// English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
    /// Japanese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ja: String,
    /// Korean.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ko: String,
}

impl LocalizedText {
    /// Whether nothing is written in any language.
    pub fn is_empty(&self) -> bool {
        let Self { en, ja, ko } = self;
        en.is_empty() && ja.is_empty() && ko.is_empty()
    }

    /// The text in the language with this code, or else in English, or else in any.
    pub fn in_language(&self, code: &str) -> &str {
        let Self { en, ja, ko } = self;
        let wanted = match code {
            "ja" => ja,
            "ko" => ko,
            _ => en,
        };
        [wanted, en, ja, ko].into_iter().find(|text| !text.is_empty()).map_or("", |text| text)
    }
}
