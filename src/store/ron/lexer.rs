//! Walks over the marks of a RON text to tell where in the register a place lies.
//!
//! Only what went wrong is looked up here; reading itself is left to `ron`.

use crate::store::ron::{cursor::RonCursor, truncate::truncate_for_message};

/// A piece of a RON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// A text in quotation marks, without them.
    QuotedText(&'a str),
    /// Anything else: a name, a number, a sign.
    Word(&'a str),
}

/// The marks of a text, each with the byte it begins at; comments are left out.
pub(crate) struct Lexer<'a> {
    cursor: RonCursor<'a>,
}

impl<'a> Lexer<'a> {
    /// The marks of a text from this byte on.
    pub fn new(text: &'a str, offset: usize) -> Self {
        Self { cursor: RonCursor::new(text, offset) }
    }

    /// How far the marks have come.
    pub fn offset(&self) -> usize {
        self.cursor.offset
    }

    /// Where the next mark begins: past blanks and comments.
    pub fn skip_blanks(&mut self) -> usize {
        // What does not end goes on to the end of the text.
        if self.cursor.skip_blanks().is_none() {
            self.cursor.offset = self.cursor.text.len();
        }
        self.cursor.offset
    }

    /// A text in quotation marks, which begins `opening` bytes further on and ends with `end`.
    fn read_quoted(&mut self, opening: usize, end: &str, escapes: bool) -> Token<'a> {
        let RonCursor { text, offset: at } = self.cursor;
        let start = at + opening;
        self.cursor.offset = start - 1;
        let inner = match self.cursor.skip_quoted(end, escapes) {
            Some(()) => {
                let inner = &text[start..self.cursor.offset];
                self.cursor.offset += end.len();
                inner
            }
            None => {
                self.cursor.offset = text.len();
                &text[start..]
            }
        };
        Token::QuotedText(inner)
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.skip_blanks();
        let rest = &self.cursor.text[start..];
        let mark = match *rest.as_bytes().first()? {
            open @ (b'(' | b'[' | b'{') => Token::Open(open),
            b')' | b']' | b'}' => Token::Close,
            b',' => Token::Comma,
            b':' => Token::Colon,
            b'"' => return Some((start, self.read_quoted(1, "\"", true))),
            _ => {
                let ends = |c: char| c.is_whitespace() || "()[]{},:\"".contains(c);
                let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
                let hashes = word.trim_start_matches(['b', 'r']);
                let raw = word.starts_with(['b', 'r']) && hashes.bytes().all(|byte| byte == b'#');
                if raw && rest[word.len()..].starts_with('"') {
                    let (end, escapes) = (format!("\"{hashes}"), !word.contains('r'));
                    return Some((start, self.read_quoted(word.len() + 1, &end, escapes)));
                }
                // A slash that begins no comment, or a quotation mark that begins no text.
                let length = word.len().max(rest.chars().next().map_or(0, char::len_utf8));
                self.cursor.offset += length;
                return Some((start, Token::Word(&rest[..length])));
            }
        };
        self.cursor.offset += 1;
        Some((start, mark))
    }
}

/// How far a way is told: twice as far as a register goes.
const MAX_PATH_DEPTH: usize = 16;

/// An open bracket, and what has been seen within it.
#[derive(Debug)]
struct NestingLevel<'a> {
    open_offset: usize,
    is_list: bool,
    /// The field whose value is being read.
    field: Option<&'a str>,
    /// The value of the field `id`.
    id: Option<&'a str>,
    /// How many values came before.
    item_index: usize,
}

/// Where in the register a place of its text lies.
#[derive(Debug)]
pub(super) struct NestingPath<'a> {
    levels: Vec<NestingLevel<'a>>,
}

impl<'a> NestingPath<'a> {
    /// Where this byte lies.
    pub fn at_offset(text: &'a str, offset: usize) -> Self {
        let mut levels: Vec<NestingLevel> = Vec::new();
        let mut word = "";
        for (start, mark) in Lexer::new(text, 0) {
            if start >= offset {
                break;
            }
            if let Token::Open(bracket) = mark {
                let list = bracket == b'[';
                levels.push(NestingLevel {
                    open_offset: start,
                    is_list: list,
                    field: None,
                    id: None,
                    item_index: 0,
                });
                continue;
            }
            if mark == Token::Close {
                levels.pop();
                continue;
            }
            let Some(level) = levels.last_mut() else { continue };
            match mark {
                Token::Word(name) => word = name,
                Token::Colon => level.field = Some(word),
                Token::Comma => {
                    level.field = None;
                    level.item_index += 1;
                }
                Token::QuotedText(id) if level.field == Some("id") => level.id = Some(id),
                _ => {}
            }
        }
        Self { levels }
    }

    /// The way there: fields, ids of records, and numbers of those without, counted from 1.
    pub fn field_path(&self) -> Vec<String> {
        let mut path = Vec::new();
        for (i, level) in self.levels.iter().enumerate() {
            if level.is_list {
                let id = self.levels.get(i + 1).and_then(|record| record.id);
                path.push(
                    id.map_or_else(|| (level.item_index + 1).to_string(), truncate_for_message),
                );
            } else if let Some(field) = level.field {
                path.push(truncate_for_message(field));
            }
        }
        if path.len() > MAX_PATH_DEPTH {
            path.truncate(MAX_PATH_DEPTH);
            path.push("…".to_owned());
        }
        path
    }

    /// Where the innermost bracket opens.
    pub fn innermost_open(&self) -> usize {
        self.levels.last().map_or(0, |level| level.open_offset)
    }
}

/// The value of a field of the whole register, with the byte it begins at.
pub(super) fn find_top_level_field<'a>(text: &'a str, wanted: &str) -> Option<(usize, Token<'a>)> {
    let (mut depth, mut word) = (0_usize, "");
    let mut tokens = Lexer::new(text, 0);
    while let Some((_, mark)) = tokens.next() {
        match mark {
            Token::Open(_) => depth += 1,
            Token::Close => depth = depth.saturating_sub(1),
            Token::Word(name) => word = name,
            Token::Colon if depth == 1 && word == wanted => return tokens.next(),
            _ => {}
        }
    }
    None
}

/// Where the second of two records of a list begins that have this value in this field.
pub(super) fn find_second(text: &str, list: &str, field: &str, value: &str) -> Option<usize> {
    let (from, _) = find_top_level_field(text, list)?;
    let (mut depth, mut word, mut occurrences) = (0_usize, "", 0);
    let mut tokens = Lexer::new(text, from);
    while let Some((_, mark)) = tokens.next() {
        match mark {
            Token::Open(_) => depth += 1,
            Token::Close if depth == 1 => return None,
            Token::Close => depth -= 1,
            Token::Word(name) => word = name,
            Token::Colon if depth == 2 && word == field => {
                if let Some((at, Token::QuotedText(found) | Token::Word(found))) = tokens.next()
                    && found == value
                {
                    occurrences += 1;
                    if occurrences == 2 {
                        return Some(at);
                    }
                }
            }
            _ => {}
        }
    }
    None
}
