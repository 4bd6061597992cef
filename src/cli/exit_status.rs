//! Exit status of the commands without a window.

use std::process::ExitCode;

/// The result of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// The command succeeded.
    Success,
    /// A check found an error, a merge found a conflict, or the command failed.
    Failure,
    /// A merge could not read its input or not write its output.
    MergeError,
    /// A merge driver could not read its input or not write its output, so that git has to stop.
    /// To git, a status up to 128 says that there are conflicts.
    MergeDriverError,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Success => Self::SUCCESS,
            ExitStatus::Failure => Self::FAILURE,
            ExitStatus::MergeError => Self::from(2),
            ExitStatus::MergeDriverError => Self::from(129),
        }
    }
}
