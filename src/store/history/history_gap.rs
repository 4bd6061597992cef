//! What an entry says of a gap before it: lines that were lost, bytes that were set aside, or a
//! register that was found in an earlier state.
//!
//! ```text
//! (format: 1, n: 1, …, what: Began, …, gap: (lost: (n: 12, seal: "91f0…")), seal: "0c67…")
//! (format: 1, n: 9, …, what: Outside(), …, gap: (aside: (name: "r.ron.history.1.bak", bytes: 120, sha256: "d4735…")), seal: "…")
//! (format: 1, n: 4, …, what: Outside(), …, gap: (back: 2), seal: "…")
//! ```
//!
//! Programs that know no gaps ignore the field, and the digest of the entry covers it.

use serde::{Deserialize, Serialize};

use crate::store::fs::hash::Hash;

/// The gap before an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryGap {
    /// The last line that was known on the machine, which the history did not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<LostLine>,
    /// The bytes after the last readable line, which were moved to a file of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<SetAsideBytes>,
    /// The number of the earlier entry whose register was found in the file: a save had not been
    /// completed, or an earlier version had been put back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<u64>,
}

/// A line that a history did not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostLine {
    /// The number of its entry.
    #[serde(rename = "n")]
    pub number: u64,
    /// Its digest.
    pub seal: Hash,
}

/// Bytes that cannot be read as lines and were moved from the end of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAsideBytes {
    /// The name of the file beside the history.
    #[serde(rename = "name")]
    pub file_name: String,
    /// The number of bytes.
    #[serde(rename = "bytes")]
    pub length: u64,
    /// The SHA-256 of the bytes.
    #[serde(rename = "sha256")]
    pub digest: Hash,
}

impl HistoryGap {
    /// Returns whether there is no gap.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
