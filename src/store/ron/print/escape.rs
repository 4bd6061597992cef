//! Texts in quotation marks, in which every character that cannot be seen is escaped.

/// Appends a text in quotation marks.
pub(super) fn push_quoted(text: &mut String, value: &str) {
    text.push('"');
    if !value.bytes().any(can_start_escaped_char) {
        text.push_str(value);
        text.push('"');
        return;
    }
    let mut unescaped_from = 0;
    for (at, c) in value.char_indices().filter(|(_, c)| needs_escape(*c)) {
        text.push_str(&value[unescaped_from..at]);
        unescaped_from = at + c.len_utf8();
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ => text.extend(c.escape_unicode()),
        }
    }
    text.push_str(&value[unescaped_from..]);
    text.push('"');
}

/// Returns whether a byte can be the first of a character that is escaped. Most texts hold no such
/// byte and need not be decoded.
fn can_start_escaped_char(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7f | 0xc2 | 0xe2 | 0xef)
}

/// Returns whether a character is escaped in a text in quotation marks.
fn needs_escape(c: char) -> bool {
    matches!(c, '"' | '\\') || is_invisible_or_control(c)
}

/// Returns whether a character ends the line, or is invisible and changes how the rest is read,
/// like the directional controls of Unicode Annex 9.
pub(crate) fn is_invisible_or_control(c: char) -> bool {
    match c {
        '\u{feff}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => true,
        c => c.is_control(),
    }
}
