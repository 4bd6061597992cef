//! The records of one list as they were read, and how those stood that were written by hand.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use serde::de::DeserializeOwned;

use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    store::{
        ron::{
            diagnose::Diagnostic,
            print::{PrintRon, print_record},
            splitter::RawValue,
        },
        source_text::{CANONICAL_TRIVIA, TrailingTrivia, broken_record::parse_record},
    },
};

/// A record read from the text of a list.
pub(crate) struct ParsedRecord<T> {
    pub record: Arc<T>,
    /// How it stood, where that is not as this program writes it.
    text: Option<Box<RecordText>>,
}

/// How a record stood in the text.
#[derive(Clone, Debug)]
pub(super) struct RecordText {
    /// Comments and blanks before it.
    pub leading: String,
    pub text: String,
    pub trailing: TrailingTrivia,
}

/// The records of a list as they were read, and how those of them stood that are written otherwise
/// than this program does.
#[derive(Clone, Debug)]
pub(super) struct ListText<T> {
    pub records: Vec<Arc<T>>,
    /// By the place among those read.
    pub record_texts: HashMap<usize, Box<RecordText>>,
}

/// A record that a sheet can hold.
pub(super) trait KeyedRecord: PrintRon + PartialEq {
    /// What tells it from the others of its list, as long as it is the same record.
    type Key<'a>: Eq + Hash
    where
        Self: 'a;

    fn key(&self) -> Self::Key<'_>;
}

macro_rules! kept {
    ($($name:ident: $key:ty = $of:expr;)*) => {$(
        impl KeyedRecord for $name {
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

impl<T> ParsedRecord<T> {
    /// A record that stood as this program writes it.
    pub fn canonical(record: Arc<T>) -> Self {
        Self { record, text: None }
    }

    /// Whether it stood as this program writes it.
    pub fn is_canonical(&self) -> bool {
        self.text.is_none()
    }
}

impl<T: PrintRon> ParsedRecord<T> {
    /// Reads a record from its cut of a text.
    pub fn parse(text: &str, cut: &RawValue) -> Result<Self, Diagnostic>
    where
        T: DeserializeOwned,
    {
        let record = Arc::new(parse_record::<T>(&text[cut.value.clone()])?);
        let mut canonical = String::with_capacity(cut.end - cut.start);
        print_record(&mut canonical, record.as_ref());
        // Not where something stands on its line, be it the bracket that opens the list.
        let begins_line = cut.start == 0 || text.as_bytes()[cut.start - 1] == b'\n';
        if begins_line && text[cut.start..cut.end] == canonical {
            return Ok(Self::canonical(record));
        }
        let record_text = RecordText {
            leading: text[cut.start..cut.value.start].to_owned(),
            text: text[cut.value.clone()].to_owned(),
            trailing: TrailingTrivia::from_raw(text, cut),
        };
        Ok(Self { record, text: Some(Box::new(record_text)) })
    }

    /// Puts before it what stood there besides.
    pub fn prepend_leading(&mut self, leading: String) {
        let text = self.text.get_or_insert_with(|| {
            let mut canonical = String::new();
            print_record(&mut canonical, self.record.as_ref());
            let body = canonical.trim_start();
            let indent = canonical[..canonical.len() - body.len()].to_owned();
            let text = body.trim_end_matches([',', '\n']).to_owned();
            Box::new(RecordText { leading: indent, text, trailing: CANONICAL_TRIVIA.clone() })
        });
        text.leading = leading + &text.leading;
    }
}

impl<T: KeyedRecord> ListText<T> {
    /// Remembers the records of a list.
    pub fn new(all: Vec<ParsedRecord<T>>) -> Self {
        let mut this =
            Self { records: Vec::with_capacity(all.len()), record_texts: HashMap::new() };
        for (at, ParsedRecord { record, text }) in all.into_iter().enumerate() {
            this.records.push(record);
            this.record_texts.extend(text.map(|text| (at, text)));
        }
        this
    }

    /// Every piece of the text that can hold a comment.
    pub fn fragments(&self) -> impl Iterator<Item = &str> {
        let texts = self.record_texts.values().map(Box::as_ref);
        texts.flat_map(|RecordText { leading: before, text, trailing: after }| {
            [&**before, &**text, &*after.text]
        })
    }

    /// For each record of the list as it is, the place of the one read that it is or was made of:
    /// that with its key, or else the one that stood after the same neighbour and is no longer
    /// there. Not asked for where all were written as this program does, and none is damaged.
    pub fn match_records(&self, now: &[Arc<T>], has_no_broken: bool) -> Vec<Option<usize>> {
        let mut matches = vec![None; now.len()];
        if has_no_broken && self.record_texts.is_empty() {
            return matches;
        }
        // Most are the very ones they were; what came, went or changed lies between two such rows.
        let (read, end) = (self.records.len(), now.len());
        let is_same_record = |(was, is): &(&Arc<T>, &Arc<T>)| Arc::ptr_eq(was, is);
        let head = self.records.iter().zip(now).take_while(is_same_record).count();
        let ends = self.records[head..].iter().rev().zip(now[head..].iter().rev());
        let tail = ends.take_while(is_same_record).count();
        (0..head).for_each(|at| matches[at] = Some(at));
        (1..=tail).for_each(|back| matches[end - back] = Some(read - back));
        let mut by_key = HashMap::with_capacity(read - tail - head);
        for (at, record) in self.records.iter().enumerate().take(read - tail).skip(head) {
            by_key.entry(record.key()).or_insert(at);
        }
        for place in head..end - tail {
            matches[place] = by_key.remove(&now[place].key());
        }
        let mut is_matched = vec![false; read];
        matches.iter().flatten().for_each(|at| is_matched[*at] = true);
        for place in 0..matches.len() {
            let next = match place.checked_sub(1) {
                None => Some(0),
                Some(before) => matches[before].map(|at| at + 1),
            };
            if matches[place].is_none()
                && let Some(next) = next
                && let Some(taken @ false) = is_matched.get_mut(next)
            {
                *taken = true;
                matches[place] = Some(next);
            }
        }
        matches
    }
}
