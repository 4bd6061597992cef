//! The history of a register: a file beside it to which every save appends, and which is never
//! rewritten.
//!
//! Each line is an entry, one change of the register: time, author, machine, reason, and the
//! changed records before and after. It ends with its digest, the SHA-256 of the line up to there,
//! and holds the digest of the entry before, so that an entry that was changed, moved or removed
//! is detected. The last entry of each save also holds the SHA-256 of the register's file after
//! the save. [`entry`] shows an example.
//!
//! The digests have no key: they show accidents, and changes by whoever did not compute the later
//! digests anew. The end that each machine [knows](known_history) shows whether lines are missing,
//! and the lines of an author who has a key are [signed](line_signature) too.
//!
//! Two histories with a common beginning are [merged](merge) by adding the lines of the one that
//! the other lacks, unchanged, and an entry that follows the last entries of both.
//!
//! The entries of a save are flushed to the disk before its register replaces the old one. When
//! the program ends between the two, the new version remains in a temporary file, or under the name
//! of an exchange, which the digest in the last entry identifies; the next opening of the register
//! for writing completes the save. Opening writes nothing else: a change by another program is recorded by the next save.

pub mod commit_info;
pub mod commit;
pub mod history_gap;
pub mod entry;
mod entry_syntax;
mod reverse_lines;
pub(crate) mod append;
pub(crate) mod recovery;
pub mod attribution;
pub mod integrity_report;
pub mod history_problem;
pub mod error;
mod chain_verifier;
pub mod known_history;
pub mod history_check;
pub mod set_aside_files;
pub mod history_reference;
pub mod seal_search;
pub mod line_signature;
pub mod signature_report;
pub mod index;
pub mod checkout;
pub mod verify;
pub mod merge;
pub(crate) mod merge_resolution;

use std::path::Path;

use crate::store::{fs::files, paths::RegisterPaths};

/// Returns whether a register has a history.
pub fn has_history(register: &Path) -> bool {
    files::path_exists(&RegisterPaths::of(register).history())
}
