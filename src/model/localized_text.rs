//! A text in several languages.

use serde::{Deserialize, Serialize};

/// A text in the languages of a register; empty in a language in which it has not been written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(rename = "Words")]
pub struct LocalizedText {
    /// The text in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
    /// The text in Japanese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ja: String,
    /// The text in Korean.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ko: String,
}

impl LocalizedText {
    /// Returns whether the text is empty in every language.
    pub fn is_empty(&self) -> bool {
        let Self { en, ja, ko } = self;
        en.is_empty() && ja.is_empty() && ko.is_empty()
    }

    /// Returns the text in the language of this code (`en`, `ja` or `ko`), or else in English, or
    /// else in any language.
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
