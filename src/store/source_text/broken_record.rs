//! Records that cannot be read, and repairing them.

use std::{
    borrow::Cow,
    hash::{Hash as _, Hasher as _},
    sync::Arc,
};

use siphasher::sip::SipHasher13;

use crate::{
    register::{
        Change, Edit, Register, Step, StepKind, StepSubject,
        record::{ListMember as _, Record as _},
        record_list::{RecordList, with_record_type},
    },
    store::{
        ron::{
            diagnose::Diagnostic,
            lexer::{Lexer, Token},
            parse_record::parse_record,
            splitter::RawValue,
            syntax_error::{LineColumn, SyntaxError},
            truncate::truncate_for_message,
        },
        source_text::trailing_trivia::TrailingTrivia,
    },
};

/// A record that cannot be read. Its text stays in the file unchanged until it is repaired.
#[derive(Clone, Debug)]
pub struct BrokenRecord {
    /// The list that holds the record.
    pub list: RecordList,
    /// The position of the record in that list of the file, counted from 1.
    pub list_position: usize,
    /// The text of the record.
    pub text: String,
    /// The error.
    pub error: SyntaxError,
    /// The position of the error in the file.
    pub position: LineColumn,
    /// The position in the file at which the text starts.
    pub start_position: LineColumn,
    /// The names and ids that lead from the register to the field with the error.
    pub field_path: Vec<String>,
    pub(super) leading: String,
    pub(super) trailing: TrailingTrivia,
    /// The number of readable records before it in its list.
    pub(super) index_among_readable: usize,
    pub(super) is_repaired: bool,
    content_hash: u64,
}

/// The error of a text that is to repair a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairError {
    /// The error.
    pub error: SyntaxError,
    /// The position of the error in the text.
    pub position: LineColumn,
}

impl BrokenRecord {
    /// Returns the broken record of a value of the text of a file.
    pub(crate) fn new(
        list: RecordList,
        list_position: usize,
        text: &str,
        raw: &RawValue,
        index_among_readable: usize,
        diagnostic: Diagnostic,
        start_position: LineColumn,
    ) -> Self {
        let Diagnostic { error, position, field_path } = diagnostic;
        let value = &text[raw.value.clone()];
        // An id with an error names no record.
        let id = find_id(value).filter(|_| field_path != ["id"]);
        let name = id.map_or_else(|| list_position.to_string(), truncate_for_message);
        Self {
            list,
            list_position,
            text: value.to_owned(),
            error,
            position: start_position.offset_by(position),
            start_position,
            field_path: [list.name().to_owned(), name].into_iter().chain(field_path).collect(),
            leading: text[raw.start..raw.value.start].to_owned(),
            trailing: TrailingTrivia::from_raw(text, raw),
            index_among_readable,
            is_repaired: false,
            content_hash: content_hash(list.name(), value),
        }
    }

    /// Returns the id in the text, if it can be found.
    pub fn id(&self) -> Option<&str> {
        find_id(&self.text)
    }

    /// Returns the label of the record: its list, and its id or position there.
    pub fn label(&self) -> String {
        self.field_path.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(" › ")
    }

    /// Returns the hash of the list and the text, which identifies the broken record also after the
    /// file is read again.
    pub fn content_hash(&self) -> u64 {
        self.content_hash
    }

    /// Reads a text that is to replace that of the broken record. Returns the step that inserts the
    /// record into the register where the broken one stood.
    ///
    /// # Errors
    /// Returns the error if the text is not a record of this list, or if the register has another
    /// with its id.
    pub fn parse_repair(&self, text: &str, register: &Register) -> Result<Step, RepairError> {
        let index = self.index_among_readable;
        let repaired = parse_repaired_record(self.list, index, text, register)
            .map_err(|Diagnostic { error, position, .. }| RepairError { error, position })?;
        match repaired.duplicate_id {
            None => {
                let kind = StepKind::Repair(self.content_hash);
                Ok(Step::new(kind, repaired.subject, vec![repaired.edit]))
            }
            Some(id) => {
                let at = text.find(&id).unwrap_or(0);
                Err(RepairError {
                    error: SyntaxError::DuplicateId(id),
                    position: LineColumn::from_offset(text, at),
                })
            }
        }
    }
}

/// Returns the hash of the list and the text of a broken record.
pub(super) fn content_hash(list: &str, text: &str) -> u64 {
    let mut hash = SipHasher13::new();
    (list, text).hash(&mut hash);
    hash.finish()
}

/// A record read from a repaired text, as it is to be inserted into a register.
pub(super) struct RepairedRecord {
    pub subject: StepSubject,
    /// The id of the record, if the register holds another of that id.
    pub duplicate_id: Option<String>,
    pub edit: Edit,
    /// True if the register holds an equal record.
    pub is_in_register: bool,
}

/// Reads a text that is to be inserted into a list, at an index or at the end if the list is
/// shorter.
pub(super) fn parse_repaired_record(
    list: RecordList,
    index: usize,
    text: &str,
    register: &Register,
) -> Result<RepairedRecord, Diagnostic> {
    with_record_type!(list, T => {
        let record: Arc<T> = parse_record(text)?;
        let records = T::records(register);
        let id = record.id_text().filter(|_| records.iter().any(|it| it.key() == record.key()));
        Ok(RepairedRecord {
            subject: record.step_subject(),
            duplicate_id: id.map(Cow::into_owned),
            is_in_register: records.contains(&record),
            edit: T::edit(Change {
                at: index.min(records.len()),
                before: None,
                after: Some(Arc::clone(&record)),
            }),
        })
    })
}

/// Returns the value of the field `id` in the text of a record, even if the rest cannot be read.
fn find_id(text: &str) -> Option<&str> {
    let mut tokens = Lexer::new(text, 0);
    while let Some((_, mark)) = tokens.next() {
        if mark == Token::Word("id")
            && tokens.next().is_some_and(|(_, mark)| mark == Token::Colon)
            && let Some((_, Token::QuotedText(id))) = tokens.next()
        {
            return (!id.contains('\n')).then_some(id);
        }
    }
    None
}
