//! A version of a register with the fragments of its text.

use std::{collections::HashMap, sync::Arc};

use crate::{
    register::{
        Register,
        record::{ListMember as _, Record},
        record_list::{RecordList, with_record_type},
    },
    store::{
        ron::{
            register_field::RegisterField,
            splitter::{RawField, RawRegister, RawValue},
        },
        source_text::list_source::ListText,
    },
};

/// A version of a register with the fragments of its text.
pub(super) struct SplitVersion<'a> {
    pub register: &'a Register,
    pub text: &'a str,
    pub raw: RawRegister,
    /// The fields in their order.
    pub fields: Vec<RegisterField>,
}

impl<'a> SplitVersion<'a> {
    /// Splits the text of a version; `None` if its records cannot be told apart in the text.
    pub fn new(register: &'a Register, text: &'a str) -> Option<Self> {
        let raw = RawRegister::split(text, None)?;
        let field = |field: &RawField| RegisterField::from_name(&text[field.name.clone()]);
        let fields = raw.fields.iter().map(field).collect::<Option<Vec<_>>>()?;
        let this = Self { register, text, raw, fields };
        let is_complete = RecordList::ALL.into_iter().all(|list| {
            let records = this.records(RegisterField::List(list)).len();
            records == with_record_type!(list, T => T::records(register).len())
        });
        is_complete.then_some(this)
    }

    /// Returns a field of the text.
    pub fn field(&self, field: RegisterField) -> Option<&RawField> {
        let at = self.fields.iter().position(|other| *other == field)?;
        self.raw.fields.get(at)
    }

    /// Returns the records of a list in the text.
    fn records(&self, field: RegisterField) -> &[RawValue] {
        let records = self.field(field).and_then(|field| field.records.as_ref());
        records.map_or(&[], |records| &records.records)
    }

    /// Returns, for each of the given records, its version in this text.
    pub fn find_records<T: Record>(&self, records: &[Arc<T>]) -> Vec<Option<RecordVersion<'_, T>>> {
        let own = T::records(self.register);
        let list = ListText { records: own.to_vec(), record_texts: HashMap::new() };
        let raw = self.records(RegisterField::List(T::LIST));
        let version = |at: usize| RecordVersion {
            record: &*own[at],
            text: ValueText::new(self.text, &raw[at]),
        };
        list.match_records(records, false).into_iter().map(|at| at.map(version)).collect()
    }
}

/// A record in one version of a register.
pub(super) struct RecordVersion<'a, T> {
    pub record: &'a T,
    pub text: ValueText<'a>,
}

impl<T> Clone for RecordVersion<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RecordVersion<'_, T> {}

/// The text of a value with the text around it.
#[derive(Clone, Copy)]
pub(super) struct ValueText<'a> {
    /// The text before the value, from the end of the value before it.
    pub leading: &'a str,
    pub value: &'a str,
    /// The text after the value, without its comma: up to the end of the line.
    pub trailing: &'a str,
    /// True if a comma follows the value.
    pub has_comma: bool,
}

impl<'a> ValueText<'a> {
    /// Returns the text of a value.
    pub fn new(text: &'a str, raw: &RawValue) -> Self {
        Self {
            leading: &text[raw.start..raw.value.start],
            value: &text[raw.value.clone()],
            trailing: &text[raw.value.end..raw.end],
            has_comma: raw.has_comma,
        }
    }
}
