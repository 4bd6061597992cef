//! The fields of a register, in the order in which they are printed.

use crate::register::{
    Register,
    record::ListMember as _,
    record_list::{RecordList, with_record_type},
};

/// A field of a register in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RegisterField {
    /// The version of the file format.
    Format,
    /// The title.
    Title,
    /// The note on the whole register.
    Note,
    /// The two compared parties.
    Compare,
    /// A list of records.
    List(RecordList),
}

impl RegisterField {
    /// Every field, in the order in which the fields are printed.
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::Title,
        Self::Note,
        Self::List(RecordList::Parties),
        Self::Compare,
        Self::List(RecordList::Sources),
        Self::List(RecordList::Totals),
        Self::List(RecordList::Incidents),
        Self::List(RecordList::Cases),
        Self::List(RecordList::Events),
    ];

    /// Returns the name of the field in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Title => "title",
            Self::Note => "note",
            Self::Compare => "compare",
            Self::List(list) => list.name(),
        }
    }

    /// Returns the field of this name; `None` if a register has no such field.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Returns whether the field is left out when the register is printed, because it is empty.
    pub fn is_left_out(self, register: &Register) -> bool {
        match self {
            Self::Format | Self::Title | Self::Compare => false,
            Self::Note => register.note().is_empty(),
            Self::List(list) => with_record_type!(list, T => T::records(register).is_empty()),
        }
    }
}
