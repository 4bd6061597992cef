//! The layout of a text that is not canonical.

use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::{RegisterInfo, record::Record, record_list::for_each_record_list},
    store::{
        ron::{
            line_ends::{LineEnd, LineEnds},
            register_field::RegisterField,
            splitter::{RawField, RawRegister},
        },
        source_text::{
            broken_record::BrokenRecord,
            list_source::{ListText, ParsedRecord},
            trailing_trivia::TrailingTrivia,
        },
    },
};

/// The layout of a text that is not canonical.
#[derive(Clone, Debug)]
pub(super) struct RegisterLayout {
    pub opening: String,
    pub fields: Vec<FieldText>,
    pub closing: String,
    /// The end of most lines, which what is printed anew gets.
    pub line_end: LineEnd,
    /// The information of the register as it was read.
    pub info: RegisterInfo,
    pub lists: ListTexts,
    pub broken_records: Vec<BrokenRecord>,
}

/// The text of a field of the register.
#[derive(Clone, Debug)]
pub(super) struct FieldText {
    pub field: RegisterField,
    /// The text before the value: comments, the name, the colon.
    pub leading: String,
    /// The value; of a list the text up to its first record. The text after its last is in
    /// `closing`.
    pub value: String,
    pub closing: String,
    pub trailing: TrailingTrivia,
}

/// The parts of a text that was read.
pub(crate) struct SourceTextParts<'a> {
    pub text: &'a str,
    pub raw: RawRegister,
    pub info: RegisterInfo,
    pub broken_records: Vec<BrokenRecord>,
}

macro_rules! lists {
    ($($record:ident, $field:ident, $variant:ident;)*) => {
        /// The records read from the lists of a text.
        pub(crate) struct ParsedLists {
            $(pub $field: Vec<ParsedRecord<$record>>,)*
        }

        /// The texts of the lists of a register.
        #[derive(Clone, Debug)]
        pub(super) struct ListTexts {
            $(pub $field: ListText<$record>,)*
        }

        impl ListTexts {
            fn new(parsed: ParsedLists) -> Self {
                Self { $($field: ListText::new(parsed.$field),)* }
            }

            /// Returns every fragment of the text that can hold a comment.
            fn fragments(&self) -> impl Iterator<Item = &str> {
                std::iter::empty()$(.chain(self.$field.fragments()))*
            }
        }

        $(impl LaidOutRecord for $record {
            fn list_text(lists: &ListTexts) -> &ListText<Self> {
                &lists.$field
            }
        })*
    };
}
for_each_record_list!(lists);

/// A record whose list has its text in [`ListTexts`].
pub(super) trait LaidOutRecord: Record {
    /// Returns the text of the list.
    fn list_text(lists: &ListTexts) -> &ListText<Self>;
}

impl RegisterLayout {
    /// Returns the layout of a text; `None` if a field has an unknown name.
    pub fn new(
        SourceTextParts { text, raw, info, broken_records }: SourceTextParts,
        lists: ParsedLists,
    ) -> Option<Self> {
        let fields = raw.fields.iter().map(|field| FieldText::from_raw(text, field));
        let fields = fields.collect::<Option<_>>()?;
        Some(Self {
            opening: text[raw.opening].to_owned(),
            fields,
            closing: text[raw.closing].to_owned(),
            line_end: LineEnds::of(text).default,
            info,
            lists: ListTexts::new(lists),
            broken_records,
        })
    }

    /// Returns every fragment of the text that can hold a comment.
    pub fn fragments(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.iter().flat_map(
            |FieldText { leading: before, value, closing: end, trailing: after, .. }| {
                [&**before, &**value, &**end, &*after.text]
            },
        );
        let broken =
            self.broken_records.iter().flat_map(|it| [&*it.leading, &*it.text, &*it.trailing.text]);
        [&*self.opening, &*self.closing]
            .into_iter()
            .chain(fields)
            .chain(self.lists.fragments())
            .chain(broken)
    }
}

impl FieldText {
    /// Returns the text of a field; `None` if a register has no field of this name.
    fn from_raw(text: &str, RawField { name, value: raw, records }: &RawField) -> Option<Self> {
        let (value, end) = match records {
            Some(records) => (records.opening.clone(), records.closing.clone()),
            None => (raw.value.clone(), 0..0),
        };
        Some(Self {
            field: RegisterField::from_name(&text[name.clone()])?,
            leading: text[raw.start..raw.value.start].to_owned(),
            value: text[value].to_owned(),
            closing: text[end].to_owned(),
            trailing: TrailingTrivia::from_raw(text, raw),
        })
    }
}
