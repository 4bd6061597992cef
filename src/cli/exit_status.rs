//! Exit status of the commands without a window.

use std::{ffi::OsString, process::ExitCode};

/// The result of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// The command succeeded.
    Success,
    /// A check found an error, a merge found a conflict, or the command failed.
    Failure,
    /// A merge into another file could not read its input or not write its output.
    MergeError,
    /// A merge into our side, as git calls it, could not read its input or not write its output.
    /// Above 128, so that git stops; it takes any lower status for conflicts left in the file.
    MergeDriverError,
}

/// The exit status of [`ExitStatus::MergeDriverError`].
const MERGE_DRIVER_ERROR: u8 = 129;

/// Returns the exit status of a command line, the program's name first, that is used wrongly;
/// `usual` is the one that says so of any other command.
pub(super) fn usage_exit_status(line: &[OsString], usual: u8) -> u8 {
    let is_merge = line.get(1).is_some_and(|word| word == "merge" || word == "merge-history");
    let names_output =
        line.iter().any(|word| word.as_encoded_bytes().starts_with(OUTPUT_OPTION.as_bytes()));
    if is_merge && !names_output && usual != 0 { MERGE_DRIVER_ERROR } else { usual }
}

/// The option that names the file to write.
const OUTPUT_OPTION: &str = "--output";

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Success => Self::SUCCESS,
            ExitStatus::Failure => Self::FAILURE,
            ExitStatus::MergeError => Self::from(2),
            ExitStatus::MergeDriverError => Self::from(MERGE_DRIVER_ERROR),
        }
    }
}
