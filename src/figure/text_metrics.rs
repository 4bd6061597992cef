//! Widths of texts in figures, truncation and wrapping.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Estimates the width of a text, in points: enough to reserve room, not to lay out. Latin letters
/// are a little over half as wide as high; Chinese, Japanese and Korean ones are as wide as high.
pub fn text_width(text: &str, size: f32) -> f32 {
    UnicodeWidthStr::width(text) as f32 * size * 0.54
}

/// Truncates a text to a width, with an ellipsis for the omitted part.
pub fn truncate(text: &str, width: f32, size: f32) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for letter in text.chars() {
        cut.push(letter);
        if text_width(&cut, size) + size > width {
            break;
        }
    }
    cut.trim_end().to_owned() + "…"
}

/// The characters that no line begins with.
const NO_LINE_START: &str = "、。，．：；）」』】・ー…";

/// Wraps a text to lines of a width, at most `most`, with an ellipsis for the omitted part. Lines
/// end at a space or before a Chinese, Japanese or Korean letter, or anywhere if there is neither.
pub fn wrap(text: &str, width: f32, size: f32, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while lines.len() + 1 < most && text_width(rest, size) > width {
        let mut end = rest.len();
        let mut line = 0.0;
        let mut last = None;
        for (at, letter) in rest.char_indices() {
            line += text_width(letter.encode_utf8(&mut [0; 4]), size);
            let is_wide =
                UnicodeWidthChar::width(letter) == Some(2) && !NO_LINE_START.contains(letter);
            if letter.is_whitespace() || is_wide && at > 0 {
                last = Some(at);
            }
            if line > width && at > 0 && !letter.is_whitespace() {
                end = last.unwrap_or(at);
                break;
            }
        }
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    if !rest.is_empty() {
        lines.push(truncate(rest, width, size));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{text_width, wrap};

    #[test]
    fn lines_end_at_blanks_and_nothing_is_lost_while_there_is_room() {
        let text = "taken between 33.5°N and 45.2°N, 129°E and 146°E · Status: Returned";
        let lines = wrap(text, 200.0, 14.0, 9);
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() > 1 && lines.iter().all(|line| text_width(line, 14.0) <= 200.0));
        let native = "北緯33度～北緯45度、東経129度～東経146度で拉致";
        let lines = wrap(native, 100.0, 14.0, 9);
        assert_eq!(lines.concat(), native);
        assert!(lines.iter().all(|line| text_width(line, 14.0) <= 100.0), "{lines:?}");
    }

    #[test]
    fn what_has_no_room_is_marked() {
        let lines = wrap("one two three four five six seven", 60.0, 14.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert_eq!(wrap("", 60.0, 14.0, 2), Vec::<String>::new());
    }
}
