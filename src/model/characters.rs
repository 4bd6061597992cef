//! Characters that cannot be seen or are mistaken for others, and notations that show them.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use InvisibleKind::{Blank, Direction, Joiner, LineSeparator, ZeroWidth};

/// The effect of a character that cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvisibleKind {
    /// A control character, which can steer a terminal.
    Control,
    /// The end of a line or a paragraph outside ASCII.
    LineSeparator,
    /// A sign that changes the direction of the text after it (Unicode Annex 9).
    Direction,
    /// A character without width that changes nothing in what is seen.
    ZeroWidth,
    /// A character without width that changes the shape of its neighbours.
    Joiner,
    /// A blank other than the space of ASCII.
    Blank,
}

/// The characters that cannot be seen, beside the control characters, with their Unicode names; in
/// ascending order. The characters of a range share a name.
const INVISIBLE: &[(char, char, InvisibleKind, &str)] = &[
    ('\u{a0}', '\u{a0}', Blank, "NO-BREAK SPACE"),
    ('\u{ad}', '\u{ad}', ZeroWidth, "SOFT HYPHEN"),
    ('\u{34f}', '\u{34f}', ZeroWidth, "COMBINING GRAPHEME JOINER"),
    ('\u{61c}', '\u{61c}', Direction, "ARABIC LETTER MARK"),
    ('\u{115f}', '\u{115f}', ZeroWidth, "HANGUL CHOSEONG FILLER"),
    ('\u{1160}', '\u{1160}', ZeroWidth, "HANGUL JUNGSEONG FILLER"),
    ('\u{1680}', '\u{1680}', Blank, "OGHAM SPACE MARK"),
    ('\u{17b4}', '\u{17b4}', ZeroWidth, "KHMER VOWEL INHERENT AQ"),
    ('\u{17b5}', '\u{17b5}', ZeroWidth, "KHMER VOWEL INHERENT AA"),
    ('\u{180b}', '\u{180d}', Joiner, "MONGOLIAN FREE VARIATION SELECTOR"),
    ('\u{180e}', '\u{180e}', ZeroWidth, "MONGOLIAN VOWEL SEPARATOR"),
    ('\u{180f}', '\u{180f}', Joiner, "MONGOLIAN FREE VARIATION SELECTOR"),
    ('\u{2000}', '\u{2000}', Blank, "EN QUAD"),
    ('\u{2001}', '\u{2001}', Blank, "EM QUAD"),
    ('\u{2002}', '\u{2002}', Blank, "EN SPACE"),
    ('\u{2003}', '\u{2003}', Blank, "EM SPACE"),
    ('\u{2004}', '\u{2004}', Blank, "THREE-PER-EM SPACE"),
    ('\u{2005}', '\u{2005}', Blank, "FOUR-PER-EM SPACE"),
    ('\u{2006}', '\u{2006}', Blank, "SIX-PER-EM SPACE"),
    ('\u{2007}', '\u{2007}', Blank, "FIGURE SPACE"),
    ('\u{2008}', '\u{2008}', Blank, "PUNCTUATION SPACE"),
    ('\u{2009}', '\u{2009}', Blank, "THIN SPACE"),
    ('\u{200a}', '\u{200a}', Blank, "HAIR SPACE"),
    ('\u{200b}', '\u{200b}', ZeroWidth, "ZERO WIDTH SPACE"),
    ('\u{200c}', '\u{200c}', Joiner, "ZERO WIDTH NON-JOINER"),
    ('\u{200d}', '\u{200d}', Joiner, "ZERO WIDTH JOINER"),
    ('\u{200e}', '\u{200e}', Direction, "LEFT-TO-RIGHT MARK"),
    ('\u{200f}', '\u{200f}', Direction, "RIGHT-TO-LEFT MARK"),
    ('\u{2028}', '\u{2028}', LineSeparator, "LINE SEPARATOR"),
    ('\u{2029}', '\u{2029}', LineSeparator, "PARAGRAPH SEPARATOR"),
    ('\u{202a}', '\u{202a}', Direction, "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202b}', '\u{202b}', Direction, "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202c}', '\u{202c}', Direction, "POP DIRECTIONAL FORMATTING"),
    ('\u{202d}', '\u{202d}', Direction, "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202e}', '\u{202e}', Direction, "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{202f}', '\u{202f}', Blank, "NARROW NO-BREAK SPACE"),
    ('\u{205f}', '\u{205f}', Blank, "MEDIUM MATHEMATICAL SPACE"),
    ('\u{2060}', '\u{2060}', ZeroWidth, "WORD JOINER"),
    ('\u{2061}', '\u{2061}', ZeroWidth, "FUNCTION APPLICATION"),
    ('\u{2062}', '\u{2062}', ZeroWidth, "INVISIBLE TIMES"),
    ('\u{2063}', '\u{2063}', ZeroWidth, "INVISIBLE SEPARATOR"),
    ('\u{2064}', '\u{2064}', ZeroWidth, "INVISIBLE PLUS"),
    ('\u{2066}', '\u{2066}', Direction, "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', '\u{2067}', Direction, "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', '\u{2068}', Direction, "FIRST STRONG ISOLATE"),
    ('\u{2069}', '\u{2069}', Direction, "POP DIRECTIONAL ISOLATE"),
    ('\u{206a}', '\u{206a}', ZeroWidth, "INHIBIT SYMMETRIC SWAPPING"),
    ('\u{206b}', '\u{206b}', ZeroWidth, "ACTIVATE SYMMETRIC SWAPPING"),
    ('\u{206c}', '\u{206c}', ZeroWidth, "INHIBIT ARABIC FORM SHAPING"),
    ('\u{206d}', '\u{206d}', ZeroWidth, "ACTIVATE ARABIC FORM SHAPING"),
    ('\u{206e}', '\u{206e}', ZeroWidth, "NATIONAL DIGIT SHAPES"),
    ('\u{206f}', '\u{206f}', ZeroWidth, "NOMINAL DIGIT SHAPES"),
    ('\u{2800}', '\u{2800}', Blank, "BRAILLE PATTERN BLANK"),
    ('\u{3000}', '\u{3000}', Blank, "IDEOGRAPHIC SPACE"),
    ('\u{3164}', '\u{3164}', ZeroWidth, "HANGUL FILLER"),
    ('\u{fe00}', '\u{fe0f}', Joiner, "VARIATION SELECTOR"),
    ('\u{feff}', '\u{feff}', ZeroWidth, "ZERO WIDTH NO-BREAK SPACE"),
    ('\u{ffa0}', '\u{ffa0}', ZeroWidth, "HALFWIDTH HANGUL FILLER"),
    ('\u{fff0}', '\u{fff8}', ZeroWidth, "UNASSIGNED"),
    ('\u{fff9}', '\u{fff9}', ZeroWidth, "INTERLINEAR ANNOTATION ANCHOR"),
    ('\u{fffa}', '\u{fffa}', ZeroWidth, "INTERLINEAR ANNOTATION SEPARATOR"),
    ('\u{fffb}', '\u{fffb}', ZeroWidth, "INTERLINEAR ANNOTATION TERMINATOR"),
    ('\u{1bca0}', '\u{1bca3}', ZeroWidth, "SHORTHAND FORMAT CONTROL"),
    ('\u{1d173}', '\u{1d17a}', ZeroWidth, "MUSICAL FORMAT CONTROL"),
    ('\u{e0000}', '\u{e00ff}', ZeroWidth, "TAG"),
    ('\u{e0100}', '\u{e01ef}', Joiner, "VARIATION SELECTOR"),
    ('\u{e01f0}', '\u{e0fff}', ZeroWidth, "UNASSIGNED"),
];

/// The names of the control characters U+0000 to U+001F (Unicode, NameAliases.txt).
const C0_NAMES: [&str; 32] = [
    "NULL",
    "START OF HEADING",
    "START OF TEXT",
    "END OF TEXT",
    "END OF TRANSMISSION",
    "ENQUIRY",
    "ACKNOWLEDGE",
    "ALERT",
    "BACKSPACE",
    "CHARACTER TABULATION",
    "LINE FEED",
    "LINE TABULATION",
    "FORM FEED",
    "CARRIAGE RETURN",
    "SHIFT OUT",
    "SHIFT IN",
    "DATA LINK ESCAPE",
    "DEVICE CONTROL ONE",
    "DEVICE CONTROL TWO",
    "DEVICE CONTROL THREE",
    "DEVICE CONTROL FOUR",
    "NEGATIVE ACKNOWLEDGE",
    "SYNCHRONOUS IDLE",
    "END OF TRANSMISSION BLOCK",
    "CANCEL",
    "END OF MEDIUM",
    "SUBSTITUTE",
    "ESCAPE",
    "INFORMATION SEPARATOR FOUR",
    "INFORMATION SEPARATOR THREE",
    "INFORMATION SEPARATOR TWO",
    "INFORMATION SEPARATOR ONE",
];

/// Returns the effect of a character that cannot be seen; `None` for one that can, and for the
/// space of ASCII.
pub fn invisible_kind(c: char) -> Option<InvisibleKind> {
    if c.is_control() {
        return Some(InvisibleKind::Control);
    }
    // Latin letters, kana, kanji and hangul, which most texts consist of.
    if matches!(c, '\0'..'\u{a0}' | '\u{3001}'..='\u{3163}' | '\u{3165}'..='\u{fdff}') {
        return None;
    }
    find_invisible(c).map(|(kind, _)| kind)
}

/// Returns the effect and the name of a character in the table.
fn find_invisible(c: char) -> Option<(InvisibleKind, &'static str)> {
    let at = INVISIBLE.partition_point(|(_, last, ..)| *last < c);
    INVISIBLE.get(at).filter(|(first, ..)| *first <= c).map(|(.., kind, name)| (*kind, *name))
}

/// Returns whether a text shows nothing: it is empty, or holds only characters that cannot be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c == ' ' || invisible_kind(c).is_some())
}

/// Returns whether a character does harm outside its own text: it controls a terminal, ends a line,
/// changes the direction of what follows, or hides in a text that looks like another.
fn needs_notation(c: char) -> bool {
    match invisible_kind(c) {
        None | Some(Joiner | Blank) => false,
        Some(InvisibleKind::Control | LineSeparator | Direction | ZeroWidth) => true,
    }
}

/// Returns the code point of a character, as in `U+3000`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Returns the code point of a character and, if it cannot be seen, its Unicode name, as in
/// `U+3000 IDEOGRAPHIC SPACE`.
pub fn character_label(c: char) -> String {
    let name = match c {
        '\0'..='\x1f' => C0_NAMES.get(c as usize).copied(),
        ' ' => Some("SPACE"),
        '\x7f' => Some("DELETE"),
        '\u{85}' => Some("NEXT LINE"),
        '\u{9b}' => Some("CONTROL SEQUENCE INTRODUCER"),
        c if c.is_control() => Some("CONTROL CHARACTER"),
        c => find_invisible(c).map(|(_, name)| name),
    };
    match name {
        Some(name) => format!("{} {name}", code_point(c)),
        None => code_point(c),
    }
}

/// Appends the notation of a character that is to be shown, as in `‹U+202E›`.
pub(crate) fn push_notation(out: &mut String, c: char) {
    out.push('‹');
    out.push_str(&code_point(c));
    out.push('›');
}

/// Returns a text in which every character that does harm outside its own text is replaced by its
/// notation, as in `‹U+202E›`. Line feeds and tabs stay.
///
/// Blanks, and characters that change the shape of their neighbours, stay: names are written with
/// them.
pub fn visible(text: &str) -> Cow<'_, str> {
    replace_harmful(text, push_notation)
}

/// Returns a document of JSON in which every character that does harm outside its own text is
/// written as its escape, as in `\u202e`. Its texts are the same to a reader of JSON.
pub fn escape_json(document: &str) -> Cow<'_, str> {
    replace_harmful(document, |out, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    })
}

/// Returns a text in which something else is pushed for every character that does harm outside its
/// own text, but for line feeds and tabs.
fn replace_harmful(text: &str, push: impl Fn(&mut String, char)) -> Cow<'_, str> {
    let is_harmful = |c: char| needs_notation(c) && !matches!(c, '\n' | '\t');
    if !text.contains(is_harmful) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_harmful(c) { push(&mut out, c) } else { out.push(c) }
    }
    out.into()
}

/// Returns a text on one line: line ends and tabs become a blank each, and every other character
/// that does harm outside its own text is replaced by its notation, as in [`visible`].
pub fn visible_line(text: &str) -> Cow<'_, str> {
    if !text.contains(needs_notation) {
        return text.into();
    }
    let text = text.replace("\r\n", " ");
    let is_line_end = |c: char| matches!(c, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    visible(&text.replace(is_line_end, " ")).into_owned().into()
}

/// Returns the sign of ASCII that a character is mistaken for, as in `,` for `，`; `None` where
/// there is none.
pub fn ascii_lookalike(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => None,
        '“' | '”' | '„' | '‟' | '″' | '「' | '」' | '『' | '』' | '«' | '»' | '〝' | '〞'
        | '〟' => Some('"'),
        '‘' | '’' | '‚' | '‛' | '′' => Some('\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー' | '─' | 'ｰ' | '﹣' => Some('-'),
        '、' | '،' | '､' => Some(','),
        '〜' | '∼' => Some('~'),
        '∕' | '⁄' => Some('/'),
        '【' | '〔' => Some('['),
        '】' | '〕' => Some(']'),
        c => {
            let mut plain = std::iter::once(c).nfkc();
            let first = plain.next().filter(char::is_ascii_graphic)?;
            plain.next().is_none().then_some(first)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_are_in_order_and_apart() {
        assert!(INVISIBLE.is_sorted_by(|(_, last, ..), (first, ..)| last < first));
        assert!(INVISIBLE.iter().all(|(first, last, ..)| first <= last));
    }

    #[test]
    fn every_format_character_and_blank_of_unicode_is_known() {
        for c in '\u{80}'..=char::MAX {
            if c.is_whitespace() || c.is_control() {
                assert!(invisible_kind(c).is_some(), "{}", character_label(c));
            }
        }
        for c in ['\u{200b}', '\u{ad}', '\u{202e}', '\u{feff}', '\u{e0041}', '\u{fe0f}', '\x1b'] {
            assert!(invisible_kind(c).is_some(), "{}", character_label(c));
        }
        for c in [' ', 'a', '漢', '한', 'か', '\u{301}', '\u{3099}', '‹', '〜', 'ـ'] {
            assert_eq!(invisible_kind(c), None, "{c}");
        }
    }

    #[test]
    fn characters_are_named() {
        for (c, label) in [
            ('\u{3000}', "U+3000 IDEOGRAPHIC SPACE"),
            ('\u{a0}', "U+00A0 NO-BREAK SPACE"),
            ('\u{200b}', "U+200B ZERO WIDTH SPACE"),
            ('\u{202e}', "U+202E RIGHT-TO-LEFT OVERRIDE"),
            ('\u{feff}', "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
            ('\x1b', "U+001B ESCAPE"),
            (' ', "U+0020 SPACE"),
            ('а', "U+0430"),
        ] {
            assert_eq!(character_label(c), label);
        }
    }

    #[test]
    fn what_does_harm_is_shown_and_what_names_are_written_with_stays() {
        assert_eq!(visible("a\u{202e}b\x1b[31m\u{200b}"), "a‹U+202E›b‹U+001B›[31m‹U+200B›");
        assert_eq!(
            visible("横田\u{3000}めぐみ\n葛\u{e0100}\t\u{200d}"),
            "横田\u{3000}めぐみ\n葛\u{e0100}\t\u{200d}"
        );
        assert_eq!(visible_line("a\r\nb\tc\u{2028}d\u{7}"), "a b c d‹U+0007›");
    }

    #[test]
    fn json_means_the_same_with_its_escapes() {
        let text = "横田\u{3000}\u{202e}\u{7f}\u{e0041}\u{9b}\u{200b}\u{2028}\u{200d}é";
        let document = format!("{{\n  \"{text}\": \"{text}\"\n}}");
        let escaped = escape_json(&document);
        assert!(
            escaped
                .contains("横田\u{3000}\\u202e\\u007f\\udb40\\udc41\\u009b\\u200b\\u2028\u{200d}é")
        );
        let read = |json: &str| serde_json::from_str::<serde_json::Value>(json).expect("JSON");
        assert_eq!(read(&escaped), read(&document));
    }

    #[test]
    fn signs_that_look_like_ascii_are_known() {
        for (c, plain) in [
            ('，', ','),
            ('：', ':'),
            ('（', '('),
            ('“', '"'),
            ('「', '"'),
            ('１', '1'),
            ('–', '-'),
            ('〜', '~'),
        ] {
            assert_eq!(ascii_lookalike(c), Some(plain));
        }
        for c in ['a', '漢', 'か', 'é', '½'] {
            assert_eq!(ascii_lookalike(c), None, "{c}");
        }
    }
}
