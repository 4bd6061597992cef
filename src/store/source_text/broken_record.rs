//! Records that cannot be read, and how one is mended.

use std::{
    hash::{Hash as _, Hasher as _},
    sync::Arc,
};

use siphasher::sip::SipHasher13;

use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::{Change, Edit, Register, Step, StepKind, StepSubject},
    store::{
        ron::{
            diagnose::{Diagnostic, diagnose},
            lexer::{Lexer, Token},
            parse::ron_options,
            splitter::RawValue,
            syntax_error::{LineColumn, SyntaxError},
            truncate::truncate_for_message,
        },
        source_text::TrailingTrivia,
    },
};

/// A record that cannot be read. Its text stays in the file, untouched, until it is mended.
#[derive(Clone, Debug)]
pub struct BrokenRecord {
    /// The name of the field that holds its list, as in `cases`.
    pub list: &'static str,
    /// Its place in that list of the file, counted from 1.
    pub list_position: usize,
    /// Its text.
    pub text: String,
    /// What is wrong.
    pub error: SyntaxError,
    /// Where in the file.
    pub position: LineColumn,
    /// Where in the file its text begins.
    pub start_position: LineColumn,
    /// The way to the field, from the register down.
    pub field_path: Vec<String>,
    pub(super) leading: String,
    pub(super) trailing: TrailingTrivia,
    /// How many records that could be read stand before it in its list.
    pub(super) index_among_readable: usize,
    pub(super) is_repaired: bool,
    content_hash: u64,
}

/// Why a text is not a record yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairError {
    /// What is wrong.
    pub error: SyntaxError,
    /// Where in the text.
    pub position: LineColumn,
}

impl BrokenRecord {
    /// A record of the text of a file.
    pub(crate) fn new(
        list: &'static str,
        list_position: usize,
        (text, cut): (&str, &RawValue),
        index_among_readable: usize,
        (diagnostic, start_position): (Diagnostic, LineColumn),
    ) -> Self {
        let Diagnostic { error, position: at, field_path: way } = diagnostic;
        let value = &text[cut.value.clone()];
        // An id that is at fault itself names nobody.
        let id = find_id(value).filter(|_| way != ["id"]);
        let name = id.map_or_else(|| list_position.to_string(), truncate_for_message);
        Self {
            list,
            list_position,
            text: value.to_owned(),
            error,
            position: start_position.offset_by(at),
            start_position,
            field_path: [list.to_owned(), name].into_iter().chain(way).collect(),
            leading: text[cut.start..cut.value.start].to_owned(),
            trailing: TrailingTrivia::from_raw(text, cut),
            index_among_readable,
            is_repaired: false,
            content_hash: content_hash(list, value),
        }
    }

    /// The id in its text, where one can be made out.
    pub fn id(&self) -> Option<&str> {
        find_id(&self.text)
    }

    /// What it is called: its list, and its id or place there.
    pub fn label(&self) -> String {
        self.field_path.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(" › ")
    }

    /// What tells it from other damaged records: a hash of its list and text, so that it is known
    /// again where the file is read anew.
    pub fn content_hash(&self) -> u64 {
        self.content_hash
    }

    /// Reads a text that is to take the place of its own: the step that takes the record into a
    /// register, where the damaged one stood.
    ///
    /// # Errors
    /// When it is no record of this list, or the register has one of this id already.
    pub fn parse_repair(&self, text: &str, register: &Register) -> Result<Step, RepairError> {
        let (subject, duplicate_id, edit) =
            repair_edit((self.list, self.index_among_readable), text, register).map_err(
                |Diagnostic { error: fault, position: at, .. }| RepairError {
                    error: fault,
                    position: at,
                },
            )?;
        match duplicate_id {
            None => Ok(Step::new(StepKind::Repair(self.content_hash), subject, vec![edit])),
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

/// The mark of a damaged record.
pub(super) fn content_hash(list: &str, text: &str) -> u64 {
    let mut hash = SipHasher13::new();
    (list, text).hash(&mut hash);
    hash.finish()
}

/// What a text is that is to stand in a list, its id where another record has that, and how it is
/// made.
pub(super) fn repair_edit(
    (list, at): (&str, usize),
    text: &str,
    register: &Register,
) -> Result<(StepSubject, Option<String>, Edit), Diagnostic> {
    Ok(match list {
        "parties" => {
            let it: Arc<Party> = parse_record(text)?;
            let taken = register.party(&it.id).map(|it| it.id.to_string());
            (StepSubject::Register, taken, Edit::Party(insertion(at, register.parties(), it)))
        }
        "sources" => {
            let it: Arc<Source> = parse_record(text)?;
            let taken = register.source(&it.id).map(|it| it.id.to_string());
            let subject = StepSubject::Source(it.title.clone());
            (subject, taken, Edit::Source(insertion(at, register.sources(), it)))
        }
        "totals" => {
            let it: Arc<Total> = parse_record(text)?;
            (StepSubject::Total(it.count), None, Edit::Total(insertion(at, register.totals(), it)))
        }
        "incidents" => {
            let it: Arc<Incident> = parse_record(text)?;
            let taken = register.incident(it.number).map(|it| it.number.to_string());
            (StepSubject::Register, taken, Edit::Incident(insertion(at, register.incidents(), it)))
        }
        "cases" => {
            let it: Arc<Case> = parse_record(text)?;
            let taken = register.case(&it.id).map(|it| it.id.to_string());
            let subject = StepSubject::Case(it.name.latin());
            (subject, taken, Edit::Case(insertion(at, register.cases(), it)))
        }
        _ => {
            let it: Arc<Event> = parse_record(text)?;
            let subject = StepSubject::Event(it.title.en.clone());
            (subject, None, Edit::Event(insertion(at, register.events(), it)))
        }
    })
}

/// A new record at a place of a list, or at its end where it is not so long.
fn insertion<T>(at: usize, list: &[Arc<T>], record: Arc<T>) -> Change<T> {
    Change { at: at.min(list.len()), before: None, after: Some(record) }
}

/// Reads the text of a record.
pub(crate) fn parse_record<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Diagnostic> {
    ron_options().from_str(text).map_err(|error| {
        let diagnostic = diagnose(text, error);
        // What ends in the middle is the record, not the file.
        let fault = match diagnostic.error {
            SyntaxError::UnexpectedEnd => SyntaxError::IncompleteRecord,
            fault => fault,
        };
        Diagnostic { error: fault, ..diagnostic }
    })
}

/// The value of the field `id` in the text of a record, however damaged the rest is.
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
