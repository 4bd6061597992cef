//! Goes through the text of a register byte by byte, past what is no mark of it.

use std::ops::Range;

/// A place in a RON text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RonCursor<'a> {
    pub text: &'a str,
    /// How many bytes lie before it.
    pub offset: usize,
}

impl<'a> RonCursor<'a> {
    /// At this byte of a text.
    pub fn new(text: &'a str, offset: usize) -> Self {
        Self { text, offset }
    }

    /// Goes to the last mark of a text in quotation marks, that ends with `end`.
    pub fn skip_quoted(&mut self, end: &str, escapes: bool) -> Option<()> {
        let mut at = self.offset + 1;
        loop {
            at += memchr::memchr2(b'"', b'\\', self.text.as_bytes().get(at..)?)?;
            if self.text.as_bytes()[at] == b'\\' {
                at += if escapes { 2 } else { 1 };
            } else if self.text[at..].starts_with(end) {
                self.offset = at;
                return Some(());
            } else {
                at += 1;
            }
        }
    }

    /// Goes past a name, a number or the beginning of a raw text.
    pub fn read_word(&mut self) -> Range<usize> {
        let rest = &self.text.as_bytes()[self.offset..];
        let fits = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_#".contains(byte);
        let start = self.offset;
        self.offset += rest.iter().take_while(fits).count();
        start..self.offset
    }

    /// The same of a field's name, which may be written as a raw word.
    pub fn read_field_name(&mut self) -> Range<usize> {
        let Range { start, end } = self.read_word();
        let raw = self.text[start..end].starts_with("r#");
        if raw { start + "r#".len()..end } else { start..end }
    }

    /// Goes past blanks and comments; nothing where a comment does not end.
    pub fn skip_blanks(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                Some(b'/') if self.skip_comment()? => {}
                Some(byte) if byte.is_ascii_whitespace() => self.offset += 1,
                Some(_) if self.text[self.offset..].starts_with('\u{feff}') && self.offset == 0 => {
                    self.offset += '\u{feff}'.len_utf8();
                }
                _ => return Some(()),
            }
        }
    }

    /// Goes past a comment, if one begins here; nothing where it does not end.
    pub fn skip_comment(&mut self) -> Option<bool> {
        let rest = &self.text.as_bytes()[self.offset..];
        if rest.starts_with(b"//") {
            self.offset += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            return Some(true);
        }
        if !rest.starts_with(b"/*") {
            return Some(false);
        }
        let (mut depth, mut at) = (0_usize, 0);
        loop {
            at += memchr::memchr2(b'/', b'*', rest.get(at..)?)?;
            match (rest[at], rest.get(at + 1)) {
                (b'/', Some(b'*')) => (depth, at) = (depth + 1, at + 2),
                (b'*', Some(b'/')) => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                self.offset += at;
                return Some(true);
            }
        }
    }

    /// Goes to the next line, where nothing but blanks and comments are left of this one.
    pub fn skip_blank_line_rest(&mut self) {
        let start = self.offset;
        loop {
            let rest = &self.text.as_bytes()[self.offset..];
            match rest {
                [b'\n', ..] => {
                    self.offset += 1;
                    return;
                }
                [b' ' | b'\t' | b'\r', ..] => self.offset += 1,
                [b'/', b'/', ..] => {
                    self.offset += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                [] => return,
                _ => {
                    self.offset = start;
                    return;
                }
            }
        }
    }

    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    pub fn consume(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.offset += 1)
    }

    /// Takes a value: up to the comma or the bracket that ends it.
    pub fn read_value(&mut self) -> Option<Range<usize>> {
        let (start, mut end) = (self.offset, self.offset);
        let mut open = Vec::new();
        loop {
            match self.peek()? {
                b'"' => self.skip_quoted("\"", true)?,
                b'/' if self.skip_comment()? => continue,
                b'(' => open.push(b')'),
                b'[' => open.push(b']'),
                b'{' => open.push(b'}'),
                b',' | b')' | b']' | b'}' if open.is_empty() => break,
                close @ (b')' | b']' | b'}') if open.pop() != Some(close) => return None,
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.offset += 1;
                    continue;
                }
                b'r' | b'b' => {
                    let word = self.read_word();
                    let word = &self.text[word];
                    let hashes = word.trim_start_matches(['b', 'r']);
                    let raw = word.len() > hashes.len() && hashes.bytes().all(|byte| byte == b'#');
                    if raw && self.peek() == Some(b'"') {
                        self.skip_quoted(&format!("\"{hashes}"), !word.contains('r'))?;
                        self.offset += hashes.len();
                    } else {
                        self.offset -= 1;
                    }
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                    self.read_word();
                    self.offset -= 1;
                }
                _ => {}
            }
            self.offset += 1;
            end = self.offset;
        }
        self.offset = end;
        (end > start).then_some(start..end)
    }
}
