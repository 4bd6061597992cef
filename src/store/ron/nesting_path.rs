//! The path of fields and records to a position in the text of a register.

use crate::store::ron::{
    lexer::{Lexer, Token},
    truncate::truncate_for_message,
};

/// The greatest length of a field path in a message, twice the depth of a register.
const MAX_PATH_DEPTH: usize = 16;

/// An open bracket, and what precedes the position within it.
#[derive(Debug)]
struct NestingLevel<'a> {
    is_list: bool,
    /// The field whose value holds the position.
    field: Option<&'a str>,
    /// The value of the field `id`.
    id: Option<&'a str>,
    /// The number of values before it.
    item_index: usize,
}

/// The brackets that enclose a position in the text of a register.
#[derive(Debug)]
pub(super) struct NestingPath<'a> {
    levels: Vec<NestingLevel<'a>>,
}

impl<'a> NestingPath<'a> {
    /// Returns the path to a byte offset.
    pub fn at_offset(text: &'a str, offset: usize) -> Self {
        let mut levels: Vec<NestingLevel> = Vec::new();
        let mut word = "";
        for (start, token) in Lexer::new(text, 0) {
            if start >= offset {
                break;
            }
            if let Token::Open(bracket) = token {
                let list = bracket == b'[';
                levels.push(NestingLevel { is_list: list, field: None, id: None, item_index: 0 });
                continue;
            }
            if matches!(token, Token::Close(_)) {
                levels.pop();
                continue;
            }
            let Some(level) = levels.last_mut() else { continue };
            match token {
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

    /// Returns the names of the fields, the ids of the records, and the numbers of the records
    /// without an id, counted from 1, that lead to the position.
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
}

/// Returns the first token of the value of a field of the register, with its offset.
pub(super) fn find_top_level_field<'a>(text: &'a str, wanted: &str) -> Option<(usize, Token<'a>)> {
    let (mut depth, mut word) = (0_usize, "");
    let mut tokens = Lexer::new(text, 0);
    while let Some((_, token)) = tokens.next() {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Word(name) => word = name,
            Token::Colon if depth == 1 && word == wanted => return tokens.next(),
            _ => {}
        }
    }
    None
}

/// Returns the offset of the second value in a list whose records have this value in this field.
pub(super) fn find_second(text: &str, list: &str, field: &str, value: &str) -> Option<usize> {
    let (from, _) = find_top_level_field(text, list)?;
    let (mut depth, mut word, mut occurrences) = (0_usize, "", 0);
    let mut tokens = Lexer::new(text, from);
    while let Some((_, token)) = tokens.next() {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) if depth == 1 => return None,
            Token::Close(_) => depth -= 1,
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
