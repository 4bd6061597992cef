//! Records that cannot be read, and how one is mended.

use std::{
    hash::{Hash as _, Hasher as _},
    sync::Arc,
};

use siphasher::sip::SipHasher13;

use super::super::{
    excerpt::excerpt,
    explain::{Explained, explain},
    fault::{Fault, Place},
    parse::options,
    scan::{Mark, Marks},
};
use super::{After, Cut};
use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::{Change, Deed, Edit, Register, Step, Subject},
};

/// A record that cannot be read. Its text stays in the file, untouched, until it is mended.
#[derive(Clone, Debug)]
pub struct Damaged {
    /// The name of the field that holds its list, as in `cases`.
    pub list: &'static str,
    /// Its place in that list of the file, counted from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// What is wrong.
    pub fault: Fault,
    /// Where in the file.
    pub at: Place,
    /// Where in the file its text begins.
    pub begin: Place,
    /// The way to the field, from the register down.
    pub way: Vec<String>,
    pub(super) before: String,
    pub(super) after: After,
    /// How many records that could be read stand before it in its list.
    pub(super) follows: usize,
    pub(super) is_mended: bool,
    mark: u64,
}

/// Why a text is not a record yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMended {
    /// What is wrong.
    pub fault: Fault,
    /// Where in the text.
    pub at: Place,
}

impl Damaged {
    /// A record of the text of a file.
    pub(in super::super) fn new(
        list: &'static str,
        number: usize,
        (text, cut): (&str, &Cut),
        follows: usize,
        (explained, begin): (Explained, Place),
    ) -> Self {
        let Explained { fault, at, way } = explained;
        let value = &text[cut.value.clone()];
        // An id that is at fault itself names nobody.
        let id = id(value).filter(|_| way != ["id"]);
        let name = id.map_or_else(|| number.to_string(), excerpt);
        Self {
            list,
            number,
            text: value.to_owned(),
            fault,
            at: begin.then(at),
            begin,
            way: [list.to_owned(), name].into_iter().chain(way).collect(),
            before: text[cut.start..cut.value.start].to_owned(),
            after: After::of(text, cut),
            follows,
            is_mended: false,
            mark: mark(list, value),
        }
    }

    /// The id in its text, where one can be made out.
    pub fn id(&self) -> Option<&str> {
        id(&self.text)
    }

    /// What it is called: its list, and its id or place there.
    pub fn name(&self) -> String {
        self.way.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(" › ")
    }

    /// What tells it from other damaged records: a hash of its list and text, so that it is known
    /// again where the file is read anew.
    pub fn mark(&self) -> u64 {
        self.mark
    }

    /// Reads a text that is to take the place of its own: the step that takes the record into a
    /// register, where the damaged one stood.
    ///
    /// # Errors
    /// When it is no record of this list, or the register has one of this id already.
    pub fn read(&self, text: &str, register: &Register) -> Result<Step, NotMended> {
        let (subject, taken, edit) = made((self.list, self.follows), text, register)
            .map_err(|Explained { fault, at, .. }| NotMended { fault, at })?;
        match taken {
            None => Ok(Step::new(Deed::Mend(self.mark), subject, vec![edit])),
            Some(id) => {
                let at = text.find(&id).unwrap_or(0);
                Err(NotMended { fault: Fault::RepeatedId(id), at: Place::of(text, at) })
            }
        }
    }
}

/// The mark of a damaged record.
pub(super) fn mark(list: &str, text: &str) -> u64 {
    let mut hash = SipHasher13::new();
    (list, text).hash(&mut hash);
    hash.finish()
}

/// What a text is that is to stand in a list, its id where another record has that, and how it is
/// made.
pub(super) fn made(
    (list, at): (&str, usize),
    text: &str,
    register: &Register,
) -> Result<(Subject, Option<String>, Edit), Explained> {
    Ok(match list {
        "parties" => {
            let it: Arc<Party> = record(text)?;
            let taken = register.party(&it.id).map(|it| it.id.to_string());
            (Subject::Register, taken, Edit::Party(make(at, register.parties(), it)))
        }
        "sources" => {
            let it: Arc<Source> = record(text)?;
            let taken = register.source(&it.id).map(|it| it.id.to_string());
            let subject = Subject::Source(it.title.clone());
            (subject, taken, Edit::Source(make(at, register.sources(), it)))
        }
        "totals" => {
            let it: Arc<Total> = record(text)?;
            (Subject::Total(it.count), None, Edit::Total(make(at, register.totals(), it)))
        }
        "incidents" => {
            let it: Arc<Incident> = record(text)?;
            let taken = register.incident(it.number).map(|it| it.number.to_string());
            (Subject::Register, taken, Edit::Incident(make(at, register.incidents(), it)))
        }
        "cases" => {
            let it: Arc<Case> = record(text)?;
            let taken = register.case(&it.id).map(|it| it.id.to_string());
            let subject = Subject::Case(it.name.latin());
            (subject, taken, Edit::Case(make(at, register.cases(), it)))
        }
        _ => {
            let it: Arc<Event> = record(text)?;
            let subject = Subject::Event(it.title.en.clone());
            (subject, None, Edit::Event(make(at, register.events(), it)))
        }
    })
}

/// A new record at a place of a list, or at its end where it is not so long.
fn make<T>(at: usize, list: &[Arc<T>], record: Arc<T>) -> Change<T> {
    Change { at: at.min(list.len()), before: None, after: Some(record) }
}

/// Reads the text of a record.
pub(in super::super) fn record<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Explained> {
    options().from_str(text).map_err(|error| {
        let explained = explain(text, error);
        // What ends in the middle is the record, not the file.
        let fault = match explained.fault {
            Fault::CutOff => Fault::Unfinished,
            fault => fault,
        };
        Explained { fault, ..explained }
    })
}

/// The value of the field `id` in the text of a record, however damaged the rest is.
fn id(text: &str) -> Option<&str> {
    let mut marks = Marks::from(text, 0);
    while let Some((_, mark)) = marks.next() {
        if mark == Mark::Word("id")
            && marks.next().is_some_and(|(_, mark)| mark == Mark::Colon)
            && let Some((_, Mark::Text(id))) = marks.next()
        {
            return (!id.contains('\n')).then_some(id);
        }
    }
    None
}
