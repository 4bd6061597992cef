//! The language of a part of a text, by its script, for the voice and the glyphs that a browser
//! chooses.

use std::{iter, ops::Range};

use maud::{Markup, html};

use crate::Locale;

/// The least number of words in Latin letters that are taken for English on a page in another
/// script. Fewer words can be a name.
const MIN_ENGLISH_WORDS: usize = 4;

/// Words by which a text is English and in no other language that is written alike.
const ENGLISH_WORDS: [&str; 7] = ["and", "by", "from", "of", "the", "to", "with"];

/// Renders a text. A part of it in another language than that of the page has the attribute `lang`,
/// as in `Megumi Yokota (<span lang="ja">横田 めぐみ</span>)`. A text with letters that are written from
/// right to left is isolated, so that it does not reorder what stands beside it.
pub(super) fn render_text(text: &str, page: Locale) -> Markup {
    isolate(text, &render_parts(text, page))
}

/// Renders a text without a language, such as an address, isolated as in [`render_text`].
pub(super) fn render_plain_text(text: &str) -> Markup {
    isolate(text, &html! { (text) })
}

/// Isolates the markup of a text with letters that are written from right to left.
fn isolate(text: &str, markup: &Markup) -> Markup {
    html! { @if text.contains(is_right_to_left) { bdi { (markup) } } @else { (markup) } }
}

/// Returns whether a character is of a script that is written from right to left (the blocks of
/// Unicode that are reserved for them).
fn is_right_to_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

fn render_parts(text: &str, page: Locale) -> Markup {
    let parts = foreign_parts(text, page.code());
    let ends = iter::once(0).chain(parts.iter().map(|(range, _)| range.end));
    let rest = parts.last().map_or(0, |(range, _)| range.end);
    html! {
        @for (end_before, (range, language)) in ends.zip(&parts) {
            (text[end_before..range.start])
            span lang=(language) { (text[range.clone()]) }
        }
        (text[rest..])
    }
}

/// A script that tells the language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Hangul,
    Kana,
    Kanji,
}

impl Script {
    fn of(c: char) -> Option<Self> {
        match c {
            '\0'..='\u{10ff}' => None,
            '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7ff}' => {
                Some(Self::Hangul)
            }
            '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => {
                Some(Self::Kana)
            }
            '々' | '〆' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Some(Self::Kanji),
            '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => Some(Self::Kanji),
            _ => None,
        }
    }

    /// Returns the script of a text of both; kana stand beside kanji.
    fn joined(self, next: Self) -> Option<Self> {
        match (self, next) {
            (Self::Kanji, Self::Kana) | (Self::Kana, Self::Kanji) => Some(Self::Kana),
            (script, next) => (script == next).then_some(script),
        }
    }

    fn language(self) -> &'static str {
        match self {
            Self::Hangul => "ko",
            Self::Kana | Self::Kanji => "ja",
        }
    }
}

/// Returns the parts of a text that are in another language than the page, in order. Kanji alone are
/// Japanese, as the names of the people abducted are; beside hangul they can be of either language
/// and have none.
fn foreign_parts(text: &str, page: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut parts: Vec<(Range<usize>, Script)> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(script) = Script::of(c) else { continue };
        let end = at + c.len_utf8();
        if let Some((range, known)) = parts.last_mut()
            && !text[range.end..at].contains(char::is_alphabetic)
            && let Some(joined) = known.joined(script)
        {
            (range.end, *known) = (end, joined);
        } else {
            parts.push((at..end, script));
        }
    }
    if parts.is_empty() && page != "en" && is_english_prose(text) {
        return vec![(0..text.len(), "en")];
    }
    let has_hangul = parts.iter().any(|(_, script)| *script == Script::Hangul);
    let parts = parts.into_iter().filter(|(_, script)| !has_hangul || *script != Script::Kanji);
    let parts = parts.map(|(range, script)| (range, script.language()));
    parts.filter(|(_, language)| *language != page).collect()
}

/// Returns true for a text of several words in Latin letters, one of which English alone has.
fn is_english_prose(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || c == '-');
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_latin = |word: &&str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || "'’".contains(c))
    };
    let words: Vec<&str> = words.filter(is_latin).collect();
    let is_english = |word: &&str| ENGLISH_WORDS.contains(&&*word.to_ascii_lowercase());
    words.len() >= MIN_ENGLISH_WORDS && words.iter().any(is_english)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str, page: &str) -> String {
        render_text(text, Locale::from_tag(page).expect("a language")).into_string()
    }

    #[test]
    fn a_part_in_another_script_has_its_language() {
        for (text, page, html) in [
            ("Megumi Yokota", "en", "Megumi Yokota"),
            ("横田 めぐみ", "en", "<span lang=\"ja\">横田 めぐみ</span>"),
            ("横田 めぐみ", "ja", "横田 めぐみ"),
            (
                "Kim (김영남) & 横田、めぐみ!",
                "en",
                "Kim (<span lang=\"ko\">김영남</span>) &amp; <span lang=\"ja\">横田、めぐみ</span>!",
            ),
            ("金英男（김영남）", "ja", "金英男（<span lang=\"ko\">김영남</span>）"),
            ("김영남（金英男）", "en", "<span lang=\"ko\">김영남</span>（金英男）"),
            (
                "Remains handed over as those of others",
                "ja",
                "<span lang=\"en\">Remains handed over as those of others</span>",
            ),
            (
                "[Report of the fact-finding mission]",
                "ja",
                "<span lang=\"en\">[Report of the fact-finding mission]</span>",
            ),
            ("Rapport sur les enlevements en Asie", "ja", "Rapport sur les enlevements en Asie"),
            ("שלום 12 (3)", "en", "<bdi>שלום 12 (3)</bdi>"),
            ("Kyodo News", "ja", "Kyodo News"),
            ("1977-11-15 / 13", "ja", "1977-11-15 / 13"),
            ("<b>横</b>", "en", "&lt;b&gt;<span lang=\"ja\">横</span>&lt;/b&gt;"),
        ] {
            assert_eq!(rendered(text, page), html);
        }
    }
}
