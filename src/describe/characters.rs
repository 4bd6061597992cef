//! Sentences about characters that cannot be seen or are mistaken for others.

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

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

/// Describes the first difference of two texts that look alike: letters that are composed or
/// decomposed, blanks, widths, characters that cannot be seen, or letters of another script. `None`
/// if the texts are equal, or look different.
pub fn describe_hidden_difference(locale: Locale, old: &str, new: &str) -> Option<String> {
    if old == new || appearance(old) != appearance(new) {
        return None;
    }
    if old.nfc().eq(new.nfc()) {
        let is_composed = |text: &str| text.nfc().eq(text.chars());
        return Some(match (is_composed(old), is_composed(new)) {
            (true, _) => locale.t("character.decomposed_after").into_owned(),
            (_, true) => locale.t("character.composed_after").into_owned(),
            _ => locale.t("character.composed_otherwise").into_owned(),
        });
    }
    let position = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let label = |text: &str| match text.chars().nth(position) {
        Some(c) if c == ' ' || invisible_kind(c).is_some() => character_label(c),
        Some(c) => {
            let (sign, code) = (c.to_string(), code_point(c));
            locale.t_with("character.sign", &[("sign", &sign), ("character", &code)])
        }
        None => locale.t("character.end").into_owned(),
    };
    let (n, old, new) = ((position + 1).to_string(), label(old), label(new));
    Some(locale.t_with("character.difference", &[("n", &n), ("old", &old), ("new", &new)]))
}

/// Returns what is seen of a text: without characters that cannot be seen, with one kind of blank
/// between words, and with one letter for those that look alike (Unicode Technical Standard 39).
fn appearance(text: &str) -> String {
    let text: String = text.nfkc().collect();
    let seen = |c: &char| c.is_whitespace() || invisible_kind(*c).is_none();
    let words = text.split(char::is_whitespace).map(|word| word.chars().filter(seen));
    let words = words.map(|word| skeleton(&word.collect::<String>()).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_alike_have_their_first_difference_described() {
        let locale = Locale::ENGLISH;
        for (old, new, described) in [
            ("めぐみが", "めぐみか\u{3099}", "decomposed in the second"),
            ("か\u{3099}", "が", "composed in the second"),
            (
                "横田 めぐみ",
                "横田\u{3000}めぐみ",
                "character 3 is U+0020 SPACE in the first and U+3000 IDEOGRAPHIC SPACE",
            ),
            (
                "Yokota",
                "Yok\u{200b}ota",
                "character 4 is “o” (U+006F) in the first and U+200B ZERO WIDTH SPACE",
            ),
            ("Yokota", "Yоkota", "character 2 is “o” (U+006F) in the first and “о” (U+043E)"),
            ("Yokota", "Ｙokota", "character 1 is “Y” (U+0059) in the first and “Ｙ” (U+FF39)"),
            ("Niigata", "Niigata ", "character 8 is the end in the first and U+0020 SPACE"),
        ] {
            let found = describe_hidden_difference(locale, old, new).unwrap_or_default();
            assert!(found.contains(described), "{found}");
        }
    }

    #[test]
    fn texts_that_are_equal_or_look_different_have_no_hidden_difference() {
        for (old, new) in
            [("濱田", "浜田"), ("a", "a"), ("Ono", "Oono"), ("ab", "a b"), ("か", "が")]
        {
            assert_eq!(describe_hidden_difference(Locale::ENGLISH, old, new), None, "{old} {new}");
        }
    }
}
