//! Folding of names and other texts, so that different spellings of one word become equal.

use std::cmp::Ordering;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::model::kanji_variants::standard_form;

/// Folds a text so that different spellings of one word become equal.
///
/// Ignores case, width, accents and macrons, spaces, hyphens, apostrophes, invisible characters,
/// the kind of kana, small ヶ and ヵ, composition, and old and other forms of kanji (澤 is 沢). Keeps
/// the voicing marks of kana (か is not が) and long vowels that are spelled out.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out
}

/// Folds a text and appends the result to `out`.
pub(crate) fn fold_into(out: &mut String, text: &str) {
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

/// Folds a name in Latin letters and appends to `out` a key that does not depend on the order of
/// given and family name: the folded letters, rotated to the least of their rotations.
///
/// "Yokota Megumi", "Megumi YOKOTA" and "Yokota, Megumi" give the same key, and so do "Kim Dong-hyuk"
/// and "Donghyuk Kim".
pub(crate) fn fold_latin_name_into(out: &mut String, given: &str, family: &str) {
    let start = out.len();
    fold_into(out, given);
    fold_into(out, family);
    let least = least_rotation(&out[start..]);
    out.extend_from_within(start..start + least);
    out.replace_range(start..start + least, "");
}

/// Returns the offset at which the least rotation of a text begins. Takes linear time.
fn least_rotation(text: &str) -> usize {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let count = letters.len();
    let letter = |at: usize| letters[if at < count { at } else { at - count }].1;
    // Two beginnings of the least rotation that are still possible, and the length in which they
    // agree. Of two that differ, no beginning in the agreeing part of the greater one is possible.
    let (mut first, mut second, mut length) = (0, 1, 0);
    while first < count && second < count && length < count {
        match letter(first + length).cmp(&letter(second + length)) {
            Ordering::Equal => {
                length += 1;
                continue;
            }
            Ordering::Greater => first += length + 1,
            Ordering::Less => second += length + 1,
        }
        if first == second {
            second += 1;
        }
        length = 0;
    }
    letters.get(first.min(second)).map_or(0, |(offset, _)| *offset)
}

/// Returns true if a text shows nothing: it is empty, or holds only spaces and characters that
/// cannot be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Folds a common letter that neither decomposes nor combines with others; `None` for any other
/// letter.
fn fold_char(c: char) -> Option<char> {
    match c {
        '\0'..='\x7F' => Some(c.to_ascii_lowercase()),
        'ぁ'..='ゖ' | 'ァ'..='ヶ' => Some(fold_kana(c)),
        '一'..='鿿' => Some(standard_form(c)),
        '가'..='힣' | 'ー' | '・' | '\u{3000}' => Some(c),
        _ => None,
    }
}

fn fold_normalized(text: &str) -> impl Iterator<Item = char> {
    text.nfkd()
        .filter(|c| !is_ignored(*c) && (!is_combining_mark(*c) || is_kana_voicing(*c)))
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|c| standard_form(fold_kana(c)))
}

fn is_ignored(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\'' | '‐'..='―' | '‘' | '’' | 'ʻ' | 'ʼ' | '・' | '.' | ',' | '=' | '゠'
        )
        || is_invisible(c)
}

/// Returns true for a character that Unicode shows as nothing (the property
/// `Default_Ignorable_Code_Point`): soft hyphens, signs of zero width and of direction, variation
/// selectors.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

fn is_kana_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}')
}

/// Returns the hiragana of a kana, large for small ヶ and ヵ; any other letter unchanged. The two
/// Unicode blocks run in parallel from ァ to ヶ.
fn fold_kana(c: char) -> char {
    match c {
        'ゖ' | 'ヶ' => 'け',
        'ゕ' | 'ヵ' => 'か',
        'ァ'..='ヴ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{fold, fold_latin_name_into, fold_normalized, is_blank, least_rotation};

    proptest! {
        #[test]
        fn letters_folded_alone_fold_as_the_whole_text_does(
            text in "[a-zA-Z '・ーぁ-ゖァ-ヶ一-鿿澤邊髙가-힣\u{200B}\u{3000}ōÉ\u{301}\u{3099}ｱ-ﾟＡ-Ｚ\u{1100}-\u{1112}\u{11A8}-\u{11C2}]{0,12}",
        ) {
            prop_assert_eq!(fold(&text), fold_normalized(&text).collect::<String>());
        }
    }

    proptest! {
        #[test]
        fn the_least_rotation_is_the_least_of_all(text in "[ab横]{0,12}") {
            let rotation = |at: usize| [&text[at..], &text[..at]].concat();
            let least = text.char_indices().map(|(at, _)| rotation(at)).min();
            prop_assert_eq!(rotation(least_rotation(&text)), least.unwrap_or_default());
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
            ("か\u{3099}", "が"),
            ("鎌ケ谷", "鎌ヶ谷"),
            ("澤田 惠子", "沢田恵子"),
            ("渡邊", "渡辺"),
            ("渡邉", "渡辺"),
            ("髙﨑", "高崎"),
            ("𠮷岡", "吉岡"),
            ("神\u{FE00}田", "神田"),
            ("葛\u{E0100}城", "葛城"),
            ("⼭⽥", "山田"),
            ("横田\u{200B}めぐみ", "横田めぐみ"),
            ("Me\u{AD}gumi", "Megumi"),
            ("\u{FEFF}김동혁", "김\u{200E}동혁"),
            ("김동혁", "\u{1100}\u{1175}\u{11B7}동혁"),
            ("Kudō, Ryôko", "KUDO RYOKO"),
            ("Shin’ichi", "Shinichi"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_ne!(fold("か"), fold("が"));
        assert_ne!(fold("太田"), fold("大田"));
        assert_ne!(fold("おおの"), fold("おの"));
        assert_ne!(fold("斎藤"), fold("斉藤"), "two kanji, not two forms of one");
        assert_eq!(fold("한국"), "한국");
    }

    #[test]
    fn a_latin_name_folds_together_in_either_order_only() {
        let key = |given: &str, family: &str| {
            let mut out = String::new();
            fold_latin_name_into(&mut out, given, family);
            out
        };
        let yokota = key("Megumi", "Yokota");
        for (given, family) in [
            ("Yokota", "Megumi"),
            ("", "YOKOTA, Megumi"),
            ("megumi yokota", ""),
            ("Mégumi", "Yo-kota"),
        ] {
            assert_eq!(key(given, family), yokota, "{given} {family}");
        }
        assert_eq!(key("Jong Suk", "Pak"), key("", "Pak Jong-suk"));
        assert_ne!(key("Mitsuko", "Hotta"), key("Mitsuo", "Hotta"));
        assert_eq!(key("", ""), "");
    }

    #[test]
    fn a_text_of_characters_that_cannot_be_seen_is_blank() {
        for blank in
            ["", " ", "\u{3000}\t", "\u{200B}\u{FEFF}", "\u{AD}", "\u{3164}", "\u{A0}\u{202E}"]
        {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank("\u{200B}x"));
    }
}
