//! Walks over the marks of a RON text to tell where in the register a place lies.
//!
//! Only what went wrong is looked up here; reading itself is left to `ron`.

use super::cursor::Cursor;
use super::excerpt::excerpt;

/// A piece of a RON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark<'a> {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// A text in quotation marks, without them.
    Text(&'a str),
    /// Anything else: a name, a number, a sign.
    Word(&'a str),
}

/// The marks of a text, each with the byte it begins at; comments are left out.
pub(super) struct Marks<'a> {
    cursor: Cursor<'a>,
}

impl<'a> Marks<'a> {
    /// The marks of a text from this byte on.
    pub fn from(text: &'a str, at: usize) -> Self {
        Self { cursor: Cursor::from(text, at) }
    }

    /// How far the marks have come.
    pub fn at(&self) -> usize {
        self.cursor.at
    }

    /// Where the next mark begins: past blanks and comments.
    pub fn skip_blanks(&mut self) -> usize {
        // What does not end goes on to the end of the text.
        if self.cursor.blank().is_none() {
            self.cursor.at = self.cursor.text.len();
        }
        self.cursor.at
    }

    /// A text in quotation marks, which begins `opening` bytes further on and ends with `end`.
    fn quoted(&mut self, opening: usize, end: &str, escapes: bool) -> Mark<'a> {
        let Cursor { text, at } = self.cursor;
        let start = at + opening;
        self.cursor.at = start - 1;
        let inner = match self.cursor.quoted(end, escapes) {
            Some(()) => {
                let inner = &text[start..self.cursor.at];
                self.cursor.at += end.len();
                inner
            }
            None => {
                self.cursor.at = text.len();
                &text[start..]
            }
        };
        Mark::Text(inner)
    }
}

impl<'a> Iterator for Marks<'a> {
    type Item = (usize, Mark<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.skip_blanks();
        let rest = &self.cursor.text[start..];
        let mark = match *rest.as_bytes().first()? {
            open @ (b'(' | b'[' | b'{') => Mark::Open(open),
            b')' | b']' | b'}' => Mark::Close,
            b',' => Mark::Comma,
            b':' => Mark::Colon,
            b'"' => return Some((start, self.quoted(1, "\"", true))),
            _ => {
                let ends = |c: char| c.is_whitespace() || "()[]{},:\"".contains(c);
                let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
                let hashes = word.trim_start_matches(['b', 'r']);
                let raw = word.starts_with(['b', 'r']) && hashes.bytes().all(|byte| byte == b'#');
                if raw && rest[word.len()..].starts_with('"') {
                    let (end, escapes) = (format!("\"{hashes}"), !word.contains('r'));
                    return Some((start, self.quoted(word.len() + 1, &end, escapes)));
                }
                // A slash that begins no comment, or a quotation mark that begins no text.
                let length = word.len().max(rest.chars().next().map_or(0, char::len_utf8));
                self.cursor.at += length;
                return Some((start, Mark::Word(&rest[..length])));
            }
        };
        self.cursor.at += 1;
        Some((start, mark))
    }
}

/// How far a way is told: twice as far as a register goes.
const DEEP: usize = 16;

/// An open bracket, and what has been seen within it.
#[derive(Debug)]
struct Level<'a> {
    open: usize,
    list: bool,
    /// The field whose value is being read.
    field: Option<&'a str>,
    /// The value of the field `id`.
    id: Option<&'a str>,
    /// How many values came before.
    item: usize,
}

/// Where in the register a place of its text lies.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    levels: Vec<Level<'a>>,
}

impl<'a> Spot<'a> {
    /// Where this byte lies.
    pub fn of(text: &'a str, at: usize) -> Self {
        let mut levels: Vec<Level> = Vec::new();
        let mut word = "";
        for (start, mark) in Marks::from(text, 0) {
            if start >= at {
                break;
            }
            if let Mark::Open(bracket) = mark {
                let list = bracket == b'[';
                levels.push(Level { open: start, list, field: None, id: None, item: 0 });
                continue;
            }
            if mark == Mark::Close {
                levels.pop();
                continue;
            }
            let Some(level) = levels.last_mut() else { continue };
            match mark {
                Mark::Word(name) => word = name,
                Mark::Colon => level.field = Some(word),
                Mark::Comma => {
                    level.field = None;
                    level.item += 1;
                }
                Mark::Text(id) if level.field == Some("id") => level.id = Some(id),
                _ => {}
            }
        }
        Self { levels }
    }

    /// The way there: fields, ids of records, and numbers of those without, counted from 1.
    pub fn way(&self) -> Vec<String> {
        let mut way = Vec::new();
        for (i, level) in self.levels.iter().enumerate() {
            if level.list {
                let id = self.levels.get(i + 1).and_then(|record| record.id);
                way.push(id.map_or_else(|| (level.item + 1).to_string(), excerpt));
            } else if let Some(field) = level.field {
                way.push(excerpt(field));
            }
        }
        if way.len() > DEEP {
            way.truncate(DEEP);
            way.push("…".to_owned());
        }
        way
    }

    /// Where the innermost bracket opens.
    pub fn opens(&self) -> usize {
        self.levels.last().map_or(0, |level| level.open)
    }
}

/// The value of a field of the whole register, with the byte it begins at.
pub(super) fn top_field<'a>(text: &'a str, wanted: &str) -> Option<(usize, Mark<'a>)> {
    let (mut depth, mut word) = (0_usize, "");
    let mut marks = Marks::from(text, 0);
    while let Some((_, mark)) = marks.next() {
        match mark {
            Mark::Open(_) => depth += 1,
            Mark::Close => depth = depth.saturating_sub(1),
            Mark::Word(name) => word = name,
            Mark::Colon if depth == 1 && word == wanted => return marks.next(),
            _ => {}
        }
    }
    None
}

/// Where the second of two records of a list begins that have this value in this field.
pub(super) fn second(text: &str, list: &str, field: &str, value: &str) -> Option<usize> {
    let (from, _) = top_field(text, list)?;
    let (mut depth, mut word, mut seen) = (0_usize, "", 0);
    let mut marks = Marks::from(text, from);
    while let Some((_, mark)) = marks.next() {
        match mark {
            Mark::Open(_) => depth += 1,
            Mark::Close if depth == 1 => return None,
            Mark::Close => depth -= 1,
            Mark::Word(name) => word = name,
            Mark::Colon if depth == 2 && word == field => {
                if let Some((at, Mark::Text(found) | Mark::Word(found))) = marks.next()
                    && found == value
                {
                    seen += 1;
                    if seen == 2 {
                        return Some(at);
                    }
                }
            }
            _ => {}
        }
    }
    None
}
