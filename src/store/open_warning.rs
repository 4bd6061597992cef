//! Warnings about a file that was read.

use std::path::PathBuf;

use crate::store::{fs::unusable_file::UnusableFile, history::history_problem::HistoryProblem};

/// Something to know about a register or the settings that were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenWarning {
    /// The file has comments or a layout of its own, which the next save replaces by the
    /// program's layout.
    LayoutWillBeReplaced,
    /// The file is read-only.
    ReadOnly,
    /// The file has a second name (a hard link), which the next save leaves with the old version.
    HardLinked,
    /// An interrupted save was completed, so the register includes its changes.
    SaveRecovered {
        /// The number of the last history entry of that save.
        entry_number: u64,
    },
    /// An interrupted save has left another version beside the register: the one that it replaced, or
    /// the one that it was to write.
    VersionKept {
        /// The path of the numbered backup that has the version.
        kept: std::path::PathBuf,
    },
    /// Another program has changed the register since the history was last written.
    ChangedExternally {
        /// The number of the last history entry.
        entry_number: u64,
    },
    /// The register is as it was after an earlier entry of its history: a save broke off before it
    /// replaced the register, or an earlier version was put back.
    RegisterIsEarlier {
        /// The number of the last history entry.
        entry_number: u64,
        /// The number of the entry after which the register was so.
        earlier_number: u64,
    },
    /// The history ends with entries of an interrupted save, without the last of them.
    SaveBrokenOff {
        /// The number of the last history entry.
        entry_number: u64,
    },
    /// The history ends with a line that is cut off, which the next save moves to a numbered file.
    HistoryTruncated,
    /// The history is not the one that is known.
    HistoryProblem(Box<HistoryProblem>),
    /// The history cannot be read.
    HistoryUnreadable {
        /// The path of the history.
        path: PathBuf,
        /// The reason why it cannot be used, where it is known.
        reason: Option<UnusableFile>,
        /// The error of the operating system.
        error: String,
    },
    /// The end of the history could not be stored in the data folder, so that lines that go missing
    /// after the last known one are not noticed.
    HistoryEndNotStored {
        /// The description of the error in English.
        error: String,
    },
    /// Something that is no lock has the name of the lock, so that others can write too.
    LockUnusable {
        /// The path of the lock.
        path: PathBuf,
    },
    /// What is known of the history cannot be read.
    KnownHistoryUnreadable {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system or of the parser.
        error: String,
    },
    /// The history does not hold the known line, which a commit of its git repository does.
    HistoryOfOtherBranch {
        /// The number of the known line.
        entry_number: u64,
    },
    /// The settings could not be read; the next save of the settings keeps them as a numbered
    /// backup.
    SettingsUnreadable {
        /// The path of the settings.
        path: PathBuf,
        /// The error of the operating system or of the parser.
        error: String,
    },
}

impl OpenWarning {
    /// Returns whether the warning is about a loss or a change of what was recorded.
    pub fn is_alarm(&self) -> bool {
        matches!(self, Self::HistoryProblem(_) | Self::HistoryUnreadable { .. })
    }

    /// Returns whether the warning is information only: nothing is lost by not reading it.
    pub fn is_informational(&self) -> bool {
        matches!(self, Self::LayoutWillBeReplaced | Self::ReadOnly)
    }
}
