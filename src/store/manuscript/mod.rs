//! What of a file's text its records alone do not tell: comments and layout written by hand, and
//! records that cannot be read.
//!
//! It is made once, of what was read, and never changes but for records that were mended: what is
//! to be written follows from it and the register. A record that is as it was read is written as
//! it stood, so that taking a change back gives the bytes of before.

mod comments;
mod damaged;
mod outline;
mod print;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

pub(super) use damaged::record;
pub use damaged::{Damaged, Mended, NotMended};
pub(super) use outline::{Cut, DAMAGED, LISTS, Outline};

use outline::Field;

use super::format::{Value, print_record};
use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::About,
};

/// What of a file's text its records alone do not tell.
#[derive(Clone, Debug, Default)]
pub struct Manuscript {
    /// None where the text is what this program writes.
    written: Option<Box<Written>>,
}

/// A text that was written by hand.
#[derive(Clone, Debug)]
struct Written {
    opening: String,
    fields: Vec<WrittenField>,
    closing: String,
    /// What the register said of itself.
    about: About,
    parties: Sheet<Party>,
    sources: Sheet<Source>,
    totals: Sheet<Total>,
    incidents: Sheet<Incident>,
    cases: Sheet<Case>,
    events: Sheet<Event>,
    damaged: Vec<Damaged>,
}

/// A field of the register as it was written.
#[derive(Clone, Debug)]
struct WrittenField {
    name: String,
    /// What stands before its value: comments, its name, the colon.
    before: String,
    /// The value; of a list what stands before the first record and after the last.
    value: String,
    end: String,
    after: After,
}

/// What follows a value.
#[derive(Clone, Debug, Default)]
struct After {
    text: Cow<'static, str>,
    comma: bool,
}

/// The records of a list as they were read, and how those of them stood that are written otherwise
/// than this program does.
#[derive(Clone, Debug)]
struct Sheet<T> {
    read: Vec<Arc<T>>,
    /// By the place among those read.
    texts: HashMap<usize, RecordText>,
}

/// How a record stood in the text.
#[derive(Clone, Debug)]
struct RecordText {
    /// Comments and blanks before it.
    before: String,
    text: String,
    after: After,
}

/// A record that a sheet can hold.
trait Kept: Value + PartialEq {
    /// What tells it from the others of its list, as long as it is the same record.
    type Key<'a>: Eq + Hash
    where
        Self: 'a;

    fn key(&self) -> Self::Key<'_>;
}

macro_rules! kept {
    ($($name:ident: $key:ty = $of:expr;)*) => {$(
        impl Kept for $name {
            type Key<'a> = $key;

            fn key(&self) -> Self::Key<'_> {
                let of: fn(&Self) -> Self::Key<'_> = $of;
                of(self)
            }
        }
    )*};
}

kept! {
    Party: &'a str = |it| it.id.as_str();
    Source: &'a str = |it| it.id.as_str();
    Incident: u32 = |it| it.number;
    Case: &'a str = |it| it.id.as_str();
    Total: (&'a str, &'a str) = |it| (it.by.as_str(), it.on.as_str());
    Event: (&'a str, &'a str) = |it| (it.on.as_str(), it.title.en.as_str());
}

/// What a text was cut into and read as.
pub(super) struct Reading<'a> {
    pub text: &'a str,
    pub outline: Outline,
    pub about: About,
    pub damaged: Vec<Damaged>,
}

/// Records read from the text of a list: each with its cut.
pub(super) type Read<T> = Vec<(Cut, Arc<T>)>;

impl Manuscript {
    /// What of a text its records do not tell.
    pub(super) fn of(
        Reading { text, outline, about, damaged }: Reading,
        parties: Read<Party>,
        sources: Read<Source>,
        totals: Read<Total>,
        incidents: Read<Incident>,
        cases: Read<Case>,
        events: Read<Event>,
    ) -> Self {
        let fields = outline.fields.iter().map(|field| WrittenField::of(text, field)).collect();
        let written = Written {
            opening: text[outline.opening].to_owned(),
            fields,
            closing: text[outline.closing].to_owned(),
            about,
            parties: Sheet::of(text, parties),
            sources: Sheet::of(text, sources),
            totals: Sheet::of(text, totals),
            incidents: Sheet::of(text, incidents),
            cases: Sheet::of(text, cases),
            events: Sheet::of(text, events),
            damaged,
        };
        Self { written: Some(Box::new(written)) }
    }

    /// The records that cannot be read and have not been mended, each with its number among all
    /// that could not.
    pub fn damaged(&self) -> impl Iterator<Item = (usize, &Damaged)> {
        let all = self.written.iter().flat_map(|written| &written.damaged).enumerate();
        all.filter(|(_, damaged)| !damaged.is_mended)
    }

    /// The comments of the text that another text does not have.
    pub fn comments_missing_in(&self, other: &str) -> Vec<&str> {
        let there: HashSet<&str> = comments::all(other).into_iter().collect();
        let mine = self.written.iter().flat_map(|written| written.pieces());
        mine.flat_map(comments::all).filter(|comment| !there.contains(comment)).collect()
    }

    /// Takes note that a damaged record was mended, so that its text gives way to that of the
    /// record it became, or that this was taken back.
    pub fn set_mended(&mut self, number: usize, is_mended: bool) {
        let damaged = self.written.as_mut().and_then(|it| it.damaged.get_mut(number));
        if let Some(damaged) = damaged {
            damaged.is_mended = is_mended;
        }
    }
}

impl Written {
    /// Every piece of the text that can hold a comment.
    fn pieces(&self) -> impl Iterator<Item = &str> {
        let fields =
            self.fields.iter().flat_map(|WrittenField { before, value, end, after, .. }| {
                [&**before, &**value, &**end, &*after.text]
            });
        let damaged = self.damaged.iter().flat_map(|it| [&*it.before, &*it.text, &*it.after.text]);
        [&*self.opening, &*self.closing]
            .into_iter()
            .chain(fields)
            .chain(self.parties.pieces())
            .chain(self.sources.pieces())
            .chain(self.totals.pieces())
            .chain(self.incidents.pieces())
            .chain(self.cases.pieces())
            .chain(self.events.pieces())
            .chain(damaged)
    }
}

impl WrittenField {
    fn of(text: &str, Field { name, cut, records }: &Field) -> Self {
        let (value, end) = match records {
            Some(records) => (records.opening.clone(), records.closing.clone()),
            None => (cut.value.clone(), 0..0),
        };
        Self {
            name: text[name.clone()].to_owned(),
            before: text[cut.start..cut.value.start].to_owned(),
            value: text[value].to_owned(),
            end: text[end].to_owned(),
            after: After::of(text, cut),
        }
    }
}

impl After {
    fn of(text: &str, cut: &Cut) -> Self {
        Self { text: text[cut.value.end..cut.end].to_owned().into(), comma: cut.comma }
    }
}

impl<T: Kept> Sheet<T> {
    fn of(text: &str, read: Read<T>) -> Self {
        let mut canonical = String::new();
        let mut texts = HashMap::new();
        for (at, (cut, record)) in read.iter().enumerate() {
            canonical.clear();
            print_record(&mut canonical, record.as_ref());
            if text[cut.start..cut.end] != canonical {
                let before = text[cut.start..cut.value.start].to_owned();
                let after = After::of(text, cut);
                texts.insert(
                    at,
                    RecordText { before, text: text[cut.value.clone()].to_owned(), after },
                );
            }
        }
        Self { read: read.into_iter().map(|(_, record)| record).collect(), texts }
    }

    fn pieces(&self) -> impl Iterator<Item = &str> {
        let texts = self.texts.values();
        texts.flat_map(|RecordText { before, text, after }| [&**before, &**text, &*after.text])
    }

    /// For each record of the list as it is, the place of the one read that it is or was made of:
    /// that with its key, or else the one that stood after the same neighbour and is no longer
    /// there. Not asked for where all were written as this program does, and none is damaged.
    fn pairs(&self, now: &[Arc<T>], is_sound: bool) -> Vec<Option<usize>> {
        if is_sound && self.texts.is_empty() {
            return vec![None; now.len()];
        }
        let mut by_key = HashMap::with_capacity(self.read.len());
        for (at, record) in self.read.iter().enumerate() {
            by_key.entry(record.key()).or_insert(at);
        }
        let mut taken = vec![false; self.read.len()];
        let mut pairs: Vec<Option<usize>> = now
            .iter()
            .map(|record| {
                let at = by_key.get(&record.key()).copied()?;
                (!std::mem::replace(&mut taken[at], true)).then_some(at)
            })
            .collect();
        for place in 0..pairs.len() {
            let next = match place.checked_sub(1) {
                None => Some(0),
                Some(before) => pairs[before].map(|at| at + 1),
            };
            if pairs[place].is_none()
                && let Some(next) = next
                && let Some(taken @ false) = taken.get_mut(next)
            {
                *taken = true;
                pairs[place] = Some(next);
            }
        }
        pairs
    }
}
