//! One entry of a history: a line with its digest.
//!
//! ```text
//! (format: 1, n: 1, at: "2026-01-02T03:04:05Z", who: "Mori", user: "mori", machine: "ono", what: Started, file: "9f86d081…0a08", seal: "60303ae2…8752")
//! ```
//!
//! Where the author has a key, the line has a [signature](super::line_signature) before its seal.
//!
//! An entry that merges two histories has format 2 and names the entries that it follows: `before`
//! of the history that was merged into, `with` of the one that was merged.
//!
//! ```text
//! (format: 2, n: 5, at: "2026-01-03T03:04:05Z", who: "Mori", user: "mori", machine: "ono", what: Merged(edits: []), file: "5feceb66…dbff", before: "6b86b273…4b35", with: "d4735e3a…0b7d", seal: "4e074085…b5e4")
//! ```

use jiff::Timestamp;
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use crate::{
    register::{Edit, HistoryEvent},
    store::{
        fs::hash::Hash,
        history::{
            entry_syntax::entry_options,
            history_gap::HistoryGap,
            line_signature::{LineSignature, print_signature},
        },
        signature::key::SigningKey,
    },
};

/// The format number of an entry that merges two histories, the newest that this program reads.
pub const HISTORY_FORMAT: u32 = 2;

/// The format number of every other entry.
const LINEAR_FORMAT: u32 = 1;

/// One entry of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    pub(super) format: u32,
    /// The number of the entry: one more than that of the entry before; the first is 1. An entry
    /// that merges two histories has the number of its line.
    #[serde(rename = "n")]
    pub number: u64,
    /// The time of the change, to the second; never before that of an entry that it follows.
    #[serde(rename = "at")]
    pub time: Timestamp,
    /// The time of the change by the clock of the machine, where that is before the entry that it
    /// follows: a clock was corrected, or the clocks of two machines differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "clock")]
    pub clock_time: Option<Timestamp>,
    /// The name that the author has given; empty where none was given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[serde(rename = "who")]
    pub author_name: String,
    /// The name of the account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// The host name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub machine: String,
    /// The change.
    #[serde(rename = "what")]
    pub event: HistoryEvent,
    /// The SHA-256 of the register's file with the change; only the last entry of a save has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "file")]
    pub register_digest: Option<Hash>,
    /// The digest of the entry before; the first entry has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "before")]
    pub previous_digest: Option<Hash>,
    /// The digest of the last entry of the history that the entry merges; only an entry that
    /// merges two histories has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "with")]
    pub merged_digest: Option<Hash>,
    /// The gap before the entry; empty for nearly every entry.
    #[serde(default, skip_serializing_if = "HistoryGap::is_empty")]
    pub gap: HistoryGap,
}

/// An error of parsing a line of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryParseError {
    /// The entry has a newer format, with this number.
    NewerFormat(u32),
    /// The line is damaged or cut off.
    Malformed,
}

/// The format number, which entries of every format have.
#[derive(Deserialize)]
struct EntryFormatHeader {
    format: u32,
}

/// The text between the fields of an entry and its digest.
const DIGEST_PREFIX: &str = ", seal: \"";
/// The text after the digest.
const DIGEST_SUFFIX: &str = "\")";

impl HistoryEntry {
    /// Creates an entry without an author.
    pub(super) fn new(
        number: u64,
        time: Timestamp,
        event: HistoryEvent,
        previous_digest: Option<Hash>,
    ) -> Self {
        let (author_name, user, machine) = (String::new(), String::new(), String::new());
        Self {
            format: LINEAR_FORMAT,
            number,
            time,
            clock_time: None,
            author_name,
            user,
            machine,
            event,
            register_digest: None,
            previous_digest,
            merged_digest: None,
            gap: HistoryGap::default(),
        }
    }

    /// Sets the time of the entry, to the second: that of the clock, or that of an entry that it
    /// follows if this is later. The clock is then kept beside it.
    pub(super) fn set_time(&mut self, clock: Timestamp, parents: impl Iterator<Item = Timestamp>) {
        let clock = Timestamp::from_second(clock.as_second()).unwrap_or(clock);
        self.time = parents.fold(clock, Timestamp::max);
        self.clock_time = (self.time != clock).then_some(clock);
    }

    /// Creates an entry that merges the history that ends with the entry of a digest into the one
    /// that ends with the entry before. It has no author.
    pub(super) fn new_merge(
        number: u64,
        time: Timestamp,
        edits: Vec<Edit>,
        previous_digest: Hash,
        merged_digest: Hash,
    ) -> Self {
        let event = HistoryEvent::Merged { edits };
        Self {
            format: HISTORY_FORMAT,
            merged_digest: Some(merged_digest),
            ..Self::new(number, time, event, Some(previous_digest))
        }
    }

    /// Returns whether the entry is the last of a save, or merges two histories.
    pub fn ends_commit(&self) -> bool {
        self.register_digest.is_some() || self.merged_digest.is_some()
    }

    /// Returns whether the entry records a change by another program. One that was found as an
    /// earlier entry had left it was not changed, so that a save that broke off is none.
    pub fn records_other_program(&self) -> bool {
        matches!(self.event, HistoryEvent::ExternalChange { .. }) && self.gap.back.is_none()
    }

    /// Returns the digests of the entries that this one follows: none of the first, two of an
    /// entry that merges two histories.
    pub fn parent_digests(&self) -> impl Iterator<Item = Hash> {
        self.previous_digest.into_iter().chain(self.merged_digest)
    }

    /// Returns whether it is recorded how the register became what it is after the entry, so that
    /// its edits lead from the state before to the state after.
    pub fn has_known_edits(&self) -> bool {
        match &self.event {
            HistoryEvent::Started | HistoryEvent::Overwritten => false,
            HistoryEvent::ExternalChange { edits } => !edits.is_empty(),
            // Until the register after a merge is recorded, it is that of the history before.
            HistoryEvent::Merged { .. }
            | HistoryEvent::Performed(_)
            | HistoryEvent::Undone(_)
            | HistoryEvent::Redone(_) => true,
        }
    }

    /// Prints the entry without a newline, signed where a key is given, and returns its digest with
    /// the text.
    pub(super) fn print(&self, key: Option<&SigningKey>) -> Result<(String, Hash), ron::Error> {
        // A pretty printer of depth 0 prints one line with spaces between the fields.
        let mut text =
            entry_options().to_string_pretty(self, PrettyConfig::new().depth_limit(0))?;
        // The signature and the digest stand before the closing bracket.
        text.pop();
        if let Some(key) = key {
            text.push_str(&print_signature(&text, key));
        }
        let digest = Hash::of_bytes(text.as_bytes());
        text.push_str(DIGEST_PREFIX);
        text.push_str(&digest.to_string());
        text.push_str(DIGEST_SUFFIX);
        Ok((text, digest))
    }

    /// Parses a line, which may end with a carriage return. The digest is not verified.
    pub(super) fn parse(text: &[u8]) -> Result<Self, EntryParseError> {
        let text = str::from_utf8(text).map_err(|_| EntryParseError::Malformed)?;
        let text = text.strip_suffix('\r').unwrap_or(text);
        let options = entry_options();
        // Unknown fields of an entry are ignored, those of its records are not.
        let entry: Result<Self, _> = options.from_str(text);
        let parse_format = || options.from_str(text).map(|EntryFormatHeader { format }| format);
        match entry.as_ref().map_or_else(|_| parse_format(), |entry| Ok(entry.format)) {
            Ok(format) if format > HISTORY_FORMAT => Err(EntryParseError::NewerFormat(format)),
            Ok(_) if split_digest(text).is_some() => entry.map_err(|_| EntryParseError::Malformed),
            _ => Err(EntryParseError::Malformed),
        }
    }

    /// Returns the signature of a line.
    pub(super) fn read_signature(text: &[u8]) -> LineSignature {
        let text = str::from_utf8(text).ok();
        let body = text.and_then(|text| split_digest(text.strip_suffix('\r').unwrap_or(text)));
        body.map_or(LineSignature::Unsigned, |(body, _)| LineSignature::read(body))
    }

    /// Returns the digest at the end of a line, and whether it is the digest of that line. A digest
    /// in upper case is not: this program writes none.
    pub(super) fn read_digest(text: &[u8]) -> Option<(Hash, bool)> {
        let text = str::from_utf8(text).ok()?;
        let (body, digest) = split_digest(text.strip_suffix('\r').unwrap_or(text))?;
        let is_lowercase = !digest.bytes().any(|byte| byte.is_ascii_uppercase());
        let digest = digest.to_ascii_lowercase().parse().ok()?;
        Some((digest, is_lowercase && Hash::of_bytes(body.as_bytes()) == digest))
    }
}

/// Returns the text of a line before its digest, and the digits of the digest.
fn split_digest(text: &str) -> Option<(&str, &str)> {
    let (body, digest) = text.strip_suffix(DIGEST_SUFFIX)?.rsplit_once(DIGEST_PREFIX)?;
    let is_digest = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_digest.then_some((body, digest))
}
