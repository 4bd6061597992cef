//! What of a file's text its records alone do not tell: comments and layout written by hand, and
//! records that cannot be read.
//!
//! It is made once, of what was read, and never changes but for records that were mended: what is
//! to be written follows from it and the register. A record that is as it was read is written as
//! it stood, so that taking a change back gives the bytes of before.

mod comments;
pub mod broken_record;
pub mod repair_draft;
mod reprint;
pub(crate) mod list_source;

use std::{borrow::Cow, collections::HashSet};

use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    register::RegisterInfo,
    store::{
        ron::splitter::{RawField, RawRegister, RawValue},
        source_text::{
            broken_record::BrokenRecord,
            list_source::{ListText, ParsedRecord},
        },
    },
};

/// What of a file's text its records alone do not tell.
#[derive(Clone, Debug, Default)]
pub struct SourceText {
    /// None where the text is what this program writes.
    layout: Option<Box<RegisterLayout>>,
}

/// A text that was written by hand.
#[derive(Clone, Debug)]
struct RegisterLayout {
    opening: String,
    fields: Vec<FieldText>,
    closing: String,
    /// What the register said of itself.
    info: RegisterInfo,
    parties: ListText<Party>,
    sources: ListText<Source>,
    totals: ListText<Total>,
    incidents: ListText<Incident>,
    cases: ListText<Case>,
    events: ListText<Event>,
    broken_records: Vec<BrokenRecord>,
}

/// A field of the register as it was written.
#[derive(Clone, Debug)]
struct FieldText {
    name: String,
    /// What stands before its value: comments, its name, the colon.
    leading: String,
    /// The value; of a list what stands before the first record and after the last.
    value: String,
    closing: String,
    trailing: TrailingTrivia,
}

/// What follows a value.
#[derive(Clone, Debug, Default)]
struct TrailingTrivia {
    text: Cow<'static, str>,
    has_comma: bool,
}

/// What follows a value in a text of this program.
static CANONICAL_TRIVIA: TrailingTrivia =
    TrailingTrivia { text: Cow::Borrowed(",\n"), has_comma: true };

/// What a text was cut into and read as.
pub(super) struct SourceTextParts<'a> {
    pub text: &'a str,
    pub raw: RawRegister,
    pub info: RegisterInfo,
    pub broken_records: Vec<BrokenRecord>,
}

/// The records read from the lists of a text.
pub(super) struct ParsedLists {
    pub parties: Vec<ParsedRecord<Party>>,
    pub sources: Vec<ParsedRecord<Source>>,
    pub totals: Vec<ParsedRecord<Total>>,
    pub incidents: Vec<ParsedRecord<Incident>>,
    pub cases: Vec<ParsedRecord<Case>>,
    pub events: Vec<ParsedRecord<Event>>,
}

impl SourceText {
    /// What of a text its records do not tell.
    pub(super) fn from_parts(
        SourceTextParts { text, raw: outline, info: about, broken_records: broken }: SourceTextParts,
        lists: ParsedLists,
    ) -> Self {
        let fields = outline.fields.iter().map(|field| FieldText::from_raw(text, field)).collect();
        let layout = RegisterLayout {
            opening: text[outline.opening].to_owned(),
            fields,
            closing: text[outline.closing].to_owned(),
            info: about,
            parties: ListText::new(lists.parties),
            sources: ListText::new(lists.sources),
            totals: ListText::new(lists.totals),
            incidents: ListText::new(lists.incidents),
            cases: ListText::new(lists.cases),
            events: ListText::new(lists.events),
            broken_records: broken,
        };
        Self { layout: Some(Box::new(layout)) }
    }

    /// The same of a text whose cases were read apart from the rest; `closing` stands after the
    /// last of them.
    pub(super) fn with_cases(mut self, cases: Vec<ParsedRecord<Case>>, closing: &str) -> Self {
        if let Some(layout) = &mut self.layout {
            layout.cases = ListText::new(cases);
            let field = layout.fields.iter_mut().find(|field| field.name == "cases");
            if let Some(field) = field {
                field.closing.insert_str(0, closing);
            }
        }
        self
    }

    /// The records that cannot be read and have not been mended.
    pub fn broken_records(&self) -> impl Iterator<Item = &BrokenRecord> {
        let all = self.layout.iter().flat_map(|written| &written.broken_records);
        all.filter(|broken| !broken.is_repaired)
    }

    /// Whether nothing is damaged here but what is, or was and is mended, in another version.
    pub fn has_no_new_broken_records(&self, other: &Self) -> bool {
        let known = |mark| other.repair_states().any(|(other, _)| other == mark);
        self.repair_states().all(|(mark, _)| known(mark))
    }

    /// Takes for mended what was mended in another version.
    pub fn copy_repairs_from(&mut self, other: &Self) {
        for (mark, is_mended) in other.repair_states() {
            if is_mended {
                self.set_repaired(mark, true);
            }
        }
    }

    /// Whether a damaged record, told by its mark, was mended; none where there is no such record.
    pub fn is_repaired(&self, content_hash: u64) -> Option<bool> {
        self.repair_states()
            .find(|(other, _)| *other == content_hash)
            .map(|(_, is_mended)| is_mended)
    }

    fn repair_states(&self) -> impl Iterator<Item = (u64, bool)> {
        let all = self.layout.iter().flat_map(|written| &written.broken_records);
        all.map(|broken| (broken.content_hash(), broken.is_repaired))
    }

    /// The comments of the text that another text does not have.
    pub fn comments_missing_in(&self, other: &str) -> Vec<&str> {
        let other_comments: HashSet<&str> = comments::find_comments(other).into_iter().collect();
        let own_fragments = self.layout.iter().flat_map(|written| written.fragments());
        own_fragments
            .flat_map(comments::find_comments)
            .filter(|comment| !other_comments.contains(comment))
            .collect()
    }

    /// Takes note that a damaged record was mended, so that its text gives way to that of the
    /// record it became, or that this was taken back.
    pub fn set_repaired(&mut self, content_hash: u64, is_repaired: bool) {
        let broken = self.layout.iter_mut().flat_map(|it| &mut it.broken_records);
        for broken in broken.filter(|broken| broken.content_hash() == content_hash) {
            broken.is_repaired = is_repaired;
        }
    }
}

impl RegisterLayout {
    /// Every piece of the text that can hold a comment.
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
            .chain(self.parties.fragments())
            .chain(self.sources.fragments())
            .chain(self.totals.fragments())
            .chain(self.incidents.fragments())
            .chain(self.cases.fragments())
            .chain(self.events.fragments())
            .chain(broken)
    }
}

impl FieldText {
    fn from_raw(text: &str, RawField { name, value: cut, records }: &RawField) -> Self {
        let (value, end) = match records {
            Some(records) => (records.opening.clone(), records.closing.clone()),
            None => (cut.value.clone(), 0..0),
        };
        Self {
            name: text[name.clone()].to_owned(),
            leading: text[cut.start..cut.value.start].to_owned(),
            value: text[value].to_owned(),
            closing: text[end].to_owned(),
            trailing: TrailingTrivia::from_raw(text, cut),
        }
    }
}

impl TrailingTrivia {
    fn from_raw(text: &str, cut: &RawValue) -> Self {
        Self { text: text[cut.value.end..cut.end].to_owned().into(), has_comma: cut.has_comma }
    }
}
