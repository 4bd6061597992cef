//! The records of one list as they were read, and how those stood that were written by hand.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use serde::de::DeserializeOwned;

use super::{After, CANONICAL, Cut, damaged::record};
use crate::{
    model::{Case, Event, Incident, Party, Source, Total},
    store::{
        explain::Explained,
        format::{Value, print_record},
    },
};

/// A record read from the text of a list.
pub(in super::super) struct ReadRecord<T> {
    pub record: Arc<T>,
    /// How it stood, where that is not as this program writes it.
    text: Option<Box<RecordText>>,
}

/// How a record stood in the text.
#[derive(Clone, Debug)]
pub(super) struct RecordText {
    /// Comments and blanks before it.
    pub before: String,
    pub text: String,
    pub after: After,
}

/// The records of a list as they were read, and how those of them stood that are written otherwise
/// than this program does.
#[derive(Clone, Debug)]
pub(super) struct Sheet<T> {
    pub read: Vec<Arc<T>>,
    /// By the place among those read.
    pub texts: HashMap<usize, Box<RecordText>>,
}

/// A record that a sheet can hold.
pub(super) trait Kept: Value + PartialEq {
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

impl<T> ReadRecord<T> {
    /// A record that stood as this program writes it.
    pub fn canonical(record: Arc<T>) -> Self {
        Self { record, text: None }
    }

    /// Whether it stood as this program writes it.
    pub fn is_canonical(&self) -> bool {
        self.text.is_none()
    }
}

impl<T: Value> ReadRecord<T> {
    /// Reads a record from its cut of a text.
    pub fn of(text: &str, cut: &Cut) -> Result<Self, Explained>
    where
        T: DeserializeOwned,
    {
        let record = Arc::new(record::<T>(&text[cut.value.clone()])?);
        let mut canonical = String::with_capacity(cut.end - cut.start);
        print_record(&mut canonical, record.as_ref());
        // Not where something stands on its line, be it the bracket that opens the list.
        let begins_line = cut.start == 0 || text.as_bytes()[cut.start - 1] == b'\n';
        if begins_line && text[cut.start..cut.end] == canonical {
            return Ok(Self::canonical(record));
        }
        let stood = RecordText {
            before: text[cut.start..cut.value.start].to_owned(),
            text: text[cut.value.clone()].to_owned(),
            after: After::of(text, cut),
        };
        Ok(Self { record, text: Some(Box::new(stood)) })
    }

    /// Puts before it what stood there besides.
    pub fn put_before(&mut self, before: String) {
        let text = self.text.get_or_insert_with(|| {
            let mut canonical = String::new();
            print_record(&mut canonical, self.record.as_ref());
            let body = canonical.trim_start();
            let indent = canonical[..canonical.len() - body.len()].to_owned();
            let text = body.trim_end_matches([',', '\n']).to_owned();
            Box::new(RecordText { before: indent, text, after: CANONICAL.clone() })
        });
        text.before = before + &text.before;
    }
}

impl<T: Kept> Sheet<T> {
    /// Remembers the records of a list.
    pub fn of(all: Vec<ReadRecord<T>>) -> Self {
        let mut this = Self { read: Vec::with_capacity(all.len()), texts: HashMap::new() };
        for (at, ReadRecord { record, text }) in all.into_iter().enumerate() {
            this.read.push(record);
            this.texts.extend(text.map(|text| (at, text)));
        }
        this
    }

    /// Every piece of the text that can hold a comment.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        let texts = self.texts.values().map(Box::as_ref);
        texts.flat_map(|RecordText { before, text, after }| [&**before, &**text, &*after.text])
    }

    /// For each record of the list as it is, the place of the one read that it is or was made of:
    /// that with its key, or else the one that stood after the same neighbour and is no longer
    /// there. Not asked for where all were written as this program does, and none is damaged.
    pub fn pairs(&self, now: &[Arc<T>], is_sound: bool) -> Vec<Option<usize>> {
        let mut pairs = vec![None; now.len()];
        if is_sound && self.texts.is_empty() {
            return pairs;
        }
        // Most are the very ones they were; what came, went or changed lies between two such rows.
        let (read, end) = (self.read.len(), now.len());
        let same = |(was, is): &(&Arc<T>, &Arc<T>)| Arc::ptr_eq(was, is);
        let head = self.read.iter().zip(now).take_while(same).count();
        let ends = self.read[head..].iter().rev().zip(now[head..].iter().rev());
        let tail = ends.take_while(same).count();
        (0..head).for_each(|at| pairs[at] = Some(at));
        (1..=tail).for_each(|back| pairs[end - back] = Some(read - back));
        let mut by_key = HashMap::with_capacity(read - tail - head);
        for (at, record) in self.read.iter().enumerate().take(read - tail).skip(head) {
            by_key.entry(record.key()).or_insert(at);
        }
        for place in head..end - tail {
            pairs[place] = by_key.remove(&now[place].key());
        }
        let mut taken = vec![false; read];
        pairs.iter().flatten().for_each(|at| taken[*at] = true);
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
