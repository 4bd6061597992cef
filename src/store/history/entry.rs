//! One line of a history, and its seal.

use jiff::Timestamp;
use ron::{Options, extensions::Extensions, ser::PrettyConfig};
use serde::{Deserialize, Serialize};

use crate::{register::HistoryEvent, store::fs::hash::Hash};

/// The number of the shape of a history's lines that this program writes, and the newest it reads.
pub const HISTORY_FORMAT: u32 = 1;

/// One line of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    pub(super) format: u32,
    /// Its number; the first is 1.
    #[serde(rename = "n")]
    pub number: u64,
    /// When it was done, to the second.
    #[serde(rename = "at")]
    pub time: Timestamp,
    /// The name that whoever did it goes by.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[serde(rename = "who")]
    pub author_name: String,
    /// The account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// The machine.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub machine: String,
    /// What was done.
    #[serde(rename = "what")]
    pub event: HistoryEvent,
    /// The SHA-256 of the register's text with it; only the last line of a save has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "file")]
    pub register_digest: Option<Hash>,
    /// The seal of the line before; the first has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(rename = "before")]
    pub previous_digest: Option<Hash>,
}

/// Why a text is no line of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryParseError {
    /// It is of a newer format, with this number.
    NewerFormat(u32),
    /// It is damaged or cut off.
    Malformed,
}

/// The number alone, which every shape has.
#[derive(Deserialize)]
struct EntryFormatHeader {
    format: u32,
}

/// What stands between the fields of a line and its seal.
const DIGEST_PREFIX: &str = ", seal: \"";
/// What stands behind its seal.
const DIGEST_SUFFIX: &str = "\")";

impl HistoryEntry {
    /// A line by nobody.
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

    /// Its text without an end of line, and its seal.
    pub(super) fn print(&self) -> Result<(String, Hash), ron::Error> {
        // One line, with blanks for who reads it without this program.
        let mut text = ron_options().to_string_pretty(self, PrettyConfig::new().depth_limit(0))?;
        // The closing bracket comes after the seal.
        text.pop();
        let digest = Hash::of_bytes(text.as_bytes());
        text.push_str(DIGEST_PREFIX);
        text.push_str(&digest.to_string());
        text.push_str(DIGEST_SUFFIX);
        Ok((text, digest))
    }

    /// Reads its text, whether or not the seal is right.
    pub(super) fn parse(text: &[u8]) -> Result<Self, EntryParseError> {
        let text = str::from_utf8(text).map_err(|_| EntryParseError::Malformed)?;
        let options = ron_options();
        // What a line of this format does not have is passed over, but not in its records.
        let line: Result<Self, _> = options.from_str(text);
        let numbered = || options.from_str(text).map(|EntryFormatHeader { format }| format);
        match line.as_ref().map_or_else(|_| numbered(), |line| Ok(line.format)) {
            Ok(format) if format > HISTORY_FORMAT => Err(EntryParseError::NewerFormat(format)),
            Ok(_) if split_digest(text).is_some() => line.map_err(|_| EntryParseError::Malformed),
            _ => Err(EntryParseError::Malformed),
        }
    }

    /// The seal that a text bears, and whether it is that of the text.
    pub(super) fn read_digest(text: &[u8]) -> Option<(Hash, bool)> {
        let (body, seal) = split_digest(str::from_utf8(text).ok()?)?;
        Some((seal, Hash::of_bytes(body.as_bytes()) == seal))
    }
}

fn split_digest(text: &str) -> Option<(&str, Hash)> {
    let (body, seal) = text.strip_suffix(DIGEST_SUFFIX)?.rsplit_once(DIGEST_PREFIX)?;
    Some((body, seal.parse().ok()?))
}

fn ron_options() -> Options {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES;
    Options::default().with_default_extension(extensions)
}
