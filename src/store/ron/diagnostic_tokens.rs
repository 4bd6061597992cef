//! The tokens and plain values of a text that is read to find its first error.

use serde::de::{Expected, Visitor};

use crate::{
    model::{
        Date,
        characters::{ascii_lookalike, invisible_kind},
    },
    store::ron::{
        lexer::{Lexer, Token},
        read_error::ReadError,
        syntax_error::{ExpectedType, LineColumn, SyntaxError},
        unexpected_token::{unexpected_sign, unexpected_value},
    },
};

/// A position in a text that is read by the types of the register.
pub(super) struct DiagnosticReader<'a> {
    /// The text from the position on.
    pub lexer: Lexer<'a>,
    /// The fields of each record around the position, the innermost last.
    pub outer_fields: Vec<&'static [&'static str]>,
}

impl<'a> DiagnosticReader<'a> {
    /// Returns a reader at the beginning of a text.
    pub fn new(text: &'a str) -> Self {
        Self { lexer: Lexer::new(text, 0), outer_fields: Vec::new() }
    }

    /// Skips blanks and comments, and returns the offset after them.
    pub fn next_offset(&mut self) -> usize {
        // A comment that does not end reaches to the end of the text.
        let _ = self.lexer.skip_trivia();
        self.lexer.offset
    }

    /// Skips the attributes before a value, as in `#![enable(implicit_some)]`.
    pub fn skip_attributes(&mut self) {
        while self.lexer.text[self.next_offset()..].starts_with("#![") {
            let rest = &self.lexer.text[self.lexer.offset..];
            self.lexer.offset += rest.find(']').map_or(rest.len(), |end| end + 1);
        }
    }

    /// Returns the next token and the lexer after it, without reading it.
    pub fn peek_token(&mut self) -> Option<(Token<'a>, Lexer<'a>)> {
        self.next_offset();
        let mut after = self.lexer;
        after.read_token().map(|(token, _)| (token, after))
    }

    /// Returns the error of a value of this type that is something else.
    pub fn unexpected(&mut self, expected: ExpectedType) -> ReadError {
        let offset = self.next_offset();
        unexpected_value(self.lexer.text, offset, expected).into()
    }

    /// Skips the opening bracket of a value of this type.
    pub fn open(&mut self, bracket: u8, expected: ExpectedType) -> Result<usize, ReadError> {
        let offset = self.next_offset();
        match self.lexer.consume(bracket) {
            Some(()) => Ok(offset),
            None => Err(self.unexpected(expected)),
        }
    }

    /// Skips the comma after a value that started at an offset, or stops at the closing bracket.
    pub fn finish_item(&mut self, value_start: usize, close: u8) -> Result<(), ReadError> {
        let offset = self.next_offset();
        if self.lexer.consume(b',').is_some() || self.lexer.peek() == Some(close) {
            return Ok(());
        }
        let value = self.lexer.text[value_start..offset].trim_end();
        // A text without its closing quotation mark ends at the next opening one.
        let before_quote = value.strip_suffix('"').unwrap_or_default().trim_end();
        if value.starts_with('"')
            && value.contains('\n')
            && before_quote.ends_with([':', '(', '[', ','])
        {
            return Err((value_start, SyntaxError::UnclosedString).into());
        }
        let wanted = [',', close.into()];
        Err(unexpected_sign(self.lexer.text, offset, &wanted, SyntaxError::MissingComma).into())
    }

    /// Reads a text in quotation marks. Returns its offset, its letters as they stand, and its
    /// value.
    pub fn read_text(
        &mut self,
        expected: ExpectedType,
    ) -> Result<(usize, &'a str, String), ReadError> {
        let offset = self.next_offset();
        let mut after = self.lexer;
        let Some((Token::QuotedText(content), is_complete)) = after.read_token() else {
            return Err(self.unexpected(expected));
        };
        if !is_complete {
            let is_one_line = !content.trim_end().contains('\n');
            let error =
                if is_one_line { SyntaxError::UnexpectedEnd } else { SyntaxError::UnclosedString };
            return Err((offset, error).into());
        }
        let raw = &self.lexer.text[offset..after.offset];
        let value = ron::from_str::<String>(raw).map_err(|error| {
            let start = error.span.start;
            let at = LineColumn { line: start.line, column: start.col }.byte_offset(raw);
            if raw.starts_with('b') {
                return ReadError::from(unexpected_value(self.lexer.text, offset, expected));
            }
            (offset + at, SyntaxError::InvalidEscape).into()
        })?;
        self.lexer = after;
        Ok((offset, raw, value))
    }

    /// Reads a text that is parsed to a date or an id.
    pub fn read_parsed_text<'de, V: Visitor<'de>>(
        &mut self,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let expected = if (&visitor as &dyn Expected).to_string().starts_with("a date") {
            ExpectedType::Date
        } else {
            ExpectedType::Id
        };
        let (offset, raw, value) = self.read_text(expected)?;
        visitor.visit_str(&value).map_err(|_: ReadError| {
            if value.contains('\n') {
                return (offset, SyntaxError::UnclosedString).into();
            }
            let is_hidden =
                |c: &char| invisible_kind(*c).is_some() || ascii_lookalike(*c).is_some();
            let hidden = raw.char_indices().find(|(_, c)| is_hidden(c)).map_or(0, |(at, _)| at);
            let error = match value.parse::<Date>() {
                Err(error) if expected == ExpectedType::Date => SyntaxError::InvalidDate(error),
                _ => SyntaxError::InvalidId(value),
            };
            (offset + hidden, error).into()
        })
    }

    /// Reads a word that holds a number of this type.
    pub fn read_number<T>(
        &mut self,
        expected: ExpectedType,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ReadError> {
        let offset = self.next_offset();
        let Some((Token::Word(word), after)) = self.peek_token() else {
            return Err(self.unexpected(expected));
        };
        let number = word.replace('_', "");
        if let Some(value) = parse(&number) {
            self.lexer = after;
            return Ok(value);
        }
        match number.parse::<f64>() {
            Ok(_) => Err((offset, SyntaxError::NumberOutOfRange).into()),
            Err(_) => Err(self.unexpected(expected)),
        }
    }

    /// Reads a whole number, with a prefix of its base if it has one, as in `0x1F`.
    pub fn read_integer(&mut self) -> Result<i64, ReadError> {
        self.read_number(ExpectedType::Integer, |word| {
            let prefixes = [("0x", 16), ("0b", 2), ("0o", 8)];
            let prefixed = prefixes.into_iter().find_map(|(prefix, radix)| {
                i64::from_str_radix(word.strip_prefix(prefix)?, radix).ok()
            });
            prefixed.or_else(|| word.parse().ok())
        })
    }
}
