//! Preconditions of replacing a file, and modes of its backup.

use crate::store::fs::file_state::FileState;

/// The state of a file that its replacement requires.
#[derive(Clone, Copy, Debug)]
pub enum Precondition<'a> {
    /// No file exists.
    Absent,
    /// The file has this content, byte for byte.
    Unchanged(&'a FileState),
    /// Any content, or no file.
    Any,
}

/// The mode of the backup of a file that is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupMode {
    /// The file is not kept.
    None,
    /// The file becomes the backup `r.ron.bak`, until the next one replaces it.
    Latest,
    /// The file becomes the backup `r.ron.bak`, and `r.ron.1.bak` besides, or the next free
    /// number, which no later backup replaces.
    LatestAndNumbered,
}
