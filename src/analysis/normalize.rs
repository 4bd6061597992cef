//! Folding text for search.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds a text so that different spellings of one word become equal. Ignores case, width, accents,
/// spaces, hyphens, apostrophes and the kind of kana; keeps the voicing marks of kana (か is not が).
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out
}

/// Folds a text and appends the result to `out`.
pub(super) fn fold_into(out: &mut String, text: &str) {
    let start = out.len();
    for c in text.chars() {
        match fold_char(c) {
            Some(c) if is_ignored(c) => {}
            Some(c) => out.push(c),
            None => {
                out.truncate(start);
                out.extend(fold_normalized(text));
                return;
            }
        }
    }
}

/// Folds a common letter that neither decomposes nor combines with others; `None` for any other
/// letter.
fn fold_char(c: char) -> Option<char> {
    match c {
        '\0'..='\x7F' => Some(c.to_ascii_lowercase()),
        'ぁ'..='ゖ' | 'ァ'..='ヶ' => Some(to_hiragana(c)),
        '一'..='鿿' | '가'..='힣' | 'ー' | '・' | '\u{3000}' => Some(c),
        _ => None,
    }
}

fn fold_normalized(text: &str) -> impl Iterator<Item = char> {
    text.nfkd()
        .filter(|c| !is_ignored(*c) && (!is_combining_mark(*c) || is_kana_voicing(*c)))
        .nfc()
        .flat_map(char::to_lowercase)
        .map(to_hiragana)
}

fn is_ignored(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\'' | '‐' | '–' | '’' | '・' | '.' | ',')
}

fn is_kana_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}')
}

/// Returns the hiragana of a katakana letter, and any other letter unchanged. The two Unicode
/// blocks run in parallel from ァ to ヶ.
fn to_hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{fold, fold_normalized};

    proptest! {
        #[test]
        fn letters_folded_alone_fold_as_the_whole_text_does(
            text in "[a-zA-Z '・ーぁ-ゖァ-ヶ一-鿿가-힣\u{3000}ōÉ\u{301}\u{3099}ｱ-ﾟＡ-Ｚ\u{1100}-\u{1112}\u{11A8}-\u{11C2}]{0,12}",
        ) {
            prop_assert_eq!(fold(&text), fold_normalized(&text).collect::<String>());
        }
    }

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
