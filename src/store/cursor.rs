//! Goes through the text of a register byte by byte, past what is no mark of it.

use std::ops::Range;

/// A place in a RON text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    /// How many bytes lie before it.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// At this byte of a text.
    pub fn from(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// Goes to the last mark of a text in quotation marks, that ends with `end`.
    pub fn quoted(&mut self, end: &str, escapes: bool) -> Option<()> {
        let mut at = self.at + 1;
        loop {
            at += memchr::memchr2(b'"', b'\\', self.text.as_bytes().get(at..)?)?;
            if self.text.as_bytes()[at] == b'\\' {
                at += if escapes { 2 } else { 1 };
            } else if self.text[at..].starts_with(end) {
                self.at = at;
                return Some(());
            } else {
                at += 1;
            }
        }
    }

    /// Goes past a name, a number or the beginning of a raw text.
    pub fn word(&mut self) -> Range<usize> {
        let rest = &self.text.as_bytes()[self.at..];
        let fits = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_#".contains(byte);
        let start = self.at;
        self.at += rest.iter().take_while(fits).count();
        start..self.at
    }

    /// The same of a field's name, which may be written as a raw word.
    pub fn name(&mut self) -> Range<usize> {
        let Range { start, end } = self.word();
        let raw = self.text[start..end].starts_with("r#");
        if raw { start + "r#".len()..end } else { start..end }
    }

    /// Goes past blanks and comments; nothing where a comment does not end.
    pub fn blank(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                Some(b'/') if self.comment()? => {}
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(_) if self.text[self.at..].starts_with('\u{feff}') && self.at == 0 => {
                    self.at += '\u{feff}'.len_utf8();
                }
                _ => return Some(()),
            }
        }
    }

    /// Goes past a comment, if one begins here; nothing where it does not end.
    pub fn comment(&mut self) -> Option<bool> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.starts_with(b"//") {
            self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
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
                self.at += at;
                return Some(true);
            }
        }
    }

    /// Goes to the next line, where nothing but blanks and comments are left of this one.
    pub fn line(&mut self) {
        let start = self.at;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            match rest {
                [b'\n', ..] => {
                    self.at += 1;
                    return;
                }
                [b' ' | b'\t' | b'\r', ..] => self.at += 1,
                [b'/', b'/', ..] => {
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                [] => return,
                _ => {
                    self.at = start;
                    return;
                }
            }
        }
    }

    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Takes a value: up to the comma or the bracket that ends it.
    pub fn value(&mut self) -> Option<Range<usize>> {
        let (start, mut end) = (self.at, self.at);
        let mut open = Vec::new();
        loop {
            match self.peek()? {
                b'"' => self.quoted("\"", true)?,
                b'/' if self.comment()? => continue,
                b'(' => open.push(b')'),
                b'[' => open.push(b']'),
                b'{' => open.push(b'}'),
                b',' | b')' | b']' | b'}' if open.is_empty() => break,
                close @ (b')' | b']' | b'}') if open.pop() != Some(close) => return None,
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.at += 1;
                    continue;
                }
                b'r' | b'b' => {
                    let word = self.word();
                    let word = &self.text[word];
                    let hashes = word.trim_start_matches(['b', 'r']);
                    let raw = word.len() > hashes.len() && hashes.bytes().all(|byte| byte == b'#');
                    if raw && self.peek() == Some(b'"') {
                        self.quoted(&format!("\"{hashes}"), !word.contains('r'))?;
                        self.at += hashes.len();
                    } else {
                        self.at -= 1;
                    }
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                    self.word();
                    self.at -= 1;
                }
                _ => {}
            }
            self.at += 1;
            end = self.at;
        }
        self.at = end;
        (end > start).then_some(start..end)
    }
}
