//! The entries that a save appends to the history.

use jiff::Timestamp;

use crate::{
    register::HistoryEvent,
    store::{fs::process_identity::ProcessIdentity, signature::key::SigningKey},
};

/// The changes that a save appends to the history, and their author.
#[derive(Clone, Debug)]
pub struct CommitInfo {
    /// The name that the author has given; empty where none was given.
    pub author_name: String,
    /// The account and the machine of the author.
    pub process: ProcessIdentity,
    /// The changes since the last save, in order.
    pub pending_entries: Vec<PendingEntry>,
    /// The key that signs the lines; `None` where the author has none.
    pub signing_key: Option<SigningKey>,
}

/// A change that is not yet in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingEntry {
    /// The time of the change.
    pub time: Timestamp,
    /// The change.
    pub event: HistoryEvent,
}
