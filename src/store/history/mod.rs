//! The history of a register: beside it, one line for every change, never rewritten.
//!
//! A line says when, who, on which machine, why, and the records before and after. It ends with
//! the SHA-256 of itself up to there, its seal, and holds that of the line before, so that a line
//! that was changed, moved or taken out shows. The last line of each save also holds the SHA-256
//! of the register's text that the save gives.
//!
//! The lines of a save are on the disk before its register is. Should the program end between the
//! two, the new register lies ready in its temporary file, which the last line names: the next
//! [opening](finish) puts it in place. Opening writes nothing else; what it finds is noted with
//! the next change.

pub(crate) mod commit;
pub(crate) mod entry;
mod reverse_lines;
pub(crate) mod append;
pub(crate) mod recovery;
pub mod attribution;
pub mod index;
pub mod checkout;
pub mod verify;
pub mod error;

use std::{
    fs::File,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{
    register::HistoryEvent,
    store::fs::{atomic_file::resolve_symlinks, files, process_identity::ProcessIdentity},
};

/// What is written into the history when a register is saved.
#[derive(Clone, Debug)]
pub struct CommitInfo {
    /// The name that whoever changed the register goes by; empty where none was given.
    pub author_name: String,
    /// The account and the machine.
    pub process: ProcessIdentity,
    /// What was done since the last save, in order.
    pub pending_entries: Vec<PendingEntry>,
}

/// Something that was done, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingEntry {
    /// When.
    pub time: Timestamp,
    /// What.
    pub event: HistoryEvent,
}

/// The history of the register in a file.
pub fn history_path(register: &Path) -> PathBuf {
    let file = resolve_symlinks(register).unwrap_or_else(|_| register.to_owned());
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".history");
    file.with_file_name(name)
}

/// Whether there is a history of the register in a file.
pub fn has_history(register: &Path) -> bool {
    history_path(register).is_file()
}

/// Opens a history for reading; none where there is none.
fn open_if_exists(path: &Path) -> io::Result<Option<File>> {
    match files::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        opened => opened.map(Some),
    }
}
