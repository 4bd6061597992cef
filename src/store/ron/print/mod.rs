//! The canonical text of a register: the same register always gives the same bytes.
//!
//! It is laid out for reading and for comparing line by line: a field of a record on a line, a
//! claim, a variant or a party on a line, anything smaller within its line. Fields that are empty
//! are left out; text is written as it is, but for quotes, backslashes and what cannot be seen.

mod records;

use std::{
    fmt::{Debug, Write as _},
    io,
    sync::Arc,
};

use crate::{
    model::{Case, CaseId, Coordinates, Date, Fact, PartyId, Sex, SourceId, SourceKind},
    register::{Register, RegisterInfo},
};

/// Writes a register.
///
/// # Errors
/// Those of the writer; what was written until then is then the beginning of the text.
pub fn print_register(register: &Register, out: &mut dyn io::Write) -> io::Result<()> {
    print_register_with_cases(register, &mut { out }, |out| {
        print_records(&mut String::new(), out, register.cases())
    })
}

/// Writes a register whose cases are written by `cases`, if there are any.
///
/// # Errors
/// Those of the writer; what was written until then is then the beginning of the text.
pub(crate) fn print_register_with_cases<W: io::Write>(
    register: &Register,
    out: &mut W,
    cases: impl FnOnce(&mut W) -> io::Result<()>,
) -> io::Result<()> {
    let RegisterInfo { title, note, compare } = register.info();
    let mut text = "(\n".to_owned();
    print_field_line(&mut text, 4, &required_field("format", &register.format_version()));
    print_field_line(&mut text, 4, &required_field("title", &title));
    print_field_line(&mut text, 4, &optional_field("note", &note));
    print_record_list(&mut text, out, "parties", register.parties())?;
    print_field_line(&mut text, 4, &required_field("compare", &compare));
    print_record_list(&mut text, out, "sources", register.sources())?;
    print_record_list(&mut text, out, "totals", register.totals())?;
    print_record_list(&mut text, out, "incidents", register.incidents())?;
    if !register.cases().is_empty() {
        begin_list(&mut text, "cases");
        out.write_all(text.as_bytes())?;
        text.clear();
        cases(out)?;
        end_list(&mut text);
    }
    print_record_list(&mut text, out, "events", register.events())?;
    text.push_str(")\n");
    out.write_all(text.as_bytes())
}

/// Writes cases as they stand within a register.
///
/// # Errors
/// Those of the writer.
pub fn print_cases(cases: &[Arc<Case>], out: &mut dyn io::Write) -> io::Result<()> {
    print_records(&mut String::new(), out, cases)
}

/// Writes a list of records, each beginning on a line of its own.
fn print_record_list<T: PrintRon>(
    text: &mut String,
    out: &mut dyn io::Write,
    name: &str,
    records: &[Arc<T>],
) -> io::Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    begin_list(text, name);
    print_records(text, out, records)?;
    end_list(text);
    Ok(())
}

/// Begins a list of records.
fn begin_list(text: &mut String, name: &str) {
    push_indent(text, 4);
    text.push_str(name);
    text.push_str(": [\n");
}

/// Ends a list of records.
fn end_list(text: &mut String) {
    push_indent(text, 4);
    text.push_str("],\n");
}

fn print_records<T: PrintRon>(
    text: &mut String,
    out: &mut dyn io::Write,
    records: &[Arc<T>],
) -> io::Result<()> {
    for record in records {
        print_record(text, record.as_ref());
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    Ok(())
}

/// Writes a record as it stands in its list, with its line's end.
pub(crate) fn print_record(text: &mut String, record: &dyn PrintRon) {
    push_indent(text, 8);
    record.print(text);
    text.push_str(",\n");
}

/// The text of a value.
pub(crate) fn print_value(value: &dyn PrintRon) -> String {
    let mut text = String::new();
    value.print(&mut text);
    text
}

/// Something a field can hold.
pub(crate) trait PrintRon {
    /// Writes it.
    fn print(&self, text: &mut String);

    /// Whether there is nothing to write.
    fn is_empty(&self) -> bool {
        false
    }
}

/// A field of a record.
struct RonField<'a> {
    name: &'static str,
    value: &'a dyn PrintRon,
    is_shown: bool,
}

/// A field that is always written.
fn required_field<'a>(name: &'static str, value: &'a dyn PrintRon) -> RonField<'a> {
    RonField { name, value, is_shown: true }
}

/// A field that is left out where it is empty.
fn optional_field<'a>(name: &'static str, value: &'a dyn PrintRon) -> RonField<'a> {
    RonField { name, value, is_shown: !value.is_empty() }
}

/// Writes a field on a line of its own.
fn print_field_line(
    text: &mut String,
    depth: usize,
    RonField { name, value, is_shown: shown }: &RonField,
) {
    if *shown {
        push_indent(text, depth);
        text.push_str(name);
        text.push_str(": ");
        value.print(text);
        text.push_str(",\n");
    }
}

/// Writes a record of a list, a field on a line.
fn print_record_block(text: &mut String, fields: &[RonField]) {
    text.push_str("(\n");
    for one in fields {
        print_field_line(text, 12, one);
    }
    push_indent(text, 8);
    text.push(')');
}

/// Writes a small record within a line.
fn print_inline_record(text: &mut String, fields: &[RonField]) {
    text.push('(');
    for (i, RonField { name, value, .. }) in
        fields.iter().filter(|field| field.is_shown).enumerate()
    {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(name);
        text.push_str(": ");
        value.print(text);
    }
    text.push(')');
}

fn push_indent(text: &mut String, depth: usize) {
    text.push_str(&"                "[..depth]);
}

/// The items of a field of a case, each on a line of its own.
struct MultilineList<'a, T>(&'a [T]);

impl<T: PrintRon> PrintRon for MultilineList<'_, T> {
    fn print(&self, text: &mut String) {
        text.push_str("[\n");
        for item in self.0 {
            push_indent(text, 16);
            item.print(text);
            text.push_str(",\n");
        }
        push_indent(text, 12);
        text.push(']');
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: PrintRon> PrintRon for Vec<T> {
    fn print(&self, text: &mut String) {
        text.push('[');
        for (i, item) in self.iter().enumerate() {
            if i > 0 {
                text.push_str(", ");
            }
            item.print(text);
        }
        text.push(']');
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<T: PrintRon> PrintRon for Option<T> {
    fn print(&self, text: &mut String) {
        if let Some(value) = self {
            value.print(text);
        }
    }

    fn is_empty(&self) -> bool {
        self.is_none()
    }
}

impl PrintRon for Coordinates {
    fn print(&self, text: &mut String) {
        push_debug(text, &(self.latitude(), self.longitude()));
    }
}

impl PrintRon for (PartyId, PartyId) {
    fn print(&self, text: &mut String) {
        text.push('(');
        self.0.print(text);
        text.push_str(", ");
        self.1.print(text);
        text.push(')');
    }
}

impl PrintRon for bool {
    fn print(&self, text: &mut String) {
        push_debug(text, self);
    }

    fn is_empty(&self) -> bool {
        !self
    }
}

/// Values that RON writes as Rust does: whole numbers, and variants without content.
macro_rules! written_like_rust {
    ($($name:ident),*) => {$(
        impl PrintRon for $name {
            fn print(&self, text: &mut String) {
                push_debug(text, self);
            }
        }
    )*};
}

written_like_rust!(u8, u32, Sex, SourceKind, Fact);

fn push_debug(text: &mut String, value: &dyn Debug) {
    // Writing to a string cannot fail.
    let _ = write!(text, "{value:?}");
}

/// Values that are a text in quotation marks.
macro_rules! quoted {
    ($($name:ident),*) => {$(
        impl PrintRon for $name {
            fn print(&self, text: &mut String) {
                push_quoted(text, self.as_str());
            }

            fn is_empty(&self) -> bool {
                self.as_str().is_empty()
            }
        }
    )*};
}

quoted!(String, Date, CaseId, PartyId, SourceId);

/// Writes a text in quotation marks.
fn push_quoted(text: &mut String, value: &str) {
    text.push('"');
    if !value.bytes().any(can_start_escaped_char) {
        text.push_str(value);
        text.push('"');
        return;
    }
    let mut unescaped_from = 0;
    for (at, c) in value.char_indices().filter(|(_, c)| needs_escape(*c)) {
        text.push_str(&value[unescaped_from..at]);
        unescaped_from = at + c.len_utf8();
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ => text.extend(c.escape_unicode()),
        }
    }
    text.push_str(&value[unescaped_from..]);
    text.push('"');
}

/// Whether a byte can be the first of a character that is escaped: quicker than to look at each.
fn can_start_escaped_char(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7f | 0xc2 | 0xe2 | 0xef)
}

/// Whether a character cannot stand in a text as it is.
fn needs_escape(c: char) -> bool {
    matches!(c, '"' | '\\') || is_invisible_or_control(c)
}

/// Whether a character ends the line, or cannot be seen but changes how the rest is read (controls
/// of direction, Unicode Annex 9).
pub(super) fn is_invisible_or_control(c: char) -> bool {
    match c {
        '\u{feff}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => true,
        c => c.is_control(),
    }
}
