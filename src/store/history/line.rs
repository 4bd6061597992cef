//! One line of a history, and its seal.

use jiff::Timestamp;
use ron::{Options, extensions::Extensions, ser::PrettyConfig};
use serde::{Deserialize, Serialize};

use super::super::hash::Hash;
use crate::register::Entry;

/// The number of the shape of a history's lines that this program writes, and the newest it reads.
pub const HISTORY_FORMAT: u32 = 1;

/// One line of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub(super) format: u32,
    /// Its number; the first is 1.
    pub n: u64,
    /// When it was done, to the second.
    pub at: Timestamp,
    /// The name that whoever did it goes by.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// The account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// The machine.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub machine: String,
    /// What was done.
    pub what: Entry,
    /// The SHA-256 of the register's text with it; only the last line of a save has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Hash>,
    /// The seal of the line before; the first has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Hash>,
}

/// Why a text is no line of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is of a newer format, with this number.
    Newer(u32),
    /// It is damaged or cut off.
    Damaged,
}

/// The number alone, which every shape has.
#[derive(Deserialize)]
struct Numbered {
    format: u32,
}

/// What stands between the fields of a line and its seal.
const SEAL: &str = ", seal: \"";
/// What stands behind its seal.
const END: &str = "\")";

impl Line {
    /// A line by nobody.
    pub(super) fn new(n: u64, at: Timestamp, what: Entry, before: Option<Hash>) -> Self {
        let (who, user, machine) = (String::new(), String::new(), String::new());
        Self { format: HISTORY_FORMAT, n, at, who, user, machine, what, file: None, before }
    }

    /// Its text without an end of line, and its seal.
    pub(super) fn print(&self) -> Result<(String, Hash), ron::Error> {
        // One line, with blanks for who reads it without this program.
        let mut text = options().to_string_pretty(self, PrettyConfig::new().depth_limit(0))?;
        // The closing bracket comes after the seal.
        text.pop();
        let seal = Hash::of(text.as_bytes());
        text.push_str(SEAL);
        text.push_str(&seal.to_string());
        text.push_str(END);
        Ok((text, seal))
    }

    /// Reads its text, whether or not the seal is right.
    pub(super) fn read(text: &[u8]) -> Result<Self, Unread> {
        let text = str::from_utf8(text).map_err(|_| Unread::Damaged)?;
        let options = options();
        // What a line of this format does not have is passed over, but not in its records.
        let line: Result<Self, _> = options.from_str(text);
        let numbered = || options.from_str(text).map(|Numbered { format }| format);
        match line.as_ref().map_or_else(|_| numbered(), |line| Ok(line.format)) {
            Ok(format) if format > HISTORY_FORMAT => Err(Unread::Newer(format)),
            Ok(_) if seal_of(text).is_some() => line.map_err(|_| Unread::Damaged),
            _ => Err(Unread::Damaged),
        }
    }

    /// The seal that a text bears, and whether it is that of the text.
    pub(super) fn seal(text: &[u8]) -> Option<(Hash, bool)> {
        let (body, seal) = seal_of(str::from_utf8(text).ok()?)?;
        Some((seal, Hash::of(body.as_bytes()) == seal))
    }
}

fn seal_of(text: &str) -> Option<(&str, Hash)> {
    let (body, seal) = text.strip_suffix(END)?.rsplit_once(SEAL)?;
    Some((body, seal.parse().ok()?))
}

fn options() -> Options {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES;
    Options::default().with_default_extension(extensions)
}
