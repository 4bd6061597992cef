//! Finds the line of a history by its seal, or by the beginning of it.

use std::{collections::HashSet, str::FromStr};

use crate::store::history::index::{EntryHeader, HistoryIndex};

/// The least number of digits by which a seal is found.
pub const MIN_SEAL_DIGITS: usize = 16;

/// The number of digits of a whole seal.
pub const SEAL_DIGITS: usize = 64;

/// A seal or its beginning: 16 to 64 lower-case hexadecimal digits, as in `91f06e5c3b7a2d18`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealPrefix(String);

impl SealPrefix {
    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The error of parsing a text that is not a seal or the beginning of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("16 to 64 lower-case hexadecimal digits are expected")]
pub struct ParseSealError;

impl FromStr for SealPrefix {
    type Err = ParseSealError;

    fn from_str(text: &str) -> Result<Self, ParseSealError> {
        let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
        let is_seal =
            (MIN_SEAL_DIGITS..=SEAL_DIGITS).contains(&text.len()) && text.chars().all(is_digit);
        is_seal.then(|| Self(text.to_owned())).ok_or(ParseSealError)
    }
}

/// The result of looking for a seal in a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealSearch<'a> {
    /// No line holds such a seal.
    NotFound,
    /// Several lines do, with these numbers.
    Ambiguous(Vec<u64>),
    /// One line does.
    Found(SealMatch<'a>),
}

/// The line that holds a seal, and the lines after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealMatch<'a> {
    /// The line.
    pub header: &'a EntryHeader,
    /// The number of lines after it that follow it, one by one or through others.
    pub following_count: usize,
    /// The numbers of the lines after it that do not follow it, such as those of another history
    /// that a later line merges.
    pub other_lines: Vec<u64>,
    /// True if the last line of the history follows the line, or is the line.
    pub is_followed_by_last: bool,
}

impl SealMatch<'_> {
    /// Returns whether the history holds the line as it was sealed and goes on from it.
    pub fn is_confirmed(&self) -> bool {
        self.header.is_intact && self.is_followed_by_last
    }
}

impl<'a> SealSearch<'a> {
    /// Looks for a seal among the lines of a history that can be read.
    pub fn new(index: &'a HistoryIndex, seal: &SealPrefix) -> Self {
        let headers = index.headers();
        let holds_seal =
            |header: &EntryHeader| header.digest.to_string().starts_with(seal.as_str());
        let found: Vec<usize> = (0..headers.len()).filter(|at| holds_seal(&headers[*at])).collect();
        match *found {
            [] => Self::NotFound,
            [at] => Self::Found(SealMatch::new(index, at)),
            _ => Self::Ambiguous(found.iter().map(|at| headers[*at].line_number).collect()),
        }
    }
}

impl<'a> SealMatch<'a> {
    fn new(index: &'a HistoryIndex, at: usize) -> Self {
        let (header, later) = (&*index.headers()[at], &index.headers()[at + 1..]);
        let mut following = HashSet::from([header.line_number]);
        let mut other_lines = Vec::new();
        for later in later {
            match later.parent_lines.iter().any(|parent| following.contains(parent)) {
                true => drop(following.insert(later.line_number)),
                false => other_lines.push(later.line_number),
            }
        }
        let last = later.last().map_or(header.line_number, |last| last.line_number);
        Self {
            header,
            following_count: following.len() - 1,
            other_lines,
            is_followed_by_last: following.contains(&last),
        }
    }
}
