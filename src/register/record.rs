//! The properties that all records of a register have in common.

use std::{borrow::Cow, fmt::Debug, hash::Hash, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::{
        edit::{Change, Edit},
        record_list::{RecordList, for_each_record_list},
        register::Register,
        undo_history::StepSubject,
    },
};

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
