//! Reader of RON that finds its first error: the place, what stands there, and what is expected.
//!
//! `ron` reads the registers, and its errors name what its grammar expects. This reader walks the
//! same text by the same types, so that an error names the field and what to write there. It is
//! used only for a text that `ron` has refused.

use serde::{
    Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess,
        VariantAccess, Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use crate::{
    model::characters::invisible_kind,
    store::ron::{
        diagnostic_tokens::DiagnosticReader,
        lexer::{Lexer, Token},
        read_error::ReadError,
        syntax_error::{ExpectedType, FoundType, SyntaxError},
        unexpected_token::{is_null_word, unexpected_sign},
    },
};

/// Returns the first error of a text that is to be read as a `T`, with its byte offset; `None` if
/// this reader finds none.
pub(super) fn find_error<T: DeserializeOwned>(text: &str) -> Option<(usize, SyntaxError)> {
    let mut reader = DiagnosticReader::new(text);
    reader.skip_attributes();
    let start = reader.next_offset();
    let error = match T::deserialize(&mut reader) {
        Ok(_) => {
            let end = reader.next_offset();
            if end == text.len() {
                return None;
            }
            ReadError::from(unexpected_sign(text, end, &[], SyntaxError::TrailingText))
        }
        Err(error) => error,
    };
    let offset = error.offset.unwrap_or(start);
    let error = if is_truncated(text, offset, &error.error) {
        SyntaxError::UnexpectedEnd
    } else {
        error.error
    };
    Some((offset, error))
}

/// Returns whether an error only says that the text ends too early: its word is the last one, or
/// nothing follows but the zeros that a crash leaves in a file.
fn is_truncated(text: &str, offset: usize, error: &SyntaxError) -> bool {
    match error {
        SyntaxError::UnknownField { .. }
        | SyntaxError::UnknownVariant { .. }
        | SyntaxError::MissingColon => Lexer::new(text, offset).nth(1).is_none(),
        SyntaxError::InvisibleCharacter('\0') => text[offset..].bytes().all(|byte| byte == 0),
        _ => false,
    }
}

impl DiagnosticReader<'_> {
    /// Reads the fields of a record in round brackets.
    fn read_fields<'de, V: Visitor<'de>>(
        &mut self,
        open: usize,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.outer_fields.push(fields);
        let mut access = FieldAccess { reader: self, fields, key_start: open };
        let result = visitor.visit_map(&mut access);
        let key_start = access.key_start;
        self.outer_fields.pop();
        result.map_err(|error| match &error.error {
            SyntaxError::MissingField(_) => error.or_at(open),
            _ => error.or_at(key_start),
        })
    }
}

impl<'de> Deserializer<'de> for &mut DiagnosticReader<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        // No type of a register leaves its form open.
        self.lexer.read_value().ok_or(SyntaxError::NotRon)?;
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.peek_token() {
            Some((Token::Word(word @ ("true" | "false")), after)) => {
                self.lexer = after;
                visitor.visit_bool(word == "true")
            }
            _ => Err(self.unexpected(ExpectedType::Bool)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let offset = self.next_offset();
        visitor.visit_i64(self.read_integer()?).map_err(|error: ReadError| error.or_at(offset))
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_u8(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_f64(self.read_number(ExpectedType::Number, |word| word.parse().ok())?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.read_parsed_text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let (.., value) = self.read_text(ExpectedType::Text)?;
        visitor.visit_string(value)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.peek_token() {
            Some((Token::Word("None"), after)) => {
                self.lexer = after;
                visitor.visit_none()
            }
            Some((Token::Word("Some"), after)) if after.peek() == Some(b'(') => {
                self.lexer.offset = after.offset + 1;
                let start = self.next_offset();
                let value = visitor.visit_some(&mut *self)?;
                self.finish_item(start, b')')?;
                self.open(b')', ExpectedType::Record)?;
                Ok(value)
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.open(b'[', ExpectedType::List)?;
        visitor.visit_seq(ItemAccess { reader: self, close: b']', remaining: usize::MAX })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let open = self.open(b'(', ExpectedType::Pair)?;
        let found = FoundType::Record;
        let wrong_length = SyntaxError::WrongType { expected: ExpectedType::Pair, found };
        let wrong_length = ReadError::from((open, wrong_length));
        let items = ItemAccess { reader: &mut *self, close: b')', remaining: length };
        let value = match visitor.visit_seq(items) {
            Err(ReadError { offset: None, .. }) => return Err(wrong_length),
            result => result?,
        };
        self.next_offset();
        self.lexer.consume(b')').ok_or(wrong_length).map(|()| value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if let Some((Token::Word(word), after)) = self.peek_token()
            && word == name
        {
            self.lexer = after;
        }
        let open = self.open(b'(', ExpectedType::Record)?;
        self.read_fields(open, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let offset = self.next_offset();
        let found = match self.peek_token() {
            Some((Token::QuotedText(text), _)) if variants.contains(&text) => {
                return Err((offset, SyntaxError::QuotedVariant(text.to_owned())).into());
            }
            Some((Token::Word(word), after))
                if word.starts_with(char::is_alphabetic)
                    && word.chars().all(|c| c.is_alphanumeric() || c == '_') =>
            {
                self.lexer = after;
                word
            }
            _ => return Err(self.unexpected(ExpectedType::OneOf(variants))),
        };
        let Some(variant) = variants.iter().find(|variant| **variant == found) else {
            if is_null_word(found) {
                return Err((offset, SyntaxError::NoValue(ExpectedType::OneOf(variants))).into());
            }
            return Err(ReadError::unknown_variant(found, variants).or_at(offset));
        };
        visitor.visit_enum(VariantReader { reader: self, variant })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u16 u64 f32 char bytes byte_buf unit unit_struct tuple_struct map identifier
        ignored_any
    }
}

/// The fields of a record, up to its closing bracket.
struct FieldAccess<'r, 'a> {
    reader: &'r mut DiagnosticReader<'a>,
    fields: &'static [&'static str],
    /// The offset of the last name of a field.
    key_start: usize,
}

impl FieldAccess<'_, '_> {
    /// Returns the error of a token that is not the name of a field.
    fn not_a_name(&mut self) -> ReadError {
        let (text, offset) = (self.reader.lexer.text, self.reader.next_offset());
        match self.reader.peek_token() {
            None => (offset, SyntaxError::UnexpectedEnd).into(),
            Some((Token::Comma, _)) => (offset, SyntaxError::ExtraSign(',')).into(),
            Some((Token::Colon, _)) => (offset, SyntaxError::ExtraSign(':')).into(),
            Some((Token::QuotedText(name), mut after)) => {
                let _ = after.skip_trivia();
                let is_name = after.peek() == Some(b':') && self.fields.contains(&name);
                let error = match is_name {
                    true => SyntaxError::QuotedFieldName(name.to_owned()),
                    false => SyntaxError::UnnamedValue(self.fields),
                };
                (offset, error).into()
            }
            Some((Token::Open(_), _)) => (offset, SyntaxError::UnnamedValue(self.fields)).into(),
            Some((Token::Close(_) | Token::Word(_), _)) => {
                unexpected_sign(text, offset, &[',', ')', '"', '('], SyntaxError::NotRon).into()
            }
        }
    }
}

impl<'de> MapAccess<'de> for &mut FieldAccess<'_, '_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        let start = self.reader.next_offset();
        if self.reader.lexer.consume(b')').is_some() {
            return Ok(None);
        }
        let text = self.reader.lexer.text;
        let range = self.reader.lexer.read_field_name();
        let name = &text[range.clone()];
        if name.is_empty() || name.contains('#') {
            self.reader.lexer.offset = start;
            return Err(self.not_a_name());
        }
        self.key_start = start;
        let at = self.reader.next_offset();
        if let Some(c) = text[at..].chars().next()
            && invisible_kind(c).is_some()
        {
            return Err((at, SyntaxError::InvisibleCharacter(c)).into());
        }
        if matches!(self.reader.lexer.peek(), Some(b',' | b')' | b'(')) {
            return Err((start, SyntaxError::UnnamedValue(self.fields)).into());
        }
        let key = seed.deserialize(StrDeserializer::new(name)).map_err(|error: ReadError| {
            let outer = self.reader.outer_fields.split_last().map_or(&[][..], |(_, outer)| outer);
            match error.error {
                SyntaxError::UnknownField { .. }
                    if outer.iter().any(|fields| fields.contains(&name)) =>
                {
                    (start, SyntaxError::FieldOfOuterRecord(name.to_owned())).into()
                }
                _ => error.or_at(start),
            }
        })?;
        match self.reader.lexer.consume(b':') {
            Some(()) => Ok(Some(key)),
            None => Err(unexpected_sign(text, at, &[':'], SyntaxError::MissingColon).into()),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let start = self.reader.next_offset();
        let value = seed.deserialize(&mut *self.reader).map_err(|error| match &error.error {
            // The only values that are checked after they were read.
            SyntaxError::Other(_) if error.offset.is_none() => {
                (start, SyntaxError::InvalidCoordinates).into()
            }
            _ => error.or_at(start),
        })?;
        self.reader.finish_item(start, b')')?;
        Ok(value)
    }
}

/// The items of a list or of a pair, up to the closing bracket.
struct ItemAccess<'r, 'a> {
    reader: &'r mut DiagnosticReader<'a>,
    close: u8,
    /// The greatest number of further items.
    remaining: usize,
}

impl<'de> SeqAccess<'de> for ItemAccess<'_, '_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let start = self.reader.next_offset();
        let text = self.reader.lexer.text;
        if self.remaining == 0 {
            return Ok(None);
        }
        match self.reader.lexer.peek() {
            // The bracket of a pair is read once both values are there.
            Some(byte) if byte == self.close => {
                if self.close == b']' {
                    self.reader.lexer.offset += 1;
                }
                return Ok(None);
            }
            Some(b',') => return Err((start, SyntaxError::ExtraSign(',')).into()),
            Some(b')' | b']' | b'}') => {
                let wanted = [self.close.into()];
                return Err(unexpected_sign(text, start, &wanted, SyntaxError::NotRon).into());
            }
            _ => {}
        }
        self.remaining -= 1;
        let item =
            seed.deserialize(&mut *self.reader).map_err(|error: ReadError| error.or_at(start))?;
        self.reader.finish_item(start, self.close)?;
        Ok(Some(item))
    }
}

/// A variant whose name was read.
struct VariantReader<'r, 'a> {
    reader: &'r mut DiagnosticReader<'a>,
    variant: &'static str,
}

impl VariantReader<'_, '_> {
    /// Skips the opening bracket after a variant that needs one.
    fn open(&mut self, fields: &'static [&'static str]) -> Result<usize, ReadError> {
        let offset = self.reader.next_offset();
        let missing = SyntaxError::MissingBrackets { variant: self.variant, fields };
        match self.reader.lexer.consume(b'(') {
            Some(()) => Ok(offset),
            None => Err(unexpected_sign(self.reader.lexer.text, offset, &['('], missing).into()),
        }
    }
}

impl<'de> EnumAccess<'de> for VariantReader<'_, '_> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        Ok((seed.deserialize(StrDeserializer::<ReadError>::new(self.variant))?, self))
    }
}

impl<'de> VariantAccess<'de> for VariantReader<'_, '_> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        let offset = self.reader.next_offset();
        match self.reader.lexer.peek() {
            Some(b'(') => Err((offset, SyntaxError::UnexpectedBrackets(self.variant)).into()),
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        mut self,
        seed: T,
    ) -> Result<T::Value, ReadError> {
        self.open(&[])?;
        let start = self.reader.next_offset();
        let value = seed.deserialize(&mut *self.reader)?;
        self.reader.finish_item(start, b')')?;
        let end = self.reader.next_offset();
        match self.reader.lexer.consume(b')') {
            Some(()) => Ok(value),
            None => Err(unexpected_sign(
                self.reader.lexer.text,
                end,
                &[')'],
                SyntaxError::ExtraSign(','),
            )
            .into()),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.reader.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        mut self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let open = self.open(fields)?;
        self.reader.read_fields(open, fields, visitor)
    }
}
