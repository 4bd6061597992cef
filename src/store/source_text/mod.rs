//! The source text of a register: comments, manual layout, and records that cannot be read.
//!
//! It is built when the file is read and changes only when a record is repaired. The text that is
//! saved follows from it and the register. An unchanged record is printed as it stood, so that an
//! undone change restores the bytes of the file.

mod comments;
pub mod broken_record;
pub mod repair_draft;
mod reprint;
pub(crate) mod list_source;

use std::{borrow::Cow, collections::HashSet};

use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::{
        RegisterInfo,
        record::{Record, RecordList, for_each_record_list},
    },
    store::{
        ron::{
            register_field::RegisterField,
            splitter::{RawField, RawRegister, RawValue},
        },
        source_text::{
            broken_record::BrokenRecord,
            list_source::{ListText, ParsedRecord},
        },
    },
};

/// The part of the text of a file that does not follow from its records.
#[derive(Clone, Debug, Default)]
pub struct SourceText {
    /// `None` if the text is canonical.
    layout: Option<Box<RegisterLayout>>,
}

/// The layout of a text that is not canonical.
#[derive(Clone, Debug)]
struct RegisterLayout {
    opening: String,
    fields: Vec<FieldText>,
    closing: String,
    /// The information of the register as it was read.
    info: RegisterInfo,
    lists: ListTexts,
    broken_records: Vec<BrokenRecord>,
}

/// The text of a field of the register.
#[derive(Clone, Debug)]
struct FieldText {
    field: RegisterField,
    /// The text before the value: comments, the name, the colon.
    leading: String,
    /// The value; of a list the text up to its first record. The text after its last is in `closing`.
    value: String,
    closing: String,
    trailing: TrailingTrivia,
}

/// The text that follows a value, up to the end of its line.
#[derive(Clone, Debug, Default)]
struct TrailingTrivia {
    text: Cow<'static, str>,
    has_comma: bool,
}

/// The text that follows a value in canonical text.
static CANONICAL_TRIVIA: TrailingTrivia =
    TrailingTrivia { text: Cow::Borrowed(",\n"), has_comma: true };

/// The parts of a text that was read.
pub(super) struct SourceTextParts<'a> {
    pub text: &'a str,
    pub raw: RawRegister,
    pub info: RegisterInfo,
    pub broken_records: Vec<BrokenRecord>,
}

macro_rules! lists {
    ($($record:ident, $field:ident, $variant:ident;)*) => {
        /// The records read from the lists of a text.
        pub(super) struct ParsedLists {
            $(pub $field: Vec<ParsedRecord<$record>>,)*
        }

        /// The texts of the lists of a register.
        #[derive(Clone, Debug)]
        struct ListTexts {
            $($field: ListText<$record>,)*
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
trait LaidOutRecord: Record {
    /// Returns the text of the list.
    fn list_text(lists: &ListTexts) -> &ListText<Self>;
}

impl SourceText {
    /// Returns the source text of a text that was read; `None` if a field has an unknown name.
    pub(super) fn from_parts(
        SourceTextParts { text, raw: outline, info: about, broken_records: broken }: SourceTextParts,
        lists: ParsedLists,
    ) -> Option<Self> {
        let fields = outline.fields.iter().map(|field| FieldText::from_raw(text, field));
        let fields = fields.collect::<Option<_>>()?;
        let layout = RegisterLayout {
            opening: text[outline.opening].to_owned(),
            fields,
            closing: text[outline.closing].to_owned(),
            info: about,
            lists: ListTexts::new(lists),
            broken_records: broken,
        };
        Some(Self { layout: Some(Box::new(layout)) })
    }

    /// Adds cases that were read apart from the rest of the text; `closing` is the text after the
    /// last of them.
    pub(super) fn with_cases(mut self, cases: Vec<ParsedRecord<Case>>, closing: &str) -> Self {
        if let Some(layout) = &mut self.layout {
            layout.lists.cases = ListText::new(cases);
            let field = layout
                .fields
                .iter_mut()
                .find(|field| field.field == RegisterField::List(RecordList::Cases));
            if let Some(field) = field {
                field.closing.insert_str(0, closing);
            }
        }
        self
    }

    /// Returns the records that cannot be read and have not been repaired.
    pub fn broken_records(&self) -> impl Iterator<Item = &BrokenRecord> {
        let all = self.layout.iter().flat_map(|written| &written.broken_records);
        all.filter(|broken| !broken.is_repaired)
    }

    /// Returns whether another version has, or had and repaired, every broken record of this one.
    pub fn has_no_new_broken_records(&self, other: &Self) -> bool {
        let known = |hash| other.repair_states().any(|(other, _)| other == hash);
        self.repair_states().all(|(hash, _)| known(hash))
    }

    /// Marks every record as repaired that another version has repaired.
    pub fn copy_repairs_from(&mut self, other: &Self) {
        for (hash, is_repaired) in other.repair_states() {
            if is_repaired {
                self.set_repaired(hash, true);
            }
        }
    }

    /// Returns whether the broken record with this content hash was repaired; `None` if there is no
    /// such record.
    pub fn is_repaired(&self, content_hash: u64) -> Option<bool> {
        self.repair_states()
            .find(|(other, _)| *other == content_hash)
            .map(|(_, is_repaired)| is_repaired)
    }

    fn repair_states(&self) -> impl Iterator<Item = (u64, bool)> {
        let all = self.layout.iter().flat_map(|written| &written.broken_records);
        all.map(|broken| (broken.content_hash(), broken.is_repaired))
    }

    /// Returns the comments of the text that another text does not have.
    pub fn comments_missing_in(&self, other: &str) -> Vec<&str> {
        let other_comments: HashSet<&str> = comments::find_comments(other).into_iter().collect();
        let own_fragments = self.layout.iter().flat_map(|written| written.fragments());
        own_fragments
            .flat_map(comments::find_comments)
            .filter(|comment| !other_comments.contains(comment))
            .collect()
    }

    /// Sets whether the broken record with this content hash is repaired. The text of a repaired record
    /// is not printed; the record that replaced it is.
    pub fn set_repaired(&mut self, content_hash: u64, is_repaired: bool) {
        let broken = self.layout.iter_mut().flat_map(|it| &mut it.broken_records);
        for broken in broken.filter(|broken| broken.content_hash() == content_hash) {
            broken.is_repaired = is_repaired;
        }
    }
}

impl RegisterLayout {
    /// Returns every fragment of the text that can hold a comment.
    fn fragments(&self) -> impl Iterator<Item = &str> {
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
    fn from_raw(text: &str, RawField { name, value: cut, records }: &RawField) -> Option<Self> {
        let (value, end) = match records {
            Some(records) => (records.opening.clone(), records.closing.clone()),
            None => (cut.value.clone(), 0..0),
        };
        Some(Self {
            field: RegisterField::from_name(&text[name.clone()])?,
            leading: text[cut.start..cut.value.start].to_owned(),
            value: text[value].to_owned(),
            closing: text[end].to_owned(),
            trailing: TrailingTrivia::from_raw(text, cut),
        })
    }
}

impl TrailingTrivia {
    fn from_raw(text: &str, cut: &RawValue) -> Self {
        Self { text: text[cut.value.end..cut.end].to_owned().into(), has_comma: cut.has_comma }
    }
}
