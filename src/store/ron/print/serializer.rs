//! The serializer that prints a value of the model: its fields in the order and with the names that
//! the model declares, without those that the model skips as empty.

use std::fmt::{self, Write as _};

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple},
};

use crate::store::ron::print::{
    escape::push_quoted,
    layout::{
        ITEM_INDENT, MULTILINE_LISTS, RECORD_FIELD_INDENT, RECORD_INDENT, RonLayout, push_indent,
    },
};

/// Appends the text of a value.
pub(super) struct RonSerializer<'a> {
    text: &'a mut String,
    layout: RonLayout,
}

impl<'a> RonSerializer<'a> {
    pub fn new(text: &'a mut String, layout: RonLayout) -> Self {
        Self { text, layout }
    }

    fn push_display(self, value: impl fmt::Display) -> fmt::Result {
        write!(self.text, "{value}")
    }

    /// Starts a value in brackets, which holds several values.
    fn begin_group(self, opening: char, closing: char) -> Group<'a> {
        self.text.push(opening);
        if self.layout != RonLayout::Inline {
            self.text.push('\n');
        }
        Group { text: self.text, layout: self.layout, closing, is_empty: true }
    }
}

/// A value in brackets that is being printed.
pub(super) struct Group<'a> {
    text: &'a mut String,
    layout: RonLayout,
    closing: char,
    is_empty: bool,
}

impl Group<'_> {
    /// Appends a value of the group after the name of its field, if it is one.
    fn push_member(
        &mut self,
        field: Option<&'static str>,
        value: &(impl Serialize + ?Sized),
    ) -> fmt::Result {
        match self.layout {
            RonLayout::Inline if self.is_empty => {}
            RonLayout::Inline => self.text.push_str(", "),
            RonLayout::FieldPerLine => push_indent(self.text, RECORD_FIELD_INDENT),
            RonLayout::ItemPerLine => push_indent(self.text, ITEM_INDENT),
        }
        self.is_empty = false;
        let mut layout = RonLayout::Inline;
        if let Some(name) = field {
            self.text.push_str(name);
            self.text.push_str(": ");
            if self.layout == RonLayout::FieldPerLine && MULTILINE_LISTS.contains(&name) {
                layout = RonLayout::ItemPerLine;
            }
        }
        value.serialize(RonSerializer { text: self.text, layout })?;
        if self.layout != RonLayout::Inline {
            self.text.push_str(",\n");
        }
        Ok(())
    }

    /// Appends the closing bracket.
    fn finish(self) -> fmt::Result {
        match self.layout {
            RonLayout::Inline => {}
            RonLayout::FieldPerLine => push_indent(self.text, RECORD_INDENT),
            RonLayout::ItemPerLine => push_indent(self.text, RECORD_FIELD_INDENT),
        }
        self.text.push(self.closing);
        Ok(())
    }
}

/// Numbers and truth values, whose text in RON is that in Rust.
macro_rules! display {
    ($($method:ident($type:ty);)*) => {$(
        fn $method(self, value: $type) -> fmt::Result {
            self.push_display(value)
        }
    )*};
}

/// Types that the model does not have.
macro_rules! unsupported {
    ($($method:ident($($argument:ty),*) -> $result:ty;)*) => {$(
        fn $method(self, $(_: $argument),*) -> Result<$result, fmt::Error> {
            Err(fmt::Error)
        }
    )*};
}

impl<'a> Serializer for RonSerializer<'a> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Group<'a>;
    type SerializeTuple = Group<'a>;
    type SerializeStruct = Group<'a>;
    type SerializeStructVariant = Group<'a>;
    type SerializeTupleStruct = Impossible<(), fmt::Error>;
    type SerializeTupleVariant = Impossible<(), fmt::Error>;
    type SerializeMap = Impossible<(), fmt::Error>;

    display! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
    }

    fn serialize_f32(self, value: f32) -> fmt::Result {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> fmt::Result {
        // Debug keeps the decimal point of a whole number.
        write!(self.text, "{value:?}")
    }

    fn serialize_str(self, value: &str) -> fmt::Result {
        push_quoted(self.text, value);
        Ok(())
    }

    fn serialize_none(self) -> fmt::Result {
        self.text.push_str("None");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> fmt::Result {
        // An optional value stands without `Some`.
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> fmt::Result {
        self.text.push_str(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> fmt::Result {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> fmt::Result {
        self.text.push_str(variant);
        let mut group = self.begin_group('(', ')');
        group.push_member(None, value)?;
        group.finish()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Group<'a>, fmt::Error> {
        Ok(self.begin_group('[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Group<'a>, fmt::Error> {
        Ok(self.begin_group('(', ')'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Group<'a>, fmt::Error> {
        Ok(self.begin_group('(', ')'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Group<'a>, fmt::Error> {
        self.text.push_str(variant);
        Ok(self.begin_group('(', ')'))
    }

    unsupported! {
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize)
            -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
    }
}

impl SerializeSeq for Group<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.push_member(None, value)
    }

    fn end(self) -> fmt::Result {
        self.finish()
    }
}

impl SerializeTuple for Group<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.push_member(None, value)
    }

    fn end(self) -> fmt::Result {
        self.finish()
    }
}

impl SerializeStruct for Group<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> fmt::Result {
        self.push_member(Some(name), value)
    }

    fn end(self) -> fmt::Result {
        self.finish()
    }
}

impl SerializeStructVariant for Group<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> fmt::Result {
        self.push_member(Some(name), value)
    }

    fn end(self) -> fmt::Result {
        self.finish()
    }
}
