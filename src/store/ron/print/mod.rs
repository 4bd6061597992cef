//! The canonical text of a register: equal registers have the same bytes.
//!
//! The text is laid out for reading and for comparing by lines: a field of a record on a line, a
//! claim, a variant or a party on a line, anything smaller within its line. Empty fields are left
//! out. A text stands as it is, except for quotation marks, backslashes and invisible characters.
//!
//! ```text
//! (
//!     format: 1,
//!     title: "Abductions",
//!     parties: [
//!         (id: "japan", name: (en: "Japan")),
//!     ],
//!     compare: ("japan", "north-korea"),
//!     cases: [
//!         (
//!             id: "yokota-megumi",
//!             name: (given: "Megumi", family: "Yokota"),
//!             claims: [
//!                 (by: "japan", on: "1997-02-03", says: Abducted),
//!             ],
//!         ),
//!     ],
//! )
//! ```

pub(crate) mod escape;
pub(crate) mod layout;
mod serializer;

use std::{io, sync::Arc};

use serde::Serialize;

use crate::{
    model::Case,
    register::{
        Register,
        record::{ListMember as _, Record},
        record_list::{RecordList, with_record_type},
    },
    store::ron::{
        print::{
            layout::{RECORD_INDENT, REGISTER_FIELD_INDENT, RonLayout, push_indent},
            serializer::RonSerializer,
        },
        register_field::RegisterField,
    },
};

/// Prints a register.
///
/// # Errors
/// Returns the error of the writer, which then holds the start of the text.
pub fn print_register(register: &Register, out: &mut dyn io::Write) -> io::Result<()> {
    print_register_with_cases(register, &mut { out }, |out| print_cases(register.cases(), out))
}

/// Prints a register whose cases, if it has any, are printed by `print_cases`.
///
/// # Errors
/// Returns the error of the writer, which then holds the start of the text.
pub(crate) fn print_register_with_cases<W: io::Write>(
    register: &Register,
    out: &mut W,
    mut print_cases: impl FnMut(&mut W) -> io::Result<()>,
) -> io::Result<()> {
    let info = register.info();
    let mut text = "(\n".to_owned();
    for field in RegisterField::ALL {
        if field.is_left_out(register) {
            continue;
        }
        push_indent(&mut text, REGISTER_FIELD_INDENT);
        text.push_str(field.name());
        text.push_str(": ");
        match field {
            RegisterField::Format => push_value(&mut text, &register.format_version()),
            RegisterField::Title => push_value(&mut text, &info.title),
            RegisterField::Note => push_value(&mut text, &info.note),
            RegisterField::Compare => push_value(&mut text, &info.compare),
            RegisterField::List(list) => {
                text.push_str("[\n");
                if list == RecordList::Cases {
                    out.write_all(text.as_bytes())?;
                    text.clear();
                    print_cases(out)?;
                } else {
                    with_record_type!(list, T => {
                        print_records(&mut text, out, T::records(register))?;
                    });
                }
                push_indent(&mut text, REGISTER_FIELD_INDENT);
                text.push(']');
            }
        }
        text.push_str(",\n");
    }
    text.push_str(")\n");
    out.write_all(text.as_bytes())
}

/// Prints cases as they stand within a register.
///
/// # Errors
/// Returns the error of the writer.
pub fn print_cases(cases: &[Arc<Case>], out: &mut dyn io::Write) -> io::Result<()> {
    print_records(&mut String::new(), &mut { out }, cases)
}

/// Prints records after a text; each is written at once, and the text is empty in the end.
fn print_records<T: Record>(
    text: &mut String,
    out: &mut impl io::Write,
    records: &[Arc<T>],
) -> io::Result<()> {
    for record in records {
        push_record(text, record.as_ref());
        out.write_all(text.as_bytes())?;
        text.clear();
    }
    Ok(())
}

/// Appends a record as it stands in its list, up to the end of its last line.
pub(crate) fn push_record<T: Record>(text: &mut String, record: &T) {
    push_indent(text, RECORD_INDENT);
    let layout = match T::LIST {
        RecordList::Parties => RonLayout::Inline,
        _ => RonLayout::FieldPerLine,
    };
    push_with_layout(text, record, layout);
    text.push_str(",\n");
}

/// Returns the text of a value within a line.
pub(crate) fn print_value<T: Serialize>(value: &T) -> String {
    let mut text = String::new();
    push_value(&mut text, value);
    text
}

fn push_value<T: Serialize>(text: &mut String, value: &T) {
    push_with_layout(text, value, RonLayout::Inline);
}

fn push_with_layout<T: Serialize>(text: &mut String, value: &T, layout: RonLayout) {
    // The serializer fails only for types that the model does not have.
    let _ = value.serialize(RonSerializer::new(text, layout));
}
