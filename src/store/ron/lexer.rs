//! The lexer of RON: tokens with their positions, and the blanks and comments between them.
//!
//! Values are read by `ron`; the lexer finds where in a text they stand, also if it has an error.

use std::ops::Range;

/// A token of a RON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An opening bracket: `(`, `[` or `{`.
    Open(u8),
    /// A closing bracket: `)`, `]` or `}`.
    Close(u8),
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// The content of a text in quotation marks, with its escapes.
    QuotedText(&'a str),
    /// Anything else: a name, a number or a sign.
    Word(&'a str),
}

/// The name that marks an identifier as raw, as in `r#title`.
const RAW_IDENTIFIER_PREFIX: &str = "r#";

/// A position in a RON text, from which tokens are read.
///
/// As an iterator it returns each token with the byte offset at which it starts; a comment or a
/// text in quotation marks that does not end reaches to the end of the input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexer<'a> {
    pub text: &'a str,
    /// The number of bytes before the position.
    pub offset: usize,
}

impl<'a> Lexer<'a> {
    /// Returns a lexer at a byte offset of a text.
    pub fn new(text: &'a str, offset: usize) -> Self {
        Self { text, offset }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.offset..]
    }

    /// Returns the next byte; `None` at the end of the text.
    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    /// Skips a byte, if it is the next one; `None` otherwise.
    pub fn consume(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.offset += 1)
    }

    /// Skips blanks and comments. `None` if a comment does not end; the position is then the end
    /// of the text.
    pub fn skip_trivia(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                Some(b'/') if self.skip_comment()? => {}
                Some(byte) if byte.is_ascii_whitespace() => self.offset += 1,
                Some(_) if self.offset == 0 && self.text.starts_with('\u{feff}') => {
                    self.offset += '\u{feff}'.len_utf8();
                }
                _ => return Some(()),
            }
        }
    }

    /// Skips a comment and returns whether one starts here. `None` if it does not end; the position
    /// is then the end of the text.
    pub fn skip_comment(&mut self) -> Option<bool> {
        let rest = self.rest().as_bytes();
        if rest.starts_with(b"//") {
            self.offset += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            return Some(true);
        }
        if !rest.starts_with(b"/*") {
            return Some(false);
        }
        let (mut depth, mut at) = (0_usize, 0);
        loop {
            let next = rest.get(at..).and_then(|rest| memchr::memchr2(b'/', b'*', rest));
            let Some(next) = next else {
                self.offset = self.text.len();
                return None;
            };
            at += next;
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

    /// Skips the rest of the line with its end, if it holds nothing but blanks and line comments.
    pub fn skip_blank_line_rest(&mut self) {
        let start = self.offset;
        loop {
            let rest = self.rest().as_bytes();
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

    /// Reads an identifier, which may be empty, and returns its range.
    pub fn read_identifier(&mut self) -> Range<usize> {
        let rest = self.rest().as_bytes();
        let fits = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_#".contains(byte);
        let start = self.offset;
        self.offset += rest.iter().take_while(fits).count();
        start..self.offset
    }

    /// Reads the name of a field, which may be a raw identifier, and returns the range of the name.
    pub fn read_field_name(&mut self) -> Range<usize> {
        let Range { start, end } = self.read_identifier();
        let is_raw = self.text[start..end].starts_with(RAW_IDENTIFIER_PREFIX);
        if is_raw { start + RAW_IDENTIFIER_PREFIX.len()..end } else { start..end }
    }

    /// Reads a value and returns its range: up to the comma or the bracket that ends it. `None` if
    /// its brackets do not match, or the text ends before it.
    pub fn read_value(&mut self) -> Option<Range<usize>> {
        let (start, mut end) = (self.offset, self.offset);
        let mut open = Vec::new();
        loop {
            self.skip_trivia()?;
            if open.is_empty() && matches!(self.peek()?, b',' | b')' | b']' | b'}') {
                break;
            }
            let (token, is_complete) = self.read_token()?;
            match token {
                _ if !is_complete => return None,
                Token::Open(b'(') => open.push(b')'),
                Token::Open(b'[') => open.push(b']'),
                Token::Open(_) => open.push(b'}'),
                Token::Close(bracket) if open.pop() != Some(bracket) => return None,
                _ => {}
            }
            end = self.offset;
        }
        self.offset = end;
        (end > start).then_some(start..end)
    }

    /// Reads the token that starts at the position. Returns also whether it is complete, which a
    /// text without its closing quotation mark is not.
    pub fn read_token(&mut self) -> Option<(Token<'a>, bool)> {
        let token = match self.peek()? {
            bracket @ (b'(' | b'[' | b'{') => Token::Open(bracket),
            bracket @ (b')' | b']' | b'}') => Token::Close(bracket),
            b',' => Token::Comma,
            b':' => Token::Colon,
            b'"' => return Some(self.read_quoted(1, "\"", true)),
            _ => return Some(self.read_word()),
        };
        self.offset += 1;
        Some((token, true))
    }

    /// Reads a word, or the text in quotation marks that its prefix starts, as in `r#"…"#`.
    fn read_word(&mut self) -> (Token<'a>, bool) {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let ends = |at: &usize| match bytes[*at] {
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b':' | b'"' => true,
            b'/' => matches!(bytes.get(at + 1), Some(b'/' | b'*')),
            byte if byte.is_ascii() => byte.is_ascii_whitespace(),
            _ => rest.get(*at..).is_some_and(|rest| rest.starts_with(char::is_whitespace)),
        };
        let word = &rest[..(0..bytes.len()).find(ends).unwrap_or(bytes.len())];
        let hashes = word.trim_start_matches(['b', 'r']);
        let is_prefix = hashes.len() < word.len() && hashes.bytes().all(|byte| byte == b'#');
        if is_prefix && rest[word.len()..].starts_with('"') {
            let (end, has_escapes) = (format!("\"{hashes}"), !word.contains('r'));
            return self.read_quoted(word.len() + 1, &end, has_escapes);
        }
        // An empty word is a single character that belongs to no token, like a stray blank.
        let length = word.len().max(rest.chars().next().map_or(0, char::len_utf8));
        self.offset += length;
        (Token::Word(&rest[..length]), true)
    }

    /// Reads a text in quotation marks that starts after `opening` bytes and ends with `end`.
    fn read_quoted(&mut self, opening: usize, end: &str, has_escapes: bool) -> (Token<'a>, bool) {
        let text = self.text;
        let start = self.offset + opening;
        let mut at = start;
        loop {
            let rest = text.as_bytes().get(at..);
            let Some(next) = rest.and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) else {
                self.offset = text.len();
                return (Token::QuotedText(&text[start..]), false);
            };
            at += next;
            if text.as_bytes()[at] == b'\\' {
                at += if has_escapes { 2 } else { 1 };
            } else if text[at..].starts_with(end) {
                self.offset = at + end.len();
                return (Token::QuotedText(&text[start..at]), true);
            } else {
                at += 1;
            }
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        // The comment that does not end reaches to the end of the text.
        let _ = self.skip_trivia();
        let start = self.offset;
        self.read_token().map(|(token, _)| (start, token))
    }
}
