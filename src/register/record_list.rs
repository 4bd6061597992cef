//! The record lists of a register: the one table that enumerates them.
//!
//! A new list is a row of [`for_each_record_list`], a variant of
//! [`Edit`](crate::register::Edit), a field of
//! [`Register`](crate::register::Register) and an implementation of
//! [`Record`](crate::register::record::Record).

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
        $crate::register::record_list::for_each_record_list! {
            $crate::register::record_list::match_record_type, [$list, $name, $body]
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
            $($crate::register::record_list::RecordList::$variant => {
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
}
