//! The record lists of a register: the one table that enumerates them, and what all records have
//! in common.
//!
//! A new list is a row of [`for_each_record_list`], an implementation of [`Record`], a variant of
//! [`Edit`] and a field of [`RegisterParts`](crate::register::register::RegisterParts).

use std::{borrow::Cow, fmt::Debug, hash::Hash, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::{Change, Edit, Register, StepSubject},
};

/// Calls a macro with a row for each record list, in the order of the file: the type of its
/// records, which is also the name of their variant of [`Edit`], its field of a register, and its
/// variant of [`RecordList`]. An argument in brackets stands before the rows.
macro_rules! for_each_record_list {
    ($($callback:tt)::+ $(, $argument:tt)?) => {
        $($callback)::+! {
            $($argument)?
            Party, parties, Parties;
            Source, sources, Sources;
            Total, totals, Totals;
            Incident, incidents, Incidents;
            Case, cases, Cases;
            Event, events, Events;
        }
    };
}
pub(crate) use for_each_record_list;

/// Evaluates an expression in which a name stands for the type of the records of a list, as in
/// `with_record_type!(list, T => T::records(register).len())`.
macro_rules! with_record_type {
    ($list:expr, $name:ident => $body:expr) => {
        $crate::register::record::for_each_record_list! {
            $crate::register::record::match_record_type, [$list, $name, $body]
        }
    };
}
pub(crate) use with_record_type;

/// Expands [`with_record_type`] for the rows of [`for_each_record_list`].
macro_rules! match_record_type {
    (
        [$list:expr, $name:ident, $body:expr]
        $($record:ident, $field:ident, $variant:ident;)*
    ) => {
        match $list {
            $($crate::register::record::RecordList::$variant => {
                type $name = $crate::model::$record;
                $body
            })*
        }
    };
}
pub(crate) use match_record_type;

macro_rules! record_list {
    ($($record:ident, $field:ident, $variant:ident;)*) => {
        /// A list of records of a register.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum RecordList {
            $(
                #[doc = concat!("The list of the field `", stringify!($field), "`.")]
                $variant,
            )*
        }

        impl RecordList {
            /// Every list, in the order of the file.
            pub const ALL: [Self; [$(Self::$variant),*].len()] = [$(Self::$variant),*];

            /// Returns the name of the field that holds the list in a file, as in `cases`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($field),)*
                }
            }
        }
    };
}
for_each_record_list!(record_list);

impl RecordList {
    /// Returns the list that the field of this name holds; `None` for any other field.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }

    /// Returns whether the list of a register holds no record.
    pub fn is_empty_in(self, register: &Register) -> bool {
        with_record_type!(self, T => T::records(register).is_empty())
    }
}

/// The member type of a record list: how its records are found in a register and changed.
pub trait ListMember: Sized {
    /// The list that holds records of this type.
    const LIST: RecordList;

    /// Returns the records of this type, in the order of the file.
    fn records(register: &Register) -> &[Arc<Self>];

    /// Returns the edit that makes a change of one record of this type.
    fn edit(change: Change<Self>) -> Edit;

    /// Returns the change of a record of this type that an edit makes; `None` for any other edit.
    fn change(edit: &Edit) -> Option<&Change<Self>>;
}

macro_rules! list_members {
    ($($record:ident, $field:ident, $variant:ident;)*) => {$(
        impl ListMember for $record {
            const LIST: RecordList = RecordList::$variant;

            fn records(register: &Register) -> &[Arc<Self>] {
                register.$field()
            }

            fn edit(change: Change<Self>) -> Edit {
                Edit::$record(change)
            }

            fn change(edit: &Edit) -> Option<&Change<Self>> {
                match edit {
                    Edit::$record(change) => Some(change),
                    _ => None,
                }
            }
        }
    )*};
}
for_each_record_list!(list_members);

/// A record of one of the lists of a register.
pub trait Record:
    ListMember + Clone + Debug + Eq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// The name of the field that no two records of the list have the same value in; `None` for
    /// records without an id.
    const ID_FIELD: Option<&'static str>;

    /// The values that identify a record within its list while its other fields change.
    type Key<'a>: Eq + Hash;

    /// Returns the key. Only records without an id may have the key of another of their list.
    fn key(&self) -> Self::Key<'_>;

    /// Returns the value of [`ID_FIELD`](Self::ID_FIELD) as a text.
    fn id_text(&self) -> Option<Cow<'_, str>>;

    /// Returns the subject of a step that changes this record alone.
    fn step_subject(&self) -> StepSubject;

    /// Returns whether two records are versions of one: whether their ids are equal, or all their
    /// fields where they have no id.
    fn is_version_of(&self, other: &Self) -> bool {
        if Self::ID_FIELD.is_some() { self.key() == other.key() } else { self == other }
    }
}

impl Record for Party {
    const ID_FIELD: Option<&'static str> = Some("id");

    type Key<'a> = &'a str;

    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn id_text(&self) -> Option<Cow<'_, str>> {
        Some(self.id.as_str().into())
    }

    fn step_subject(&self) -> StepSubject {
        StepSubject::Register
    }
}

impl Record for Source {
    const ID_FIELD: Option<&'static str> = Some("id");

    type Key<'a> = &'a str;

    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn id_text(&self) -> Option<Cow<'_, str>> {
        Some(self.id.as_str().into())
    }

    fn step_subject(&self) -> StepSubject {
        StepSubject::Source(self.title.clone())
    }
}

impl Record for Total {
    const ID_FIELD: Option<&'static str> = None;

    type Key<'a> = (&'a str, &'a str);

    fn key(&self) -> (&str, &str) {
        (self.by.as_str(), self.on.as_str())
    }

    fn id_text(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn step_subject(&self) -> StepSubject {
        StepSubject::Total(self.count)
    }
}

impl Record for Incident {
    const ID_FIELD: Option<&'static str> = Some("number");

    type Key<'a> = u32;

    fn key(&self) -> u32 {
        self.number
    }

    fn id_text(&self) -> Option<Cow<'_, str>> {
        Some(self.number.to_string().into())
    }

    fn step_subject(&self) -> StepSubject {
        StepSubject::Register
    }
}

impl Record for Case {
    const ID_FIELD: Option<&'static str> = Some("id");

    type Key<'a> = &'a str;

    fn key(&self) -> &str {
        self.id.as_str()
    }

    fn id_text(&self) -> Option<Cow<'_, str>> {
        Some(self.id.as_str().into())
    }

    fn step_subject(&self) -> StepSubject {
        StepSubject::Case(self.name.latin())
    }
}

impl Record for Event {
    const ID_FIELD: Option<&'static str> = None;

    type Key<'a> = (&'a str, &'a str);

    fn key(&self) -> (&str, &str) {
        (self.on.as_str(), self.title.en.as_str())
    }

    fn id_text(&self) -> Option<Cow<'_, str>> {
        None
    }

    fn step_subject(&self) -> StepSubject {
        StepSubject::Event(self.title.en.clone())
    }
}
