//! Folding text for search.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds a text so that two spellings of one word become the same letters: case, width, accents,
/// spaces, hyphens, apostrophes and the kind of kana are ignored. Voicing marks of kana are kept
/// (か is not が).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(|c| !ignored(*c)).map(|c| c.to_ascii_lowercase()).collect();
    }
    text.nfkd()
        .filter(|c| !ignored(*c) && (!is_combining_mark(*c) || is_kana_voicing(*c)))
        .nfc()
        .flat_map(char::to_lowercase)
        .map(hiragana)
        .collect()
}

fn ignored(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\'' | '‐' | '–' | '’' | '・' | '.' | ',')
}

fn is_kana_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}')
}

/// The hiragana of a katakana letter; any other letter as it is. The two blocks of Unicode run
/// in parallel from ァ to ヶ.
fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_one_word_fold_together() {
        for (a, b) in [
            ("YOKOTA", "yokota"),
            ("ヨコタ", "よこた"),
            ("ﾖｺﾀ", "よこた"),
            ("ｙｏｋｏｔａ", "yokota"),
            ("Tōru", "toru"),
            ("横田 めぐみ", "横田めぐみ"),
            ("Kyong-mi", "kyongmi"),
            ("ガ", "が"),
            ("ｶﾞ", "が"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_ne!(fold("か"), fold("が"));
        assert_eq!(fold("한국"), "한국");
    }
}
