//! The deserializer of plain RON: the syntax that this program writes, with any blanks and comments
//! between the tokens.
//!
//! It reads a large register several times faster than `ron`, which reads everything else: another
//! way to write a value, and a text with an error, whose message `ron` knows. What it reads has the
//! value that `ron` gives it.

use std::{fmt, str::FromStr};

use serde::{
    de::{
        self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess,
        VariantAccess, Visitor, value::BorrowedStrDeserializer,
    },
    forward_to_deserialize_any,
};

use crate::store::ron::{
    lexer::{Lexer, Token},
    options::ron_options,
};

/// The mark of UTF-8 that the lexer skips at the start of a file; no value starts with it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Parses a value; `None` if its text is not plain or has an error.
pub(crate) fn parse_plain<T: DeserializeOwned>(text: &str) -> Option<T> {
    if text.starts_with(BYTE_ORDER_MARK) {
        return None;
    }
    let mut deserializer = PlainDeserializer { lexer: Lexer::new(text, 0) };
    let value = T::deserialize(&mut deserializer).ok()?;
    deserializer.next_byte().ok()?;
    (deserializer.lexer.offset == text.len()).then_some(value)
}

/// The error of a text that is not plain, or whose values do not fit.
#[derive(Debug)]
struct NotPlain;

type Plain<T> = Result<T, NotPlain>;

impl fmt::Display for NotPlain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not plain")
    }
}

impl std::error::Error for NotPlain {}

impl de::Error for NotPlain {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// A deserializer at a position of a text.
struct PlainDeserializer<'de> {
    lexer: Lexer<'de>,
}

impl<'de> PlainDeserializer<'de> {
    /// Skips blanks and comments, and returns the next byte; `None` at the end of the text.
    fn next_byte(&mut self) -> Plain<Option<u8>> {
        self.lexer.skip_trivia().ok_or(NotPlain)?;
        Ok(self.lexer.peek())
    }

    /// Skips blanks and comments and then a byte, which must be the next one.
    fn expect(&mut self, byte: u8) -> Plain<()> {
        self.next_byte()?;
        self.lexer.consume(byte).ok_or(NotPlain)
    }

    /// Skips a byte after blanks and comments, if it is the next one.
    fn skip_byte(&mut self, byte: u8) -> Plain<bool> {
        let is_next = self.next_byte()? == Some(byte);
        self.lexer.offset += usize::from(is_next);
        Ok(is_next)
    }

    /// Reads a name: ASCII letters, digits and underscores, not a digit first.
    fn read_name(&mut self) -> Plain<&'de str> {
        self.next_byte()?;
        let name = &self.lexer.text[self.lexer.read_identifier()];
        let is_plain = !name.contains('#') && !name.starts_with(|c: char| c.is_ascii_digit());
        (is_plain && !name.is_empty()).then_some(name).ok_or(NotPlain)
    }

    /// Reads the digits of a number as the program writes them: no sign before a positive number,
    /// no zero before other digits.
    fn read_number<T: FromStr>(&mut self) -> Plain<T> {
        self.next_byte()?;
        let (text, start) = (self.lexer.text, self.lexer.offset);
        let rest = &text.as_bytes()[start..];
        let fits = |byte: &&u8| byte.is_ascii_digit() || b"-.".contains(byte);
        let number = &text[start..start + rest.iter().take_while(fits).count()];
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = number.strip_prefix('-').unwrap_or(number);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let is_plain = [whole, fraction].iter().all(|part| !part.is_empty() && is_digits(part))
            && (whole.len() == 1 || !whole.starts_with('0'));
        self.lexer.offset += number.len();
        is_plain.then(|| number.parse().ok()).flatten().ok_or(NotPlain)
    }

    /// Reads the members of a group in brackets up to its closing bracket.
    fn read_group<T>(
        &mut self,
        opening: u8,
        closing: u8,
        read: impl FnOnce(&mut PlainGroup<'_, 'de>) -> Plain<T>,
    ) -> Plain<T> {
        self.expect(opening)?;
        let mut group = PlainGroup { deserializer: self, closing, is_complete: false };
        let value = read(&mut group)?;
        // A visitor may return before it has seen the end of the group.
        let is_complete = group.is_complete || !group.begin_member()?;
        is_complete.then_some(value).ok_or(NotPlain)
    }
}

/// A group in brackets that is being read.
struct PlainGroup<'a, 'de> {
    deserializer: &'a mut PlainDeserializer<'de>,
    closing: u8,
    is_complete: bool,
}

impl PlainGroup<'_, '_> {
    /// Returns whether another member follows; otherwise skips the closing bracket.
    fn begin_member(&mut self) -> Plain<bool> {
        self.is_complete = self.is_complete || self.deserializer.skip_byte(self.closing)?;
        Ok(!self.is_complete)
    }

    /// Skips the comma after a member, or the closing bracket of the group.
    fn end_member(&mut self) -> Plain<()> {
        if self.deserializer.skip_byte(b',')? {
            return Ok(());
        }
        self.is_complete = true;
        self.deserializer.expect(self.closing)
    }
}

impl<'de> SeqAccess<'de> for &mut PlainGroup<'_, 'de> {
    type Error = NotPlain;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Plain<Option<S::Value>> {
        if !self.begin_member()? {
            return Ok(None);
        }
        let value = seed.deserialize(&mut *self.deserializer)?;
        self.end_member().map(|()| Some(value))
    }
}

impl<'de> MapAccess<'de> for &mut PlainGroup<'_, 'de> {
    type Error = NotPlain;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Plain<Option<S::Value>> {
        if !self.begin_member()? {
            return Ok(None);
        }
        let name = self.deserializer.read_name()?;
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Plain<S::Value> {
        self.deserializer.expect(b':')?;
        let value = seed.deserialize(&mut *self.deserializer)?;
        self.end_member().map(|()| value)
    }
}

impl<'de> EnumAccess<'de> for &mut PlainDeserializer<'de> {
    type Error = NotPlain;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Plain<(S::Value, Self)> {
        let name = self.read_name()?;
        Ok((seed.deserialize(BorrowedStrDeserializer::<NotPlain>::new(name))?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut PlainDeserializer<'de> {
    type Error = NotPlain;

    fn unit_variant(self) -> Plain<()> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Plain<S::Value> {
        let value = |mut group: &mut PlainGroup<'_, 'de>| group.next_element_seed(seed);
        self.read_group(b'(', b')', value)?.ok_or(NotPlain)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Plain<V::Value> {
        self.read_group(b'(', b')', |group| visitor.visit_seq(group))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Plain<V::Value> {
        self.read_group(b'(', b')', |group| visitor.visit_map(group))
    }
}

/// Numbers, whose text in RON is that in Rust.
macro_rules! numbers {
    ($($method:ident => $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
            visitor.$visit(self.read_number()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut PlainDeserializer<'de> {
    type Error = NotPlain;

    numbers! {
        deserialize_i8 => visit_i8;
        deserialize_i16 => visit_i16;
        deserialize_i32 => visit_i32;
        deserialize_i64 => visit_i64;
        deserialize_u8 => visit_u8;
        deserialize_u16 => visit_u16;
        deserialize_u32 => visit_u32;
        deserialize_u64 => visit_u64;
        deserialize_f64 => visit_f64;
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Plain<V::Value> {
        // The model names the type of each of its values.
        Err(NotPlain)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        match self.read_name()? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(NotPlain),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        if self.next_byte()? != Some(b'"') {
            return Err(NotPlain);
        }
        let start = self.lexer.offset;
        let Some((_, Token::QuotedText(content))) = self.lexer.next() else { return Err(NotPlain) };
        let quoted = &self.lexer.text[start..self.lexer.offset];
        if quoted.len() != content.len() + 2 {
            return Err(NotPlain);
        }
        if memchr::memchr(b'\\', content.as_bytes()).is_none() {
            return visitor.visit_borrowed_str(content);
        }
        let text: String = ron_options().from_str(quoted).map_err(|_| NotPlain)?;
        visitor.visit_string(text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        self.next_byte()?;
        let start = self.lexer.offset;
        match &self.lexer.text[self.lexer.read_identifier()] {
            "None" => visitor.visit_none(),
            "Some" => Err(NotPlain),
            _ => {
                self.lexer.offset = start;
                visitor.visit_some(self)
            }
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Plain<V::Value> {
        self.read_group(b'[', b']', |group| visitor.visit_seq(group))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Plain<V::Value> {
        self.read_group(b'(', b')', |group| visitor.visit_seq(group))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Plain<V::Value> {
        self.read_group(b'(', b')', |group| visitor.visit_map(group))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Plain<V::Value> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        f32 i128 u128 char bytes byte_buf unit unit_struct newtype_struct tuple_struct map
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Case, Claim, Source},
        register::record::Record,
        store::{ron::print::push_record, startup::sample_register},
    };

    fn printed<T: Record>(record: &T) -> String {
        let mut text = String::new();
        push_record(&mut text, record);
        text.trim().trim_end_matches(',').to_owned()
    }

    /// Checks that a text is read as `ron` reads it, or left to `ron`.
    fn check_agreement<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) -> bool {
        let plain = parse_plain::<T>(text);
        if let Some(plain) = &plain {
            let by_ron = ron_options().from_str::<T>(text);
            assert_eq!(by_ron.as_ref(), Ok(plain), "{text}");
        }
        plain.is_some()
    }

    #[test]
    fn what_the_program_prints_is_plain() {
        let register = sample_register().unwrap();
        for case in register.cases() {
            assert!(check_agreement::<Case>(&printed(&**case)));
        }
        for source in register.sources() {
            assert!(check_agreement::<Source>(&printed(&**source)));
        }
        let mut case = (*register.cases()[0]).clone();
        case.note = "\"\\ \n\r\t\u{7f}\u{200f}\u{feff} // no comment [(".to_owned();
        assert!(check_agreement::<Case>(&printed(&case)));
    }

    #[test]
    fn blanks_and_comments_are_plain() {
        let text = "( // by hand\n by :\"japan\",/* /* a */ \"b */on:\"1997\" ,\tsays : Dead \
                    ( cause:\"\\u{e9}\" , ) ,sources:[ ],reported:true)\r\n// the end";
        assert!(check_agreement::<Claim>(text));
    }

    #[test]
    fn a_changed_character_is_read_as_by_ron() {
        let register = sample_register().unwrap();
        let texts =
            ["(", ")", "[", "]", ",", ":", "\"", "\\", "/", "0", "-", ".", "_", "#", "r", ""];
        let (mut plain, mut all) = (0, 0);
        for (number, case) in register.cases().iter().take(2).enumerate() {
            let text = printed(&**case);
            let places = text.char_indices().filter(|(at, _)| at % 6 == number);
            for (at, c) in places {
                for new in texts {
                    let (before, after) = (&text[..at], &text[at..]);
                    let replaced = [before, new, &after[c.len_utf8()..]].concat();
                    for changed in [replaced, [before, new, after].concat()] {
                        plain += usize::from(check_agreement::<Case>(&changed));
                        all += 1;
                    }
                }
            }
        }
        assert!(plain > 100 && all - plain > 1000, "{plain} of {all}");
    }

    #[test]
    fn what_only_ron_can_read_is_left_to_it() {
        let others = [
            "Claim(by: \"japan\", on: \"1997\", says: Abducted)",
            "(by: r\"japan\", on: \"1997\", says: Abducted)",
            "(r#by: \"japan\", on: \"1997\", says: Abducted)",
            "(by: \"japan\", on: \"1997\", says: Dead(on: Some(\"1998\")))",
            "\u{85}(by: \"japan\", on: \"1997\", says: Abducted)",
        ];
        for text in others {
            assert!(ron_options().from_str::<Claim>(text).is_ok(), "{text}");
            assert!(parse_plain::<Claim>(text).is_none(), "{text}");
        }
        let numbers = ["0x10", "1_000", "+5", "007", "5.0", "-0", "300", ".5", "5.", "1e3", "--1"];
        for text in numbers {
            check_agreement::<u8>(text);
            check_agreement::<f64>(text);
        }
        assert_eq!(parse_plain::<f64>("-35.25"), Some(-35.25));
        assert_eq!(parse_plain::<u8>("\u{feff}5"), None);
    }
}
