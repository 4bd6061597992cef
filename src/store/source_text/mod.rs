//! The source text of a register: comments, manual layout, and records that cannot be read.
//!
//! The source text is built when the file is read and changes only when a record is repaired. The
//! text that is saved follows from it and the register. An unchanged record is printed as it stood,
//! so that an undone change restores the bytes of the file.

mod trailing_trivia;
pub mod broken_record;
pub mod repair_draft;
pub(crate) mod list_source;
pub(crate) mod layout;
mod comments;
mod reprint;
pub mod merged_text;

use std::{
    collections::HashSet,
    io::{self, Write},
};

use crate::{
    model::Case,
    register::{Register, record_list::RecordList},
    store::{
        ron::{
            incremental_writer::IncrementalWriter, print::print_register_with_cases,
            register_field::RegisterField,
        },
        source_text::{
            broken_record::BrokenRecord,
            layout::{ParsedLists, RegisterLayout, SourceTextParts},
            list_source::{ListText, ParsedRecord},
            reprint::print_with_layout,
        },
    },
};

/// The part of the text of a file that does not follow from its records.
#[derive(Clone, Debug, Default)]
pub struct SourceText {
    /// `None` if the text is canonical.
    layout: Option<Box<RegisterLayout>>,
}

impl SourceText {
    /// Returns the source text of a text that was read; `None` if a field has an unknown name.
    pub(super) fn from_parts(parts: SourceTextParts, lists: ParsedLists) -> Option<Self> {
        let layout = RegisterLayout::new(parts, lists)?;
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

    /// Prints a register: unchanged parts as they stood, the rest canonically with the comments of
    /// the lines that are left.
    ///
    /// # Errors
    /// Returns the error of the writer, which then holds the start of the text.
    pub fn print(&self, register: &Register, out: &mut dyn Write) -> io::Result<()> {
        self.print_incrementally(register, &mut IncrementalWriter::new(None, out))
    }

    /// Prints a register into a writer that copies unchanged cases from the old file.
    ///
    /// # Errors
    /// Returns the error of the writer or of reading the old file.
    pub(crate) fn print_incrementally(
        &self,
        register: &Register,
        out: &mut IncrementalWriter,
    ) -> io::Result<()> {
        match &self.layout {
            Some(layout) => print_with_layout(layout, register, out),
            None => print_register_with_cases(register, out, |out| {
                register.cases().iter().enumerate().try_for_each(|(place, case)| {
                    out.write_case(place, case)?;
                    out.write_separator()
                })
            }),
        }
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

    /// Sets whether the broken record with this content hash is repaired. The text of a repaired
    /// record is not printed; the record that replaced it is.
    pub fn set_repaired(&mut self, content_hash: u64, is_repaired: bool) {
        let broken = self.layout.iter_mut().flat_map(|it| &mut it.broken_records);
        for broken in broken.filter(|broken| broken.content_hash() == content_hash) {
            broken.is_repaired = is_repaired;
        }
    }
}
