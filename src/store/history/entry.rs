//! One entry of a history: a line with its digest.
//!
//! ```text
//! (format: 1, n: 1, at: "2026-01-02T03:04:05Z", who: "Mori", user: "mori", machine: "ono", what: Started, file: "9f86d081…0a08", seal: "60303ae2…8752")
//! ```

use jiff::Timestamp;
use ron::{Options, extensions::Extensions, ser::PrettyConfig};
use serde::{Deserialize, Serialize};

use crate::{register::HistoryEvent, store::fs::hash::Hash};

/// The format number of the entries that this program writes, the newest that it reads.
pub const HISTORY_FORMAT: u32 = 1;

/// One entry of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    pub(super) format: u32,
    /// The number of the entry; the first is 1.
    #[serde(rename = "n")]
    pub number: u64,
    /// The time of the change, to the second.
    #[serde(rename = "at")]
    pub time: Timestamp,
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
            format: HISTORY_FORMAT,
            number,
            time,
            author_name,
            user,
            machine,
            event,
            register_digest: None,
            previous_digest,
        }
    }

    /// Prints the entry without a newline, and returns its digest with the text.
    pub(super) fn print(&self) -> Result<(String, Hash), ron::Error> {
        // A pretty printer of depth 0 prints one line with spaces between the fields.
        let mut text = ron_options().to_string_pretty(self, PrettyConfig::new().depth_limit(0))?;
        // The digest stands before the closing bracket.
        text.pop();
        let digest = Hash::of_bytes(text.as_bytes());
        text.push_str(DIGEST_PREFIX);
        text.push_str(&digest.to_string());
        text.push_str(DIGEST_SUFFIX);
        Ok((text, digest))
    }

    /// Parses a line. The digest is not verified.
    pub(super) fn parse(text: &[u8]) -> Result<Self, EntryParseError> {
        let text = str::from_utf8(text).map_err(|_| EntryParseError::Malformed)?;
        let options = ron_options();
        // Unknown fields of an entry are ignored, those of its records are not.
        let entry: Result<Self, _> = options.from_str(text);
        let parse_format = || options.from_str(text).map(|EntryFormatHeader { format }| format);
        match entry.as_ref().map_or_else(|_| parse_format(), |entry| Ok(entry.format)) {
            Ok(format) if format > HISTORY_FORMAT => Err(EntryParseError::NewerFormat(format)),
            Ok(_) if split_digest(text).is_some() => entry.map_err(|_| EntryParseError::Malformed),
            _ => Err(EntryParseError::Malformed),
        }
    }

    /// Returns the digest at the end of a line, and whether it is the digest of that line.
    pub(super) fn read_digest(text: &[u8]) -> Option<(Hash, bool)> {
        let (body, digest) = split_digest(str::from_utf8(text).ok()?)?;
        Some((digest, Hash::of_bytes(body.as_bytes()) == digest))
    }
}

fn split_digest(text: &str) -> Option<(&str, Hash)> {
    let (body, digest) = text.strip_suffix(DIGEST_SUFFIX)?.rsplit_once(DIGEST_PREFIX)?;
    Some((body, digest.parse().ok()?))
}

fn ron_options() -> Options {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES;
    Options::default().with_default_extension(extensions)
}
