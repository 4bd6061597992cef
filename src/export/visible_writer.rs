//! Writer for a terminal, on which no text of a register or a path is a command.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::model::characters::{escape_json, visible};

/// The greatest number of bytes of a character in UTF-8.
const MAX_CHAR_BYTES: usize = 4;

/// A writer that shows every character that controls a terminal, or cannot be seen and changes how
/// the rest is read, by its code point, as in `‹U+001B›`. Line ends and tabs pass; bytes that are
/// not UTF-8 become the replacement character.
pub struct VisibleWriter<W: Write> {
    inner: W,
    show: fn(&str) -> Cow<'_, str>,
    /// The bytes of a character, or of a line end, whose rest was not written yet.
    pending: Vec<u8>,
}

impl<W: Write> VisibleWriter<W> {
    /// Creates a writer that passes everything on to `inner`.
    pub fn new(inner: W) -> Self {
        Self { inner, show: visible, pending: Vec::new() }
    }

    /// Creates a writer of JSON, which shows the same characters by their escapes, as in `\u202e`.
    pub fn for_json(inner: W) -> Self {
        Self { inner, show: escape_json, pending: Vec::new() }
    }

    fn pass_on(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut text = String::from_utf8_lossy(bytes);
        if text.contains("\r\n") {
            text = text.replace("\r\n", "\n").into();
        }
        self.inner.write_all((self.show)(&text).as_bytes())
    }
}

impl<W: Write> Write for VisibleWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut text = std::mem::take(&mut self.pending);
        text.extend_from_slice(bytes);
        let complete = complete_length(&text);
        self.pending = text.split_off(complete);
        self.pass_on(&text)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.pending);
        self.pass_on(&rest)?;
        self.inner.flush()
    }
}

/// Returns the number of bytes before a character, or a line end, that may go on in the next write.
fn complete_length(bytes: &[u8]) -> usize {
    if bytes.ends_with(b"\r") {
        return bytes.len() - 1;
    }
    let from = bytes.len().saturating_sub(MAX_CHAR_BYTES - 1);
    let start = (from..bytes.len()).rev().find(|at| bytes[*at] & 0xc0 != 0x80);
    match start.map(|start| (start, str::from_utf8(&bytes[start..]))) {
        // An error without a length is a character that is cut off.
        Some((start, Err(error))) if error.error_len().is_none() => start,
        _ => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
        let mut out = Vec::new();
        let mut writer = VisibleWriter::new(&mut out);
        for part in parts {
            writer.write_all(part).expect("memory accepts everything");
        }
        writer.flush().expect("memory accepts everything");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn controls_and_directions_are_shown_by_their_code_points() {
        let text = "横田\u{3000}\x1b[2J\u{9b}\u{202e}\u{200b}\x07\r\u{2028}é\tA\r\nB\n";
        let shown =
            "横田\u{3000}‹U+001B›[2J‹U+009B›‹U+202E›‹U+200B›‹U+0007›‹U+000D›‹U+2028›é\tA\nB\n";
        assert_eq!(written([text.as_bytes()]), shown);
        assert_eq!(written(text.as_bytes().chunks(1)), shown, "cut anywhere");
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        assert_eq!(written([&b"a\xffb\xe6\xa8"[..], b"!"]), "a\u{fffd}b\u{fffd}!");
        assert_eq!(written([&b"a\xe6"[..]]), "a\u{fffd}");
    }
}
