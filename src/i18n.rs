//! The languages of the window and of exports.

use std::borrow::Cow;

use crate::model::LocalizedText;

/// A language that the texts in `assets/locales` are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale(&'static str);

impl Locale {
    /// English, the language of last resort.
    pub const ENGLISH: Self = Self("en");

    /// Every language there are texts for, English first.
    pub fn available() -> Vec<Self> {
        // A language is added by adding its file; its code must be known here to be `'static`.
        let has = |code: &str| rust_i18n::available_locales!().iter().any(|locale| *locale == code);
        ["en", "ja", "ko"].into_iter().filter(|code| has(code)).map(Self).collect()
    }

    /// The language of a locale such as `ja`, `ja-JP` or `ja_JP.UTF-8`, if there are texts for it.
    pub fn from_tag(locale: &str) -> Option<Self> {
        let code = locale.split(['-', '_', '.']).next()?.to_ascii_lowercase();
        Self::available().into_iter().find(|lang| lang.0 == code)
    }

    /// Its two-letter code (ISO 639-1).
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The text with this key.
    pub fn t(self, key: &str) -> Cow<'static, str> {
        Cow::Owned(rust_i18n::t!(key, locale = self.0).into_owned())
    }

    /// The text with this key, with `%{name}` replaced by each name's value.
    pub fn t_with(self, key: &str, values: &[(&str, &str)]) -> String {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        let values: Vec<String> = values.iter().map(|(_, value)| (*value).to_owned()).collect();
        rust_i18n::replace_patterns(&self.t(key), &names, &values)
    }

    /// The text for a number of things: `key.one` for one, else `key.other`, with `%{n}` replaced.
    pub fn t_plural(self, key: &str, n: usize) -> String {
        let form = if n == 1 { "one" } else { "other" };
        self.t_with(&format!("{key}.{form}"), &[("n", &self.format_number(n))])
    }

    /// A number with its thousands marked.
    pub fn format_number(self, n: usize) -> String {
        let digits = n.to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        out
    }

    /// A text of the register in this language, or else in another.
    pub fn pick(self, text: &LocalizedText) -> &str {
        text.in_language(self.0)
    }

    /// Names in a row, as the language joins them.
    pub fn join_list<S: AsRef<str>>(self, items: impl IntoIterator<Item = S>) -> String {
        let separator = self.t("list.separator");
        let mut out = String::new();
        for item in items {
            if !out.is_empty() {
                out.push_str(&separator);
            }
            out.push_str(item.as_ref());
        }
        out
    }
}

/// Returns a text that begins a sentence as the text has it within one. A word in capitals, as
/// "ID", stays as it is.
pub fn lowercase_first(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

/// Returns a text with its first letter as a capital.
pub fn uppercase_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
