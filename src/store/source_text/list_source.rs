//! The records of a list as they were read, and the texts of those that are not canonical.

use std::{collections::HashMap, sync::Arc};

use crate::{
    merge::list_matching::{common_ends, pairs_by_key},
    register::record::Record,
    store::{
        ron::{
            diagnose::Diagnostic, parse_record::parse_record, print::push_record,
            splitter::RawValue,
        },
        source_text::trailing_trivia::{CANONICAL_TRIVIA, TrailingTrivia},
    },
};

/// A record read from the text of a list.
pub(crate) struct ParsedRecord<T> {
    pub record: Arc<T>,
    /// The text of the record; `None` if it is canonical.
    text: Option<Box<RecordText>>,
}

/// The text of a record that is not canonical.
#[derive(Clone, Debug)]
pub(super) struct RecordText {
    /// The comments and blanks before the record.
    pub leading: String,
    pub text: String,
    pub trailing: TrailingTrivia,
}

/// The records of a list as they were read, and the texts of those that are not canonical.
#[derive(Clone, Debug)]
pub(super) struct ListText<T> {
    pub records: Vec<Arc<T>>,
    /// The texts, by the index of the record.
    pub record_texts: HashMap<usize, Box<RecordText>>,
}

impl<T> ParsedRecord<T> {
    /// Returns a record whose text is canonical.
    pub fn canonical(record: Arc<T>) -> Self {
        Self { record, text: None }
    }

    /// Returns whether the text of the record is canonical.
    pub fn is_canonical(&self) -> bool {
        self.text.is_none()
    }
}

impl<T: Record> ParsedRecord<T> {
    /// Reads a record of a text.
    ///
    /// # Errors
    /// Returns what is wrong with the record.
    pub fn parse(text: &str, raw: &RawValue) -> Result<Self, Diagnostic> {
        let record = Arc::new(parse_record::<T>(&text[raw.value.clone()])?);
        let mut canonical = String::with_capacity(raw.end - raw.start);
        push_record(&mut canonical, record.as_ref());
        // A record that shares its line, if only with the bracket of the list, is not canonical.
        let begins_line = raw.start == 0 || text.as_bytes()[raw.start - 1] == b'\n';
        if begins_line && text[raw.start..raw.end] == canonical {
            return Ok(Self::canonical(record));
        }
        let record_text = RecordText {
            leading: text[raw.start..raw.value.start].to_owned(),
            text: text[raw.value.clone()].to_owned(),
            trailing: TrailingTrivia::from_raw(text, raw),
        };
        Ok(Self { record, text: Some(Box::new(record_text)) })
    }

    /// Adds a text before the record.
    pub fn prepend_leading(&mut self, leading: String) {
        let text = self.text.get_or_insert_with(|| {
            let mut canonical = String::new();
            push_record(&mut canonical, self.record.as_ref());
            let body = canonical.trim_start();
            let indent = canonical[..canonical.len() - body.len()].to_owned();
            let text = body.trim_end_matches([',', '\n']).to_owned();
            Box::new(RecordText { leading: indent, text, trailing: CANONICAL_TRIVIA.clone() })
        });
        text.leading = leading + &text.leading;
    }
}

impl<T: Record> ListText<T> {
    /// Returns the text of a list whose records were read.
    pub fn new(all: Vec<ParsedRecord<T>>) -> Self {
        let mut this =
            Self { records: Vec::with_capacity(all.len()), record_texts: HashMap::new() };
        for (at, ParsedRecord { record, text }) in all.into_iter().enumerate() {
            this.records.push(record);
            this.record_texts.extend(text.map(|text| (at, text)));
        }
        this
    }

    /// Returns every fragment of the text that can hold a comment.
    pub fn fragments(&self) -> impl Iterator<Item = &str> {
        let texts = self.record_texts.values().map(Box::as_ref);
        texts.flat_map(|RecordText { leading: before, text, trailing: after }| {
            [&**before, &**text, &*after.text]
        })
    }

    /// Returns, for each record of the list as it is now, the index of the record read that it is a
    /// version of: the one with its key, or else an unmatched one that follows the same neighbour.
    /// Matches none if every text is canonical and no record is broken.
    pub fn match_records<'a>(
        &'a self,
        now: &'a [Arc<T>],
        has_no_broken: bool,
    ) -> Vec<Option<usize>> {
        let mut matches = vec![None; now.len()];
        if has_no_broken && self.record_texts.is_empty() {
            return matches;
        }
        // Most records are shared with those read; the changed ones lie between a common start and
        // end.
        let (read, end) = (self.records.len(), now.len());
        let (head, tail) = common_ends(&self.records, now, Arc::ptr_eq);
        (0..head).for_each(|at| matches[at] = Some(at));
        (1..=tail).for_each(|back| matches[end - back] = Some(read - back));
        let keyed = |list: &'a [Arc<T>], end: usize| {
            list.iter().enumerate().take(end).skip(head).map(|(at, record)| (at, record.key()))
        };
        for (old, new) in pairs_by_key(keyed(&self.records, read - tail), keyed(now, end - tail)) {
            matches[new] = Some(old);
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
