//! Sentences about characters that cannot be seen or are mistaken for others.

use crate::{
    Locale,
    model::characters::{ascii_lookalike, character_label, code_point, invisible_kind},
};

/// Describes the first character of a text, by its number, that cannot be seen or only looks like
/// one of ASCII; `None` if there is none. The text is one that holds neither, like a date or an id.
pub fn describe_hidden_character(locale: Locale, text: &str) -> Option<String> {
    (1_usize..).zip(text.chars()).find_map(|(number, c)| {
        let n = number.to_string();
        if invisible_kind(c).is_some() {
            let values = [("character", &*character_label(c)), ("n", &n)];
            return Some(locale.t_with("character.invisible", &values));
        }
        let plain = ascii_lookalike(c)?;
        let (sign, plain, code) = (c.to_string(), plain.to_string(), code_point(c));
        let values = [("sign", &*sign), ("character", &code), ("plain", &plain), ("n", &n)];
        Some(locale.t_with("character.lookalike", &values))
    })
}
