//! What of a file's text its records alone do not tell: comments and layout written by hand, and
//! records that cannot be read.
//!
//! It is made once, of what was read, and never changes but for records that were mended: what is
//! to be written follows from it and the register. A record that is as it was read is written as
//! it stood, so that taking a change back gives the bytes of before.

mod comments;
mod damaged;
mod typed;
mod outline;
mod print;
mod sheet;

use std::{borrow::Cow, collections::HashSet};

pub(super) use damaged::record;
pub use damaged::{Damaged, NotMended};
pub(super) use outline::{Cut, DAMAGED, LISTS, Outline, records_of};
pub(super) use sheet::ReadRecord;
pub use typed::TextDraft;

use outline::Field;
use sheet::Sheet;

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

/// What follows a value in a text of this program.
static CANONICAL: After = After { text: Cow::Borrowed(",\n"), comma: true };

/// What a text was cut into and read as.
pub(super) struct Reading<'a> {
    pub text: &'a str,
    pub outline: Outline,
    pub about: About,
    pub damaged: Vec<Damaged>,
}

/// The records read from the lists of a text.
pub(super) struct Lists {
    pub parties: Vec<ReadRecord<Party>>,
    pub sources: Vec<ReadRecord<Source>>,
    pub totals: Vec<ReadRecord<Total>>,
    pub incidents: Vec<ReadRecord<Incident>>,
    pub cases: Vec<ReadRecord<Case>>,
    pub events: Vec<ReadRecord<Event>>,
}

impl Manuscript {
    /// What of a text its records do not tell.
    pub(super) fn of(Reading { text, outline, about, damaged }: Reading, lists: Lists) -> Self {
        let fields = outline.fields.iter().map(|field| WrittenField::of(text, field)).collect();
        let written = Written {
            opening: text[outline.opening].to_owned(),
            fields,
            closing: text[outline.closing].to_owned(),
            about,
            parties: Sheet::of(lists.parties),
            sources: Sheet::of(lists.sources),
            totals: Sheet::of(lists.totals),
            incidents: Sheet::of(lists.incidents),
            cases: Sheet::of(lists.cases),
            events: Sheet::of(lists.events),
            damaged,
        };
        Self { written: Some(Box::new(written)) }
    }

    /// The same of a text whose cases were read apart from the rest; `closing` stands after the
    /// last of them.
    pub(super) fn with_cases(mut self, cases: Vec<ReadRecord<Case>>, closing: &str) -> Self {
        if let Some(written) = &mut self.written {
            written.cases = Sheet::of(cases);
            let field = written.fields.iter_mut().find(|field| field.name == "cases");
            if let Some(field) = field {
                field.end.insert_str(0, closing);
            }
        }
        self
    }

    /// The records that cannot be read and have not been mended.
    pub fn damaged(&self) -> impl Iterator<Item = &Damaged> {
        let all = self.written.iter().flat_map(|written| &written.damaged);
        all.filter(|damaged| !damaged.is_mended)
    }

    /// Whether nothing is damaged here but what is, or was and is mended, in another version.
    pub fn is_damaged_as(&self, other: &Self) -> bool {
        let known = |mark| other.marks().any(|(other, _)| other == mark);
        self.marks().all(|(mark, _)| known(mark))
    }

    /// Takes for mended what was mended in another version.
    pub fn mend_as(&mut self, other: &Self) {
        for (mark, is_mended) in other.marks() {
            if is_mended {
                self.set_mended(mark, true);
            }
        }
    }

    /// Whether a damaged record, told by its mark, was mended; none where there is no such record.
    pub fn is_mended(&self, mark: u64) -> Option<bool> {
        self.marks().find(|(other, _)| *other == mark).map(|(_, is_mended)| is_mended)
    }

    fn marks(&self) -> impl Iterator<Item = (u64, bool)> {
        let all = self.written.iter().flat_map(|written| &written.damaged);
        all.map(|damaged| (damaged.mark(), damaged.is_mended))
    }

    /// The comments of the text that another text does not have.
    pub fn comments_missing_in(&self, other: &str) -> Vec<&str> {
        let there: HashSet<&str> = comments::all(other).into_iter().collect();
        let mine = self.written.iter().flat_map(|written| written.pieces());
        mine.flat_map(comments::all).filter(|comment| !there.contains(comment)).collect()
    }

    /// Takes note that a damaged record was mended, so that its text gives way to that of the
    /// record it became, or that this was taken back.
    pub fn set_mended(&mut self, mark: u64, is_mended: bool) {
        let damaged = self.written.iter_mut().flat_map(|it| &mut it.damaged);
        for damaged in damaged.filter(|damaged| damaged.mark() == mark) {
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
